//! Every refusal as a sentence and a hint; inner errors are logged by their type and stay here.

use api_types::{Conflict, Problem};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdfast_app::ports::{JudgementError, StoreError};
use holdfast_app::usecases::CaseError;

/// Why a request was not carried out, as the browser reads it.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// A status with its problem; `retry_after_s` becomes the header.
    Problem {
        /// 4xx or 5xx.
        status: StatusCode,
        /// What the browser reads.
        problem: Problem,
        /// Seconds until another try makes sense.
        retry_after_s: Option<i64>,
    },
    /// 409 with the action as it stands now.
    Conflict(Box<Conflict>),
}

impl Refusal {
    /// A refusal in two sentences; `hint` may be empty.
    pub(crate) fn new(
        status: StatusCode,
        code: &str,
        error: impl Into<String>,
        hint: &str,
    ) -> Self {
        let problem = Problem { code: code.to_owned(), error: error.into(), hint: hint.to_owned() };
        Self::Problem { status, problem, retry_after_s: None }
    }

    /// 400.
    pub(crate) fn bad_request(code: &str, error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, error, "Correct the request and send it again.")
    }

    /// 401.
    pub(crate) fn signed_out() -> Self {
        let error = "Nobody is signed in, or the session is over.";
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", error, "Sign in again.")
    }

    /// 404.
    pub(crate) fn not_found(what: &str) -> Self {
        let error = format!("{} does not exist.", capitalised(what));
        Self::new(StatusCode::NOT_FOUND, "not_found", error, "Go back and reload the list.")
    }

    /// 413.
    pub(crate) fn too_large() -> Self {
        let error = "The request is larger than 1 MB.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", error, "Send less at once.")
    }

    /// 429.
    pub(crate) fn throttled(wait_s: i64) -> Self {
        let problem = Problem {
            code: "throttled".to_owned(),
            error: format!("Too many tries: the next one is possible in {wait_s} s."),
            hint: "Wait, then try again.".to_owned(),
        };
        let status = StatusCode::TOO_MANY_REQUESTS;
        Self::Problem { status, problem, retry_after_s: Some(wait_s) }
    }

    /// 503.
    pub(crate) fn unavailable(error: &str) -> Self {
        let hint = "Nothing was lost. Try again in a minute.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", error, hint)
    }

    /// 500.
    pub(crate) fn internal() -> Self {
        let hint = "The log of holdfast names the cause.";
        let error = "Something inside holdfast failed.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", error, hint)
    }
}

impl From<CaseError> for Refusal {
    fn from(error: CaseError) -> Self {
        let error_type = error.error_type();
        let refusal = match error {
            CaseError::Store(error) => of_store(&error),
            CaseError::Integration { integration, .. } => {
                Self::unavailable(&format!("The integration `{integration}` did not do it."))
            }
            CaseError::Judgement(JudgementError::Refused(why)) => {
                let error = format!("The policy does not accept this: {}", sentence(&why));
                Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "refused",
                    error,
                    "Change it and try again.",
                )
            }
            CaseError::Judgement(JudgementError::Engine(_)) => {
                Self::unavailable("The policy engine failed, so nothing may happen.")
            }
            CaseError::LeaseHeld { .. } | CaseError::LeaseLost => {
                let hint = "Wait until the check is over.";
                Self::new(StatusCode::CONFLICT, "busy", "A check is running already.", hint)
            }
            CaseError::NotFound(what) => Self::not_found(&what),
            CaseError::Invalid(why) => {
                let hint = "Correct the value and try again.";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", sentence(&why), hint)
            }
        };
        if let Self::Problem { status, .. } = &refusal
            && status.is_server_error()
        {
            tracing::warn!(error_type, status = status.as_u16(), "a request failed");
        }
        refusal
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        CaseError::from(error).into()
    }
}

fn of_store(error: &StoreError) -> Refusal {
    match error {
        StoreError::Lost { .. } => Refusal::new(
            StatusCode::CONFLICT,
            "stale",
            "This changed since it was opened.",
            "Reload to see what stands now, then try again.",
        ),
        StoreError::Throttled(_) | StoreError::Unavailable(_) => {
            Refusal::unavailable("The store did not answer.")
        }
        StoreError::Newer(_) => Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "newer_data",
            "The stored data was written by a newer version of holdfast.",
            "Install that version or restore a backup.",
        ),
        StoreError::Corrupt { .. } => Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "corrupt_data",
            "Something stored cannot be read.",
            "The log of holdfast names it; `holdfast doctor` checks the data.",
        ),
        StoreError::Invalid(_) => Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "The store does not accept this request.",
            "Reload the page and try again.",
        ),
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Conflict(conflict) => (StatusCode::CONFLICT, Json(conflict)).into_response(),
            Self::Problem { status, problem, retry_after_s } => {
                let mut response = (status, Json(problem)).into_response();
                if let Some(wait_s) = retry_after_s {
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
                }
                response
            }
        }
    }
}

/// 405 for a known path.
pub(crate) async fn wrong_method() -> Refusal {
    let error = "This path does not take that method.";
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", error, "")
}

/// First letter large, one full stop at the end.
fn sentence(text: &str) -> String {
    let text = capitalised(text.trim());
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_app::ports::Failure;

    fn check(error: CaseError, status: u16, code: &str, text: &str) {
        let Refusal::Problem { status: got, problem, .. } = Refusal::from(error) else {
            panic!("a conflict")
        };
        assert_eq!((got.as_u16(), problem.code.as_str()), (status, code));
        assert_eq!(problem.error, text);
    }

    #[test]
    fn every_case_has_its_status_and_hides_its_inside() {
        let inner = || "secret path /x".to_owned();
        check(
            StoreError::Lost { index: 3 }.into(),
            409,
            "stale",
            "This changed since it was opened.",
        );
        check(
            StoreError::Unavailable(inner()).into(),
            503,
            "unavailable",
            "The store did not answer.",
        );
        check(
            StoreError::Invalid(inner()).into(),
            422,
            "invalid",
            "The store does not accept this request.",
        );
        let corrupt = StoreError::Corrupt { what: inner(), why: inner() };
        check(corrupt.into(), 500, "corrupt_data", "Something stored cannot be read.");
        let failure = Failure::Unavailable(inner());
        let failed = CaseError::Integration { integration: "jira".to_owned(), failure };
        check(failed, 503, "unavailable", "The integration `jira` did not do it.");
        let engine = JudgementError::Engine(inner());
        check(
            engine.into(),
            503,
            "unavailable",
            "The policy engine failed, so nothing may happen.",
        );
        check(
            CaseError::NotFound("the action `a`".into()),
            404,
            "not_found",
            "The action `a` does not exist.",
        );
        check(CaseError::Invalid("too long".into()), 422, "invalid", "Too long.");
    }
}
