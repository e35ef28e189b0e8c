//! The `$filter` expressions that the mail endpoints understand; others are refused.

use serde_json::{Value, json};

use super::store::Message;
use crate::clock::parse_time;

/// One condition; a filter is their conjunction.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// A top-level or nested string or boolean property, by JSON pointer.
    Equals(&'static str, Value),
    /// `receivedDateTime` compared: from (inclusive) in milliseconds.
    From(i64),
    /// `receivedDateTime` compared: before (exclusive) in milliseconds.
    Before(i64),
    /// An extended property with a value.
    Property(String, String),
}

/// Reads the only filter that delta supports: `receivedDateTime ge|gt <time>`.
pub(super) fn received_after(text: &str) -> Result<i64, String> {
    match parse(text)?.as_slice() {
        [Condition::From(ms)] => Ok(*ms),
        _ => Err("Only receivedDateTime ge or gt is supported in a change query.".to_owned()),
    }
}

/// Splits at ` and ` outside quotes and parentheses.
fn conjuncts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut quoted, mut depth) = (false, 0u32);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !quoted && depth == 0 && rest.starts_with(" and ") {
            parts.push(String::new());
            rest = &rest[" and ".len()..];
            continue;
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    parts
}

/// A quoted OData string; a doubled quote stands for one.
fn quoted(text: &str) -> Option<String> {
    let inner = text.trim().strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.replace("''", "'"))
}

/// `singleValueExtendedProperties/Any(ep: ep/id eq '..' and ep/value eq '..')`
fn property(text: &str) -> Option<Condition> {
    let head = "singleValueExtendedProperties/any(";
    let start = text.get(..head.len())?;
    if !start.eq_ignore_ascii_case(head) {
        return None;
    }
    let inner = text[head.len()..].strip_suffix(')')?;
    let (variable, body) = inner.split_once(':')?;
    let variable = variable.trim();
    let (mut id, mut value) = (None, None);
    for part in conjuncts(body.trim()) {
        let (name, wanted) = part.trim().split_once(" eq ")?;
        match name.strip_prefix(variable)?.strip_prefix('/')? {
            "id" => id = quoted(wanted),
            "value" => value = quoted(wanted),
            _ => return None,
        }
    }
    Some(Condition::Property(id?, value?))
}

fn condition(text: &str) -> Option<Condition> {
    let text = text.trim();
    if let Some(found) = property(text) {
        return Some(found);
    }
    let mut words = text.splitn(3, ' ');
    let (name, op, value) = (words.next()?, words.next()?, words.next()?.trim());
    if name == "receivedDateTime" {
        let ms = parse_time(value.trim_matches('\''))?;
        return match op {
            "ge" => Some(Condition::From(ms)),
            "gt" => Some(Condition::From(ms + 1)),
            "lt" => Some(Condition::Before(ms)),
            "le" => Some(Condition::Before(ms + 1)),
            _ => None,
        };
    }
    let pointer = match name {
        "conversationId" => "/conversationId",
        "internetMessageId" => "/internetMessageId",
        "subject" => "/subject",
        "from/emailAddress/address" => "/from/emailAddress/address",
        "isRead" => "/isRead",
        "isDraft" => "/isDraft",
        _ => return None,
    };
    let value = match value {
        "true" => json!(true),
        "false" => json!(false),
        text => json!(quoted(text)?),
    };
    (op == "eq").then_some(Condition::Equals(pointer, value))
}

/// Parses a filter; the error is Graph's sentence.
pub(super) fn parse(text: &str) -> Result<Vec<Condition>, String> {
    let parts = conjuncts(text);
    let parsed = parts.iter().map(|part| {
        condition(part).ok_or_else(|| format!("Invalid filter clause: '{}'.", part.trim()))
    });
    parsed.collect()
}

/// Whether a message satisfies every condition.
pub(super) fn holds(conditions: &[Condition], message: &Message, fields: &Value) -> bool {
    conditions.iter().all(|condition| match condition {
        Condition::Equals(pointer, value) => fields.pointer(pointer) == Some(value),
        Condition::From(ms) => message.received_ms >= *ms,
        Condition::Before(ms) => message.received_ms < *ms,
        Condition::Property(id, value) => {
            message.properties.iter().any(|(k, v)| k.eq_ignore_ascii_case(id) && v == value)
        }
    })
}
