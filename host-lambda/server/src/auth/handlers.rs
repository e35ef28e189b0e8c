//! The four calls about signing in.

use api_types::{Session, Setup, SignIn};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

use super::session::{self, Signed};
use super::{AuthError, passphrase, set_passphrase, setup, throttle};
use crate::Server;
use crate::body::{Input, NoInput};
use crate::problem::Refusal;

impl From<AuthError> for Refusal {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Store(error) => error.into(),
            AuthError::Passphrase(why) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "passphrase",
                format!("Not accepted: {why}."),
                "Choose another; a sentence is easy to remember.",
            ),
            AuthError::Secret(_) => Self::unavailable("The secrets could not be read or written."),
            AuthError::Hash => Self::internal(),
        }
    }
}

/// `GET /api/session`: never a refusal, so that the page can ask who it is.
pub(crate) async fn session(
    State(server): State<Server>,
    headers: HeaderMap,
) -> Result<Json<Session>, Refusal> {
    let signed = session::find(&server.app, &headers).await?;
    let set_up_needed = signed.is_none() && passphrase::stored(&server.app).await?.is_none();
    Ok(Json(answer(&server, signed.as_ref(), set_up_needed)))
}

/// `POST /api/setup`
pub(crate) async fn set_up(
    State(server): State<Server>,
    Input(input): Input<Setup>,
) -> Result<Response, Refusal> {
    let app = &server.app;
    if passphrase::stored(app).await?.is_some() {
        return Err(link_void());
    }
    // Looked at before the link is used up: a short passphrase must not cost it.
    passphrase::check(&input.passphrase)?;
    throttle::count(app).await?;
    if !setup::consume(app, &input.token).await? {
        return Err(link_void());
    }
    {
        let _one = server.hashing.acquire().await.map_err(|_| Refusal::internal())?;
        set_passphrase(app, &input.passphrase).await?;
    }
    throttle::clear(app).await?;
    signed_in(&server).await
}

/// `POST /api/sign-in`
pub(crate) async fn sign_in(
    State(server): State<Server>,
    Input(input): Input<SignIn>,
) -> Result<Response, Refusal> {
    let app = &server.app;
    let Some(phc) = passphrase::stored(app).await? else {
        let hint = "Open the one-time link that `holdfast run` printed.";
        let error = "No passphrase is set yet.";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "set_up_needed", error, hint));
    };
    throttle::count(app).await?;
    let right = {
        let _one = server.hashing.acquire().await.map_err(|_| Refusal::internal())?;
        passphrase::verify(input.passphrase, phc).await?
    };
    if !right {
        let hint = "Try again; `holdfast passwd` on this machine sets a new one.";
        let error = "This is not the passphrase.";
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, "wrong_passphrase", error, hint));
    }
    throttle::clear(app).await?;
    signed_in(&server).await
}

/// `POST /api/sign-out`
pub(crate) async fn sign_out(
    State(server): State<Server>,
    Extension(signed): Extension<Signed>,
    _: NoInput,
) -> Result<Response, Refusal> {
    let cookie = session::end(&server.app, &signed).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(answer(&server, None, false))).into_response())
}

async fn signed_in(server: &Server) -> Result<Response, Refusal> {
    let (signed, cookie) = session::start(&server.app).await?;
    let body = Json(answer(server, Some(&signed), false));
    Ok(([(header::SET_COOKIE, cookie)], body).into_response())
}

fn answer(server: &Server, signed: Option<&Signed>, set_up_needed: bool) -> Session {
    Session {
        signed_in: signed.is_some(),
        set_up_needed,
        csrf: signed.map(|s| s.csrf.clone()),
        engine_digest: server.assets.policy_digest().to_owned(),
    }
}

fn link_void() -> Refusal {
    let hint = "Sign in, or start holdfast again for a new link if no passphrase is set.";
    let error = "This link was used already or is not valid any more.";
    Refusal::new(StatusCode::FORBIDDEN, "link_void", error, hint)
}
