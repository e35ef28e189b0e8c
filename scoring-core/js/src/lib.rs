//! The judgement for JavaScript callers: plain objects in and out, a thrown `Error` with one
//! sentence otherwise.
//!
//! Every call goes through the byte door of [`scoring_core::abi`], so that limits and refusals (an
//! unknown field, a fraction) are those of `policy.wasm`; `serde-wasm-bindgen` alone would pass
//! unknown fields over in silence. Native builds are empty.
#![forbid(unsafe_code)]
#![cfg(target_arch = "wasm32")]

use js_sys::{Error, JSON, Object, Reflect};
use serde::Serialize;
use serde_json::Value;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Judges a request.
///
/// # Errors
/// Throws an `Error` when the request does not parse or is longer than 1 MiB.
#[wasm_bindgen]
pub fn verdict(request: &JsValue) -> Result<JsValue, JsValue> {
    through(scoring_core::abi::verdict, request)
}

/// Sanitises an inbound text; `content_type` is `plain` or `html`, by default `plain`. Spans count
/// UTF-8 bytes.
///
/// # Errors
/// Throws an `Error` when the type is unknown or the text is longer than 4 MiB.
#[wasm_bindgen]
pub fn sanitise(text: &str, content_type: Option<String>) -> Result<JsValue, JsValue> {
    let input = Object::new();
    Reflect::set(&input, &"text".into(), &text.into())?;
    if let Some(content_type) = content_type {
        Reflect::set(&input, &"content_type".into(), &content_type.into())?;
    }
    through(scoring_core::abi::sanitise, &input)
}

/// Checks a draft `{subject, body, external, links_allowed, canaries, internal_texts}`; answers its
/// findings.
///
/// # Errors
/// Throws an `Error` when the draft does not parse or is longer than 1 MiB.
#[wasm_bindgen]
pub fn lint(draft: &JsValue) -> Result<JsValue, JsValue> {
    through(scoring_core::abi::lint, draft)
}

/// An object through one byte door and back.
fn through(door: fn(&[u8]) -> Vec<u8>, input: &JsValue) -> Result<JsValue, JsValue> {
    // `stringify` answers undefined for what JSON cannot say, and throws on cycles and BigInt.
    let input =
        JSON::stringify(input)?.as_string().ok_or_else(|| thrown("the input is not JSON"))?;
    let mut answer: Value = serde_json::from_slice(&door(input.as_bytes()))
        .map_err(|e| thrown(&format!("the answer does not parse: {e}")))?;
    match answer.get_mut("ok").map(Value::take) {
        Some(ok) => to_js(&ok),
        None => Err(thrown(answer["error"].as_str().unwrap_or("the answer is empty"))),
    }
}

fn to_js(value: &Value) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(|e| thrown(&e.to_string()))
}

fn thrown(sentence: &str) -> JsValue {
    Error::new(sentence).into()
}
