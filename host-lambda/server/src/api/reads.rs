//! Header, Mission Control, activity, settings.

use api_types::{
    EventKind, EventView, Overview, Page, Preview, Settings, SettingsView, Status, TrySettings,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdfast_app::domain::ids::is_project_id;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as WordError;

use super::{actions, given};
use crate::Server;
use crate::body::{Asked, Input, NoInput};
use crate::problem::Refusal;

pub(crate) async fn status(State(server): State<Server>) -> Result<Json<Status>, Refusal> {
    Ok(Json(server.app.status().await?))
}

pub(crate) async fn overview(State(server): State<Server>) -> Result<Json<Overview>, Refusal> {
    Ok(Json(server.app.overview().await?))
}

/// `?project=&kind=&cursor=`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Filter {
    project: Option<String>,
    kind: Option<String>,
    cursor: Option<String>,
}

pub(crate) async fn activity(
    State(server): State<Server>,
    Asked(filter): Asked<Filter>,
) -> Result<Json<Page<EventView>>, Refusal> {
    let kind = given(filter.kind).map(|word| kind_of(&word)).transpose()?;
    let project = given(filter.project);
    // Account-wide events are listed under a word of their own.
    if let Some(id) = project.as_deref().filter(|id| !is_project_id(id)) {
        let id: String = id.chars().take(64).collect();
        return Err(Refusal::not_found(&format!("the project `{id}`")));
    }
    Ok(Json(server.app.activity(project.as_deref(), kind, given(filter.cursor)).await?))
}

fn kind_of(word: &str) -> Result<EventKind, Refusal> {
    EventKind::deserialize(IntoDeserializer::<WordError>::into_deserializer(word)).map_err(
        |error| Refusal::bad_request("wrong_query", format!("The filter does not fit: {error}.")),
    )
}

pub(crate) async fn settings(State(server): State<Server>) -> Result<Json<SettingsView>, Refusal> {
    Ok(Json(server.app.settings_view().await?))
}

pub(crate) async fn put_settings(
    State(server): State<Server>,
    Input(input): Input<Settings>,
) -> Result<Json<SettingsView>, Refusal> {
    if let Err(error) = server.app.put_settings(&input).await {
        return Err(actions::refuse(&server, error).await);
    }
    Ok(Json(server.app.settings_view().await?))
}

pub(crate) async fn preview(
    State(server): State<Server>,
    Input(input): Input<TrySettings>,
) -> Result<Json<Preview>, Refusal> {
    Ok(Json(server.app.preview(&input).await?))
}

pub(crate) async fn check_now(
    State(server): State<Server>,
    _: NoInput,
) -> Result<(StatusCode, Json<Status>), Refusal> {
    (server.poke)();
    Ok((StatusCode::ACCEPTED, Json(server.app.status().await?)))
}
