//! The folders of a mailbox, for the user to choose from.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{self, at, int_at, str_at, string_at, take_list};
use plugin_sdk::link::query_of;
use plugin_sdk::serde_json::Value;
use plugin_sdk::{Failure, Page, Raw, Request, Upstream, fetch};

use crate::api;

/// Most folders whose own folders are read in one page.
const PARENTS_MAX: usize = 50;
/// Most folders read inside one folder.
const CHILDREN: &str = "100";

/// One page of folders, each followed by the folders inside it (one level). The checkpoint is the query of the
/// next page.
pub fn folders(
    upstream: &mut dyn Upstream,
    mailbox: &str,
    checkpoint: &[u8],
    max: u32,
) -> Result<Page, Failure> {
    let mut request = api::user("GET", mailbox, &["mailFolders"]);
    if checkpoint.is_empty() {
        request = request.query("$top", &max.clamp(1, 100).to_string());
    } else {
        let link = core::str::from_utf8(checkpoint).unwrap_or_default();
        request.query = query_of(link);
        if request.query.is_empty() {
            return Err(Failure::Resync(String::from("the checkpoint is no link")));
        }
    }
    let mut answer = list(upstream, request)?;
    let next = answer.get("@odata.nextLink").and_then(Value::as_str).map(ToString::to_string);
    let mut raws = Vec::new();
    let mut parents = 0;
    for folder in take_list(&mut answer, "/value") {
        let (id, name) = (string_at(&folder, "/id"), string_at(&folder, "/displayName"));
        if id.is_empty() {
            continue;
        }
        raws.push(entry(&id, &name));
        if int_at(&folder, "/childFolderCount") > 0 && parents < PARENTS_MAX {
            parents += 1;
            let request = api::user("GET", mailbox, &["mailFolders", &id, "childFolders"])
                .query("$top", CHILDREN);
            let mut inside = list(upstream, request)?;
            for child in take_list(&mut inside, "/value") {
                let mut path = name.clone();
                path.push_str(" / ");
                path.push_str(str_at(&child, "/displayName"));
                raws.push(entry(str_at(&child, "/id"), &path));
            }
        }
    }
    let more = next.is_some();
    Ok(Page { raws, next: next.unwrap_or_default().into_bytes(), more })
}

fn list(upstream: &mut dyn Upstream, request: Request) -> Result<Value, Failure> {
    let answer = fetch(upstream, request)?;
    if at(&answer, "/value").is_array() {
        Ok(answer)
    } else {
        Err(Failure::malformed("a folder list has no value"))
    }
}

fn entry(id: &str, name: &str) -> Raw {
    let body = json::object(Vec::from([("id", Value::from(id)), ("name", Value::from(name))]));
    Raw {
        entity: id.to_string(),
        change_key: String::from("entry"),
        occurred_at_ms: 0,
        body: json::bytes(&body),
    }
}
