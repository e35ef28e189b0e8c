//! An export as a person with the right tools could read and rewrite it.

use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::Outcome;

/// The lines below the header.
///
/// # Errors
/// When it cannot be read.
pub fn items(file: &Path) -> Outcome<Vec<Value>> {
    let packed = std::fs::read(file).map_err(|e| e.to_string())?;
    let text = zstd::decode_all(packed.as_slice()).map_err(|e| e.to_string())?;
    let text = String::from_utf8(text).map_err(|e| e.to_string())?;
    let lines = text.lines().skip(1);
    lines.map(|l| serde_json::from_str(l).map_err(|e| e.to_string())).collect()
}

/// Writes an export of these items, with a header that fits.
///
/// # Errors
/// When it cannot be written.
pub fn write(file: &Path, schema: u64, items: &[Value]) -> Outcome<()> {
    let lines: String = items.iter().map(|i| format!("{i}\n")).collect();
    let header = json!({"holdfast_export": 1, "schema": schema, "items": items.len(),
        "sha256": hex::encode(Sha256::digest(lines.as_bytes()))});
    let packed = zstd::encode_all(format!("{header}\n{lines}").as_bytes(), 3);
    std::fs::write(file, packed.map_err(|e| e.to_string())?).map_err(|e| e.to_string())
}
