//! One sentence for the user: what would change the outcome.

use alloc::format;
use alloc::string::String;

use super::kind::relation_of;
use super::{Caps, Decision};
use crate::types::{
    Autonomy, Dimension, DimensionName, Finding, Kind, OnLapse, OutcomeClass, Relation, Request,
    Severity,
};

/// What would make the outcome laxer; empty when nothing is in the way.
pub(super) fn would_change(
    request: &Request,
    decision: &Decision,
    dimensions: &[Dimension],
    findings: &[Finding],
) -> String {
    let Decision { kind, outcome, caps, .. } = *decision;
    if kind.is_never() {
        return String::from("Nothing: this kind of action is never carried out.");
    }
    if findings.iter().any(|f| f.severity == Severity::Critical) {
        return String::from(
            "Take the secret out of the draft: nothing that holds one is ever sent.",
        );
    }
    if outcome.class == OutcomeClass::Record {
        return String::from(
            "Turn the dial to Maintain or Act: at Observe, everything is only written down.",
        );
    }
    if let Some(text) = by_cap(caps, dimensions, findings) {
        return text;
    }
    if request.autonomy == Autonomy::Maintain && outcome.class == OutcomeClass::Escalate {
        return String::from(
            "Turn the dial to Act: at Maintain, everything that leaves is asked first.",
        );
    }
    match (outcome.class, kind) {
        (OutcomeClass::Escalate, Kind::EmailExternal) => outside(request),
        (OutcomeClass::Escalate, _) => {
            String::from("An approval: this kind is always asked first.")
        }
        (OutcomeClass::Hold, _) if outcome.on_lapse == Some(OnLapse::Escalate) => {
            String::from("An approval: this draft is not sent by itself when the hold ends.")
        }
        _ => String::new(),
    }
}

fn by_cap(caps: Caps, dimensions: &[Dimension], findings: &[Finding]) -> Option<String> {
    if caps.has(Caps::CONTEXT_FLAGGED) {
        return Some(
            "A flagged text was read while this was drafted: only an approval can release it."
                .into(),
        );
    }
    if caps.has(Caps::CONTEXT_UNKNOWN) {
        return Some(
            "An unknown author was read while this was drafted: only an approval can release it."
                .into(),
        );
    }
    if let Some(finding) =
        findings.iter().filter(|f| f.severity >= Severity::Medium).max_by_key(|f| f.severity)
    {
        return Some(format!("Mend the draft: {}", finding.message));
    }
    if let Some(failed) = dimensions.iter().find(|d| !d.pass) {
        return Some(match failed.name {
            DimensionName::SourceAgreement => {
                "A second trusted source, or a Jira change of it.".into()
            }
            DimensionName::Precedent => {
                "Unchanged approvals: earlier cancels of this class weigh against it.".into()
            }
            _ => failed.text.clone(),
        });
    }
    if caps.has(Caps::ALWAYS_ASK) {
        return Some("Another setting: this kind of action is always asked first.".into());
    }
    caps.has(Caps::NO_OWNING_SOURCE)
        .then(|| "A Jira change of the issue by a confirmed colleague.".into())
}

fn outside(request: &Request) -> String {
    let stranger =
        request.action.recipients.iter().find(|r| relation_of(request, r) < Relation::Stakeholder);
    stranger.map_or_else(
        || String::from("An approval: customers could read it."),
        |r| format!("An approval: {} is outside the confirmed stakeholders.", r.address),
    )
}
