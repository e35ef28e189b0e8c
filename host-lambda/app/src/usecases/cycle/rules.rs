//! Deterministic heuristics: what is used without a model, and for typed Jira changes always.

pub mod dates;
mod propose;

use plugin_payload::Change;

pub use propose::{Group, Member, Proposed, propose};

use self::dates::{british, date_of};
use crate::domain::work::{By, Category, Classification, Prepared, Stakes};

/// Jira fields whose change has no consequence of its own.
const TRIVIAL: [&str; 20] = [
    "rank",
    "sprint",
    "assignee",
    "labels",
    "priority",
    "reporter",
    "story points",
    "story point estimate",
    "fix version",
    "fixversions",
    "component",
    "components",
    "link",
    "issuelinks",
    "resolution",
    "attachment",
    "epic link",
    "parent",
    "timeestimate",
    "timespent",
];

const NOISE: &[&str] = &[
    "unsubscribe",
    "newsletter",
    "webinar",
    "out of office",
    "automatic reply",
    "view in browser",
    "view this email in your browser",
    "special offer",
    "free trial",
];
const CONTRADICTION: &[&str] = &[
    "contradict",
    "jira still says",
    "jira still shows",
    "does not match jira",
    "although jira",
    "says otherwise",
    "conflicting",
];
const SCOPE: &[&str] = &[
    "scope",
    "additional requirement",
    "new requirement",
    "change request",
    "also need",
    "on top of what",
    "in addition to what was agreed",
    "extra feature",
];
const SLIP: &[&str] = &[
    "slip",
    "slips",
    "slipped",
    "slipping",
    "delay",
    "delays",
    "delayed",
    "late",
    "later than",
    "behind schedule",
    "push back",
    "pushed back",
    "pushes back",
    "will not make",
    "won't make",
    "postpone",
    "postponed",
    "new due date",
    "new date",
    "cannot meet",
    "can't meet",
    "not before",
];
const BLOCKER: &[&str] = &[
    "blocked",
    "blocker",
    "blocks",
    "blocking",
    "cannot proceed",
    "can't proceed",
    "stuck",
    "cannot continue",
    "can't continue",
    "stands still",
    "on hold",
    "cannot start",
    "outage",
];
const DECISION: &[&str] = &[
    "decided",
    "decision",
    "agreed to",
    "agreed that",
    "agreed on",
    "signed off",
    "sign-off",
    "approved",
    "go with",
    "going with",
];
const RISK: &[&str] = &[
    "risk",
    "risks",
    "risky",
    "concern",
    "concerned",
    "concerns",
    "might not",
    "may not",
    "at risk",
    "worried",
];
const REQUEST: &[&str] =
    &["please", "could you", "can you", "would you", "we need you to", "kindly", "requesting"];
const DONE: &[&str] = &[
    "done",
    "completed",
    "complete",
    "finished",
    "merged",
    "deployed",
    "released",
    "delivered",
    "went live",
];
const STATUS: &[&str] =
    &["in progress", "in review", "status", "started", "on track", "progress", "testing", "weekly"];
/// What takes the edge off a word of the tables above.
const NEGATED: &[&str] = &[
    "no longer blocked",
    "not blocked",
    "no blockers",
    "nothing is blocked",
    "no delay",
    "without delay",
    "not delayed",
    "no risk",
    "out of scope of this mail",
    "not done",
    "not finished",
    "not complete",
    "no change of scope",
    "no impact on scope",
];

/// Whether the lower-case text holds one of the phrases as whole words (a trailing `s` aside).
pub(super) fn says(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        lower.match_indices(phrase).any(|(at, found)| {
            let before = lower.get(..at).and_then(|t| t.chars().next_back());
            let after = lower.get(at + found.len()..).and_then(|t| t.chars().next());
            let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            edge(before) && edge(after)
        })
    })
}

/// Title and text in lower case, without the phrases that mean the opposite.
fn readable(signal: &Prepared) -> String {
    let mut lower = format!("{}\n{}", signal.title, signal.text).to_lowercase();
    for phrase in NEGATED {
        lower = lower.replace(phrase, " ");
    }
    lower
}

/// Whether a signal reports its subject as finished.
#[must_use]
pub fn says_done(signal: &Prepared) -> bool {
    match &signal.signal.change {
        Change::Field { field, to, .. } => {
            field == "status" && to.as_deref().is_some_and(|to| says(&to.to_lowercase(), DONE))
        }
        Change::Comment { .. } | Change::Message => says(&readable(signal), DONE),
        _ => false,
    }
}

/// Whether a signal reports its subject as blocked.
#[must_use]
pub fn says_blocked(signal: &Prepared) -> bool {
    match &signal.signal.change {
        Change::Field { field, to, .. } => {
            let to = to.as_deref().unwrap_or_default().to_lowercase();
            (field == "status" && blocked_status(&to)) || (field == "flagged" && !to.is_empty())
        }
        Change::Comment { .. } | Change::Message => says(&readable(signal), BLOCKER),
        _ => false,
    }
}

fn blocked_status(lower: &str) -> bool {
    says(lower, &["blocked", "on hold", "impeded", "impediment"])
}

/// The class of a typed Jira change, which needs no reading; none for anything that holds prose.
#[must_use]
pub fn typed(signal: &Prepared) -> Option<Classification> {
    let (category, stakes) = match &signal.signal.change {
        Change::Snapshot | Change::Worklog { .. } => (Category::None, Stakes::Low),
        Change::Field { field, from, to } => {
            field_class(&field.to_lowercase(), from.as_deref(), to.as_deref())?
        }
        Change::Created | Change::Comment { .. } | Change::Message => return None,
    };
    Some(classification(signal, category, stakes))
}

fn field_class(field: &str, from: Option<&str>, to: Option<&str>) -> Option<(Category, Stakes)> {
    if TRIVIAL.contains(&field) {
        return Some((Category::StatusUpdate, Stakes::Low));
    }
    match field {
        "status" => {
            let blocked = blocked_status(&to.unwrap_or_default().to_lowercase());
            Some(if blocked {
                (Category::Blocker, Stakes::High)
            } else {
                (Category::StatusUpdate, Stakes::Low)
            })
        }
        "flagged" => Some(if to.is_some_and(|t| !t.is_empty()) {
            (Category::Blocker, Stakes::High)
        } else {
            (Category::StatusUpdate, Stakes::Low)
        }),
        "duedate" | "due date" => Some(match (from.and_then(date_of), to.and_then(date_of)) {
            (Some(before), Some(after)) if after > before => (Category::Slip, Stakes::High),
            (Some(_), None) => (Category::Risk, Stakes::Medium),
            (Some(_), Some(_)) => (Category::StatusUpdate, Stakes::Medium),
            _ => (Category::StatusUpdate, Stakes::Low),
        }),
        _ => None,
    }
}

/// Classifies any signal by keywords.
#[must_use]
pub fn classify(signal: &Prepared) -> Classification {
    if let Some(found) = typed(signal) {
        return found;
    }
    let lower = readable(signal);
    let table: [(&[&str], Category, Stakes); 7] = [
        (NOISE, Category::Noise, Stakes::Low),
        (CONTRADICTION, Category::Contradiction, Stakes::High),
        (SCOPE, Category::ScopeChange, Stakes::High),
        (SLIP, Category::Slip, Stakes::High),
        (BLOCKER, Category::Blocker, Stakes::High),
        (DECISION, Category::Decision, Stakes::Medium),
        (RISK, Category::Risk, Stakes::Medium),
    ];
    let found = table.iter().find(|(phrases, ..)| says(&lower, phrases));
    let (category, stakes) = match found {
        Some((_, category, stakes)) => (*category, *stakes),
        None if says(&lower, REQUEST) => (Category::Request, Stakes::Medium),
        None if lower.contains('?') => (Category::Question, Stakes::Medium),
        None if says(&lower, DONE) || says(&lower, STATUS) => (Category::StatusUpdate, Stakes::Low),
        None => (Category::None, Stakes::Low),
    };
    classification(signal, category, stakes)
}

fn classification(signal: &Prepared, category: Category, stakes: Stakes) -> Classification {
    let entity = signal.names.first().cloned();
    Classification {
        id: signal.id.clone(),
        category,
        stakes,
        summary: headline(signal, category, entity.as_deref()),
        entity,
        by: By::Rules,
        cost_microusd: 0,
    }
}

/// One sentence from a template: no word of the text is repeated, dates and keys apart.
fn headline(signal: &Prepared, category: Category, entity: Option<&str>) -> String {
    let what = match category {
        Category::Blocker => "Blocker reported",
        Category::Slip => "Later date reported",
        Category::ScopeChange => "Change of scope asked for",
        Category::Decision => "Decision reported",
        Category::Risk => "Risk raised",
        Category::Question => "Question asked",
        Category::Request => "Request made",
        Category::Contradiction => "Sources disagree",
        Category::StatusUpdate => "Progress reported",
        Category::Noise => "Nothing about the project",
        Category::None => "No consequence found",
    };
    let about = entity.map_or_else(String::new, |key| format!(" for {key}"));
    let date = match &signal.signal.change {
        Change::Field { to, .. } => to.as_deref().and_then(date_of),
        _ => dates::in_text(&signal.text, signal.signal.occurred_at_ms).last().copied(),
    };
    let date = date
        .filter(|_| category == Category::Slip)
        .map_or_else(String::new, |day| format!(", now {}", british(day)));
    format!("{what}{about}{date}.")
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
