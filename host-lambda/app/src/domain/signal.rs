//! Stored signals: one for each upstream change, PENDING until the transaction that writes its results.

use serde::{Deserialize, Serialize};

/// Where a signal stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignalState {
    /// Waits to be worked on.
    Pending,
    /// Its results are written.
    Processed,
    /// Set aside, with the reason.
    Parked {
        /// One sentence.
        reason: String,
    },
}

/// One signal, without its raw body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSignal {
    /// SHA-256 of integration, entity and change key.
    pub id: String,
    /// `jira` or `outlook`.
    pub integration: String,
    /// Issue key or message id.
    pub entity: String,
    /// Unique within the entity.
    pub change_key: String,
    /// Unix milliseconds.
    pub occurred_at_ms: i64,
    /// Unix milliseconds.
    pub stored_at_ms: i64,
    /// Project id, or `_unassigned`.
    pub project: String,
    /// Where it stands.
    #[serde(flatten)]
    pub state: SignalState,
    /// Read during a first sync: facts only, no triage, no drafts.
    pub first_sync: bool,
    /// An effect of this installation: facts only, never evidence.
    pub own: bool,
    /// What a person would call it, such as `PAY-142: due date changed`.
    pub label: String,
    /// Who, readable.
    pub who: String,
    /// Whether the raw body was cut.
    pub truncated: bool,
    /// Hash of the conversation of a mail that no project matched; empty otherwise.
    #[serde(default)]
    pub thread: String,
}

/// Why a mail that no rule could route is set aside.
pub const NO_PROJECT: &str = "no project matches";

impl StoredSignal {
    /// Whether it waits for the user to say which project it belongs to.
    #[must_use]
    pub fn is_unassigned(&self) -> bool {
        self.project == super::keys::UNASSIGNED
            && matches!(&self.state, SignalState::Parked { reason } if reason == NO_PROJECT)
    }

    /// GSI1 sort key while pending: (occurred_at, integration, id).
    #[must_use]
    pub fn order(&self) -> String {
        format!("{}#{}#{}", super::keys::at(self.occurred_at_ms), self.integration, self.id)
    }
}

/// A fetch checkpoint; moved only when everything before it is durable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Opaque bytes of the plugin, as hex.
    pub cursor: String,
    /// Earlier changes are not signals, Unix milliseconds.
    pub since_ms: i64,
    /// Whether the first sync is complete.
    pub complete: bool,
}
