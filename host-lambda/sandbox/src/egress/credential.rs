//! Credentials: read from the secrets port, turned into a header, never handed to a guest.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdfast_app::ports::{Failure, Secret, Secrets};
use tokio::sync::Mutex;

use super::transport::{Outgoing, SendError, Transport};
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
}

/// What the token endpoint answers; everything else in it is ignored.
#[derive(serde::Deserialize)]
struct TokenAnswer {
    access_token: String,
    expires_in: Option<i64>,
}

impl Credentials {
    pub(crate) fn new(
        secrets: Arc<dyn Secrets>,
        transport: Arc<dyn Transport>,
        now_ms: NowMs,
    ) -> Self {
        Self { secrets, transport, now_ms, tokens: Mutex::default() }
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
            Credential::ClientCredentials { client_id, secret_name, scope, .. } => {
                let mut tokens = self.tokens.lock().await;
                let now_ms = (self.now_ms)();
                if let Some(token) = tokens.get(&target.id).filter(|t| now_ms < t.renew_at_ms) {
                    return Ok(Some(bearer(&token.value)));
                }
                let form = [
                    ("grant_type", "client_credentials"),
                    ("client_id", client_id),
                    ("client_secret", self.secret(secret_name).await?.expose()),
                    ("scope", scope),
                ]
                .map(|(name, value)| (name.to_owned(), value.to_owned()));
                let place = target.token_place().map_err(Failure::Denied)?;
                let place = place.ok_or_else(|| Failure::Denied("no token endpoint".to_owned()))?;
                let token = self.fetch(&place, &form).await?;
                let header = bearer(&token.value);
                tokens.insert(target.id.clone(), token);
                Ok(Some(header))
            }
        }
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

    async fn fetch(&self, place: &Place, form: &[(String, String)]) -> Result<Token, Failure> {
        let pinned = pin(&*self.transport, place).await?;
        let encoded = super::path::path_and_query(&[], form);
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
        let answer = self.transport.send(request).await.map_err(|error| match error {
            SendError::NotSent(reason) | SendError::Lost(reason) => {
                Failure::Unavailable(format!("the token endpoint did not answer: {reason}"))
            }
            SendError::TooLong { .. } => {
                Failure::Malformed("the token endpoint's answer is too long".to_owned())
            }
        })?;
        match answer.status {
            200 => {}
            status @ 400..=499 if status != 429 => {
                let hint = "check client id, secret and scope";
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
        let legal = |b: u8| (33..127).contains(&b);
        if parsed.access_token.is_empty() || !parsed.access_token.bytes().all(legal) {
            return Err(Failure::Malformed("the token endpoint sent an unusable token".to_owned()));
        }
        let lifetime_ms =
            parsed.expires_in.map_or(LIFETIME_MS, |s| s.clamp(0, 86_400).saturating_mul(1000));
        // A short-lived token is used for half its life at least.
        let usable_ms = (lifetime_ms - EARLY_MS).max(lifetime_ms / 2);
        Ok(Token {
            value: Secret::new(parsed.access_token),
            renew_at_ms: (self.now_ms)().saturating_add(usable_ms),
        })
    }
}

fn bearer(token: &Secret) -> Secret {
    Secret::new(format!("Bearer {}", token.expose()))
}
