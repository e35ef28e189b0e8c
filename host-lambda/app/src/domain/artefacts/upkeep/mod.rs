//! Deterministic upkeep (DESIGN 2.1): an artefact from keys, enums, numbers, dates and sanitised
//! titles alone.
//!
//! Rows whose id starts with [`PATCHED`](super::PATCHED) are kept, rows of upkeep's own are written
//! anew, and what a patch added to one of those survives together with the sources of the patch.

mod backlog;
mod delivery;
mod raid;
mod reading;

#[cfg(test)]
mod tests;

use api_types::artefacts::{Artefact, DecisionLog, Sources};
use scoring_core::ArtefactType;

use super::facts::IssueFact;
use super::{PATCHED, text};
use reading::Reading;

/// What upkeep knows besides the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpkeepContext {
    /// The time, Unix milliseconds.
    pub now_ms: i64,
    /// The day in the configured zone, `YYYY-MM-DD`.
    pub today: String,
    /// Name of the project.
    pub project_name: String,
    /// Whether this is the first sync: then nothing is new.
    pub first_sync: bool,
    /// Offset of the configured zone, minutes: days of points in time are told in it.
    pub utc_offset_min: i32,
}

/// Most patched rows of one kind that are kept; the newest stay.
const PATCHED_MAX: usize = 100;

/// The artefact as the facts tell it, with the patched rows of `prev`. Equal input gives equal
/// bytes; a `prev` of another kind counts as none; facts that cite no signal are left out.
#[must_use]
pub fn upkeep(
    kind: ArtefactType,
    prev: Option<&Artefact>,
    facts: &[IssueFact],
    ctx: &UpkeepContext,
) -> Artefact {
    let reading = Reading::new(facts, ctx);
    match kind {
        ArtefactType::DeliveryState => {
            let prev = match prev {
                Some(Artefact::DeliveryState(state)) => Some(state),
                _ => None,
            };
            Artefact::DeliveryState(delivery::delivery(prev, &reading))
        }
        ArtefactType::RaidLog => {
            let prev = match prev {
                Some(Artefact::RaidLog(log)) => Some(log),
                _ => None,
            };
            Artefact::RaidLog(raid::raid(prev, &reading))
        }
        ArtefactType::BacklogSummary => {
            let prev = match prev {
                Some(Artefact::BacklogSummary(summary)) => Some(summary),
                _ => None,
            };
            Artefact::BacklogSummary(backlog::backlog(prev, &reading))
        }
        ArtefactType::DecisionLog => Artefact::DecisionLog(match prev {
            // Issues tell no decisions: every row comes from a patch, and zero rows are right.
            Some(Artefact::DecisionLog(log)) => {
                DecisionLog { items: patched(&log.items, |row| &row.id) }
            }
            _ => DecisionLog::default(),
        }),
    }
}

/// The rows that patches wrote, the newest [`PATCHED_MAX`].
fn patched<T: Clone>(rows: &[T], id: impl Fn(&T) -> &String) -> Vec<T> {
    let mut kept: Vec<T> =
        rows.iter().filter(|row| id(row).starts_with(PATCHED)).cloned().collect();
    let surplus = kept.len().saturating_sub(PATCHED_MAX);
    kept.drain(..surplus);
    kept
}

/// What several facts say together: the newest signal of each, and all of one alone.
fn sources_of(facts: &[&IssueFact]) -> Sources {
    let mut cited: Vec<(i64, &String)> = Vec::new();
    for fact in facts {
        let newest = fact.history.cited.last().map_or(0, |one| one.at_ms);
        let from = if facts.len() > 1 { fact.signals.len().saturating_sub(1) } else { 0 };
        cited.extend(fact.signals.iter().skip(from).map(|id| (newest, id)));
    }
    if facts.len() > 1 {
        cited.sort();
    }
    cited.dedup_by(|a, b| a.1 == b.1);
    let surplus = cited.len().saturating_sub(super::CITED_MAX);
    Sources {
        signals: cited.into_iter().skip(surplus).map(|(_, id)| id.clone()).collect(),
        // Over all of them, also over those that the cap leaves uncited.
        trust: facts.iter().map(|fact| fact.trust).min().unwrap_or_default(),
        severity: facts.iter().map(|fact| fact.severity).max().unwrap_or_default(),
    }
}
