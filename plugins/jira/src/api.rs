//! The requests to Jira Cloud v3 and their paging.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{at, int_at, str_at, take_list};
use plugin_sdk::payload::INTENT_MARKER;
use plugin_sdk::serde_json::Value;
use plugin_sdk::{Failure, Request, Upstream, fetch};

/// Target id in `plugin.toml`.
pub const TARGET: &str = "jira";
/// Entries asked for in one page of a changelog, of comments or of worklogs.
const PAGE_ENTRIES: usize = 100;
/// Most pages read of one list; beyond it the list counts as truncated.
const PAGES_MAX: usize = 20;

/// The path of a request below the site, from its last segments.
fn path<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    let mut path = Vec::from(["rest", "api", "3"]);
    path.extend_from_slice(rest);
    path
}

/// A `GET` below `/rest/api/3`.
pub fn get(rest: &[&str]) -> Request {
    Request::get(TARGET, &path(rest))
}

/// A `POST` below `/rest/api/3`.
pub fn post(rest: &[&str]) -> Request {
    Request::post(TARGET, &path(rest))
}

/// The account of the credential.
pub fn myself(upstream: &mut dyn Upstream) -> Result<Value, Failure> {
    fetch(upstream, get(&["myself"]))
}

/// One search page.
pub struct Found {
    /// The issues.
    pub issues: Vec<Value>,
    /// Token of the next page, unless this is the last.
    pub next: Option<String>,
}

/// One page of a search, with the changelog and the intent property of each issue.
pub fn search(
    upstream: &mut dyn Upstream,
    jql: &str,
    fields: &str,
    max: u32,
    token: Option<&str>,
) -> Result<Found, Failure> {
    let mut request = get(&["search", "jql"])
        .query("jql", jql)
        .query("fields", fields)
        .query("expand", "changelog")
        .query("properties", INTENT_MARKER)
        .query("maxResults", &max.to_string());
    if let Some(token) = token {
        request = request.query("nextPageToken", token);
    }
    let mut answer = fetch(upstream, request)?;
    if !at(&answer, "/issues").is_array() {
        return Err(Failure::malformed("the search answered without issues"));
    }
    let next = str_at(&answer, "/nextPageToken").to_string();
    let last = at(&answer, "/isLast").as_bool().unwrap_or(false) || next.is_empty();
    Ok(Found { issues: take_list(&mut answer, "/issues"), next: (!last).then_some(next) })
}

/// A list that may have been cut at a limit.
pub struct Listed {
    /// The entries.
    pub entries: Vec<Value>,
    /// Whether more exist than were read.
    pub truncated: bool,
}

/// Every entry of one of an issue's lists (`changelog`, `comment` or `worklog`), page by page.
pub fn issue_list(upstream: &mut dyn Upstream, issue: &str, list: &str) -> Result<Listed, Failure> {
    let mut entries = Vec::new();
    for _ in 0..PAGES_MAX {
        let (page, total) = issue_page(upstream, issue, list, entries.len())?;
        let empty = page.is_empty();
        entries.extend(page);
        if empty || entries.len() >= total {
            return Ok(Listed { entries, truncated: false });
        }
    }
    Ok(Listed { entries, truncated: true })
}

/// One page of an issue's list, and how many entries the whole list has.
pub fn issue_page(
    upstream: &mut dyn Upstream,
    issue: &str,
    list: &str,
    start: usize,
) -> Result<(Vec<Value>, usize), Failure> {
    let mut request = get(&["issue", issue, list])
        .query("startAt", &start.to_string())
        .query("maxResults", &PAGE_ENTRIES.to_string());
    let pointer = match list {
        "comment" => {
            request = request.query("expand", "properties").query("orderBy", "-created");
            "/comments"
        }
        "worklog" => "/worklogs",
        _ => "/values",
    };
    let mut answer = fetch(upstream, request)?;
    if !at(&answer, pointer).is_array() {
        return Err(Failure::Malformed(format!("the {list} list has no entries")));
    }
    let total = usize::try_from(int_at(&answer, "/total")).unwrap_or_default();
    Ok((take_list(&mut answer, pointer), total))
}

/// The newest page of a changelog first: calls `visit` with each page, newest page first, until it
/// returns true or no page is left.
pub fn changelog_from_end(
    upstream: &mut dyn Upstream,
    issue: &str,
    visit: &mut dyn FnMut(&[Value]) -> bool,
) -> Result<(), Failure> {
    let (first, total) = issue_page(upstream, issue, "changelog", 0)?;
    let step = first.len().max(1);
    let mut start = total.saturating_sub(1) / step * step;
    for _ in 0..PAGES_MAX {
        if start == 0 {
            visit(&first);
            return Ok(());
        }
        let (page, _) = issue_page(upstream, issue, "changelog", start)?;
        if visit(&page) {
            return Ok(());
        }
        start = start.saturating_sub(step);
    }
    Ok(())
}

/// The intent in an entity property list (`[{"key","value":{"intent"}}]`) or object.
pub fn intent_of(properties: &Value) -> Option<String> {
    let value = match properties {
        Value::Array(list) => {
            let found = list.iter().find(|p| str_at(p, "/key") == INTENT_MARKER)?;
            at(found, "/value")
        }
        other => other.get(INTENT_MARKER)?,
    };
    let intent = value.get("intent").and_then(Value::as_str)?;
    (!intent.is_empty()).then(|| intent.to_string())
}

/// A JQL string literal.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_sdk::serde_json::json;

    #[test]
    fn intents_are_read_from_lists_and_objects() {
        let list = json!([{"key": "x", "value": 1},
            {"key": "holdfast-intent", "value": {"intent": "i1"}}]);
        assert_eq!(intent_of(&list).as_deref(), Some("i1"));
        let object = json!({"holdfast-intent": {"intent": "i2"}});
        assert_eq!(intent_of(&object).as_deref(), Some("i2"));
        assert_eq!(intent_of(&json!([{"key": "holdfast-intent", "value": "i"}])), None);
        assert_eq!(intent_of(&Value::Null), None);
    }

    #[test]
    fn a_project_key_cannot_leave_its_literal() {
        assert_eq!(quoted(r#"A" OR project = "B\"#), r#""A\" OR project = \"B\\""#);
    }
}
