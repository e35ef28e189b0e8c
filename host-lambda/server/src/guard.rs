//! What every request passes, outermost first: answer headers, names and origins, then time and concurrency.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::Refusal;
use crate::{BODY_BYTES_MAX, Server, body};

/// Longest time until an answer, milliseconds. What was begun is finished all the same.
pub const REQUEST_TIMEOUT_MS: u64 = 60_000;
/// Most requests at work at once; one more is told to come again.
pub const CONCURRENT_MAX: usize = 64;

/// Scripts and styles are files of this origin; `'wasm-unsafe-eval'` lets the policy compile.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// Puts the security headers on every answer, refusals included.
pub(crate) async fn headers(https: bool, request: Request, next: Next) -> Response {
    let api = is_api(&request);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if api || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Refuses other names of this machine, other origins, and bodies that say that they are too large.
pub(crate) async fn admit(State(server): State<Server>, request: Request, next: Next) -> Response {
    if let Err(refusal) = check_names(&server, &request) {
        return refusal.into_response();
    }
    if declared_bytes(request.headers()) > BODY_BYTES_MAX as u64 {
        // A client that waits for a go-ahead has sent nothing yet; any other is heard out first.
        if !request.headers().contains_key(header::EXPECT) {
            drop(body::read(request.into_body()).await);
        }
        return Refusal::too_large().into_response();
    }
    next.run(request).await
}

/// Bounds time and concurrency. The work is a task of its own, so that neither a time-out nor a closed
/// tab drops a send in the middle.
pub(crate) async fn run(State(server): State<Server>, request: Request, next: Next) -> Response {
    let Ok(permit) = server.running.clone().try_acquire_owned() else {
        let hint = "Try again in a few seconds.";
        let error = "Too many requests are at work already.";
        return Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", error, hint).into_response();
    };
    let work = tokio::spawn(async move {
        let response = next.run(request).await;
        drop(permit);
        response
    });
    match tokio::time::timeout(Duration::from_millis(REQUEST_TIMEOUT_MS), work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("a request handler stopped without an answer");
            Refusal::internal().into_response()
        }
        Err(_) => {
            let error = "The answer takes longer than a minute; the work goes on.";
            let hint = "Reload in a while to see what came of it.";
            Refusal::new(StatusCode::GATEWAY_TIMEOUT, "slow", error, hint).into_response()
        }
    }
}

/// Whether a method may change something.
pub(crate) fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_api(request: &Request) -> bool {
    let path = request.uri().path();
    path == "/api" || path.starts_with("/api/")
}

fn check_names(server: &Server, request: &Request) -> Result<(), Refusal> {
    let headers = request.headers();
    let host = only(headers, &header::HOST).unwrap_or_default();
    let target = request.uri().authority().map(|a| a.as_str());
    if !server.site.knows(host) || target.is_some_and(|t| !t.eq_ignore_ascii_case(host)) {
        return Err(Refusal::new(
            StatusCode::MISDIRECTED_REQUEST,
            "wrong_host",
            "The dashboard is not served under this name.",
            "Open it under the address that `holdfast run` printed.",
        ));
    }
    let own = if headers.contains_key(header::ORIGIN) {
        only(headers, &header::ORIGIN).is_some_and(|origin| server.site.is_own_origin(origin, host))
    } else {
        // Browsers name the origin of every change; what comes without is from this page or from no page.
        let fetch_site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
        !changes(request.method()) || fetch_site == Some("same-origin")
    };
    if own {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::FORBIDDEN,
        "wrong_origin",
        "The request does not come from a page of this dashboard.",
        "Send the `Origin` header of the dashboard, or use the dashboard itself.",
    ))
}

/// The value of a header that is there exactly once.
pub(crate) fn only<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn declared_bytes(headers: &HeaderMap) -> u64 {
    let value = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
    value.and_then(|v| v.parse().ok()).unwrap_or(0)
}
