//! The four dimensions of DESIGN 2.2: scores are for display, the decision rests on pass or fail.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::check::is_schema;
use crate::types::{
    Dimension, DimensionName, Evidence, Finding, Kind, Relation, Request, Severity, Trust,
};

/// Full score, in basis points.
const FULL_BP: u32 = 10_000;
/// Half of it: one source, or no history.
const HALF_BP: u32 = 5_000;
/// What one unchanged approval adds.
const APPROVAL_BP: u32 = 500;
/// What one cancel takes.
const CANCEL_BP: u32 = 2_500;
/// What one regret takes.
const REGRET_BP: u32 = 5_000;

/// All four, in the order of [`DimensionName`].
pub(super) fn all(request: &Request, kind: Kind, findings: &[Finding]) -> Vec<Dimension> {
    vec![
        source_agreement(request),
        boundary(kind, findings),
        schema(findings),
        precedent(request, kind),
    ]
}

/// Whether a source is trusted: `internal`, or `known` from a person who is internal or a stakeholder; a
/// flagged text agrees with nothing.
fn is_trusted(request: &Request, evidence: &Evidence) -> bool {
    let relation = request
        .people
        .iter()
        .find(|p| p.id == evidence.source_key && !p.id.is_empty())
        .map(|p| p.relation)
        .unwrap_or_default();
    let believed = match evidence.trust {
        Trust::Internal => true,
        Trust::Known => relation >= Relation::Stakeholder,
        Trust::Unknown => false,
    };
    believed && evidence.severity < Severity::High
}

fn source_agreement(request: &Request) -> Dimension {
    let mut keys: Vec<&str> = Vec::new();
    let mut cited: Vec<String> = Vec::new();
    for evidence in &request.evidence {
        let counts = evidence.names_target || evidence.owns_target;
        if counts && is_trusted(request, evidence) {
            if !keys.contains(&evidence.source_key.as_str()) {
                keys.push(&evidence.source_key);
            }
            cited.push(evidence.id.clone());
        }
    }
    let owned = request.evidence.iter().any(|e| e.owns_target && is_trusted(request, e));
    let threshold_bp = if owned { HALF_BP } else { FULL_BP };
    let score_bp = u32::try_from(keys.len().min(2)).unwrap_or(2) * HALF_BP;
    let entity = &request.action.subject_entity;
    let text = match (keys.len(), owned) {
        (0, _) => format!("No trusted source names {entity}."),
        (1, true) => format!("One trusted source owns {entity}: a Jira change of it."),
        (1, false) => format!("Only one trusted source names {entity}, two are needed."),
        (n, _) => format!("{} trusted sources agree about {entity}.", number(n)),
    };
    Dimension {
        name: DimensionName::SourceAgreement,
        score_bp,
        threshold_bp,
        pass: score_bp >= threshold_bp,
        text,
        evidence: cited,
    }
}

fn number(n: usize) -> String {
    const WORDS: [&str; 7] = ["No", "One", "Two", "Three", "Four", "Five", "Six"];
    WORDS.get(n).map_or_else(|| format!("{n}"), |w| String::from(*w))
}

fn boundary(kind: Kind, findings: &[Finding]) -> Dimension {
    let against =
        findings.iter().filter(|f| !is_schema(f) && f.severity >= Severity::Medium).count();
    let pass = !kind.is_never() && against == 0;
    let text = if kind.is_never() {
        String::from("No level and no approval allows this kind of action.")
    } else if against == 0 {
        String::from("Recipients, links and wording stay inside what is allowed.")
    } else if against == 1 {
        String::from("One finding stands against it.")
    } else {
        format!("{} findings stand against it.", number(against))
    };
    flag(DimensionName::Boundary, pass, text)
}

fn schema(findings: &[Finding]) -> Dimension {
    let mut errors = findings.iter().filter(|f| is_schema(f));
    let first = errors.next();
    let text = match (first, errors.count()) {
        (None, _) => String::from("The request is well formed."),
        (Some(one), 0) => one.message.clone(),
        (Some(one), more) => format!("{} And {more} more of this sort.", one.message),
    };
    flag(DimensionName::Schema, first.is_none(), text)
}

fn flag(name: DimensionName, pass: bool, text: String) -> Dimension {
    let score_bp = if pass { FULL_BP } else { 0 };
    Dimension { name, score_bp, threshold_bp: FULL_BP, pass, text, evidence: Vec::new() }
}

fn precedent(request: &Request, kind: Kind) -> Dimension {
    let past = request.precedent;
    let gained = HALF_BP.saturating_add(past.approvals.saturating_mul(APPROVAL_BP)).min(FULL_BP);
    let score_bp = gained
        .saturating_sub(past.cancels.saturating_mul(CANCEL_BP))
        .saturating_sub(past.regrets.saturating_mul(REGRET_BP));
    let threshold_bp = request.policy.precedent_threshold_bp;
    let ignored = matches!(kind, Kind::ArtefactUpdate | Kind::NotificationInternal);
    let text = match (past.approvals, past.cancels, past.regrets) {
        _ if ignored => String::from("Earlier decisions do not count for this kind."),
        (0, 0, 0) => String::from("Nothing of this kind was decided before."),
        (a, 0, 0) => format!("Approved unchanged {} in the last 30 days.", times(a)),
        (a, c, 0) => format!("Approved unchanged {}, cancelled {}.", times(a), times(c)),
        (a, c, r) => format!(
            "Approved unchanged {}, cancelled {}, regretted {}.",
            times(a),
            times(c),
            times(r)
        ),
    };
    Dimension {
        name: DimensionName::Precedent,
        score_bp,
        threshold_bp,
        pass: ignored || score_bp >= threshold_bp,
        text,
        evidence: Vec::new(),
    }
}

fn times(n: u32) -> String {
    match n {
        0 => String::from("never"),
        1 => String::from("once"),
        2 => String::from("twice"),
        n => format!("{n} times"),
    }
}
