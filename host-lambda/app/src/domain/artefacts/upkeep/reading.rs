//! The facts in key order, and what several artefacts ask of them.

use std::collections::BTreeMap;

use api_types::artefacts::Level;
use plugin_payload::{Sprint, StatusCategory};

use super::{UpkeepContext, text};
use crate::domain::artefacts::facts::{
    IssueFact, blocked_label, blocked_name, shows_blocked, waiting_relation,
};

/// Days before a due date from which unstarted work is at risk.
const SOON_DAYS: i64 = 7;
/// Days without a change after which an open issue is stale.
const STALE_DAYS: i64 = 14;

/// All facts, sorted by key.
pub(super) struct Reading<'a> {
    pub(super) ctx: &'a UpkeepContext,
    pub(super) facts: Vec<&'a IssueFact>,
    by_key: BTreeMap<&'a str, &'a IssueFact>,
}

/// Why an issue is blocked, and which facts say so.
pub(super) struct Block<'a> {
    pub(super) reason: String,
    pub(super) facts: Vec<&'a IssueFact>,
}

/// One issue waits for another; `other` is none where the other project is not read.
pub(super) struct Wait<'a> {
    pub(super) waiting: String,
    pub(super) on: String,
    pub(super) facts: Vec<&'a IssueFact>,
}

/// A key as it sorts: project, number.
pub(super) type Order = (String, u64);

/// A risk that the dates alone tell.
pub(super) struct DateRisk {
    pub(super) level: Level,
    pub(super) reason: String,
}

impl<'a> Reading<'a> {
    pub(super) fn new(facts: &'a [IssueFact], ctx: &'a UpkeepContext) -> Self {
        let mut facts: Vec<&IssueFact> =
            facts.iter().filter(|fact| !fact.signals.is_empty()).collect();
        facts.sort_by_key(|fact| order(&fact.issue.key));
        let by_key = facts.iter().map(|fact| (fact.issue.key.as_str(), *fact)).collect();
        Self { ctx, facts, by_key }
    }

    pub(super) fn open(&self) -> impl Iterator<Item = &'a IssueFact> {
        self.facts.iter().copied().filter(|fact| is_open(fact))
    }

    /// Why an open issue is blocked, or none.
    pub(super) fn block(&self, fact: &'a IssueFact) -> Option<Block<'a>> {
        if !is_open(fact) || !shows_blocked(&fact.issue) {
            return None;
        }
        let others: Vec<&IssueFact> = fact
            .issue
            .links
            .iter()
            .filter(|link| waiting_relation(&link.relation))
            .filter_map(|link| self.by_key.get(link.key.as_str()).copied())
            .filter(|other| is_open(other))
            .collect();
        let keys: Vec<&str> = others.iter().map(|other| other.issue.key.as_str()).collect();
        let reason = if !keys.is_empty() {
            format!("waiting for {}", keys.join(", "))
        } else if fact.issue.flagged {
            "flagged as impeded".to_owned()
        } else if blocked_name(&fact.issue.status) {
            format!("in status {}", fact.issue.status)
        } else if blocked_label(&fact.issue) {
            "labelled as blocked".to_owned()
        } else {
            return None;
        };
        let mut facts = vec![fact];
        facts.extend(others);
        Some(Block { reason, facts })
    }

    /// Every open wait between issues, told from either end once.
    pub(super) fn waits(&self) -> Vec<Wait<'a>> {
        let mut waits: BTreeMap<(Order, Order), Wait<'a>> = BTreeMap::new();
        for fact in self.open() {
            for link in &fact.issue.links {
                let own = fact.issue.key.clone();
                let (waiting, on) = if waiting_relation(&link.relation) {
                    (own, link.key.clone())
                } else if blocks(&link.relation) {
                    (link.key.clone(), own)
                } else {
                    continue;
                };
                let other = self.by_key.get(link.key.as_str()).copied();
                if link.key.is_empty() || waiting == on || other.is_some_and(|o| !is_open(o)) {
                    continue;
                }
                let wait = waits.entry((order(&waiting), order(&on))).or_insert_with(|| Wait {
                    waiting,
                    on,
                    facts: Vec::new(),
                });
                for one in std::iter::once(fact).chain(other) {
                    if !wait.facts.iter().any(|known| known.issue.key == one.issue.key) {
                        wait.facts.push(one);
                    }
                }
            }
        }
        let mut waits: Vec<Wait<'a>> = waits.into_values().collect();
        for wait in &mut waits {
            wait.facts.sort_by_key(|fact| order(&fact.issue.key));
        }
        waits
    }

    pub(super) fn overdue(&self, fact: &IssueFact) -> bool {
        is_open(fact) && self.days_left(fact).is_some_and(|days| days < 0)
    }

    /// Whether an open issue is due soon while it is not under way, or blocked.
    pub(super) fn due_soon(&self, fact: &'a IssueFact) -> bool {
        let idle = fact.issue.status_category == StatusCategory::ToDo || self.block(fact).is_some();
        let near = self.days_left(fact).is_some_and(|days| (0..=SOON_DAYS).contains(&days));
        is_open(fact) && idle && near
    }

    pub(super) fn stale(&self, fact: &IssueFact) -> bool {
        let quiet = self.ctx.now_ms.saturating_sub(fact.issue.updated_ms);
        is_open(fact) && quiet > STALE_DAYS * text::DAY_MS
    }

    fn days_left(&self, fact: &IssueFact) -> Option<i64> {
        text::days_between(&self.ctx.today, &fact.issue.due)
    }

    /// What the dates of an open issue put at risk, the worst reason first.
    pub(super) fn date_risk(&self, fact: &'a IssueFact) -> Option<DateRisk> {
        let due = text::british(&fact.issue.due);
        let important = priority(&fact.issue.priority);
        if self.overdue(fact) {
            let level = important.max(Level::Medium);
            Some(DateRisk { level, reason: format!("overdue since {due}") })
        } else if self.due_soon(fact) {
            let blocked = self.block(fact).is_some();
            let state = if blocked { "blocked" } else { "not started" };
            let level = if blocked { Level::High } else { important };
            Some(DateRisk { level, reason: format!("due on {due} and {state}") })
        } else if self.stale(fact) && important == Level::High {
            let since = self.british_at(fact.issue.updated_ms);
            let reason = format!("of high priority without a change since {since}");
            Some(DateRisk { level: Level::Medium, reason })
        } else {
            None
        }
    }

    pub(super) fn british_at(&self, ms: i64) -> String {
        text::british_at(ms, self.ctx.utc_offset_min)
    }

    /// The active sprint with the most issues, as its latest fact shows it, and its issues.
    pub(super) fn sprint(&self) -> Option<(&'a Sprint, Vec<&'a IssueFact>)> {
        let mut sprints: BTreeMap<u64, Vec<&'a IssueFact>> = BTreeMap::new();
        for fact in &self.facts {
            if let Some(sprint) = &fact.issue.sprint {
                sprints.entry(sprint.id).or_default().push(fact);
            }
        }
        sprints
            .into_iter()
            .filter_map(|(id, facts)| {
                let sprint = latest(&facts)?;
                (sprint.state == "active").then_some((facts.len(), id, sprint, facts))
            })
            .max_by_key(|(size, id, _, _)| (*size, *id))
            .map(|(_, _, sprint, facts)| (sprint, facts))
    }

    /// Points of done issues per closed sprint, times 10, oldest first, the last five.
    pub(super) fn velocity(&self) -> Vec<i64> {
        let mut sprints: BTreeMap<u64, Vec<&IssueFact>> = BTreeMap::new();
        for fact in &self.facts {
            if let Some(sprint) = &fact.issue.sprint {
                sprints.entry(sprint.id).or_default().push(fact);
            }
        }
        let mut closed: Vec<(i64, u64, i64)> = sprints
            .into_iter()
            .filter_map(|(id, facts)| {
                let sprint = latest(&facts).filter(|sprint| sprint.state == "closed")?;
                let done = facts.iter().filter(|fact| !is_open(fact)).map(|fact| points(fact));
                Some((sprint.end_ms, id, done.fold(0, i64::saturating_add)))
            })
            .filter(|(_, _, done)| *done > 0)
            .collect();
        closed.sort_unstable();
        let surplus = closed.len().saturating_sub(5);
        closed.into_iter().skip(surplus).map(|(_, _, done)| done).collect()
    }

    /// When an issue joined the sprint after its start, or none.
    pub(super) fn crept(&self, fact: &IssueFact, sprint: &Sprint) -> Option<i64> {
        let joined = match &fact.history.joined {
            Some((at, name)) if *name == sprint.name => *at,
            Some(_) => return None,
            None => fact.issue.created_ms,
        };
        (sprint.start_ms > 0 && joined > sprint.start_ms).then_some(joined)
    }
}

/// A sprint as the fact with the latest state shows it.
fn latest<'a>(facts: &[&'a IssueFact]) -> Option<&'a Sprint> {
    let fact = facts.iter().max_by_key(|fact| (fact.history.state_at, order(&fact.issue.key)))?;
    fact.issue.sprint.as_ref()
}

pub(super) fn is_open(fact: &IssueFact) -> bool {
    fact.issue.status_category != StatusCategory::Done
}

pub(super) fn points(fact: &IssueFact) -> i64 {
    fact.issue.points_x10.unwrap_or(0)
}

/// What a priority weighs, in Jira's default names and the usual others.
pub(super) fn priority(name: &str) -> Level {
    match name.to_lowercase().as_str() {
        "highest" | "high" | "critical" | "blocker" | "major" | "urgent" | "p0" | "p1" => {
            Level::High
        }
        "low" | "lowest" | "minor" | "trivial" | "p4" | "p5" => Level::Low,
        _ => Level::Medium,
    }
}

/// Keys sort as people count: `PAY-9` before `PAY-10`.
pub(super) fn order(key: &str) -> Order {
    match key.rsplit_once('-').and_then(|(head, number)| Some((head, number.parse().ok()?))) {
        Some((head, number)) => (head.to_owned(), number),
        None => (key.to_owned(), 0),
    }
}

fn blocks(relation: &str) -> bool {
    let lower = relation.to_lowercase();
    lower.contains("blocks") || lower.contains("is depended on by")
}
