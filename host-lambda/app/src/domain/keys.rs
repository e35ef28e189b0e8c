//! Every key of the table in one place (DESIGN section 6).

use scoring_core::ArtefactType;

use crate::ports::Key;

/// Partition of account-wide events and checkpoints.
pub const ACCOUNT: &str = "_account";
/// Project word of a signal that no rule could route.
pub const UNASSIGNED: &str = "_unassigned";
/// How the partitions of audit chains begin.
pub const AUDIT: &str = "AUDIT#";
/// GSI1: projects by status.
pub const PROJECTS: &str = "PROJECTS";
/// GSI1: all events by time.
pub const EVENTS: &str = "EVENTS";
/// GSI1: pending escalations by age.
pub const ESCALATIONS_PENDING: &str = "ESCALATIONS#pending";
/// GSI1: held and snoozed actions by the time at which they are due.
pub const ACTIONS_HELD: &str = "ACTIONS#held";
/// GSI1: approved, claimed and submitted actions by the time at which they need attention.
pub const ACTIONS_INFLIGHT: &str = "ACTIONS#inflight";
/// GSI1: judged artefact patches that are not applied yet, per project.
pub const ACTIONS_PATCHES: &str = "ACTIONS#patches";
/// GSI1: actions that are over, newest by update: the cards that stay after a decision.
pub const ACTIONS_SETTLED: &str = "ACTIONS#settled";
/// GSI1: decided escalations.
pub const ESCALATIONS_SETTLED: &str = "ESCALATIONS#settled";

/// A sort key part for a time: 13 digits, so that text order is time order.
#[must_use]
pub fn at(ms: i64) -> String {
    format!("{:013}", ms.max(0))
}

/// Partition of a project.
#[must_use]
pub fn project_pk(project: &str) -> String {
    format!("PROJECT#{project}")
}

/// A project.
#[must_use]
pub fn project(project: &str) -> Key {
    Key::new(project_pk(project), "METADATA")
}

/// The word for an artefact type in keys and entities.
#[must_use]
pub const fn artefact_word(artefact: ArtefactType) -> &'static str {
    match artefact {
        ArtefactType::DeliveryState => "delivery_state",
        ArtefactType::RaidLog => "raid_log",
        ArtefactType::BacklogSummary => "backlog_summary",
        ArtefactType::DecisionLog => "decision_log",
    }
}

/// An artefact.
#[must_use]
pub fn artefact(project: &str, artefact: ArtefactType) -> Key {
    Key::new(project_pk(project), format!("ARTEFACT#{}", artefact_word(artefact)))
}

/// An event; its id starts with its time.
#[must_use]
pub fn event(project: &str, id: &str) -> Key {
    Key::new(project_pk(project), format!("EVENT#{id}"))
}

/// An escalation.
#[must_use]
pub fn escalation(project: &str, id: &str) -> Key {
    Key::new(project_pk(project), format!("ESCALATION#{id}"))
}

/// An action; its id starts with its time.
#[must_use]
pub fn action(project: &str, id: &str) -> Key {
    Key::new(project_pk(project), format!("ACTION#{id}"))
}

/// A fetch checkpoint.
#[must_use]
pub fn checkpoint(project: &str, integration: &str, scope: &str) -> Key {
    Key::new(project_pk(project), format!("CHECKPOINT#{integration}#{scope}"))
}

/// Partition of an integration's signals.
#[must_use]
pub fn signal_pk(integration: &str) -> String {
    format!("SIGNAL#{integration}")
}

/// A signal.
#[must_use]
pub fn signal(integration: &str, id: &str) -> Key {
    Key::new(signal_pk(integration), id)
}

/// The raw body of a signal, which expires earlier.
#[must_use]
pub fn raw(integration: &str, id: &str) -> Key {
    Key::new(format!("RAW#{integration}"), id)
}

/// GSI1 partition of a project's pending signals.
#[must_use]
pub fn pending(project: &str) -> String {
    format!("SIGNALS#pending#{project}")
}

/// Partition of what triage and reasoning may write.
#[must_use]
pub fn work_pk(project: &str) -> String {
    format!("WORK#{project}")
}

/// A prepared text, a classification, a proposal or the facts of an issue.
#[must_use]
pub fn work(project: &str, kind: &str, id: &str) -> Key {
    Key::new(work_pk(project), format!("{kind}#{id}"))
}

/// A configuration item.
#[must_use]
pub fn config(name: &str) -> Key {
    Key::new("CONFIG", name)
}

/// A directory entry.
#[must_use]
pub fn person(id: &str) -> Key {
    Key::new("CONFIG", format!("PERSON#{id}"))
}

/// The health of an integration.
#[must_use]
pub fn integration(name: &str) -> Key {
    Key::new("INTEGRATION", name)
}

/// A connected account; its secret stands elsewhere.
#[must_use]
pub fn connection(name: &str) -> Key {
    Key::new("INTEGRATION", format!("CONNECTION#{name}"))
}

/// What the user said in the first run.
#[must_use]
pub fn first_run() -> Key {
    system("FIRSTRUN")
}

/// Lease, sessions, login throttle.
#[must_use]
pub fn system(name: &str) -> Key {
    Key::new("SYSTEM", name)
}

/// The lease of the cycle, with the heartbeat.
#[must_use]
pub fn lease() -> Key {
    system("LEASE#cycle")
}

/// The budget of a local day (`2026-11-09`) or month (`2026-11`).
#[must_use]
pub fn budget(period: &str) -> Key {
    Key::new("BUDGET", period)
}

/// Which project a thread belongs to.
#[must_use]
pub fn thread(hash: &str) -> Key {
    Key::new(format!("THREAD#{hash}"), "project")
}

/// Which action a changelog entry is the effect of: a status change carries no marker.
#[must_use]
pub fn receipt(integration: &str, entity: &str, history: &str) -> Key {
    Key::new(format!("RECEIPT#{integration}"), format!("{entity}#{history}"))
}

/// Partition of a project's audit chain.
#[must_use]
pub fn audit_pk(project: &str) -> String {
    format!("{AUDIT}{project}")
}

/// The end of an audit chain.
#[must_use]
pub fn audit_head(project: &str) -> Key {
    Key::new(audit_pk(project), "HEAD")
}

/// A row of an audit chain; positions are padded, so that text order is their order.
#[must_use]
pub fn audit_row(project: &str, seq: u64) -> Key {
    Key::new(audit_pk(project), format!("ROW#{seq:012}"))
}

/// Partition of the user's decisions about a class of actions.
#[must_use]
pub fn class_pk(project: &str, class: &str) -> String {
    format!("CLASS#{project}#{class}")
}
