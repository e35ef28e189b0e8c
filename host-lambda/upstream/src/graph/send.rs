//! Drafts, replies and sending.

use serde_json::{Map, Value, json};

use super::store::{NewMail, html_text};
use super::wire::{self, Shape};
use super::{bad, no_message};
use crate::clock::graph_time;
use crate::web::{Req, Resp};
use crate::world::World;

const RECIPIENTS: [&str; 4] = ["toRecipients", "ccRecipients", "bccRecipients", "replyTo"];
const WRITABLE: [&str; 6] =
    ["subject", "body", "importance", "categories", "inferenceClassification", "flag"];
const READ_ONLY_ON_SENT: [&str; 3] = ["subject", "body", "importance"];

/// Checked fields of a message, and its extended properties.
type Content = (Map<String, Value>, Vec<(String, String)>);

fn recipients_ok(value: &Value) -> bool {
    value.as_array().is_some_and(|list| {
        list.iter().all(|r| {
            r["emailAddress"]["address"].as_str().is_some_and(|a| a.contains('@') && a.len() <= 320)
        })
    })
}

fn valid(name: &str, value: &Value) -> bool {
    match name {
        n if RECIPIENTS.contains(&n) => recipients_ok(value),
        "subject" => value.is_string(),
        "body" => {
            let kind = value["contentType"].as_str().unwrap_or("text").to_ascii_lowercase();
            value["content"].is_string() && ["text", "html"].contains(&kind.as_str())
        }
        "isRead" => value.is_boolean(),
        _ => true,
    }
}

/// Checks a message in a request and splits off its extended properties.
fn read(body: &Value) -> Result<Content, String> {
    let Some(object) = body.as_object() else {
        return Err("Unable to read JSON request payload.".to_owned());
    };
    let (mut fields, mut properties) = (Map::new(), Vec::new());
    for (name, value) in object {
        let known = RECIPIENTS.contains(&name.as_str())
            || WRITABLE.contains(&name.as_str())
            || ["isRead", "from", "sender", "internetMessageId"].contains(&name.as_str());
        if name == "singleValueExtendedProperties" {
            for entry in value.as_array().into_iter().flatten() {
                match (entry["id"].as_str(), entry["value"].as_str()) {
                    (Some(id), Some(value)) if property_id(id) => {
                        properties.push((id.to_owned(), value.to_owned()));
                    }
                    _ => return Err("The extended property is not valid.".to_owned()),
                }
            }
        } else if name.starts_with('@') || name == "internetMessageHeaders" {
            // Annotations carry nothing; custom headers are not kept on drafts.
        } else if !known {
            return Err(format!(
                "The property '{name}' does not exist on type 'microsoft.graph.message'."
            ));
        } else if !valid(name, value) {
            return Err(format!("The value of '{name}' is not valid."));
        } else {
            fields.insert(name.clone(), normalised(name, value));
        }
    }
    Ok((fields, properties))
}

/// `String {GUID} Name X` or `String 0x....`.
fn property_id(id: &str) -> bool {
    let named = id.strip_prefix("String {").and_then(|r| r.split_once("} Name "));
    let named = named.is_some_and(|(guid, name)| guid.len() == 36 && !name.is_empty());
    named || id.starts_with("String 0x")
}

fn normalised(name: &str, value: &Value) -> Value {
    if name == "body" {
        let kind = value["contentType"].as_str().unwrap_or("text").to_ascii_lowercase();
        return json!({"contentType": kind, "content": value["content"]});
    }
    if !RECIPIENTS.contains(&name) {
        return value.clone();
    }
    let list = value.as_array().into_iter().flatten().map(|r| {
        let address = r["emailAddress"]["address"].as_str().unwrap_or_default();
        let name = r["emailAddress"]["name"].as_str().unwrap_or(address);
        json!({"emailAddress": {"name": name, "address": address}})
    });
    list.collect()
}

fn shape(req: &Req) -> Shape {
    Shape::of(req).unwrap_or_default()
}

/// Applies checked content to the message at `position`.
fn write(
    world: &mut World,
    position: usize,
    fields: Map<String, Value>,
    properties: Vec<(String, String)>,
) {
    let now = world.now_ms();
    let message = &mut world.mail.messages[position];
    message.fields.extend(fields);
    for (id, value) in properties {
        message.properties.retain(|(k, _)| !k.eq_ignore_ascii_case(&id));
        message.properties.push((id, value));
    }
    world.mail.touch(position, now);
}

fn created(world: &World, req: &Req, position: usize) -> Resp {
    let mut shape = shape(req);
    // A creation echoes the extended properties that it was given.
    let message = &world.mail.messages[position];
    shape.expand = message.properties.iter().map(|(k, _)| k.clone()).collect();
    Resp::json(201, wire::message(message, &shape))
}

/// `POST /messages`: a draft.
pub(super) fn create(world: &mut World, req: &Req) -> Resp {
    let Ok(body) = req.json::<Value>() else { return bad("Unable to read JSON request payload.") };
    let (fields, properties) = match read(&body) {
        Ok(parts) => parts,
        Err(message) => return bad(&message),
    };
    let now = world.now_ms();
    let position = world.mail.draft(None, now);
    write(world, position, fields, properties);
    created(world, req, position)
}

/// `POST /messages/{id}/createReply`: a draft in the same conversation.
pub(super) fn create_reply(world: &mut World, req: &Req, id: &str, all: bool) -> Resp {
    let body = if req.body.is_empty() { json!({}) } else { req.json().unwrap_or(Value::Null) };
    let Some(object) = body.as_object() else {
        return bad("Unable to read JSON request payload.");
    };
    let given = object.get("message").cloned().unwrap_or_else(|| json!({}));
    let (fields, properties) = match read(&given) {
        Ok(parts) => parts,
        Err(message) => return bad(&message),
    };
    let comment = object.get("comment").and_then(Value::as_str).unwrap_or_default();
    if !comment.is_empty() && fields.contains_key("body") {
        return bad("Specify either the comment or the body of the message, not both.");
    }
    let Some(original) = world.mail.find(id).cloned() else { return no_message() };
    let value = |name: &str| original.fields.get(name).cloned().unwrap_or(Value::Null);
    let conversation = value("conversationId").as_str().map(str::to_owned);
    let subject = value("subject").as_str().unwrap_or_default().to_owned();
    let prefixed = subject.to_ascii_lowercase().starts_with("re:");
    let subject = if prefixed { subject } else { format!("RE: {subject}") };
    let asked = value("replyTo");
    let named = asked.as_array().is_some_and(|list| !list.is_empty());
    let to = if named { asked } else { json!([value("from")]) };
    let quoted = value("body")["content"].as_str().unwrap_or_default().to_owned();
    let quoted = if value("body")["contentType"] == "html" { html_text(&quoted) } else { quoted };
    let quoted: Vec<String> = quoted.lines().map(|l| format!("> {l}")).collect();
    let mut reply = Map::new();
    reply.insert("subject".into(), json!(subject));
    reply.insert("toRecipients".into(), to);
    if all {
        reply.insert("ccRecipients".into(), value("ccRecipients"));
    }
    let text = format!("{comment}\n\n{}", quoted.join("\n"));
    reply.insert("body".into(), json!({"contentType": "text", "content": text}));
    reply.extend(fields);
    let now = world.now_ms();
    let position = world.mail.draft(conversation, now);
    write(world, position, reply, properties);
    created(world, req, position)
}

/// `PATCH /messages/{id}`: anything on a draft, little else on other messages.
pub(super) fn update(world: &mut World, req: &Req, id: &str) -> Resp {
    let Ok(body) = req.json::<Value>() else { return bad("Unable to read JSON request payload.") };
    let Some(position) = world.mail.position(id) else { return no_message() };
    let (fields, properties) = match read(&body) {
        Ok(parts) => parts,
        Err(message) => return bad(&message),
    };
    if let (Some(read), 1, true) = (fields.get("isRead"), fields.len(), properties.is_empty()) {
        let read = read == &json!(true);
        world.mail.mark_read(position, read);
    } else {
        let draft = world.mail.messages[position].is_draft();
        let frozen = |n: &String| {
            READ_ONLY_ON_SENT.contains(&n.as_str()) || RECIPIENTS.contains(&n.as_str())
        };
        if !draft && fields.keys().any(frozen) {
            return Resp::graph_error(
                400,
                "ErrorInvalidPropertySet",
                "The property can only be changed while the message is a draft.",
            );
        }
        write(world, position, fields, properties);
    }
    Resp::ok(wire::message(&world.mail.messages[position], &shape(req)))
}

/// `DELETE /messages/{id}`
pub(super) fn delete(world: &mut World, id: &str) -> Resp {
    let Some(position) = world.mail.position(id) else { return no_message() };
    world.mail.remove(position);
    Resp::empty(204)
}

fn has_recipient(fields: &Map<String, Value>) -> bool {
    RECIPIENTS[..3]
        .iter()
        .any(|r| fields.get(*r).and_then(Value::as_array).is_some_and(|list| !list.is_empty()))
}

fn no_recipient() -> Resp {
    Resp::graph_error(400, "ErrorInvalidRecipients", "At least one recipient is not valid.")
}

/// Moves the message to Sent Items and, when asked for, delivers a copy to the own inbox.
fn submit(world: &mut World, position: usize) {
    let now = world.now_ms();
    let time = graph_time(now);
    let message = &mut world.mail.messages[position];
    message.received_ms = now;
    for (name, value) in [
        ("isDraft", json!(false)),
        ("sentDateTime", json!(time)),
        ("receivedDateTime", json!(time)),
    ] {
        message.fields.insert(name.into(), value);
    }
    let lose = world.faults.lose_immutable_id;
    world.mail.relocate(position, "sentitems", lose);
    world.mail.touch(position, now);
    if world.faults.deliver_to_self {
        deliver_to_self(world, position, now);
    }
}

fn deliver_to_self(world: &mut World, position: usize, now: i64) {
    let own = world.mail.mailbox.clone();
    let fields = Value::Object(world.mail.messages[position].fields.clone());
    let to_me = |list: &Value| {
        list.as_array().into_iter().flatten().any(|r| r["emailAddress"]["address"] == *own)
    };
    if !to_me(&fields["toRecipients"]) && !to_me(&fields["ccRecipients"]) {
        return;
    }
    let pair = |r: &Value| {
        let part = |n: &str| r["emailAddress"][n].as_str().unwrap_or_default().to_owned();
        (part("name"), part("address"))
    };
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let mail = NewMail {
        from: pair(&fields["from"]),
        to: fields["toRecipients"].as_array().into_iter().flatten().map(pair).collect(),
        subject: text(&fields["subject"]),
        body: text(&fields["body"]["content"]),
        html: fields["body"]["contentType"] == "html",
        message_id: text(&fields["internetMessageId"]).trim_matches(['<', '>']).to_owned(),
        headers: vec![("X-MS-Exchange-Organization-AuthAs".into(), "Internal".into())],
        ..NewMail::default()
    };
    world.mail.deliver(mail, now);
    // The copy belongs to the conversation of what was sent.
    if let Some(copy) = world.mail.messages.last_mut() {
        copy.fields.insert("conversationId".into(), fields["conversationId"].clone());
    }
}

/// `POST /messages/{id}/send`
pub(super) fn send(world: &mut World, _req: &Req, id: &str) -> Resp {
    let Some(position) = world.mail.position(id) else { return no_message() };
    let message = &world.mail.messages[position];
    if !message.is_draft() {
        return Resp::graph_error(400, "ErrorInvalidOperation", "The message is not a draft.");
    }
    if !has_recipient(&message.fields) {
        return no_recipient();
    }
    submit(world, position);
    Resp::empty(202)
}

/// `POST /sendMail`: no draft, no id.
pub(super) fn send_mail(world: &mut World, req: &Req) -> Resp {
    let Ok(body) = req.json::<Value>() else { return bad("Unable to read JSON request payload.") };
    let (fields, properties) = match read(&body["message"]) {
        Ok(parts) => parts,
        Err(message) => return bad(&message),
    };
    if !has_recipient(&fields) {
        return no_recipient();
    }
    let now = world.now_ms();
    let position = world.mail.draft(None, now);
    write(world, position, fields, properties);
    submit(world, position);
    if body["saveToSentItems"] == json!(false) {
        world.mail.remove(position);
    }
    Resp::empty(202)
}
