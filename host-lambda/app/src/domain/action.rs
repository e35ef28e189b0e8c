//! Actions: the states of DESIGN section 4 and the one place that knows which steps are legal.

use api_types::ActionState;
use plugin_payload::Receipt;
use scoring_core::{Request, Verdict};
use serde::{Deserialize, Serialize};

use super::artefacts::Patch;
use super::work::By;

/// One action with its frozen request and its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAction {
    /// Id, see [`super::ids`].
    pub id: String,
    /// What the user has on screen: incremented by every transition and every re-score with a changed digest,
    /// not by book-keeping such as a delivery receipt.
    pub revision: u64,
    /// Where it stands.
    pub state: ActionState,
    /// The canonical request, as judged last.
    pub request: Request,
    /// The verdict on it.
    pub verdict: Verdict,
    /// Digest of the policy.wasm that gave it.
    pub engine_digest: String,
    /// Subject as drafted.
    pub drafted_subject: String,
    /// Body as drafted.
    pub drafted_body: String,
    /// When it was proposed.
    pub created_ms: i64,
    /// When it changed last.
    pub updated_ms: i64,
    /// End of the hold.
    pub held_until_ms: Option<i64>,
    /// An approval waits until then.
    pub not_before_ms: Option<i64>,
    /// Snoozed until then.
    pub snoozed_until_ms: Option<i64>,
    /// Whether the user switched the timer off.
    pub timer_off: bool,
    /// When the hold notice was delivered (DESIGN 2.4); null until then.
    pub notice_delivered_ms: Option<i64>,
    /// Number of claims so far; the current intent is `ids::intent(id, attempt)`.
    pub attempt: u32,
    /// When the current intent was claimed.
    pub claimed_at_ms: Option<i64>,
    /// When the effect may have left.
    pub submitted_at_ms: Option<i64>,
    /// When an action in flight needs attention again.
    pub attention_ms: Option<i64>,
    /// Proof of the draft or of the effect.
    pub receipt: Option<Receipt>,
    /// When it was confirmed.
    pub confirmed_at_ms: Option<i64>,
    /// Engine and verdict digest of the approval, if there was one.
    pub approval: Option<Approval>,
    /// The patch, for artefact updates.
    pub patch: Option<Patch>,
    /// Immutable id of the mail that a reply answers.
    pub reply_to: Option<String>,
    /// One sentence: what triggered it.
    pub trigger: String,
    /// Labels of the sources.
    pub sources: Vec<api_types::SourceView>,
    /// Who wrote it.
    pub by: By,
    /// Cost, micro-dollars.
    pub cost_microusd: u64,
    /// Last message of the thread, sanitised.
    pub thread_last: Option<String>,
    /// The escalation that asks about it.
    pub escalation: Option<String>,
    /// What failed, and what to do.
    pub trouble: Option<String>,
    /// What happened so far.
    pub history: Vec<api_types::TransitionView>,
}

/// An explicit approval: what was seen, by which engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Verdict digest on screen.
    pub verdict_digest: String,
    /// Engine that computed it.
    pub engine_digest: String,
    /// Whether it may go outside working hours.
    pub send_now: bool,
    /// When.
    pub at_ms: i64,
    /// State before, to which an undo returns.
    pub from: ActionState,
}

/// Whether a step is legal (DESIGN section 4).
#[must_use]
pub const fn may_step(from: ActionState, to: ActionState) -> bool {
    use ActionState::{
        Approved, Cancelled, Claimed, Confirmed, Drafted, DryRun, Escalated, Expired, Failed, Held,
        Recorded, Rejected, Snoozed, Stale, Submitted, Unknown,
    };
    match (from, to) {
        // The user.
        (Held | Escalated | Snoozed, Approved | Snoozed | Cancelled | Held | Escalated | Rejected)
        | (Approved, Held | Escalated | Cancelled)
        | (Claimed | Drafted, Cancelled)
        | (Unknown, Confirmed | Claimed | Cancelled)
        // The sender. A claim that left nothing behind goes back to approved for another try.
        | (Approved | Held, Claimed | DryRun | Stale)
        | (Claimed, Drafted | Submitted | Failed)
        // A patch is confirmed by the artefact-updater, in the write that applies it.
        | (Claimed, Confirmed)
        | (Drafted, Submitted | Failed)
        | (Submitted, Confirmed | Unknown | Failed | Approved)
        // The clock and the re-score.
        | (Escalated, Expired)
        | (Stale, Held | Escalated | Recorded | Rejected)
        | (Held | Escalated | Snoozed | Recorded, Recorded) => true,
        _ => false,
    }
}

impl StoredAction {
    /// The current intent.
    #[must_use]
    pub fn intent(&self) -> String {
        super::ids::intent(&self.id, self.attempt)
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> &str {
        &self.request.action.project
    }

    /// Whether nothing more will happen by itself.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(
            self.state,
            ActionState::Recorded
                | ActionState::DryRun
                | ActionState::Confirmed
                | ActionState::Failed
                | ActionState::Cancelled
                | ActionState::Rejected
                | ActionState::Expired
        )
    }
}

/// One decision of the user about a class; kept under `CLASS#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassDecision {
    /// Approved without a change that matters.
    Unchanged,
    /// Approved after a change that matters: neither for nor against.
    Edited,
    /// Cancelled.
    Cancelled,
    /// "Should not have gone".
    Regretted,
}
