//! An item as attributes and back.
//!
//! Short documents are kept as JSON text, so that a person can read them in any DynamoDB tool; long
//! ones are compressed, because storage and capacity are billed by the kilobyte.

use std::collections::HashMap;
use std::io::Read;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use holdfast_app::domain::schema::{SCHEMA, upcast};
use holdfast_app::ports::{Index, Item, Key, StoreError};
use serde_json::Value;

/// What every item carries as `v`: readers bring older ones up to it and refuse newer ones.
pub(crate) const LAYOUT: u64 = SCHEMA;
/// Longest JSON text that is kept as text, bytes.
const TEXT_BYTES_MAX: usize = 4 * 1024;
/// Longest document, bytes of JSON, checked on both ways.
const DOCUMENT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Longest item (DynamoDB: 400 KB with its attribute names).
const ITEM_BYTES_MAX: usize = 400 * 1024;
/// Longest summary of an index entry, bytes of JSON.
const SUMMARY_BYTES_MAX: usize = 1024;
/// Deepest nesting of a document: beyond 128 the JSON parser would refuse to read it back.
const DEPTH_MAX: usize = 120;
/// Compression level: the fast end, bodies are text of a few kilobytes.
const ZSTD_LEVEL: i32 = 3;

/// Attributes of an item, as the SDK takes them.
pub(crate) type Attributes = HashMap<String, AttributeValue>;

/// Text attribute.
pub(crate) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// Number attribute.
pub(crate) fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// The two key attributes.
///
/// # Errors
/// [`StoreError::Invalid`] when one is empty.
pub(crate) fn key_attributes(key: &Key) -> Result<Attributes, StoreError> {
    if key.pk.is_empty() || key.sk.is_empty() {
        return Err(StoreError::Invalid(format!("an empty key in {}", name(key))));
    }
    Ok(HashMap::from([
        ("pk".to_owned(), text(key.pk.as_str())),
        ("sk".to_owned(), text(key.sk.as_str())),
    ]))
}

/// All attributes of an item that is stored with revision `rev`.
///
/// # Errors
/// [`StoreError::Invalid`] for an empty key or anything too large.
pub(crate) fn encode(item: &Item, rev: u64) -> Result<Attributes, StoreError> {
    let mut out = key_attributes(&item.key)?;
    out.insert("v".to_owned(), number(LAYOUT));
    out.insert("rev".to_owned(), number(rev));
    if let Some(guard) = &item.guard {
        out.insert("guard".to_owned(), text(guard.as_str()));
    }
    if let Some(expires_s) = item.expires_s {
        out.insert("ttl".to_owned(), number(expires_s));
    }
    if let Some(index) = &item.index {
        encode_index(&item.key, index, &mut out)?;
    }
    let (attribute, value) = encode_body(item)?;
    out.insert(attribute.to_owned(), value);
    let bytes = bytes(&out);
    if bytes > ITEM_BYTES_MAX {
        return Err(StoreError::Invalid(format!(
            "{} takes {bytes} bytes, more than {ITEM_BYTES_MAX}",
            name(&item.key)
        )));
    }
    Ok(out)
}

fn encode_index(key: &Key, index: &Index, out: &mut Attributes) -> Result<(), StoreError> {
    if index.pk.is_empty() || index.sk.is_empty() {
        return Err(StoreError::Invalid(format!("an empty index key in {}", name(key))));
    }
    out.insert("gsi1pk".to_owned(), text(index.pk.as_str()));
    out.insert("gsi1sk".to_owned(), text(index.sk.as_str()));
    if !index.summary.is_null() {
        let summary = json(key, &index.summary)?;
        if summary.len() > SUMMARY_BYTES_MAX {
            return Err(StoreError::Invalid(format!(
                "the summary of {} takes {} bytes, more than {SUMMARY_BYTES_MAX}",
                name(key),
                summary.len()
            )));
        }
        out.insert("sum".to_owned(), text(summary));
    }
    Ok(())
}

fn encode_body(item: &Item) -> Result<(&'static str, AttributeValue), StoreError> {
    let body = json(&item.key, &item.body)?;
    if body.len() <= TEXT_BYTES_MAX {
        return Ok(("body", text(body)));
    }
    if body.len() > DOCUMENT_BYTES_MAX {
        return Err(StoreError::Invalid(format!(
            "the document of {} takes {} bytes, more than {DOCUMENT_BYTES_MAX}",
            name(&item.key),
            body.len()
        )));
    }
    let packed = zstd::encode_all(body.as_bytes(), ZSTD_LEVEL)
        .map_err(|e| StoreError::Invalid(format!("{} cannot be packed: {e}", name(&item.key))))?;
    Ok(("bodyz", AttributeValue::B(Blob::new(packed))))
}

fn json(key: &Key, value: &Value) -> Result<String, StoreError> {
    if !shallow(value, DEPTH_MAX) {
        return Err(StoreError::Invalid(format!(
            "{} is nested deeper than {DEPTH_MAX} levels",
            name(key)
        )));
    }
    serde_json::to_string(value)
        .map_err(|e| StoreError::Invalid(format!("{} is not JSON: {e}", name(key))))
}

fn shallow(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(items) => levels > 0 && items.iter().all(|v| shallow(v, levels - 1)),
        Value::Object(map) => levels > 0 && map.values().all(|v| shallow(v, levels - 1)),
        _ => true,
    }
}

/// Size as DynamoDB counts it, near enough for a limit: names and values.
pub(crate) fn bytes(attributes: &Attributes) -> usize {
    attributes
        .iter()
        .map(|(name, value)| {
            name.len()
                + match value {
                    AttributeValue::S(s) | AttributeValue::N(s) => s.len(),
                    AttributeValue::B(b) => b.as_ref().len(),
                    _ => 1,
                }
        })
        .sum()
}

/// Whether its expiry has passed at `now_s`.
pub(crate) fn expired(attributes: &Attributes, now_s: i64) -> bool {
    attributes
        .get("ttl")
        .and_then(|v| v.as_n().ok())
        .and_then(|n| n.parse::<i64>().ok())
        .is_some_and(|ttl| ttl <= now_s)
}

/// Reads an item back. `listed`: it comes from the index, which carries no document.
///
/// # Errors
/// [`StoreError::Newer`] for a newer layout, [`StoreError::Corrupt`] for anything unexpected.
pub(crate) fn decode(attributes: &Attributes, listed: bool) -> Result<Item, StoreError> {
    let key = Key::new(
        optional_text(attributes, "pk").unwrap_or_default(),
        optional_text(attributes, "sk").unwrap_or_default(),
    );
    let corrupt = |why: String| StoreError::Corrupt { what: format!("{}/{}", key.pk, key.sk), why };
    if key.pk.is_empty() || key.sk.is_empty() {
        return Err(corrupt("a key is missing".to_owned()));
    }
    let version = required_number(attributes, "v").map_err(&corrupt)?;
    if version > LAYOUT {
        return Err(StoreError::Newer(format!("{}/{}", key.pk, key.sk)));
    }
    let rev = required_number(attributes, "rev").map_err(&corrupt)?;
    let expires_s = match attributes.get("ttl") {
        None => None,
        Some(AttributeValue::N(n)) => {
            Some(n.parse::<i64>().map_err(|e| corrupt(format!("attribute `ttl`: {e}")))?)
        }
        Some(_) => return Err(corrupt("attribute `ttl` is not a number".to_owned())),
    };
    let index = decode_index(attributes).map_err(&corrupt)?;
    let body = if listed {
        Value::Null
    } else {
        let stored = decode_body(attributes).map_err(&corrupt)?;
        upcast(&key, version, stored).ok_or_else(|| {
            corrupt(format!("version {version} is too old: start a version in between first"))
        })?
    };
    Ok(Item { rev, guard: optional_text(attributes, "guard"), index, expires_s, body, key })
}

fn decode_index(attributes: &Attributes) -> Result<Option<Index>, String> {
    let (Some(pk), Some(sk)) =
        (optional_text(attributes, "gsi1pk"), optional_text(attributes, "gsi1sk"))
    else {
        return Ok(None);
    };
    let summary = match optional_text(attributes, "sum") {
        None => Value::Null,
        Some(sum) => serde_json::from_str(&sum).map_err(|e| format!("attribute `sum`: {e}"))?,
    };
    Ok(Some(Index { pk, sk, summary }))
}

fn decode_body(attributes: &Attributes) -> Result<Value, String> {
    match (attributes.get("body"), attributes.get("bodyz")) {
        (Some(AttributeValue::S(body)), None) => {
            serde_json::from_str(body).map_err(|e| format!("attribute `body`: {e}"))
        }
        (None, Some(AttributeValue::B(packed))) => {
            let body = unpack(packed.as_ref())?;
            serde_json::from_slice(&body).map_err(|e| format!("attribute `bodyz`: {e}"))
        }
        _ => Err("exactly one of `body` (text) and `bodyz` (binary) is expected".to_owned()),
    }
}

/// Unpacks with a limit: a few stored bytes must not become a memory full of zeros.
fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    let decoder =
        zstd::stream::read::Decoder::new(packed).map_err(|e| format!("attribute `bodyz`: {e}"))?;
    let mut body = Vec::new();
    let limit = u64::try_from(DOCUMENT_BYTES_MAX + 1).unwrap_or(u64::MAX);
    decoder.take(limit).read_to_end(&mut body).map_err(|e| format!("attribute `bodyz`: {e}"))?;
    if body.len() > DOCUMENT_BYTES_MAX {
        return Err(format!("attribute `bodyz` unpacks to more than {DOCUMENT_BYTES_MAX} bytes"));
    }
    Ok(body)
}

fn optional_text(attributes: &Attributes, attribute: &str) -> Option<String> {
    attributes.get(attribute).and_then(|v| v.as_s().ok()).cloned()
}

fn required_number(attributes: &Attributes, attribute: &str) -> Result<u64, String> {
    match attributes.get(attribute) {
        Some(AttributeValue::N(n)) => {
            n.parse().map_err(|e| format!("attribute `{attribute}`: {e}"))
        }
        Some(_) => Err(format!("attribute `{attribute}` is not a number")),
        None => Err(format!("attribute `{attribute}` is missing")),
    }
}

fn name(key: &Key) -> String {
    format!("`{}/{}`", key.pk, key.sk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(body: Value) -> Item {
        let mut item = Item::new(Key::new("P", "S"), &body).unwrap();
        item.rev = 7;
        item.guarded("g").expiring(99).listed("L", "1", json!({"n": 1}))
    }

    #[test]
    fn round_trip_text_and_packed() {
        for (body, attribute, other) in
            [(json!({"a": 1}), "body", "bodyz"), (json!({"a": "é".repeat(3000)}), "bodyz", "body")]
        {
            let item = item(body);
            let attributes = encode(&item, 7).unwrap();
            assert!(attributes.contains_key(attribute));
            assert!(!attributes.contains_key(other));
            assert_eq!(decode(&attributes, false).unwrap(), item);
        }
    }

    #[test]
    fn newer_layout_is_refused() {
        let mut attributes = encode(&item(json!(1)), 1).unwrap();
        attributes.insert("v".to_owned(), number(LAYOUT + 1));
        assert!(
            matches!(decode(&attributes, false), Err(StoreError::Newer(what)) if what == "P/S")
        );
    }

    #[test]
    fn damaged_items_name_themselves() {
        let whole = encode(&item(json!(1)), 1).unwrap();
        for (attribute, value) in [
            ("v", None),
            ("rev", Some(text("1"))),
            ("rev", Some(number("-1"))),
            ("ttl", Some(text("soon"))),
            ("sum", Some(text("{"))),
            ("body", None),
            ("body", Some(text("{"))),
            ("bodyz", Some(AttributeValue::B(Blob::new("x")))),
        ] {
            let mut attributes = whole.clone();
            match value {
                None => attributes.remove(attribute),
                Some(value) => attributes.insert(attribute.to_owned(), value),
            };
            let error = decode(&attributes, false).unwrap_err();
            assert!(
                matches!(&error, StoreError::Corrupt { what, .. } if what == "P/S"),
                "{attribute}: {error}"
            );
        }
    }

    #[test]
    fn a_bomb_is_refused() {
        let packed =
            zstd::encode_all(std::io::repeat(b' ').take(64 * 1024 * 1024), ZSTD_LEVEL).unwrap();
        assert!(packed.len() < 64 * 1024);
        let mut attributes = encode(&item(json!(1)), 1).unwrap();
        attributes.remove("body");
        attributes.insert("bodyz".to_owned(), AttributeValue::B(Blob::new(packed)));
        let error = decode(&attributes, false).unwrap_err().to_string();
        assert!(error.contains("more than 4194304 bytes"), "{error}");
    }

    #[test]
    fn limits_are_checked_before_the_store_sees_the_item() {
        let mut deep = json!(1);
        for _ in 0..=DEPTH_MAX {
            deep = json!([deep]);
        }
        // Noise does not compress: the item stays above 400 KB.
        let noise: String = (0..700_000_u64)
            .map(|n| char::from(u8::try_from(35 + crate::writes::mix(n) % 57).unwrap()))
            .collect();
        let long = item(json!(1)).listed("L", "1", json!("s".repeat(2000)));
        for item in [item(deep), item(json!("x".repeat(5_000_000))), item(json!(noise)), long] {
            assert!(matches!(encode(&item, 1), Err(StoreError::Invalid(_))));
        }
        let mut empty = item(json!(1));
        empty.key.sk.clear();
        assert!(matches!(encode(&empty, 1), Err(StoreError::Invalid(_))));
    }
}
