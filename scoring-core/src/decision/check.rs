//! Everything that is found in the action itself: shape, recipients, text.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::hold::leaves;
use super::kind::relation_of;
use crate::digest::has_confirmed;
use crate::lint::{Draft, lint};
use crate::types::{
    Action, BODY_BYTES_MAX, EVIDENCE_MAX, EXCERPT_BYTES_MAX, Finding, Kind, Part, RECIPIENTS_MAX,
    Relation, Request, SCHEMA, SUBJECT_BYTES_MAX, Severity, Target, Trust,
};

/// Everything found in the action itself, sorted by part, start and rule: what [`super::decide`] rests on.
#[must_use]
pub fn findings(request: &Request, kind: Kind) -> Vec<Finding> {
    let mut found = Vec::new();
    shape(request, &mut found);
    recipients(request, &mut found);
    text(request, kind, &mut found);
    crate::order::sort_by(&mut found, |a, b| {
        (a.part, a.span.map(|s| s.start), &a.rule).cmp(&(b.part, b.span.map(|s| s.start), &b.rule))
    });
    found
}

/// The findings that fail the schema dimension.
pub(super) fn is_schema(finding: &Finding) -> bool {
    finding.rule.starts_with("schema.")
}

/// Host names that a text links to; public so that a caller can show what it would allow.
#[must_use]
pub fn links(text: &str) -> Vec<&str> {
    let mut hosts = Vec::new();
    for (at, _) in text.match_indices("://") {
        let rest = text.get(at + 3..).unwrap_or_default();
        let end = rest
            .find(|c: char| {
                !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | ':'))
            })
            .unwrap_or(rest.len());
        hosts.extend(rest.get(..end).filter(|h| !h.is_empty()));
    }
    hosts
}

fn add(found: &mut Vec<Finding>, rule: &str, severity: Severity, part: Part, message: String) {
    found.push(Finding { rule: rule.into(), severity, part, span: None, message, fix: None });
}

fn schema(found: &mut Vec<Finding>, rule: &str, wrong: bool, message: &str) {
    if wrong {
        add(found, rule, Severity::Medium, Part::Request, message.into());
    }
}

/// Well-formedness beyond what the types refuse.
fn shape(request: &Request, found: &mut Vec<Finding>) {
    let action = &request.action;
    let clock = request.clock;
    schema(
        found,
        "schema.version",
        request.schema != SCHEMA,
        "The request has another schema number.",
    );
    schema(found, "schema.id", request.action_id.is_empty(), "The action has no id.");
    schema(found, "schema.project", action.project.is_empty(), "The action names no project.");
    schema(
        found,
        "schema.entity",
        action.subject_entity.is_empty(),
        "The action is about nothing.",
    );
    let long = action.body.len() > BODY_BYTES_MAX;
    schema(found, "schema.body_long", long, "The body is longer than 64 KB.");
    let long = action.subject.len() > SUBJECT_BYTES_MAX || action.subject.contains(['\r', '\n']);
    schema(found, "schema.subject", long, "The subject is too long or has a line break.");
    let many = request.evidence.len() > EVIDENCE_MAX || action.recipients.len() > RECIPIENTS_MAX;
    schema(
        found,
        "schema.many",
        many,
        "There are more sources or recipients than one action may have.",
    );
    let long = request.evidence.iter().any(|e| e.excerpt.len() > EXCERPT_BYTES_MAX);
    schema(found, "schema.excerpt_long", long, "An excerpt is longer than 4 KB.");
    let bad = clock.next_window_ms < clock.now_ms || clock.utc_offset_min.unsigned_abs() > 18 * 60;
    schema(found, "schema.clock", bad, "The clock contradicts itself.");
    let mut ids: Vec<&str> = request.evidence.iter().map(|e| e.id.as_str()).collect();
    crate::order::sort_by(&mut ids, Ord::cmp);
    let twice = ids.windows(2).any(|w| w.first() == w.last()) || ids.first() == Some(&"");
    schema(found, "schema.evidence_id", twice, "A source has no id, or is cited twice.");
    let mut ids: Vec<&str> = request.people.iter().map(|p| p.id.as_str()).collect();
    crate::order::sort_by(&mut ids, Ord::cmp);
    let twice = ids.windows(2).any(|w| w.first() == w.last());
    let twice = twice || ids.first() == Some(&"");
    schema(found, "schema.person_id", twice, "A directory entry has no id, or appears twice.");
    let claims = request
        .evidence
        .iter()
        .any(|e| e.trust > Trust::Unknown && !request.people.iter().any(|p| p.id == e.source_key));
    schema(found, "schema.source_key", claims, "A trusted source has no directory entry.");
    target(action, found);
}

/// What each target needs beside itself.
fn target(action: &Action, found: &mut Vec<Finding>) {
    let mail = matches!(action.target, Target::Mail { .. });
    let none = mail && action.recipients.is_empty();
    schema(found, "schema.recipients", none, "A mail needs a recipient.");
    let some = !mail && !action.recipients.is_empty();
    schema(found, "schema.recipients", some, "Only a mail has recipients.");
    let empty = mail && action.subject.trim().is_empty();
    schema(found, "schema.subject_empty", empty, "A mail needs a subject.");
    let speaks = matches!(action.target, Target::Mail { .. } | Target::JiraComment { .. });
    let empty = speaks && action.body.trim().is_empty();
    schema(found, "schema.body_empty", empty, "The body is empty.");
    let empty = match &action.target {
        Target::JiraComment { issue, .. }
        | Target::ScopeChange { issue }
        | Target::MilestoneChange { issue } => issue.is_empty(),
        Target::JiraStatus { issue, to_status } => issue.is_empty() || to_status.is_empty(),
        Target::JiraCreate { project_key, issue_type } => {
            project_key.is_empty() || issue_type.is_empty()
        }
        _ => false,
    };
    schema(found, "schema.target", empty, "The target is incomplete.");
    let about_other = match &action.target {
        Target::JiraComment { issue, .. } | Target::JiraStatus { issue, .. } => {
            *issue != action.subject_entity
        }
        _ => false,
    };
    schema(
        found,
        "schema.entity_other",
        about_other,
        "The target is not what the action is about.",
    );
}

fn recipients(request: &Request, found: &mut Vec<Finding>) {
    let mut seen: Vec<&str> = Vec::new();
    for recipient in &request.action.recipients {
        let entry = request.people.iter().find(|p| p.id == recipient.person && !p.id.is_empty());
        let confirmed = entry.is_some_and(|p| has_confirmed(p, &recipient.address));
        if !confirmed || entry.is_none_or(|p| p.relation == Relation::Unknown) {
            let message =
                format!("The address {} is not confirmed in the directory.", recipient.address);
            add(found, "recipient.unconfirmed", Severity::Medium, Part::Recipients, message);
        }
        if seen.contains(&recipient.address.as_str()) {
            let message = format!("The address {} appears twice.", recipient.address);
            add(found, "recipient.twice", Severity::Low, Part::Recipients, message);
        }
        seen.push(&recipient.address);
    }
}

/// The lint of what leaves; of what stays, only what does harm where it is read: a link, a hidden character, a secret. The
/// style of a row is nobody's business.
fn text(request: &Request, kind: Kind, found: &mut Vec<Finding>) {
    let action = &request.action;
    let internal: Vec<&str> = request
        .evidence
        .iter()
        .filter(|e| e.trust > Trust::Unknown && !from_outside(request, &e.source_key))
        .map(|e| e.excerpt.as_str())
        .collect();
    let draft = Draft {
        subject: &action.subject,
        body: &action.body,
        external: kind == Kind::EmailExternal
            || action.recipients.iter().any(|r| relation_of(request, r) < Relation::Internal),
        links_allowed: &request.links_allowed,
        canaries: &request.policy.canaries,
        internal_texts: &internal,
    };
    let all = lint(&draft);
    if leaves(&action.target) {
        found.extend(all);
    } else {
        found.extend(all.into_iter().filter(|f| f.severity >= Severity::High));
    }
    for body in target_texts(&action.target) {
        let aim = Draft { subject: "", body, ..draft };
        found.extend(
            lint(&aim).into_iter().filter(|f| f.severity == Severity::Critical).map(|f| Finding {
                part: Part::Target,
                span: None,
                fix: None,
                ..f
            }),
        );
    }
}

/// The texts of a target that a proposal can fill, where a secret could leave; a thread id comes from the host.
fn target_texts(target: &Target) -> Vec<&str> {
    match target {
        Target::JiraComment { issue: one, .. }
        | Target::ScopeChange { issue: one }
        | Target::MilestoneChange { issue: one }
        | Target::DeleteData { what: one }
        | Target::ShareConfidential { what: one }
        | Target::ModifyIntegrationConfig { integration: one } => [one.as_str()].into(),
        Target::JiraStatus { issue: one, to_status: two }
        | Target::JiraCreate { project_key: one, issue_type: two } => [one.as_str(), two].into(),
        Target::Artefact { .. }
        | Target::Note {}
        | Target::Mail { .. }
        | Target::ChangeOwnAutonomy {} => Vec::new(),
    }
}

fn from_outside(request: &Request, source_key: &str) -> bool {
    request.people.iter().any(|p| p.id == source_key && p.relation != Relation::Internal)
}
