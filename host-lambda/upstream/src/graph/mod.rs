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

pub(crate) use store::{FOLDERS, INSIDE_INBOX, MailStore, Message, NewMail};
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
        ["mailFolders"] if get => folder_page(world, req, &FOLDERS, "mailFolders"),
        ["mailFolders", folder, rest @ ..] => {
            let Some(folder) = folder_name(folder) else {
                return not_found("The specified folder could not be found in the store.");
            };
            match rest {
                [] if get => Resp::ok(folder_json(world, folder)),
                ["childFolders"] if get => {
                    let inside = if folder == "inbox" { &INSIDE_INBOX[..] } else { &[] };
                    let path = format!("mailFolders/{}/childFolders", store::folder_id(folder));
                    folder_page(world, req, inside, &path)
                }
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
    FOLDERS.iter().chain(&INSIDE_INBOX).find(hit).map(|(name, _)| *name)
}

/// One page of folders; Graph gives ten where `$top` asks for no other number.
fn folder_page(world: &World, req: &Req, all: &[(&str, &str)], path: &str) -> Resp {
    let skip = req.number("$skip", 0).min(all.len());
    let top = req.number("$top", 10).clamp(1, 1000);
    let page = all.iter().skip(skip).take(top);
    let value: Vec<Value> = page.map(|(name, _)| folder_json(world, name)).collect();
    let end = skip + value.len();
    let mut body = json!({"value": value});
    if end < all.len() {
        let mailbox = &world.mail.mailbox;
        let link = format!("{}/graph/v1.0/users/{mailbox}/{path}?$top={top}&$skip={end}", req.base);
        body["@odata.nextLink"] = json!(link);
    }
    Resp::ok(body)
}

fn folder_json(world: &World, name: &str) -> Value {
    let mut all = FOLDERS.iter().chain(&INSIDE_INBOX);
    let title = all.find(|(f, _)| *f == name).map_or(name, |(_, t)| *t);
    let nested = INSIDE_INBOX.iter().any(|(f, _)| *f == name);
    let parent = if nested { store::folder_id("inbox") } else { "AAMkRoot".to_owned() };
    let children = if name == "inbox" { INSIDE_INBOX.len() } else { 0 };
    let inside = world.mail.messages.iter().filter(|m| m.folder == name);
    let unread = inside.clone().filter(|m| m.fields.get("isRead") == Some(&json!(false))).count();
    json!({"id": store::folder_id(name), "displayName": title, "parentFolderId": parent,
        "childFolderCount": children, "unreadItemCount": unread, "totalItemCount": inside.count(),
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
