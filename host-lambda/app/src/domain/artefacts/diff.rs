//! What changed between two versions of an artefact, readable.

use api_types::artefacts::{
    Artefact, BacklogSummary, DecisionLog, DecisionStatus, DeliveryState, Highlight, HighlightKind,
    RaidLog, Sources,
};
use api_types::{Change, ChangeKind};
use scoring_core::Trust;

use super::text::{british, british_at, count, level, milestone_state, rag, raid_kind};
use super::text::{raid_status, tenths};

/// One row, as its name and its readable fields; a single value has no fields.
struct Row {
    id: String,
    name: String,
    fields: Vec<(&'static str, String)>,
}

/// The differences in the order of the new version, then what was removed. Without `old`, or with
/// one of another kind, everything is added. Equal versions have none.
#[must_use]
pub fn diff(old: Option<&Artefact>, new: &Artefact) -> Vec<Change> {
    let before = old.filter(|old| old.kind() == new.kind()).map(rows).unwrap_or_default();
    let after = rows(new);
    let mut changes = Vec::new();
    for row in &after {
        match before.iter().find(|known| known.id == row.id) {
            Some(known) => compare(known, row, &mut changes),
            None if row.name.is_empty() => {}
            None => changes.push(change(ChangeKind::Added, row, "", "", &row.name)),
        }
    }
    for row in &before {
        if !row.name.is_empty() && !after.iter().any(|known| known.id == row.id) {
            changes.push(change(ChangeKind::Removed, row, "", &row.name, ""));
        }
    }
    changes
}

fn compare(before: &Row, after: &Row, changes: &mut Vec<Change>) {
    if after.fields.is_empty() && before.name != after.name {
        let kind = match (before.name.is_empty(), after.name.is_empty()) {
            (true, _) => ChangeKind::Added,
            (_, true) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        };
        changes.push(change(kind, after, "", &before.name, &after.name));
    }
    for ((field, old), (_, new)) in before.fields.iter().zip(&after.fields) {
        if old != new {
            changes.push(change(ChangeKind::Changed, after, field, old, new));
        }
    }
}

fn change(kind: ChangeKind, row: &Row, field: &str, before: &str, after: &str) -> Change {
    Change {
        kind,
        row: row.id.clone(),
        field: field.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

/// The id of a highlight: an issue can stand out for several reasons.
pub(crate) fn highlight_id(row: &Highlight) -> String {
    format!("highlight:{}:{}", highlight_kind(row.kind).replace(' ', "_"), row.issue)
}

/// A highlight's kind as a person reads it.
pub(crate) const fn highlight_kind(kind: HighlightKind) -> &'static str {
    match kind {
        HighlightKind::Blocked => "blocked",
        HighlightKind::Stale => "stale",
        HighlightKind::MissingCriteria => "missing criteria",
        HighlightKind::ScopeCreep => "scope creep",
        HighlightKind::New => "new",
    }
}

/// A decision's status as a person reads it.
pub(crate) const fn decision_status(status: DecisionStatus) -> &'static str {
    match status {
        DecisionStatus::Active => "active",
        DecisionStatus::Superseded => "superseded",
        DecisionStatus::Reversed => "reversed",
    }
}

fn rows(artefact: &Artefact) -> Vec<Row> {
    match artefact {
        Artefact::DeliveryState(state) => delivery(state),
        Artefact::RaidLog(log) => raid(log),
        Artefact::BacklogSummary(summary) => backlog(summary),
        Artefact::DecisionLog(log) => decisions(log),
    }
}

fn value(id: &str, text: impl Into<String>) -> Row {
    Row { id: id.to_owned(), name: text.into(), fields: Vec::new() }
}

fn row(id: &str, name: &str, fields: Vec<(&'static str, String)>) -> Row {
    Row { id: id.to_owned(), name: name.to_owned(), fields }
}

fn delivery(state: &DeliveryState) -> Vec<Row> {
    let velocity: Vec<String> = state.metrics.velocity_x10.iter().map(|v| tenths(*v)).collect();
    let days = |days| format!("{} days", tenths(days));
    let mut rows = vec![
        value("overall", rag(state.overall)),
        value("summary", &*state.summary),
        value("sources", cites(&state.sources)),
    ];
    if let Some(sprint) = &state.sprint {
        let fields = vec![
            ("name", sprint.name.clone()),
            ("starts", british(&sprint.starts)),
            ("ends", british(&sprint.ends)),
            ("goal", sprint.goal.clone()),
            ("points total", tenths(sprint.points_total_x10)),
            ("points done", tenths(sprint.points_done_x10)),
            ("points in progress", tenths(sprint.points_in_progress_x10)),
            ("points blocked", tenths(sprint.points_blocked_x10)),
            ("sources", cites(&sprint.sources)),
        ];
        rows.push(row("sprint", &sprint.name, fields));
    }
    rows.extend(state.milestones.iter().map(|one| {
        let fields = vec![
            ("name", one.name.clone()),
            ("due", british(&one.due)),
            ("state", milestone_state(one.state).to_owned()),
            ("notes", one.notes.trim().to_owned()),
            ("sources", cites(&one.sources)),
        ];
        row(&one.id, &one.name, fields)
    }));
    rows.extend(state.blockers.iter().map(|one| {
        let fields = vec![
            ("text", one.text.clone()),
            ("owner", one.owner.clone()),
            ("raised", british_at(one.raised_ms, 0)),
            ("severity", level(one.severity).to_owned()),
            ("sources", cites(&one.sources)),
        ];
        row(&one.id, &format!("{}: {}", one.issue, one.text), fields)
    }));
    rows.push(value("metrics.velocity", velocity.join(", ")));
    rows.push(value(
        "metrics.cycle_time",
        state.metrics.cycle_time_days_x10.map(days).unwrap_or_default(),
    ));
    rows.push(value("metrics.open_blockers", state.metrics.open_blockers.to_string()));
    rows.push(value("metrics.active_risks", state.metrics.active_risks.to_string()));
    rows.extend(state.next_actions.iter().map(|one| {
        let fields = vec![("text", one.text.clone()), ("sources", cites(&one.sources))];
        row(&one.id, &one.text, fields)
    }));
    rows
}

fn raid(log: &RaidLog) -> Vec<Row> {
    let read = |one: &api_types::artefacts::RaidItem| {
        let fields = vec![
            ("kind", raid_kind(one.kind).to_owned()),
            ("title", one.title.clone()),
            ("description", one.description.clone()),
            ("severity", level(one.severity).to_owned()),
            ("status", raid_status(one.status).to_owned()),
            ("owner", one.owner.clone()),
            ("raised", british_at(one.raised_ms, 0)),
            ("due", british(&one.due)),
            ("mitigation", one.mitigation.clone()),
            ("resolution", one.resolution.clone()),
            ("source", one.source.clone()),
            ("last reviewed", british_at(one.last_reviewed_ms, 0)),
            ("sources", cites(&one.sources)),
        ];
        row(&one.id, &one.title, fields)
    };
    log.items.iter().map(read).collect()
}

fn backlog(summary: &BacklogSummary) -> Vec<Row> {
    let tally = |counts: &[(String, u64)]| {
        let texts: Vec<String> =
            counts.iter().map(|(name, number)| format!("{name} {number}")).collect();
        texts.join(", ")
    };
    let mut rows = vec![
        value("total", summary.total.to_string()),
        value("by_status", tally(&summary.by_status)),
        value("by_priority", tally(&summary.by_priority)),
        value("sources", cites(&summary.sources)),
    ];
    rows.extend(summary.highlights.iter().map(|one| {
        let fields = vec![
            ("detail", one.detail.clone()),
            ("suggestion", one.suggestion.clone()),
            ("sources", cites(&one.sources)),
        ];
        let name = format!("{} ({}): {}", one.issue, highlight_kind(one.kind), one.detail);
        row(&highlight_id(one), &name, fields)
    }));
    rows.extend(summary.refinement.iter().map(|one| {
        let fields = vec![("reason", one.reason.clone()), ("sources", cites(&one.sources))];
        let name = format!("{}: {}", one.issue, one.reason);
        row(&format!("refinement:{}", one.issue), &name, fields)
    }));
    rows.extend(summary.scope_notes.iter().map(|one| {
        let fields = vec![("text", one.text.clone()), ("sources", cites(&one.sources))];
        row(&one.id, &one.text, fields)
    }));
    rows
}

fn decisions(log: &DecisionLog) -> Vec<Row> {
    let read = |one: &api_types::artefacts::DecisionRow| {
        let weighed: Vec<String> = one
            .options
            .iter()
            .map(|o| format!("{} (+ {}; - {})", o.option, o.pros.join(", "), o.cons.join(", ")))
            .collect();
        let fields = vec![
            ("title", one.title.clone()),
            ("context", one.context.clone()),
            ("options", weighed.join("; ")),
            ("decision", one.decision.clone()),
            ("rationale", one.rationale.clone()),
            ("by", one.by.clone()),
            ("decided", british_at(one.decided_ms, 0)),
            ("status", decision_status(one.status).to_owned()),
            ("related", one.related.join(", ")),
            ("outcome", one.outcome.clone()),
            ("sources", cites(&one.sources)),
        ];
        row(&one.id, &one.title, fields)
    };
    log.items.iter().map(read).collect()
}

/// `3 signals, internal`: ids are nothing to read.
fn cites(sources: &Sources) -> String {
    if sources.signals.is_empty() {
        return String::new();
    }
    let trust = match sources.trust {
        Trust::Internal => "internal",
        Trust::Known => "known",
        Trust::Unknown => "unknown",
    };
    format!("{}, {trust}", count(sources.signals.len(), "signal"))
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
