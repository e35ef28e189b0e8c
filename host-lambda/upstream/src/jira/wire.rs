//! How Jira writes its things as JSON (v3, ADF bodies).

use serde_json::{Map, Value, json};

use super::store::{
    Comment, History, Issue, JiraStore, POINTS, Project, SITE, SPRINT, Sprint, Status, User,
    Worklog,
};
use crate::clock::{agile_time, jira_time};

/// Histories that `expand=changelog` carries; the rest must be paged.
pub(crate) const INLINE_HISTORIES: usize = 20;

/// Plain text as an ADF document, one paragraph per blank-line-separated block.
pub(crate) fn adf(text: &str) -> Value {
    let paragraphs: Vec<Value> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(|p| {
            let mut content = Vec::new();
            for (index, line) in p.lines().enumerate() {
                if index > 0 {
                    content.push(json!({"type": "hardBreak"}));
                }
                if !line.is_empty() {
                    content.push(json!({"type": "text", "text": line}));
                }
            }
            json!({"type": "paragraph", "content": content})
        })
        .collect();
    json!({"type": "doc", "version": 1, "content": paragraphs})
}

/// The text of an ADF document, paragraphs apart by blank lines.
pub(crate) fn adf_text(node: &Value) -> String {
    fn walk(node: &Value, out: &mut String) {
        match node["type"].as_str() {
            Some("text") => out.push_str(node["text"].as_str().unwrap_or_default()),
            Some("hardBreak") => out.push('\n'),
            Some("mention" | "emoji") => {
                out.push_str(node["attrs"]["text"].as_str().unwrap_or_default());
            }
            _ => {}
        }
        for child in node["content"].as_array().into_iter().flatten() {
            walk(child, out);
        }
        if matches!(node["type"].as_str(), Some("paragraph" | "heading" | "codeBlock")) {
            out.push_str("\n\n");
        }
    }
    let mut out = String::new();
    walk(node, &mut out);
    out.trim().to_owned()
}

fn avatars() -> Value {
    let at = |size: u32| format!("{SITE}/avatar.png?size={size}");
    json!({"16x16": at(16), "24x24": at(24), "32x32": at(32), "48x48": at(48)})
}

pub(crate) fn user(user: &User) -> Value {
    let mut value = json!({
        "self": format!("{SITE}/rest/api/3/user?accountId={}", user.account_id),
        "accountId": user.account_id, "accountType": user.account_type, "active": true,
        "displayName": user.name, "timeZone": user.zone, "avatarUrls": avatars(),
    });
    // Most users hide their address: the key is absent, not null.
    if let Some(email) = &user.email {
        value["emailAddress"] = json!(email);
    }
    value
}

pub(crate) fn status(status: &Status) -> Value {
    let (id, name, colour) = match status.category.as_str() {
        "done" => (3, "Done", "green"),
        "indeterminate" => (4, "In Progress", "yellow"),
        _ => (2, "To Do", "blue-gray"),
    };
    json!({"self": format!("{SITE}/rest/api/3/status/{}", status.id), "id": status.id,
        "name": status.name, "description": "", "iconUrl": format!("{SITE}/images/icon.png"),
        "statusCategory": {"self": format!("{SITE}/rest/api/3/statuscategory/{id}"), "id": id,
            "key": status.category, "colorName": colour, "name": name}})
}

pub(crate) fn issue_type(name: &str) -> Value {
    let (id, level) = match name {
        "Epic" => ("10000", 1),
        "Story" => ("10001", 0),
        "Bug" => ("10004", 0),
        "Sub-task" => ("10003", -1),
        _ => ("10002", 0),
    };
    json!({"self": format!("{SITE}/rest/api/3/issuetype/{id}"), "id": id, "name": name,
        "description": "", "subtask": level < 0, "hierarchyLevel": level,
        "iconUrl": format!("{SITE}/images/{id}.svg")})
}

pub(crate) fn priority(name: &str) -> Value {
    let id = match name {
        "Highest" => "1",
        "High" => "2",
        "Low" => "4",
        "Lowest" => "5",
        _ => "3",
    };
    json!({"self": format!("{SITE}/rest/api/3/priority/{id}"), "id": id, "name": name,
        "iconUrl": format!("{SITE}/images/icons/priorities/{id}.svg")})
}

pub(crate) fn resolution() -> Value {
    json!({"self": format!("{SITE}/rest/api/3/resolution/10000"), "id": "10000", "name": "Done",
        "description": "Work has been completed on this issue."})
}

pub(crate) fn project_brief(project: &Project) -> Value {
    json!({"self": format!("{SITE}/rest/api/3/project/{}", project.id), "id": project.id,
        "key": project.key, "name": project.name, "projectTypeKey": "software",
        "simplified": false, "avatarUrls": avatars()})
}

pub(crate) fn project(store: &JiraStore, project: &Project) -> Value {
    let mut value = project_brief(project);
    value["style"] = json!("classic");
    value["isPrivate"] = json!(false);
    value["lead"] = store.user_value(Some(&project.lead));
    value
}

pub(crate) fn sprint(sprint: &Sprint) -> Value {
    json!({"id": sprint.id, "self": format!("{SITE}/rest/agile/1.0/sprint/{}", sprint.id),
        "state": sprint.state, "name": sprint.name, "startDate": agile_time(sprint.start_ms),
        "endDate": agile_time(sprint.end_ms), "originBoardId": sprint.board_id,
        "goal": sprint.goal})
}

/// The two ends of a changelog item for a stored value: (id, text).
pub(crate) fn change_ends(value: &Value) -> (Value, Value) {
    match value {
        Value::Object(map) if map.contains_key("accountId") => {
            (map["accountId"].clone(), map.get("displayName").cloned().unwrap_or(Value::Null))
        }
        Value::Object(map) if map.contains_key("version") => (Value::Null, json!(adf_text(value))),
        Value::Object(map) => (
            map.get("id").cloned().unwrap_or(Value::Null),
            map.get("name").cloned().unwrap_or(Value::Null),
        ),
        Value::Array(list) => {
            let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            (Value::Null, json!(words.join(" ")))
        }
        Value::Number(n) => (Value::Null, json!(n.to_string())),
        Value::String(s) => (json!(s), json!(s)),
        _ => (Value::Null, Value::Null),
    }
}

pub(crate) fn history(store: &JiraStore, entry: &History) -> Value {
    json!({"id": entry.id, "author": store.user_value(Some(&entry.author)),
        "created": jira_time(entry.at_ms), "items": entry.items})
}

pub(crate) fn comment(
    store: &JiraStore,
    issue: &Issue,
    comment: &Comment,
    properties: bool,
) -> Value {
    let author = store.user_value(Some(&comment.author));
    let mut value = json!({
        "self": format!("{SITE}/rest/api/3/issue/{}/comment/{}", issue.id, comment.id),
        "id": comment.id, "author": author, "updateAuthor": author, "body": comment.body,
        "created": jira_time(comment.created_ms), "updated": jira_time(comment.updated_ms),
        "jsdPublic": comment.public,
    });
    if properties {
        let list = comment.properties.iter().map(|(k, v)| json!({"key": k, "value": v}));
        value["properties"] = list.collect();
    }
    value
}

pub(crate) fn worklog(store: &JiraStore, issue: &Issue, entry: &Worklog) -> Value {
    let author = store.user_value(Some(&entry.author));
    json!({"self": format!("{SITE}/rest/api/3/issue/{}/worklog/{}", issue.id, entry.id),
        "id": entry.id, "issueId": issue.id, "author": author, "updateAuthor": author,
        "comment": adf(&entry.text), "created": jira_time(entry.at_ms),
        "updated": jira_time(entry.at_ms), "started": jira_time(entry.at_ms),
        "timeSpent": format!("{}m", entry.seconds / 60), "timeSpentSeconds": entry.seconds})
}

fn paged(name: &str, list: Vec<Value>) -> Value {
    let total = list.len();
    json!({"startAt": 0, "maxResults": total, "total": total, name: list})
}

/// All fields of an issue, derived ones included.
pub(crate) fn all_fields(store: &JiraStore, issue: &Issue) -> Map<String, Value> {
    let mut fields = issue.fields.clone();
    fields.insert("created".into(), json!(jira_time(issue.created_ms)));
    fields.insert("updated".into(), json!(jira_time(issue.updated_ms)));
    let comments = issue.comments.iter().map(|c| comment(store, issue, c, false)).collect();
    let mut comments = paged("comments", comments);
    comments["self"] = json!(format!("{SITE}/rest/api/3/issue/{}/comment", issue.id));
    fields.insert("comment".into(), comments);
    let worklogs = issue.worklogs.iter().map(|w| worklog(store, issue, w)).collect();
    fields.insert("worklog".into(), paged("worklogs", worklogs));
    let spent: u64 = issue.worklogs.iter().map(|w| w.seconds).sum();
    if spent > 0 || !fields.contains_key("timespent") {
        fields.insert("timespent".into(), if spent > 0 { json!(spent) } else { Value::Null });
    }
    if !issue.sprints.is_empty() {
        let on = |id: &u64| store.sprints.iter().find(|s| s.id == *id);
        let list: Vec<Value> = issue.sprints.iter().filter_map(on).map(sprint).collect();
        fields.insert(SPRINT.into(), json!(list));
    } else {
        fields.entry(SPRINT).or_insert(Value::Null);
    }
    fields
}

/// Fields that `*navigable` leaves out.
const NOT_NAVIGABLE: [&str; 3] = ["comment", "worklog", "attachment"];

/// An issue with the fields asked for (`*all`, `*navigable`, names, `-name`).
pub(crate) fn issue(store: &JiraStore, issue: &Issue, wanted: &[String], changelog: bool) -> Value {
    let only_id = wanted.len() == 1 && wanted[0] == "id";
    if only_id && !changelog {
        return json!({"id": issue.id});
    }
    let mut fields = all_fields(store, issue);
    let all = wanted.iter().any(|w| w == "*all");
    let navigable = wanted.iter().any(|w| w == "*navigable")
        || wanted.iter().all(|w| w.starts_with('-')) && !wanted.is_empty() && !all;
    let alias = |name: &str| name.eq_ignore_ascii_case("sprint") && !all;
    fields.retain(|name, _| {
        let named = wanted.iter().any(|w| w == name || (alias(w) && name == SPRINT));
        let dropped = wanted.iter().any(|w| w.strip_prefix('-') == Some(name));
        let open = navigable && !NOT_NAVIGABLE.contains(&name.as_str());
        !dropped && (all || named || open)
    });
    let mut value = json!({"expand": "operations,versionedRepresentations,editmeta,changelog",
        "id": issue.id, "self": format!("{SITE}/rest/api/3/issue/{}", issue.id),
        "key": issue.key, "fields": fields});
    if changelog {
        let newest = issue.histories.iter().rev().take(INLINE_HISTORIES);
        let list: Vec<Value> = newest.map(|h| history(store, h)).collect();
        value["changelog"] = json!({"startAt": 0, "maxResults": list.len(),
            "total": issue.histories.len(), "histories": list});
    }
    value
}

/// The list that `GET /field` returns.
pub(crate) fn fields() -> Value {
    let system = |id: &str, name: &str, kind: &str| {
        json!({"id": id, "key": id, "name": name, "custom": false, "orderable": true,
            "navigable": true, "searchable": true, "clauseNames": [id],
            "schema": {"type": kind, "system": id}})
    };
    let custom = |id: &str, name: &str, kind: &str, number: u32| {
        json!({"id": id, "key": id, "name": name, "custom": true, "orderable": true,
            "navigable": true, "searchable": true, "clauseNames": [format!("cf[{number}]"), name],
            "schema": {"type": kind, "customId": number,
                "custom": format!("com.atlassian.jira.plugin.system:{kind}")}})
    };
    json!([
        system("summary", "Summary", "string"),
        system("description", "Description", "string"),
        system("status", "Status", "status"),
        system("assignee", "Assignee", "user"),
        system("reporter", "Reporter", "user"),
        system("creator", "Creator", "user"),
        system("priority", "Priority", "priority"),
        system("labels", "Labels", "array"),
        system("duedate", "Due date", "date"),
        system("resolution", "Resolution", "resolution"),
        system("created", "Created", "datetime"),
        system("updated", "Updated", "datetime"),
        custom(POINTS, "Story point estimate", "number", 10_016),
        custom(SPRINT, "Sprint", "array", 10_020)
    ])
}
