//! Escalations: questions that only the user can answer.

use api_types::{DecisionOption, DecisionState, SourceView};
use serde::{Deserialize, Serialize};

/// Days until an undecided escalation expires (issue 2: 7).
pub const EXPIRES_DAYS: i64 = 7;

/// One escalation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEscalation {
    /// Id, see [`super::ids`].
    pub id: String,
    /// Project id.
    pub project: String,
    /// The question.
    pub question: String,
    /// Why it is asked.
    pub reason: String,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// Two to five; ids: `send`, `edit_first`, `nothing`, `note`, `assign:<project>`.
    pub options: Vec<DecisionOption>,
    /// Where it stands.
    pub state: DecisionState,
    /// When it was asked.
    pub created_ms: i64,
    /// When it expires.
    pub expires_ms: i64,
    /// What waiting costs.
    pub cost_of_waiting: String,
    /// The chosen option.
    pub chosen: Option<String>,
    /// The user's note.
    pub note: String,
    /// The action that it is about.
    pub action: Option<String>,
    /// Whether the reminder went out.
    pub reminded: bool,
}
