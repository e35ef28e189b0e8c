//! Turns the tables into events. Days are relative to today, times are UTC.

use super::people::{self, MAILBOX};
use crate::clock::{DAY_MS, iso_date, mail_time, spoken_date};
use crate::graph::NewMail;
use crate::jira::{NewIssue, adf};
use crate::world::{Event, What};

/// A day and a time of day, such as `(-3, 930)` for three days ago at 09:30.
pub(super) type When = (i64, i64);

/// An issue as it is created.
pub(super) struct IssueRow {
    pub(super) number: u32,
    pub(super) when: When,
    pub(super) kind: &'static str,
    pub(super) summary: &'static str,
    pub(super) text: &'static str,
    pub(super) priority: &'static str,
    pub(super) labels: &'static [&'static str],
    /// 0 means no estimate.
    pub(super) points: u32,
    /// Days relative to today; none means no due date.
    pub(super) due: Option<i64>,
    /// 0 means the backlog.
    pub(super) sprint: u64,
    pub(super) assignee: &'static str,
    pub(super) creator: &'static str,
}

/// What changes on an issue.
pub(super) enum Do {
    Status(&'static str),
    Due(i64),
    Assign(&'static str),
    Priority(&'static str),
    Points(&'static str),
    Labels(&'static str),
    Sprint(u64),
    Text(&'static str),
    /// An internal comment.
    Say(&'static str),
    /// A comment that the customer sees.
    Tell(&'static str),
    Log(u32, &'static str),
}

/// (when, issue number, who, what)
pub(super) type ChangeRow = (When, u32, &'static str, Do);

/// Which trace headers a mail carries.
#[derive(Clone, Copy)]
pub(super) enum Auth {
    /// Sent within the tenant.
    Internal,
    /// From outside, dmarc=pass for the domain of From.
    Pass,
    /// From outside, dmarc=fail.
    Fail,
    /// No header at all.
    Nothing,
    /// Topmost says fail; the sender added a second one that says pass.
    Forged,
}

/// A mail.
pub(super) struct MailRow {
    pub(super) when: When,
    pub(super) from: &'static str,
    pub(super) auth: Auth,
    /// Ids of persons in copy; the mail is addressed to the user.
    pub(super) cc: &'static [&'static str],
    pub(super) thread: &'static str,
    pub(super) subject: &'static str,
    pub(super) body: &'static str,
    pub(super) html: bool,
    pub(super) reply_to: &'static str,
}

/// A plain mail to the user.
pub(super) const fn mail(
    when: When,
    from: &'static str,
    auth: Auth,
    thread: &'static str,
    subject: &'static str,
    body: &'static str,
) -> MailRow {
    MailRow { when, from, auth, cc: &[], thread, subject, body, html: false, reply_to: "" }
}

fn at(start: i64, (day, clock): When) -> i64 {
    start + day * DAY_MS + (clock / 100) * 3_600_000 + (clock % 100) * 60_000
}

/// Replaces `{+3}` and `{-2}` by the day as people write it.
fn dated(text: &str, start: i64) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let day = after.split_once('}').and_then(|(d, tail)| Some((d.parse::<i64>().ok()?, tail)));
        match day {
            Some((day, tail)) => {
                out.push_str(&spoken_date(start + day * DAY_MS));
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

pub(super) fn issues(
    out: &mut Vec<Event>,
    start: i64,
    project: &str,
    board: u64,
    rows: &[IssueRow],
) {
    for row in rows {
        let new = NewIssue {
            key: Some(format!("{project}-{}", row.number)),
            project: project.to_owned(),
            kind: row.kind.to_owned(),
            summary: row.summary.to_owned(),
            description: (!row.text.is_empty()).then(|| adf(&dated(row.text, start))),
            priority: row.priority.to_owned(),
            labels: row.labels.iter().map(|l| (*l).to_owned()).collect(),
            points: (row.points > 0).then(|| f64::from(row.points)),
            due: row.due.map(|d| iso_date(start + d * DAY_MS)),
            assignee: people::account_of(row.assignee),
            creator: people::account_of(row.creator).unwrap_or_default(),
            sprint: (row.sprint > 0).then_some(board * 10 + row.sprint),
            ..NewIssue::default()
        };
        out.push(Event { at_ms: at(start, row.when), what: What::Create(Box::new(new)) });
    }
}

pub(super) fn changes(
    out: &mut Vec<Event>,
    start: i64,
    project: &str,
    board: u64,
    rows: &[ChangeRow],
) {
    for (when, number, who, what) in rows {
        let key = format!("{project}-{number}");
        let who = people::account_of(who).unwrap_or_default();
        let set = |field: &str, to: String| What::Set {
            key: key.clone(),
            who: who.clone(),
            field: field.to_owned(),
            to: Some(to),
        };
        let say = |text: &str, public: bool| What::Comment {
            key: key.clone(),
            who: who.clone(),
            text: dated(text, start),
            public,
        };
        let what = match what {
            Do::Status(name) => set("status", (*name).to_owned()),
            Do::Due(day) => set("duedate", iso_date(start + day * DAY_MS)),
            Do::Assign(id) => set("assignee", people::account_of(id).unwrap_or_default()),
            Do::Priority(name) => set("priority", (*name).to_owned()),
            Do::Points(points) => set("points", (*points).to_owned()),
            Do::Labels(labels) => set("labels", (*labels).to_owned()),
            Do::Sprint(sprint) => set("sprint", (board * 10 + sprint).to_string()),
            Do::Text(text) => set("description", dated(text, start)),
            Do::Say(text) => say(text, false),
            Do::Tell(text) => say(text, true),
            Do::Log(minutes, text) => What::Worklog {
                key: key.clone(),
                who: who.clone(),
                minutes: *minutes,
                text: dated(text, start),
            },
        };
        out.push(Event { at_ms: at(start, *when), what });
    }
}

/// The trace headers that a mail of this kind carries, topmost first.
///
/// # Errors
/// When the kind is none of `internal`, `pass`, `fail`, `none`, `forged`.
pub(crate) fn auth_headers(kind: &str, from: &str) -> Result<Vec<(String, String)>, String> {
    let domain = from.split('@').next_back().unwrap_or_default();
    let results = |verdict: &str, host: &str| {
        let spf = if verdict == "pass" { "pass" } else { "softfail" };
        let value = format!(
            "{host}; spf={spf} smtp.mailfrom={domain}; dkim={verdict} header.d={domain}; \
             dmarc={verdict} action=none header.from={domain}"
        );
        ("Authentication-Results".to_owned(), value)
    };
    let here = "mx.northwind.example";
    Ok(match kind {
        "internal" => vec![
            ("X-MS-Exchange-Organization-AuthAs".into(), "Internal".into()),
            ("X-MS-Exchange-Organization-AuthSource".into(), "mail01.northwind.example".into()),
            (
                "Authentication-Results".into(),
                "dkim=none (message not signed) header.d=none;dmarc=none action=none \
                 header.from=northwind.example;"
                    .into(),
            ),
        ],
        "pass" => vec![
            results("pass", here),
            ("X-MS-Exchange-Organization-AuthAs".into(), "Anonymous".into()),
        ],
        "fail" => vec![
            results("fail", here),
            ("X-MS-Exchange-Organization-AuthAs".into(), "Anonymous".into()),
        ],
        // Only the topmost was written by the receiving server.
        "forged" => vec![results("fail", here), results("pass", "mx.northwind.example")],
        "none" => Vec::new(),
        other => return Err(format!("unknown auth `{other}`")),
    })
}

fn kind(auth: Auth) -> &'static str {
    match auth {
        Auth::Internal => "internal",
        Auth::Pass => "pass",
        Auth::Fail => "fail",
        Auth::Nothing => "none",
        Auth::Forged => "forged",
    }
}

pub(super) fn mails(out: &mut Vec<Event>, start: i64, rows: &[MailRow]) {
    let person = |id: &str| {
        let found = people::find(id);
        found.map_or((id.to_owned(), id.to_owned()), |p| (p.name.into(), p.address.into()))
    };
    for row in rows {
        let at_ms = at(start, row.when);
        let from: (String, String) = person(row.from);
        let trace = format!("from mta.example by mx.northwind.example; {}", mail_time(at_ms));
        let mut headers = vec![("Received".to_owned(), trace)];
        headers.extend(auth_headers(kind(row.auth), &from.1).unwrap_or_default());
        let reply_to =
            (!row.reply_to.is_empty()).then(|| (row.reply_to.into(), row.reply_to.into()));
        let new = NewMail {
            from,
            to: vec![("Morgan Ellis".into(), MAILBOX.into())],
            cc: row.cc.iter().map(|id| person(id)).collect(),
            reply_to: reply_to.into_iter().collect(),
            subject: dated(row.subject, start),
            body: dated(row.body, start),
            html: row.html,
            thread: row.thread.to_owned(),
            message_id: String::new(),
            headers,
            attachments: false,
        };
        out.push(Event { at_ms, what: What::Mail(Box::new(new)) });
    }
}
