//! The secret values that this process has seen: the egress and the log look for each of them.

use std::collections::BTreeMap;

use holdfast_app::ports::Secret;
use serde_json::Value;

/// Shorter strings inside a JSON secret are words such as `https`, not secrets.
const SCANNED_CHARS_MIN: usize = 8;
/// Replaced values that stay known: refresh tokens are replaced every hour, and each is looked for in every request.
pub(crate) const KNOWN_MAX: usize = 64;

/// Every value that was read or written in this process, replaced ones included; the oldest are forgotten.
#[derive(Default)]
pub struct Known {
    round: u64,
    values: BTreeMap<String, u64>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").field("values", &self.values.len()).finish_non_exhaustive()
    }
}

impl Known {
    /// Adds what is stored now, by name; it is never forgotten before something newer was added.
    pub fn add(&mut self, values: &BTreeMap<String, String>) {
        self.round += 1;
        self.values.extend(scannable(values).into_keys().map(|value| (value, self.round)));
        // What is stored now belongs to this round and is never dropped.
        while self.values.len() > KNOWN_MAX {
            let oldest = self.values.iter().min_by_key(|(_, round)| **round);
            match oldest.filter(|(_, round)| **round < self.round).map(|(value, _)| value.clone()) {
                Some(value) => self.values.remove(&value),
                None => return,
            };
        }
    }

    /// All of them.
    #[must_use]
    pub fn values(&self) -> Vec<Secret> {
        self.values.keys().map(Secret::new).collect()
    }
}

/// The values, and the longer strings inside values that are JSON themselves.
fn scannable(values: &BTreeMap<String, String>) -> BTreeMap<String, ()> {
    let mut out = BTreeMap::new();
    for value in values.values() {
        match serde_json::from_str::<Value>(value) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => leaves(&inner, &mut out),
            _ if value.is_empty() => {}
            _ => {
                out.insert(value.clone(), ());
            }
        }
    }
    out
}

fn leaves(value: &Value, out: &mut BTreeMap<String, ()>) {
    match value {
        Value::String(text) if text.chars().count() >= SCANNED_CHARS_MIN => {
            out.insert(text.clone(), ());
        }
        Value::Array(list) => list.iter().for_each(|v| leaves(v, out)),
        Value::Object(map) => map.values().for_each(|v| leaves(v, out)),
        _ => {}
    }
}
