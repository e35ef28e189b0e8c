//! The SAM template as a tree. Its intrinsic functions are written in their long form, so that plain YAML is enough.

use serde_json::{Map, Value};

/// The file is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the template cannot be read: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}

/// A parsed template.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    tree: Value,
}

impl Template {
    /// Reads YAML.
    ///
    /// # Errors
    /// When it is no YAML, or has no resources.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let tree: Value = serde_saphyr::from_str(text).map_err(|e| Unreadable(e.to_string()))?;
        if tree.get("Resources").and_then(Value::as_object).is_none_or(Map::is_empty) {
            return Err(Unreadable("it has no `Resources`".to_owned()));
        }
        Ok(Self { tree })
    }

    /// Name and body of every resource, by name.
    pub fn resources(&self) -> impl Iterator<Item = (&str, &Value)> {
        let all = self.tree.get("Resources").and_then(Value::as_object);
        all.into_iter().flatten().map(|(name, body)| (name.as_str(), body))
    }

    /// The resources of one type, with their properties.
    pub fn of_type<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.resources()
            .filter(move |(_, body)| body["Type"] == kind)
            .map(|(n, b)| (n, &b["Properties"]))
    }

    /// Properties of a resource; null when there is none.
    #[must_use]
    pub fn properties(&self, name: &str) -> &Value {
        &self.tree["Resources"][name]["Properties"]
    }

    /// What every function inherits.
    #[must_use]
    pub fn globals(&self) -> &Value {
        &self.tree["Globals"]["Function"]
    }

    /// The nine functions: resource name and handler.
    #[must_use]
    pub fn functions(&self) -> Vec<(&str, &str)> {
        let all = self.of_type("AWS::Serverless::Function");
        all.map(|(name, p)| (name, p["Handler"].as_str().unwrap_or_default())).collect()
    }
}

/// The texts of a list, or the one text.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}
