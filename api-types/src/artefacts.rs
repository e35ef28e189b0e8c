//! The four artefacts (DESIGN section 3). Every row cites the signals it rests on.

use alloc::string::String;
use alloc::vec::Vec;
use scoring_core::{ArtefactType, Severity, Trust};
use serde::{Deserialize, Serialize};

/// What a row rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// Signal ids; never empty in a stored row.
    pub signals: Vec<String>,
    /// Least trust among them.
    pub trust: Trust,
    /// Worst finding among them.
    pub severity: Severity,
}

/// Red, amber, green.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Rag {
    #[default]
    Green,
    Amber,
    Red,
}

/// One artefact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "artefact", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Artefact {
    DeliveryState(DeliveryState),
    RaidLog(RaidLog),
    BacklogSummary(BacklogSummary),
    DecisionLog(DecisionLog),
}

impl Artefact {
    /// Which artefact it is.
    #[must_use]
    pub const fn kind(&self) -> ArtefactType {
        match self {
            Self::DeliveryState(_) => ArtefactType::DeliveryState,
            Self::RaidLog(_) => ArtefactType::RaidLog,
            Self::BacklogSummary(_) => ArtefactType::BacklogSummary,
            Self::DecisionLog(_) => ArtefactType::DecisionLog,
        }
    }
}

/// How the project stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryState {
    /// Overall.
    pub overall: Rag,
    /// Its reason, one sentence.
    pub summary: String,
    /// What the overall state rests on.
    pub sources: Sources,
    /// The current sprint.
    pub sprint: Option<SprintRow>,
    /// Milestones by due date.
    pub milestones: Vec<Milestone>,
    /// Open blockers.
    pub blockers: Vec<Blocker>,
    /// Numbers.
    pub metrics: Metrics,
    /// What to do next.
    pub next_actions: Vec<NextAction>,
}

/// A sprint; points are times 10.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SprintRow {
    pub name: String,
    /// `YYYY-MM-DD`, or empty.
    pub starts: String,
    /// `YYYY-MM-DD`, or empty.
    pub ends: String,
    pub goal: String,
    pub points_total_x10: i64,
    pub points_done_x10: i64,
    pub points_in_progress_x10: i64,
    pub points_blocked_x10: i64,
    pub sources: Sources,
}

/// State of a milestone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum MilestoneState {
    #[default]
    OnTrack,
    AtRisk,
    Delayed,
    Completed,
}

/// A milestone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Milestone {
    pub id: String,
    pub name: String,
    /// `YYYY-MM-DD`.
    pub due: String,
    pub state: MilestoneState,
    pub notes: String,
    pub sources: Sources,
}

/// A blocker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Blocker {
    pub id: String,
    pub text: String,
    pub owner: String,
    pub raised_ms: i64,
    pub severity: Level,
    pub issue: String,
    pub sources: Sources,
}

/// Low, medium, high.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Level {
    Low,
    #[default]
    Medium,
    High,
}

/// Numbers of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metrics {
    /// Points done in the last sprints, times 10, oldest first.
    pub velocity_x10: Vec<i64>,
    /// Median days from start to done, times 10; null while unknown.
    pub cycle_time_days_x10: Option<i64>,
    /// Open blockers.
    pub open_blockers: u64,
    /// Active risks.
    pub active_risks: u64,
}

/// Something to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NextAction {
    pub id: String,
    pub text: String,
    pub sources: Sources,
}

/// Risks, assumptions, issues, dependencies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaidLog {
    /// The items, newest last.
    pub items: Vec<RaidItem>,
}

/// Kind of a RAID item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RaidKind {
    #[default]
    Risk,
    Assumption,
    Issue,
    Dependency,
}

/// Status of a RAID item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RaidStatus {
    #[default]
    Open,
    Mitigating,
    Resolved,
    Accepted,
    Closed,
}

/// One RAID item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RaidItem {
    pub id: String,
    pub kind: RaidKind,
    pub title: String,
    pub description: String,
    pub severity: Level,
    pub status: RaidStatus,
    pub owner: String,
    pub raised_ms: i64,
    /// `YYYY-MM-DD`, or empty.
    pub due: String,
    pub mitigation: String,
    pub resolution: String,
    /// Where it came from: an issue key or `mail`.
    pub source: String,
    pub last_reviewed_ms: i64,
    pub sources: Sources,
}

/// The backlog in numbers and highlights.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BacklogSummary {
    /// All issues.
    pub total: u64,
    /// (status, count), most first.
    pub by_status: Vec<(String, u64)>,
    /// (priority, count), most first.
    pub by_priority: Vec<(String, u64)>,
    /// What stands out.
    pub highlights: Vec<Highlight>,
    /// Keys of issues to refine next.
    pub refinement: Vec<Refinement>,
    /// Notes on scope.
    pub scope_notes: Vec<ScopeNote>,
    /// What the totals rest on.
    pub sources: Sources,
}

/// Why an issue stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum HighlightKind {
    Blocked,
    Stale,
    MissingCriteria,
    ScopeCreep,
    #[default]
    New,
}

/// One issue that stands out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Highlight {
    pub issue: String,
    pub kind: HighlightKind,
    pub detail: String,
    pub suggestion: String,
    pub sources: Sources,
}

/// A candidate for refinement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Refinement {
    pub issue: String,
    pub reason: String,
    pub sources: Sources,
}

/// A note on scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ScopeNote {
    pub id: String,
    pub text: String,
    pub sources: Sources,
}

/// Decisions with their reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLog {
    /// The decisions, newest last.
    pub items: Vec<DecisionRow>,
}

/// Status of a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum DecisionStatus {
    #[default]
    Active,
    Superseded,
    Reversed,
}

/// One option that was weighed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Weighed {
    pub option: String,
    pub pros: Vec<String>,
    pub cons: Vec<String>,
}

/// One decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DecisionRow {
    pub id: String,
    pub title: String,
    pub context: String,
    pub options: Vec<Weighed>,
    pub decision: String,
    pub rationale: String,
    pub by: String,
    pub decided_ms: i64,
    pub status: DecisionStatus,
    pub related: Vec<String>,
    pub outcome: String,
    pub sources: Sources,
}
