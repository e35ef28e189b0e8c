//! The directory.

use api_types::{
    AtRevision, EditAddress, EditPerson, ImportPeople, ImportReport, MergePerson, NewPerson, Page,
    PersonView, Suggestion,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use super::{Ids, given};
use crate::Server;
use crate::body::{Asked, Input};
use crate::problem::Refusal;

type Shown = Result<Json<PersonView>, Refusal>;

/// `?cursor=&find=`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Find {
    cursor: Option<String>,
    find: Option<String>,
}

pub(crate) async fn list(
    State(server): State<Server>,
    Asked(query): Asked<Find>,
) -> Result<Json<Page<PersonView>>, Refusal> {
    let find = query.find.unwrap_or_default();
    Ok(Json(server.app.people_page(&find, given(query.cursor)).await?))
}

pub(crate) async fn add(State(server): State<Server>, Input(input): Input<NewPerson>) -> Shown {
    Ok(Json(server.app.add_person(&input).await?))
}

pub(crate) async fn edit(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<EditPerson>,
) -> Shown {
    Ok(Json(server.app.edit_person(ids.at(0), &input).await?))
}

pub(crate) async fn address(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<EditAddress>,
) -> Shown {
    Ok(Json(server.app.edit_address(ids.at(0), &input).await?))
}

pub(crate) async fn merge(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<MergePerson>,
) -> Shown {
    Ok(Json(server.app.merge_person(ids.at(0), &input).await?))
}

pub(crate) async fn remove(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<AtRevision>,
) -> Result<StatusCode, Refusal> {
    server.app.remove_person(ids.at(0), input.revision).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn suggestions(
    State(server): State<Server>,
) -> Result<Json<Vec<Suggestion>>, Refusal> {
    Ok(Json(server.app.people_suggestions().await?))
}

pub(crate) async fn import(
    State(server): State<Server>,
    Input(input): Input<ImportPeople>,
) -> Result<Json<ImportReport>, Refusal> {
    Ok(Json(server.app.import_people(&input).await?))
}
