//! A small JSON-schema check: enough for OpenAPI bodies and tool schemas.

use serde_json::Value;

/// Everything in `value` that breaks `schema`; references are looked up in `root`.
pub(crate) fn violations(value: &Value, schema: &Value, root: &Value) -> Vec<String> {
    let mut out = Vec::new();
    check(value, schema, root, "$", &mut out, 0);
    out
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

fn check(value: &Value, schema: &Value, root: &Value, at: &str, out: &mut Vec<String>, depth: u32) {
    if depth > 40 {
        return;
    }
    if let Some(pointer) = schema["$ref"].as_str().and_then(|r| r.strip_prefix('#')) {
        match root.pointer(pointer) {
            Some(target) => check(value, target, root, at, out, depth + 1),
            None => out.push(format!("{at}: dangling reference {pointer}")),
        }
        return;
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|k| is(value, k)) {
        out.push(format!("{at}: not a {kinds:?}: {value}"));
        return;
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        out.push(format!("{at}: {value} is not in the enumeration"));
    }
    if let (Some(max), Some(text)) = (schema["maxLength"].as_u64(), value.as_str())
        && text.chars().count() as u64 > max
    {
        out.push(format!("{at}: longer than {max}"));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check(value, part, root, at, out, depth + 1);
    }
    let one_of = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    if let Some(choices) = one_of {
        let fits = |choice: &Value| {
            let mut inner = Vec::new();
            check(value, choice, root, at, &mut inner, depth + 1);
            inner.is_empty()
        };
        if !choices.iter().any(fits) {
            out.push(format!("{at}: no alternative fits"));
        }
    }
    if let Some(map) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !map.contains_key(name) {
                out.push(format!("{at}: `{name}` is missing"));
            }
        }
        for (name, inner) in map {
            let path = format!("{at}.{name}");
            match (&schema["properties"][name], &schema["additionalProperties"]) {
                (Value::Null, Value::Bool(false)) => out.push(format!("{path}: not in the schema")),
                (Value::Null, extra) if extra.is_object() => {
                    check(inner, extra, root, &path, out, depth + 1);
                }
                (Value::Null, _) => {}
                (property, _) => check(inner, property, root, &path, out, depth + 1),
            }
        }
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        check(inner, &schema["items"], root, &format!("{at}[{index}]"), out, depth + 1);
    }
}

#[test]
fn the_check_notices_what_is_wrong() {
    let root = serde_json::json!({"defs": {"n": {"type": "integer"}}});
    let schema = serde_json::json!({"type": "object", "required": ["a"],
        "additionalProperties": false,
        "properties": {"a": {"$ref": "#/defs/n"}, "b": {"type": "string", "enum": ["x"]}}});
    let of = |value: Value| violations(&value, &schema, &root).len();
    assert_eq!(of(serde_json::json!({"a": 1, "b": "x"})), 0);
    assert_eq!(of(serde_json::json!({"a": "1"})), 1);
    assert_eq!(of(serde_json::json!({"b": "y", "c": 1})), 3);
}
