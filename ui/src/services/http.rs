//! The one door to the server: same-origin paths, the CSRF header, typed refusals.

use std::cell::RefCell;

use api_types::{CSRF_HEADER, Conflict, Problem};
use gloo_net::http::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

thread_local! {
    // One page is one session; the token never leaves memory.
    static CSRF: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Why a call did not give what was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// No answer came.
    Offline,
    /// The server refused, with its status.
    Refused {
        /// HTTP status.
        status: u16,
        /// What the server said.
        problem: Problem,
    },
    /// Somebody or something was faster.
    Conflict(Box<Conflict>),
}

impl ApiError {
    /// Whether the session is over.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// What happened, one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Offline => "The server did not answer.".to_owned(),
            Self::Refused { problem, .. } => problem.error.clone(),
            Self::Conflict(conflict) => conflict.error.clone(),
        }
    }

    /// What to do next, one sentence, or empty.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Offline => "Check that holdfast is running, then try again.".to_owned(),
            Self::Refused { problem, .. } => problem.hint.clone(),
            Self::Conflict(_) => String::new(),
        }
    }
}

/// Remembers the CSRF token of the session.
pub fn set_csrf(token: Option<String>) {
    CSRF.with(|cell| *cell.borrow_mut() = token);
}

/// Reads.
///
/// # Errors
/// As [`ApiError`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    let sent = Request::get(path).send().await;
    decode(sent.map_err(|_| ApiError::Offline)?).await
}

/// Sends a verb and reads its answer.
///
/// # Errors
/// As [`ApiError`].
pub async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, ApiError> {
    decode(send("POST", path, body).await?).await
}

/// Replaces and reads what is stored now.
///
/// # Errors
/// As [`ApiError`].
pub async fn put<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, ApiError> {
    decode(send("PUT", path, body).await?).await
}

/// Sends a verb that answers without a body.
///
/// # Errors
/// As [`ApiError`].
pub async fn post_silent(path: &str) -> Result<(), ApiError> {
    post_empty(path, &serde_json::json!({})).await
}

/// Sends a verb with a body that answers without one.
///
/// # Errors
/// As [`ApiError`].
pub async fn post_empty<B: Serialize>(path: &str, body: &B) -> Result<(), ApiError> {
    let answer = send("POST", path, body).await?;
    if answer.ok() { Ok(()) } else { Err(refusal(&answer).await) }
}

async fn send<B: Serialize>(method: &str, path: &str, body: &B) -> Result<Response, ApiError> {
    let mut builder = match method {
        "PUT" => Request::put(path),
        _ => Request::post(path),
    };
    if let Some(token) = CSRF.with(|cell| cell.borrow().clone()) {
        builder = builder.header(CSRF_HEADER, &token);
    }
    let request = builder.json(body).map_err(|_| ApiError::Offline)?;
    request.send().await.map_err(|_| ApiError::Offline)
}

async fn decode<T: DeserializeOwned>(answer: Response) -> Result<T, ApiError> {
    if !answer.ok() {
        return Err(refusal(&answer).await);
    }
    let text = answer.text().await.map_err(|_| ApiError::Offline)?;
    serde_json::from_str(&text).map_err(|error| ApiError::Refused {
        status: answer.status(),
        problem: Problem {
            code: "unreadable".to_owned(),
            error: format!("The answer of the server could not be read: {error}."),
            hint: "Reload the page; the dashboard may be older than the server.".to_owned(),
        },
    })
}

async fn refusal(answer: &Response) -> ApiError {
    let text = answer.text().await.unwrap_or_default();
    refusal_of(answer.status(), &text)
}

/// Reads a refusal: a conflict, a problem, or at least its status.
#[must_use]
pub fn refusal_of(status: u16, text: &str) -> ApiError {
    if status == 409
        && let Ok(conflict) = serde_json::from_str::<Conflict>(text)
    {
        return ApiError::Conflict(Box::new(conflict));
    }
    let problem = serde_json::from_str::<Problem>(text).unwrap_or_else(|_| Problem {
        code: "unexpected".to_owned(),
        error: format!("The server answered {status}."),
        hint: "Try again; if it stays, look at the log of holdfast.".to_owned(),
    });
    ApiError::Refused { status, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_keeps_its_sentence_and_hint() {
        let text = r#"{"code":"throttled","error":"Too many tries.","hint":"Wait 1 min."}"#;
        let error = refusal_of(429, text);
        assert_eq!(error.sentence(), "Too many tries.");
        assert_eq!(error.hint(), "Wait 1 min.");
        assert!(!error.is_signed_out());
    }

    #[test]
    fn anything_else_names_its_status() {
        let error = refusal_of(502, "<html>");
        assert_eq!(error.sentence(), "The server answered 502.");
        assert!(refusal_of(401, "").is_signed_out());
        assert!(matches!(refusal_of(409, "{}"), ApiError::Refused { status: 409, .. }));
    }
}
