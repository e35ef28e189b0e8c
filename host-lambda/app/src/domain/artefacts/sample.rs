//! Builders for tests: issues, signals and facts in a line each.

use plugin_payload::{Change, Issue, IssueLink, Signal, Sprint, StatusCategory};
use scoring_core::{Severity, Trust};

use super::facts::{IssueFact, absorb};
use super::upkeep::UpkeepContext;

/// 1 Dec 2026, midnight UTC.
pub(crate) const DEC_1: i64 = 1_796_083_200_000;
pub(crate) const DAY: i64 = 86_400_000;

/// Day `n` of December 2026, Unix milliseconds.
pub(crate) const fn dec(n: i64) -> i64 {
    DEC_1 + (n - 1) * DAY
}

pub(crate) fn context() -> UpkeepContext {
    UpkeepContext {
        now_ms: dec(15) + 3_600_000,
        today: "2026-12-15".into(),
        project_name: "Payments".into(),
        first_sync: false,
        utc_offset_min: 0,
    }
}

pub(crate) fn issue(key: &str, status: &str, category: StatusCategory) -> Issue {
    Issue {
        key: key.into(),
        project_key: "PAY".into(),
        issue_type: "Story".into(),
        summary: format!("Summary of {key}"),
        status: status.into(),
        status_category: category,
        priority: "Medium".into(),
        assignee_name: "Mia Chen".into(),
        created_ms: dec(1) - 20 * DAY,
        updated_ms: dec(10),
        has_criteria: true,
        ..Issue::default()
    }
}

pub(crate) fn sprint(id: u64, state: &str) -> Sprint {
    Sprint {
        id,
        name: format!("Sprint {id}"),
        state: state.into(),
        start_ms: dec(7),
        end_ms: dec(18),
        goal: String::new(),
    }
}

pub(crate) fn link(relation: &str, key: &str) -> IssueLink {
    IssueLink { relation: relation.into(), key: key.into() }
}

pub(crate) fn signal(change: Change, at_ms: i64, issue: &Issue) -> Signal {
    Signal {
        schema: 1,
        entity: issue.key.clone(),
        occurred_at_ms: at_ms,
        change,
        issue: Some(issue.clone()),
        ..Signal::default()
    }
}

pub(crate) fn field(name: &str, from: &str, to: &str) -> Change {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Change::Field { field: name.into(), from: some(from), to: some(to) }
}

/// A fact from one snapshot of trust internal, cited as `s-<key>`.
pub(crate) fn fact(issue: &Issue) -> IssueFact {
    let snapshot = signal(Change::Snapshot, issue.updated_ms, issue);
    let id = format!("s-{}", issue.key);
    absorb(None, &id, &snapshot, &issue.summary, Trust::Internal, Severity::None)
}
