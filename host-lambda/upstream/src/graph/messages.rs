//! Reading messages one by one and in pages.

use serde_json::{Value, json};

use super::wire::{self, Shape};
use super::{bad, filter, no_message};
use crate::web::{Req, Resp};
use crate::world::World;

/// One message.
pub(super) fn get(world: &World, req: &Req, id: &str) -> Resp {
    let shape = match Shape::of(req) {
        Ok(shape) => shape,
        Err(message) => return bad(&message),
    };
    match world.mail.find(id) {
        Some(found) => Resp::ok(wire::message(found, &shape)),
        None => no_message(),
    }
}

/// A page of messages of one folder, or of all; newest first unless `$orderby` says otherwise.
pub(super) fn list(world: &World, req: &Req, folder: Option<&str>) -> Resp {
    let conditions = match req.q("$filter").map(filter::parse).transpose() {
        Ok(conditions) => conditions.unwrap_or_default(),
        Err(message) => return bad(&message),
    };
    let shape = match Shape::of(req) {
        Ok(shape) => shape,
        Err(message) => return bad(&message),
    };
    let ascending = match req.q("$orderby").map(str::to_ascii_lowercase).as_deref() {
        None | Some("receiveddatetime desc") => false,
        Some("receiveddatetime" | "receiveddatetime asc") => true,
        Some(other) => return bad(&format!("The $orderby clause '{other}' is not supported.")),
    };
    let mut found: Vec<_> = world
        .mail
        .messages
        .iter()
        .filter(|m| folder.is_none_or(|f| m.folder == f))
        .filter(|m| filter::holds(&conditions, m, &Value::Object(m.fields.clone())))
        .collect();
    found.sort_by_key(|m| (m.received_ms, m.changed));
    if !ascending {
        found.reverse();
    }
    let (top, skip) = (req.number("$top", 10).clamp(1, 1000), req.number("$skip", 0));
    let page: Vec<Value> =
        found.iter().skip(skip).take(top).map(|m| wire::message(m, &shape)).collect();
    let mut body = json!({
        "@odata.context": format!("{}/graph/v1.0/$metadata#messages", req.base), "value": page});
    if skip + top < found.len() {
        let mut next = url::form_urlencoded::Serializer::new(String::new());
        let kept = req.query.iter().filter(|(k, _)| k != "$skip");
        next.extend_pairs(kept).append_pair("$skip", &(skip + top).to_string());
        let path: Vec<String> = req
            .path
            .iter()
            .map(|s| url::form_urlencoded::byte_serialize(s.as_bytes()).collect())
            .collect();
        let link = format!("{}/graph/{}?{}", req.base, path.join("/"), next.finish());
        body["@odata.nextLink"] = json!(link);
    }
    Resp::ok(body)
}
