//! The raw changes of one issue: what Jira said, trimmed to what a signal needs.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{self, at, id_at, int_at, list_at, str_at, string_at, take_list};
use plugin_sdk::payload::SCHEMA;
use plugin_sdk::serde_json::{Map, Value};
use plugin_sdk::text::cut;
use plugin_sdk::time::parse_ms_or_zero;
use plugin_sdk::{Failure, Raw, Upstream, adf};

use crate::api::{self, Listed};
use crate::poll::FieldIds;

/// Longest text kept of a change, in bytes: several of them must fit a stored signal.
const TEXT_BYTES_MAX: usize = 48 * 1024;
/// Issue fields that ride in every raw change.
const ISSUE_FIELDS: &[&str] = &[
    "summary",
    "status",
    "issuetype",
    "priority",
    "assignee",
    "labels",
    "duedate",
    "created",
    "updated",
    "project",
    "issuelinks",
];

/// Which changes of an issue are wanted.
pub(crate) struct Wanted<'a> {
    /// Earlier changes are dropped, Unix milliseconds.
    pub(crate) floor_ms: i64,
    /// Whether the state of the issue is wanted too.
    pub(crate) snapshot: bool,
    /// Discovered custom fields.
    pub(crate) fields: &'a FieldIds,
}

struct Context<'a> {
    key: String,
    /// The trimmed issue with everything that all changes share.
    shared: Map<String, Value>,
    issue: &'a Value,
    histories: &'a [Value],
    truncated: bool,
    wanted: &'a Wanted<'a>,
}

/// Every wanted change of one issue of a search page.
pub(crate) fn of_issue(
    upstream: &mut dyn Upstream,
    mut issue: Value,
    wanted: &Wanted<'_>,
) -> Result<Vec<Raw>, Failure> {
    let key = string_at(&issue, "/key");
    if key.is_empty() {
        return Err(Failure::malformed("an issue has no key"));
    }
    let changelog = changelog(upstream, &key, &mut issue)?;
    let comments = comments(upstream, &key, &issue, wanted.floor_ms)?;
    let worklogs = worklogs(upstream, &key, &mut issue)?;
    let context = Context {
        shared: shared(&issue, wanted.fields),
        key,
        issue: &issue,
        histories: &changelog.entries,
        truncated: changelog.truncated || comments.truncated || worklogs.truncated,
        wanted,
    };
    let mut out = Vec::new();
    whole(&context, &mut out);
    for history in &changelog.entries {
        items(&context, history, &mut out);
    }
    for comment in &comments.entries {
        comment_raw(&context, comment, &mut out);
    }
    for worklog in &worklogs.entries {
        let id = id_at(worklog, "/id");
        let seconds = Value::from(int_at(worklog, "/timeSpentSeconds"));
        let event = json::object(Vec::from([("seconds", seconds)]));
        let authors = context.authors(&["/author", "/updateAuthor"], worklog, "summary");
        let at_ms = parse_ms_or_zero(str_at(worklog, "/created"));
        context.push(&mut out, "worklog", format!("worklog:{id}"), at_ms, event, authors);
    }
    Ok(out)
}

fn changelog(upstream: &mut dyn Upstream, key: &str, issue: &mut Value) -> Result<Listed, Failure> {
    let total = at(issue, "/changelog/total").as_u64();
    let entries = take_list(issue, "/changelog/histories");
    let complete = total.is_some_and(|total| entries.len() as u64 >= total);
    if complete {
        return Ok(Listed { entries, truncated: false });
    }
    api::issue_list(upstream, key, "changelog")
}

/// Comments with their properties; the search's own list only tells whether any is new.
fn comments(
    upstream: &mut dyn Upstream,
    key: &str,
    issue: &Value,
    floor_ms: i64,
) -> Result<Listed, Failure> {
    let known = list_at(issue, "/fields/comment/comments");
    if let Some(total) = at(issue, "/fields/comment/total").as_u64() {
        let complete = known.len() as u64 >= total;
        if complete && !known.iter().any(|c| comment_ms(c) >= floor_ms) {
            return Ok(Listed { entries: Vec::new(), truncated: false });
        }
    }
    api::issue_list(upstream, key, "comment")
}

fn worklogs(upstream: &mut dyn Upstream, key: &str, issue: &mut Value) -> Result<Listed, Failure> {
    if let Some(total) = at(issue, "/fields/worklog/total").as_u64() {
        let entries = take_list(issue, "/fields/worklog/worklogs");
        if entries.len() as u64 >= total {
            return Ok(Listed { entries, truncated: false });
        }
    }
    api::issue_list(upstream, key, "worklog")
}

fn comment_ms(comment: &Value) -> i64 {
    let updated = parse_ms_or_zero(str_at(comment, "/updated"));
    if updated != 0 { updated } else { parse_ms_or_zero(str_at(comment, "/created")) }
}

/// `created` and `snapshot`: the whole issue with its description.
fn whole(context: &Context<'_>, out: &mut Vec<Raw>) {
    let issue = context.issue;
    let (description, cut) = slim_text(at(issue, "/fields/description"));
    let event = json::object(Vec::from([
        ("description", description),
        ("intent", intent(issue)),
        ("truncated", Value::Bool(cut)),
    ]));
    let mut authors = context.authors(&[], &Value::Null, "summary");
    context.editors("description", &mut authors);
    let created_ms = parse_ms_or_zero(str_at(issue, "/fields/created"));
    if created_ms >= context.wanted.floor_ms {
        let (event, authors) = (event.clone(), authors.clone());
        context.push(out, "created", String::from("created"), created_ms, event, authors);
    }
    if context.wanted.snapshot {
        let updated_ms = parse_ms_or_zero(str_at(issue, "/fields/updated"));
        let key = format!("snapshot@{updated_ms}");
        // A snapshot is a state, not an event in time: the window does not apply to it.
        out.push(context.raw("snapshot", key, updated_ms, event, authors));
    }
}

/// One raw for each item of a changelog entry.
fn items(context: &Context<'_>, history: &Value, out: &mut Vec<Raw>) {
    let at_ms = parse_ms_or_zero(str_at(history, "/created"));
    if at_ms < context.wanted.floor_ms {
        return;
    }
    let id = id_at(history, "/id");
    for (index, item) in list_at(history, "/items").iter().enumerate() {
        let field = str_at(item, "/field");
        let (from, cut_from) = slim_text(at(item, "/fromString"));
        let (to, cut_to) = slim_text(at(item, "/toString"));
        let event = json::object(Vec::from([
            ("field", Value::from(field)),
            ("from", from),
            ("to", to),
            ("truncated", Value::Bool(cut_from || cut_to)),
        ]));
        let mut authors = context.authors(&["/author"], history, "summary");
        if field != "summary" && is_text(item) {
            context.editors(field, &mut authors);
        }
        let key = format!("history:{id}:{index}");
        context.push(out, "field", key, at_ms, event, authors);
    }
}

/// Whether a changelog item's field holds text that several people may have written.
fn is_text(item: &Value) -> bool {
    matches!(str_at(item, "/field"), "description" | "environment")
        || str_at(item, "/fieldtype") == "custom"
}

fn comment_raw(context: &Context<'_>, comment: &Value, out: &mut Vec<Raw>) {
    let id = id_at(comment, "/id");
    let at_ms = comment_ms(comment);
    let (body, cut) = slim_text(at(comment, "/body"));
    let event = json::object(Vec::from([
        ("id", Value::from(id.as_str())),
        ("body", body),
        ("public", at(comment, "/jsdPublic").clone()),
        ("intent", intent(comment)),
        ("truncated", Value::Bool(cut)),
    ]));
    let authors = context.authors(&["/author", "/updateAuthor"], comment, "summary");
    context.push(out, "comment", format!("comment:{id}@{at_ms}"), at_ms, event, authors);
}

impl Context<'_> {
    /// The change's own people first, then the creator and everybody who edited `field`: the
    /// issue's summary rides in every signal, so its authors count for each.
    fn authors(&self, own: &[&str], event: &Value, field: &str) -> Vec<Value> {
        let mut out = Vec::new();
        for (index, pointer) in own.iter().enumerate() {
            // A second author is optional; a missing first one is somebody unknown.
            if index == 0 || at(event, pointer).is_object() {
                add(&mut out, user(at(event, pointer)));
            }
        }
        add(&mut out, user(at(self.issue, "/fields/creator")));
        self.editors(field, &mut out);
        out
    }

    fn editors(&self, field: &str, out: &mut Vec<Value>) {
        for history in self.histories {
            if list_at(history, "/items").iter().any(|i| str_at(i, "/field") == field) {
                add(out, user(at(history, "/author")));
            }
        }
    }

    fn push(
        &self,
        out: &mut Vec<Raw>,
        kind: &str,
        change_key: String,
        at_ms: i64,
        event: Value,
        authors: Vec<Value>,
    ) {
        if at_ms >= self.wanted.floor_ms {
            out.push(self.raw(kind, change_key, at_ms, event, authors));
        }
    }

    fn raw(
        &self,
        kind: &str,
        change_key: String,
        occurred_at_ms: i64,
        event: Value,
        authors: Vec<Value>,
    ) -> Raw {
        let mut body = self.shared.clone();
        let truncated = self.truncated || at(&event, "/truncated") == &Value::Bool(true);
        body.insert("kind".to_string(), Value::from(kind));
        body.insert("event".to_string(), event);
        body.insert("authors".to_string(), Value::Array(authors));
        body.insert("truncated".to_string(), Value::Bool(truncated));
        let body = json::bytes(&Value::Object(body));
        Raw { entity: self.key.clone(), change_key, occurred_at_ms, body }
    }
}

/// What all raws of an issue share: the trimmed issue, its field ids, its acceptance criteria.
fn shared(issue: &Value, ids: &FieldIds) -> Map<String, Value> {
    let mut fields = Map::new();
    let custom = [&ids.points, &ids.sprint, &ids.flagged].into_iter().flatten().map(String::as_str);
    for name in ISSUE_FIELDS.iter().copied().chain(custom) {
        if let Some(value) = at(issue, "/fields").get(name) {
            fields.insert(name.to_string(), trimmed(value, 0));
        }
    }
    let description = adf::to_text(at(issue, "/fields/description"));
    let mut body = Map::new();
    body.insert("schema".to_string(), Value::from(SCHEMA));
    let head = Vec::from([
        ("id", Value::from(id_at(issue, "/id"))),
        ("key", Value::from(str_at(issue, "/key"))),
        ("fields", Value::Object(fields)),
    ]);
    body.insert("issue".to_string(), json::object(head));
    let ids = Vec::from([
        ("points", json::strings(&ids.points)),
        ("sprint", json::strings(&ids.sprint)),
        ("flagged", json::strings(&ids.flagged)),
    ]);
    body.insert("ids".to_string(), json::object(ids));
    body.insert("has_criteria".to_string(), Value::Bool(has_criteria(&description)));
    body
}

/// A copy without addresses and pictures of the API itself, which fill half of each answer.
fn trimmed(value: &Value, depth: usize) -> Value {
    match value {
        Value::Object(map) if depth < 6 => {
            let mut kept = Map::new();
            for (name, value) in map {
                if !matches!(name.as_str(), "self" | "iconUrl" | "avatarUrls" | "description") {
                    kept.insert(name.clone(), trimmed(value, depth + 1));
                }
            }
            Value::Object(kept)
        }
        Value::Array(list) if depth < 6 => {
            Value::Array(list.iter().take(50).map(|v| trimmed(v, depth + 1)).collect())
        }
        Value::Object(_) | Value::Array(_) => Value::Null,
        Value::String(text) => Value::from(cut(text, 4096).0),
        other => other.clone(),
    }
}

/// Whether a description tells when the work is finished.
fn has_criteria(description: &str) -> bool {
    let text = description.to_ascii_lowercase();
    let named = ["acceptance criteria", "acceptance criterion", "definition of done"];
    named.iter().any(|n| text.contains(n))
        || ["given ", "when ", "then "].iter().all(|word| {
            text.lines().any(|l| l.trim_start_matches(['-', '*', ' ']).starts_with(word))
        })
}

/// A text or document that fits: as it is, or as plain text cut at the limit.
fn slim_text(value: &Value) -> (Value, bool) {
    if value.is_null() {
        return (Value::Null, false);
    }
    let plain = adf::to_text(value);
    let (kept, was_cut) = cut(&plain, TEXT_BYTES_MAX);
    (Value::from(kept), was_cut)
}

fn user(value: &Value) -> Value {
    let names = ["accountId", "accountType", "emailAddress", "displayName"];
    let mut kept = Map::new();
    for name in names {
        let text = value.get(name).and_then(Value::as_str).unwrap_or_default();
        kept.insert(name.to_string(), Value::from(cut(text, 256).0));
    }
    Value::Object(kept)
}

fn intent(entity: &Value) -> Value {
    api::intent_of(at(entity, "/properties")).map_or(Value::Null, Value::from)
}

fn add(out: &mut Vec<Value>, user: Value) {
    if !out.contains(&user) {
        out.push(user);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_sdk::serde_json::json;
    use plugin_sdk::{Request, Response};

    /// A changelog of 250 entries in pages of 100, and nothing else.
    struct LongChangelog;

    fn history(id: usize) -> Value {
        let author = if id == 3 { "early-editor" } else { "a" };
        let field = if id == 3 { "summary" } else { "status" };
        json!({"id": id.to_string(), "created": "2026-02-05T10:30:00.000+1100",
            "author": {"accountId": author}, "items": [{"field": field, "toString": "x"}]})
    }

    impl Upstream for LongChangelog {
        fn send(&mut self, request: Request) -> Result<Response, Failure> {
            assert_eq!(request.path.last().map(String::as_str), Some("changelog"));
            let start: usize = request.query[0].1.parse().unwrap();
            let values: Vec<Value> = (start..250.min(start + 100)).map(history).collect();
            let body = json!({"startAt": start, "total": 250, "values": values});
            Ok(Response { status: 200, headers: Vec::new(), body: json::bytes(&body) })
        }
    }

    #[test]
    fn a_truncated_changelog_is_read_whole_and_its_editors_count() {
        let histories: Vec<Value> = (200..250).map(history).collect();
        let issue = json!({"key": "PAY-1", "id": "1", "fields": {
                "creator": {"accountId": "creator"}, "created": "2020-01-01T00:00:00Z",
                "comment": {"comments": [], "total": 0}, "worklog": {"worklogs": [], "total": 0}},
            "changelog": {"total": 250, "histories": histories}});
        let fields = FieldIds::default();
        let wanted = Wanted { floor_ms: 1_700_000_000_000, snapshot: false, fields: &fields };
        let raws = of_issue(&mut LongChangelog, issue, &wanted).unwrap();
        assert_eq!(raws.len(), 250);
        assert_eq!(raws[249].change_key, "history:249:0");
        let signal = crate::normalise::normalise(&raws[249]).unwrap();
        let people: Vec<&str> = signal.authors.iter().map(|a| a.account_id.as_str()).collect();
        assert_eq!(people, ["a", "creator", "early-editor"]);
    }

    #[test]
    fn criteria_are_recognised() {
        assert!(has_criteria("Text\n\nAcceptance Criteria:\n- works"));
        assert!(has_criteria("- Given a user\n- When it pays\n- Then it is paid"));
        assert!(!has_criteria("When will this be done? Given time."));
    }

    #[test]
    fn a_long_text_is_cut_and_flagged() {
        let long = Value::from("ä".repeat(TEXT_BYTES_MAX));
        let (kept, was_cut) = slim_text(&long);
        assert!(was_cut && kept.as_str().unwrap().len() <= TEXT_BYTES_MAX);
        assert_eq!(slim_text(&Value::Null), (Value::Null, false));
    }
}
