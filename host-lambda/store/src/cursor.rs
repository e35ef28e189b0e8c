//! The page token: the last evaluated key as base64url JSON.
//!
//! It travels through the browser, so it is parsed as anybody's data.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdfast_app::ports::StoreError;

use crate::layout::{Attributes, text};

/// Longest token: four keys of at most 2 KB, escaped and encoded.
const CURSOR_BYTES_MAX: usize = 16 * 1024;

/// The key attributes of the table or of the index.
pub(crate) const TABLE_KEYS: &[&str] = &["pk", "sk"];
/// Keys of an index position; the first names the partition.
pub(crate) const INDEX_KEYS: &[&str] = &["gsi1pk", "gsi1sk", "pk", "sk"];

/// Writes the token.
///
/// # Errors
/// [`StoreError::Corrupt`] when the store answered with another kind of key.
pub(crate) fn encode(last: &Attributes) -> Result<String, StoreError> {
    let corrupt = |why: String| StoreError::Corrupt { what: "page position".to_owned(), why };
    let mut keys = BTreeMap::new();
    for (name, value) in last {
        match value {
            AttributeValue::S(value) => keys.insert(name.as_str(), value.as_str()),
            _ => return Err(corrupt(format!("key `{name}` is not text"))),
        };
    }
    let json = serde_json::to_vec(&keys).map_err(|e| corrupt(e.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// Reads the token of a query on `partition`, whose position has exactly the keys `names`.
///
/// # Errors
/// [`StoreError::Invalid`] for anything else than such a token.
pub(crate) fn decode(
    cursor: &str,
    names: &[&str],
    partition: &str,
) -> Result<Attributes, StoreError> {
    let invalid = || StoreError::Invalid("the page cursor is malformed".to_owned());
    if cursor.len() > CURSOR_BYTES_MAX {
        return Err(invalid());
    }
    let json = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
    let keys: HashMap<String, String> = serde_json::from_slice(&json).map_err(|_| invalid())?;
    let complete = keys.len() == names.len()
        && names.iter().all(|name| keys.get(*name).is_some_and(|value| !value.is_empty()));
    let same = names.first().and_then(|name| keys.get(*name)).is_some_and(|pk| pk == partition);
    if !complete || !same {
        return Err(invalid());
    }
    Ok(keys.into_iter().map(|(name, value)| (name, text(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        let last = HashMap::from([
            ("pk".to_owned(), text("P")),
            ("sk".to_owned(), text("ACTION#2026-01-01T00:00:00Z#\u{e9}")),
        ]);
        let cursor = encode(&last).unwrap();
        assert_eq!(decode(&cursor, TABLE_KEYS, "P").unwrap(), last);
    }

    #[test]
    fn anything_else_is_invalid() {
        let encoded = |json: &str| URL_SAFE_NO_PAD.encode(json);
        for cursor in [
            String::new(),
            "???".to_owned(),
            encoded("{"),
            encoded("[]"),
            encoded(r#"{"pk":"P"}"#),
            encoded(r#"{"pk":"P","sk":""}"#),
            encoded(r#"{"pk":"P","sk":1}"#),
            encoded(r#"{"pk":"OTHER","sk":"1"}"#),
            encoded(r#"{"pk":"P","sk":"1","x":"1"}"#),
            "A".repeat(CURSOR_BYTES_MAX + 1),
        ] {
            let read = decode(&cursor, TABLE_KEYS, "P");
            assert!(matches!(read, Err(StoreError::Invalid(_))), "{cursor}");
        }
    }
}
