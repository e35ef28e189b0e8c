//! Credentials: read from the secrets port, turned into a header, never handed to a guest.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdfast_app::ports::{Failure, Secret, Secrets};
use tokio::sync::Mutex;

use super::transport::{Incoming, Outgoing, SendError, Transport};
use super::{NowMs, pin};
use crate::target::{Credential, Place, TargetConfig};

/// A token is renewed this long before it expires, in milliseconds.
const EARLY_MS: i64 = 120_000;
/// Lifetime assumed when the token endpoint names none, in milliseconds.
const LIFETIME_MS: i64 = 300_000;
/// Longest answer of a token endpoint, in bytes.
const TOKEN_BYTES_MAX: u64 = 64 << 10;
/// Milliseconds for one token request.
const TOKEN_TIMEOUT_MS: u64 = 15_000;

struct Token {
    value: Secret,
    renew_at_ms: i64,
}

/// Turns a target's credential into an `authorization` header; caches OAuth tokens.
pub(crate) struct Credentials {
    secrets: Arc<dyn Secrets>,
    transport: Arc<dyn Transport>,
    now_ms: NowMs,
    tokens: Mutex<HashMap<String, Token>>,
    /// Refresh tokens that could not be stored, by secret name.
    unsaved: Mutex<HashMap<String, Secret>>,
}

/// What the token endpoint answers; everything else in it is ignored.
#[derive(serde::Deserialize)]
struct TokenAnswer {
    access_token: String,
    expires_in: Option<i64>,
    refresh_token: Option<String>,
}

impl Credentials {
    pub(crate) fn new(
        secrets: Arc<dyn Secrets>,
        transport: Arc<dyn Transport>,
        now_ms: NowMs,
    ) -> Self {
        Self { secrets, transport, now_ms, tokens: Mutex::default(), unsaved: Mutex::default() }
    }

    /// Every value that must neither leave in a request nor come back in an answer.
    pub(crate) async fn known_values(&self) -> Vec<Secret> {
        let mut values = self.secrets.known_values().await;
        values.extend(self.tokens.lock().await.values().map(|token| token.value.clone()));
        values
    }

    /// The value of the `authorization` header, or none.
    pub(crate) async fn header(&self, target: &TargetConfig) -> Result<Option<Secret>, Failure> {
        match &target.credential {
            Credential::None => Ok(None),
            Credential::Basic { user, secret_name } => {
                let password = self.secret(secret_name).await?;
                let pair = format!("{user}:{}", password.expose());
                Ok(Some(Secret::new(format!("Basic {}", STANDARD.encode(pair)))))
            }
            Credential::Bearer { secret_name } => {
                Ok(Some(bearer(&self.secret(secret_name).await?)))
            }
            Credential::ClientCredentials { .. } | Credential::Delegated { .. } => {
                self.token(target).await.map(|token| Some(bearer(&token)))
            }
        }
    }

    /// The access token of a target: the one at hand, or a new one. The lock is held until the new one is there, so
    /// that calls at the same time renew once and a refresh token is never used twice.
    async fn token(&self, target: &TargetConfig) -> Result<Secret, Failure> {
        let mut tokens = self.tokens.lock().await;
        let now_ms = (self.now_ms)();
        if let Some(token) = tokens.get(&target.id).filter(|t| now_ms < t.renew_at_ms) {
            return Ok(token.value.clone());
        }
        let place = target.token_place().map_err(Failure::Denied)?;
        let place = place.ok_or_else(|| Failure::Denied("no token endpoint".to_owned()))?;
        let token = match &target.credential {
            Credential::Delegated { client_id, secret_name, scope, .. } => {
                self.refresh(&place, client_id, secret_name, scope).await?
            }
            Credential::ClientCredentials { client_id, secret_name, scope, .. } => {
                let secret = self.secret(secret_name).await?;
                let form = [
                    ("grant_type", "client_credentials"),
                    ("client_id", client_id),
                    ("client_secret", secret.expose()),
                    ("scope", scope),
                ];
                self.fetch(&place, &form, "check client id, secret and scope").await?.0
            }
            _ => return Err(Failure::Denied("no token is fetched for this credential".to_owned())),
        };
        let value = token.value.clone();
        tokens.insert(target.id.clone(), token);
        Ok(value)
    }

    /// Uses the refresh token. Its successor is stored before the access token that came with it is used: a process
    /// that dies in between finds the successor, never a token that was used up.
    async fn refresh(
        &self,
        place: &Place,
        client_id: &str,
        secret_name: &str,
        scope: &str,
    ) -> Result<Token, Failure> {
        let mut unsaved = self.unsaved.lock().await;
        let refresh = match unsaved.get(secret_name) {
            Some(kept) => kept.clone(),
            None => self.secret(secret_name).await?,
        };
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", client_id),
            ("refresh_token", refresh.expose()),
            ("scope", scope),
        ];
        let (token, next) = self.fetch(place, &form, "sign in again").await?;
        if let Some(next) = next {
            if let Err(error) = self.secrets.set(secret_name, next.clone()).await {
                // The old one may be void by now: the new one is kept for another try at storing it.
                unsaved.insert(secret_name.to_owned(), next);
                let text = format!("the new refresh token could not be stored: {error}");
                return Err(Failure::Unavailable(text));
            }
        } else if unsaved.contains_key(secret_name) {
            let kept = self.secrets.set(secret_name, refresh).await;
            kept.map_err(|error| Failure::Unavailable(error.to_string()))?;
        }
        unsaved.remove(secret_name);
        Ok(token)
    }

    /// Forgets a token that the upstream refused; says whether another attempt could differ.
    pub(crate) async fn forget(&self, target: &TargetConfig) -> bool {
        self.tokens.lock().await.remove(&target.id).is_some()
    }

    async fn secret(&self, name: &str) -> Result<Secret, Failure> {
        match self.secrets.get(name).await {
            Ok(secret) => Ok(Secret::new(secret.expose().trim())),
            Err(error) => Err(Failure::Unauthorised(error.to_string())),
        }
    }

    /// Asks the token endpoint: the access token, and the next refresh token where one came along.
    async fn fetch(
        &self,
        place: &Place,
        form: &[(&str, &str)],
        hint: &str,
    ) -> Result<(Token, Option<Secret>), Failure> {
        let answer = post_form(&*self.transport, place, form).await?;
        match answer.status {
            200 => {}
            status @ 400..=499 if status != 429 => {
                return Err(Failure::Unauthorised(format!(
                    "the token endpoint answered {status}: {hint}"
                )));
            }
            status => {
                return Err(Failure::Unavailable(format!("the token endpoint answered {status}")));
            }
        }
        let parsed: TokenAnswer = serde_json::from_slice(&answer.body)
            .map_err(|_| Failure::Malformed("the token endpoint sent no token".to_owned()))?;
        let next = parsed.refresh_token.filter(|token| !token.is_empty());
        if !usable(&parsed.access_token) || next.as_deref().is_some_and(|next| !usable(next)) {
            return Err(Failure::Malformed("the token endpoint sent an unusable token".to_owned()));
        }
        let lifetime_ms =
            parsed.expires_in.map_or(LIFETIME_MS, |s| s.clamp(0, 86_400).saturating_mul(1000));
        // A short-lived token is used for half its life at least.
        let usable_ms = (lifetime_ms - EARLY_MS).max(lifetime_ms / 2);
        let token = Token {
            value: Secret::new(parsed.access_token),
            renew_at_ms: (self.now_ms)().saturating_add(usable_ms),
        };
        Ok((token, next.map(Secret::new)))
    }
}

/// Whether a token can stand in a header or a form.
fn usable(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| (33..127).contains(&b))
}

/// Posts a form to a sign-in or token endpoint, pinned like every request of a guest; answers whatever came back.
///
/// # Errors
/// [`Failure::Unavailable`] when there is no answer, [`Failure::Denied`] when the name leads to a private address,
/// [`Failure::Malformed`] when the answer is too long.
pub async fn post_form(
    transport: &dyn Transport,
    place: &Place,
    form: &[(&str, &str)],
) -> Result<Incoming, Failure> {
    let pinned = pin(transport, place).await?;
    let form: Vec<(String, String)> =
        form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let encoded = super::path::path_and_query(&[], &form);
    let request = Outgoing {
        method: "POST".to_owned(),
        url: place.url.clone(),
        headers: vec![
            ("accept".to_owned(), "application/json".to_owned()),
            ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ],
        body: encoded.trim_start_matches('?').as_bytes().to_vec(),
        pinned,
        timeout_ms: TOKEN_TIMEOUT_MS,
        response_bytes_max: TOKEN_BYTES_MAX,
    };
    // The request behind which this stands has not left yet: a failure here is a plain one.
    transport.send(request).await.map_err(|error| match error {
        SendError::NotSent(reason) | SendError::Lost(reason) => {
            Failure::Unavailable(format!("the token endpoint did not answer: {reason}"))
        }
        SendError::TooLong { .. } => {
            Failure::Malformed("the token endpoint's answer is too long".to_owned())
        }
    })
}

fn bearer(token: &Secret) -> Secret {
    Secret::new(format!("Bearer {}", token.expose()))
}
