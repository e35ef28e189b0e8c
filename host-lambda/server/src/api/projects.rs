//! Projects and their artefacts.

use api_types::{ArtefactView, ProjectSummary, ProjectView, UndoArtefact};
use axum::Json;
use axum::extract::State;
use holdfast_app::domain::keys;
use holdfast_app::usecases::read::views::artefact_view;
use scoring_core::ArtefactType;

use super::{Ids, actions};
use crate::Server;
use crate::body::Input;
use crate::problem::Refusal;

const ARTEFACTS: [ArtefactType; 4] = [
    ArtefactType::DeliveryState,
    ArtefactType::RaidLog,
    ArtefactType::BacklogSummary,
    ArtefactType::DecisionLog,
];

pub(crate) async fn list(
    State(server): State<Server>,
) -> Result<Json<Vec<ProjectSummary>>, Refusal> {
    Ok(Json(server.app.project_list_all().await?))
}

pub(crate) async fn one(
    State(server): State<Server>,
    ids: Ids,
) -> Result<Json<ProjectView>, Refusal> {
    let waiting = server.app.waiting().await?;
    let count = waiting.by_project.get(ids.at(0)).copied().unwrap_or(0);
    Ok(Json(server.app.project_view(ids.at(0), count).await?))
}

pub(crate) async fn undo(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<UndoArtefact>,
) -> Result<Json<ArtefactView>, Refusal> {
    let word = ids.at(1);
    let kind = ARTEFACTS.into_iter().find(|kind| keys::artefact_word(*kind) == word);
    let kind = kind.ok_or_else(|| Refusal::not_found(&format!("the artefact `{word}`")))?;
    let project = server.app.project(ids.at(0)).await?;
    match server.app.undo_artefact(&project.id, kind, input.version).await {
        Ok(restored) => Ok(Json(artefact_view(restored, &project.name))),
        Err(error) => Err(actions::refuse(&server, error).await),
    }
}
