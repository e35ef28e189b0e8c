//! Signing in, and what a refusal looks like.

use alloc::string::String;
use serde::{Deserialize, Serialize};

/// Who is looking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Whether the session cookie is valid.
    pub signed_in: bool,
    /// Whether no passphrase is set yet: the one-time link is needed.
    pub set_up_needed: bool,
    /// CSRF token, once signed in.
    pub csrf: Option<String>,
    /// Hex SHA-256 of the policy.wasm that judges; the page fetches `/policy.<digest>.wasm`.
    pub engine_digest: String,
}

/// First start: `token` is the one from the link `/#/setup/<token>`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// One-time token.
    pub token: String,
    /// New passphrase, at least 12 characters.
    pub passphrase: String,
}

/// Signs in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The passphrase.
    pub passphrase: String,
}

/// Any refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code, such as `unknown_field`, `stale`, `throttled`, `signed_out`.
    pub code: String,
    /// What was wrong, one sentence.
    pub error: String,
    /// What to do next, one sentence; empty where there is nothing to do.
    pub hint: String,
}
