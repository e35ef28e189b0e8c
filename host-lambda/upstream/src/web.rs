//! A request and an answer as plain values, so that every handler is a pure function.

use http::{HeaderMap, Method};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// One request, read in full.
#[derive(Debug, Clone)]
pub(crate) struct Req {
    pub(crate) method: Method,
    /// Path segments below the service's prefix, percent-decoded.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: bytes::Bytes,
    /// `http://host:port`, for absolute links.
    pub(crate) base: String,
}

impl Req {
    pub(crate) fn q(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    pub(crate) fn number(&self, name: &str, default: usize) -> usize {
        self.q(name).and_then(|v| v.parse().ok()).unwrap_or(default)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// All `Prefer` values in one lower-case string.
    pub(crate) fn prefers(&self, what: &str) -> bool {
        self.headers
            .get_all("prefer")
            .iter()
            .filter_map(|v| v.to_str().ok())
            .any(|v| v.to_ascii_lowercase().contains(&what.to_ascii_lowercase()))
    }

    /// Path segments as string slices, for matching.
    pub(crate) fn segments(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_slice(&self.body).map_err(|e| e.to_string())
    }
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Resp {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<Value>,
}

impl Resp {
    pub(crate) fn json(status: u16, body: Value) -> Self {
        Self { status, headers: Vec::new(), body: Some(body) }
    }

    pub(crate) fn ok(body: Value) -> Self {
        Self::json(200, body)
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: None }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Jira's error body.
    pub(crate) fn jira_error(status: u16, message: &str) -> Self {
        Self::json(status, json!({"errorMessages": [message], "errors": {}}))
    }

    /// Jira's error body for one field.
    pub(crate) fn jira_field(status: u16, field: &str, message: &str) -> Self {
        Self::json(status, json!({"errorMessages": [], "errors": {field: message}}))
    }

    /// Graph's error body.
    pub(crate) fn graph_error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, json!({"error": {"code": code, "message": message}}))
    }

    /// Claude's error body.
    pub(crate) fn claude_error(status: u16, kind: &str, message: &str) -> Self {
        Self::json(status, json!({"type": "error", "error": {"type": kind, "message": message}}))
    }
}
