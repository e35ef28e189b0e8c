//! Takes the fields of a JSON object one by one, and refuses what is left over.

use serde_json::{Map, Value};

use crate::error::LoadFault;

/// The fields of one object that were not taken yet.
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// The fields of `value`, which the parent calls `field`.
    pub(crate) fn of(field: &str, value: Value) -> Result<Self, LoadFault> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            _ => Err(invalid(field, "an object")),
        }
    }

    pub(crate) fn take(&mut self, field: &str) -> Option<Value> {
        self.0.remove(field)
    }

    pub(crate) fn need(&mut self, field: &str) -> Result<Value, LoadFault> {
        self.take(field).ok_or_else(|| LoadFault::MissingField(field.to_owned()))
    }

    pub(crate) fn take_string(&mut self, field: &str) -> Result<Option<String>, LoadFault> {
        match self.take(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(invalid(field, "a string")),
        }
    }

    pub(crate) fn need_string(&mut self, field: &str) -> Result<String, LoadFault> {
        self.take_string(field)?.ok_or_else(|| LoadFault::MissingField(field.to_owned()))
    }

    pub(crate) fn take_bool(&mut self, field: &str) -> Result<Option<bool>, LoadFault> {
        match self.take(field) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(invalid(field, "true or false")),
        }
    }

    pub(crate) fn take_list(&mut self, field: &str) -> Result<Option<Vec<Value>>, LoadFault> {
        match self.take(field) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(_) => Err(invalid(field, "a list")),
        }
    }

    /// A whole number from `min` to 99,999,999, the limit that AWS sets for seconds and attempts.
    pub(crate) fn take_count(&mut self, field: &str, min: u32) -> Result<Option<u32>, LoadFault> {
        let Some(value) = self.take(field) else { return Ok(None) };
        value
            .as_u64()
            .and_then(|count| u32::try_from(count).ok())
            .filter(|count| (min..=99_999_999).contains(count))
            .map(Some)
            .ok_or_else(|| invalid(field, "a whole number within its limits"))
    }

    /// Takes `field`, which may only be absent or `only`.
    pub(crate) fn allow_only(&mut self, field: &str, only: &Value) -> Result<(), LoadFault> {
        match self.take(field) {
            Some(value) if value != *only => Err(LoadFault::UnsupportedValue {
                field: field.to_owned(),
                value: value.to_string(),
            }),
            _ => Ok(()),
        }
    }

    pub(crate) fn entries(self) -> impl Iterator<Item = (String, Value)> {
        self.0.into_iter()
    }

    /// Refuses the first field that nobody took.
    pub(crate) fn finish(self) -> Result<(), LoadFault> {
        self.finish_ref()
    }

    pub(crate) fn finish_ref(&self) -> Result<(), LoadFault> {
        match self.0.keys().next() {
            Some(field) => Err(LoadFault::UnsupportedField(field.clone())),
            None => Ok(()),
        }
    }
}

pub(crate) fn invalid(field: &str, expected: &'static str) -> LoadFault {
    LoadFault::InvalidField { field: field.to_owned(), expected }
}
