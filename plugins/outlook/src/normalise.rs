//! A raw message as a signal: pure, no egress.

use alloc::string::String;
use alloc::vec::Vec;

use plugin_sdk::json::{at, int_at, list_at, str_at, string_at};
use plugin_sdk::payload::{Actor, Change, Folder, Mail, SCHEMA, Signal, Text, TextFormat};
use plugin_sdk::serde_json::{self, Value};
use plugin_sdk::{Failure, Raw};

use crate::headers;

/// See [`plugin_sdk::Integration::normalise`].
pub fn normalise(raw: &Raw) -> Result<Signal, Failure> {
    let body: Value = serde_json::from_slice(&raw.body)
        .map_err(|_| Failure::malformed("a stored change is not valid JSON"))?;
    if int_at(&body, "/schema") != i64::from(SCHEMA) {
        return Err(Failure::malformed("a stored change is of another schema"));
    }
    let message = at(&body, "/message");
    let mail = mail(raw, &body, message);
    let intent = string_at(&body, "/intent");
    Ok(Signal {
        schema: SCHEMA,
        entity: raw.entity.clone(),
        change_key: raw.change_key.clone(),
        occurred_at_ms: raw.occurred_at_ms,
        change: Change::Message,
        authors: authors(&mail),
        texts: texts(message, &mail),
        issue: None,
        mail: Some(mail),
        intent: (!intent.is_empty()).then_some(intent),
        truncated: at(&body, "/truncated") == &Value::Bool(true),
    })
}

/// The people behind the text; nobody known is somebody unknown.
fn authors(mail: &Mail) -> Vec<Actor> {
    if mail.from.is_empty() { Vec::from([Actor::default()]) } else { mail.from.clone() }
}

fn texts(message: &Value, mail: &Mail) -> Vec<Text> {
    let html = str_at(message, "/body/contentType").eq_ignore_ascii_case("html");
    let format = if html { TextFormat::Html } else { TextFormat::Plain };
    let subject = Text {
        part: String::from("subject"),
        format: TextFormat::Plain,
        text: mail.subject.clone(),
    };
    let text = string_at(message, "/body/content");
    let body = Text { part: String::from("body"), format, text };
    [subject, body].into_iter().filter(|t| !t.text.is_empty()).collect()
}

fn mail(raw: &Raw, body: &Value, message: &Value) -> Mail {
    let transport = list_at(message, "/internetMessageHeaders");
    let from = senders(message, transport);
    let reply_to = people(message, "/replyTo");
    let same = reply_to.len() == from.len()
        && reply_to.iter().all(|r| from.iter().any(|f| f.address == r.address));
    let names = list_at(body, "/attachments").iter().filter_map(Value::as_str);
    Mail {
        id: raw.entity.clone(),
        internet_message_id: string_at(message, "/internetMessageId"),
        conversation_id: string_at(message, "/conversationId"),
        folder: folder(str_at(body, "/folder")),
        from,
        reply_to: if same { Vec::new() } else { reply_to },
        to: people(message, "/toRecipients"),
        cc: people(message, "/ccRecipients"),
        subject: string_at(message, "/subject"),
        attachments: names.map(String::from).collect(),
        auth: headers::auth(transport),
    }
}

/// Graph's `from`, and whoever else the From headers name.
fn senders(message: &Value, transport: &[Value]) -> Vec<Actor> {
    let mut out: Vec<Actor> = person(at(message, "/from")).into_iter().collect();
    for address in headers::from_addresses(transport) {
        if !out.iter().any(|a| a.address == address) {
            out.push(Actor { address, ..Actor::default() });
        }
    }
    out
}

fn people(message: &Value, pointer: &str) -> Vec<Actor> {
    list_at(message, pointer).iter().filter_map(person).collect()
}

fn person(value: &Value) -> Option<Actor> {
    let address = str_at(value, "/emailAddress/address").trim().to_ascii_lowercase();
    let name = string_at(value, "/emailAddress/name");
    let known = !address.is_empty() || !name.is_empty();
    known.then_some(Actor { address, name, ..Actor::default() })
}

fn folder(name: &str) -> Folder {
    match name.to_ascii_lowercase().as_str() {
        "inbox" => Folder::Inbox,
        "sentitems" => Folder::Sent,
        _ => Folder::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_sdk::serde_json::json;

    fn signal(message: &Value) -> Signal {
        let body = json!({"schema": 1, "folder": "inbox", "message": message});
        let body = plugin_sdk::json::bytes(&body);
        let raw = Raw { entity: "m".into(), change_key: "message".into(), body, ..Raw::default() };
        normalise(&raw).unwrap()
    }

    fn person(address: &str) -> Value {
        json!({"emailAddress": {"address": address, "name": "N"}})
    }

    #[test]
    fn a_second_from_in_the_headers_is_a_second_author() {
        let headers = json!([{"name": "From", "value": "a@x.org, B <B@y.org>"}]);
        let one = signal(&json!({"from": person("A@x.org"), "internetMessageHeaders": headers}));
        let people: Vec<&str> = one.authors.iter().map(|a| a.address.as_str()).collect();
        assert_eq!(people, ["a@x.org", "b@y.org"]);
        assert_eq!(signal(&json!({})).authors, [Actor::default()]);
    }

    #[test]
    fn reply_to_is_kept_only_where_it_differs() {
        let reply = |address: &str| {
            let message = json!({"from": person("a@x.org"), "replyTo": [person(address)]});
            signal(&message).mail.unwrap().reply_to.len()
        };
        assert_eq!((reply("A@X.org"), reply("other@x.org")), (0, 1));
    }

    #[test]
    fn html_is_told_apart_from_text() {
        let format = |kind: &str| {
            let message = json!({"body": {"contentType": kind, "content": "<b>x</b>"}});
            signal(&message).texts[0].format
        };
        assert_eq!((format("html"), format("text")), (TextFormat::Html, TextFormat::Plain));
    }
}
