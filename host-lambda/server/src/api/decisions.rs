//! Escalations.

use api_types::{Decide, DecisionView, Page};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::{Continued, Ids, actions, given};
use crate::Server;
use crate::body::{Asked, Input};
use crate::problem::Refusal;

/// Longest note, characters; as the wire contract says.
const NOTE_CHARS_MAX: usize = 2_000;

pub(crate) async fn list(
    State(server): State<Server>,
    Asked(query): Asked<Continued>,
) -> Result<Json<Page<DecisionView>>, Refusal> {
    Ok(Json(server.app.decision_list(given(query.cursor)).await?))
}

pub(crate) async fn decide(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<Decide>,
) -> Result<Json<DecisionView>, Refusal> {
    if input.note.chars().count() > NOTE_CHARS_MAX {
        let error = format!("A note has at most {NOTE_CHARS_MAX} characters.");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(Refusal::new(status, "invalid", error, "Shorten the note."));
    }
    let app = &server.app;
    if let Err(error) = app.decide(ids.at(0), &input).await {
        return Err(actions::refuse(&server, error).await);
    }
    let decided = app.escalation(ids.at(0)).await?;
    let directory = app.directory().await?;
    Ok(Json(app.decision_view(decided.value, decided.rev, &directory).await?))
}
