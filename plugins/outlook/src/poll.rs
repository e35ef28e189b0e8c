//! One page of a folder's delta.
//!
//! Links are opaque: they are stored whole, and only their query is sent, on the granted path.
//! A delta emits a message again when only its read state changes, as a partial row: the row is
//! completed by a read, and its deterministic id lets the host drop what it already has.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{self, at, list_at, str_at};
use plugin_sdk::link::query_of;
use plugin_sdk::payload::{SCHEMA, Scope};
use plugin_sdk::serde_json::{self, Value, json};
use plugin_sdk::text::cut;
use plugin_sdk::time::{format_utc, parse_ms_or_zero};
use plugin_sdk::{Failure, Page, Raw, Request, Upstream, call, fetch};

use crate::api;

/// Messages in one page: with their bodies they must fit the guest's memory.
const MESSAGES_MAX: u32 = 20;
/// Longest body kept, in bytes: a stored signal has 250 KB.
const BODY_BYTES_MAX: usize = 160 * 1024;
/// Most transport headers kept whose value matters.
const HEADERS_MAX: usize = 40;
/// Most attachments named.
const ATTACHMENTS_MAX: usize = 50;
/// Version of the checkpoint's shape.
const CHECKPOINT_SCHEMA: i64 = 1;
/// The properties that a signal needs.
const SELECT: &str = "id,subject,body,from,sender,replyTo,toRecipients,ccRecipients,\
    receivedDateTime,sentDateTime,conversationId,internetMessageId,hasAttachments,isDraft,\
    internetMessageHeaders";

struct Place<'a> {
    mailbox: &'a str,
    folder: &'a str,
    since_ms: i64,
}

/// See [`plugin_sdk::Integration::poll`].
pub fn poll(
    upstream: &mut dyn Upstream,
    scope: &Scope,
    checkpoint: &[u8],
    max: u32,
) -> Result<Page, Failure> {
    let Scope::MailFolder { mailbox, folder, since_ms, .. } = scope else {
        return Err(Failure::refused("the scope is not a mail folder"));
    };
    let place = Place { mailbox, folder, since_ms: *since_ms };
    let request = request(&place, checkpoint, max.min(MESSAGES_MAX))?;
    let mut answer = delta(upstream, request)?;
    let rows = json::take_list(&mut answer, "/value");
    let mut raws = Vec::new();
    for row in rows {
        if let Some(raw) = raw(upstream, &place, row)? {
            raws.push(raw);
        }
    }
    raws.sort_unstable_by(|a: &Raw, b| {
        (a.occurred_at_ms, &a.entity).cmp(&(b.occurred_at_ms, &b.entity))
    });
    let link = |name: &str| answer.get(name).and_then(Value::as_str).map(ToString::to_string);
    let next_link = link("@odata.nextLink");
    let more = next_link.is_some();
    let Some(link) = next_link.or_else(|| link("@odata.deltaLink")) else {
        return Err(Failure::malformed("a delta page has neither next nor delta link"));
    };
    // The link is kept whole, with the folder that it belongs to.
    let next = json!({"schema": CHECKPOINT_SCHEMA, "folder": folder, "link": link});
    Ok(Page { raws, next: json::bytes(&next), more })
}

fn request(place: &Place<'_>, checkpoint: &[u8], max: u32) -> Result<Request, Failure> {
    let path = ["users", place.mailbox, "mailFolders", place.folder, "messages", "delta"];
    let request = Request::get(api::TARGET, &path);
    let mut request = api::prefer(request, &format!("odata.maxpagesize={max}"));
    if checkpoint.is_empty() {
        request = request.query("$select", SELECT).query("$expand", &api::expand_marker());
        if place.since_ms > 0 {
            let filter = format!("receivedDateTime ge {}", format_utc(place.since_ms));
            request = request.query("$filter", &filter);
        }
        return Ok(request);
    }
    let state: Value = serde_json::from_slice(checkpoint).unwrap_or_default();
    let query = query_of(str_at(&state, "/link"));
    let own = json::int_at(&state, "/schema") == CHECKPOINT_SCHEMA
        && str_at(&state, "/folder") == place.folder;
    if !own || query.is_empty() {
        return Err(Failure::Resync(String::from("the checkpoint belongs to something else")));
    }
    request.query = query;
    Ok(request)
}

/// A delta page; an expired token means starting again.
fn delta(upstream: &mut dyn Upstream, request: Request) -> Result<Value, Failure> {
    match fetch(upstream, request) {
        Err(Failure::Refused(why) | Failure::NotFound(why)) if is_expired(&why) => {
            Err(Failure::Resync(String::from("the delta token has expired")))
        }
        other => other,
    }
}

fn is_expired(why: &str) -> bool {
    let why = why.to_ascii_lowercase();
    ["status 410", "syncstate", "resyncrequired"].iter().any(|sign| why.contains(sign))
}

/// The raw change of one row, unless it is no mail of the window.
fn raw(upstream: &mut dyn Upstream, place: &Place<'_>, row: Value) -> Result<Option<Raw>, Failure> {
    let id = json::string_at(&row, "/id");
    if id.is_empty() || row.get("@removed").is_some() {
        return Ok(None);
    }
    let message = if is_whole(&row, place.folder) {
        row
    } else {
        let request = api::user("GET", place.mailbox, &["messages", &id])
            .query("$select", SELECT)
            .query("$expand", &api::expand_marker());
        match fetch(upstream, request) {
            Ok(message) => message,
            // Deleted between the page and the reading.
            Err(Failure::NotFound(_)) => return Ok(None),
            Err(other) => return Err(other),
        }
    };
    if at(&message, "/isDraft") == &Value::Bool(true) {
        return Ok(None);
    }
    let occurred_at_ms = received_ms(&message);
    if occurred_at_ms < place.since_ms {
        return Ok(None);
    }
    let attachments = attachments(upstream, place.mailbox, &id, &message)?;
    let body = json::bytes(&trimmed(&message, place.folder, attachments));
    Ok(Some(Raw { entity: id, change_key: String::from("message"), occurred_at_ms, body }))
}

/// Whether a row has what a new message has. Sent mail needs the marker as well, and an absent
/// marker looks the same as one that the delta left out.
fn is_whole(row: &Value, folder: &str) -> bool {
    let sent = folder.eq_ignore_ascii_case("sentitems");
    let present = ["receivedDateTime", "subject", "body", "from", "toRecipients"];
    let headers = sent || row.get("internetMessageHeaders").is_some();
    let marker = !sent || api::intent_of(row).is_some();
    headers && marker && present.iter().all(|name| row.get(*name).is_some())
}

fn received_ms(message: &Value) -> i64 {
    let names = ["/receivedDateTime", "/sentDateTime"];
    let found = names.iter().map(|n| parse_ms_or_zero(str_at(message, n)));
    found.into_iter().find(|ms| *ms != 0).unwrap_or_default()
}

fn attachments(
    upstream: &mut dyn Upstream,
    mailbox: &str,
    id: &str,
    message: &Value,
) -> Result<Vec<Value>, Failure> {
    if at(message, "/hasAttachments") != &Value::Bool(true) {
        return Ok(Vec::new());
    }
    let request =
        api::user("GET", mailbox, &["messages", id, "attachments"]).query("$select", "name");
    let answer = match call(upstream, request) {
        Ok(response) => response.json()?,
        Err(Failure::NotFound(_)) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    };
    let names = list_at(&answer, "/value").iter().take(ATTACHMENTS_MAX);
    Ok(names.map(|a| Value::from(cut(str_at(a, "/name"), 512).0)).collect())
}

/// What Graph said, without what no signal needs, within the size of a stored signal.
fn trimmed(message: &Value, folder: &str, attachments: Vec<Value>) -> Value {
    let (content, truncated) = cut(str_at(message, "/body/content"), BODY_BYTES_MAX);
    let wanted = ["from", "authentication-results", "x-ms-exchange-organization-authas"];
    let headers: Vec<Value> = list_at(message, "/internetMessageHeaders")
        .iter()
        .filter(|h| wanted.iter().any(|w| str_at(h, "/name").eq_ignore_ascii_case(w)))
        .take(HEADERS_MAX)
        .map(|h| json!({"name": str_at(h, "/name"), "value": cut(str_at(h, "/value"), 2048).0}))
        .collect();
    let people = |name: &str| -> Value {
        let list = list_at(message, name).iter().take(200);
        list.map(|p| json!({"emailAddress": at(p, "/emailAddress")})).collect()
    };
    json!({
        "schema": SCHEMA,
        "folder": folder,
        "intent": api::intent_of(message),
        "truncated": truncated,
        "attachments": attachments,
        "message": {
            "id": str_at(message, "/id"),
            "subject": cut(str_at(message, "/subject"), 4096).0,
            "body": {"contentType": str_at(message, "/body/contentType"), "content": content},
            "from": at(message, "/from"),
            "replyTo": people("/replyTo"),
            "toRecipients": people("/toRecipients"),
            "ccRecipients": people("/ccRecipients"),
            "conversationId": str_at(message, "/conversationId"),
            "internetMessageId": cut(str_at(message, "/internetMessageId"), 1024).0,
            "internetMessageHeaders": headers,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place<'static> {
        Place { mailbox: "pm@example.org", folder: "inbox", since_ms: 1_770_247_800_000 }
    }

    #[test]
    fn the_first_request_names_everything_and_later_ones_only_the_token() {
        let first = request(&place(), b"", 7).unwrap();
        let names: Vec<&str> = first.query.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(names, ["$select", "$expand", "$filter"]);
        assert_eq!(first.query[2].1, "receivedDateTime ge 2026-02-04T23:30:00Z");
        assert_eq!(first.headers[0].1, "IdType=\"ImmutableId\", odata.maxpagesize=7");

        let state =
            br#"{"schema":1,"folder":"inbox","link":"https://elsewhere/x?$deltatoken=a%2B"}"#;
        let later = request(&place(), state, 7).unwrap();
        assert_eq!(later.path, first.path);
        assert_eq!(later.query, [("$deltatoken".to_string(), "a+".to_string())]);
    }

    #[test]
    fn a_foreign_checkpoint_asks_for_a_resync() {
        for state in [&b"nonsense"[..], br#"{"schema":1,"folder":"sentitems","link":"/x?a=b"}"#] {
            assert!(matches!(request(&place(), state, 7), Err(Failure::Resync(_))));
        }
    }

    #[test]
    fn expired_tokens_are_recognised() {
        assert!(is_expired("GET graph: status 410: syncStateNotFound x"));
        assert!(is_expired("GET graph: status 400: SyncStateInvalid"));
        assert!(!is_expired("GET graph: status 404: ErrorItemNotFound"));
    }
}
