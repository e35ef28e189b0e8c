//! Lenient reading of JSON: a missing or odd field is empty, never an error.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Value};

const NULL: &Value = &Value::Null;

/// The value at a JSON pointer, or `null`.
pub fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(NULL)
}

/// The text at a JSON pointer, or empty.
pub fn str_at<'a>(value: &'a Value, pointer: &str) -> &'a str {
    at(value, pointer).as_str().unwrap_or_default()
}

/// An owned copy of [`str_at`].
pub fn string_at(value: &Value, pointer: &str) -> String {
    str_at(value, pointer).to_string()
}

/// An id that an upstream writes as text or as a number.
pub fn id_at(value: &Value, pointer: &str) -> String {
    match at(value, pointer) {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The integer at a JSON pointer, or 0.
pub fn int_at(value: &Value, pointer: &str) -> i64 {
    at(value, pointer).as_i64().unwrap_or_default()
}

/// The list at a JSON pointer, or an empty one.
pub fn list_at<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    at(value, pointer).as_array().map_or(&[], Vec::as_slice)
}

/// Takes the list at a JSON pointer out of a value, leaving `null` there.
pub fn take_list(value: &mut Value, pointer: &str) -> Vec<Value> {
    match value.pointer_mut(pointer).map(Value::take) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

/// The bytes of a value.
pub fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// An object of these members: much less code at each place than the `json!` macro.
pub fn object(members: Vec<(&str, Value)>) -> Value {
    let mut map = Map::new();
    for (name, value) in members {
        map.insert(name.to_string(), value);
    }
    Value::Object(map)
}

/// A list of texts.
pub fn strings(list: &[String]) -> Value {
    let mut out = Vec::with_capacity(list.len());
    for text in list {
        out.push(Value::from(text.as_str()));
    }
    Value::Array(out)
}
