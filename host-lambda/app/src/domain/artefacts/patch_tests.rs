use scoring_core::{Severity, Trust};

use super::*;
use api_types::artefacts::Milestone;

fn by(signal: &str, trust: Trust) -> Sources {
    Sources { signals: vec![signal.into()], trust, severity: Severity::None }
}

fn parse(json: &str) -> Patch {
    serde_json::from_str(json).unwrap()
}

fn empty(kind: ArtefactType) -> Artefact {
    match kind {
        ArtefactType::DeliveryState => Artefact::DeliveryState(DeliveryState {
            overall: Rag::Amber,
            milestones: vec![Milestone {
                id: "j-milestone-PAY-1".into(),
                notes: "Waiting for PAY-2.".into(),
                sources: by("s1", Trust::Internal),
                ..Milestone::default()
            }],
            sources: by("s1", Trust::Internal),
            ..DeliveryState::default()
        }),
        ArtefactType::RaidLog => Artefact::RaidLog(RaidLog::default()),
        ArtefactType::BacklogSummary => Artefact::BacklogSummary(BacklogSummary::default()),
        ArtefactType::DecisionLog => Artefact::DecisionLog(DecisionLog::default()),
    }
}

const EACH: [&str; 6] = [
    r#"{"op":"add_raid","kind":"risk","title":"Vendor is late","severity":"high","due":"2026-12-19"}"#,
    r#"{"op":"add_decision","title":"Queue","decision":"Use a queue","options":[{"option":"Queue","pros":["simple"],"cons":[]}]}"#,
    r#"{"op":"set_summary","summary":"The vendor is late.","overall":"red"}"#,
    r#"{"op":"add_next_action","text":"Book the review."}"#,
    r#"{"op":"add_scope_note","text":"Refunds are out."}"#,
    r#"{"op":"milestone_note","id":"j-milestone-PAY-1","note":"Agreed by mail."}"#,
];

#[test]
fn each_patch_applies_to_its_artefact_only() {
    let kinds = [
        ArtefactType::DeliveryState,
        ArtefactType::RaidLog,
        ArtefactType::BacklogSummary,
        ArtefactType::DecisionLog,
    ];
    for json in EACH {
        let patch = parse(json);
        assert_eq!(parse(&serde_json::to_string(&patch).unwrap()), patch);
        for kind in kinds {
            let base = empty(kind);
            let result = apply(&base, &patch, &by("m1", Trust::Known), "seed", 5);
            if kind == patch.artefact() {
                let changed = result.unwrap();
                assert_ne!(changed, base, "{json}");
                assert_eq!(super::super::check::unsourced(&changed), Vec::<String>::new());
                let twice = apply(&changed, &patch, &by("m1", Trust::Known), "seed", 5).unwrap();
                assert_eq!(twice, changed, "applying twice adds once: {json}");
                let again = apply(&base, &patch, &by("m1", Trust::Known), "seed", 5).unwrap();
                assert_eq!(again, changed);
            } else {
                let expected = patch.artefact();
                assert_eq!(result, Err(PatchError::WrongArtefact { expected, found: kind }));
            }
        }
    }
}

#[test]
fn what_a_model_may_not_say_is_refused() {
    for json in [
        r#"{"op":"add_raid","kind":"risk","title":"x","sources":{"signals":["s"]}}"#,
        r#"{"op":"add_next_action","text":"x","id":"j-1"}"#,
        r#"{"op":"delete_raid","id":"j-1"}"#,
        r#"{"op":"set_summary","summary":"x","overall":"purple"}"#,
        r#"{"op":"add_raid","title":"x"}"#,
    ] {
        assert!(serde_json::from_str::<Patch>(json).is_err(), "{json}");
    }
}

#[test]
fn bad_patches_have_typed_errors() {
    let long = "x".repeat(TEXT_MAX + 1);
    let raid = |title: &str, due: &str| Patch::AddRaid {
        kind: RaidKind::Risk,
        title: title.into(),
        description: String::new(),
        severity: Level::Low,
        owner: String::new(),
        due: due.into(),
        mitigation: String::new(),
    };
    let update = |id: &str, status| Patch::UpdateRaid {
        id: id.into(),
        status,
        mitigation: None,
        resolution: None,
    };
    for (patch, error) in [
        (raid(" \n ", ""), PatchError::Empty { field: "title" }),
        (raid(&long, ""), PatchError::TooLong { field: "title", max: TITLE_MAX }),
        (raid("x", "2026-02-30"), PatchError::BadDate { field: "due" }),
        (raid("x", "19 Dec"), PatchError::BadDate { field: "due" }),
        (update("j-9", Some(RaidStatus::Closed)), PatchError::UnknownRow { id: "j-9".into() }),
        (update("j-9", None), PatchError::Empty { field: "status" }),
        (
            Patch::SetSummary { summary: "All is well.".into(), overall: Rag::Green },
            PatchError::TooOptimistic,
        ),
        (
            Patch::SetSummary { summary: long.clone(), overall: Rag::Red },
            PatchError::TooLong { field: "summary", max: TEXT_MAX },
        ),
        (Patch::AddNextAction { text: String::new() }, PatchError::Empty { field: "text" }),
        (
            Patch::MilestoneNote { id: "j-x".into(), note: "x".into() },
            PatchError::UnknownRow { id: "j-x".into() },
        ),
    ] {
        let base = empty(patch.artefact());
        assert_eq!(apply(&base, &patch, &by("m", Trust::Known), "s", 1), Err(error), "{patch:?}");
    }
    let fine = raid("x", "");
    for signals in [vec![], vec![String::new()]] {
        let none = Sources { signals, ..Sources::default() };
        let base = empty(ArtefactType::RaidLog);
        assert_eq!(apply(&base, &fine, &none, "s", 1), Err(PatchError::NoSources));
    }
}

#[test]
fn the_same_title_merges_sources_and_takes_the_least_trust() {
    let base = empty(ArtefactType::RaidLog);
    let first = parse(EACH[0]);
    let second = parse(
        r#"{"op":"add_raid","kind":"risk","title":"vendor  is LATE.","owner":"Mia","due":"2026-12-30"}"#,
    );
    let one = apply(&base, &first, &by("m1", Trust::Known), "a", 1).unwrap();
    let two = apply(&one, &second, &by("m2", Trust::Unknown), "b", 2).unwrap();
    let Artefact::RaidLog(log) = &two else { panic!() };
    assert_eq!(log.items.len(), 1);
    let row = &log.items[0];
    assert_eq!(row.sources.signals, ["m1", "m2"]);
    assert_eq!(row.sources.trust, Trust::Unknown);
    assert_eq!((row.owner.as_str(), row.due.as_str()), ("Mia", "2026-12-19"));
    assert_eq!(row.severity, Level::High);
    let close = Patch::UpdateRaid {
        id: row.id.clone(),
        status: Some(RaidStatus::Closed),
        mitigation: None,
        resolution: None,
    };
    let closed = apply(&two, &close, &by("m3", Trust::Known), "c", 3).unwrap();
    let reopened = apply(&closed, &second, &by("m4", Trust::Known), "d", 4).unwrap();
    let Artefact::RaidLog(log) = &reopened else { panic!() };
    assert_eq!(log.items.len(), 2, "a closed row is not revived by a new report");
    assert_ne!(log.items[0].id, log.items[1].id);
    let other = parse(r#"{"op":"add_raid","kind":"assumption","title":"Vendor is late"}"#);
    let more = apply(&two, &other, &by("m1", Trust::Known), "a", 1).unwrap();
    let Artefact::RaidLog(log) = &more else { panic!() };
    assert_eq!(log.items.len(), 2, "another kind is another row");
}

#[test]
fn texts_become_one_line_and_notes_stay_below_the_derived_one() {
    let base = empty(ArtefactType::DeliveryState);
    let note =
        |text: &str| Patch::MilestoneNote { id: "j-milestone-PAY-1".into(), note: text.into() };
    let mut artefact = base;
    for index in 0..8 {
        let patch = note(&format!("note\n {index}\u{7}"));
        artefact = apply(&artefact, &patch, &by("m", Trust::Known), "s", 1).unwrap();
    }
    let Artefact::DeliveryState(state) = &artefact else { panic!() };
    let lines: Vec<&str> = state.milestones[0].notes.lines().collect();
    assert_eq!(lines, ["Waiting for PAY-2.", "note 3", "note 4", "note 5", "note 6", "note 7"]);
    assert_eq!(state.milestones[0].sources.trust, Trust::Known);
    assert_eq!(state.milestones[0].sources.signals, ["s1", "m"]);
}

#[test]
fn an_artefact_does_not_grow_without_end() {
    let mut log = RaidLog::default();
    let row = |id: String| RaidItem { title: id.clone(), id, ..RaidItem::default() };
    log.items.extend((0..ROWS_MAX).map(|index| row(format!("p-{index}"))));
    let full = Artefact::RaidLog(log);
    let result = apply(&full, &parse(EACH[0]), &by("m", Trust::Known), "s", 1);
    assert_eq!(result, Err(PatchError::Full { max: ROWS_MAX }));
}
