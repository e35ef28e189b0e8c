//! The verdict: kind, table, dimensions and caps, put together.

mod caps;
mod check;
mod dimensions;
mod explain;
mod hold;
mod kind;
mod precedent;
mod table;

pub use check::links;
pub use hold::{hold_minutes, lapse};
pub use kind::kind_of;
pub use precedent::{edit_keeps_precedent, edit_limit};
pub use table::{stricter, table};

use alloc::vec::Vec;

use crate::digest;
use crate::types::{Autonomy, Finding, Outcome, OutcomeClass, Request, SCHEMA, Severity, Verdict};

/// Judges a request. Pure and total: every request that parses gets a verdict.
#[must_use]
pub fn verdict(request: &Request) -> Verdict {
    let kind = kind_of(request);
    let findings = check::findings(request, kind);
    let dimensions = dimensions::all(request, kind, &findings);
    let passes = dimensions.iter().all(|d| d.pass);
    let (outcome, caps) = outcome(request, &findings, passes, request.autonomy);
    let (at_act, _) = self::outcome(request, &findings, passes, Autonomy::Act);
    let would_change = explain::would_change(request, kind, &dimensions, &findings, &caps, outcome);
    let clock = request.clock;
    Verdict {
        schema: SCHEMA,
        action_id: request.action_id.clone(),
        kind,
        outcome,
        at_act,
        would_change,
        caps,
        earliest_ms: if clock.in_working_hours { clock.now_ms } else { clock.next_window_ms },
        class: digest::class(request, kind),
        request_digest: digest::request(request),
        verdict_digest: digest::verdict(request, kind, outcome.class, &dimensions, &findings),
        dimensions,
        findings,
    }
}

/// The outcome at one level, with the rules that brought it down.
fn outcome(
    request: &Request,
    findings: &[Finding],
    passes: bool,
    autonomy: Autonomy,
) -> (Outcome, Vec<alloc::string::String>) {
    let kind = kind_of(request);
    let mut outcome = table(request, kind, autonomy);
    let caps = caps::all(request, kind, findings, passes);
    if !caps.is_empty() {
        outcome = stricter(outcome, Outcome::plain(OutcomeClass::Escalate));
    }
    if findings.iter().any(|f| f.severity == Severity::Critical) {
        outcome = Outcome::plain(OutcomeClass::Reject);
    }
    (hold::settle(request, kind, outcome), caps)
}
