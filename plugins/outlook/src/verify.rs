//! `probe` and `reconcile`: read only.

use alloc::format;
use alloc::string::{String, ToString};

use plugin_sdk::json::{at, id_at, str_at};
use plugin_sdk::payload::{Effect, ProbeTarget};
use plugin_sdk::serde_json::Value;
use plugin_sdk::time::parse_ms_or_zero;
use plugin_sdk::{Failure, Outcome, Upstream};

use crate::{act, api};

/// See [`plugin_sdk::Integration::probe`]: the newest message of the conversation without an
/// intent marker. Drafts do not count: nobody else has seen them.
pub fn probe(upstream: &mut dyn Upstream, target: &ProbeTarget) -> Result<String, Failure> {
    let ProbeTarget::Thread { mailbox, conversation_id } = target else {
        return Err(Failure::refused("this integration probes threads only"));
    };
    // No `$orderby`: Graph refuses it together with this filter.
    let filter = format!("conversationId eq {}", api::quoted(conversation_id));
    let query: &[(&str, &str)] = &[
        ("$filter", &filter),
        ("$select", "id,conversationId,receivedDateTime,isDraft"),
        ("$expand", &api::expand_marker()),
        ("$top", "50"),
    ];
    let found = api::messages(upstream, mailbox, None, query)?;
    let foreign = found.iter().filter(|m| {
        at(m, "/isDraft") != &Value::Bool(true)
            && str_at(m, "/conversationId") == conversation_id
            && api::intent_of(m).is_none()
    });
    let newest = foreign
        .map(|m| (parse_ms_or_zero(str_at(m, "/receivedDateTime")), id_at(m, "/id")))
        .max()
        .unwrap_or_default();
    Ok(format!("{}@{}", newest.1, newest.0))
}

/// See [`plugin_sdk::Integration::reconcile`]: Sent Items, then Drafts, then the whole mailbox,
/// because between the two a message lies in the Outbox and a user may have moved it.
pub fn reconcile(upstream: &mut dyn Upstream, effect: &Effect) -> Result<Outcome, Failure> {
    let mail = act::mail_of(effect)?;
    let mut look = |folder| api::marked(upstream, mail.mailbox, folder, &effect.intent);
    let is_draft = |m: &&Value| at(m, "/isDraft") == &Value::Bool(true);
    let sent = look(Some("sentitems"))?;
    if let Some(message) = sent.first() {
        return Ok(Outcome::Confirmed(act::receipt_of(message)));
    }
    let drafts = look(Some("drafts"))?;
    if let Some(message) = drafts.iter().find(is_draft) {
        return Ok(Outcome::Prepared(act::receipt_of(message)));
    }
    let anywhere = look(None)?;
    if let Some(message) = anywhere.iter().find(|m| !is_draft(m)) {
        return Ok(Outcome::Confirmed(act::receipt_of(message)));
    }
    if anywhere.is_empty() {
        return Ok(Outcome::Absent);
    }
    let why: String = "a draft with the marker lies outside Drafts".to_string();
    Ok(Outcome::Unknown(why))
}
