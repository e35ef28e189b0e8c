//! What the core is asked.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use super::{Person, Policy, Precedent, Recipient, Severity, Target};

/// The time, as resolved by the host from the configured zone, holidays and hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Unix time in milliseconds.
    pub now_ms: i64,
    /// Offset of local time from UTC, in minutes.
    pub utc_offset_min: i32,
    /// Whether `now_ms` lies in working hours.
    pub in_working_hours: bool,
    /// Start of the next working window, Unix milliseconds; equals `now_ms` inside one.
    pub next_window_ms: i64,
}

/// The dial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Autonomy {
    /// Everything is recorded, nothing is done.
    #[default]
    Observe,
    /// Artefacts are kept; everything that leaves is asked first.
    Maintain,
    /// The table of DESIGN 2.1 applies in full.
    Act,
}

/// The four artefacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtefactType {
    /// Overall state, sprint, milestones, blockers, metrics.
    DeliveryState,
    /// Risks, assumptions, issues, dependencies.
    RaidLog,
    /// Totals, highlights, refinement candidates.
    BacklogSummary,
    /// Decisions with their reasons.
    DecisionLog,
}

/// The proposed action, exactly as it would be carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Project id.
    pub project: String,
    /// What would be done.
    pub target: Target,
    /// Who would receive it; empty unless it is a mail.
    pub recipients: Vec<Recipient>,
    /// Subject line; empty where there is none.
    pub subject: String,
    /// Plain text body, or the artefact patch as JSON text.
    pub body: String,
    /// The issue key, thread id or `project/artefact` that the action is about.
    pub subject_entity: String,
    /// Version of the target when the action was proposed, as `probe` gave it.
    pub target_version: String,
}

/// How far a source is believed (DESIGN 2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Anybody.
    #[default]
    Unknown,
    /// A confirmed address, authenticated.
    Known,
    /// A confirmed colleague, as the author of a Jira change.
    Internal,
}

/// One source that the action rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Signal id.
    pub id: String,
    /// The person behind it; an automated notification takes the key of the change it reports.
    pub source_key: String,
    /// Whether it is, or its own sanitised text names, `subject_entity`.
    pub names_target: bool,
    /// Whether it is a Jira change of `subject_entity`.
    pub owns_target: bool,
    /// How far its author is believed.
    pub trust: Trust,
    /// Worst finding of its text.
    pub severity: Severity,
    /// Sanitised excerpt, at most 4 KB.
    pub excerpt: String,
}

/// The minimum over everything that was in the prompt that produced the proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Least trust of any text in the prompt.
    pub trust: Trust,
    /// Worst finding of any text in the prompt.
    pub severity: Severity,
}

/// Present when a hold has run out unanswered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lapse {
    /// Whether the notice of the hold reached the user.
    pub notice_delivered: bool,
    /// Whether thread and issue are as they were.
    pub unchanged: bool,
}

/// Everything that the verdict depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// [`super::SCHEMA`].
    pub schema: u32,
    /// Id of the action.
    pub action_id: String,
    /// The time.
    pub clock: Clock,
    /// The dial.
    pub autonomy: Autonomy,
    /// As live, but ending before anything is prepared.
    pub dry_run: bool,
    /// What would be done.
    pub action: Action,
    /// Directory entries of recipients and of the people behind the evidence.
    pub people: Vec<Person>,
    /// What the action rests on.
    pub evidence: Vec<Evidence>,
    /// What was in the prompt.
    pub context_trust: Context,
    /// Earlier decisions about the class.
    pub precedent: Precedent,
    /// Host names that a link may point at.
    pub links_allowed: Vec<String>,
    /// Policy configuration.
    pub policy: Policy,
    /// Set when a hold has run out.
    pub lapse: Option<Lapse>,
}
