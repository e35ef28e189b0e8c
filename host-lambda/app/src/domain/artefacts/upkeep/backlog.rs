//! The backlog in numbers and highlights.

use std::collections::BTreeMap;

use api_types::artefacts::{
    BacklogSummary, Highlight, HighlightKind, Level, Refinement, ScopeNote,
};
use plugin_payload::StatusCategory;

use super::reading::{Reading, points, priority};
use super::{IssueFact, patched, sources_of, text};
use crate::domain::artefacts::DERIVED;

/// Days for which an issue is new.
const NEW_DAYS: i64 = 3;
/// Most highlights of one kind.
const HIGHLIGHTS_MAX: usize = 12;
/// Most candidates for refinement.
const REFINEMENT_MAX: usize = 10;

pub(super) fn backlog(prev: Option<&BacklogSummary>, reading: &Reading<'_>) -> BacklogSummary {
    let tally = |name: &dyn Fn(&IssueFact) -> String| {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for fact in &reading.facts {
            let name = match name(fact) {
                empty if empty.is_empty() => "None".to_owned(),
                name => name,
            };
            *counts.entry(name).or_default() += 1;
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    };
    let mut scope_notes: Vec<ScopeNote> = scope_note(reading).into_iter().collect();
    if let Some(prev) = prev {
        scope_notes.extend(patched(&prev.scope_notes, |row| &row.id));
    }
    BacklogSummary {
        total: reading.facts.len() as u64,
        by_status: tally(&|fact| fact.issue.status.clone()),
        by_priority: tally(&|fact| fact.issue.priority.clone()),
        highlights: highlights(reading),
        refinement: refinement(reading),
        scope_notes,
        sources: sources_of(&reading.facts),
    }
}

fn highlights(reading: &Reading<'_>) -> Vec<Highlight> {
    let kinds: [fn(&Reading<'_>, &IssueFact) -> Found; 4] =
        [stale, missing_criteria, scope_creep, new];
    let mut rows: Vec<Highlight> =
        reading.open().filter_map(|fact| blocked(reading, fact)).take(HIGHLIGHTS_MAX).collect();
    for highlight in kinds {
        let found = reading.open().filter_map(|fact| {
            let (kind, detail, suggestion) = highlight(reading, fact)?;
            let issue = fact.issue.key.clone();
            Some(Highlight { issue, kind, detail, suggestion, sources: sources_of(&[fact]) })
        });
        rows.extend(found.take(HIGHLIGHTS_MAX));
    }
    rows
}

fn blocked<'a>(reading: &Reading<'a>, fact: &'a IssueFact) -> Option<Highlight> {
    let block = reading.block(fact)?;
    let since = reading.british_at(fact.blocked_since_ms.unwrap_or(fact.status_since_ms));
    Some(Highlight {
        issue: fact.issue.key.clone(),
        kind: HighlightKind::Blocked,
        detail: format!("{}: blocked since {since}, {}.", fact.issue.summary, block.reason),
        suggestion: match fact.issue.assignee_name.as_str() {
            "" => "Name an owner who clears the blocker.".to_owned(),
            name => format!("Ask {name} what is needed to clear it."),
        },
        sources: sources_of(&block.facts),
    })
}

/// Kind, detail, suggestion.
type Found = Option<(HighlightKind, String, String)>;

fn stale(reading: &Reading<'_>, fact: &IssueFact) -> Found {
    let since = reading.british_at(fact.issue.updated_ms);
    reading.stale(fact).then(|| {
        (
            HighlightKind::Stale,
            format!("{}: no change since {since}.", fact.issue.summary),
            "Confirm that it is still wanted, or close it.".to_owned(),
        )
    })
}

fn missing_criteria(_: &Reading<'_>, fact: &IssueFact) -> Found {
    let issue = &fact.issue;
    let wants = matches!(issue.issue_type.to_lowercase().as_str(), "story" | "feature" | "task");
    // Far-away work need not be refined yet: what is planned or important should be.
    let near = issue.sprint.as_ref().is_some_and(|sprint| sprint.state != "closed")
        || issue.status_category == StatusCategory::InProgress
        || priority(&issue.priority) == Level::High;
    (wants && near && !issue.has_criteria).then(|| {
        (
            HighlightKind::MissingCriteria,
            format!("{}: the description holds no acceptance criteria.", issue.summary),
            "Add acceptance criteria before work continues.".to_owned(),
        )
    })
}

fn scope_creep(reading: &Reading<'_>, fact: &IssueFact) -> Found {
    let (sprint, _) = reading.sprint()?;
    if fact.issue.sprint.as_ref().map(|own| own.id) != Some(sprint.id) {
        return None;
    }
    let joined = reading.british_at(reading.crept(fact, sprint)?);
    Some((
        HighlightKind::ScopeCreep,
        format!("{}: joined {} on {joined}, after its start.", fact.issue.summary, sprint.name),
        "Agree what leaves the sprint in exchange.".to_owned(),
    ))
}

fn new(reading: &Reading<'_>, fact: &IssueFact) -> Found {
    let age = reading.ctx.now_ms.saturating_sub(fact.issue.created_ms);
    let recent = !reading.ctx.first_sync && (0..=NEW_DAYS * text::DAY_MS).contains(&age);
    recent.then(|| {
        let created = reading.british_at(fact.issue.created_ms);
        (
            HighlightKind::New,
            format!("{}: created on {created}.", fact.issue.summary),
            "Rank it against the rest of the backlog.".to_owned(),
        )
    })
}

fn refinement(reading: &Reading<'_>) -> Vec<Refinement> {
    let mut rows: Vec<(bool, std::cmp::Reverse<Level>, Refinement)> = reading
        .open()
        .filter(|fact| fact.issue.status_category == StatusCategory::ToDo)
        .filter(|fact| {
            !matches!(fact.issue.issue_type.to_lowercase().as_str(), "epic" | "sub-task")
        })
        .filter_map(|fact| {
            let issue = &fact.issue;
            let mut lacks = Vec::new();
            if !issue.has_criteria {
                lacks.push("no acceptance criteria");
            }
            if issue.points_x10.is_none() {
                lacks.push("no estimate");
            }
            let planned = issue.sprint.as_ref().is_some_and(|sprint| sprint.state != "closed");
            let level = priority(&issue.priority);
            if lacks.is_empty() || (!planned && level == Level::Low) {
                return None;
            }
            let place = if planned { "planned for a sprint" } else { "not started" };
            let reason = text::sentence(&format!("{place} with {}", lacks.join(" and ")));
            let row = Refinement { issue: issue.key.clone(), reason, sources: sources_of(&[fact]) };
            Some((!planned, std::cmp::Reverse(level), row))
        })
        .collect();
    // Stable: equal ranks stay in key order.
    rows.sort_by_key(|(unplanned, level, _)| (*unplanned, *level));
    rows.into_iter().take(REFINEMENT_MAX).map(|(_, _, row)| row).collect()
}

fn scope_note(reading: &Reading<'_>) -> Option<ScopeNote> {
    let (sprint, facts) = reading.sprint()?;
    let crept: Vec<&IssueFact> =
        facts.into_iter().filter(|fact| reading.crept(fact, sprint).is_some()).collect();
    if crept.is_empty() {
        return None;
    }
    let total = crept.iter().fold(0_i64, |sum, fact| sum.saturating_add(points(fact)));
    let number = text::count(crept.len(), "issue");
    Some(ScopeNote {
        id: format!("{DERIVED}scope-{}", sprint.id),
        text: format!(
            "{number} with {} points joined {} after its start.",
            text::tenths(total),
            sprint.name
        ),
        sources: sources_of(&crept),
    })
}
