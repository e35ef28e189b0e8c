//! What comes in: JSON bodies and query strings, each refusal naming what is wrong.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::BODY_BYTES_MAX;
use crate::problem::Refusal;

/// A body beyond the limit is read on up to here, so that the refusal arrives instead of a broken connection.
const DRAIN_BYTES_MAX: usize = 32 << 20;
/// Longest part of a parser's sentence that goes back.
const WHY_CHARS_MAX: usize = 300;

/// A JSON body of the wire contract.
pub(crate) struct Input<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Input<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "The request body is not marked as JSON.",
                "Send it with the header `content-type: application/json`.",
            ));
        }
        let bytes = read(request.into_body()).await?;
        parse(&bytes).map(Self)
    }
}

/// A verb without input: no body, or an empty object.
pub(crate) struct NoInput;

impl<S: Send + Sync> FromRequest<S> for NoInput {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Nothing {}
        let bytes = read(request.into_body()).await?;
        if !bytes.is_empty() {
            parse::<Nothing>(&bytes)?;
        }
        Ok(Self)
    }
}

/// A query string of the wire contract.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let read = Query::<T>::from_request_parts(parts, state).await;
        let Query(query) = read.map_err(|_| {
            Refusal::bad_request("wrong_query", "The query of the address is not understood.")
        })?;
        Ok(Self(query))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Reads a body up to [`BODY_BYTES_MAX`].
pub(crate) async fn read(mut body: Body) -> Result<Bytes, Refusal> {
    let mut kept = BytesMut::new();
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| {
            Refusal::bad_request("broken_body", "The request body ended before it was complete.")
        })?;
        let Ok(data) = frame.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        if seen > DRAIN_BYTES_MAX {
            break;
        }
        if seen <= BODY_BYTES_MAX {
            kept.extend_from_slice(&data);
        }
    }
    if seen > BODY_BYTES_MAX { Err(Refusal::too_large()) } else { Ok(kept.freeze()) }
}

/// Parses a body, strictly.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    // The parser would also take a list of the fields in order; the contract has objects only.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        let error = "The request body is a list where an object is expected.";
        return Err(Refusal::bad_request("wrong_value", error));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let why: String =
            error.to_string().chars().filter(|c| !c.is_control()).take(WHY_CHARS_MAX).collect();
        if !error.is_data() {
            return Refusal::bad_request(
                "malformed_json",
                format!("The request body is not valid JSON: {why}."),
            );
        }
        let code = if why.starts_with("unknown field") { "unknown_field" } else { "wrong_value" };
        Refusal::bad_request(code, format!("The request body does not fit: {why}."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_types::{AtRevision, SignIn};

    fn check<T: DeserializeOwned>(body: &str, code: &str, part: &str) {
        let Err(Refusal::Problem { status, problem, .. }) = parse::<T>(body.as_bytes()) else {
            panic!("accepted {body}")
        };
        assert_eq!((status.as_u16(), problem.code.as_str()), (400, code), "{body}");
        assert!(problem.error.contains(part), "{}", problem.error);
    }

    #[test]
    fn a_refusal_names_what_is_wrong() {
        check::<AtRevision>("", "malformed_json", "EOF");
        check::<AtRevision>("{", "malformed_json", "line 1");
        check::<AtRevision>("{\"revision\":1} x", "malformed_json", "trailing characters");
        check::<AtRevision>("{\"revision\":-1}", "wrong_value", "-1");
        check::<AtRevision>("{\"revision\":\"1\"}", "wrong_value", "expected u64");
        check::<AtRevision>("{}", "wrong_value", "`revision`");
        check::<AtRevision>("{\"revision\":1,\"force\":true}", "unknown_field", "`force`");
        check::<AtRevision>("{\"revision\":1,\"revision\":2}", "wrong_value", "duplicate");
        check::<SignIn>("null", "wrong_value", "null");
        check::<SignIn>("[\"passphrase\"]", "wrong_value", "list");
        check::<SignIn>(&"[".repeat(100_000), "wrong_value", "list");
    }
}
