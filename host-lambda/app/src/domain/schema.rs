//! The number that every stored item carries, and how documents of earlier numbers become today's.
//!
//! Two ways lead to a new shape. A field that may be absent has a serde default and needs nothing here. Anything else
//! raises [`SCHEMA`] and adds a step below; a step reads what the version before wrote and nothing older.

use serde_json::{Value, json};

use crate::ports::Key;

/// What this version writes.
///
/// | number | what it brought |
/// |---|---|
/// | 1 | the first layout |
/// | 2 | first-sync days and models stand in the settings, where the user changes them |
pub const SCHEMA: u64 = 2;
/// How many versions back are read (DESIGN section 6).
pub const BACK: u64 = 2;

/// Brings a document up to [`SCHEMA`]; null when it is older than [`BACK`] versions.
#[must_use]
pub fn upcast(key: &Key, written_as: u64, mut body: Value) -> Option<Value> {
    if written_as.saturating_add(BACK) < SCHEMA {
        return None;
    }
    for from in written_as..SCHEMA {
        if from == 1 {
            second(key, &mut body);
        }
    }
    Some(body)
}

/// 1 to 2: the configuration had these two beside the settings.
fn second(key: &Key, body: &mut Value) {
    if (key.pk.as_str(), key.sk.as_str()) != ("CONFIG", "settings") {
        return;
    }
    let days = body.get("first_sync_days").cloned();
    let models = body.get("models").cloned();
    let Some(settings) = body.get_mut("settings").and_then(Value::as_object_mut) else { return };
    if let Some(days) = days.filter(|d| d.is_u64()) {
        settings.entry("first_sync_days").or_insert(days);
    }
    let Some([triage, reasoning]) = models.as_ref().and_then(Value::as_array).map(Vec::as_slice)
    else {
        return;
    };
    let priced = |id: &Value| {
        let (input, output) = crate::domain::prices::list_price(id.as_str().unwrap_or_default());
        json!({"id": id, "input_microusd": input, "output_microusd": output})
    };
    let both = json!({"triage": priced(triage), "reasoning": priced(reasoning)});
    settings.entry("models").or_insert(both);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_of_version_one_keeps_its_choices() {
        let key = Key::new("CONFIG", "settings");
        let old = json!({"settings": {"dry_run": true}, "first_sync_days": 30,
            "models": ["claude-haiku-4-5", "claude-opus-4-5"]});
        let new = upcast(&key, 1, old).unwrap();
        assert_eq!(new["settings"]["first_sync_days"], 30);
        assert_eq!(new["settings"]["models"]["reasoning"]["id"], "claude-opus-4-5");
        assert_eq!(new["settings"]["models"]["reasoning"]["output_microusd"], 25_000_000);
        assert_eq!(new["settings"]["dry_run"], true);
        // What is there already is not touched, and other items are left alone.
        let chosen = json!({"settings": {"first_sync_days": 5}, "first_sync_days": 30});
        assert_eq!(upcast(&key, 1, chosen).unwrap()["settings"]["first_sync_days"], 5);
        let other = json!({"settings": {}, "first_sync_days": 30});
        assert_eq!(upcast(&Key::new("CONFIG", "x"), 1, other.clone()), Some(other.clone()));
        assert_eq!(upcast(&key, SCHEMA, other.clone()), Some(other));
    }
}
