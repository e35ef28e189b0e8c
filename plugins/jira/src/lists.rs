//! What the account can see, for the user to choose from: projects with their boards, and people.
//!
//! The checkpoint is the number of entries read so far; an empty one starts from the beginning.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{self, at, int_at, str_at, string_at, take_list};
use plugin_sdk::serde_json::Value;
use plugin_sdk::{Failure, Page, Raw, Request, Upstream, fetch};

use crate::api;

/// Projects of one page: each costs requests for its boards.
const PROJECTS_MAX: u32 = 20;
/// Boards asked for in one page.
const BOARDS_PAGE: usize = 50;
/// Most pages of boards of one project.
const BOARD_PAGES_MAX: usize = 4;

/// One page of projects.
pub fn projects(upstream: &mut dyn Upstream, checkpoint: &[u8], max: u32) -> Result<Page, Failure> {
    let start = start(checkpoint)?;
    let request = api::get(&["project", "search"])
        .query("startAt", &start.to_string())
        .query("maxResults", &max.min(PROJECTS_MAX).to_string())
        .query("orderBy", "key");
    let mut answer = fetch(upstream, request)?;
    if !at(&answer, "/values").is_array() {
        return Err(Failure::malformed("the project search answered without values"));
    }
    let found = take_list(&mut answer, "/values");
    let next = start.saturating_add(found.len());
    let total = usize::try_from(int_at(&answer, "/total")).unwrap_or_default();
    let last = at(&answer, "/isLast").as_bool().unwrap_or(next >= total) || found.is_empty();
    let mut raws = Vec::new();
    for project in found {
        let key = string_at(&project, "/key");
        if key.is_empty() {
            continue;
        }
        let boards = boards(upstream, &key)?;
        let body = json::object(Vec::from([
            ("key", Value::from(key.as_str())),
            ("name", Value::from(str_at(&project, "/name"))),
            ("boards", Value::Array(boards)),
        ]));
        raws.push(entry(key, &body));
    }
    Ok(page(raws, next, !last))
}

/// The boards of a project as `[id, name]`; none where boards are not part of the site or not visible.
fn boards(upstream: &mut dyn Upstream, key: &str) -> Result<Vec<Value>, Failure> {
    let mut out = Vec::new();
    for _ in 0..BOARD_PAGES_MAX {
        let request = Request::get(api::TARGET, &["rest", "agile", "1.0", "board"])
            .query("projectKeyOrId", key)
            .query("startAt", &out.len().to_string())
            .query("maxResults", &BOARDS_PAGE.to_string());
        let mut answer = match fetch(upstream, request) {
            Ok(answer) => answer,
            // The project list itself was answered: only the boards are out of reach.
            Err(Failure::NotFound(_) | Failure::Refused(_) | Failure::Unauthorised(_)) => break,
            Err(other) => return Err(other),
        };
        let found = take_list(&mut answer, "/values");
        let last = at(&answer, "/isLast").as_bool().unwrap_or(true) || found.is_empty();
        for board in found {
            let id = Value::from(int_at(&board, "/id"));
            out.push(Value::Array(Vec::from([id, Value::from(str_at(&board, "/name"))])));
        }
        if last {
            break;
        }
    }
    Ok(out)
}

/// One page of people. A page may hold fewer than asked for although more follow, so that only an
/// empty one is the last.
pub fn users(upstream: &mut dyn Upstream, checkpoint: &[u8], max: u32) -> Result<Page, Failure> {
    let start = start(checkpoint)?;
    let asked = max.clamp(1, 50);
    let request = api::get(&["users", "search"])
        .query("startAt", &start.to_string())
        .query("maxResults", &asked.to_string());
    let mut answer = fetch(upstream, request)?;
    if !answer.is_array() {
        return Err(Failure::malformed("the user search answered without a list"));
    }
    let found = take_list(&mut answer, "");
    let more = !found.is_empty();
    let mut raws = Vec::new();
    for user in found {
        let id = string_at(&user, "/accountId");
        if id.is_empty() || at(&user, "/active") == &Value::Bool(false) {
            continue;
        }
        let body = json::object(Vec::from([
            ("account_id", Value::from(id.as_str())),
            ("account_type", Value::from(str_at(&user, "/accountType"))),
            ("name", Value::from(str_at(&user, "/displayName"))),
            ("address", Value::from(str_at(&user, "/emailAddress").to_ascii_lowercase())),
        ]));
        raws.push(entry(id, &body));
    }
    Ok(page(raws, start.saturating_add(usize::try_from(asked).unwrap_or(50)), more))
}

fn start(checkpoint: &[u8]) -> Result<usize, Failure> {
    if checkpoint.is_empty() {
        return Ok(0);
    }
    let text = core::str::from_utf8(checkpoint).unwrap_or_default();
    text.parse().map_err(|_| Failure::Resync(String::from("the checkpoint is no number")))
}

fn entry(id: String, body: &Value) -> Raw {
    let change_key = String::from("entry");
    Raw { entity: id, change_key, occurred_at_ms: 0, body: json::bytes(body) }
}

fn page(raws: Vec<Raw>, next: usize, more: bool) -> Page {
    Page { raws, next: next.to_string().into_bytes(), more }
}
