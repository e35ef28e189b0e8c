//! Projects as the user manages them, and mail that no project matches.

use api_types::{Assign, Page, ProjectForm, UnassignedView};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::{Continued, Ids, given};
use crate::Server;
use crate::body::{Asked, Input};
use crate::problem::Refusal;

pub(crate) async fn form(
    State(server): State<Server>,
    ids: Ids,
) -> Result<Json<ProjectForm>, Refusal> {
    Ok(Json(server.app.project_form(ids.at(0)).await?))
}

pub(crate) async fn put(
    State(server): State<Server>,
    Input(input): Input<ProjectForm>,
) -> Result<Json<ProjectForm>, Refusal> {
    let form = server.app.put_project_form(&input).await?;
    if form.status == "active" {
        // A project that is new, or other than it was, is read at once.
        (server.poke)();
    }
    Ok(Json(form))
}

pub(crate) async fn unassigned(
    State(server): State<Server>,
    Asked(query): Asked<Continued>,
) -> Result<Json<Page<UnassignedView>>, Refusal> {
    Ok(Json(server.app.unassigned(given(query.cursor)).await?))
}

/// What was assigned is worked on at once.
pub(crate) async fn assign(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<Assign>,
) -> Result<StatusCode, Refusal> {
    server.app.assign(ids.at(0), &input).await?;
    (server.poke)();
    Ok(StatusCode::NO_CONTENT)
}
