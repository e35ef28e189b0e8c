//! The control plane: what a test or a demo may do that no user of the real services could.

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::parse_time;
use crate::config::Faults;
use crate::graph::{FOLDERS, Message, NewMail};
use crate::jira::{NewIssue, adf, adf_text};
use crate::sample;
use crate::web::{Req, Resp};
use crate::world::{Event, What, World};

/// Answers one request below `/_control`.
pub(crate) fn handle(world: &mut World, req: &Req) -> Resp {
    let segments = req.segments();
    let get = req.method == Method::GET;
    let post = req.method == Method::POST;
    match segments.as_slice() {
        ["release"] if post => with(req, |ask| release(world, ask)),
        ["faults"] if post => with(req, |faults: Faults| {
            world.faults = faults;
            Ok(json!(world.faults))
        }),
        ["faults"] if get => Resp::ok(json!(world.faults)),
        ["log"] if get => log(world, req),
        ["log"] if req.method == Method::DELETE => {
            world.log.clear();
            Resp::empty(204)
        }
        ["mailbox"] if get => Resp::ok(mailbox(world)),
        ["issue", key] if get => issue(world, key),
        ["mail"] if post => with(req, |ask| mail(world, ask)),
        ["mail-read"] if post => with(req, |ask| mail_read(world, &ask)),
        ["mail-move"] if post => with(req, |ask| mail_move(world, &ask)),
        ["mail-remove"] if post => with(req, |ask| mail_remove(world, &ask)),
        ["issue-change"] if post => with(req, |ask| issue_change(world, ask)),
        ["clock"] if post => with(req, |ask: Clock| {
            let now = ask.now_ms.unwrap_or_else(|| world.now_ms()) + ask.advance_ms.unwrap_or(0);
            world.set_clock(now, ask.ticking.unwrap_or_else(|| world.ticking()));
            Ok(json!({"now_ms": world.now_ms(), "ticking": world.ticking()}))
        }),
        ["clock"] if get => Resp::ok(json!({"now_ms": world.now_ms(), "ticking": world.ticking()})),
        ["claude"] if post => with(req, |answer| {
            world.claude.queue.push_back(answer);
            Ok(json!({"queued": world.claude.queue.len()}))
        }),
        ["claude", "prompts"] if get => Resp::ok(json!({"prompts": world.claude.prompts})),
        ["texts"] if get => Resp::ok(texts(world)),
        ["claude"] if get => Resp::ok(json!({"requests": world.claude.requests,
            "queued": world.claude.queue.len()})),
        ["tokens", "revoke"] if post => {
            world.tokens.revoke_access();
            Resp::empty(204)
        }
        ["tokens", "revoke-all"] if post => {
            world.tokens.revoke_all();
            Resp::empty(204)
        }
        ["device"] if post => with(req, |switches| {
            world.tokens.device = switches;
            Ok(json!(world.tokens.device))
        }),
        ["delta", "expire"] if post => {
            world.mail.epoch += 1;
            Resp::empty(204)
        }
        ["mailbox-move"] if post => with(req, |ask: MailboxMove| {
            world.mail.mailbox = ask.to;
            Ok(json!({"mailbox": world.mail.mailbox}))
        }),
        ["boards-renumber"] if post => {
            for project in &mut world.jira.projects {
                project.board_id += 1000;
            }
            Resp::empty(204)
        }
        ["stats"] if get => Resp::ok(stats(world)),
        _ => Resp::json(404, json!({"error": "unknown control path"})),
    }
}

/// Reads the body (an empty one counts as `{}`) and answers 400 with the reason when it is wrong.
fn with<T: serde::de::DeserializeOwned>(
    req: &Req,
    act: impl FnOnce(T) -> Result<Value, String>,
) -> Resp {
    let parsed = if req.body.is_empty() {
        serde_json::from_str("{}").map_err(|e| e.to_string())
    } else {
        req.json::<T>()
    };
    match parsed.and_then(act) {
        Ok(body) => Resp::ok(body),
        Err(reason) => Resp::json(400, json!({"error": reason})),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    now_ms: Option<i64>,
    advance_ms: Option<i64>,
    ticking: Option<bool>,
}

/// The mailbox has another address from now on, as after a marriage or a merger.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailboxMove {
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    /// Unix milliseconds or an RFC 3339 time; none releases everything.
    until: Option<Value>,
    /// Moves the released events into the last minutes before now.
    #[serde(default)]
    restamp: bool,
}

fn release(world: &mut World, ask: Release) -> Result<Value, String> {
    let until = match &ask.until {
        None => i64::MAX,
        Some(Value::Number(n)) => n.as_i64().ok_or("`until` is out of range")?,
        Some(Value::String(s)) => parse_time(s).ok_or("`until` is not a time")?,
        Some(_) => return Err("`until` is neither a number nor a time".into()),
    };
    if ask.restamp {
        world.restamp_pending();
    }
    let released = world.play_until(until);
    Ok(json!({"released": released, "left": world.pending.len()}))
}

fn log(world: &World, req: &Req) -> Resp {
    let after = req.number("after", 0) as u64;
    let changes = req.q("changes_state").map(|v| v == "true");
    let wanted =
        world.log.iter().filter(|e| e.seq > after && changes.is_none_or(|c| e.changes_state == c));
    Resp::ok(json!({"entries": wanted.collect::<Vec<_>>(), "total": world.log.len()}))
}

fn message(found: &Message) -> Value {
    let mut value = Value::Object(found.fields.clone());
    value["id"] = json!(found.item_id);
    value["immutableId"] = json!(found.immutable_id);
    let pairs = found.properties.iter().map(|(k, v)| json!({"id": k, "value": v}));
    value["singleValueExtendedProperties"] = pairs.collect();
    value
}

fn mailbox(world: &World) -> Value {
    let folder = |name: &str| -> Vec<Value> {
        world.mail.messages.iter().filter(|m| m.folder == name).map(message).collect()
    };
    json!({"mailbox": world.mail.mailbox, "sentItems": folder("sentitems"),
        "drafts": folder("drafts"),
        "inboxCount": world.mail.messages.iter().filter(|m| m.folder == "inbox").count()})
}

fn issue(world: &World, key: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else {
        return Resp::json(404, json!({"error": "unknown issue"}));
    };
    let comments = issue.comments.iter().map(|c| {
        let mut value = crate::jira::comment_json(&world.jira, issue, c, true);
        value["text"] = json!(adf_text(&c.body));
        value
    });
    Resp::ok(json!({"id": issue.id, "key": issue.key,
        "summary": issue.fields.get("summary"), "duedate": issue.fields.get("duedate"),
        "status": issue.fields.get("status").map(|s| s["name"].clone()),
        "labels": issue.fields.get("labels"), "properties": issue.properties,
        "histories": issue.histories.len(), "comments": comments.collect::<Vec<Value>>()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailAsk {
    /// `Name <address>` or an address.
    from: String,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    cc: Vec<String>,
    #[serde(default)]
    reply_to: Vec<String>,
    subject: String,
    body: String,
    #[serde(default)]
    html: bool,
    /// `internal`, `pass`, `fail`, `none`; decides the trace headers. Default `none`.
    #[serde(default)]
    auth: Option<String>,
    /// Extra headers, topmost first; they come before those of `auth`.
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    thread: String,
    #[serde(default)]
    message_id: String,
    /// Well-known name of the folder that it lies in; the inbox if empty.
    #[serde(default)]
    folder: String,
    at_ms: Option<i64>,
}

fn person(text: &str) -> (String, String) {
    match text.split_once('<') {
        Some((name, address)) => {
            (name.trim().to_owned(), address.trim_end_matches('>').trim().to_owned())
        }
        None => (text.trim().to_owned(), text.trim().to_owned()),
    }
}

fn mail(world: &mut World, ask: MailAsk) -> Result<Value, String> {
    let from = person(&ask.from);
    let folder = folder(if ask.folder.is_empty() { "inbox" } else { &ask.folder })?;
    let mut headers = ask.headers;
    headers.extend(sample::auth_headers(ask.auth.as_deref().unwrap_or("none"), &from.1)?);
    let people = |list: &[String]| list.iter().map(|p| person(p)).collect::<Vec<_>>();
    let to = if ask.to.is_empty() {
        vec![("Morgan Ellis".to_owned(), world.mail.mailbox.clone())]
    } else {
        people(&ask.to)
    };
    let new = NewMail {
        from,
        to,
        cc: people(&ask.cc),
        reply_to: people(&ask.reply_to),
        subject: ask.subject,
        body: ask.body,
        html: ask.html,
        thread: ask.thread,
        message_id: ask.message_id,
        headers,
        attachments: false,
    };
    let at = ask.at_ms.unwrap_or_else(|| world.now_ms());
    let immutable_id = world.mail.deliver(new, at);
    for message in &mut world.mail.messages {
        if message.immutable_id == immutable_id {
            folder.clone_into(&mut message.folder);
        }
    }
    Ok(json!({"immutableId": immutable_id}))
}

fn folder(name: &str) -> Result<&'static str, String> {
    let known = FOLDERS.iter().find(|(known, _)| *known == name);
    known.map(|(known, _)| *known).ok_or_else(|| format!("unknown folder `{name}`"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailMove {
    id: String,
    /// Well-known name.
    folder: String,
}

/// Moves a mail as a person does: its immutable id stays.
fn mail_move(world: &mut World, ask: &MailMove) -> Result<Value, String> {
    let position = world.mail.position(&ask.id).ok_or("unknown message")?;
    world.mail.relocate(position, folder(&ask.folder)?, false);
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailMark {
    id: String,
    #[serde(default = "yes")]
    is_read: bool,
}

fn yes() -> bool {
    true
}

fn mail_read(world: &mut World, ask: &MailMark) -> Result<Value, String> {
    let position = world.mail.position(&ask.id).ok_or("unknown message")?;
    world.mail.mark_read(position, ask.is_read);
    Ok(json!({}))
}

fn mail_remove(world: &mut World, ask: &MailMark) -> Result<Value, String> {
    let position = world.mail.position(&ask.id).ok_or("unknown message")?;
    world.mail.remove(position);
    Ok(json!({}))
}

/// A change by a named actor. Exactly one of `field`, `comment`, `create`, `worklog_minutes`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssueAsk {
    /// Person id, display name or account id; `agent` is the token's owner.
    actor: String,
    /// Issue key; for `create` the project key.
    key: String,
    field: Option<String>,
    to: Option<String>,
    comment: Option<String>,
    #[serde(default)]
    internal: bool,
    /// Summary of a new issue.
    create: Option<String>,
    worklog_minutes: Option<u32>,
    at_ms: Option<i64>,
}

fn issue_change(world: &mut World, ask: IssueAsk) -> Result<Value, String> {
    let at_ms = ask.at_ms.unwrap_or_else(|| world.now_ms());
    let who = account(world, &ask.actor)?;
    if let Some(summary) = ask.create {
        let project = world.jira.project(&ask.key).ok_or("unknown project")?.key.clone();
        let description = ask.to.as_deref().map(adf);
        let new = NewIssue {
            project,
            kind: "Task".into(),
            summary,
            description,
            priority: "Medium".into(),
            creator: who,
            ..NewIssue::default()
        };
        return Ok(json!({"key": world.jira.create(new, at_ms)}));
    }
    let key = world.jira.find(&ask.key).ok_or("unknown issue")?.key.clone();
    let what = match (ask.field, ask.comment, ask.worklog_minutes) {
        (Some(field), None, None) => {
            let to = match (field.as_str(), &ask.to) {
                ("assignee" | "reporter", Some(name)) => Some(account(world, name)?),
                _ => ask.to,
            };
            What::Set { key: key.clone(), who, field, to }
        }
        (None, Some(text), None) => {
            What::Comment { key: key.clone(), who, text, public: !ask.internal }
        }
        (None, None, Some(minutes)) => {
            What::Worklog { key: key.clone(), who, minutes, text: ask.to.unwrap_or_default() }
        }
        _ => return Err("give one of `field`, `comment`, `create`, `worklog_minutes`".into()),
    };
    world.apply(Event { at_ms, what });
    Ok(json!({"key": key}))
}

fn account(world: &World, name: &str) -> Result<String, String> {
    if name == "agent" {
        return Ok(world.jira.me.clone());
    }
    let person = sample::account_of(name);
    let found = world.jira.users.iter().find(|u| {
        u.account_id == name
            || u.name.eq_ignore_ascii_case(name)
            || person.as_deref() == Some(u.account_id.as_str())
    });
    found.map(|u| u.account_id.clone()).ok_or_else(|| format!("unknown actor `{name}`"))
}

/// Everything that a person wrote or that names one: what must not turn up where it does not belong.
fn texts(world: &World) -> Value {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mails = world.mail.messages.iter().map(|m| {
        let field = |pointer: &str| m.fields.get(pointer).cloned().unwrap_or_default();
        json!({"from": text(&field("from")["emailAddress"]["address"]),
            "subject": text(&field("subject")), "body": text(&field("body")["content"])})
    });
    let issues = world.jira.issues.iter().map(|i| {
        let comments = i.comments.iter().map(|c| adf_text(&c.body));
        json!({"key": i.key, "summary": i.fields.get("summary"),
            "comments": comments.collect::<Vec<String>>()})
    });
    json!({"mailbox": world.mail.mailbox, "mails": mails.collect::<Vec<Value>>(),
        "issues": issues.collect::<Vec<Value>>()})
}

fn stats(world: &World) -> Value {
    let count =
        |f: fn(&crate::jira::Issue) -> usize| world.jira.issues.iter().map(f).sum::<usize>();
    json!({"issues": world.jira.issues.len(), "histories": count(|i| i.histories.len()),
        "comments": count(|i| i.comments.len()), "worklogs": count(|i| i.worklogs.len()),
        "messages": world.mail.messages.len(), "pending": world.pending.len(),
        "requests": world.log.len(), "now_ms": world.now_ms()})
}
