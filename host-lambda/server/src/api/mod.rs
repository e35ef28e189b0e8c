//! One handler for each row of the table in `api-types`: input, one use case, its answer.

mod actions;
mod connect;
mod decisions;
mod manage;
mod people;
mod privacy;
mod projects;
mod reads;

use axum::Router;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::routing::{get, post, put};

use crate::Server;
use crate::auth::handlers as session;
use crate::problem::Refusal;

/// Longest id of anything.
const ID_CHARS_MAX: usize = 128;

/// What works without a session.
pub(crate) fn public() -> Router<Server> {
    Router::new()
        .route("/api/session", get(session::session))
        .route("/api/setup", post(session::set_up))
        .route("/api/sign-in", post(session::sign_in))
}

/// What needs a session, and the CSRF token for every change.
pub(crate) fn private() -> Router<Server> {
    Router::new()
        .route("/api/sign-out", post(session::sign_out))
        .route("/api/status", get(reads::status))
        .route("/api/overview", get(reads::overview))
        .route("/api/activity", get(reads::activity))
        .route("/api/check-now", post(reads::check_now))
        .route("/api/settings", get(reads::settings).put(reads::put_settings))
        .route("/api/settings/preview", post(reads::preview))
        .route("/api/first-run", get(connect::first_run).post(connect::move_first_run))
        .route("/api/connections", get(connect::list))
        .route("/api/connections/jira", post(connect::jira))
        .route("/api/connections/jira/projects", get(connect::projects))
        .route("/api/connections/outlook/device", get(connect::device).post(connect::start_device))
        .route("/api/connections/outlook/application", post(connect::application))
        .route("/api/connections/outlook/folders", get(connect::folders))
        .route("/api/connections/{name}/disconnect", post(connect::disconnect))
        .route("/api/holds", get(actions::holds))
        .route("/api/actions/{id}", get(actions::one))
        .route("/api/actions/{id}/approve", post(actions::approve))
        .route("/api/actions/{id}/edit", post(actions::edit))
        .route("/api/actions/{id}/cancel", post(actions::cancel))
        .route("/api/actions/{id}/undo", post(actions::undo))
        .route("/api/actions/{id}/extend", post(actions::extend))
        .route("/api/actions/{id}/timer", post(actions::timer))
        .route("/api/actions/{id}/snooze", post(actions::snooze))
        .route("/api/actions/{id}/seen", post(actions::seen))
        .route("/api/actions/{id}/answer", post(actions::answer))
        .route("/api/actions/{id}/regret", post(actions::regret))
        .route("/api/decisions", get(decisions::list))
        .route("/api/decisions/{id}", post(decisions::decide))
        .route("/api/projects", get(projects::list).put(manage::put))
        .route("/api/projects/{id}/form", get(manage::form))
        .route("/api/unassigned", get(manage::unassigned))
        .route("/api/unassigned/{id}/assign", post(manage::assign))
        .route("/api/people", get(people::list).post(people::add))
        .route("/api/people/suggestions", get(people::suggestions))
        .route("/api/people/import", post(people::import))
        .route("/api/people/{id}", put(people::edit))
        .route("/api/people/{id}/address", post(people::address))
        .route("/api/people/{id}/merge", post(people::merge))
        .route("/api/people/{id}/remove", post(people::remove))
        .route("/api/projects/{id}", get(projects::one))
        .route("/api/projects/{id}/artefacts/{artefact}/undo", post(projects::undo))
        .route("/api/privacy", get(privacy::view))
        .route("/api/forget", post(privacy::forget))
        .route("/api/sessions", get(privacy::sessions))
        .route("/api/sessions/end-all", post(privacy::end_all))
        .route("/api/sessions/{id}/end", post(privacy::end_session))
        .route("/api/export", get(privacy::export))
}

/// The parts of a path that name something, each a well-formed id; anything else cannot exist.
pub(crate) struct Ids(Vec<String>);

impl Ids {
    /// The part at `index`, or empty.
    fn at(&self, index: usize) -> &str {
        self.0.get(index).map_or("", String::as_str)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| Refusal::not_found("that id"))?;
        let ids: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
        let well_formed = |id: &String| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
            (1..=ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(plain)
        };
        if ids.iter().all(well_formed) { Ok(Self(ids)) } else { Err(Refusal::not_found("that id")) }
    }
}

/// Where a list goes on.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Continued {
    cursor: Option<String>,
}

/// An empty value counts as none.
fn given(value: Option<String>) -> Option<String> {
    value.filter(|text| !text.is_empty())
}
