//! Canonical bytes and their SHA-256 (DESIGN 2.3).
//!
//! Canonical = compact JSON in declaration order, integers only. The shapes refuse unknown fields, so equal
//! requests have one spelling.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::types::{
    Dimension, Finding, Kind, OutcomeClass, Person, Policy, Relation, Request, Severity, Span,
    Target, Trust,
};

/// Hex SHA-256 of bytes.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    const HEX: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        out.extend(HEX.get(usize::from(byte >> 4)));
        out.extend(HEX.get(usize::from(byte & 15)));
    }
    out
}

/// Hex SHA-256 of a value's canonical JSON.
#[must_use]
pub fn of<T: Serialize>(value: &T) -> String {
    // None of the shapes has a map key that is not a string or a float, so writing to memory cannot fail; an
    // empty buffer would still give a digest that matches nothing.
    sha256_hex(&serde_json::to_vec(value).unwrap_or_default())
}

/// Hex SHA-256 of the frozen request.
#[must_use]
pub fn request(request: &Request) -> String {
    of(request)
}

/// Hex SHA-256 of the policy configuration.
#[must_use]
pub fn configuration(policy: &Policy) -> String {
    of(policy)
}

/// The class of an action: project x kind x sorted recipients (DESIGN 2.2).
#[must_use]
pub fn class(request: &Request, kind: Kind) -> String {
    let mut people: Vec<&str> = request
        .action
        .recipients
        .iter()
        .map(|r| if r.person.is_empty() { r.address.as_str() } else { r.person.as_str() })
        .collect();
    crate::order::sort_and_dedup(&mut people);
    of(&(request.action.project.as_str(), kind, people))
}

#[derive(Serialize)]
struct SeenRecipient<'a> {
    person: &'a str,
    address: &'a str,
    relation: Relation,
    confirmed: bool,
}

#[derive(Serialize)]
struct SeenEvidence<'a> {
    id: &'a str,
    trust: Trust,
    severity: Severity,
}

#[derive(Serialize)]
struct SeenFinding<'a> {
    rule: &'a str,
    severity: Severity,
    part: crate::types::Part,
    span: Option<Span>,
}

/// What a user who approves has seen; leaves out the time, scores, counts and minutes.
#[derive(Serialize)]
struct Seen<'a> {
    action_id: &'a str,
    kind: Kind,
    project: &'a str,
    target: &'a Target,
    target_version: &'a str,
    recipients: Vec<SeenRecipient<'a>>,
    subject: &'a str,
    body: &'a str,
    evidence: Vec<SeenEvidence<'a>>,
    outcome: OutcomeClass,
    findings: Vec<SeenFinding<'a>>,
    passes: Vec<bool>,
    configuration: String,
}

/// Hex SHA-256 of what the user sees and approves; stable until something that matters changes.
#[must_use]
pub fn verdict(
    request: &Request,
    kind: Kind,
    outcome: OutcomeClass,
    dimensions: &[Dimension],
    findings: &[Finding],
) -> String {
    let action = &request.action;
    let find = |id: &str| request.people.iter().find(|p| p.id == id);
    let seen = Seen {
        action_id: &request.action_id,
        kind,
        project: &action.project,
        target: &action.target,
        target_version: &action.target_version,
        recipients: action
            .recipients
            .iter()
            .map(|r| SeenRecipient {
                person: &r.person,
                address: &r.address,
                relation: find(&r.person).map(|p| p.relation).unwrap_or_default(),
                confirmed: find(&r.person).is_some_and(|p| has_confirmed(p, &r.address)),
            })
            .collect(),
        subject: &action.subject,
        body: &action.body,
        evidence: request
            .evidence
            .iter()
            .map(|e| SeenEvidence { id: &e.id, trust: e.trust, severity: e.severity })
            .collect(),
        outcome,
        findings: findings
            .iter()
            .map(|f| SeenFinding {
                rule: &f.rule,
                severity: f.severity,
                part: f.part,
                span: f.span,
            })
            .collect(),
        passes: dimensions.iter().map(|d| d.pass).collect(),
        configuration: configuration(&request.policy),
    };
    of(&seen)
}

/// Whether the user confirmed that `address` belongs to `person`.
#[must_use]
pub fn has_confirmed(person: &Person, address: &str) -> bool {
    person.addresses.iter().any(|a| a.confirmed && a.address == address)
}

/// The signal id of DESIGN section 3: SHA-256 of integration, entity and change key.
#[must_use]
pub fn signal_id(integration: &str, entity: &str, change_key: &str) -> String {
    sha256_hex(format!("{integration}\n{entity}\n{change_key}").as_bytes())
}
