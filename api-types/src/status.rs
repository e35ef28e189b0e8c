//! The header line, Mission Control, projects and activity.

use alloc::string::String;
use alloc::vec::Vec;
use scoring_core::{ArtefactType, Autonomy};
use serde::{Deserialize, Serialize};

use crate::artefacts::{Artefact, Rag};
use crate::{ActionView, DecisionView};

/// What the agent is doing, from the last heartbeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AgentState {
    /// No cycle has run yet.
    Starting,
    /// A cycle is running.
    Checking,
    /// The last check succeeded.
    Idle {
        /// Signals that it read; 0 = "nothing new".
        new_signals: u64,
    },
    /// Working hours are over.
    PausedUntil {
        /// Unix milliseconds.
        until_ms: i64,
    },
    /// The last check failed.
    Failing {
        /// One sentence: what failed, what to do.
        error: String,
    },
    /// No heartbeat for more than two intervals.
    Silent {
        /// One sentence.
        error: String,
    },
}

/// The header line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The server's time.
    pub now_ms: i64,
    /// IANA zone.
    pub zone: String,
    /// Its offset now, minutes.
    pub utc_offset_min: i32,
    /// Its abbreviation now, such as `AEDT`.
    pub zone_abbreviation: String,
    /// Whether it is working time.
    pub in_working_hours: bool,
    /// Start of the next working window.
    pub next_window_ms: i64,
    /// What the agent is doing.
    pub agent: AgentState,
    /// When the last check ended, or null.
    pub last_check_ms: Option<i64>,
    /// When the next check starts, or null.
    pub next_check_ms: Option<i64>,
    /// The dial.
    pub autonomy: Autonomy,
    /// Dry run.
    pub dry_run: bool,
    /// Held drafts.
    pub held: u64,
    /// Escalations.
    pub decisions: u64,
    /// Spent today, micro-dollars.
    pub spent_today_microusd: u64,
    /// Budget of the day, micro-dollars.
    pub budget_day_microusd: u64,
    /// What writes drafts: a model id, or "rules, no model".
    pub model: String,
    /// Whether single-key shortcuts are on.
    pub single_keys: bool,
    /// Digest of the policy.wasm in force; another than the tab's means "updated, reload".
    pub engine_digest: String,
}

/// Mission Control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The header.
    pub status: Status,
    /// The next holds to end, at most 5.
    pub holds: Vec<ActionView>,
    /// The oldest pending escalations, at most 5.
    pub decisions: Vec<DecisionView>,
    /// All projects.
    pub projects: Vec<ProjectSummary>,
    /// What changed lately, at most 20.
    pub events: Vec<EventView>,
}

/// One project in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectSummary {
    /// Project id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Jira project key.
    pub key: String,
    /// `active`, `paused` or `archived`.
    pub status: String,
    /// Overall state, once known.
    pub overall: Option<Rag>,
    /// Its reason, one sentence.
    pub summary: String,
    /// Open blockers.
    pub blockers: u64,
    /// Held drafts and pending escalations.
    pub waiting: u64,
    /// When an artefact last changed.
    pub updated_ms: Option<i64>,
}

/// One project with its artefacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectView {
    /// The project.
    pub project: ProjectSummary,
    /// Those that exist, in the order of [`ArtefactType`].
    pub artefacts: Vec<ArtefactView>,
    /// Label and link of every signal that a row cites: (signal id, label, link or empty).
    pub sources: Vec<(String, String, String)>,
}

/// One artefact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtefactView {
    /// Which.
    pub artefact: ArtefactType,
    /// Version, from 1.
    pub version: u64,
    /// When it was written.
    pub updated_ms: i64,
    /// The content.
    pub content: Artefact,
    /// What changed since the previous version.
    pub changes: Vec<Change>,
    /// Version that undo restores, or null.
    pub undo_to: Option<u64>,
    /// The same as Markdown, for pasting.
    pub markdown: String,
}

/// How a row changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ChangeKind {
    Added,
    Removed,
    Changed,
}

/// One typed difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// How.
    pub kind: ChangeKind,
    /// Row id, or field path for single values, such as `overall`.
    pub row: String,
    /// Field, or empty for a whole row.
    pub field: String,
    /// Before, readable.
    pub before: String,
    /// After, readable.
    pub after: String,
}

/// Restores the previous version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoArtefact {
    /// Version on screen.
    pub version: u64,
}

/// What an event is about; filters use the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EventKind {
    Cycle,
    Signals,
    Artefact,
    Draft,
    Decision,
    Sent,
    Refused,
    Failure,
    Setting,
    Notice,
}

/// One line of activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// Event id.
    pub id: String,
    /// When.
    pub at_ms: i64,
    /// Project id, or empty for the account.
    pub project: String,
    /// Cycle id, or empty.
    pub cycle: String,
    /// What it is about.
    pub kind: EventKind,
    /// One sentence with ids and counts.
    pub text: String,
    /// Action id, escalation id or artefact, for the link; empty where there is none.
    pub about: String,
    /// Trace: (step, text), such as ("verdict", "hold 30 min: all dimensions pass").
    pub trace: Vec<(String, String)>,
}
