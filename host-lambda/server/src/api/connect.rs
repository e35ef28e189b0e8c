//! Connections and the first run.

use api_types::{
    ConnectApplication, ConnectJira, ConnectOutlook, ConnectionView, DeviceProgress, FirstRun,
    FirstRunMove, JiraProject, MailFolder,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdfast_app::domain::connection::words;
use holdfast_app::ports::Rejection;
use holdfast_app::usecases::CaseError;
use holdfast_app::usecases::user::connect::ConnectError;

use super::Ids;
use crate::Server;
use crate::body::{Input, NoInput};
use crate::problem::Refusal;

impl From<ConnectError> for Refusal {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Case(error) => error.into(),
            ConnectError::Rejected(Rejection { code, error, hint }) => {
                let status = match code {
                    "fixed" => StatusCode::CONFLICT,
                    "unreachable" | "unusable" => StatusCode::SERVICE_UNAVAILABLE,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                Self::new(status, code, error, &hint)
            }
        }
    }
}

/// What an account can see fails in the words of its health.
fn unseen(error: CaseError) -> Refusal {
    let CaseError::Integration { integration, failure } = error else { return error.into() };
    let (error, hint) = words(&integration, &failure);
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "unreadable", error, hint)
}

pub(crate) async fn list(
    State(server): State<Server>,
) -> Result<Json<Vec<ConnectionView>>, Refusal> {
    Ok(Json(server.app.connection_views().await?))
}

pub(crate) async fn jira(
    State(server): State<Server>,
    Input(input): Input<ConnectJira>,
) -> Result<Json<ConnectionView>, Refusal> {
    let view = server.app.connect_jira(&input).await?;
    (server.poke)();
    Ok(Json(view))
}

pub(crate) async fn projects(
    State(server): State<Server>,
) -> Result<Json<Vec<JiraProject>>, Refusal> {
    let found = server.app.jira_projects().await.map_err(unseen)?;
    let projects = found.into_iter();
    Ok(Json(projects.map(|p| JiraProject { key: p.key, name: p.name, boards: p.boards }).collect()))
}

pub(crate) async fn start_device(
    State(server): State<Server>,
    Input(input): Input<ConnectOutlook>,
) -> Result<Json<DeviceProgress>, Refusal> {
    Ok(Json(server.app.start_outlook(&input).await?))
}

pub(crate) async fn device(State(server): State<Server>) -> Result<Json<DeviceProgress>, Refusal> {
    Ok(Json(server.app.outlook_progress().await?))
}

pub(crate) async fn application(
    State(server): State<Server>,
    Input(input): Input<ConnectApplication>,
) -> Result<Json<ConnectionView>, Refusal> {
    let view = server.app.connect_application(&input).await?;
    (server.poke)();
    Ok(Json(view))
}

pub(crate) async fn folders(
    State(server): State<Server>,
) -> Result<Json<Vec<MailFolder>>, Refusal> {
    let found = server.app.mail_folders().await.map_err(unseen)?;
    Ok(Json(found.into_iter().map(|f| MailFolder { id: f.id, name: f.name }).collect()))
}

pub(crate) async fn disconnect(
    State(server): State<Server>,
    ids: Ids,
    _: NoInput,
) -> Result<Json<ConnectionView>, Refusal> {
    Ok(Json(server.app.disconnect(ids.at(0)).await?))
}

pub(crate) async fn first_run(State(server): State<Server>) -> Result<Json<FirstRun>, Refusal> {
    Ok(Json(server.app.first_run().await?))
}

pub(crate) async fn move_first_run(
    State(server): State<Server>,
    Input(input): Input<FirstRunMove>,
) -> Result<Json<FirstRun>, Refusal> {
    let view = server.app.move_first_run(input).await?;
    if matches!(input, FirstRunMove::Finish {}) {
        (server.poke)();
    }
    Ok(Json(view))
}
