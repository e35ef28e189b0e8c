//! Events: the backbone of the dashboard. Ids and counts, never text of mails or addresses.

use api_types::EventKind;
use serde::{Deserialize, Serialize};

/// Days that an event is kept (DESIGN section 6).
pub const KEEP_DAYS: i64 = 30;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEvent {
    /// Id, see [`super::ids`].
    pub id: String,
    /// When.
    pub at_ms: i64,
    /// Project id, or `_account`.
    pub project: String,
    /// Cycle id, or empty.
    pub cycle: String,
    /// What it is about.
    pub kind: EventKind,
    /// One sentence.
    pub text: String,
    /// Action, escalation or artefact, for the link.
    pub about: String,
    /// (step, text).
    pub trace: Vec<(String, String)>,
}
