//! Whether every row cites what it rests on.

use api_types::artefacts::{Artefact, BacklogSummary, DeliveryState, Rag, Sources};

/// One row and its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRef {
    /// Row id; `overall`, `sprint` and `totals` for single ones, `highlight:<kind>:<issue>` and
    /// `refinement:<issue>` for rows without an id.
    pub id: String,
    /// What it rests on.
    pub sources: Sources,
}

/// Every row of an artefact, in its order. An artefact about nothing (no issues read) has none.
#[must_use]
pub fn rows(artefact: &Artefact) -> Vec<RowRef> {
    let mut rows = Vec::new();
    let mut push = |id: &str, sources: &Sources| {
        rows.push(RowRef { id: id.to_owned(), sources: sources.clone() });
    };
    match artefact {
        Artefact::DeliveryState(state) => {
            if !empty_delivery(state) {
                push("overall", &state.sources);
            }
            state.sprint.iter().for_each(|row| push("sprint", &row.sources));
            state.milestones.iter().for_each(|row| push(&row.id, &row.sources));
            state.blockers.iter().for_each(|row| push(&row.id, &row.sources));
            state.next_actions.iter().for_each(|row| push(&row.id, &row.sources));
        }
        Artefact::RaidLog(log) => log.items.iter().for_each(|row| push(&row.id, &row.sources)),
        Artefact::BacklogSummary(summary) => {
            if !empty_backlog(summary) {
                push("totals", &summary.sources);
            }
            for row in &summary.highlights {
                push(&super::diff::highlight_id(row), &row.sources);
            }
            for row in &summary.refinement {
                push(&format!("refinement:{}", row.issue), &row.sources);
            }
            summary.scope_notes.iter().for_each(|row| push(&row.id, &row.sources));
        }
        Artefact::DecisionLog(log) => log.items.iter().for_each(|row| push(&row.id, &row.sources)),
    }
    rows
}

/// The ids of the rows that cite no signal, or an empty one: must be none in whatever is stored.
#[must_use]
pub fn unsourced(artefact: &Artefact) -> Vec<String> {
    rows(artefact)
        .into_iter()
        .filter(|row| {
            row.sources.signals.is_empty() || row.sources.signals.iter().any(String::is_empty)
        })
        .map(|row| row.id)
        .collect()
}

fn empty_delivery(state: &DeliveryState) -> bool {
    state.sources.signals.is_empty()
        && state.overall == Rag::Green
        && state.sprint.is_none()
        && state.milestones.is_empty()
        && state.blockers.is_empty()
        && state.next_actions.is_empty()
}

fn empty_backlog(summary: &BacklogSummary) -> bool {
    summary.sources.signals.is_empty() && summary.total == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_types::artefacts::{DecisionLog, DecisionRow, RaidItem, RaidLog};

    #[test]
    fn a_row_without_a_signal_is_named() {
        let sourced =
            Sources { signals: vec!["s1".into()], trust: Default::default(), ..Default::default() };
        let log = Artefact::RaidLog(RaidLog {
            items: vec![
                RaidItem { id: "j-1".into(), sources: sourced.clone(), ..Default::default() },
                RaidItem { id: "j-2".into(), ..Default::default() },
            ],
        });
        assert_eq!(rows(&log).len(), 2);
        assert_eq!(unsourced(&log), ["j-2"]);
        let blank = Sources { signals: vec![String::new()], ..sourced };
        let decisions = Artefact::DecisionLog(DecisionLog {
            items: vec![DecisionRow { id: "p-1".into(), sources: blank, ..Default::default() }],
        });
        assert_eq!(unsourced(&decisions), ["p-1"]);
        let red =
            Artefact::DeliveryState(DeliveryState { overall: Rag::Red, ..Default::default() });
        assert_eq!(unsourced(&red), ["overall"]);
        let totals = Artefact::BacklogSummary(BacklogSummary { total: 3, ..Default::default() });
        assert_eq!(unsourced(&totals), ["totals"]);
    }

    #[test]
    fn an_artefact_about_nothing_has_no_rows() {
        for artefact in [
            Artefact::DeliveryState(DeliveryState::default()),
            Artefact::RaidLog(RaidLog::default()),
            Artefact::BacklogSummary(BacklogSummary::default()),
            Artefact::DecisionLog(DecisionLog::default()),
        ] {
            assert!(rows(&artefact).is_empty());
        }
    }
}
