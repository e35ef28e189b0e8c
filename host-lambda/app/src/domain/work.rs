//! What happens to a signal between reading and acting: prepared text, classification, proposal.

use plugin_payload::Signal;
use scoring_core::{Context, Severity, Trust};
use serde::{Deserialize, Serialize};

use super::artefacts::Patch;

/// A normalised signal with its sanitised text and its trust: what triage and reasoning may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// Signal id.
    pub id: String,
    /// `jira` or `outlook`.
    pub integration: String,
    /// The normalised signal; its texts are *not* sanitised and never reach a prompt.
    pub signal: Signal,
    /// Sanitised text, quoted history cut, at most 8 KB.
    pub text: String,
    /// Sanitised title: issue summary or subject.
    pub title: String,
    /// Trust of the author, lowered where text could not be attributed.
    pub trust: Trust,
    /// Worst finding.
    pub severity: Severity,
    /// Rule ids of what was found.
    pub rules: Vec<String>,
    /// The person behind it, or `address:<..>` / `account:<..>` for somebody unknown.
    pub source_key: String,
    /// Issue keys that the text names, and the entity itself.
    pub names: Vec<String>,
    /// Such as `PAY-142: due date changed`.
    pub label: String,
    /// Who, readable.
    pub who: String,
}

/// What a message is, as a closed list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Category {
    #[default]
    None,
    StatusUpdate,
    Blocker,
    Slip,
    ScopeChange,
    Decision,
    Risk,
    Question,
    Request,
    Contradiction,
    Noise,
}

/// How much is at stake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Stakes {
    #[default]
    Low,
    Medium,
    High,
}

/// Who did a piece of thinking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum By {
    /// Deterministic heuristics.
    Rules,
    /// A model call.
    Model {
        /// Model id, or "rules, no model" for a stand-in that says so.
        model: String,
    },
}

/// The result of triage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    /// Signal id.
    pub id: String,
    /// What it is.
    pub category: Category,
    /// How much is at stake.
    pub stakes: Stakes,
    /// One sentence, at most 300 characters.
    pub summary: String,
    /// Issue key it is about, if any; checked against the text's own names.
    pub entity: Option<String>,
    /// Who classified.
    pub by: By,
    /// Cost, micro-dollars.
    pub cost_microusd: u64,
}

/// What a draft is for; the executor turns it into a target, the proposer cannot choose a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Tell the project's stakeholders.
    StakeholderUpdate,
    /// Ask the author of the trigger, or the assignee.
    Clarification,
    /// Comment on the issue.
    JiraComment,
    /// Move the issue.
    StatusChange,
    /// Ask the user.
    Escalation,
}

/// Who should receive it, by role; addresses come from the directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The project's confirmed stakeholders.
    #[default]
    ProjectStakeholders,
    /// The assignee of the issue.
    IssueAssignee,
    /// The author of the trigger.
    Sender,
}

/// One draft of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedDraft {
    /// What it is for.
    pub purpose: Purpose,
    /// Who should receive it.
    pub role: Role,
    /// Subject, for mail.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Signal ids; a subset of what was in the prompt.
    pub sources: Vec<String>,
    /// Issue key, for Jira and as the entity.
    pub issue: Option<String>,
    /// New status, for a status change.
    pub to_status: Option<String>,
}

/// One artefact patch of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedPatch {
    /// The patch.
    pub patch: Patch,
    /// Signal ids; a subset of what was in the prompt.
    pub sources: Vec<String>,
}

/// The result of one reasoning call: it cannot act, name an address or choose a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Id, derived from the signals behind it.
    pub id: String,
    /// When it was made, Unix milliseconds.
    pub created_ms: i64,
    /// Project id.
    pub project: String,
    /// Issue key or thread that it is about.
    pub entity: String,
    /// One sentence.
    pub summary: String,
    /// Every signal whose text was in the prompt.
    pub prompt_signals: Vec<String>,
    /// Minimum over everything that was in the prompt, artefact rows included.
    pub context: Context,
    /// Drafts.
    pub drafts: Vec<ProposedDraft>,
    /// Artefact patches.
    pub patches: Vec<ProposedPatch>,
    /// Who proposed.
    pub by: By,
    /// Cost, micro-dollars, triage included.
    pub cost_microusd: u64,
    /// Whether the executor has judged it.
    pub judged: bool,
}
