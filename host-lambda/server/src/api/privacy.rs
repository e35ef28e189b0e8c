//! Privacy, forgetting, sessions, export.

use api_types::{Forget, Forgotten, PrivacyView, SessionView};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

use super::Ids;
use crate::Server;
use crate::auth::session::{self, Signed};
use crate::body::{Input, NoInput};
use crate::problem::Refusal;

pub(crate) async fn view(State(server): State<Server>) -> Result<Json<PrivacyView>, Refusal> {
    Ok(Json(server.app.privacy().await?))
}

pub(crate) async fn forget(
    State(server): State<Server>,
    Input(input): Input<Forget>,
) -> Result<Json<Forgotten>, Refusal> {
    Ok(Json(server.app.forget(&input).await?))
}

pub(crate) async fn sessions(
    State(server): State<Server>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<Vec<SessionView>>, Refusal> {
    Ok(Json(session::list(&server.app, &signed).await?))
}

pub(crate) async fn end_session(
    State(server): State<Server>,
    Extension(signed): Extension<Signed>,
    ids: Ids,
    _: NoInput,
) -> Result<Json<Vec<SessionView>>, Refusal> {
    if !session::end_by_id(&server.app, ids.at(0)).await? {
        return Err(Refusal::not_found("that session"));
    }
    Ok(Json(session::list(&server.app, &signed).await?))
}

pub(crate) async fn end_all(
    State(server): State<Server>,
    Extension(signed): Extension<Signed>,
    _: NoInput,
) -> Result<Response, Refusal> {
    session::end_all(&server.app).await?;
    let cookie = session::end(&server.app, &signed).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

pub(crate) async fn export(State(server): State<Server>) -> Result<Response, Refusal> {
    let Some(export) = &server.export else {
        let hint = "Run `holdfast export` on the machine that holds the data.";
        let error = "This server cannot write an export.";
        return Err(Refusal::new(StatusCode::NOT_IMPLEMENTED, "no_export", error, hint));
    };
    let bytes = export().await.map_err(|error| {
        tracing::warn!("an export failed: {error}");
        Refusal::unavailable("The export could not be written.")
    })?;
    let name = "attachment; filename=\"holdfast-export.jsonl.zst\"";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zstd")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    Ok((headers, bytes).into_response())
}
