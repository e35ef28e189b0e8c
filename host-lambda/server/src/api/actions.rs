//! The hold queue and its verbs.

use api_types::{
    ActionView, Answer, Approve, AtRevision, Conflict, Edit, Extend, Page, Snooze, Timer,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdfast_app::domain::action::StoredAction;
use holdfast_app::usecases::user::UserError;

use super::{Continued, Ids, given};
use crate::Server;
use crate::body::{Asked, Input, NoInput};
use crate::problem::Refusal;

type Shown = Result<Json<ActionView>, Refusal>;

pub(crate) async fn holds(
    State(server): State<Server>,
    Asked(query): Asked<Continued>,
) -> Result<Json<Page<ActionView>>, Refusal> {
    Ok(Json(server.app.hold_list(given(query.cursor)).await?))
}

pub(crate) async fn one(State(server): State<Server>, ids: Ids) -> Shown {
    let action = server.app.action(ids.at(0)).await?.value;
    show(&server, action).await.map(Json)
}

pub(crate) async fn approve(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<Approve>,
) -> Shown {
    let done = server.app.approve(ids.at(0), &input).await;
    answer_with(&server, done).await
}

pub(crate) async fn edit(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<Edit>,
) -> Shown {
    let done = server.app.edit(ids.at(0), &input).await;
    answer_with(&server, done).await
}

pub(crate) async fn cancel(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<AtRevision>,
) -> Shown {
    let done = server.app.cancel(ids.at(0), input.revision).await;
    answer_with(&server, done).await
}

pub(crate) async fn undo(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<AtRevision>,
) -> Shown {
    let done = server.app.undo_approval(ids.at(0), input.revision).await;
    answer_with(&server, done).await
}

pub(crate) async fn extend(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<Extend>,
) -> Shown {
    let done = server.app.extend(ids.at(0), &input).await;
    answer_with(&server, done).await
}

pub(crate) async fn timer(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<Timer>,
) -> Shown {
    let done = server.app.set_timer(ids.at(0), &input).await;
    answer_with(&server, done).await
}

pub(crate) async fn snooze(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<Snooze>,
) -> Shown {
    let done = server.app.snooze(ids.at(0), &input).await;
    answer_with(&server, done).await
}

pub(crate) async fn seen(
    State(server): State<Server>,
    ids: Ids,
    _: NoInput,
) -> Result<StatusCode, Refusal> {
    server.app.mark_delivered(ids.at(0)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn answer(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<Answer>,
) -> Shown {
    let done = server.app.answer(ids.at(0), &input).await;
    answer_with(&server, done).await
}

pub(crate) async fn regret(
    State(server): State<Server>,
    ids: Ids,
    Input(input): Input<AtRevision>,
) -> Shown {
    let done = server.app.regret(ids.at(0), input.revision).await;
    answer_with(&server, done).await
}

async fn answer_with(server: &Server, done: Result<StoredAction, UserError>) -> Shown {
    match done {
        Ok(action) => show(server, action).await.map(Json),
        Err(error) => Err(refuse(server, error).await),
    }
}

async fn show(server: &Server, action: StoredAction) -> Result<ActionView, Refusal> {
    let directory = server.app.directory().await?;
    Ok(server.app.action_view(action, &directory).await?)
}

/// A conflict with the action as it stands, anything else as its problem.
pub(super) async fn refuse(server: &Server, error: UserError) -> Refusal {
    match error {
        UserError::Case(error) => error.into(),
        UserError::Conflict { reason, error, action } => match show(server, *action).await {
            Ok(action) => {
                Refusal::Conflict(Box::new(Conflict { reason: reason.to_owned(), error, action }))
            }
            Err(refusal) => refusal,
        },
    }
}
