//! `messages/delta`: rounds of changes with opaque tokens.
//!
//! Each change of a message gets a sequence number. A round walks from the token's number to the
//! present; a first round is the same walk from 0, without removals.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::filter::received_after;
use super::wire::{self, Shape};
use super::{bad, store};
use crate::web::{Req, Resp};
use crate::world::World;

#[derive(Serialize, Deserialize, Clone)]
struct Token {
    epoch: u64,
    folder: String,
    /// What the client knew before this round; none in a first round.
    known: Option<u64>,
    /// How far this round has come.
    cursor: u64,
    select: Vec<String>,
    after_ms: Option<i64>,
}

fn seal(token: &Token) -> String {
    URL_SAFE_NO_PAD.encode(json!(token).to_string())
}

fn open(text: &str) -> Option<Token> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// The answer that makes a client start over.
pub(crate) fn gone(base: &str, mailbox: &str) -> Resp {
    let message = "The sync state generation is not found; a full synchronisation is needed.";
    let url = format!("{base}/graph/v1.0/users/{mailbox}/mailFolders/inbox/messages/delta");
    Resp::graph_error(410, "syncStateNotFound", message).with("location", url)
}

fn start(req: &Req, folder: &str, epoch: u64) -> Result<Token, String> {
    let after_ms = req.q("$filter").map(received_after).transpose()?;
    Ok(Token {
        epoch,
        folder: folder.to_owned(),
        known: None,
        cursor: 0,
        select: wire::select(req.q("$select").unwrap_or_default())?,
        after_ms,
    })
}

/// Rows after the cursor, in order of change: (sequence, row).
fn rows(world: &World, token: &Token, shape: &Shape) -> Vec<(u64, Value)> {
    let inside = world.mail.messages.iter().filter(|m| {
        m.folder == token.folder
            && m.changed > token.cursor
            && token.after_ms.is_none_or(|after| m.received_ms >= after)
    });
    let mut rows: Vec<(u64, Value)> = inside
        .map(|m| {
            let whole = token.known.is_none_or(|known| m.content_changed > known);
            if whole {
                return (m.changed, wire::message(m, shape));
            }
            // Only the read state changed: Graph sends what changed and no more.
            let etag = m.fields["changeKey"].as_str().unwrap_or_default();
            let row = json!({"@odata.type": "#microsoft.graph.message",
                "@odata.etag": format!("W/\"{etag}\""), "id": wire::id(m, shape.immutable),
                "isRead": m.fields["isRead"]});
            (m.changed, row)
        })
        .collect();
    if token.known.is_some() {
        let gone = world.mail.tombstones.iter();
        let gone = gone.filter(|t| t.folder == token.folder && t.changed > token.cursor);
        rows.extend(gone.map(|t| {
            let id = if shape.immutable { &t.immutable_id } else { &t.item_id };
            (t.changed, json!({"@removed": {"reason": t.reason}, "id": id}))
        }));
    }
    rows.sort_by_key(|(changed, _)| *changed);
    rows
}

fn page_size(req: &Req) -> usize {
    let preferred = req.header("prefer").and_then(|p| {
        let rest = p.to_ascii_lowercase();
        let at = rest.find("odata.maxpagesize=")? + "odata.maxpagesize=".len();
        let digits: String = rest[at..].chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    preferred.unwrap_or_else(|| req.number("$top", 10)).clamp(1, 1000)
}

/// Answers a delta request for one folder.
pub(super) fn delta(world: &World, req: &Req, folder: &str) -> Resp {
    let mailbox = &world.mail.mailbox;
    let given = req.q("$skiptoken").or(req.q("$deltatoken"));
    let token = match given {
        None => start(req, folder, world.mail.epoch),
        Some(text) => match open(text) {
            Some(token) if token.epoch != world.mail.epoch => return gone(&req.base, mailbox),
            Some(token) if token.folder == folder => Ok(token),
            _ => Err("Badly formed token.".to_owned()),
        },
    };
    let token = match token {
        Ok(token) => token,
        Err(message) => return bad(&message),
    };
    let shape = match Shape::of(req) {
        // The token carries the selection; a client only repeats the link.
        Ok(shape) => Shape { select: token.select.clone(), ..shape },
        Err(message) => return bad(&message),
    };
    let rows = rows(world, &token, &shape);
    let size = page_size(req);
    let last = rows.len() <= size;
    let end = if last { world.mail.sequence } else { rows[size - 1].0 };
    let page: Vec<Value> = rows.into_iter().take(size).map(|(_, row)| row).collect();
    let folder_url = format!(
        "{}/graph/v1.0/users/{mailbox}/mailFolders/{}/messages/delta",
        req.base,
        store::folder_id(folder)
    );
    let next = Token { cursor: end, known: if last { Some(end) } else { token.known }, ..token };
    let (name, parameter) =
        if last { ("@odata.deltaLink", "$deltatoken") } else { ("@odata.nextLink", "$skiptoken") };
    Resp::ok(json!({
        "@odata.context": format!("{}/graph/v1.0/$metadata#Collection(message)", req.base),
        "value": page,
        name: format!("{folder_url}?{parameter}={}", seal(&next)),
    }))
}
