//! Draft, send, withdraw.
//!
//! `prepare` leaves exactly one draft with the intent's marker, whatever an interrupted attempt
//! left behind; `submit` is the one request that counts.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::{at, list_at, str_at, string_at};
use plugin_sdk::payload::{Draft, Effect, EffectKind, Receipt, Recipient, SCHEMA};
use plugin_sdk::serde_json::{Value, json};
use plugin_sdk::{Failure, Request, Upstream, call, call_effect, fetch};

use crate::api;

/// What a receipt needs of a message.
const RECEIPT_SELECT: &str = "id,conversationId,webLink,isDraft,hasAttachments,subject,body,\
    toRecipients,ccRecipients,bccRecipients";

/// The fields of a mail effect.
pub(crate) struct MailEffect<'a> {
    pub(crate) mailbox: &'a str,
    pub(crate) reply_to: Option<&'a str>,
    pub(crate) to: &'a [Recipient],
    pub(crate) subject: &'a str,
    pub(crate) body: &'a str,
}

/// The mail of an effect, or a refusal.
pub(crate) fn mail_of(effect: &Effect) -> Result<MailEffect<'_>, Failure> {
    match &effect.kind {
        EffectKind::Mail { mailbox, reply_to, to, subject, body } => {
            Ok(MailEffect { mailbox, reply_to: reply_to.as_deref(), to, subject, body })
        }
        _ => Err(Failure::refused("this integration sends mail only")),
    }
}

/// See [`plugin_sdk::Integration::prepare`].
pub fn prepare(upstream: &mut dyn Upstream, effect: &Effect) -> Result<Receipt, Failure> {
    let mail = mail_of(effect)?;
    if mail.to.is_empty() {
        return Err(Failure::refused("a mail needs a recipient"));
    }
    let id = match existing_draft(upstream, &mail, &effect.intent)? {
        Some(id) => id,
        None => create_draft(upstream, &mail, &effect.intent)?,
    };
    // A reply comes with recipients, subject and quoted text of its own, and a found draft may be
    // half written: only a rewrite makes it exactly what was approved.
    let request = api::user("PATCH", mail.mailbox, &["messages", &id]);
    call(upstream, request.json(&message(&mail, &effect.intent)))?;
    read_back(upstream, &mail, &effect.intent, &id)
}

/// See [`plugin_sdk::Integration::submit`].
pub fn submit(
    upstream: &mut dyn Upstream,
    effect: &Effect,
    receipt: &Receipt,
) -> Result<Receipt, Failure> {
    let mail = mail_of(effect)?;
    if receipt.id.is_empty() {
        return Err(Failure::refused("the receipt names no draft"));
    }
    let request = api::user("POST", mail.mailbox, &["messages", &receipt.id, "send"]);
    call_effect(upstream, request)?;
    Ok(Receipt { draft: None, ..receipt.clone() })
}

/// See [`plugin_sdk::Integration::withdraw`]: removes every draft with the marker, never a message
/// that has left.
pub fn withdraw(
    upstream: &mut dyn Upstream,
    effect: &Effect,
    receipt: Option<&Receipt>,
) -> Result<(), Failure> {
    let mail = mail_of(effect)?;
    let found = api::marked(upstream, mail.mailbox, Some("drafts"), &effect.intent)?;
    let mut ids: Vec<String> = found.iter().map(|m| string_at(m, "/id")).collect();
    if let Some(receipt) = receipt
        && !receipt.id.is_empty()
        && !ids.contains(&receipt.id)
    {
        ids.push(receipt.id.clone());
    }
    for id in ids {
        remove_draft(upstream, mail.mailbox, &id)?;
    }
    Ok(())
}

fn remove_draft(upstream: &mut dyn Upstream, mailbox: &str, id: &str) -> Result<(), Failure> {
    let path = ["messages", id];
    let request = api::user("GET", mailbox, &path).query("$select", "id,isDraft");
    let found = match fetch(upstream, request) {
        Err(Failure::NotFound(_)) => return Ok(()),
        other => other?,
    };
    if at(&found, "/isDraft") != &Value::Bool(true) {
        return Err(Failure::refused("the mail has left already"));
    }
    match call(upstream, api::user("DELETE", mailbox, &path)) {
        Ok(_) | Err(Failure::NotFound(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// A draft that an interrupted attempt left behind. A message with the marker that is no draft
/// means that the intent was already carried out.
fn existing_draft(
    upstream: &mut dyn Upstream,
    mail: &MailEffect<'_>,
    intent: &str,
) -> Result<Option<String>, Failure> {
    let found = api::marked(upstream, mail.mailbox, Some("drafts"), intent)?;
    let draft = found.iter().find(|m| at(m, "/isDraft") != &Value::Bool(false));
    Ok(draft.map(|m| string_at(m, "/id")).filter(|id| !id.is_empty()))
}

fn create_draft(
    upstream: &mut dyn Upstream,
    mail: &MailEffect<'_>,
    intent: &str,
) -> Result<String, Failure> {
    let message = message(mail, intent);
    let request: Request = match mail.reply_to {
        Some(id) => {
            let request = api::user("POST", mail.mailbox, &["messages", id, "createReply"]);
            request.json(&json!({"message": message}))
        }
        None => api::user("POST", mail.mailbox, &["messages"]).json(&message),
    };
    let made = fetch(upstream, request)?;
    let id = str_at(&made, "/id");
    if id.is_empty() {
        return Err(Failure::malformed("a draft was created without an id"));
    }
    Ok(id.to_string())
}

/// The whole message as approved: exactly these recipients, no copies, plain text.
fn message(mail: &MailEffect<'_>, intent: &str) -> Value {
    let to: Vec<Value> = mail
        .to
        .iter()
        .map(|r| json!({"emailAddress": {"address": r.address, "name": r.name}}))
        .collect();
    json!({
        "subject": mail.subject,
        "body": {"contentType": "text", "content": mail.body},
        "toRecipients": to,
        "ccRecipients": [],
        "bccRecipients": [],
        "singleValueExtendedProperties": api::marker(intent),
    })
}

fn read_back(
    upstream: &mut dyn Upstream,
    mail: &MailEffect<'_>,
    intent: &str,
    id: &str,
) -> Result<Receipt, Failure> {
    let path = ["users", mail.mailbox, "messages", id];
    let request = Request::get(api::TARGET, &path)
        .query("$select", RECEIPT_SELECT)
        .query("$expand", &api::expand_marker());
    let request = api::prefer(request, "outlook.body-content-type=\"text\"");
    let found = fetch(upstream, request)?;
    if at(&found, "/isDraft") == &Value::Bool(false) {
        return Err(Failure::refused("the prepared message is not a draft"));
    }
    if at(&found, "/hasAttachments") == &Value::Bool(true) {
        return Err(Failure::refused("the draft carries attachments"));
    }
    if api::intent_of(&found).as_deref() != Some(intent) {
        return Err(Failure::malformed("the draft did not keep its marker"));
    }
    let mut other = addresses(&found, "/ccRecipients");
    other.extend(addresses(&found, "/bccRecipients"));
    Ok(Receipt {
        draft: Some(Draft {
            to: addresses(&found, "/toRecipients"),
            other,
            subject: string_at(&found, "/subject"),
            body: body_text(&found, mail.body),
        }),
        ..receipt_of(&found)
    })
}

/// The receipt of a message, without what it says.
pub(crate) fn receipt_of(message: &Value) -> Receipt {
    Receipt {
        schema: SCHEMA,
        id: string_at(message, "/id"),
        also: string_at(message, "/conversationId"),
        link: string_at(message, "/webLink"),
        draft: None,
    }
}

fn addresses(message: &Value, pointer: &str) -> Vec<String> {
    let list = list_at(message, pointer).iter();
    list.map(|r| str_at(r, "/emailAddress/address").to_ascii_lowercase()).collect()
}

/// The body with `\n` as line end. Exchange stores CRLF and ends a body with a line end of its
/// own, which alone is no difference to what was approved.
fn body_text(message: &Value, approved: &str) -> String {
    let text = str_at(message, "/body/content").replace("\r\n", "\n");
    if approved.ends_with('\n') {
        return text;
    }
    text.strip_suffix('\n').map(ToString::to_string).unwrap_or(text)
}
