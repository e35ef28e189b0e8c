//! How a message is written, and which parts of it a request asked for.

use serde_json::{Map, Value, json};

use super::store::{Message, folder_id, html_text};
use crate::web::Req;

/// Which parts of a message a request wants.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// `$select`; empty means the default set.
    pub(super) select: Vec<String>,
    /// Ids of extended properties in `$expand`.
    pub(super) expand: Vec<String>,
    pub(super) immutable: bool,
    pub(super) text_body: bool,
}

/// Properties that only an explicit `$select` or `$expand` returns.
const ON_REQUEST: [&str; 2] = ["internetMessageHeaders", "uniqueBody"];
const KNOWN: [&str; 32] = [
    "id",
    "createdDateTime",
    "lastModifiedDateTime",
    "changeKey",
    "categories",
    "receivedDateTime",
    "sentDateTime",
    "hasAttachments",
    "internetMessageId",
    "internetMessageHeaders",
    "subject",
    "bodyPreview",
    "importance",
    "parentFolderId",
    "conversationId",
    "conversationIndex",
    "isDeliveryReceiptRequested",
    "isReadReceiptRequested",
    "isRead",
    "isDraft",
    "webLink",
    "inferenceClassification",
    "body",
    "uniqueBody",
    "sender",
    "from",
    "toRecipients",
    "ccRecipients",
    "bccRecipients",
    "replyTo",
    "flag",
    "attachments",
];

impl Shape {
    /// Reads `$select`, `$expand` and `Prefer`; the error is Graph's sentence.
    pub(super) fn of(req: &Req) -> Result<Self, String> {
        let select = select(req.q("$select").unwrap_or_default())?;
        let expand = match req.q("$expand") {
            None => Vec::new(),
            Some(text) => expand(text)?,
        };
        Ok(Self {
            select,
            expand,
            immutable: req.prefers("idtype=\"immutableid\""),
            text_body: req.prefers("outlook.body-content-type=\"text\""),
        })
    }
}

/// Reads a `$select` list.
pub(super) fn select(text: &str) -> Result<Vec<String>, String> {
    let names = text.split(',').map(str::trim).filter(|n| !n.is_empty());
    names
        .map(|name| {
            if KNOWN.contains(&name) {
                Ok(name.to_owned())
            } else {
                Err(format!(
                    "Could not find a property named '{name}' on type 'microsoft.graph.message'."
                ))
            }
        })
        .collect()
}

/// Reads `singleValueExtendedProperties($filter=id eq '..' or id eq '..')`.
fn expand(text: &str) -> Result<Vec<String>, String> {
    let inner = text
        .strip_prefix("singleValueExtendedProperties(")
        .and_then(|t| t.strip_suffix(')'))
        .and_then(|t| t.trim().strip_prefix("$filter="));
    let Some(inner) = inner else {
        return Err(format!("The $expand clause '{text}' is not supported."));
    };
    let ids = inner.split(" or ").map(|part| {
        let id = part.trim().strip_prefix("id eq '").and_then(|p| p.strip_suffix('\''));
        id.map(str::to_owned).ok_or_else(|| format!("The filter clause '{part}' is not supported."))
    });
    ids.collect()
}

/// The message's id as the request prefers it.
pub(super) fn id(message: &Message, immutable: bool) -> &str {
    if immutable { &message.immutable_id } else { &message.item_id }
}

/// Writes a message.
pub(super) fn message(message: &Message, shape: &Shape) -> Value {
    let mut all: Map<String, Value> = message.fields.clone();
    all.insert("parentFolderId".into(), json!(folder_id(&message.folder)));
    let headers: Vec<Value> =
        message.headers.iter().map(|(n, v)| json!({"name": n, "value": v})).collect();
    all.insert("internetMessageHeaders".into(), json!(headers));
    if shape.text_body && all["body"]["contentType"] == "html" {
        let text = html_text(all["body"]["content"].as_str().unwrap_or_default());
        all.insert("body".into(), json!({"contentType": "text", "content": text}));
    }
    let unique = all.get("body").cloned().unwrap_or(Value::Null);
    all.insert("uniqueBody".into(), unique);
    if shape.select.is_empty() {
        all.retain(|name, _| !ON_REQUEST.contains(&name.as_str()));
    } else {
        all.retain(|name, _| shape.select.iter().any(|s| s == name));
    }
    let key = message.fields.get("changeKey").and_then(Value::as_str).unwrap_or_default();
    all.insert("@odata.etag".into(), json!(format!("W/\"{key}\"")));
    all.insert("id".into(), json!(id(message, shape.immutable)));
    let found: Vec<Value> = message
        .properties
        .iter()
        .filter(|(k, _)| shape.expand.iter().any(|e| e.eq_ignore_ascii_case(k)))
        .map(|(k, v)| json!({"id": k, "value": v}))
        .collect();
    if !found.is_empty() {
        all.insert("singleValueExtendedProperties".into(), json!(found));
    }
    Value::Object(all)
}
