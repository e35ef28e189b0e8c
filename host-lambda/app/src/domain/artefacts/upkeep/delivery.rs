//! The delivery state.

use api_types::artefacts::{
    Blocker, DeliveryState, Level, Metrics, Milestone, MilestoneState, NextAction, Rag, Sources,
    SprintRow,
};
use plugin_payload::StatusCategory;
use scoring_core::Trust;

use super::reading::{Reading, is_open, order, points, priority};
use super::{IssueFact, patched, sources_of, text};
use crate::domain::artefacts::{DERIVED, merge_sources};

/// Days after which an important blocker turns the project red.
const LONG_BLOCK_DAYS: i64 = 5;
/// Days before the end of a sprint from which half of it should be done.
const SPRINT_END_DAYS: i64 = 2;
/// Days for which a completed milestone is still shown.
const COMPLETED_DAYS: i64 = 30;
const MILESTONES_MAX: usize = 40;
const BLOCKERS_MAX: usize = 50;
const NEXT_MAX: usize = 5;

/// One reason for the overall state.
struct Reason<'a> {
    rag: Rag,
    text: String,
    facts: Vec<&'a IssueFact>,
}

pub(super) fn delivery(prev: Option<&DeliveryState>, reading: &Reading<'_>) -> DeliveryState {
    let blockers = blockers(prev, reading);
    let milestones = milestones(prev, reading);
    let reasons = reasons(reading);
    let (overall, summary, sources) = overall(&reasons, reading);
    let mut next_actions = next_actions(reading);
    if let Some(prev) = prev {
        next_actions.extend(patched(&prev.next_actions, |row| &row.id));
    }
    let risks = reading.open().filter(|fact| reading.date_risk(fact).is_some()).count();
    DeliveryState {
        overall,
        summary,
        sources,
        sprint: sprint(reading),
        metrics: Metrics {
            velocity_x10: reading.velocity(),
            cycle_time_days_x10: cycle_time(reading),
            open_blockers: blockers.len() as u64,
            active_risks: risks as u64,
        },
        milestones,
        blockers,
        next_actions,
    }
}

fn sprint(reading: &Reading<'_>) -> Option<SprintRow> {
    let (sprint, facts) = reading.sprint()?;
    let sum = |wanted: &dyn Fn(&IssueFact) -> bool| {
        facts
            .iter()
            .filter(|fact| wanted(fact))
            .fold(0_i64, |sum, fact| sum.saturating_add(points(fact)))
    };
    let keys: Vec<&str> = facts
        .iter()
        .filter(|fact| reading.block(fact).is_some())
        .map(|fact| fact.issue.key.as_str())
        .collect();
    let blocked = |fact: &IssueFact| keys.contains(&fact.issue.key.as_str());
    let mut sources = sources_of(&facts);
    if !sprint.goal.is_empty() {
        // Jira does not tell who wrote a sprint's goal, so nobody vouches for it.
        sources.trust = Trust::Unknown;
    }
    let offset = reading.ctx.utc_offset_min;
    Some(SprintRow {
        name: sprint.name.clone(),
        starts: text::day_at(sprint.start_ms, offset),
        ends: text::day_at(sprint.end_ms, offset),
        goal: sprint.goal.clone(),
        points_total_x10: sum(&|_| true),
        points_done_x10: sum(&|fact| !is_open(fact)),
        points_in_progress_x10: sum(&|fact| {
            fact.issue.status_category == StatusCategory::InProgress && !blocked(fact)
        }),
        points_blocked_x10: sum(&blocked),
        sources,
    })
}

/// Whether an issue stands for a date that others plan with.
fn is_milestone(fact: &IssueFact) -> bool {
    let issue = &fact.issue;
    let labelled = issue.labels.iter().any(|name| name.eq_ignore_ascii_case("milestone"));
    let typed = matches!(issue.issue_type.to_lowercase().as_str(), "epic" | "milestone");
    !issue.due.is_empty() && (labelled || typed || priority(&issue.priority) == Level::High)
}

fn shown_milestone(fact: &IssueFact, now_ms: i64) -> bool {
    let ended = fact.done_ms.unwrap_or(fact.issue.updated_ms);
    let old = now_ms.saturating_sub(ended) > COMPLETED_DAYS * text::DAY_MS;
    is_milestone(fact) && (is_open(fact) || !old)
}

fn milestone_state(reading: &Reading<'_>, fact: &IssueFact) -> MilestoneState {
    if !is_open(fact) {
        MilestoneState::Completed
    } else if reading.overdue(fact) || slipped(fact) {
        MilestoneState::Delayed
    } else {
        MilestoneState::OnTrack
    }
}

/// Whether the due date moved to a later day.
fn slipped(fact: &IssueFact) -> bool {
    fact.due_was.as_deref().is_some_and(|before| before < fact.issue.due.as_str())
}

fn milestones(prev: Option<&DeliveryState>, reading: &Reading<'_>) -> Vec<Milestone> {
    let mut rows: Vec<Milestone> = reading
        .facts
        .iter()
        .filter(|fact| shown_milestone(fact, reading.ctx.now_ms))
        .map(|fact| {
            let block = reading.block(fact);
            let mut state = milestone_state(reading, fact);
            if state == MilestoneState::OnTrack && (block.is_some() || reading.due_soon(fact)) {
                state = MilestoneState::AtRisk;
            }
            let mut notes = Vec::new();
            if reading.overdue(fact) {
                notes.push(format!("overdue since {}", text::british(&fact.issue.due)));
            }
            if let Some(before) = &fact.due_was {
                notes.push(text::moved(before, &fact.issue.due));
            }
            if let Some(block) = &block {
                notes.push(block.reason.clone());
            }
            let facts = block.map_or_else(|| vec![*fact], |block| block.facts);
            Milestone {
                id: format!("{DERIVED}milestone-{}", fact.issue.key),
                name: format!("{}: {}", fact.issue.key, fact.issue.summary),
                due: fact.issue.due.clone(),
                state,
                notes: text::sentence(&notes.join("; ")),
                sources: sources_of(&facts),
            }
        })
        .collect();
    if let Some(prev) = prev {
        rows.iter_mut().for_each(|row| carry_notes(row, &prev.milestones));
        rows.extend(patched(&prev.milestones, |row| &row.id));
    }
    rows.sort_by(|a, b| (&a.due, &a.id).cmp(&(&b.due, &b.id)));
    rows.truncate(MILESTONES_MAX);
    rows
}

/// Keeps what a patch noted: upkeep writes the first line, patches the following ones.
fn carry_notes(row: &mut Milestone, prev: &[Milestone]) {
    let Some(before) = prev.iter().find(|one| one.id == row.id) else { return };
    if let Some((_, noted)) = before.notes.split_once('\n') {
        row.notes = format!("{}\n{noted}", row.notes);
        row.sources = merge_sources(&before.sources, &row.sources);
    }
}

fn blockers(prev: Option<&DeliveryState>, reading: &Reading<'_>) -> Vec<Blocker> {
    let mut rows: Vec<Blocker> = reading
        .open()
        .filter_map(|fact| {
            let block = reading.block(fact)?;
            Some(Blocker {
                id: format!("{DERIVED}blocker-{}", fact.issue.key),
                text: format!("{} ({})", fact.issue.summary, block.reason),
                owner: fact.issue.assignee_name.clone(),
                raised_ms: fact.blocked_since_ms.unwrap_or(fact.status_since_ms),
                severity: priority(&fact.issue.priority),
                issue: fact.issue.key.clone(),
                sources: sources_of(&block.facts),
            })
        })
        .collect();
    if let Some(prev) = prev {
        rows.extend(patched(&prev.blockers, |row| &row.id));
    }
    rows.sort_by(|a, b| {
        let rank = |row: &Blocker| (std::cmp::Reverse(row.severity), row.raised_ms);
        (rank(a), order(&a.issue), &a.id).cmp(&(rank(b), order(&b.issue), &b.id))
    });
    rows.truncate(BLOCKERS_MAX);
    rows
}

/// Median days from start to done, times 10.
fn cycle_time(reading: &Reading<'_>) -> Option<i64> {
    let mut times: Vec<i64> = reading
        .facts
        .iter()
        .filter_map(|fact| fact.done_ms?.checked_sub(fact.started_ms?))
        .filter(|time| *time >= 0)
        .collect();
    times.sort_unstable();
    let middle = times.len() / 2;
    let median = if times.len().is_multiple_of(2) {
        let (low, high) = (times.get(middle.checked_sub(1)?)?, times.get(middle)?);
        low + (high - low) / 2
    } else {
        *times.get(middle)?
    };
    Some((median + text::DAY_MS / 20) / (text::DAY_MS / 10))
}

fn reasons<'a>(reading: &Reading<'a>) -> Vec<Reason<'a>> {
    let mut reasons = Vec::new();
    let mut add = |rag, facts: Vec<&'a IssueFact>, text: &dyn Fn(&str) -> String| {
        if !facts.is_empty() {
            reasons.push(Reason { rag, text: text(&keys(&facts)), facts });
        }
    };
    let open: Vec<&IssueFact> = reading.open().collect();
    let pick = |wanted: &dyn Fn(&'a IssueFact) -> bool| -> Vec<&'a IssueFact> {
        open.iter().copied().filter(|fact| wanted(fact)).collect()
    };
    let late = pick(&|fact| is_milestone(fact) && reading.overdue(fact));
    let number = late.len();
    add(Rag::Red, late, &|keys| format!("{} overdue ({keys})", are(number, "milestone")));
    let long = |fact: &IssueFact| {
        let since = fact.blocked_since_ms.unwrap_or(reading.ctx.now_ms);
        let days = reading.ctx.now_ms.saturating_sub(since) / text::DAY_MS;
        priority(&fact.issue.priority) == Level::High && days > LONG_BLOCK_DAYS
    };
    let stuck = pick(&|fact| reading.block(fact).is_some() && long(fact));
    let number = stuck.len();
    add(Rag::Red, stuck, &|keys| {
        let important = are(number, "important issue");
        format!("{important} blocked for more than {LONG_BLOCK_DAYS} days ({keys})")
    });
    let blocked = pick(&|fact| reading.block(fact).is_some() && !long(fact));
    let number = blocked.len();
    add(Rag::Amber, blocked, &|keys| format!("{} blocked ({keys})", are(number, "issue")));
    for fact in pick(&|f| is_milestone(f) && slipped(f) && !reading.overdue(f)) {
        let change = text::moved(fact.due_was.as_deref().unwrap_or_default(), &fact.issue.due);
        add(Rag::Amber, vec![fact], &|key| format!("{key} {change}"));
    }
    let near = pick(&|f| is_milestone(f) && reading.due_soon(f) && reading.block(f).is_none());
    let number = near.len();
    add(Rag::Amber, near, &|keys| {
        format!("{} due within a week and not started ({keys})", are(number, "milestone"))
    });
    reasons.extend(sprint_reason(reading));
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.rag));
    reasons
}

fn sprint_reason<'a>(reading: &Reading<'a>) -> Option<Reason<'a>> {
    let row = sprint(reading)?;
    let days = text::days_between(&reading.ctx.today, &row.ends)?;
    let behind = row.points_done_x10.saturating_mul(2) < row.points_total_x10;
    let (_, facts) = reading.sprint()?;
    (days <= SPRINT_END_DAYS && behind).then(|| Reason {
        rag: Rag::Amber,
        text: format!(
            "{} of {} points are done in the sprint that ends on {}",
            text::tenths(row.points_done_x10),
            text::tenths(row.points_total_x10),
            text::british(&row.ends)
        ),
        facts,
    })
}

fn overall(reasons: &[Reason<'_>], reading: &Reading<'_>) -> (Rag, String, Sources) {
    if reading.facts.is_empty() {
        return (Rag::Green, "No issues have been read yet.".to_owned(), Sources::default());
    }
    let Some(worst) = reasons.first() else {
        let progress = sprint(reading).filter(|row| row.points_total_x10 > 0).map(|row| {
            let done = text::tenths(row.points_done_x10);
            let total = text::tenths(row.points_total_x10);
            format!("{done} of {total} points of the sprint are done and ")
        });
        let summary = format!("{}nothing is blocked or overdue", progress.unwrap_or_default());
        return (Rag::Green, text::sentence(&summary), sources_of(&reading.facts));
    };
    let told: Vec<&Reason<'_>> = reasons.iter().take(3).collect();
    let texts: Vec<&str> = told.iter().map(|reason| reason.text.as_str()).collect();
    let facts: Vec<&IssueFact> = told.iter().flat_map(|reason| reason.facts.clone()).collect();
    (worst.rag, text::sentence(&texts.join("; ")), sources_of(&facts))
}

fn next_actions(reading: &Reading<'_>) -> Vec<NextAction> {
    let mut ranked: Vec<(u8, std::cmp::Reverse<Level>, NextAction)> = Vec::new();
    for fact in reading.open() {
        let key = &fact.issue.key;
        let level = std::cmp::Reverse(priority(&fact.issue.priority));
        let mut push = |rank, word: &str, text: String, facts: &[&IssueFact]| {
            let id = format!("{DERIVED}next-{word}-{key}");
            ranked.push((rank, level, NextAction { id, text, sources: sources_of(facts) }));
        };
        if let Some(block) = reading.block(fact) {
            let owner = match fact.issue.assignee_name.as_str() {
                "" => "no owner yet".to_owned(),
                name => format!("owner {name}"),
            };
            let text = format!("Unblock {key}, {} ({owner}).", block.reason);
            push(0, "unblock", text, &block.facts);
        } else if reading.overdue(fact) {
            let due = text::british(&fact.issue.due);
            push(1, "date", format!("Agree a new date for {key}, due {due}."), &[fact]);
        } else if reading.due_soon(fact) {
            let due = text::british(&fact.issue.due);
            push(2, "start", format!("Start {key}, due {due}."), &[fact]);
        }
    }
    // Stable: equal ranks stay in key order.
    ranked.sort_by_key(|(rank, level, _)| (*rank, *level));
    ranked.into_iter().take(NEXT_MAX).map(|(_, _, action)| action).collect()
}

/// `1 issue is`, `2 issues are`.
fn are(number: usize, noun: &str) -> String {
    format!("{} {}", text::count(number, noun), if number == 1 { "is" } else { "are" })
}

/// At most three keys, and how many more.
fn keys(facts: &[&IssueFact]) -> String {
    let shown: Vec<&str> = facts.iter().take(3).map(|fact| fact.issue.key.as_str()).collect();
    match facts.len().saturating_sub(3) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
