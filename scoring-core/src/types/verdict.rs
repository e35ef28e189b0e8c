//! What the core answers.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use serde::{Deserialize, Serialize};

use super::Finding;

/// The kind of an action, derived from target and recipients (DESIGN 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A patch to an artefact.
    ArtefactUpdate,
    /// An in-app note.
    NotificationInternal,
    /// A comment that only colleagues read.
    JiraComment,
    /// Mail to confirmed internal people and stakeholders.
    EmailStakeholder,
    /// A status change.
    JiraStatusChange,
    /// Mail with any other recipient, or a comment that a customer could read.
    EmailExternal,
    /// A new issue.
    JiraCreateIssue,
    /// A change of scope.
    ScopeChange,
    /// A change of a milestone.
    MilestoneChange,
    /// Never allowed.
    DeleteData,
    /// Never allowed.
    ShareConfidential,
    /// Never allowed.
    ModifyIntegrationConfig,
    /// Never allowed.
    ChangeOwnAutonomy,
}

impl Kind {
    /// All kinds, in the order of the table.
    pub const ALL: [Self; 13] = [
        Self::ArtefactUpdate,
        Self::NotificationInternal,
        Self::JiraComment,
        Self::EmailStakeholder,
        Self::JiraStatusChange,
        Self::EmailExternal,
        Self::JiraCreateIssue,
        Self::ScopeChange,
        Self::MilestoneChange,
        Self::DeleteData,
        Self::ShareConfidential,
        Self::ModifyIntegrationConfig,
        Self::ChangeOwnAutonomy,
    ];

    /// Whether the action would change something in Jira.
    #[must_use]
    pub const fn is_jira(self) -> bool {
        matches!(
            self,
            Self::JiraComment
                | Self::JiraStatusChange
                | Self::JiraCreateIssue
                | Self::ScopeChange
                | Self::MilestoneChange
        )
    }

    /// Whether no level and no approval ever allows it.
    #[must_use]
    pub const fn is_never(self) -> bool {
        matches!(
            self,
            Self::DeleteData
                | Self::ShareConfidential
                | Self::ModifyIntegrationConfig
                | Self::ChangeOwnAutonomy
        )
    }
}

/// What happens, strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeClass {
    /// Refused for good; no approval overrides it.
    Reject,
    /// Written down as what would have been done.
    Record,
    /// The user decides; until then nothing happens.
    Escalate,
    /// Waits; the user may approve, edit or cancel.
    Hold,
    /// Done at once.
    Execute,
}

/// What the end of an unanswered hold does, if the core agrees when asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnLapse {
    /// The user decides.
    Escalate,
    /// It is sent.
    Send,
}

/// An outcome with its hold; outside hold, `hold_min` is 0 and `on_lapse` is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The class.
    pub class: OutcomeClass,
    /// Minutes of hold, counted in working time.
    pub hold_min: u32,
    /// What the end of the hold does.
    pub on_lapse: Option<OnLapse>,
}

impl Outcome {
    /// An outcome without a hold.
    #[must_use]
    pub const fn plain(class: OutcomeClass) -> Self {
        Self { class, hold_min: 0, on_lapse: None }
    }

    /// A hold of `hold_min` minutes.
    #[must_use]
    pub const fn hold(hold_min: u32, on_lapse: OnLapse) -> Self {
        Self { class: OutcomeClass::Hold, hold_min, on_lapse: Some(on_lapse) }
    }
}

/// Strictness as a partial order: less is stricter. Two holds compare by product order.
impl PartialOrd for Outcome {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.class.cmp(&other.class) {
            Ordering::Equal => {}
            unequal => return Some(unequal),
        }
        let minutes = other.hold_min.cmp(&self.hold_min);
        let lapse = self.on_lapse.cmp(&other.on_lapse);
        match (minutes, lapse) {
            (a, b) if a == b => Some(a),
            (Ordering::Equal, b) => Some(b),
            (a, Ordering::Equal) => Some(a),
            _ => None,
        }
    }
}

/// The four dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DimensionName {
    /// Do enough trusted sources agree.
    SourceAgreement,
    /// Does it stay inside what is allowed.
    Boundary,
    /// Is the request well formed.
    Schema,
    /// What did the user decide before.
    Precedent,
}

/// One dimension: the decision rests on `pass`, the numbers are for display.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Which one.
    pub name: DimensionName,
    /// Score in basis points, 0 to 10000.
    pub score_bp: u32,
    /// Threshold in basis points.
    pub threshold_bp: u32,
    /// Whether the score reaches the threshold, or the dimension does not apply to the kind.
    pub pass: bool,
    /// One sentence for the user.
    pub text: String,
    /// Ids of the evidence that counted, for source agreement.
    pub evidence: Vec<String>,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// [`super::SCHEMA`].
    pub schema: u32,
    /// Id of the action.
    pub action_id: String,
    /// The derived kind.
    pub kind: Kind,
    /// What happens.
    pub outcome: Outcome,
    /// What would happen at level Act.
    pub at_act: Outcome,
    /// Always four, in the order of [`DimensionName`].
    pub dimensions: Vec<Dimension>,
    /// Everything found, sorted by part, start and rule.
    pub findings: Vec<Finding>,
    /// Rule ids that brought the outcome down from the table, such as `cap.context_unknown`.
    pub caps: Vec<String>,
    /// One sentence: what would change the outcome; empty when nothing is in the way.
    pub would_change: String,
    /// Earliest time at which an approval takes effect, Unix milliseconds: now, or the next window.
    pub earliest_ms: i64,
    /// Class of the action for precedent and graduation: hex SHA-256 of project, kind and recipients.
    pub class: String,
    /// Hex SHA-256 of the canonical request.
    pub request_digest: String,
    /// Hex SHA-256 of what the user sees and approves (DESIGN 2.3).
    pub verdict_digest: String,
}
