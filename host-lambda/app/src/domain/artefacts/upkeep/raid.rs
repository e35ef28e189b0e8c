//! The RAID log: issues from blockers, dependencies from links, risks from dates.

use std::collections::BTreeSet;

use api_types::artefacts::{RaidItem, RaidKind, RaidLog, RaidStatus};

use super::reading::{Reading, is_open, priority};
use super::{IssueFact, patched, sources_of, text};
use crate::domain::artefacts::{DERIVED, merge_sources};

/// Days for which a row that no longer applies is still shown as resolved.
const RESOLVED_DAYS: i64 = 14;
/// Most rows that upkeep writes.
const ROWS_MAX: usize = 200;
/// Starts the resolution of a row that upkeep closed itself.
const BY_UPKEEP: &str = "Jira: ";

/// A row, and when the facts behind it last changed.
struct Fresh {
    item: RaidItem,
    changed_ms: i64,
}

pub(super) fn raid(prev: Option<&RaidLog>, reading: &Reading<'_>) -> RaidLog {
    let before: &[RaidItem] = prev.map_or(&[], |log| &log.items);
    let mut fresh = issues(reading);
    fresh.extend(dependencies(reading));
    fresh.extend(risks(reading));
    let ids: BTreeSet<String> = fresh.iter().map(|row| row.item.id.clone()).collect();
    let mut items: Vec<RaidItem> = fresh
        .into_iter()
        .map(|row| match before.iter().find(|one| one.id == row.item.id) {
            Some(known) => carry(row, known),
            None => row.item,
        })
        .collect();
    let gone = before.iter().filter(|row| row.id.starts_with(DERIVED) && !ids.contains(&row.id));
    items.extend(gone.filter_map(|row| resolved(row, reading)));
    items.sort_by(|a, b| (a.raised_ms, &a.id).cmp(&(b.raised_ms, &b.id)));
    let surplus = items.len().saturating_sub(ROWS_MAX);
    items.drain(..surplus);
    items.extend(patched(before, |row| &row.id));
    items.sort_by(|a, b| (a.raised_ms, &a.id).cmp(&(b.raised_ms, &b.id)));
    RaidLog { items }
}

/// What all rows of one fact share.
fn row(fact: &IssueFact, kind: RaidKind, word: &str) -> RaidItem {
    RaidItem {
        id: format!("{DERIVED}{word}-{}", fact.issue.key),
        kind,
        title: format!("{}: {}", fact.issue.key, fact.issue.summary),
        owner: fact.issue.assignee_name.clone(),
        due: fact.issue.due.clone(),
        source: fact.issue.key.clone(),
        last_reviewed_ms: fact.issue.updated_ms,
        ..RaidItem::default()
    }
}

fn issues(reading: &Reading<'_>) -> Vec<Fresh> {
    let build = |fact| {
        let block = reading.block(fact)?;
        let raised_ms = fact.blocked_since_ms.unwrap_or(fact.status_since_ms);
        let since = reading.british_at(raised_ms);
        let item = RaidItem {
            description: format!("Blocked since {since}: {}.", block.reason),
            severity: priority(&fact.issue.priority),
            raised_ms,
            sources: sources_of(&block.facts),
            ..row(fact, RaidKind::Issue, "issue")
        };
        Some(Fresh { item, changed_ms: fact.issue.updated_ms })
    };
    reading.open().filter_map(build).collect()
}

fn dependencies(reading: &Reading<'_>) -> Vec<Fresh> {
    let build = |wait: super::reading::Wait<'_>| {
        let (waiting, on) = (&wait.waiting, &wait.on);
        let known = |key: &str| wait.facts.iter().copied().find(|fact| fact.issue.key == key);
        let lead = known(waiting).or_else(|| known(on))?;
        let changed_ms = wait.facts.iter().map(|fact| fact.issue.updated_ms).max()?;
        let state = match known(on) {
            Some(fact) => format!("{on} is in status {}", fact.issue.status),
            None => format!("{on} belongs to another project"),
        };
        let item = RaidItem {
            id: format!("{DERIVED}dependency-{waiting}-{on}"),
            title: format!("{waiting} depends on {on}"),
            description: format!("{waiting} cannot finish before {on}; {state}."),
            severity: priority(&lead.issue.priority),
            raised_ms: lead.issue.created_ms,
            last_reviewed_ms: changed_ms,
            sources: sources_of(&wait.facts),
            ..row(lead, RaidKind::Dependency, "dependency")
        };
        Some(Fresh { item, changed_ms })
    };
    reading.waits().into_iter().filter_map(build).collect()
}

fn risks(reading: &Reading<'_>) -> Vec<Fresh> {
    let build = |fact| {
        let risk = reading.date_risk(fact)?;
        let mut description = format!("{} is {}", fact.issue.key, risk.reason);
        if let Some(before) = &fact.due_was {
            description = format!("{description}; {}", text::moved(before, &fact.issue.due));
        }
        // The risk rests on what blocks the issue too, where that is the reason.
        let facts = reading.block(fact).map_or_else(|| vec![fact], |block| block.facts);
        let item = RaidItem {
            description: text::sentence(&description),
            severity: risk.level,
            raised_ms: fact.issue.updated_ms,
            sources: sources_of(&facts),
            ..row(fact, RaidKind::Risk, "risk")
        };
        Some(Fresh { item, changed_ms: fact.issue.updated_ms })
    };
    reading.open().filter_map(build).collect()
}

/// Keeps when a row was raised and what a patch said on it, with the sources of that.
fn carry(fresh: Fresh, known: &RaidItem) -> RaidItem {
    let mut item = fresh.item;
    let closed = matches!(known.status, RaidStatus::Resolved | RaidStatus::Closed);
    let by_upkeep = known.resolution.starts_with(BY_UPKEEP);
    if closed && !by_upkeep && fresh.changed_ms <= known.last_reviewed_ms {
        // Somebody resolved it, and nothing has changed in Jira since: that stands.
        return known.clone();
    }
    if !closed {
        item.raised_ms = item.raised_ms.min(known.raised_ms);
        item.status = known.status;
    }
    let resolution = if closed { "" } else { known.resolution.as_str() };
    let said = !known.mitigation.is_empty() || !resolution.is_empty();
    if said || item.status != RaidStatus::Open {
        item.mitigation = known.mitigation.clone();
        item.resolution = resolution.to_owned();
        item.last_reviewed_ms = item.last_reviewed_ms.max(known.last_reviewed_ms);
        item.sources = merge_sources(&known.sources, &item.sources);
    }
    item
}

/// A row that no longer applies: resolved for a while, then gone.
fn resolved(known: &RaidItem, reading: &Reading<'_>) -> Option<RaidItem> {
    let now = reading.ctx.now_ms;
    if matches!(known.status, RaidStatus::Resolved | RaidStatus::Closed) {
        let old = now.saturating_sub(known.last_reviewed_ms) > RESOLVED_DAYS * text::DAY_MS;
        return (!old).then(|| known.clone());
    }
    let fact = reading.facts.iter().find(|fact| fact.issue.key == known.source);
    let reason = match (fact, known.kind) {
        (Some(fact), _) if !is_open(fact) => {
            format!("{} is in status {}.", known.source, fact.issue.status)
        }
        (_, RaidKind::Issue) => format!("{} is no longer blocked.", known.source),
        (_, RaidKind::Dependency) => "nothing waits for it any more.".to_owned(),
        (_, RaidKind::Risk) => format!("{} is no longer late or idle.", known.source),
        (_, RaidKind::Assumption) => format!("{} no longer says so.", known.source),
    };
    let mut item = known.clone();
    item.status = RaidStatus::Resolved;
    item.resolution = format!("{BY_UPKEEP}{reason}");
    item.last_reviewed_ms = now;
    if let Some(fact) = fact {
        item.sources = merge_sources(&known.sources, &sources_of(&[fact]));
    }
    Some(item)
}
