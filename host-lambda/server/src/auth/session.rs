//! Sessions: 12 hours idle, 7 days in all. The table keeps the digest of the cookie; the CSRF token is derived
//! from the cookie, so that it need not be stored either.

use api_types::SessionView;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdfast_app::domain::keys;
use holdfast_app::ports::{Condition, Item, Key, Query, StoreError, Write, query_all};
use holdfast_app::usecases::{App, CaseError};
use serde::{Deserialize, Serialize};

use super::{digest, same, token};
use crate::guard::only;
use crate::problem::Refusal;
use crate::{Server, guard};

/// Sort key of every session, below `SYSTEM`.
pub(super) const PREFIX: &str = "SESSION#";
/// Name of the cookie. Browsers take `__Host-` only with `Secure`; Chromium counts http on `127.0.0.1` and
/// `localhost` as secure enough for both (tried with Chromium 156).
pub(super) const COOKIE: &str = "__Host-holdfast";

const IDLE_MS: i64 = 12 * 3_600_000;
const WHOLE_MS: i64 = 7 * 24 * 3_600_000;
/// The last use is written at most this often.
const TOUCH_MS: i64 = 5 * 60_000;
const TOKEN_CHARS: usize = 64;
/// Far more than one person opens within the 7 days that a session lasts.
const SESSIONS_MAX: usize = 10_000;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Stored {
    created_ms: i64,
    seen_ms: i64,
}

impl Stored {
    const fn ends_ms(self) -> i64 {
        let (idle, whole) = (self.seen_ms + IDLE_MS, self.created_ms + WHOLE_MS);
        if idle < whole { idle } else { whole }
    }

    fn item(self, key: Key) -> Result<Item, StoreError> {
        Ok(Item::new(key, &self)?.expiring(self.ends_ms() / 1000))
    }
}

/// A valid session of the request at hand.
#[derive(Clone)]
pub(crate) struct Signed {
    key: Key,
    /// The token for [`api_types::CSRF_HEADER`].
    pub(crate) csrf: String,
}

/// Starts a session: what it is, and its cookie.
pub(super) async fn start(app: &App) -> Result<(Signed, HeaderValue), CaseError> {
    let token = token(app.clock.as_ref());
    let signed = Signed::of(&token);
    let now = app.now();
    let item = Stored { created_ms: now, seen_ms: now }.item(signed.key.clone())?;
    app.table.write(vec![Write::Put(item, Condition::Absent)]).await?;
    Ok((signed, cookie(&token, WHOLE_MS / 1000)))
}

/// Ends a session: the cookie is worth nothing from here on, wherever it is kept.
pub(crate) async fn end(app: &App, signed: &Signed) -> Result<HeaderValue, StoreError> {
    app.table.write(vec![Write::Delete(signed.key.clone(), Condition::Any)]).await?;
    Ok(cookie("", 0))
}

/// The running sessions, the last used first.
pub(crate) async fn list(app: &App, asking: &Signed) -> Result<Vec<SessionView>, CaseError> {
    let now = app.now();
    let mut views = Vec::new();
    for item in stored(app).await? {
        let found: Stored = item.read()?;
        if found.ends_ms() > now {
            views.push(SessionView {
                id: id_of(&item.key),
                created_ms: found.created_ms,
                seen_ms: found.seen_ms,
                current: item.key == asking.key,
            });
        }
    }
    views.sort_by_key(|v| std::cmp::Reverse((v.seen_ms, v.created_ms)));
    Ok(views)
}

/// Ends the session with that id; false when there is none.
pub(crate) async fn end_by_id(app: &App, id: &str) -> Result<bool, CaseError> {
    let all = stored(app).await?;
    let Some(found) = all.into_iter().find(|item| same(&id_of(&item.key), id)) else {
        return Ok(false);
    };
    app.table.write(vec![Write::Delete(found.key, Condition::Any)]).await?;
    Ok(true)
}

/// Ends every session, wherever its cookie is kept.
pub(crate) async fn end_all(app: &App) -> Result<(), CaseError> {
    for item in stored(app).await? {
        app.table.write(vec![Write::Delete(item.key, Condition::Any)]).await?;
    }
    Ok(())
}

async fn stored(app: &App) -> Result<Vec<Item>, CaseError> {
    Ok(query_all(app.table.as_ref(), Query::prefix("SYSTEM", PREFIX), SESSIONS_MAX).await?)
}

/// What names a session to its user: derived from the stored digest, useless for signing in.
fn id_of(key: &Key) -> String {
    digest("session-id", &key.sk).chars().take(32).collect()
}

/// The session that a request belongs to, if it still runs.
pub(super) async fn find(app: &App, headers: &HeaderMap) -> Result<Option<Signed>, CaseError> {
    let Some(token) = token_of(headers) else { return Ok(None) };
    let signed = Signed::of(token);
    let Some(found) = app.load::<Stored>(&signed.key).await? else { return Ok(None) };
    let now = app.now();
    if found.value.ends_ms() <= now {
        return Ok(None);
    }
    if now - found.value.seen_ms >= TOUCH_MS {
        let item = Stored { seen_ms: now, ..found.value }.item(signed.key.clone())?;
        // The revision keeps a sign-out from being undone; whoever was faster has noted the use as well.
        match app.table.write(vec![Write::Put(item, Condition::Rev(found.rev))]).await {
            Ok(()) | Err(StoreError::Lost { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(signed))
}

/// Lets only signed-in requests through, and changes only with the CSRF token of their session.
pub(crate) async fn require_session(
    State(server): State<Server>,
    mut request: Request,
    next: Next,
) -> Response {
    let signed = match find(&server.app, request.headers()).await {
        Ok(Some(signed)) => signed,
        Ok(None) => return Refusal::signed_out().into_response(),
        Err(error) => return Refusal::from(error).into_response(),
    };
    if guard::changes(request.method()) && !signed.csrf_matches(request.headers()) {
        return Refusal::new(
            axum::http::StatusCode::FORBIDDEN,
            "csrf",
            "The request does not carry the token of this session.",
            "Reload the page and try again.",
        )
        .into_response();
    }
    request.extensions_mut().insert(signed);
    next.run(request).await
}

impl Signed {
    fn of(token: &str) -> Self {
        let key = keys::system(&format!("{PREFIX}{}", digest("session", token)));
        Self { key, csrf: digest("csrf", token) }
    }

    fn csrf_matches(&self, headers: &HeaderMap) -> bool {
        let name = header::HeaderName::from_static(api_types::CSRF_HEADER);
        only(headers, &name).is_some_and(|given| same(given, &self.csrf))
    }
}

fn token_of(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut found = pairs
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value);
    let token = found.next()?;
    let hex = token.len() == TOKEN_CHARS && token.bytes().all(|b| b.is_ascii_hexdigit());
    (hex && found.next().is_none()).then_some(token)
}

fn cookie(token: &str, age_s: i64) -> HeaderValue {
    let text =
        format!("{COOKIE}={token}; Path=/; Max-Age={age_s}; Secure; HttpOnly; SameSite=Strict");
    // The token is hex, so that the text is always a valid header value.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_well_formed_cookie_counts() {
        let token = "a1".repeat(32);
        let check = |value: String, expect: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::try_from(value.clone()).unwrap());
            assert_eq!(token_of(&headers), expect.then_some(token.as_str()), "{value}");
        };
        check(format!("{COOKIE}={token}"), true);
        check(format!("x=y; {COOKIE}={token}; z"), true);
        check(format!("holdfast={token}"), false);
        check(format!("{COOKIE}={token}; {COOKIE}={token}"), false);
        check(format!("{COOKIE}=short"), false);
    }

    #[test]
    fn a_session_ends_by_idleness_or_age() {
        assert_eq!(Stored { created_ms: 0, seen_ms: 0 }.ends_ms(), IDLE_MS);
        assert_eq!(Stored { created_ms: 0, seen_ms: WHOLE_MS - 1 }.ends_ms(), WHOLE_MS);
    }
}
