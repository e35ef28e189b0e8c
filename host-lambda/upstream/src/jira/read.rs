//! What can be read of issues, comments, people and projects.

use serde_json::{Value, json};

use super::store::{Comment, Issue, JiraStore, SITE};
use super::{no_issue, wire};
use crate::web::{Req, Resp};
use crate::world::World;

fn words(text: Option<&str>) -> Vec<String> {
    let words = text.unwrap_or_default().split(',').map(str::trim).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

fn slice<'a, T>(req: &Req, all: &'a [T], max: usize) -> (usize, usize, &'a [T]) {
    let start = req.number("startAt", 0).min(all.len());
    let max = req.number("maxResults", max).clamp(1, max);
    (start, max, &all[start..(start + max).min(all.len())])
}

pub(super) fn issue(world: &World, req: &Req, key: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    let mut wanted = words(req.q("fields"));
    if wanted.is_empty() {
        wanted.push("*all".to_owned());
    }
    let changelog = words(req.q("expand")).iter().any(|e| e == "changelog");
    let mut body = wire::issue(&world.jira, issue, &wanted, changelog);
    let asked = words(req.q("properties"));
    if !asked.is_empty() {
        let all = asked.iter().any(|a| a == "*all");
        let known = issue.properties.iter().filter(|(k, _)| all || asked.contains(k));
        body["properties"] = known.map(|(k, v)| (k.clone(), v.clone())).collect();
    }
    Resp::ok(body)
}

pub(super) fn changelog(world: &World, req: &Req, key: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    let (start, max, page) = slice(req, &issue.histories, 100);
    let total = issue.histories.len();
    let url = format!("{SITE}/rest/api/3/issue/{key}/changelog");
    let values: Vec<Value> = page.iter().map(|h| wire::history(&world.jira, h)).collect();
    let end = start + page.len();
    let mut body = json!({"self": format!("{url}?startAt={start}&maxResults={max}"),
        "startAt": start, "maxResults": max, "total": total, "isLast": end >= total,
        "values": values});
    if end < total {
        body["nextPage"] = json!(format!("{url}?startAt={end}&maxResults={max}"));
    }
    Resp::ok(body)
}

pub(super) fn comments(world: &World, req: &Req, key: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    let mut all: Vec<&Comment> = issue.comments.iter().collect();
    match req.q("orderBy") {
        None | Some("created" | "+created") => {}
        Some("-created") => all.reverse(),
        Some(other) => {
            return Resp::jira_error(400, &format!("Invalid value for orderBy: {other}"));
        }
    }
    let properties = words(req.q("expand")).iter().any(|e| e == "properties");
    let (start, max, page) = slice(req, &all, 100);
    let write = |c: &&Comment| wire::comment(&world.jira, issue, c, properties);
    let list: Vec<Value> = page.iter().map(write).collect();
    Resp::ok(json!({"startAt": start, "maxResults": max, "total": all.len(), "comments": list}))
}

pub(super) fn comment(world: &World, req: &Req, key: &str, id: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    let properties = words(req.q("expand")).iter().any(|e| e == "properties");
    match issue.comments.iter().find(|c| c.id == id) {
        Some(found) => Resp::ok(wire::comment(&world.jira, issue, found, properties)),
        None => Resp::jira_error(404, &format!("Can not find a comment for the id: {id}.")),
    }
}

fn find_comment<'a>(store: &'a JiraStore, id: &str) -> Option<(&'a Issue, &'a Comment)> {
    store.issues.iter().find_map(|i| i.comments.iter().find(|c| c.id == id).map(|c| (i, c)))
}

fn keys(url: &str, keys: impl Iterator<Item = String>) -> Resp {
    let list: Vec<Value> = keys.map(|k| json!({"self": format!("{url}/{k}"), "key": k})).collect();
    Resp::ok(json!({"keys": list}))
}

pub(super) fn comment_properties(world: &World, id: &str) -> Resp {
    let Some((_, comment)) = find_comment(&world.jira, id) else {
        return Resp::jira_error(404, &format!("Can not find a comment for the id: {id}."));
    };
    let url = format!("{SITE}/rest/api/3/comment/{id}/properties");
    keys(&url, comment.properties.iter().map(|(k, _)| k.clone()))
}

pub(super) fn comment_property(world: &World, id: &str, name: &str) -> Resp {
    let found = find_comment(&world.jira, id)
        .and_then(|(_, c)| c.properties.iter().find(|(k, _)| k == name));
    match found {
        Some((key, value)) => Resp::ok(json!({"key": key, "value": value})),
        None => Resp::jira_error(404, &format!("The property {name} does not exist.")),
    }
}

pub(super) fn issue_properties(world: &World, key: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    let url = format!("{SITE}/rest/api/3/issue/{key}/properties");
    keys(&url, issue.properties.keys().cloned())
}

pub(super) fn issue_property(world: &World, key: &str, name: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    match issue.properties.get(name) {
        Some(value) => Resp::ok(json!({"key": name, "value": value})),
        None => Resp::jira_error(404, &format!("The property {name} does not exist.")),
    }
}

pub(super) fn transitions(world: &World, key: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    let now = issue.fields.get("status").map_or(&Value::Null, |s| &s["id"]);
    let list: Vec<Value> = world
        .jira
        .statuses
        .iter()
        .filter(|s| *now != json!(s.id))
        .map(|s| {
            json!({"id": super::write::transition_id(s), "name": s.name, "to": wire::status(s),
                "hasScreen": false, "isGlobal": true, "isInitial": false, "isAvailable": true,
                "isConditional": false, "isLooped": false})
        })
        .collect();
    Resp::ok(json!({"expand": "transitions", "transitions": list}))
}

pub(super) fn worklogs(world: &World, req: &Req, key: &str) -> Resp {
    let Some(issue) = world.jira.find(key) else { return no_issue() };
    let (start, max, page) = slice(req, &issue.worklogs, 5000);
    let list: Vec<Value> = page.iter().map(|w| wire::worklog(&world.jira, issue, w)).collect();
    Resp::ok(json!({"startAt": start, "maxResults": max, "total": issue.worklogs.len(),
        "worklogs": list}))
}

pub(super) fn user(world: &World, req: &Req) -> Resp {
    match req.q("accountId").and_then(|a| world.jira.user(a)) {
        Some(user) => Resp::ok(wire::user(user)),
        None => Resp::jira_error(
            404,
            "Specified user does not exist or you do not have required permissions",
        ),
    }
}

pub(super) fn user_search(world: &World, req: &Req) -> Resp {
    if let Some(account) = req.q("accountId") {
        let found = world.jira.users.iter().filter(|u| u.account_id == account).map(wire::user);
        return Resp::ok(found.collect());
    }
    let Some(query) = req.q("query").map(str::to_lowercase) else {
        return Resp::jira_error(400, "The 'query' or 'accountId' parameter is required.");
    };
    let hit = |text: &str| text.to_lowercase().contains(&query);
    let all: Vec<_> = world
        .jira
        .users
        .iter()
        .filter(|u| hit(&u.name) || u.email.as_deref().is_some_and(hit))
        .collect();
    let (_, _, page) = slice(req, &all, 50);
    Resp::ok(page.iter().map(|u| wire::user(u)).collect())
}

pub(super) fn users(world: &World, req: &Req) -> Resp {
    let (_, _, page) = slice(req, &world.jira.users, 50);
    Resp::ok(page.iter().map(wire::user).collect())
}

pub(super) fn projects(world: &World, req: &Req) -> Resp {
    let keys: Vec<&str> =
        req.query.iter().filter(|(k, _)| k == "keys").map(|(_, v)| v.as_str()).collect();
    let query = req.q("query").map(str::to_lowercase);
    let all: Vec<_> = world
        .jira
        .projects
        .iter()
        .filter(|p| keys.is_empty() || keys.contains(&p.key.as_str()))
        .filter(|p| query.as_deref().is_none_or(|q| p.name.to_lowercase().contains(q)))
        .collect();
    let (start, max, page) = slice(req, &all, 50);
    let values: Vec<Value> = page.iter().map(|p| wire::project(&world.jira, p)).collect();
    Resp::ok(json!({"self": format!("{SITE}/rest/api/3/project/search?startAt={start}"),
        "startAt": start, "maxResults": max, "total": all.len(),
        "isLast": start + page.len() >= all.len(), "values": values}))
}

pub(super) fn project(world: &World, key: &str) -> Resp {
    match world.jira.project(key) {
        Some(project) => Resp::ok(wire::project(&world.jira, project)),
        None => Resp::jira_error(404, &format!("No project could be found with key '{key}'.")),
    }
}

pub(super) fn statuses(world: &World) -> Resp {
    Resp::ok(world.jira.statuses.iter().map(wire::status).collect())
}
