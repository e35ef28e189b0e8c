//! The door to the sandboxed integrations.

use std::sync::Arc;

use async_trait::async_trait;
use plugin_payload::{Effect, ProbeTarget, Receipt, Scope, Signal};

/// One stored change, as the plugin gave it (WIT `raw`).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Raw {
    /// Issue key or immutable message id.
    pub entity: String,
    /// Unique and stable within the entity.
    pub change_key: String,
    /// Unix milliseconds.
    pub occurred_at_ms: i64,
    /// JSON, understood by the plugin's own `normalise`.
    pub body: Vec<u8>,
}

/// One page of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The changes.
    pub raws: Vec<Raw>,
    /// The checkpoint to store once all of them are durable.
    pub next: Vec<u8>,
    /// Whether more is waiting.
    pub more: bool,
}

/// Why a call failed (WIT `failure`, and what the host itself can say).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Wait, then try again.
    #[error("the upstream asked to wait {wait_ms} ms")]
    Throttled {
        /// Milliseconds.
        wait_ms: u64,
    },
    /// Could not be reached, or 5xx.
    #[error("the upstream is unavailable: {0}")]
    Unavailable(String),
    /// The credential was refused.
    #[error("the upstream refused the credential: {0}")]
    Unauthorised(String),
    /// The checkpoint is gone.
    #[error("the upstream asks for a full resync: {0}")]
    Resync(String),
    /// The entity does not exist.
    #[error("not found upstream: {0}")]
    NotFound(String),
    /// Refused for good.
    #[error("the upstream refused the request: {0}")]
    Refused(String),
    /// Not understood.
    #[error("the upstream answered something that could not be understood: {0}")]
    Malformed(String),
    /// Not granted.
    #[error("the sandbox refused the request: {0}")]
    Denied(String),
    /// The request left and no answer came.
    #[error("the request left and no answer came: {0}")]
    UnknownEffect(String),
    /// The component trapped or ran into a limit.
    #[error("the integration failed: {0}")]
    Guest(String),
}

impl Failure {
    /// Whether a later attempt of a *read* may succeed without anybody's help.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Throttled { .. } | Self::Unavailable(_))
    }
}

/// What `reconcile` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The effect exists.
    Confirmed(Receipt),
    /// Prepared, not submitted.
    Prepared(Receipt),
    /// Neither.
    Absent,
    /// The upstream could not say.
    Unknown(String),
}

/// Opens the egress for writing: only inside `prepare`, `submit` and `withdraw` of a claimed intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteGate {
    /// The claimed intent.
    pub intent: String,
}

/// Which export is running, for logs and for the write gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named like the exports of the WIT world")]
pub enum Call {
    Describe,
    Health,
    Poll,
    Normalise,
    Probe,
    Prepare,
    Submit,
    Withdraw,
    Reconcile,
}

/// One request that left, or was refused: digests and ids only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EgressEvent {
    /// Integration name.
    pub integration: String,
    /// Export that asked.
    pub call: Call,
    /// Target id.
    pub target: String,
    /// Method and path template, such as `POST /rest/api/3/issue/{key}/comment`; never the filled-in path.
    pub template: String,
    /// Whether the template is marked `write`.
    pub write: bool,
    /// Intent under which a write left.
    pub intent: Option<String>,
    /// Hex SHA-256 of method, path, query and body.
    pub request_digest: String,
    /// Status, or null when nothing came back.
    pub status: Option<u16>,
    /// Why it was refused, as the line to add to the grant, or null.
    pub refusal: Option<String>,
}

/// Receives every [`EgressEvent`].
pub trait EgressLog: Send + Sync {
    /// Called before the answer goes back to the guest.
    fn record(&self, event: EgressEvent);
}

/// The integrations of this installation, by name (`jira`, `outlook`).
#[async_trait]
pub trait Integrations: Send + Sync {
    /// Whether the upstream answers and accepts the credential.
    async fn health(&self, integration: &str) -> Result<(), Failure>;

    /// One page of changes.
    async fn poll(
        &self,
        integration: &str,
        scope: &Scope,
        checkpoint: &[u8],
        max: u32,
    ) -> Result<Page, Failure>;

    /// Stored changes to signals, one for each, in order.
    async fn normalise(&self, integration: &str, raws: &[Raw]) -> Result<Vec<Signal>, Failure>;

    /// The current version of a target.
    async fn probe(&self, integration: &str, target: &ProbeTarget) -> Result<String, Failure>;

    /// First half of an effect.
    async fn prepare(
        &self,
        integration: &str,
        effect: &Effect,
        gate: &WriteGate,
    ) -> Result<Receipt, Failure>;

    /// Second half of an effect.
    async fn submit(
        &self,
        integration: &str,
        effect: &Effect,
        receipt: &Receipt,
        gate: &WriteGate,
    ) -> Result<Receipt, Failure>;

    /// Takes back what `prepare` made.
    async fn withdraw(
        &self,
        integration: &str,
        effect: &Effect,
        receipt: &Receipt,
        gate: &WriteGate,
    ) -> Result<(), Failure>;

    /// Looks for the intent's marker.
    async fn reconcile(
        &self,
        integration: &str,
        effect: &Effect,
        receipt: Option<&Receipt>,
    ) -> Result<Found, Failure>;
}

/// A log that forgets.
#[derive(Debug, Default)]
pub struct NoLog;

impl EgressLog for NoLog {
    fn record(&self, _event: EgressEvent) {}
}

/// Shared handle.
pub type SharedEgressLog = Arc<dyn EgressLog>;
