//! `holdfast verdict --explain`: which rule, which evidence, what would change the outcome; for people.

use std::fmt::Write as _;

use scoring_core::{Dimension, Evidence, Kind, OnLapse, Outcome, OutcomeClass, Request, Verdict};
use serde::Serialize;

/// Longest excerpt that is shown, in characters.
const EXCERPT_CHARS: usize = 80;

/// The name of a value as JSON has it.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default().trim_matches('"').to_owned()
}

/// A verdict as sentences.
pub(super) fn explain(request: &Request, verdict: &Verdict) -> String {
    let mut out = format!("{}: {}\n", kind(verdict.kind), outcome(verdict.outcome));
    let _ = writeln!(out, "  level       {}", word(&request.autonomy));
    let _ = writeln!(out, "  kind        {}, from its target and recipients", word(&verdict.kind));
    if verdict.at_act != verdict.outcome {
        let _ = writeln!(out, "  at Act      {}", outcome(verdict.at_act));
    }
    out.push_str("\nWhat was weighed\n");
    for dimension in &verdict.dimensions {
        weighed(&mut out, dimension, request);
    }
    if !verdict.findings.is_empty() {
        out.push_str("\nFindings\n");
    }
    for finding in &verdict.findings {
        let place = finding.span.map_or_else(String::new, |s| format!(" at byte {}", s.start));
        let _ = writeln!(
            out,
            "  {:<8}  {} ({}{place})\n            {}",
            word(&finding.severity),
            finding.rule,
            word(&finding.part),
            finding.message
        );
    }
    if !verdict.caps.is_empty() {
        out.push_str("\nWhat brought it down to a question\n");
    }
    for cap in &verdict.caps {
        let _ = writeln!(out, "  {cap}: {}", sentence(cap));
    }
    out.push_str("\nWhat would change it\n  ");
    out.push_str(match verdict.would_change.as_str() {
        "" => "Nothing is in the way.",
        text => text,
    });
    out
}

fn weighed(out: &mut String, dimension: &Dimension, request: &Request) {
    let _ = writeln!(
        out,
        "  {}  {:<17} {:>5} of {:>5}  {}",
        if dimension.pass { "pass" } else { "FAIL" },
        word(&dimension.name).replace('_', " "),
        dimension.score_bp,
        dimension.threshold_bp,
        dimension.text
    );
    for id in &dimension.evidence {
        if let Some(source) = request.evidence.iter().find(|e| e.id == *id) {
            let _ = writeln!(out, "          {}", cited(source));
        }
    }
}

fn cited(source: &Evidence) -> String {
    let role = if source.owns_target { "owns the target" } else { "names the target" };
    let line = source.excerpt.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut excerpt: String = line.chars().take(EXCERPT_CHARS).collect();
    if excerpt.len() < line.len() {
        excerpt.push('\u{2026}');
    }
    let trust = word(&source.trust);
    format!("{} by {}, {trust}, {role}: \u{201C}{excerpt}\u{201D}", source.id, source.source_key)
}

fn outcome(outcome: Outcome) -> String {
    match (outcome.class, outcome.on_lapse) {
        (OutcomeClass::Execute, _) => "done at once".to_owned(),
        (OutcomeClass::Hold, Some(OnLapse::Send)) => format!(
            "held for {} minutes, then sent if nothing changed and the notice arrived",
            outcome.hold_min
        ),
        (OutcomeClass::Hold, _) => {
            format!("held for {} minutes, then a decision is needed", outcome.hold_min)
        }
        (OutcomeClass::Escalate, _) => "a decision is needed".to_owned(),
        (OutcomeClass::Record, _) => "written down, not done".to_owned(),
        (OutcomeClass::Reject, _) => "refused".to_owned(),
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::ArtefactUpdate => "A change to an artefact",
        Kind::NotificationInternal => "A note to the user",
        Kind::JiraComment => "An internal comment in Jira",
        Kind::EmailStakeholder => "A mail to confirmed colleagues and stakeholders",
        Kind::JiraStatusChange => "A change of status in Jira",
        Kind::EmailExternal => "A message that somebody outside can read",
        Kind::JiraCreateIssue => "A new issue in Jira",
        Kind::ScopeChange => "A change of scope",
        Kind::MilestoneChange => "A change of a milestone",
        Kind::DeleteData => "Deleting data",
        Kind::ShareConfidential => "Sharing confidential data",
        Kind::ModifyIntegrationConfig => "A change to an integration's configuration",
        Kind::ChangeOwnAutonomy => "A change to the agent's own autonomy",
    }
}

/// What a cap means; the ids are those of `scoring-core/src/decision/caps.rs`.
fn sentence(cap: &str) -> &'static str {
    match cap {
        "cap.dimension_failed" => "one of the four checks above failed.",
        "cap.context_unknown" => "a text by an unconfirmed author was read while it was drafted.",
        "cap.context_flagged" => "a text that looks like an attack was read while it was drafted.",
        "cap.finding_high" => "the draft holds something that must not leave unread.",
        "cap.no_owning_source" => "no confirmed colleague changed the issue in Jira.",
        "cap.always_ask" => "the settings ask about every action of this kind.",
        _ => "a rule of this version of the policy.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../../docs/verdict.md");

    fn example() -> Request {
        let block = PAGE.split("```json\n").nth(1).and_then(|b| b.split("```").next());
        serde_json::from_str(block.expect("an example")).expect("a request")
    }

    #[test]
    fn it_names_rule_evidence_and_remedy() {
        let mut request = example();
        let told = explain(&request, &scoring_core::verdict(&request));
        for part in ["held for", "level       act", "owns the target", "What would change it"] {
            assert!(told.contains(part), "`{part}` is missing:\n{told}");
        }
        request.action.body.push_str(" See http://10.0.0.1/x now.");
        let told = explain(&request, &scoring_core::verdict(&request));
        for part in ["a decision is needed", "cap.finding_high", "at byte", "FAIL"] {
            assert!(told.contains(part), "`{part}` is missing:\n{told}");
        }
    }

    #[test]
    fn every_cap_has_its_sentence() {
        let code = include_str!("../../../../scoring-core/src/decision/caps.rs");
        for cap in code.split('"').filter(|s| s.starts_with("cap.")) {
            assert!(!sentence(cap).starts_with("a rule of"), "{cap}");
        }
    }
}
