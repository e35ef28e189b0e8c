//! What brings an outcome down to escalate, each with a stable rule id.

use alloc::string::String;
use alloc::vec::Vec;

use super::hold::has_owner;
use crate::types::{Finding, Kind, Request, Severity, Trust};

/// Rule ids of every cap that applies; empty means that the table stands.
pub(super) fn all(
    request: &Request,
    kind: Kind,
    findings: &[Finding],
    passes: bool,
) -> Vec<String> {
    let mut caps = Vec::new();
    let mut cap = |applies: bool, rule: &str| {
        if applies {
            caps.push(String::from(rule));
        }
    };
    cap(!passes, "cap.dimension_failed");
    cap(context_trust(request) == Trust::Unknown, "cap.context_unknown");
    cap(context_severity(request) >= Severity::High, "cap.context_flagged");
    cap(findings.iter().any(|f| f.severity >= Severity::High), "cap.finding_high");
    cap(kind == Kind::JiraComment && !has_owner(request), "cap.no_owning_source");
    caps
}

/// Least trust of anything behind the action: what was in the prompt, and every piece of evidence itself.
fn context_trust(request: &Request) -> Trust {
    request.evidence.iter().map(|e| e.trust).fold(request.context_trust.trust, Trust::min)
}

/// Worst finding of anything behind the action.
fn context_severity(request: &Request) -> Severity {
    request.evidence.iter().map(|e| e.severity).fold(request.context_trust.severity, Severity::max)
}
