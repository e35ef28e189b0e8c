//! One page of changes of a project.
//!
//! A round asks for everything updated since the last round, with an overlap, and pages through
//! it. Signal ids are deterministic, so what comes twice is dropped by the host; what is missed is
//! missed for ever. Hence the overlap, and relative JQL times (`-90m`): absolute ones are read in
//! the token owner's zone.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{self, at, int_at, list_at, str_at};
use plugin_sdk::payload::Scope;
use plugin_sdk::serde_json::{self, Value};
use plugin_sdk::time::MINUTE_MS;
use plugin_sdk::{Failure, Page, Upstream, fetch};

use crate::api::{self, Found};
use crate::raws;

/// Changes this long before the last round are read again: the search index lags behind.
pub const OVERLAP_MS: i64 = 15 * MINUTE_MS;
/// Issues in one search page: with their changelogs they must fit the guest's memory.
const ISSUES_MAX: u32 = 20;
/// Version of the checkpoint's shape.
const CHECKPOINT_SCHEMA: i64 = 1;
/// Fields that every search asks for, besides the discovered ones.
const FIELDS: &str = "summary,description,status,issuetype,priority,assignee,creator,labels,\
    duedate,created,updated,project,issuelinks,comment,worklog";

/// Ids of the custom fields that a site names itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldIds {
    /// Story points, company- and team-managed.
    pub points: Vec<String>,
    /// Sprint.
    pub sprint: Vec<String>,
    /// Flagged.
    pub flagged: Vec<String>,
}

/// Where the next poll goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Checkpoint {
    /// Whether this round is the first sync: snapshots of all open issues.
    first: bool,
    /// Start of the window of this round, Unix milliseconds.
    since_ms: i64,
    /// When this round began: the next window's start.
    started_ms: i64,
    /// Token of the next search page within this round.
    page_token: Option<String>,
    fields: FieldIds,
}

/// See [`plugin_sdk::Integration::poll`].
pub fn poll(
    upstream: &mut dyn Upstream,
    scope: &Scope,
    checkpoint: &[u8],
    max: u32,
) -> Result<Page, Failure> {
    let Scope::JiraProject { project_key, since_ms, now_ms, .. } = scope else {
        return Err(Failure::refused("the scope is not a Jira project"));
    };
    let mut state = resume(upstream, checkpoint, *since_ms)?;
    if state.page_token.is_none() {
        state.started_ms = *now_ms;
    }
    let floor_ms =
        if state.first { *since_ms } else { (state.since_ms - OVERLAP_MS).max(*since_ms) };
    let found = search(upstream, project_key, &mut state, max.min(ISSUES_MAX))?;
    let mut out = Vec::new();
    for issue in found.issues {
        let wanted = raws::Wanted { floor_ms, snapshot: state.first, fields: &state.fields };
        match raws::of_issue(upstream, issue, &wanted) {
            Ok(more) => out.extend(more),
            // Deleted or moved out of sight between the search and the reading of its lists.
            Err(Failure::NotFound(_)) => {}
            Err(other) => return Err(other),
        }
    }
    out.sort_unstable_by(|a, b| {
        (a.occurred_at_ms, &a.change_key).cmp(&(b.occurred_at_ms, &b.change_key))
    });
    let more = found.next.is_some();
    state.page_token = found.next;
    if !more {
        state.since_ms = state.started_ms;
        state.first = false;
    }
    Ok(Page { raws: out, next: state.to_bytes(), more })
}

fn resume(
    upstream: &mut dyn Upstream,
    checkpoint: &[u8],
    since_ms: i64,
) -> Result<Checkpoint, Failure> {
    if checkpoint.is_empty() {
        let fields = discover(upstream)?;
        return Ok(Checkpoint { first: true, since_ms, fields, ..Checkpoint::default() });
    }
    Checkpoint::from_bytes(checkpoint)
        .ok_or_else(|| Failure::Resync(String::from("the checkpoint is of another version")))
}

impl Checkpoint {
    fn to_bytes(&self) -> Vec<u8> {
        let token = self.page_token.as_deref().map_or(Value::Null, Value::from);
        json::bytes(&json::object(Vec::from([
            ("schema", Value::from(CHECKPOINT_SCHEMA)),
            ("first", Value::from(self.first)),
            ("since_ms", Value::from(self.since_ms)),
            ("started_ms", Value::from(self.started_ms)),
            ("page_token", token),
            ("points", json::strings(&self.fields.points)),
            ("sprint", json::strings(&self.fields.sprint)),
            ("flagged", json::strings(&self.fields.flagged)),
        ])))
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        if int_at(&value, "/schema") != CHECKPOINT_SCHEMA {
            return None;
        }
        let strings = |pointer: &str| -> Vec<String> {
            let list = list_at(&value, pointer).iter();
            list.filter_map(Value::as_str).map(ToString::to_string).collect()
        };
        Some(Self {
            first: at(&value, "/first").as_bool()?,
            since_ms: at(&value, "/since_ms").as_i64()?,
            started_ms: at(&value, "/started_ms").as_i64()?,
            page_token: at(&value, "/page_token").as_str().map(ToString::to_string),
            fields: FieldIds {
                points: strings("/points"),
                sprint: strings("/sprint"),
                flagged: strings("/flagged"),
            },
        })
    }
}

fn search(
    upstream: &mut dyn Upstream,
    project_key: &str,
    state: &mut Checkpoint,
    max: u32,
) -> Result<Found, Failure> {
    let jql = jql(project_key, state);
    let mut fields = String::from(FIELDS);
    for id in [&state.fields.points, &state.fields.sprint, &state.fields.flagged] {
        for id in id {
            fields.push(',');
            fields.push_str(id);
        }
    }
    let token = state.page_token.clone();
    match api::search(upstream, &jql, &fields, max, token.as_deref()) {
        // A token lives for seven days; an expired one must not block the scope for ever.
        Err(Failure::Refused(_)) if token.is_some() => {
            state.page_token = None;
            api::search(upstream, &jql, &fields, max, None)
        }
        other => other,
    }
}

fn jql(project_key: &str, state: &Checkpoint) -> String {
    let project = api::quoted(project_key);
    if state.since_ms <= 0 {
        return format!("project = {project} ORDER BY updated ASC");
    }
    let window_ms = (state.started_ms - state.since_ms).max(0) + OVERLAP_MS;
    let minutes = window_ms / MINUTE_MS + 1;
    if state.first {
        return format!(
            "project = {project} AND (statusCategory != Done OR updated >= -{minutes}m) \
             ORDER BY updated ASC"
        );
    }
    format!("project = {project} AND updated >= -{minutes}m ORDER BY updated ASC")
}

/// Ids of the fields whose numbers differ between sites, found by name.
fn discover(upstream: &mut dyn Upstream) -> Result<FieldIds, Failure> {
    let fields = fetch(upstream, api::get(&["field"]))?;
    let mut ids = FieldIds::default();
    for field in list_at(&fields, "") {
        let id = str_at(field, "/id").to_string();
        if id.is_empty() || id.contains(',') {
            continue;
        }
        if let Some(list) = slot(&mut ids, field) {
            list.push(id);
        }
    }
    Ok(ids)
}

fn slot<'a>(ids: &'a mut FieldIds, field: &Value) -> Option<&'a mut Vec<String>> {
    let name = str_at(field, "/name");
    let named = |expected: &[&str]| expected.iter().any(|e| name.eq_ignore_ascii_case(e));
    if named(&["Story Points", "Story point estimate"]) {
        return Some(&mut ids.points);
    }
    if named(&["Sprint"]) || str_at(field, "/schema/custom").ends_with(":gh-sprint") {
        return Some(&mut ids.sprint);
    }
    named(&["Flagged", "Impediment"]).then_some(&mut ids.flagged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(first: bool, since_ms: i64) -> Checkpoint {
        Checkpoint { first, since_ms, started_ms: 200 * MINUTE_MS, ..Checkpoint::default() }
    }

    #[test]
    fn a_checkpoint_survives_and_another_asks_for_a_resync() {
        let fields =
            FieldIds { points: Vec::from(["customfield_1".into()]), ..FieldIds::default() };
        let page_token = Some(String::from("t"));
        let it = Checkpoint { page_token, fields, ..state(true, 5) };
        assert_eq!(Checkpoint::from_bytes(&it.to_bytes()), Some(it));
        for other in [&b"nonsense"[..], b"{}", br#"{"schema":2,"first":true}"#] {
            assert_eq!(Checkpoint::from_bytes(other), None);
        }
    }

    #[test]
    fn windows_are_relative_and_overlap() {
        let changes = jql("PAY", &state(false, 100 * MINUTE_MS));
        assert_eq!(changes, r#"project = "PAY" AND updated >= -116m ORDER BY updated ASC"#);
        let first = jql("PAY", &state(true, 100 * MINUTE_MS));
        assert!(first.contains("(statusCategory != Done OR updated >= -116m)"), "{first}");
        let all = jql("PAY", &state(true, 0));
        assert_eq!(all, r#"project = "PAY" ORDER BY updated ASC"#);
        let clock_set_back = jql("PAY", &state(false, 300 * MINUTE_MS));
        assert!(clock_set_back.contains(">= -16m"), "{clock_set_back}");
    }
}
