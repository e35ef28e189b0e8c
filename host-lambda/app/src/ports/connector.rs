//! The door to accounts: tries credentials, signs in, and points the integrations at what is connected.

use api_types::{ConnectApplication, ConnectJira, DeviceCode};
use async_trait::async_trait;

use super::Secret;
use crate::domain::connection::Connection;

/// Why an account was not connected, in words for a person. No secret and no address stands here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Rejection {
    /// A stable word: `wrong_input`, `refused`, `unreachable`, `fixed` or `unusable`.
    pub code: &'static str,
    /// What happened, one sentence.
    pub error: String,
    /// What to do next.
    pub hint: String,
}

impl Rejection {
    /// A rejection in two sentences.
    pub fn new(code: &'static str, error: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, error: error.into(), hint: hint.into() }
    }
}

/// Who a tried credential turned out to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Where it points: the Jira site, or the mailbox.
    pub place: String,
    /// Display name, as the service says; empty where it does not.
    pub account: String,
    /// Account id; empty where there is none.
    pub account_id: String,
    /// Whether a stand-in answered instead of the real service.
    pub stand_in: bool,
}

/// How far a device code sign-in is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceStep {
    /// None is under way.
    None,
    /// The code was not used yet.
    Waiting(DeviceCode),
    /// Signed in, and the mailbox answered; told once.
    Granted {
        /// The mailbox.
        identity: Identity,
        /// Tenant that was asked.
        tenant: String,
        /// Client id that was asked.
        client_id: String,
        /// The first refresh token, not stored yet.
        refresh: Secret,
    },
    /// Declined or expired.
    Failed(Rejection),
}

/// What an integration is attached to in this process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attached {
    /// Whether the operator's `connections.json` (or the demo) says so: nothing can be changed from outside then.
    pub fixed: bool,
    /// `api_token`, `device_code` or `client_credentials`.
    pub method: String,
    /// Host that it points at.
    pub host: String,
}

/// Accounts and the integrations behind them, by name (`jira`, `outlook`).
#[async_trait]
pub trait Connector: Send + Sync {
    /// What an integration is attached to; none when it is not connected.
    fn attached(&self, name: &str) -> Option<Attached>;

    /// Points an integration at a connection, or at nothing. Its secret is read when it is used.
    ///
    /// # Errors
    /// When the connection is unusable; then the integration is attached to nothing.
    fn attach(&self, name: &str, connection: Option<&Connection>) -> Result<(), Rejection>;

    /// What an integration is granted: (method and path template, `read` or `write`).
    fn grants(&self, name: &str) -> Vec<(String, String)>;

    /// Tries a Jira token against its site. Nothing is stored.
    async fn try_jira(&self, ask: &ConnectJira) -> Result<Identity, Rejection>;

    /// Tries application permissions against the one mailbox. Nothing is stored.
    async fn try_application(&self, ask: &ConnectApplication) -> Result<Identity, Rejection>;

    /// Starts a sign-in; one that was under way is given up.
    async fn start_device(
        &self,
        tenant: &str,
        client_id: &str,
        now_ms: i64,
    ) -> Result<DeviceCode, Rejection>;

    /// Asks how far the sign-in is: the service at most once an interval. What went wrong stays until the next start.
    async fn poll_device(&self, now_ms: i64) -> Result<DeviceStep, Rejection>;

    /// Gives a sign-in up.
    async fn drop_device(&self);
}

/// For compositions without accounts: everything counts as attached by the operator, nothing can be changed.
#[derive(Debug, Default)]
pub struct NoConnector;

fn fixed<T>() -> Result<T, Rejection> {
    Err(Rejection::new(
        "fixed",
        "The connections of this installation are set by its operator.",
        "Change them where they are set.",
    ))
}

#[async_trait]
impl Connector for NoConnector {
    fn attached(&self, _: &str) -> Option<Attached> {
        Some(Attached { fixed: true, ..Attached::default() })
    }
    fn attach(&self, _: &str, _: Option<&Connection>) -> Result<(), Rejection> {
        fixed()
    }
    fn grants(&self, _: &str) -> Vec<(String, String)> {
        Vec::new()
    }
    async fn try_jira(&self, _: &ConnectJira) -> Result<Identity, Rejection> {
        fixed()
    }
    async fn try_application(&self, _: &ConnectApplication) -> Result<Identity, Rejection> {
        fixed()
    }
    async fn start_device(&self, _: &str, _: &str, _: i64) -> Result<DeviceCode, Rejection> {
        fixed()
    }
    async fn poll_device(&self, _: i64) -> Result<DeviceStep, Rejection> {
        Ok(DeviceStep::None)
    }
    async fn drop_device(&self) {}
}
