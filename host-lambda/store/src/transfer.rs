//! The whole table as one file: lines of JSON in the order of their keys below a header that counts and digests them,
//! compressed with zstd. No time, no place and no random word stands in it, so that equal tables give equal bytes.

use std::fmt::Write as _;
use std::io::Read;

use holdfast_app::domain::schema::{SCHEMA, upcast};
use holdfast_app::ports::{Index, Item, Key};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Version of the file's form.
const FORM: u64 = 1;
/// Largest file once it is unpacked, bytes.
const UNPACKED_MAX: u64 = 2 << 30;
/// Longest header, bytes.
const HEADER_BYTES_MAX: usize = 1_000;
/// Compression level: the default of zstd.
const ZSTD_LEVEL: i32 = 3;

/// Why a file cannot be read. Each is one sentence: what, why, what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransferError {
    /// No such file was written by an export.
    #[error("this is not an export ({0}): give the file that `holdfast export` wrote")]
    Foreign(String),
    /// It was cut or changed.
    #[error("the export is damaged ({0}): copy it again, or export again")]
    Damaged(String),
    /// A newer version wrote it.
    #[error("the export was written by a newer version ({0}): install that version here first")]
    Newer(String),
    /// Too old, or too large.
    #[error("the export cannot be read here ({0})")]
    Unreadable(String),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    holdfast_export: u64,
    schema: u64,
    items: u64,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    pk: String,
    sk: String,
    rev: u64,
    guard: Option<String>,
    index: Option<(String, String, Value)>,
    expires_s: Option<i64>,
    body: Value,
}

/// A packed table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The file.
    pub bytes: Vec<u8>,
    /// Items in it.
    pub items: u64,
    /// Hex SHA-256 of its lines.
    pub sha256: String,
}

/// Packs items; `items` is sorted by key.
///
/// # Errors
/// [`TransferError::Unreadable`] when an item is not JSON or the packer fails.
pub fn pack(items: &[Item]) -> Result<Packed, TransferError> {
    let cannot = |e: &dyn std::fmt::Display| TransferError::Unreadable(e.to_string());
    let mut lines = String::new();
    for item in items {
        let line = serde_json::to_string(&line_of(item)).map_err(|e| cannot(&e))?;
        lines.push_str(&line);
        lines.push('\n');
    }
    let header = Header {
        holdfast_export: FORM,
        schema: SCHEMA,
        items: u64::try_from(items.len()).unwrap_or(u64::MAX),
        sha256: hex::encode(Sha256::digest(lines.as_bytes())),
    };
    let mut text = serde_json::to_string(&header).map_err(|e| cannot(&e))?;
    let _ = write!(text, "\n{lines}");
    let bytes = zstd::encode_all(text.as_bytes(), ZSTD_LEVEL).map_err(|e| cannot(&e))?;
    Ok(Packed { bytes, items: header.items, sha256: header.sha256 })
}

fn line_of(item: &Item) -> Line {
    Line {
        pk: item.key.pk.clone(),
        sk: item.key.sk.clone(),
        rev: item.rev,
        guard: item.guard.clone(),
        index: item.index.clone().map(|i| (i.pk, i.sk, i.summary)),
        expires_s: item.expires_s,
        body: item.body.clone(),
    }
}

/// Reads a packed table; nothing is given back unless all of it is right.
///
/// # Errors
/// [`TransferError`], each a sentence for the user.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Item>, TransferError> {
    let foreign = |e: &dyn std::fmt::Display| TransferError::Foreign(e.to_string());
    let damaged = |e: &dyn std::fmt::Display| TransferError::Damaged(e.to_string());
    if !bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Err(foreign(&"it is not compressed with zstd"));
    }
    let decoder = zstd::stream::read::Decoder::new(bytes).map_err(|e| foreign(&e))?;
    let mut text = Vec::new();
    decoder.take(UNPACKED_MAX + 1).read_to_end(&mut text).map_err(|e| damaged(&e))?;
    if text.len() as u64 > UNPACKED_MAX {
        return Err(TransferError::Unreadable("it is larger than 2 GB".to_owned()));
    }
    let end = text.iter().take(HEADER_BYTES_MAX).position(|b| *b == b'\n');
    let (head, lines) = text.split_at(end.ok_or_else(|| foreign(&"it has no header"))?);
    let lines = lines.get(1..).unwrap_or_default();
    let header = header(head)?;
    if hex::encode(Sha256::digest(lines)) != header.sha256 {
        return Err(damaged(&"its digest is another"));
    }
    let mut items: Vec<Item> = Vec::new();
    for line in lines.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        let line: Line = serde_json::from_slice(line).map_err(|e| damaged(&e))?;
        let item = item_of(line, header.schema)?;
        if items.last().is_some_and(|last| last.key >= item.key) {
            return Err(damaged(&"its items are not in order"));
        }
        items.push(item);
    }
    if items.len() as u64 != header.items {
        return Err(damaged(&"items are missing"));
    }
    Ok(items)
}

fn header(head: &[u8]) -> Result<Header, TransferError> {
    let any: Value = serde_json::from_slice(head)
        .map_err(|_| TransferError::Foreign("it has no header".to_owned()))?;
    let number = |key: &str| any.get(key).and_then(Value::as_u64);
    let form = number("holdfast_export")
        .ok_or_else(|| TransferError::Foreign("its header is another".to_owned()))?;
    let schema = number("schema").unwrap_or(0);
    if form > FORM || schema > SCHEMA {
        return Err(TransferError::Newer(format!("form {form}, schema {schema}")));
    }
    serde_json::from_value(any).map_err(|e| TransferError::Damaged(e.to_string()))
}

fn item_of(line: Line, schema: u64) -> Result<Item, TransferError> {
    let key = Key::new(line.pk, line.sk);
    let body = upcast(&key, schema, line.body)
        .ok_or_else(|| TransferError::Unreadable(format!("schema {schema} is too old")))?;
    Ok(Item {
        key,
        rev: line.rev,
        guard: line.guard,
        index: line.index.map(|(pk, sk, summary)| Index { pk, sk, summary }),
        expires_s: line.expires_s,
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn items() -> Vec<Item> {
        let mut first = Item::new(Key::new("A", "1"), &json!({"b": 1, "a": "é\n"})).unwrap();
        first.rev = 7;
        let second = Item::new(Key::new("A", "2"), &json!([1])).unwrap();
        vec![first.guarded("g").expiring(9), second.listed("L", "x", json!({"n": 1}))]
    }

    #[test]
    fn what_is_packed_comes_back() {
        let packed = pack(&items()).unwrap();
        assert_eq!(unpack(&packed.bytes).unwrap(), items());
        assert_eq!(pack(&unpack(&packed.bytes).unwrap()).unwrap(), packed);
        assert_eq!(packed.items, 2);
    }

    #[test]
    fn every_fault_is_named() {
        let whole = pack(&items()).unwrap().bytes;
        let text = String::from_utf8(zstd::decode_all(whole.as_slice()).unwrap()).unwrap();
        let packed = |text: &str| zstd::encode_all(text.as_bytes(), 3).unwrap();
        let check = |bytes: &[u8], part: &str| {
            let error = unpack(bytes).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        };
        check(b"", "not an export");
        check(b"SQLite format 3\0", "not an export");
        check(&packed("{}"), "not an export");
        check(&packed("{\"a\":1}\n"), "not an export");
        check(whole.get(..whole.len() / 2).unwrap(), "damaged");
        check(&packed(&text.replace("\"b\":1", "\"b\":2")), "its digest is another");
        check(&packed(&text.replace("\"items\":2", "\"items\":3")), "items are missing");
        check(&packed(&text.replace("\"schema\":", "\"schema\":9")), "newer version");
        check(&packed(&text.replace("\"holdfast_export\":1", "\"holdfast_export\":2")), "newer");
    }
}
