//! Bends a value to the JSON schema that a tool was declared with.

use serde_json::{Map, Value, json};

/// Deepest schema that is followed.
const DEPTH_MAX: u32 = 12;

/// `value` where it satisfies `schema`; minimal valid values where it does not.
pub(super) fn conform(value: &Value, schema: &Value) -> Value {
    bend(Some(value), schema, schema, 0)
}

fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|r| r.strip_prefix('#')) {
        Some(pointer) => root.pointer(pointer).unwrap_or(schema),
        None => schema,
    }
}

/// Type names that a schema admits; empty means any.
fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ if schema["properties"].is_object() => vec!["object"],
        _ => Vec::new(),
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn bend(value: Option<&Value>, schema: &Value, root: &Value, depth: u32) -> Value {
    let schema = resolve(schema, root);
    if depth > DEPTH_MAX {
        return Value::Null;
    }
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    if let Some(allowed) = schema["enum"].as_array() {
        let hit = value.filter(|v| allowed.contains(v)).or(allowed.first());
        return hit.cloned().unwrap_or(Value::Null);
    }
    let choices = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    if let Some(choices) = choices {
        let fits = |choice: &&Value| {
            let admitted = types(resolve(choice, root));
            value.is_some_and(|v| admitted.iter().any(|k| is(v, k)))
        };
        let nullable = |choice: &&Value| types(resolve(choice, root)).contains(&"null");
        let choice = choices.iter().find(fits).or_else(|| choices.iter().find(nullable));
        return choice
            .or(choices.first())
            .map_or(Value::Null, |choice| bend(value, choice, root, depth + 1));
    }
    let admitted = types(schema);
    let given = value.filter(|v| admitted.is_empty() || admitted.iter().any(|k| is(v, k)));
    let kind = match given {
        Some(value) => admitted.iter().copied().find(|k| is(value, k)),
        None if admitted.contains(&"null") => Some("null"),
        None => admitted.first().copied(),
    };
    match kind {
        Some("object") => object(given, schema, root, depth),
        Some("array") => array(given, schema, root, depth),
        Some("string") => string(given, schema),
        Some("integer" | "number") => number(given, schema),
        Some("boolean") => given.cloned().unwrap_or(json!(false)),
        Some(_) => Value::Null,
        None => given.cloned().unwrap_or(Value::Null),
    }
}

fn object(given: Option<&Value>, schema: &Value, root: &Value, depth: u32) -> Value {
    let mut out = Map::new();
    let given = given.and_then(Value::as_object);
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let value = given.and_then(|g| g.get(name));
        if value.is_some() || required.contains(&name.as_str()) {
            out.insert(name.clone(), bend(value, inner, root, depth + 1));
        }
    }
    if schema["additionalProperties"] != json!(false) {
        for (name, value) in given.into_iter().flatten() {
            out.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
    Value::Object(out)
}

fn array(given: Option<&Value>, schema: &Value, root: &Value, depth: u32) -> Value {
    let list = given.and_then(Value::as_array).cloned().unwrap_or_default();
    let size = |name: &str| schema[name].as_u64().and_then(|n| usize::try_from(n).ok());
    let mut out: Vec<Value> =
        list.iter().map(|v| bend(Some(v), &schema["items"], root, depth + 1)).collect();
    out.truncate(size("maxItems").unwrap_or(usize::MAX));
    while out.len() < size("minItems").unwrap_or(0).min(100) {
        out.push(bend(None, &schema["items"], root, depth + 1));
    }
    Value::Array(out)
}

fn string(given: Option<&Value>, schema: &Value) -> Value {
    let text = given.and_then(Value::as_str).unwrap_or_default();
    let limit = |name: &str| schema[name].as_u64().and_then(|n| usize::try_from(n).ok());
    let max = limit("maxLength").unwrap_or(usize::MAX);
    let mut text: String = text.chars().take(max).collect();
    let min = limit("minLength").unwrap_or(0).min(1000);
    while text.chars().count() < min {
        text.push('-');
    }
    json!(text)
}

fn number(given: Option<&Value>, schema: &Value) -> Value {
    let integer = schema["type"] == "integer";
    let value = given.and_then(Value::as_f64).unwrap_or(0.0);
    let low = schema["minimum"].as_f64().unwrap_or(f64::NEG_INFINITY);
    let high = schema["maximum"].as_f64().unwrap_or(f64::INFINITY);
    let value = value.max(low).min(high);
    if integer { json!(value.ceil() as i64) } else { json!(value) }
}
