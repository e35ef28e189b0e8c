//! What things are called on the screen. Impersonal, active, British.

use api_types::artefacts::Rag;
use api_types::{ActionState, ActionView, AgentState, EventKind, Status, Teach};
use scoring_core::{
    ArtefactType, Autonomy, DimensionName, Kind, OnLapse, Outcome, OutcomeClass, Severity, Target,
    Trust, Verdict,
};

use crate::services::time::{Clock, duration};

/// A meaning that colour may underline, never carry alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// Confirmed.
    Good,
    /// Waits or at risk.
    Waits,
    /// Refused, failed or overdue.
    Bad,
}

impl Tone {
    /// Name of the CSS class.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Waits => "waits",
            Self::Bad => "bad",
        }
    }

    /// Name of the icon that goes with it.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Plain => "dot",
            Self::Good => "check",
            Self::Waits => "clock",
            Self::Bad => "cross",
        }
    }
}

/// `$0.08` from micro-dollars; three decimals below a cent.
#[must_use]
pub fn money(microusd: u64) -> String {
    if microusd > 0 && microusd < 10_000 {
        return format!("${}.{:04}", microusd / 1_000_000, microusd % 1_000_000 / 100);
    }
    let cents = (microusd + 5_000) / 10_000;
    format!("${}.{:02}", cents / 100, cents % 100)
}

/// `1 draft`, `3 drafts`.
#[must_use]
pub fn count(n: u64, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// `1 entry`, `3 entries`.
#[must_use]
pub fn count_of(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// `Priya Nair`, `Priya Nair and Tom Lee`, `Priya Nair and 2 others`.
#[must_use]
pub fn names(view: &ActionView) -> String {
    match view.recipients.as_slice() {
        [] => "nobody".to_owned(),
        [one] => one.name.clone(),
        [one, two] => format!("{} and {}", one.name, two.name),
        [one, rest @ ..] => format!("{} and {} others", one.name, rest.len()),
    }
}

/// What would be done, as the subject of a sentence.
#[must_use]
pub fn what(view: &ActionView) -> String {
    match &view.request.action.target {
        Target::Mail { .. } => format!("Mail to {}", names(view)),
        Target::JiraComment { issue, customer_visible: false } => format!("Comment on {issue}"),
        Target::JiraComment { issue, customer_visible: true } => {
            format!("Comment on {issue}, which customers can read,")
        }
        Target::JiraStatus { issue, to_status } => format!("Move of {issue} to {to_status}"),
        Target::JiraCreate { project_key, issue_type } => {
            format!("New {issue_type} in {project_key}")
        }
        Target::ScopeChange { issue } => format!("Change of scope of {issue}"),
        Target::MilestoneChange { issue } => format!("Change of the milestone {issue}"),
        Target::Artefact { artefact } => format!("Change to the {}", artefact_name(*artefact)),
        Target::Note {} => "Note in the dashboard".to_owned(),
        Target::DeleteData { what } => format!("Deletion of {what}"),
        Target::ShareConfidential { what } => format!("Passing on of {what}"),
        Target::ModifyIntegrationConfig { integration } => {
            format!("Change to the {integration} connection")
        }
        Target::ChangeOwnAutonomy {} => "Change of the dial".to_owned(),
    }
}

/// Name of the icon for a target.
#[must_use]
pub const fn target_icon(target: &Target) -> &'static str {
    match target {
        Target::Mail { .. } => "mail",
        Target::JiraComment { .. } => "comment",
        Target::JiraStatus { .. } | Target::MilestoneChange { .. } => "move",
        Target::JiraCreate { .. } => "plus",
        _ => "file",
    }
}

/// Whether the target carries text that a person writes: a subject, a body.
#[must_use]
pub const fn text_parts(target: &Target) -> (bool, bool) {
    match target {
        Target::Mail { .. } | Target::JiraCreate { .. } => (true, true),
        Target::JiraComment { .. } | Target::Note {} => (false, true),
        _ => (false, false),
    }
}

fn goes_out(target: &Target) -> &'static str {
    match target {
        Target::Mail { .. } => "goes out",
        Target::JiraComment { .. } => "is posted",
        _ => "takes effect",
    }
}

/// The first line of a card: what will happen, to whom, when.
#[must_use]
pub fn headline(view: &ActionView, clock: &Clock) -> String {
    let what = what(view);
    let goes = goes_out(&view.request.action.target);
    let mail = matches!(view.request.action.target, Target::Mail { .. });
    let at = |ms: i64| format!("{} ({})", clock.short(ms), clock.relative(ms));
    match view.state {
        ActionState::Held if view.timer_off => {
            format!("{what} waits for a decision; the timer is off")
        }
        ActionState::Held => match (view.held_until_ms, view.verdict.outcome.on_lapse) {
            (Some(ms), _) if ms <= clock.now_ms => {
                format!("{what} has reached the end of its hold and is being checked again")
            }
            (Some(ms), Some(OnLapse::Send)) => format!("{what} {goes} at {}", at(ms)),
            (Some(ms), _) => format!("{what} waits; undecided, it is asked again at {}", at(ms)),
            (None, _) => format!("{what} waits for a decision"),
        },
        ActionState::Escalated => format!("{what} waits for a decision"),
        ActionState::Snoozed => match view.snoozed_until_ms {
            Some(ms) => format!("{what} is put away until {}", at(ms)),
            None => format!("{what} is put away"),
        },
        ActionState::Approved => match view.not_before_ms.filter(|ms| *ms > clock.now_ms) {
            Some(ms) => format!("{what} is approved and {goes} at {}", at(ms)),
            None => format!("{what} is approved and {goes} now"),
        },
        ActionState::Claimed | ActionState::Drafted => format!("{what} is on its way"),
        ActionState::Submitted => format!("{what} was handed over; confirmation is awaited"),
        ActionState::Confirmed => match &view.receipt {
            Some(r) if mail => format!("{what} went out at {}", clock.short(r.at_ms)),
            Some(r) => format!("{what} was done at {}", clock.short(r.at_ms)),
            None => format!("{what} was done"),
        },
        ActionState::Unknown => format!("{what}: it is not known whether it happened"),
        ActionState::Failed => format!("{what} failed"),
        ActionState::Cancelled => format!("{what} was cancelled; nothing was sent"),
        ActionState::Rejected => format!("{what} was refused; nothing was sent"),
        ActionState::Expired => format!("{what} expired undecided; nothing was sent"),
        ActionState::Stale => format!("{what} rests on something that has changed since"),
        ActionState::Recorded => format!("{what} was written down only; nothing was sent"),
        ActionState::DryRun => format!("{what} would have been done; dry run is on"),
    }
}

/// The button that approves, naming its effect now.
#[must_use]
pub fn send_label(view: &ActionView) -> String {
    match &view.request.action.target {
        Target::Mail { .. } => match view.request.action.recipients.len() {
            1 => format!("Send to {} now", names(view)),
            n => format!("Send to {n} people now"),
        },
        Target::JiraComment { issue, .. } => format!("Post on {issue} now"),
        Target::JiraStatus { issue, to_status } => format!("Move {issue} to {to_status} now"),
        Target::JiraCreate { issue_type, project_key } => {
            format!("Create {issue_type} in {project_key} now")
        }
        _ => "Apply the change now".to_owned(),
    }
}

/// The button that cancels, naming its effect.
#[must_use]
pub const fn cancel_label(target: &Target) -> &'static str {
    match target {
        Target::Mail { .. } => "Cancel, send nothing",
        Target::JiraComment { .. } => "Cancel, post nothing",
        _ => "Cancel, change nothing",
    }
}

/// Label and tone of a state.
#[must_use]
pub const fn state(state: ActionState) -> (&'static str, Tone) {
    match state {
        ActionState::Recorded => ("Recorded only", Tone::Plain),
        ActionState::DryRun => ("Dry run", Tone::Plain),
        ActionState::Escalated => ("Needs a decision", Tone::Waits),
        ActionState::Held => ("Held", Tone::Waits),
        ActionState::Snoozed => ("Snoozed", Tone::Plain),
        ActionState::Approved => ("Approved", Tone::Good),
        ActionState::Claimed | ActionState::Drafted => ("Being sent", Tone::Waits),
        ActionState::Submitted => ("Handed over", Tone::Waits),
        ActionState::Confirmed => ("Confirmed", Tone::Good),
        ActionState::Unknown => ("Could not tell", Tone::Bad),
        ActionState::Failed => ("Failed", Tone::Bad),
        ActionState::Cancelled => ("Cancelled", Tone::Plain),
        ActionState::Rejected => ("Refused", Tone::Bad),
        ActionState::Expired => ("Expired", Tone::Plain),
        ActionState::Stale => ("Changed underneath", Tone::Waits),
    }
}

/// Name of a state on the wire, for tests and styles.
#[must_use]
pub const fn state_slug(state: ActionState) -> &'static str {
    match state {
        ActionState::Recorded => "recorded",
        ActionState::DryRun => "dry_run",
        ActionState::Escalated => "escalated",
        ActionState::Held => "held",
        ActionState::Snoozed => "snoozed",
        ActionState::Approved => "approved",
        ActionState::Claimed => "claimed",
        ActionState::Drafted => "drafted",
        ActionState::Submitted => "submitted",
        ActionState::Confirmed => "confirmed",
        ActionState::Unknown => "unknown",
        ActionState::Failed => "failed",
        ActionState::Cancelled => "cancelled",
        ActionState::Rejected => "rejected",
        ActionState::Expired => "expired",
        ActionState::Stale => "stale",
    }
}

/// Name of an outcome class on the wire.
#[must_use]
pub const fn outcome_slug(class: OutcomeClass) -> &'static str {
    match class {
        OutcomeClass::Reject => "reject",
        OutcomeClass::Record => "record",
        OutcomeClass::Escalate => "escalate",
        OutcomeClass::Hold => "hold",
        OutcomeClass::Execute => "execute",
    }
}

/// An outcome in words, with its tone.
#[must_use]
pub fn outcome(outcome: Outcome) -> (String, Tone) {
    match outcome.class {
        OutcomeClass::Reject => ("Refused: no approval overrides this".to_owned(), Tone::Bad),
        OutcomeClass::Record => ("Written down only, nothing is done".to_owned(), Tone::Plain),
        OutcomeClass::Escalate => ("Nothing happens without a decision".to_owned(), Tone::Waits),
        OutcomeClass::Hold => {
            let hold = duration(i64::from(outcome.hold_min) * 60_000);
            let end = match outcome.on_lapse {
                Some(OnLapse::Send) => "then done unless cancelled",
                _ => "then asked again",
            };
            (format!("Held for {hold}, {end}"), Tone::Waits)
        }
        OutcomeClass::Execute => ("Done at once, without asking".to_owned(), Tone::Good),
    }
}

/// Whether a user's approval can carry the action out.
#[must_use]
pub const fn approvable(verdict: &Verdict) -> bool {
    matches!(
        verdict.outcome.class,
        OutcomeClass::Escalate | OutcomeClass::Hold | OutcomeClass::Execute
    )
}

/// Title of a dimension.
#[must_use]
pub const fn dimension(name: DimensionName) -> &'static str {
    match name {
        DimensionName::SourceAgreement => "Sources",
        DimensionName::Boundary => "Limits",
        DimensionName::Schema => "Form",
        DimensionName::Precedent => "Earlier decisions",
    }
}

/// How far a source is believed, in words.
#[must_use]
pub const fn trust(trust: Trust) -> (&'static str, Tone) {
    match trust {
        Trust::Unknown => ("not confirmed", Tone::Waits),
        Trust::Known => ("known sender", Tone::Plain),
        Trust::Internal => ("colleague, in Jira", Tone::Good),
    }
}

/// Weight of a finding in words.
#[must_use]
pub const fn severity(severity: Severity) -> (&'static str, Tone) {
    match severity {
        Severity::None => ("clean", Tone::Plain),
        Severity::Low => ("note", Tone::Plain),
        Severity::Medium => ("breaks a limit", Tone::Waits),
        Severity::High => ("needs a decision", Tone::Bad),
        Severity::Critical => ("refuses the draft", Tone::Bad),
    }
}

/// Name of an artefact.
#[must_use]
pub const fn artefact_name(artefact: ArtefactType) -> &'static str {
    match artefact {
        ArtefactType::DeliveryState => "delivery state",
        ArtefactType::RaidLog => "RAID log",
        ArtefactType::BacklogSummary => "backlog summary",
        ArtefactType::DecisionLog => "decision log",
    }
}

/// Name of an artefact on the wire.
#[must_use]
pub const fn artefact_slug(artefact: ArtefactType) -> &'static str {
    match artefact {
        ArtefactType::DeliveryState => "delivery_state",
        ArtefactType::RaidLog => "raid_log",
        ArtefactType::BacklogSummary => "backlog_summary",
        ArtefactType::DecisionLog => "decision_log",
    }
}

/// Red, amber, green as a word with its tone.
#[must_use]
pub const fn rag(rag: Rag) -> (&'static str, Tone) {
    match rag {
        Rag::Green => ("Green", Tone::Good),
        Rag::Amber => ("Amber", Tone::Waits),
        Rag::Red => ("Red", Tone::Bad),
    }
}

/// A kind of action in words.
#[must_use]
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::ArtefactUpdate => "Changes to an artefact",
        Kind::NotificationInternal => "Notes in the dashboard",
        Kind::JiraComment => "Comments that only colleagues read",
        Kind::EmailStakeholder => "Mail to colleagues and stakeholders",
        Kind::JiraStatusChange => "Status changes in Jira",
        Kind::EmailExternal => "Mail to outsiders, and comments that a customer could read",
        Kind::JiraCreateIssue => "New issues in Jira",
        Kind::ScopeChange => "Changes of scope",
        Kind::MilestoneChange => "Changes of a milestone",
        Kind::DeleteData => "Deleting data",
        Kind::ShareConfidential => "Passing on what is confidential",
        Kind::ModifyIntegrationConfig => "Changes to a connection",
        Kind::ChangeOwnAutonomy => "Changes of the dial",
    }
}

/// What an assignment teaches, in words.
#[must_use]
pub const fn teach(teach: Teach) -> &'static str {
    match teach {
        Teach::Thread => "the rest of the thread",
        Teach::Sender => "the thread, and all mail of this sender",
        Teach::Domain => "the thread, and all mail of this domain",
    }
}

/// The dial in one word.
#[must_use]
pub const fn autonomy(autonomy: Autonomy) -> &'static str {
    match autonomy {
        Autonomy::Observe => "Observe",
        Autonomy::Maintain => "Maintain",
        Autonomy::Act => "Act",
    }
}

/// Kinds of events: name on the wire, label, icon.
pub const EVENT_KINDS: [(EventKind, &str, &str, &str); 10] = [
    (EventKind::Cycle, "cycle", "Check", "refresh"),
    (EventKind::Signals, "signals", "Signals", "inbox"),
    (EventKind::Artefact, "artefact", "Artefact", "file"),
    (EventKind::Draft, "draft", "Draft", "edit"),
    (EventKind::Decision, "decision", "Decision", "branch"),
    (EventKind::Sent, "sent", "Sent", "check"),
    (EventKind::Refused, "refused", "Refused", "cross"),
    (EventKind::Failure, "failure", "Failure", "alert"),
    (EventKind::Setting, "setting", "Setting", "settings"),
    (EventKind::Notice, "notice", "Notice", "bell"),
];

/// Label and icon of a kind of event.
#[must_use]
pub fn event(kind: EventKind) -> (&'static str, &'static str) {
    let found = EVENT_KINDS.iter().find(|(k, ..)| *k == kind);
    found.map_or(("Event", "dot"), |(_, _, label, icon)| (label, icon))
}

/// The header line: parts with their tone, in order.
#[must_use]
pub fn header(status: &Status, clock: &Clock) -> Vec<(String, Tone)> {
    let mut parts = Vec::new();
    parts.push(match (status.dry_run, status.autonomy) {
        (_, Autonomy::Observe) => ("Observing only".to_owned(), Tone::Plain),
        (true, _) => ("Dry run: nothing leaves".to_owned(), Tone::Plain),
        (false, Autonomy::Maintain) => ("Maintaining".to_owned(), Tone::Good),
        (false, Autonomy::Act) => ("Acting".to_owned(), Tone::Good),
    });
    let checked = status.last_check_ms.map(|ms| clock.relative(ms));
    parts.push(match (&status.agent, checked) {
        (AgentState::Starting, _) => ("first check has not run yet".to_owned(), Tone::Plain),
        (AgentState::Checking, _) => ("checking now".to_owned(), Tone::Plain),
        (AgentState::Idle { new_signals: 0 }, Some(when)) => {
            (format!("checked {when}, nothing new"), Tone::Plain)
        }
        (AgentState::Idle { new_signals }, Some(when)) => {
            (format!("checked {when}, {}", count(*new_signals, "new signal")), Tone::Plain)
        }
        (AgentState::Idle { .. }, None) => ("not checked yet".to_owned(), Tone::Plain),
        (AgentState::PausedUntil { until_ms }, _) => {
            let until = clock.until_words(*until_ms);
            (format!("paused outside working hours until {until}"), Tone::Plain)
        }
        (AgentState::Failing { error }, when) => {
            let when = when.map_or(String::new(), |w| format!(" {w}"));
            (format!("last check failed{when}: {error}"), Tone::Bad)
        }
        (AgentState::Silent { error }, _) => {
            let since =
                status.last_check_ms.map_or("a while".to_owned(), |ms| duration(clock.now_ms - ms));
            (format!("no check for {since}: {error}"), Tone::Bad)
        }
    });
    let calm = !matches!(status.agent, AgentState::Silent { .. } | AgentState::PausedUntil { .. });
    if let Some(next) = status.next_check_ms.filter(|ms| calm && *ms > clock.now_ms) {
        parts.push((format!("next {}", clock.short(next)), Tone::Plain));
    }
    let waiting = status.held + status.decisions;
    parts.push(match waiting {
        0 => ("nothing waits".to_owned(), Tone::Plain),
        1 => ("1 waits for a decision".to_owned(), Tone::Waits),
        n => (format!("{n} wait for a decision"), Tone::Waits),
    });
    let over = status.spent_today_microusd >= status.budget_day_microusd;
    parts.push((
        format!(
            "{} of {} today",
            money(status.spent_today_microusd),
            money(status.budget_day_microusd)
        ),
        if over && status.budget_day_microusd > 0 { Tone::Waits } else { Tone::Plain },
    ));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_in_words() {
        for (micro, words) in
            [(0, "$0.00"), (80_000, "$0.08"), (230_000, "$0.23"), (3_200, "$0.0032")]
        {
            assert_eq!(money(micro), words);
        }
        assert_eq!(money(7_000_000), "$7.00");
        assert_eq!(money(9_999), "$0.0099");
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(count(1, "draft"), "1 draft");
        assert_eq!(count(0, "draft"), "0 drafts");
    }
}
