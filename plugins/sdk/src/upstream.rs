//! The only way out, and what each answer means.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::Value;

use crate::Failure;

/// Milliseconds to wait after a 429 that does not say how long.
const THROTTLE_DEFAULT_MS: u64 = 30_000;
/// Upper bound of a wait that an upstream can ask for, so that a bad header cannot stop polling.
const THROTTLE_MS_MAX: u64 = 3_600_000;
/// Longest message kept of a refusal, in characters.
const REFUSAL_CHARS_MAX: usize = 200;

/// How serious a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// For developers.
    Debug,
    /// Normal.
    Info,
    /// Worth a look.
    Warn,
    /// Something failed.
    Error,
}

/// Sends requests to granted targets. The component uses the host's; tests use an HTTP client.
pub trait Upstream {
    /// Sends one request. A 429 or 5xx is a response, not a failure.
    fn send(&mut self, request: Request) -> Result<Response, Failure>;

    /// Writes a diagnostic line: ids only, never text or addresses.
    fn log(&mut self, level: Level, message: &str) {
        let _ = (level, message);
    }
}

/// A request to a granted target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Target id from `plugin.toml`.
    pub target: String,
    /// HTTP method, upper case.
    pub method: String,
    /// Path segments below the target's base, not encoded.
    pub path: Vec<String>,
    /// Query parameters, not encoded.
    pub query: Vec<(String, String)>,
    /// Extra headers.
    pub headers: Vec<(String, String)>,
    /// Body bytes; empty for none.
    pub body: Vec<u8>,
}

impl Request {
    /// A request of any method.
    pub fn new(method: &str, target: &str, path: &[&str]) -> Self {
        Self {
            target: target.to_string(),
            method: method.to_string(),
            path: path.iter().map(ToString::to_string).collect(),
            ..Self::default()
        }
    }

    /// A `GET`.
    pub fn get(target: &str, path: &[&str]) -> Self {
        Self::new("GET", target, path)
    }

    /// A `POST`.
    pub fn post(target: &str, path: &[&str]) -> Self {
        Self::new("POST", target, path)
    }

    /// A `PATCH`.
    pub fn patch(target: &str, path: &[&str]) -> Self {
        Self::new("PATCH", target, path)
    }

    /// A `DELETE`.
    pub fn delete(target: &str, path: &[&str]) -> Self {
        Self::new("DELETE", target, path)
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_string(), value.to_string()));
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_string(), value.to_string()));
        self
    }

    /// Sets a JSON body and its content type.
    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self.header("content-type", "application/json")
    }

    /// Method and first path segments: fit for a message, without ids.
    fn label(&self) -> String {
        format!("{} {}", self.method, self.target)
    }
}

/// What came back; redirects are returned, never followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers; names in any case.
    pub headers: Vec<(String, String)>,
    /// Body bytes.
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `null` for an empty one.
    pub fn json(&self) -> Result<Value, Failure> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.body)
            .map_err(|_| Failure::malformed("the answer is not valid JSON"))
    }

    /// `self` for a 2xx, otherwise what its status means.
    fn accepted(self, label: &str) -> Result<Self, Failure> {
        match self.status {
            200..=299 => Ok(self),
            429 => Err(Failure::Throttled(self.retry_after_ms())),
            401 | 403 => Err(Failure::Unauthorised(self.refusal(label))),
            404 => Err(Failure::NotFound(self.refusal(label))),
            300..=399 => Err(Failure::Malformed(self.refusal(label))),
            400..=499 => Err(Failure::Refused(self.refusal(label))),
            _ => Err(Failure::Unavailable(format!("{label}: status {}", self.status))),
        }
    }

    fn retry_after_ms(&self) -> u64 {
        let seconds = self.header("retry-after").and_then(|v| v.trim().parse::<u64>().ok());
        seconds.map_or(THROTTLE_DEFAULT_MS, |s| s.saturating_mul(1000).min(THROTTLE_MS_MAX))
    }

    fn refusal(&self, label: &str) -> String {
        let said = serde_json::from_slice::<Value>(&self.body).ok().and_then(|v| message_of(&v));
        let said: String = said.unwrap_or_default().chars().take(REFUSAL_CHARS_MAX).collect();
        if said.is_empty() {
            format!("{label}: status {}", self.status)
        } else {
            format!("{label}: status {}: {said}", self.status)
        }
    }
}

/// The message of a Graph (`error.message`) or Jira (`errorMessages`, `errors`) error body.
fn message_of(body: &Value) -> Option<String> {
    if let Some(error) = body.get("error") {
        let code = error.get("code").and_then(Value::as_str).unwrap_or_default();
        let text = error.get("message").and_then(Value::as_str).unwrap_or_default();
        return Some(format!("{code} {text}").trim().to_string());
    }
    let list = body.get("errorMessages").and_then(Value::as_array);
    if let Some(first) = list.and_then(|l| l.first()).and_then(Value::as_str) {
        return Some(first.to_string());
    }
    let (field, text) = body.get("errors")?.as_object()?.iter().next()?;
    Some(format!("{field}: {}", text.as_str().unwrap_or_default()))
}

/// Sends a request and maps every status that is not 2xx to a [`Failure`].
pub fn call(upstream: &mut dyn Upstream, request: Request) -> Result<Response, Failure> {
    let label = request.label();
    upstream.send(request)?.accepted(&label)
}

/// As [`call`], and reads the body as JSON.
pub fn fetch(upstream: &mut dyn Upstream, request: Request) -> Result<Value, Failure> {
    call(upstream, request)?.json()
}

/// As [`call`] for a request that cannot be taken back: 408 and 5xx mean that the effect may have
/// happened.
pub fn call_effect(upstream: &mut dyn Upstream, request: Request) -> Result<Response, Failure> {
    let label = request.label();
    let response = upstream.send(request)?;
    match response.status {
        408 | 500..=599 => {
            Err(Failure::UnknownEffect(format!("{label}: status {}", response.status)))
        }
        _ => response.accepted(&label),
    }
}

/// As [`call_effect`], and reads the body as JSON: after a 2xx an unreadable body is an unknown
/// effect, because what was done cannot be named.
pub fn fetch_effect(upstream: &mut dyn Upstream, request: Request) -> Result<Value, Failure> {
    let response = call_effect(upstream, request)?;
    response.json().map_err(|_| {
        Failure::UnknownEffect(String::from("the effect was accepted with an unreadable answer"))
    })
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::vec;

    use super::*;

    struct Fixed(Response);
    impl Upstream for Fixed {
        fn send(&mut self, _: Request) -> Result<Response, Failure> {
            Ok(self.0.clone())
        }
    }

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Fixed {
        let headers = headers.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
        Fixed(Response { status, headers, body: body.as_bytes().to_vec() })
    }

    fn check(mut upstream: Fixed, expect: Failure) {
        let got = call(&mut upstream, Request::get("jira", &["rest"]));
        assert_eq!(got, Err(expect));
    }

    #[test]
    fn statuses_become_failures() {
        check(answer(429, &[("Retry-After", "7")], ""), Failure::Throttled(7_000));
        check(answer(429, &[], ""), Failure::Throttled(THROTTLE_DEFAULT_MS));
        check(answer(429, &[("retry-after", "99999999")], ""), Failure::Throttled(THROTTLE_MS_MAX));
        check(answer(401, &[], ""), Failure::Unauthorised("GET jira: status 401".into()));
        check(answer(503, &[], "oops"), Failure::Unavailable("GET jira: status 503".into()));
        check(
            answer(404, &[], r#"{"errorMessages":["Issue does not exist"],"errors":{}}"#),
            Failure::NotFound("GET jira: status 404: Issue does not exist".into()),
        );
        check(
            answer(400, &[], r#"{"errorMessages":[],"errors":{"summary":"too long"}}"#),
            Failure::Refused("GET jira: status 400: summary: too long".into()),
        );
        check(
            answer(400, &[], r#"{"error":{"code":"ErrorX","message":"bad"}}"#),
            Failure::Refused("GET jira: status 400: ErrorX bad".into()),
        );
        check(answer(302, &[], ""), Failure::Malformed("GET jira: status 302".into()));
    }

    #[test]
    fn an_effect_is_unknown_after_5xx_and_after_an_unreadable_success() {
        let post = || Request::post("jira", &["x"]);
        let unknown = |r: Result<Value, Failure>| matches!(r, Err(Failure::UnknownEffect(_)));
        assert!(unknown(fetch_effect(&mut answer(502, &[], ""), post())));
        assert!(unknown(fetch_effect(&mut answer(201, &[], "{"), post())));
        let refused = fetch_effect(&mut answer(400, &[], ""), post());
        assert!(matches!(refused, Err(Failure::Refused(_))));
        assert_eq!(fetch_effect(&mut answer(204, &[], ""), post()), Ok(Value::Null));
    }

    #[test]
    fn a_request_keeps_segments_and_query_apart() {
        let body = serde_json::json!({"a": 1});
        let got = Request::post("jira", &["a", "b/c"]).query("q", "x y").json(&body);
        assert_eq!(got.path, vec!["a", "b/c"]);
        assert_eq!(got.query, vec![("q".to_string(), "x y".to_string())]);
        assert_eq!(got.body, br#"{"a":1}"#);
        assert_eq!(got.headers[0].0, "content-type");
    }
}
