//! Real payloads from a folder: issues as Jira answered them, mails as raw RFC 822.
//!
//! Everything in these files is untrusted text: it is parsed and served, nothing else. Dates are
//! moved close to now and keep their order.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use mail_parser::{Address, Message, MessageParser};
use serde_json::{Map, Value};

use crate::clock::{DAY_MS, iso_date, jira_time, parse_time, shift_date};
use crate::graph::NewMail;
use crate::jira::{Comment, History, Issue, JiraStore, Project, Status, User, Worklog, adf};
use crate::world::{Event, What};
use crate::{Error, sample};

/// Mails that are served.
const MAILS: usize = 200;
/// Mails that are held back for a second look. No issue is: one with only old changes that appears later is
/// nothing that Jira does.
const HELD_MAILS: usize = 8;
/// Largest line that is read, in bytes.
const LINE_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Reads the folder: the store, its events, and the time up to which they have happened.
pub(crate) fn load(
    dir: &Path,
    now_ms: i64,
    withhold: bool,
) -> Result<(JiraStore, Vec<Event>, i64), Error> {
    let mut store = sample::jira(now_ms);
    store.projects.clear();
    store.sprints.clear();
    store.statuses.clear();
    let mut issues = issues(&dir.join("jira/jira_api_issues.jsonl"), now_ms, &mut store)?;
    issues.sort_by_key(|i| i.updated_ms);
    let mut events = mails(dir, now_ms)?;
    let boundary = now_ms - 10_000;
    for issue in issues {
        let at_ms = issue.updated_ms.min(boundary);
        events.push(Event { at_ms, what: What::Whole(Box::new(issue)) });
    }
    let first_held = MAILS - if withhold { HELD_MAILS } else { 0 };
    let mut index = 0;
    for event in &mut events {
        if matches!(event.what, What::Mail(_)) {
            if index >= first_held {
                event.at_ms = now_ms - 5_000 + index as i64;
            }
            index += 1;
        }
    }
    Ok((store, events, if withhold { boundary } else { i64::MAX }))
}

fn lines(path: &Path, packed: bool) -> Result<Vec<Value>, Error> {
    let name = path.display().to_string();
    let read = |source| Error::Read { path: name.clone(), source };
    let file = File::open(path).map_err(read)?;
    let reader: Box<dyn Read> =
        if packed { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
    let mut reader = BufReader::new(reader);
    let mut out = Vec::new();
    for line in 1.. {
        let mut text = Vec::new();
        let size =
            reader.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut text).map_err(read)?;
        if size == 0 {
            break;
        }
        let value = serde_json::from_slice(&text).map_err(|e| Error::Payload {
            path: name.clone(),
            line,
            reason: e.to_string(),
        })?;
        out.push(value);
    }
    Ok(out)
}

/// Moves every time in a tree by `shift` milliseconds.
fn shifted(value: Value, shift: i64) -> Value {
    match value {
        Value::String(text) => {
            let moved = match text.len() {
                24..=29 if text.as_bytes()[10] == b'T' => {
                    parse_time(&text).map(|t| jira_time(t + shift))
                }
                10 if text.bytes().filter(|b| *b == b'-').count() == 2 => {
                    Some(shift_date(&text, shift.div_euclid(DAY_MS)))
                }
                _ => None,
            };
            Value::String(moved.unwrap_or(text))
        }
        Value::Array(list) => list.into_iter().map(|v| shifted(v, shift)).collect(),
        Value::Object(map) => map.into_iter().map(|(k, v)| (k, shifted(v, shift))).collect(),
        other => other,
    }
}

fn time(value: &Value) -> Option<i64> {
    parse_time(value.as_str()?)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn issues(path: &Path, now_ms: i64, store: &mut JiraStore) -> Result<Vec<Issue>, Error> {
    let raw = lines(path, false)?;
    let newest = raw.iter().filter_map(|r| time(&r["fields"]["updated"])).max().unwrap_or(now_ms);
    let shift = now_ms - 3_600_000 - newest;
    let mut out = Vec::new();
    for (index, value) in raw.into_iter().enumerate() {
        let issue = issue(&shifted(value, shift), store).ok_or_else(|| Error::Payload {
            path: path.display().to_string(),
            line: index + 1,
            reason: "this is not an issue with `id`, `key` and `fields`".into(),
        })?;
        out.push(issue);
    }
    Ok(out)
}

/// Learns an account and returns its id.
fn learn(store: &mut JiraStore, user: &Value) -> String {
    let id = text(&user["accountId"]);
    if !id.is_empty() && store.user(&id).is_none() {
        store.users.push(User {
            account_id: id.clone(),
            name: text(&user["displayName"]),
            account_type: user["accountType"].as_str().unwrap_or("unknown").to_owned(),
            email: user["emailAddress"].as_str().map(str::to_owned),
            zone: user["timeZone"].as_str().unwrap_or("UTC").to_owned(),
        });
    }
    id
}

fn learn_place(store: &mut JiraStore, fields: &Map<String, Value>) -> Option<String> {
    let (project, status) = (fields.get("project")?, fields.get("status")?);
    let key = text(&project["key"]);
    if store.project(&key).is_none() {
        let known = sample::payload_projects();
        let board_id = known.iter().find(|p| p.jira_key == key).map_or(1, |p| p.board_id);
        let (id, name) = (text(&project["id"]), text(&project["name"]));
        let lead = store.me.clone();
        store.projects.push(Project { id, key: key.clone(), name, lead, board_id });
    }
    let id = text(&status["id"]);
    if !store.statuses.iter().any(|s| s.id == id) {
        let category = text(&status["statusCategory"]["key"]);
        store.statuses.push(Status { id, name: text(&status["name"]), category });
    }
    Some(key)
}

/// v3 carries ADF where these payloads carry wiki text.
fn body(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), adf)
}

fn issue(raw: &Value, store: &mut JiraStore) -> Option<Issue> {
    let mut fields = raw["fields"].as_object()?.clone();
    let project = learn_place(store, &fields)?;
    for role in ["assignee", "creator", "reporter"] {
        if let Some(user) = fields.get(role) {
            learn(store, user);
        }
    }
    let (created_ms, updated_ms) = (time(fields.get("created")?)?, time(fields.get("updated")?)?);
    let histories = raw["changelog"]["histories"].as_array().cloned().unwrap_or_default();
    let mut histories: Vec<History> = histories
        .iter()
        .map(|h| History {
            id: text(&h["id"]),
            author: learn(store, &h["author"]),
            at_ms: time(&h["created"]).unwrap_or(updated_ms),
            items: h["items"].as_array().cloned().unwrap_or_default(),
        })
        .collect();
    histories.sort_by_key(|h| (h.at_ms, h.id.parse::<u64>().unwrap_or(0)));
    let comments = fields.remove("comment").unwrap_or(Value::Null);
    let comments = comments["comments"].as_array().into_iter().flatten().map(|c| Comment {
        id: text(&c["id"]),
        author: learn(store, &c["author"]),
        body: body(&c["body"]),
        created_ms: time(&c["created"]).unwrap_or(created_ms),
        updated_ms: time(&c["updated"]).unwrap_or(created_ms),
        public: c["jsdPublic"].as_bool().unwrap_or(true),
        properties: Vec::new(),
    });
    let comments: Vec<Comment> = comments.collect();
    let worklogs = fields.remove("worklog").unwrap_or(Value::Null);
    let worklogs = worklogs["worklogs"].as_array().into_iter().flatten().map(|w| Worklog {
        id: text(&w["id"]),
        author: learn(store, &w["author"]),
        text: text(&w["comment"]),
        seconds: w["timeSpentSeconds"].as_u64().unwrap_or(0),
        at_ms: time(&w["started"]).unwrap_or(created_ms),
    });
    let worklogs: Vec<Worklog> = worklogs.collect();
    if let Some(description) = fields.get("description").filter(|d| d.is_string()) {
        let description = body(description);
        fields.insert("description".into(), description);
    }
    if let Some(due) = fields.get("duedate").and_then(time) {
        fields.insert("duedate".into(), Value::String(iso_date(due)));
    }
    Some(Issue {
        id: text(&raw["id"]),
        key: text(&raw["key"]),
        project,
        fields,
        sprints: Vec::new(),
        histories,
        comments,
        worklogs,
        properties: BTreeMap::new(),
        created_ms,
        updated_ms,
    })
}

fn mails(dir: &Path, now_ms: i64) -> Result<Vec<Event>, Error> {
    let mut found: Vec<(i64, NewMail)> = Vec::new();
    // Three quarters plain, one quarter hard cases, each from the front of its file.
    for (name, share) in [("easy-ham-1", MAILS * 3 / 4), ("hard-ham-1", MAILS / 4)] {
        let path = dir.join(format!("mail/{name}.jsonl.gz"));
        for (index, line) in lines(&path, true)?.iter().take(share).enumerate() {
            let raw = line["raw"].as_str().ok_or_else(|| Error::Payload {
                path: path.display().to_string(),
                line: index + 1,
                reason: "`raw` is missing".into(),
            })?;
            found.push(mail(raw));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    // Two hours apart: the order is kept, the years between are not.
    let count = found.len() as i64;
    let events = (0i64..).zip(found).map(|(index, (_, mail))| Event {
        at_ms: now_ms - 3_600_000 - (count - index) * 7_200_000,
        what: What::Mail(Box::new(mail)),
    });
    Ok(events.collect())
}

fn people(address: Option<&Address<'_>>) -> Vec<(String, String)> {
    let list = address.into_iter().flat_map(Address::iter).filter_map(|a| {
        let address = a.address()?.to_owned();
        Some((a.name().unwrap_or(&address).to_owned(), address))
    });
    list.collect()
}

/// Maps one raw mail; what cannot be parsed is served as plain text from an invalid address.
fn mail(raw: &str) -> (i64, NewMail) {
    // mbox files start with a separator line that is not a header.
    let raw = match raw.strip_prefix("From ").and_then(|r| r.split_once('\n')) {
        Some((_, rest)) => rest,
        None => raw,
    };
    let Some(parsed) = MessageParser::default().parse(raw.as_bytes()) else {
        let from = (String::from("unreadable"), String::from("unreadable@invalid"));
        return (0, NewMail { from, body: raw.to_owned(), ..NewMail::default() });
    };
    let at = parsed.date().map_or(0, mail_parser::DateTime::to_timestamp) * 1000;
    let from = people(parsed.from()).into_iter().next();
    let from = from.unwrap_or_else(|| ("unknown".into(), "unknown@invalid".into()));
    let (body, html) = mail_body(&parsed);
    let new = NewMail {
        from,
        to: people(parsed.to()),
        cc: people(parsed.cc()),
        reply_to: people(parsed.reply_to()),
        subject: parsed.subject().unwrap_or_default().to_owned(),
        body,
        html,
        thread: parsed.thread_name().unwrap_or_default().to_owned(),
        message_id: parsed.message_id().unwrap_or_default().to_owned(),
        headers: parsed
            .headers_raw()
            .filter(|(name, _)| !matches!(*name, "From" | "Subject" | "Date" | "Message-ID"))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect(),
        attachments: parsed.attachments().next().is_some(),
    };
    (at, new)
}

fn mail_body(parsed: &Message<'_>) -> (String, bool) {
    let html = parsed.html_part(0u32).is_some_and(|p| p.is_text_html());
    let body = if html { parsed.body_html(0) } else { parsed.body_text(0) };
    (body.unwrap_or_default().into_owned(), html)
}
