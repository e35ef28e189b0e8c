//! Held drafts and what the user does with them.

use alloc::string::String;
use alloc::vec::Vec;
use scoring_core::{Request, Severity, Trust, Verdict};
use serde::{Deserialize, Serialize};

/// The states of DESIGN section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named and explained in DESIGN section 4 and docs/sending.md")]
pub enum ActionState {
    Recorded,
    DryRun,
    Escalated,
    Held,
    Snoozed,
    Approved,
    Claimed,
    Drafted,
    Submitted,
    Confirmed,
    Unknown,
    Failed,
    Cancelled,
    Rejected,
    Expired,
    Stale,
}

/// One action with everything that the hold card shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionView {
    /// Action id.
    pub id: String,
    /// Incremented by every transition and every re-score with a changed digest.
    pub revision: u64,
    /// Project id.
    pub project: String,
    /// Project name.
    pub project_name: String,
    /// Where it stands.
    pub state: ActionState,
    /// The canonical request: put an edited subject and body into it and ask policy.wasm again.
    pub request: Request,
    /// The verdict of the server at this revision.
    pub verdict: Verdict,
    /// The policy.wasm that gave it.
    pub engine_digest: String,
    /// The agent's own subject, before edits.
    pub drafted_subject: String,
    /// The agent's own body, before edits.
    pub drafted_body: String,
    /// End of the hold, or null with the timer off, or outside a hold.
    pub held_until_ms: Option<i64>,
    /// An approval waits until then (working hours), or null.
    pub not_before_ms: Option<i64>,
    /// Snoozed until then, or null.
    pub snoozed_until_ms: Option<i64>,
    /// Whether the user switched the timer off.
    pub timer_off: bool,
    /// When it was proposed.
    pub created_ms: i64,
    /// The recipients, readable.
    pub recipients: Vec<RecipientView>,
    /// Why it exists.
    pub why: Why,
    /// Last message of the thread, sanitised, for the word diff; null where there is none.
    pub thread_last: Option<String>,
    /// Proof, once there is one.
    pub receipt: Option<ReceiptView>,
    /// What failed and what to do, in one or two sentences; null when all is well.
    pub trouble: Option<String>,
    /// What happened so far, oldest first.
    pub history: Vec<TransitionView>,
}

/// One recipient, readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientView {
    /// Name from the directory, or the address.
    pub name: String,
    /// Address.
    pub address: String,
    /// Relation in words: `colleague`, `stakeholder`, `external`, `not confirmed`.
    pub relation: String,
}

/// Why an action exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// One sentence: what triggered it.
    pub trigger: String,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// Who wrote the draft.
    pub produced_by: ProducedBy,
    /// Cost of the calls behind it, micro-dollars.
    pub cost_microusd: u64,
}

/// Who wrote a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum ProducedBy {
    /// Deterministic heuristics: shown as "rules, no model".
    Rules,
    /// A model, or a stand-in that says it answers by rules (`model` then reads "rules, no model").
    Model {
        /// Model id as configured.
        model: String,
    },
}

/// One source, readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    /// Signal id.
    pub id: String,
    /// Such as `PAY-142: due date changed` or `Mail: Cut-over moves`.
    pub label: String,
    /// Who, readable.
    pub who: String,
    /// When.
    pub at_ms: i64,
    /// How far it is believed.
    pub trust: Trust,
    /// Worst finding of its text.
    pub severity: Severity,
    /// Sanitised excerpt.
    pub excerpt: String,
    /// Link to the original, or empty.
    pub link: String,
}

/// Proof that something happened upstream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptView {
    /// In words, such as `Message in Sent Items`.
    pub what: String,
    /// Id upstream.
    pub id: String,
    /// When it was confirmed.
    pub at_ms: i64,
}

/// One step in the life of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransitionView {
    /// When.
    pub at_ms: i64,
    /// Into which state.
    pub state: ActionState,
    /// `user`, `agent` or `timer`.
    pub by: String,
    /// One sentence.
    pub text: String,
}

/// Approves what is on screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// Revision on screen.
    pub revision: u64,
    /// Digest of the verdict on screen, as the browser computed it.
    pub verdict_digest: String,
    /// Digest of the policy.wasm that computed it.
    pub engine_digest: String,
    /// Whether to send outside working hours too.
    pub send_now: bool,
}

/// Changes the text; the hold starts again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Revision on screen.
    pub revision: u64,
    /// New subject.
    pub subject: String,
    /// New body.
    pub body: String,
}

/// A verb that needs nothing but the revision on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtRevision {
    /// Revision on screen.
    pub revision: u64,
}

/// Lengthens the hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// Revision on screen.
    pub revision: u64,
    /// Minutes to add, 1 to 10080.
    pub minutes: u32,
}

/// Switches the timer off or on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timer {
    /// Revision on screen.
    pub revision: u64,
    /// True: nothing happens until the user decides.
    pub off: bool,
}

/// Puts the card away for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snooze {
    /// Revision on screen.
    pub revision: u64,
    /// When it comes back.
    pub until_ms: i64,
}

/// The user's answer where the agent could not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Revision on screen.
    pub revision: u64,
    /// True: "it was sent". False: "send again", as a new intent.
    pub was_sent: bool,
}

/// 409: somebody or something was faster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// `revision`, `verdict`, `engine` or `state`.
    pub reason: String,
    /// One sentence for the user.
    pub error: String,
    /// The action as it is now, with the fresh verdict.
    pub action: ActionView,
}
