//! The API as the dashboard calls it: cookie, CSRF token, same origin.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

use crate::Outcome;
use crate::http::good;

/// Longest call: an approval sends at once.
const CALL_MAX: Duration = Duration::from_secs(60);

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    agent: Agent,
    base: String,
    cookie: String,
    csrf: String,
}

impl Session {
    /// Not signed in yet.
    #[must_use]
    pub fn new(base: &str) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(CALL_MAX))
            .http_status_as_error(false)
            .proxy(None)
            .build();
        Self {
            agent: config.into(),
            base: base.to_owned(),
            cookie: String::new(),
            csrf: String::new(),
        }
    }

    /// The server has another port now.
    pub fn moved_to(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }

    /// Uses the one-time token.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn set_up(&mut self, token: &str, passphrase: &str) -> Outcome<()> {
        self.enter("/api/setup", &json!({ "token": token, "passphrase": passphrase }))
    }

    /// Signs in with the passphrase, for example when the session is over.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn sign_in(&mut self, passphrase: &str) -> Outcome<()> {
        self.enter("/api/sign-in", &json!({ "passphrase": passphrase }))
    }

    fn enter(&mut self, path: &str, body: &Value) -> Outcome<()> {
        let (status, answer, cookie) = self.exchange("POST", path, body)?;
        let session = good(path, (status, answer))?;
        self.cookie = cookie.unwrap_or_default();
        session.get("csrf").and_then(Value::as_str).unwrap_or_default().clone_into(&mut self.csrf);
        Ok(())
    }

    /// `GET`, which must go well.
    ///
    /// # Errors
    /// When it does not.
    pub fn get(&self, path: &str) -> Outcome<Value> {
        good(path, self.call("GET", path, &Value::Null)?)
    }

    /// `POST`, which must go well.
    ///
    /// # Errors
    /// When it does not.
    pub fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        good(path, self.call("POST", path, body)?)
    }

    /// Any call: status and body.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn call(&self, method: &str, path: &str, body: &Value) -> Outcome<(u16, Value)> {
        self.exchange(method, path, body).map(|(status, answer, _)| (status, answer))
    }

    /// `GET` of a file.
    ///
    /// # Errors
    /// When there is no answer, or it is not 200.
    pub fn file(&self, path: &str) -> Outcome<Vec<u8>> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let mut answer = request.call().map_err(|e| format!("{path}: {e}"))?;
        let status = answer.status().as_u16();
        let bytes = answer.body_mut().read_to_vec().map_err(|e| e.to_string())?;
        if status == 200 { Ok(bytes) } else { Err(format!("{path}: {status}")) }
    }

    /// Scheme and authority; the base may have a path.
    fn origin(&self) -> &str {
        self.base
            .match_indices('/')
            .nth(2)
            .map_or(self.base.as_str(), |(at, _)| self.base.get(..at).unwrap_or_default())
    }

    fn exchange(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Outcome<(u16, Value, Option<String>)> {
        let url = format!("{}{path}", self.base);
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(&url)
            .header("content-type", "application/json")
            .header("origin", self.origin())
            .header("cookie", &self.cookie)
            .header("x-holdfast-csrf", &self.csrf);
        let sent = if method == "GET" {
            self.agent.run(request.body(()).map_err(|e| e.to_string())?)
        } else {
            self.agent.run(request.body(body.to_string()).map_err(|e| e.to_string())?)
        };
        let mut answer = sent.map_err(|e| format!("{method} {path}: {e}"))?;
        let status = answer.status().as_u16();
        let cookie = answer
            .headers()
            .get("set-cookie")
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.split(';').next())
            .map(str::to_owned);
        let text = answer.body_mut().read_to_string().map_err(|e| e.to_string())?;
        let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok((status, value, cookie))
    }
}
