//! Microsoft Graph mail below `/graph/v1.0`, and its token endpoint below `/login`.

pub(crate) mod delta;
mod filter;
mod messages;
mod send;
mod store;
mod token;
mod wire;

use http::Method;
use serde_json::{Value, json};

pub(crate) use store::{FOLDERS, MailStore, Message, NewMail};
pub use token::{CLIENT_ID, CLIENT_SECRET, TENANT};
pub(crate) use token::{Tokens, handle as login};

use crate::web::{Req, Resp};
use crate::world::World;

/// Answers one request below `/graph`.
pub(crate) fn handle(world: &mut World, req: &Req) -> Resp {
    let bearer = req.header("authorization").and_then(|h| h.strip_prefix("Bearer "));
    let Some(delegated) = bearer.and_then(|t| world.tokens.check(t.trim(), world.now_ms())) else {
        let message = "Access token is empty, not valid or has expired.";
        return Resp::graph_error(401, "InvalidAuthenticationToken", message)
            .with("www-authenticate", "Bearer realm=\"\", error=\"invalid_token\"");
    };
    let segments = req.segments();
    let mut resp = match segments.as_slice() {
        ["v1.0", "users", mailbox, rest @ ..] => {
            if !mailbox.eq_ignore_ascii_case(&world.mail.mailbox) {
                // As Graph says it, with the address.
                let message = format!("The requested user '{mailbox}' is invalid.");
                return Resp::graph_error(404, "ErrorInvalidUser", &message);
            }
            mailbox_request(world, req, rest)
        }
        ["v1.0", "me", rest @ ..] if delegated => mailbox_request(world, req, rest),
        ["v1.0", "me", ..] => Resp::graph_error(
            400,
            "BadRequest",
            "/me request is only valid with delegated authentication flow.",
        ),
        _ => not_found("Resource not found for the segment."),
    };
    if req.prefers("idtype=\"immutableid\"") {
        resp = resp.with("preference-applied", "IdType=\"ImmutableId\"");
    }
    resp
}

fn mailbox_request(world: &mut World, req: &Req, path: &[&str]) -> Resp {
    let get = req.method == Method::GET;
    let post = req.method == Method::POST;
    match path {
        [] if get => Resp::ok(json!({"id": "4c6b1c7e-0000-4000-8000-00000000a001",
            "displayName": "Morgan Ellis", "mail": world.mail.mailbox,
            "userPrincipalName": world.mail.mailbox})),
        ["mailFolders"] if get => {
            let list: Vec<Value> = FOLDERS.iter().map(|(f, _)| folder_json(world, f)).collect();
            Resp::ok(json!({"value": list}))
        }
        ["mailFolders", folder, rest @ ..] => {
            let Some(folder) = folder_name(folder) else {
                return not_found("The specified folder could not be found in the store.");
            };
            match rest {
                [] if get => Resp::ok(folder_json(world, folder)),
                ["messages"] if get => messages::list(world, req, Some(folder)),
                ["messages"] if post && folder == "drafts" => send::create(world, req),
                ["messages", "delta"] if get => delta::delta(world, req, folder),
                _ => not_found("Resource not found for the segment."),
            }
        }
        ["messages"] if get => messages::list(world, req, None),
        ["messages"] if post => send::create(world, req),
        ["messages", id] if get => messages::get(world, req, id),
        ["messages", id] if req.method == Method::PATCH => send::update(world, req, id),
        ["messages", id] if req.method == Method::DELETE => send::delete(world, id),
        ["messages", id, "createReply"] if post => send::create_reply(world, req, id, false),
        ["messages", id, "createReplyAll"] if post => send::create_reply(world, req, id, true),
        ["messages", id, "send"] if post => send::send(world, req, id),
        ["messages", id, "attachments"] if get => match world.mail.find(id) {
            Some(_) => Resp::ok(json!({"value": []})),
            None => no_message(),
        },
        ["sendMail"] if post => send::send_mail(world, req),
        _ => not_found("Resource not found for the segment."),
    }
}

/// Folder by well-known name or id.
fn folder_name(text: &str) -> Option<&'static str> {
    let hit = |(name, _): &&(&'static str, &str)| {
        name.eq_ignore_ascii_case(text) || store::folder_id(name) == text
    };
    FOLDERS.iter().find(hit).map(|(name, _)| *name)
}

fn folder_json(world: &World, name: &str) -> Value {
    let title = FOLDERS.iter().find(|(f, _)| *f == name).map_or(name, |(_, t)| *t);
    let inside = world.mail.messages.iter().filter(|m| m.folder == name);
    let unread = inside.clone().filter(|m| m.fields.get("isRead") == Some(&json!(false))).count();
    json!({"id": store::folder_id(name), "displayName": title, "parentFolderId": "AAMkRoot",
        "childFolderCount": 0, "unreadItemCount": unread, "totalItemCount": inside.count(),
        "isHidden": false})
}

fn not_found(message: &str) -> Resp {
    Resp::graph_error(404, "ResourceNotFound", message)
}

fn no_message() -> Resp {
    Resp::graph_error(404, "ErrorItemNotFound", "The specified object was not found in the store.")
}

fn bad(message: &str) -> Resp {
    Resp::graph_error(400, "BadRequest", message)
}
