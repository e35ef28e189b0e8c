//! What is known of one issue, folded from its signals in whatever order they arrive.

use std::collections::BTreeMap;

use plugin_payload::{Change, Issue, Signal, StatusCategory};
use scoring_core::{Severity, Trust};
use serde::{Deserialize, Serialize};

use super::text::{key, label, one_line};

/// Most signals that a fact cites.
pub const SIGNALS_MAX: usize = 8;
/// Most statuses of one issue whose last entry is remembered.
const STATUSES_MAX: usize = 16;
/// Most characters of a summary or a sprint goal.
const SUMMARY_MAX: usize = 200;

/// One issue as its signals tell it; stored per issue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueFact {
    /// The issue; its summary is sanitised, every other name in it reduced to plain characters.
    pub issue: Issue,
    /// Ids of the signals that it rests on, newest last, at most [`SIGNALS_MAX`].
    pub signals: Vec<String>,
    /// Least trust among those signals; unknown while no signal vouches for the summary.
    pub trust: Trust,
    /// Worst finding among those signals.
    pub severity: Severity,
    /// Since when it is blocked, Unix milliseconds; none while it is not.
    pub blocked_since_ms: Option<i64>,
    /// First seen in progress, Unix milliseconds.
    pub started_ms: Option<i64>,
    /// Done at, Unix milliseconds; none while it is not done, or where no signal tells.
    pub done_ms: Option<i64>,
    /// The due date before the present one, `YYYY-MM-DD`.
    pub due_was: Option<String>,
    /// Since when it has its status, Unix milliseconds.
    pub status_since_ms: i64,
    /// What makes the fold independent of the order of arrival.
    #[serde(default)]
    pub history: History,
}

/// What a fact remembers of the past, so that a late signal finds its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Time of the state that `issue` shows: (updated, occurred), Unix milliseconds.
    pub state_at: (i64, i64),
    /// What is cited, oldest first.
    pub cited: Vec<Cited>,
    /// Whether a cited signal vouches for the present summary.
    pub vouched: bool,
    /// Status, lower case, and when it was last entered.
    pub entered: BTreeMap<String, i64>,
    /// When a signal last said "blocked".
    pub block_event_ms: Option<i64>,
    /// The first state that showed it blocked.
    pub block_seen_ms: Option<i64>,
    /// When the due date last changed, and what it was before.
    pub due_change: Option<(i64, String)>,
    /// The sprint that it last joined by a change, and when.
    pub joined: Option<(i64, String)>,
}

/// One cited signal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// When it occurred, Unix milliseconds.
    pub at_ms: i64,
    /// Signal id.
    pub id: String,
    /// Its trust.
    pub trust: Trust,
    /// Its worst finding.
    pub severity: Severity,
    /// What it says about the issue.
    pub bearing: Bearing,
}

/// What a signal says about an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearing {
    /// It only mentions that the issue exists: a comment, logged work.
    #[default]
    Mention,
    /// It changes a field other than the summary.
    Field,
    /// It brings the summary.
    Summary,
}

/// Folds one signal into what is known of its issue. The later state wins, whichever arrives first;
/// a snapshot brings a state but no event. `trust` and `severity` are those of the signal;
/// `sanitised_summary` replaces the raw one. A signal without an issue adds nothing.
#[must_use]
pub fn absorb(
    prev: Option<IssueFact>,
    signal_id: &str,
    signal: &Signal,
    sanitised_summary: &str,
    trust: Trust,
    severity: Severity,
) -> IssueFact {
    let mut fact = prev.unwrap_or_else(|| IssueFact {
        history: History { state_at: (i64::MIN, i64::MIN), ..History::default() },
        ..IssueFact::default()
    });
    let Some(raw) = &signal.issue else { return fact };
    let bearing = bearing(&signal.change);
    let issue = plain(raw, sanitised_summary);
    let same_summary = fact.issue.summary == issue.summary;
    let at = (issue.updated_ms, signal.occurred_at_ms);
    let newer = at > fact.history.state_at;
    if newer {
        take_state(&mut fact, issue);
        fact.history.state_at = at;
    }
    if bearing == Bearing::Summary && (newer || same_summary) {
        fact.history.vouched = true;
    } else if newer && !same_summary {
        fact.history.vouched = false;
    }
    take_event(&mut fact, signal);
    let cited =
        Cited { at_ms: signal.occurred_at_ms, id: signal_id.to_owned(), trust, severity, bearing };
    cite(&mut fact, cited);
    derive(&mut fact);
    fact
}

/// Whether an issue shows itself as blocked: flagged, status, label, or a link to what blocks it.
pub(crate) fn shows_blocked(issue: &Issue) -> bool {
    issue.flagged || blocked_name(&issue.status) || blocked_label(issue) || waits(issue)
}

/// Whether a status name means blocked.
pub(crate) fn blocked_name(status: &str) -> bool {
    let lower = status.to_lowercase();
    (lower.contains("blocked") || lower.contains("impeded")) && !lower.contains("unblocked")
}

/// Whether a label means blocked.
pub(crate) fn blocked_label(issue: &Issue) -> bool {
    issue.labels.iter().any(|name| {
        matches!(name.to_lowercase().as_str(), "blocked" | "blocker" | "impediment" | "impeded")
    })
}

/// Whether a link relation says that this issue waits for the other.
pub(crate) fn waiting_relation(relation: &str) -> bool {
    let lower = relation.to_lowercase();
    lower.contains("blocked by") || lower.contains("depends on")
}

fn waits(issue: &Issue) -> bool {
    issue.links.iter().any(|link| waiting_relation(&link.relation))
}

fn bearing(change: &Change) -> Bearing {
    match change {
        Change::Snapshot | Change::Created => Bearing::Summary,
        Change::Field { field, .. } if field.eq_ignore_ascii_case("summary") => Bearing::Summary,
        Change::Field { .. } => Bearing::Field,
        Change::Comment { .. } | Change::Worklog { .. } | Change::Message => Bearing::Mention,
    }
}

/// The issue with every free text reduced: nothing that the sanitiser did not see keeps its form.
fn plain(raw: &Issue, sanitised_summary: &str) -> Issue {
    let mut issue = raw.clone();
    issue.summary = one_line(sanitised_summary, SUMMARY_MAX);
    issue.key = key(&raw.key);
    issue.project_key = key(&raw.project_key);
    issue.issue_type = label(&raw.issue_type);
    issue.status = label(&raw.status);
    issue.priority = label(&raw.priority);
    issue.assignee_name = label(&raw.assignee_name);
    issue.labels = raw.labels.iter().take(50).map(|name| label(name)).collect();
    issue.due = day_of(&raw.due).unwrap_or_default();
    issue.links.truncate(50);
    for link in &mut issue.links {
        link.relation = label(&link.relation);
        link.key = key(&link.key);
    }
    if let Some(sprint) = &mut issue.sprint {
        sprint.name = label(&sprint.name);
        sprint.state = label(&sprint.state).to_lowercase();
        sprint.goal = one_line(&sprint.goal, SUMMARY_MAX);
    }
    issue
}

fn take_state(fact: &mut IssueFact, issue: Issue) {
    let known = fact.history.state_at.0 != i64::MIN;
    if known && !fact.issue.due.is_empty() && fact.issue.due != issue.due {
        // Only what no signal has told: the event, when it comes, knows its own time.
        let told =
            fact.history.due_change.as_ref().is_some_and(|(at, _)| *at > fact.issue.updated_ms);
        if !told {
            fact.history.due_change = Some((fact.issue.updated_ms, fact.issue.due.clone()));
        }
    }
    if shows_blocked(&issue) {
        fact.history.block_seen_ms.get_or_insert(issue.updated_ms);
    } else {
        fact.history.block_seen_ms = None;
    }
    fact.issue = issue;
}

fn take_event(fact: &mut IssueFact, signal: &Signal) {
    let at = signal.occurred_at_ms;
    match &signal.change {
        Change::Field { field, from, to } => {
            let to = to.as_deref().unwrap_or_default();
            let from = from.as_deref().unwrap_or_default();
            match field.to_lowercase().as_str() {
                "status" => take_status(fact, to, at),
                "flagged" | "impediment" if !to.is_empty() => said_blocked(fact, at),
                "labels" if labelled_blocked(to) && !labelled_blocked(from) => {
                    said_blocked(fact, at);
                }
                "link" | "issuelinks" if waiting_relation(to) => said_blocked(fact, at),
                "duedate" | "due date" => take_due(fact, from, at),
                "sprint" => take_sprint(fact, to, at),
                _ => {}
            }
        }
        Change::Snapshot
        | Change::Created
        | Change::Comment { .. }
        | Change::Worklog { .. }
        | Change::Message => {}
    }
}

fn take_status(fact: &mut IssueFact, to: &str, at: i64) {
    let name = label(to).to_lowercase();
    let category = category(&name, &fact.issue);
    if blocked_name(&name) {
        said_blocked(fact, at);
    }
    match category {
        StatusCategory::InProgress => {
            fact.started_ms = Some(fact.started_ms.map_or(at, |known| known.min(at)));
        }
        StatusCategory::Done => fact.done_ms = Some(fact.done_ms.map_or(at, |known| known.max(at))),
        StatusCategory::ToDo => {}
    }
    let entered = &mut fact.history.entered;
    if entered.len() < STATUSES_MAX || entered.contains_key(&name) {
        let last = entered.entry(name).or_insert(at);
        *last = (*last).max(at);
    }
}

/// The category of a status by name: the present status is known, the others go by the words that
/// Jira's own workflows use.
fn category(name: &str, issue: &Issue) -> StatusCategory {
    if issue.status.to_lowercase() == name {
        return issue.status_category;
    }
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["done", "closed", "resolved", "complete", "released"]) {
        StatusCategory::Done
    } else if has(&["progress", "review", "test", "develop", "doing", "blocked", "qa"]) {
        StatusCategory::InProgress
    } else {
        StatusCategory::ToDo
    }
}

fn take_due(fact: &mut IssueFact, from: &str, at: i64) {
    let Some(before) = day_of(from) else { return };
    if fact.history.due_change.as_ref().is_none_or(|(known, _)| at >= *known) {
        fact.history.due_change = Some((at, before));
    }
}

fn take_sprint(fact: &mut IssueFact, to: &str, at: i64) {
    // The field lists all sprints of the issue; the last one is the one that it joined.
    let Some(name) = to.rsplit(',').next().map(label).filter(|name| !name.is_empty()) else {
        return;
    };
    if fact.history.joined.as_ref().is_none_or(|(known, _)| at >= *known) {
        fact.history.joined = Some((at, name));
    }
}

fn said_blocked(fact: &mut IssueFact, at: i64) {
    let known = fact.history.block_event_ms.unwrap_or(at);
    fact.history.block_event_ms = Some(known.max(at));
}

fn labelled_blocked(labels: &str) -> bool {
    let issue = Issue {
        labels: labels.split_whitespace().map(str::to_owned).collect(),
        ..Issue::default()
    };
    blocked_label(&issue)
}

fn cite(fact: &mut IssueFact, new: Cited) {
    let cited = &mut fact.history.cited;
    if let Some(known) = cited.iter_mut().find(|one| one.id == new.id) {
        // The same signal again, perhaps after a re-score: never more trust than before.
        known.trust = known.trust.min(new.trust);
        known.severity = known.severity.max(new.severity);
    } else {
        cited.push(new);
    }
    cited.sort_by(|a, b| (a.at_ms, &a.id).cmp(&(b.at_ms, &b.id)));
    if cited.iter().any(|one| one.bearing != Bearing::Mention) {
        cited.retain(|one| one.bearing != Bearing::Mention);
    }
    let newest = cited.iter().rfind(|one| one.bearing == Bearing::Summary).map(|one| one.at_ms);
    // An older summary is no longer shown, so nothing rests on the signal that brought it.
    cited.retain(|one| one.bearing != Bearing::Summary || Some(one.at_ms) == newest);
    while cited.len() > SIGNALS_MAX {
        let oldest = cited.iter().position(|one| one.bearing != Bearing::Summary).unwrap_or(0);
        cited.remove(oldest);
    }
}

fn derive(fact: &mut IssueFact) {
    let history = &fact.history;
    fact.signals = history.cited.iter().map(|one| one.id.clone()).collect();
    let least = history.cited.iter().map(|one| one.trust).min().unwrap_or_default();
    let mentioned = history.cited.iter().all(|one| one.bearing == Bearing::Mention);
    let vouched = history.vouched || history.cited.iter().all(|one| one.bearing == Bearing::Field);
    fact.trust = if vouched && !mentioned { least } else { Trust::Unknown };
    fact.severity = history.cited.iter().map(|one| one.severity).max().unwrap_or_default();
    let status = fact.issue.status.to_lowercase();
    fact.status_since_ms = history.entered.get(&status).copied().unwrap_or(fact.issue.created_ms);
    fact.blocked_since_ms = if shows_blocked(&fact.issue) {
        history.block_event_ms.or(history.block_seen_ms).or(Some(fact.status_since_ms))
    } else {
        None
    };
    if fact.issue.status_category != StatusCategory::Done {
        fact.done_ms = None;
    }
    let before = history.due_change.as_ref().map(|(_, before)| before.clone());
    fact.due_was = before.filter(|day| *day != fact.issue.due && !fact.issue.due.is_empty());
}

/// The day in Jira's ways to write one: `2026-12-12`, `2026-12-12 00:00:00.0`, `12/Dec/26`.
fn day_of(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(head) = text.get(..10)
        && super::text::day(head).is_some()
    {
        return Some(head.to_owned());
    }
    let date = jiff::civil::Date::strptime("%d/%b/%y", text).ok()?;
    Some(date.to_string())
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
