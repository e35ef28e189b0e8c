//! Escalations: a question, evidence and options.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::{ActionView, SourceView};

/// Where an escalation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionState {
    /// Waits for the user.
    Pending,
    /// Decided.
    Decided,
    /// Seven days passed.
    Expired,
    /// What it was about is gone.
    Withdrawn,
}

/// One option: deciding does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionOption {
    /// Stable within the escalation.
    pub id: String,
    /// What will happen, as a button would say it.
    pub label: String,
    /// Its effect, one sentence.
    pub effect: String,
    /// Its risk, one sentence, or empty.
    pub risk: String,
    /// Who is touched, readable.
    pub touches: Vec<String>,
    /// Why it is recommended, or null.
    pub recommended: Option<String>,
    /// Whether it carries the linked action out: needs the digests on screen.
    pub acts: bool,
}

/// One escalation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionView {
    /// Escalation id.
    pub id: String,
    /// Incremented by every change.
    pub revision: u64,
    /// Project id.
    pub project: String,
    /// Project name.
    pub project_name: String,
    /// The question.
    pub question: String,
    /// Why it is asked: the rules that brought it here, one sentence.
    pub reason: String,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// Two to five.
    pub options: Vec<DecisionOption>,
    /// Where it stands.
    pub state: DecisionState,
    /// When it was asked.
    pub created_ms: i64,
    /// When it lapses without effect.
    pub expires_ms: i64,
    /// What waiting costs, one sentence, or empty.
    pub cost_of_waiting: String,
    /// The option that was chosen.
    pub chosen: Option<String>,
    /// The user's note.
    pub note: String,
    /// The draft that it is about, if any.
    pub action: Option<ActionView>,
}

/// Decides an escalation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// Revision on screen.
    pub revision: u64,
    /// The option.
    pub option: String,
    /// A note for the record; at most 2,000 characters.
    pub note: String,
    /// For an option that acts: digest of the verdict on screen.
    pub verdict_digest: Option<String>,
    /// For an option that acts: digest of the policy.wasm that computed it.
    pub engine_digest: Option<String>,
}
