//! A raw change as a signal: pure, no egress.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{at, id_at, int_at, list_at, str_at, string_at};
use plugin_sdk::payload::{
    Actor, Change, Issue, IssueLink, SCHEMA, Signal, Sprint, StatusCategory, Text, TextFormat,
    Visibility,
};
use plugin_sdk::serde_json::{self, Value};
use plugin_sdk::time::parse_ms_or_zero;
use plugin_sdk::{Failure, Raw, adf};

/// See [`plugin_sdk::Integration::normalise`].
pub fn normalise(raw: &Raw) -> Result<Signal, Failure> {
    let body: Value = serde_json::from_slice(&raw.body)
        .map_err(|_| Failure::malformed("a stored change is not valid JSON"))?;
    if int_at(&body, "/schema") != i64::from(SCHEMA) {
        return Err(Failure::malformed("a stored change is of another schema"));
    }
    let issue = issue(&body);
    let event = at(&body, "/event");
    let (change, texts) = change(str_at(&body, "/kind"), event, &body, &issue)?;
    let intent = string_at(event, "/intent");
    // The state of an issue is not caused by the intent that once created it.
    let intent = (!intent.is_empty() && change != Change::Snapshot).then_some(intent);
    Ok(Signal {
        schema: SCHEMA,
        entity: raw.entity.clone(),
        change_key: raw.change_key.clone(),
        occurred_at_ms: raw.occurred_at_ms,
        change,
        authors: list_at(&body, "/authors").iter().map(actor).collect(),
        texts,
        issue: Some(issue),
        mail: None,
        intent,
        truncated: at(&body, "/truncated") == &Value::Bool(true),
    })
}

fn change(
    kind: &str,
    event: &Value,
    body: &Value,
    issue: &Issue,
) -> Result<(Change, Vec<Text>), Failure> {
    let whole = || {
        let description = adf::to_text(at(event, "/description"));
        texts(&[("summary", &issue.summary), ("description", &description)])
    };
    Ok(match kind {
        "snapshot" => (Change::Snapshot, whole()),
        "created" => (Change::Created, whole()),
        "field" => {
            let (from, to) = (string_at(event, "/from"), string_at(event, "/to"));
            let texts = texts(&[("from", &from), ("to", &to)]);
            let some = |text: String| (!text.is_empty()).then_some(text);
            let field = string_at(event, "/field");
            (Change::Field { field, from: some(from), to: some(to) }, texts)
        }
        "comment" => {
            let text = adf::to_text(at(event, "/body"));
            let id = id_at(event, "/id");
            let change = Change::Comment { id, visibility: visibility(event, body) };
            (change, texts(&[("comment", &text)]))
        }
        "worklog" => {
            let seconds = u64::try_from(int_at(event, "/seconds")).unwrap_or_default();
            (Change::Worklog { seconds }, Vec::new())
        }
        _ => return Err(Failure::malformed("a stored change is of an unknown kind")),
    })
}

/// `jsdPublic` is true everywhere but in service desks, where alone it means anything.
fn visibility(event: &Value, body: &Value) -> Visibility {
    let desk = str_at(body, "/issue/fields/project/projectTypeKey") == "service_desk";
    if desk && at(event, "/public") != &Value::Bool(false) {
        Visibility::Customer
    } else {
        Visibility::Internal
    }
}

fn texts(parts: &[(&str, &str)]) -> Vec<Text> {
    let kept = parts.iter().filter(|(_, text)| !text.is_empty());
    kept.map(|(part, text)| Text {
        part: (*part).to_string(),
        format: TextFormat::Plain,
        text: (*text).to_string(),
    })
    .collect()
}

fn actor(user: &Value) -> Actor {
    Actor {
        account_id: string_at(user, "/accountId"),
        account_type: string_at(user, "/accountType"),
        address: str_at(user, "/emailAddress").to_ascii_lowercase(),
        name: string_at(user, "/displayName"),
    }
}

fn issue(body: &Value) -> Issue {
    let value = at(body, "/issue");
    let fields = at(value, "/fields");
    let key = string_at(value, "/key");
    let mut project_key = string_at(fields, "/project/key");
    if project_key.is_empty() {
        project_key = key.rsplit_once('-').map_or("", |(p, _)| p).to_string();
    }
    Issue {
        id: id_at(value, "/id"),
        project_key,
        issue_type: string_at(fields, "/issuetype/name"),
        summary: string_at(fields, "/summary"),
        status: string_at(fields, "/status/name"),
        status_category: category(str_at(fields, "/status/statusCategory/key")),
        priority: string_at(fields, "/priority/name"),
        assignee_id: string_at(fields, "/assignee/accountId"),
        assignee_name: string_at(fields, "/assignee/displayName"),
        labels: strings(list_at(fields, "/labels")),
        due: string_at(fields, "/duedate"),
        points_x10: custom(body, fields, "/ids/points").find_map(points_x10),
        flagged: custom(body, fields, "/ids/flagged").any(is_flagged),
        created_ms: parse_ms_or_zero(str_at(fields, "/created")),
        updated_ms: parse_ms_or_zero(str_at(fields, "/updated")),
        sprint: custom(body, fields, "/ids/sprint").find_map(sprint),
        links: list_at(fields, "/issuelinks").iter().filter_map(link).collect(),
        has_criteria: at(body, "/has_criteria") == &Value::Bool(true),
        key,
    }
}

fn strings(list: &[Value]) -> Vec<String> {
    list.iter().filter_map(Value::as_str).map(ToString::to_string).collect()
}

/// The values of the custom fields whose ids stand at `ids`.
fn custom<'a>(
    body: &'a Value,
    fields: &'a Value,
    ids: &str,
) -> impl Iterator<Item = &'a Value> + use<'a> {
    list_at(body, ids).iter().filter_map(|id| fields.get(id.as_str()?))
}

fn category(key: &str) -> StatusCategory {
    match key {
        "done" => StatusCategory::Done,
        "indeterminate" => StatusCategory::InProgress,
        _ => StatusCategory::ToDo,
    }
}

/// Tenths of a point, rounded to the nearest; `None` for what is no estimate.
fn points_x10(value: &Value) -> Option<i64> {
    let points = value.as_f64()?;
    if !(0.0..=100_000.0).contains(&points) {
        return None;
    }
    Some((points * 10.0 + 0.5) as i64)
}

fn is_flagged(value: &Value) -> bool {
    match value {
        Value::Array(list) => !list.is_empty(),
        Value::Object(_) => true,
        _ => false,
    }
}

/// The sprint that counts: the active one, else the next, else the latest closed one.
fn sprint(value: &Value) -> Option<Sprint> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        Value::Object(_) => core::slice::from_ref(value),
        _ => return None,
    };
    let rank = |s: &Value| match str_at(s, "/state") {
        "active" => 0,
        "future" => 1,
        _ => 2,
    };
    let start_ms = |s: &Value| parse_ms_or_zero(str_at(s, "/startDate"));
    let chosen = list
        .iter()
        .filter(|s| s.is_object())
        .min_by_key(|s| (rank(s), if rank(s) == 2 { -start_ms(s) } else { start_ms(s) }))?;
    Some(Sprint {
        id: u64::try_from(int_at(chosen, "/id")).unwrap_or_default(),
        name: string_at(chosen, "/name"),
        state: string_at(chosen, "/state"),
        start_ms: start_ms(chosen),
        end_ms: parse_ms_or_zero(str_at(chosen, "/endDate")),
        goal: string_at(chosen, "/goal"),
    })
}

fn link(value: &Value) -> Option<IssueLink> {
    let sides = [("/inwardIssue/key", "/type/inward"), ("/outwardIssue/key", "/type/outward")];
    sides.iter().find_map(|(key, relation)| {
        let key = string_at(value, key);
        let relation = string_at(value, relation);
        (!key.is_empty()).then_some(IssueLink { relation, key })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_sdk::serde_json::json;

    fn raw(body: &Value) -> Raw {
        let body = plugin_sdk::json::bytes(body);
        Raw { entity: "PAY-1".into(), change_key: "k".into(), occurred_at_ms: 7, body }
    }

    fn body(kind: &str, event: Value, fields: Value) -> Value {
        json!({"schema": 1, "kind": kind, "event": event, "authors": [{"accountId": "a"}],
            "issue": {"id": "10", "key": "PAY-1", "fields": fields},
            "ids": {"points": ["customfield_1", "customfield_2"], "sprint": ["customfield_3"],
                "flagged": ["customfield_4"]}})
    }

    #[test]
    fn an_issue_is_read_with_its_custom_fields() {
        let fields = json!({
            "summary": "S", "status": {"name": "In Progress",
                "statusCategory": {"key": "indeterminate"}},
            "labels": ["x", "y"], "duedate": "2026-02-27", "created": "2026-02-05T10:30:00.000+1100",
            "customfield_1": null, "customfield_2": 2.5, "customfield_4": [{"value": "Impediment"}],
            "customfield_3": [
                {"id": 1, "name": "old", "state": "closed", "startDate": "2026-01-01T00:00:00Z"},
                {"id": 3, "name": "next", "state": "future"},
                {"id": 2, "name": "now", "state": "active", "endDate": "2026-02-09T17:00:00.000Z"}],
            "issuelinks": [
                {"type": {"inward": "is blocked by", "outward": "blocks"},
                    "inwardIssue": {"key": "PAY-2"}},
                {"type": {"inward": "is blocked by", "outward": "blocks"},
                    "outwardIssue": {"key": "PAY-3"}}]});
        let signal = normalise(&raw(&body("snapshot", json!({"intent": "i"}), fields))).unwrap();
        let issue = signal.issue.unwrap();
        assert_eq!(signal.intent, None);
        assert_eq!((issue.points_x10, issue.flagged), (Some(25), true));
        assert_eq!(issue.status_category, StatusCategory::InProgress);
        assert_eq!((issue.project_key.as_str(), issue.created_ms), ("PAY", 1_770_247_800_000));
        let sprint = issue.sprint.unwrap();
        assert_eq!((sprint.id, sprint.end_ms), (2, 1_770_656_400_000));
        let links: Vec<_> = issue.links.iter().map(|l| (&*l.relation, &*l.key)).collect();
        assert_eq!(links, [("is blocked by", "PAY-2"), ("blocks", "PAY-3")]);
    }

    #[test]
    fn a_comment_is_public_only_in_a_service_desk() {
        let check = |desk: &str, public: Value, expect: Visibility| {
            let event = json!({"id": "5", "body": "hello", "public": public, "intent": "i"});
            let fields = json!({"project": {"key": "PAY", "projectTypeKey": desk}});
            let signal = normalise(&raw(&body("comment", event, fields))).unwrap();
            let change = Change::Comment { id: "5".into(), visibility: expect };
            assert_eq!((signal.change, signal.intent.as_deref()), (change, Some("i")));
        };
        check("software", json!(true), Visibility::Internal);
        check("service_desk", json!(true), Visibility::Customer);
        check("service_desk", json!(null), Visibility::Customer);
        check("service_desk", json!(false), Visibility::Internal);
    }

    #[test]
    fn a_field_keeps_both_sides_and_nonsense_is_refused() {
        let event = json!({"field": "duedate", "from": null, "to": "2026-03-01"});
        let signal = normalise(&raw(&body("field", event, json!({})))).unwrap();
        let to = Some("2026-03-01".into());
        assert_eq!(signal.change, Change::Field { field: "duedate".into(), from: None, to });
        assert_eq!(signal.texts.len(), 1);
        for bad in [json!(null), json!({"schema": 2}), body("dance", json!({}), json!({}))] {
            assert!(matches!(normalise(&raw(&bad)), Err(Failure::Malformed(_))), "{bad}");
        }
    }
}
