//! The requests to Microsoft Graph v1.0, the intent marker and paging.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{at, list_at, str_at, take_list};
use plugin_sdk::link::query_of;
use plugin_sdk::serde_json::{Value, json};
use plugin_sdk::{Failure, Request, Upstream, fetch};

/// Target id in `plugin.toml`.
pub const TARGET: &str = "graph";
/// Id of the extended property that carries the intent; the GUID is this product's own namespace.
pub const MARKER_ID: &str = "String {6f2b5a0e-7c1d-4e3a-9b64-0d8e5c2f7a91} Name holdfast-intent";
/// Ids that stay the same when a message moves between folders.
pub const IMMUTABLE: &str = "IdType=\"ImmutableId\"";
/// Most pages of one list.
const PAGES_MAX: usize = 20;

/// Adds the preference for immutable ids, and others.
pub fn prefer(request: Request, more: &str) -> Request {
    if more.is_empty() {
        return request.header("prefer", IMMUTABLE);
    }
    request.header("prefer", &format!("{IMMUTABLE}, {more}"))
}

/// A request below `/users/{mailbox}`, with immutable ids.
pub fn user(method: &str, mailbox: &str, rest: &[&str]) -> Request {
    let mut path = Vec::from(["users", mailbox]);
    path.extend_from_slice(rest);
    prefer(Request::new(method, TARGET, &path), "")
}

/// Whether Graph answers and accepts the credential.
///
/// An application credential has no `/me`: the 400 or 404 that says so comes after the token was
/// accepted.
pub fn health(upstream: &mut dyn Upstream) -> Result<Value, Failure> {
    let request =
        Request::get(TARGET, &["me"]).query("$select", "id,displayName,mail,userPrincipalName");
    match fetch(upstream, request) {
        Ok(me) => Ok(json!({
            "delegated": true,
            "account_id": str_at(&me, "/id"),
            "address": str_at(&me, "/mail"),
            "user": str_at(&me, "/userPrincipalName"),
            "name": str_at(&me, "/displayName"),
        })),
        Err(Failure::Refused(_) | Failure::NotFound(_)) => Ok(json!({"delegated": false})),
        Err(other) => Err(other),
    }
}

/// The `$expand` that brings the marker along.
pub fn expand_marker() -> String {
    format!("singleValueExtendedProperties($filter=id eq '{MARKER_ID}')")
}

/// The marker as it is written.
pub fn marker(intent: &str) -> Value {
    json!([{"id": MARKER_ID, "value": intent}])
}

/// The intent that a message carries.
pub fn intent_of(message: &Value) -> Option<String> {
    let list = list_at(message, "/singleValueExtendedProperties");
    let found = list.iter().find(|p| str_at(p, "/id").eq_ignore_ascii_case(MARKER_ID))?;
    let intent = str_at(found, "/value");
    (!intent.is_empty()).then(|| intent.to_string())
}

/// An OData string literal.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The messages that carry an intent, in a folder or in the whole mailbox.
pub fn marked(
    upstream: &mut dyn Upstream,
    mailbox: &str,
    folder: Option<&str>,
    intent: &str,
) -> Result<Vec<Value>, Failure> {
    let property = format!("ep/id eq '{MARKER_ID}' and ep/value eq {}", quoted(intent));
    let filter = format!("singleValueExtendedProperties/Any(ep: {property})");
    let query: &[(&str, &str)] = &[
        ("$filter", &filter),
        ("$select", "id,conversationId,isDraft,webLink,receivedDateTime"),
        ("$expand", &expand_marker()),
        ("$top", "10"),
    ];
    let found = messages(upstream, mailbox, folder, query)?;
    // An upstream that ignores the filter must not turn any message into the looked-for one.
    Ok(found.into_iter().filter(|m| intent_of(m).as_deref() == Some(intent)).collect())
}

/// All messages of a query, following its pages.
pub fn messages(
    upstream: &mut dyn Upstream,
    mailbox: &str,
    folder: Option<&str>,
    query: &[(&str, &str)],
) -> Result<Vec<Value>, Failure> {
    let path = match folder {
        Some(folder) => Vec::from(["mailFolders", folder, "messages"]),
        None => Vec::from(["messages"]),
    };
    let mut out = Vec::new();
    let mut pairs: Vec<(String, String)> =
        query.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
    for _ in 0..PAGES_MAX {
        let mut request = user("GET", mailbox, &path);
        request.query = pairs;
        let mut answer = fetch(upstream, request)?;
        if !at(&answer, "/value").is_array() {
            return Err(Failure::malformed("a message list has no value"));
        }
        out.extend(take_list(&mut answer, "/value"));
        let next = answer.get("@odata.nextLink").and_then(Value::as_str).unwrap_or_default();
        if next.is_empty() {
            return Ok(out);
        }
        pairs = query_of(next);
    }
    Err(Failure::refused("a message list has too many pages"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_is_read_as_written() {
        let message = json!({"singleValueExtendedProperties": marker("i'1")});
        assert_eq!(intent_of(&message).as_deref(), Some("i'1"));
        let other = json!({"singleValueExtendedProperties": [{"id": "String x", "value": "i"}]});
        assert_eq!(intent_of(&other), None);
        assert_eq!(quoted("i'1"), "'i''1'");
    }
}
