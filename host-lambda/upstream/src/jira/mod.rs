//! Jira Cloud v3 below `/jira/rest/api/3` and Agile below `/jira/rest/agile/1.0`.

mod agile;
mod jql;
mod read;
mod search;
mod store;
mod wire;
mod write;

use base64::Engine as _;
use http::Method;

pub(crate) use store::{
    Comment, History, Issue, JiraStore, NewIssue, Project, SITE, Sprint, Status, User, Worklog,
};
pub(crate) use wire::{adf, adf_text, comment as comment_json};

use crate::web::{Req, Resp};
use crate::world::World;

/// The user name (mail address) of the demo token's owner, for Basic authentication.
pub const JIRA_USER: &str = "agent@northwind.example";
/// The demo API token, for Basic authentication.
pub const JIRA_TOKEN: &str = "demo-jira-token";

/// Whether the request carries the demo credential.
fn authorised(req: &Req) -> bool {
    let expected =
        base64::engine::general_purpose::STANDARD.encode(format!("{JIRA_USER}:{JIRA_TOKEN}"));
    let given = req.header("authorization").and_then(|h| h.strip_prefix("Basic "));
    given.is_some_and(|g| g.trim() == expected)
}

/// Answers one request below `/jira`.
pub(crate) fn handle(world: &mut World, req: &Req) -> Resp {
    if !authorised(req) {
        return Resp::jira_error(401, "Client must be authenticated to access this resource.")
            .with("www-authenticate", "OAuth realm=\"https%3A%2F%2Fnorthwind.atlassian.example\"");
    }
    let segments = req.segments();
    match segments.as_slice() {
        ["rest", "api", "3", rest @ ..] => api(world, req, rest),
        ["rest", "agile", "1.0", rest @ ..] => agile::handle(world, req, rest),
        _ => Resp::jira_error(404, "null for uri: the resource does not exist."),
    }
}

fn api(world: &mut World, req: &Req, path: &[&str]) -> Resp {
    let get = req.method == Method::GET;
    let post = req.method == Method::POST;
    let put = req.method == Method::PUT;
    match path {
        ["search"] if get || post => Resp::jira_error(
            410,
            "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.",
        ),
        ["search", "jql"] if get || post => search::search(world, req),
        ["issue"] if post => write::create(world, req),
        ["issue", key] if get => read::issue(world, req, key),
        ["issue", key, "changelog"] if get => read::changelog(world, req, key),
        ["issue", key, "comment"] if get => read::comments(world, req, key),
        ["issue", key, "comment"] if post => write::comment(world, req, key),
        ["issue", key, "comment", id] if get => read::comment(world, req, key, id),
        ["issue", key, "transitions"] if get => read::transitions(world, key),
        ["issue", key, "transitions"] if post => write::transition(world, req, key),
        ["issue", key, "properties"] if get => read::issue_properties(world, key),
        ["issue", key, "properties", name] if get => read::issue_property(world, key, name),
        ["issue", key, "properties", name] if put => write::issue_property(world, req, key, name),
        ["issue", key, "worklog"] if get => read::worklogs(world, req, key),
        ["comment", id, "properties"] if get => read::comment_properties(world, id),
        ["comment", id, "properties", name] if get => read::comment_property(world, id, name),
        ["comment", id, "properties", name] if put => write::comment_property(world, req, id, name),
        ["myself"] if get => Resp::ok(world.jira.user_value(Some(&world.jira.me))),
        ["user"] if get => read::user(world, req),
        ["user", "search"] if get => read::user_search(world, req),
        ["users", "search"] if get => read::users(world, req),
        ["project", "search"] if get => read::projects(world, req),
        ["project", key] if get => read::project(world, key),
        ["status"] if get => read::statuses(world),
        ["field"] if get => Resp::ok(wire::fields()),
        ["search" | "issue" | "myself" | "status" | "field", ..] => {
            Resp::jira_error(405, "The method is not allowed for this resource.")
        }
        _ => Resp::jira_error(404, "null for uri: the resource does not exist."),
    }
}

/// Jira answers the same to "absent" and "not allowed".
fn no_issue() -> Resp {
    Resp::jira_error(404, "Issue does not exist or you do not have permission to see it.")
}
