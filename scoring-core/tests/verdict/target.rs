//! Reading a target: every operation round-trips, `op` may stand anywhere, and nothing is read past.

use scoring_core::Target;
use serde_json::{Value, json};

use crate::sample::targets;

fn read(text: &str) -> Result<Target, String> {
    serde_json::from_str(text).map_err(|e| e.to_string())
}

#[test]
fn every_target_is_read_as_it_is_written() {
    for target in targets() {
        let text = serde_json::to_string(&target).unwrap();
        assert_eq!(read(&text), Ok(target.clone()), "{text}");
        // As an object in another order.
        let Ok(Value::Object(fields)) = serde_json::from_str(&text) else { panic!("{text}") };
        let turned: Vec<String> =
            fields.iter().rev().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        assert_eq!(read(&format!("{{{}}}", turned.join(","))), Ok(target), "{turned:?}");
    }
}

#[test]
fn a_target_takes_its_own_fields_each_once_and_no_other() {
    for target in targets() {
        let Ok(Value::Object(fields)) = serde_json::to_value(&target) else { panic!() };
        for name in fields.keys() {
            let mut less = fields.clone();
            less.remove(name);
            let text = Value::Object(less).to_string();
            assert_eq!(read(&text).is_ok(), name == "thread", "without {name}: {text}");
            let twice =
                text.replacen('{', &format!("{{\"{name}\":{0},\"{name}\":{0},", fields[name]), 1);
            assert!(read(&twice.replace(",}", "}")).is_err(), "{twice}");
        }
        for other in
            ["artefact", "thread", "issue", "customer_visible", "to_status", "what", "x", "Op"]
        {
            if !fields.contains_key(other) {
                let mut more = fields.clone();
                more.insert(other.to_owned(), Value::Null);
                assert!(read(&Value::Object(more).to_string()).is_err(), "{other} in {fields:?}");
            }
        }
    }
    for wrong in [json!({}), json!({"op": "fly"}), json!({"op": 1}), json!("note"), json!(["note"])]
    {
        assert!(read(&wrong.to_string()).is_err(), "{wrong}");
    }
}
