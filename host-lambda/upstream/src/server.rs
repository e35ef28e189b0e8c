//! HTTP around the pure handlers: reads requests, keeps the log, lets faults strike.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::config::{Fault, FaultKind, Faults, Service, UpstreamConfig};
use crate::web::{Req, Resp};
use crate::world::{LogEntry, World};
use crate::{Error, claude, control, graph, jira};

/// Largest request body, in bytes.
const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A handle to the workspace; clones share it.
#[derive(Clone)]
pub struct State(Arc<Mutex<World>>);

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State")
    }
}

impl State {
    /// Builds the workspace; its clock stands still until it is set.
    ///
    /// # Errors
    /// When payloads cannot be read.
    pub fn new(config: &UpstreamConfig) -> Result<Self, Error> {
        Ok(Self(Arc::new(Mutex::new(World::new(config)?))))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Sets the time in Unix milliseconds, and whether it moves on by itself.
    pub fn set_clock(&self, now_ms: i64, ticking: bool) {
        self.lock().set_clock(now_ms, ticking);
    }

    /// The time in this workspace, in Unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.lock().now_ms()
    }

    /// Replaces the armed faults.
    pub fn set_faults(&self, faults: Faults) {
        self.lock().faults = faults;
    }

    /// Lets what was held back happen now; returns how many events.
    #[must_use]
    pub fn release(&self) -> usize {
        let mut world = self.lock();
        world.restamp_pending();
        world.play_until(i64::MAX)
    }

    /// What `GET /_control/<path>` would return, without a connection.
    #[must_use]
    pub fn look(&self, path: &str) -> Value {
        let req = Req {
            method: Method::GET,
            path: path.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect(),
            query: Vec::new(),
            headers: http::HeaderMap::new(),
            body: bytes::Bytes::new(),
            base: String::new(),
        };
        control::handle(&mut self.lock(), &req).body.unwrap_or(Value::Null)
    }
}

/// The stand-ins as a router: `/jira`, `/graph`, `/login`, `/claude`, `/_control`.
pub fn router(state: State) -> Router {
    Router::new().fallback(answer).with_state(state)
}

fn service(prefix: &str) -> Option<Service> {
    Some(match prefix {
        "jira" => Service::Jira,
        "graph" => Service::Graph,
        "login" => Service::Login,
        "claude" => Service::Claude,
        "_control" => Service::Control,
        _ => return None,
    })
}

fn decode(segment: &str) -> Option<String> {
    // A plus sign is itself in a path; the decoder takes it for a space.
    let shielded = segment.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(shielded.as_bytes()).next().map(|(k, _)| k.into_owned())
}

/// Whether a request asks for a change, whatever comes of it.
fn changes_state(service: Service, method: &Method, path: &[String]) -> bool {
    match service {
        Service::Jira => {
            let search = path.iter().any(|s| s == "search");
            *method != Method::GET && !(search && *method == Method::POST)
        }
        Service::Graph => *method != Method::GET,
        Service::Login | Service::Claude | Service::Control => false,
    }
}

async fn answer(
    axum::extract::State(state): axum::extract::State<State>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let mut segments = parts.uri.path().split('/').filter(|s| !s.is_empty());
    let Some(service) = segments.next().and_then(service) else {
        return write(Resp::json(
            404,
            json!({"error": "unknown service",
            "hint": "use /jira, /graph, /login, /claude or /_control"}),
        ));
    };
    let Some(path) = segments.map(decode).collect::<Option<Vec<String>>>() else {
        return write(Resp::json(400, json!({"error": "the path is not valid"})));
    };
    let Ok(body) = axum::body::to_bytes(body, BODY_BYTES_MAX).await else {
        return write(Resp::json(413, json!({"error": "the request body is too large"})));
    };
    let query = parts.uri.query().unwrap_or_default();
    let host = parts.headers.get("host").and_then(|h| h.to_str().ok()).unwrap_or("localhost");
    let req = Req {
        method: parts.method,
        path,
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        base: format!("http://{host}"),
        headers: parts.headers,
        body,
    };
    if service == Service::Control {
        return write(control::handle(&mut state.lock(), &req));
    }
    let full_path = parts.uri.path().to_owned();
    let (resp, fault) = strike(&state, service, &req, &full_path).await;
    record(&state, service, &req, &full_path, query, resp.as_ref(), fault.as_ref());
    let offset_s = state.lock().faults.date_offset_s;
    let mut response = finish(resp, fault).await;
    if offset_s != 0
        && let Some(date) = crate::clock::http_date(offset_s)
        && let Ok(value) = HeaderValue::from_str(&date)
    {
        response.headers_mut().insert(http::header::DATE, value);
    }
    response
}

/// Lets a fault strike before the effect, or answers and lets it strike after.
async fn strike(
    state: &State,
    service: Service,
    req: &Req,
    path: &str,
) -> (Option<Resp>, Option<Fault>) {
    let fault = state.lock().faults.take(service, req.method.as_str(), path);
    let Some(fault) = fault else { return (Some(handle(state, service, req)), None) };
    let resp = match fault.kind {
        FaultKind::TooManyRequests => Some(error(service, 429, "rate limit exceeded", &fault)),
        FaultKind::Unavailable => Some(error(service, 503, "service unavailable", &fault)),
        FaultKind::Overloaded => Some(Resp::claude_error(529, "overloaded_error", "Overloaded")),
        FaultKind::Unauthorised => Some(error(service, 401, "credential not valid", &fault)),
        FaultKind::Forbidden => Some(error(service, 403, "not allowed with this token", &fault)),
        FaultKind::SyncStateNotFound => {
            let mut world = state.lock();
            world.mail.epoch += 1;
            Some(graph::delta::gone(&req.base, &world.mail.mailbox))
        }
        FaultKind::Redirect => {
            let location = fault.location.clone().unwrap_or_else(|| "http://127.0.0.1:9/".into());
            Some(Resp::empty(302).with("location", location))
        }
        FaultKind::HangBefore => {
            tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
            None
        }
        FaultKind::InvalidToolInput | FaultKind::Refusal => {
            Some(claude::handle_with(&mut state.lock(), req, Some(fault.kind)))
        }
        FaultKind::AcceptedRetryAfter => {
            let seconds = fault.retry_after_s.to_string();
            Some(handle(state, service, req).with("retry-after", seconds))
        }
        FaultKind::ReplyLost | FaultKind::HangAfter | FaultKind::BrokenJson => {
            Some(handle(state, service, req))
        }
    };
    (resp, Some(fault))
}

fn handle(state: &State, service: Service, req: &Req) -> Resp {
    let mut world = state.lock();
    match service {
        Service::Jira => jira::handle(&mut world, req),
        Service::Graph => graph::handle(&mut world, req),
        Service::Login => graph::login(&mut world, req),
        Service::Claude => claude::handle_with(&mut world, req, None),
        Service::Control => control::handle(&mut world, req),
    }
}

fn error(service: Service, status: u16, text: &str, fault: &Fault) -> Resp {
    let resp = match service {
        Service::Jira => Resp::jira_error(status, text),
        Service::Graph => {
            let code = match status {
                429 => "TooManyRequests",
                401 => "InvalidAuthenticationToken",
                403 => "ErrorAccessDenied",
                _ => "ServiceUnavailable",
            };
            Resp::graph_error(status, code, text)
        }
        Service::Claude => {
            let kind = match status {
                429 => "rate_limit_error",
                401 => "authentication_error",
                403 => "permission_error",
                _ => "api_error",
            };
            Resp::claude_error(status, kind, text)
        }
        Service::Login | Service::Control => Resp::json(
            status,
            json!({"error": "temporarily_unavailable", "error_description": text}),
        ),
    };
    if matches!(status, 401 | 403) {
        resp
    } else {
        resp.with("retry-after", fault.retry_after_s.to_string())
    }
}

fn record(
    state: &State,
    service: Service,
    req: &Req,
    path: &str,
    query: &str,
    resp: Option<&Resp>,
    fault: Option<&Fault>,
) {
    let mut world = state.lock();
    let seq = world.log.len() as u64 + 1;
    world.log.push(LogEntry {
        seq,
        service,
        method: req.method.to_string(),
        path: path.to_owned(),
        query: query.to_owned(),
        status: resp.map_or(0, |r| r.status),
        changes_state: changes_state(service, &req.method, &req.path),
        fault: fault.map(|f| f.kind),
        body_bytes: req.body.len(),
        body_sha256: hex::encode(Sha256::digest(&req.body)),
    });
}

async fn finish(resp: Option<Resp>, fault: Option<Fault>) -> Response {
    let kind = fault.as_ref().map(|f| f.kind);
    if let (Some(FaultKind::HangAfter), Some(fault)) = (kind, &fault) {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    }
    match (kind, resp) {
        (Some(FaultKind::ReplyLost | FaultKind::HangAfter | FaultKind::HangBefore), _)
        | (_, None) => lost(),
        (Some(FaultKind::BrokenJson), Some(resp)) => {
            let text = resp.body.as_ref().map(Value::to_string).unwrap_or_default();
            let mut half = text.len() / 2;
            while !text.is_char_boundary(half) {
                half -= 1;
            }
            let mut response = write(Resp::ok(Value::Null));
            *response.status_mut() = StatusCode::from_u16(resp.status).unwrap_or_default();
            *response.body_mut() = Body::from(text[..half].to_owned());
            response
        }
        (_, Some(resp)) => write(resp),
    }
}

/// A body that fails at once: the server closes the connection without an answer.
fn lost() -> Response {
    let failed = std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "reply lost");
    let stream = futures::stream::once(async move { Err::<bytes::Bytes, _>(failed) });
    Response::new(Body::from_stream(stream))
}

fn write(resp: Resp) -> Response {
    let body = match &resp.body {
        Some(value) => Body::from(value.to_string()),
        None => Body::empty(),
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(resp.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if resp.body.is_some() {
        let json = HeaderValue::from_static("application/json;charset=UTF-8");
        headers.insert(http::header::CONTENT_TYPE, json);
    }
    for (name, value) in resp.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    response
}
