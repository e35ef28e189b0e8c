//! One user: a one-time link, a passphrase, sessions.
//!
//! | file | what it holds |
//! |---|---|
//! | `setup.rs` | [`first_link`] and its single use |
//! | `passphrase.rs` | [`set_passphrase`], Argon2id |
//! | `session.rs` | sessions in the table, their cookie, their CSRF token |
//! | `throttle.rs` | the back-off after wrong tries, kept over a restart |
//! | `handlers.rs` | the four calls |
//!
//! The table holds digests of tokens only: whoever reads it cannot sign in with it.

pub(crate) mod handlers;
mod passphrase;
pub(crate) mod session;
mod setup;
mod throttle;

pub use passphrase::{PASSPHRASE_CHARS_MIN, set_passphrase};
pub(crate) use session::require_session;
pub use setup::first_link;

use holdfast_app::ports::{Clock, SecretError, StoreError};
use holdfast_app::usecases::CaseError;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Why signing in could not be prepared.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The table.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secrets.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Too short or too long.
    #[error("{0}")]
    Passphrase(String),
    /// Argon2 did not answer.
    #[error("the passphrase could not be hashed")]
    Hash,
}

impl From<CaseError> for AuthError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Store(error) => Self::Store(error),
            other => Self::Store(StoreError::Unavailable(other.to_string())),
        }
    }
}

/// 32 random bytes as hex.
fn token(clock: &dyn Clock) -> String {
    format!("{}{}", clock.random_hex(), clock.random_hex())
}

/// Hex SHA-256 of a token for one purpose; tokens are random, so that a plain digest is enough.
fn digest(purpose: &str, token: &str) -> String {
    hex::encode(
        Sha256::new().chain_update(purpose).chain_update([0]).chain_update(token).finalize(),
    )
}

/// Compares without telling by its time where two texts differ.
fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}
