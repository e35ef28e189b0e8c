use api_types::artefacts::{Milestone, MilestoneState, Rag, RaidItem, RaidStatus, SprintRow};
use scoring_core::ArtefactType;

use super::*;
use crate::domain::artefacts::sample::{context, fact, issue};
use crate::domain::artefacts::upkeep;
use plugin_payload::StatusCategory;

fn told(old: Option<&Artefact>, new: &Artefact) -> Vec<String> {
    diff(old, new)
        .iter()
        .map(|c| format!("{:?} {} [{}] {} -> {}", c.kind, c.row, c.field, c.before, c.after))
        .collect()
}

fn milestone(id: &str, due: &str, state: MilestoneState) -> Milestone {
    Milestone {
        id: id.into(),
        name: format!("Name of {id}"),
        due: due.into(),
        state,
        ..Milestone::default()
    }
}

#[test]
fn a_delivery_state_tells_what_moved() {
    let old = DeliveryState {
        summary: "Fine.".into(),
        milestones: vec![
            milestone("j-a", "2026-12-12", MilestoneState::OnTrack),
            milestone("j-b", "2026-12-13", MilestoneState::OnTrack),
        ],
        ..DeliveryState::default()
    };
    let mut new = old.clone();
    new.overall = Rag::Amber;
    new.summary = "PAY-1 slipped.".into();
    new.milestones[0].due = "2026-12-19".into();
    new.milestones[0].state = MilestoneState::Delayed;
    new.milestones[1] = milestone("j-c", "2026-12-20", MilestoneState::OnTrack);
    new.sprint = Some(SprintRow { name: "Sprint 6".into(), ..SprintRow::default() });
    new.metrics.cycle_time_days_x10 = Some(35);
    new.metrics.open_blockers = 2;
    let (old, new) = (Artefact::DeliveryState(old), Artefact::DeliveryState(new));
    assert_eq!(
        told(Some(&old), &new),
        [
            "Changed overall [] Green -> Amber",
            "Changed summary [] Fine. -> PAY-1 slipped.",
            "Added sprint []  -> Sprint 6",
            "Changed j-a [due] 12 Dec 2026 -> 19 Dec 2026",
            "Changed j-a [state] on track -> delayed",
            "Added j-c []  -> Name of j-c",
            "Added metrics.cycle_time []  -> 3.5 days",
            "Changed metrics.open_blockers [] 0 -> 2",
            "Removed j-b [] Name of j-b -> ",
        ]
    );
    assert!(told(Some(&new), &new).is_empty());
    let back = told(Some(&new), &old);
    assert!(back.contains(&"Removed sprint [] Sprint 6 -> ".to_owned()));
    assert!(back.contains(&"Removed metrics.cycle_time [] 3.5 days -> ".to_owned()));
}

#[test]
fn a_first_version_is_all_added_and_so_is_one_after_another_kind() {
    let mut one = issue("PAY-1", "To Do", StatusCategory::ToDo);
    one.flagged = true;
    let facts = [fact(&one)];
    for kind in [ArtefactType::DeliveryState, ArtefactType::RaidLog, ArtefactType::BacklogSummary] {
        let new = upkeep(kind, None, &facts, &context());
        let changes = diff(None, &new);
        assert!(!changes.is_empty(), "{kind:?}");
        for change in &changes {
            assert_eq!((change.kind, change.before.as_str()), (ChangeKind::Added, ""));
            assert!(!change.after.is_empty(), "{change:?}");
        }
        let other = Artefact::DecisionLog(DecisionLog::default());
        assert_eq!(diff(Some(&other), &new), changes);
    }
    assert!(diff(None, &Artefact::DecisionLog(DecisionLog::default())).is_empty());
}

#[test]
fn a_change_of_sources_is_told_without_ids() {
    let mut item = RaidItem { id: "p-1".into(), title: "Late".into(), ..RaidItem::default() };
    item.sources.signals = vec!["abc".into()];
    let old = Artefact::RaidLog(RaidLog { items: vec![item.clone()] });
    item.sources.signals.push("def".into());
    item.status = RaidStatus::Resolved;
    let new = Artefact::RaidLog(RaidLog { items: vec![item] });
    assert_eq!(
        told(Some(&old), &new),
        [
            "Changed p-1 [status] open -> resolved",
            "Changed p-1 [sources] 1 signal, unknown -> 2 signals, unknown",
        ]
    );
}
