//! What changes state: comments, transitions, new issues, properties.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::store::{NewIssue, POINTS, SITE, Status};
use super::{no_issue, wire};
use crate::web::{Req, Resp};
use crate::world::World;

#[derive(Deserialize)]
struct Property {
    key: String,
    value: Value,
}

/// The transition into a status; every status can be reached from every other.
pub(super) fn transition_id(status: &Status) -> String {
    format!("{}1", status.id)
}

/// Refuses what is not an ADF document, as v3 does.
fn is_adf(value: &Value) -> bool {
    fn node(value: &Value, depth: u32) -> bool {
        let text_ok =
            value["type"] != "text" || value["text"].as_str().is_some_and(|t| !t.is_empty());
        let children = value.get("content");
        value["type"].is_string()
            && text_ok
            && depth < 32
            && children.is_none_or(|c| {
                c.as_array().is_some_and(|list| list.iter().all(|n| node(n, depth + 1)))
            })
    }
    value["type"] == "doc" && value["version"] == 1 && value["content"].is_array() && node(value, 0)
}

const BAD_COMMENT: &str = "Comment body is not valid!";

fn properties(value: &Value) -> Result<Vec<(String, Value)>, String> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let list: Vec<Property> = serde_json::from_value(value.clone()).map_err(|e| e.to_string())?;
    Ok(list.into_iter().map(|p| (p.key, p.value)).collect())
}

pub(super) fn comment(world: &mut World, req: &Req, key: &str) -> Resp {
    let Ok(body) = req.json::<Value>() else {
        return Resp::jira_error(
            400,
            "Invalid request payload. Refer to the REST API documentation and try again.",
        );
    };
    let Some(key) = world.jira.find(key).map(|i| i.key.clone()) else { return no_issue() };
    if !is_adf(&body["body"]) {
        return Resp::jira_field(400, "comment", BAD_COMMENT);
    }
    let properties = match properties(&body["properties"]) {
        Ok(list) => list,
        Err(message) => return Resp::jira_field(400, "properties", &message),
    };
    // A service-desk comment is hidden from customers by this property, as in Jira.
    let internal =
        properties.iter().any(|(k, v)| k == "sd.public.comment" && v["internal"] == true);
    let (now, me) = (world.now_ms(), world.jira.me.clone());
    let id = world.jira.comment(&key, &me, body["body"].clone(), !internal, properties, now);
    let Some(issue) = world.jira.find(&key) else { return no_issue() };
    let made = issue.comments.iter().find(|c| Some(&c.id) == id.as_ref());
    let expand = req.q("expand").is_some_and(|e| e.contains("properties"));
    made.map_or_else(no_issue, |c| Resp::json(201, wire::comment(&world.jira, issue, c, expand)))
}

pub(super) fn comment_property(world: &mut World, req: &Req, id: &str, name: &str) -> Resp {
    let Ok(value) = req.json::<Value>() else {
        return Resp::jira_error(400, "The property value is not valid JSON.");
    };
    let comment = world.jira.issues.iter_mut().flat_map(|i| &mut i.comments).find(|c| c.id == id);
    let Some(comment) = comment else {
        return Resp::jira_error(404, &format!("Can not find a comment for the id: {id}."));
    };
    let had = comment.properties.iter().any(|(k, _)| k == name);
    comment.properties.retain(|(k, _)| k != name);
    comment.properties.push((name.to_owned(), value));
    Resp::json(if had { 200 } else { 201 }, json!({}))
}

pub(super) fn issue_property(world: &mut World, req: &Req, key: &str, name: &str) -> Resp {
    let Ok(value) = req.json::<Value>() else {
        return Resp::jira_error(400, "The property value is not valid JSON.");
    };
    let Some(issue) = world.jira.find_mut(key) else { return no_issue() };
    let had = issue.properties.insert(name.to_owned(), value).is_some();
    Resp::json(if had { 200 } else { 201 }, json!({}))
}

pub(super) fn transition(world: &mut World, req: &Req, key: &str) -> Resp {
    let Ok(body) = req.json::<Value>() else {
        return Resp::jira_error(
            400,
            "Invalid request payload. Refer to the REST API documentation and try again.",
        );
    };
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    let key = issue.key.clone();
    let now_in = issue.fields.get("status").map_or(Value::Null, |s| s["id"].clone());
    let Some(wanted) = body["transition"]["id"].as_str().map(str::to_owned) else {
        return Resp::jira_error(400, "Missing 'transition' identifier");
    };
    let target = world.jira.statuses.iter().find(|s| transition_id(s) == wanted);
    let Some(target) = target.filter(|s| json!(s.id) != now_in).map(|s| s.id.clone()) else {
        return Resp::jira_error(
            400,
            &format!(
                "It seems that you have tried to perform a workflow operation ({wanted}) that is \
                not \
             valid for the current state of this issue. The likely cause is that somebody has \
             changed the issue recently, please look at the issue history for details."
            ),
        );
    };
    let adds: Vec<Value> = body["update"]["comment"].as_array().cloned().unwrap_or_default();
    if adds.iter().any(|a| !is_adf(&a["add"]["body"])) {
        return Resp::jira_field(400, "comment", BAD_COMMENT);
    }
    let (now, me) = (world.now_ms(), world.jira.me.clone());
    world.jira.set(&key, &me, "status", Some(&target), now);
    for add in adds {
        world.jira.comment(&key, &me, add["add"]["body"].clone(), true, Vec::new(), now);
    }
    Resp::empty(204)
}

fn field_error(fields: &Map<String, Value>) -> Option<(&'static str, &'static str)> {
    let summary = fields.get("summary").and_then(Value::as_str).unwrap_or_default();
    if summary.trim().is_empty() {
        return Some(("summary", "You must specify a summary of the issue."));
    }
    if summary.len() > 255 || summary.contains('\n') {
        return Some(("summary", "Summary must be one line of at most 255 characters."));
    }
    let description = fields.get("description").unwrap_or(&Value::Null);
    if !description.is_null() && !is_adf(description) {
        return Some(("description", "Operation value must be an Atlassian Document"));
    }
    let labels = fields.get("labels").unwrap_or(&Value::Null);
    let words = |l: &Vec<Value>| l.iter().all(|v| v.as_str().is_some_and(|s| !s.contains(' ')));
    if !labels.is_null() && !labels.as_array().is_some_and(words) {
        return Some(("labels", "The label contains spaces or is not a string."));
    }
    None
}

pub(super) fn create(world: &mut World, req: &Req) -> Resp {
    let Ok(body) = req.json::<Value>() else {
        return Resp::jira_error(
            400,
            "Invalid request payload. Refer to the REST API documentation and try again.",
        );
    };
    let Some(fields) = body["fields"].as_object() else {
        return Resp::jira_field(400, "fields", "fields are required");
    };
    if let Some((field, message)) = field_error(fields) {
        return Resp::jira_field(400, field, message);
    }
    let text = |of: &str, names: &[&str]| -> Option<String> {
        let value = fields.get(of)?;
        names.iter().find_map(|n| value[*n].as_str()).map(str::to_owned)
    };
    let project = text("project", &["key", "id"]).and_then(|p| world.jira.project(&p).cloned());
    let Some(project) = project else {
        return Resp::jira_field(400, "project", "valid project is required");
    };
    let Some(kind) = text("issuetype", &["name", "id"]) else {
        return Resp::jira_field(400, "issuetype", "Specify an issue type");
    };
    let properties = match properties(&body["properties"]) {
        Ok(list) => list.into_iter().collect::<BTreeMap<_, _>>(),
        Err(message) => return Resp::jira_field(400, "properties", &message),
    };
    let labels = fields.get("labels").and_then(Value::as_array).into_iter().flatten();
    let new = NewIssue {
        key: None,
        project: project.key,
        kind,
        summary: fields["summary"].as_str().unwrap_or_default().to_owned(),
        description: fields.get("description").filter(|d| !d.is_null()).cloned(),
        priority: text("priority", &["name", "id"]).unwrap_or_else(|| "Medium".into()),
        labels: labels.filter_map(Value::as_str).map(str::to_owned).collect(),
        points: fields.get(POINTS).and_then(Value::as_f64),
        due: fields.get("duedate").and_then(Value::as_str).map(str::to_owned),
        assignee: text("assignee", &["accountId", "id"]),
        creator: world.jira.me.clone(),
        sprint: None,
        properties,
    };
    let now = world.now_ms();
    let key = world.jira.create(new, now);
    let id = world.jira.find(&key).map_or(String::new(), |i| i.id.clone());
    let url = format!("{SITE}/rest/api/3/issue/{id}");
    Resp::json(201, json!({"id": id, "key": key, "self": url}))
}
