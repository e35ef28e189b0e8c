//! How long a draft waits, and what the end of an unanswered hold does (DESIGN 2.4).

use super::kind::relation_of;
use crate::types::{
    Kind, OnLapse, Outcome, OutcomeClass, Policy, Relation, Request, Target, Trust,
};

/// Minutes of hold after `run` unchanged approvals in a row: full, half after the first step, the floor after
/// the second. Never below the floor, never above the full time.
#[must_use]
pub fn hold_minutes(policy: &Policy, kind: Kind, run: u32) -> u32 {
    let reached = policy.graduation_steps.iter().filter(|step| run >= **step).count();
    let (full, floor) = match kind {
        Kind::EmailStakeholder => (policy.hold_mail_min, policy.hold_mail_floor_min),
        Kind::JiraStatusChange => (policy.hold_status_min, policy.hold_status_floor_min),
        _ => return 0,
    };
    let minutes = match (kind, reached) {
        (_, 0) => full,
        (Kind::EmailStakeholder, 1) => full / 2,
        _ => floor,
    };
    minutes.max(floor).min(full.max(floor))
}

/// Whether the conditions of a lapse that do not depend on the moment hold: lapsing is enabled and every
/// recipient is internal, or a person for whom the user allowed it; a Jira action has an owning internal source.
fn may_lapse(request: &Request, kind: Kind) -> bool {
    let recipients_allow = request.action.recipients.iter().all(|r| {
        relation_of(request, r) == Relation::Internal
            || request.people.iter().any(|p| p.id == r.person && p.lapse_allowed)
    });
    request.policy.lapse_enabled && recipients_allow && (!kind.is_jira() || has_owner(request))
}

/// Whether an `internal` source owns the target and is not itself flagged.
pub(super) fn has_owner(request: &Request) -> bool {
    request.evidence.iter().any(|e| {
        e.owns_target && e.trust == Trust::Internal && e.severity < crate::types::Severity::High
    })
}

/// Fixes what the end of a hold does, and answers a hold that has ended.
pub(super) fn settle(request: &Request, kind: Kind, outcome: Outcome) -> Outcome {
    if outcome.class != OutcomeClass::Hold {
        return outcome;
    }
    let on_lapse = if may_lapse(request, kind) { OnLapse::Send } else { OnLapse::Escalate };
    let held = Outcome::hold(outcome.hold_min, on_lapse);
    if request.lapse.is_some() { lapse(request, held) } else { held }
}

/// The answer at the end of an unanswered hold: sent only if it may lapse, nothing changed and the notice was
/// delivered; otherwise the user decides. `held` has passed every dimension, or it would not be a hold.
#[must_use]
pub fn lapse(request: &Request, held: Outcome) -> Outcome {
    let lawful = request.lapse.is_some_and(|l| l.notice_delivered && l.unchanged);
    if lawful && held.on_lapse == Some(OnLapse::Send) {
        Outcome::plain(OutcomeClass::Execute)
    } else {
        Outcome::plain(OutcomeClass::Escalate)
    }
}

/// Whether an action goes to people outside Holdfast.
pub(super) const fn leaves(target: &Target) -> bool {
    !matches!(target, Target::Artefact { .. } | Target::Note {})
}
