//! JSON over HTTP to servers on this machine.

use std::time::Duration;

use serde_json::Value;
use ureq::Agent;

use crate::Outcome;

/// Largest answer that is read, in bytes: a screenshot of a large window fits.
const ANSWER_BYTES_MAX: u64 = 64 << 20;

/// A client for one address.
#[derive(Debug, Clone)]
pub struct Client {
    agent: Agent,
    base: String,
}

impl Client {
    /// A client for `base`, such as `http://127.0.0.1:4000`, whose calls end after `timeout`.
    #[must_use]
    pub fn new(base: &str, timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .proxy(None)
            .build();
        Self { agent: config.into(), base: base.trim_end_matches('/').to_owned() }
    }

    /// The address.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// `GET`: status and body (null when it is empty, a string when it is not JSON).
    ///
    /// # Errors
    /// When there is no answer.
    pub fn get(&self, path: &str) -> Outcome<(u16, Value)> {
        let url = format!("{}{path}", self.base);
        read(&url, self.agent.get(&url).call())
    }

    /// `POST` of JSON: status and body.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn post(&self, path: &str, body: &Value) -> Outcome<(u16, Value)> {
        let url = format!("{}{path}", self.base);
        let request = self.agent.post(&url).header("content-type", "application/json");
        read(&url, request.send(body.to_string()))
    }

    /// `DELETE`: status and body.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn delete(&self, path: &str) -> Outcome<(u16, Value)> {
        let url = format!("{}{path}", self.base);
        read(&url, self.agent.delete(&url).call())
    }
}

fn read(
    url: &str,
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Outcome<(u16, Value)> {
    let mut answer = answer.map_err(|e| format!("`{url}` does not answer: {e}"))?;
    let status = answer.status().as_u16();
    let text = answer
        .body_mut()
        .with_config()
        .limit(ANSWER_BYTES_MAX)
        .read_to_string()
        .map_err(|e| format!("`{url}`: {e}"))?;
    if text.is_empty() {
        return Ok((status, Value::Null));
    }
    Ok((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
}

/// The body of a call that went well.
///
/// # Errors
/// When the status is not 2xx: the status and the body.
pub fn good(what: &str, (status, body): (u16, Value)) -> Outcome<Value> {
    if (200..300).contains(&status) { Ok(body) } else { Err(format!("{what}: {status} {body}")) }
}
