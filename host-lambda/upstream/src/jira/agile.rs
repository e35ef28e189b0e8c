//! Jira Software boards and sprints, below `/jira/rest/agile/1.0`.

use serde_json::{Value, json};

use super::wire;
use crate::web::{Req, Resp};
use crate::world::World;

fn page(req: &Req, name: &str, all: Vec<Value>) -> Resp {
    let total = all.len();
    let start = req.number("startAt", 0).min(total);
    let max = req.number("maxResults", 50).clamp(1, 100);
    let values: Vec<Value> = all.into_iter().skip(start).take(max).collect();
    let last = start + values.len() >= total;
    let mut body = json!({"maxResults": max, "startAt": start, "total": total, name: values});
    if name == "values" {
        body["isLast"] = json!(last);
    }
    Resp::ok(body)
}

/// Answers one request below the Agile prefix.
pub(super) fn handle(world: &World, req: &Req, path: &[&str]) -> Resp {
    if req.method != http::Method::GET {
        return Resp::jira_error(405, "The method is not allowed for this resource.");
    }
    let store = &world.jira;
    let board = |p: &super::Project| {
        let url = format!("{}/rest/agile/1.0/board/{}", super::SITE, p.board_id);
        json!({"id": p.board_id, "self": url,
            "name": format!("{} board", p.key), "type": "scrum",
            "location": {"projectId": p.id.parse::<u64>().unwrap_or(0), "projectKey": p.key,
                "projectName": p.name, "displayName": format!("{} ({})", p.name, p.key)}})
    };
    let board_of = |id: &str| store.projects.iter().find(|p| p.board_id.to_string() == id);
    match path {
        ["board"] => {
            let wanted = req.q("projectKeyOrId").map(str::to_owned);
            let of =
                |p: &&super::Project| wanted.as_deref().is_none_or(|w| w == p.key || w == p.id);
            page(req, "values", store.projects.iter().filter(of).map(board).collect())
        }
        ["board", id] => match board_of(id) {
            Some(project) => Resp::ok(board(project)),
            None => Resp::jira_error(
                404,
                "Requested board cannot be viewed because it either does not exist or you do not \
                have permission to view it.",
            ),
        },
        ["board", id, "sprint"] => {
            let states: Vec<&str> =
                req.q("state").map(|s| s.split(',').collect()).unwrap_or_default();
            let of = |s: &&super::Sprint| {
                s.board_id.to_string() == *id
                    && (states.is_empty() || states.contains(&s.state.as_str()))
            };
            page(req, "values", store.sprints.iter().filter(of).map(wire::sprint).collect())
        }
        ["sprint", id] => match store.sprints.iter().find(|s| s.id.to_string() == *id) {
            Some(sprint) => Resp::ok(wire::sprint(sprint)),
            None => Resp::jira_error(404, "Sprint does not exist."),
        },
        ["sprint", id, "issue"] => {
            let wanted: Vec<String> = match req.q("fields") {
                Some(list) => list.split(',').map(|w| w.trim().to_owned()).collect(),
                None => vec!["*navigable".to_owned()],
            };
            let inside = |i: &&super::Issue| i.sprints.iter().any(|s| s.to_string() == *id);
            let found = store.issues.iter().filter(inside);
            page(req, "issues", found.map(|i| wire::issue(store, i, &wanted, false)).collect())
        }
        _ => Resp::jira_error(404, "null for uri: the resource does not exist."),
    }
}
