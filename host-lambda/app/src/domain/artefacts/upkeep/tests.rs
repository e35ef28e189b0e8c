use api_types::artefacts::{
    Artefact, BacklogSummary, DeliveryState, HighlightKind, Level, MilestoneState, Rag, RaidKind,
    RaidLog, RaidStatus, Sources,
};
use plugin_payload::{Change, StatusCategory};
use scoring_core::{ArtefactType, Severity, Trust};

use super::{UpkeepContext, upkeep};
use crate::domain::artefacts::facts::{IssueFact, absorb};
use crate::domain::artefacts::patch::{Patch, apply};
use crate::domain::artefacts::sample::{
    DAY, context, dec, fact, field, issue, link, signal, sprint,
};
use crate::domain::artefacts::{check, diff};

const KINDS: [ArtefactType; 4] = [
    ArtefactType::DeliveryState,
    ArtefactType::RaidLog,
    ArtefactType::BacklogSummary,
    ArtefactType::DecisionLog,
];

fn delivery(facts: &[IssueFact]) -> DeliveryState {
    match upkeep(ArtefactType::DeliveryState, None, facts, &context()) {
        Artefact::DeliveryState(state) => state,
        other => panic!("{other:?}"),
    }
}

fn raid(prev: Option<&Artefact>, facts: &[IssueFact], ctx: &UpkeepContext) -> RaidLog {
    match upkeep(ArtefactType::RaidLog, prev, facts, ctx) {
        Artefact::RaidLog(log) => log,
        other => panic!("{other:?}"),
    }
}

fn backlog(facts: &[IssueFact], ctx: &UpkeepContext) -> BacklogSummary {
    match upkeep(ArtefactType::BacklogSummary, None, facts, ctx) {
        Artefact::BacklogSummary(summary) => summary,
        other => panic!("{other:?}"),
    }
}

fn made(key: &str, change: impl FnOnce(&mut plugin_payload::Issue)) -> IssueFact {
    let mut one = issue(key, "To Do", StatusCategory::ToDo);
    change(&mut one);
    fact(&one)
}

fn slip(key: &str, from: &str, to: &str) -> IssueFact {
    let mut one = issue(key, "In Progress", StatusCategory::InProgress);
    one.labels = vec!["milestone".into()];
    one.due = to.into();
    let known = fact(&one);
    let moved = signal(field("duedate", from, to), dec(11), &one);
    absorb(Some(known), "slip", &moved, &one.summary, Trust::Internal, Severity::None)
}

/// Two sprints, a blocker by link, a slip, an overdue epic, stale and new issues.
fn project() -> Vec<IssueFact> {
    let done = |key: &str, id, state: &str| {
        made(key, |i| {
            i.status = "Done".into();
            i.status_category = StatusCategory::Done;
            i.points_x10 = Some(50);
            i.sprint = Some(sprint(id, state));
        })
    };
    vec![
        done("PAY-10", 6, "active"),
        done("PAY-2", 5, "closed"),
        made("PAY-3", |i| {
            i.status = "In Progress".into();
            i.status_category = StatusCategory::InProgress;
            i.points_x10 = Some(30);
            i.sprint = Some(sprint(6, "active"));
        }),
        made("PAY-4", |i| {
            i.priority = "High".into();
            i.points_x10 = Some(25);
            i.sprint = Some(sprint(6, "active"));
            i.links = vec![link("is blocked by", "PAY-3"), link("is blocked by", "OPS-9")];
            i.due = "2026-12-18".into();
            i.has_criteria = false;
        }),
        slip("PAY-5", "2026-12-12", "2026-12-19"),
        made("PAY-6", |i| {
            i.issue_type = "Epic".into();
            i.due = "2026-12-10".into();
        }),
        made("PAY-7", |i| {
            i.priority = "Highest".into();
            i.updated_ms = dec(15) - 20 * DAY;
        }),
        made("PAY-8", |i| {
            i.created_ms = dec(14);
            i.sprint = Some(sprint(6, "active"));
            i.points_x10 = Some(20);
        }),
    ]
}

#[test]
fn equal_input_gives_equal_bytes_in_any_order_of_facts() {
    let facts = project();
    for kind in KINDS {
        let first = upkeep(kind, None, &facts, &context());
        let bytes = serde_json::to_string(&first).unwrap();
        let mut turned = facts.clone();
        for _ in 0..facts.len() {
            turned.rotate_left(1);
            turned.swap(0, 3);
            let again = upkeep(kind, None, &turned, &context());
            assert_eq!(serde_json::to_string(&again).unwrap(), bytes, "{kind:?}");
        }
        let next = upkeep(kind, Some(&first), &facts, &context());
        assert_eq!(serde_json::to_string(&next).unwrap(), bytes, "{kind:?} is a fixed point");
        assert!(diff(Some(&first), &next).is_empty());
    }
}

#[test]
fn every_row_cites_a_signal() {
    for facts in [project(), Vec::new()] {
        for kind in KINDS {
            let artefact = upkeep(kind, None, &facts, &context());
            assert_eq!(check::unsourced(&artefact), Vec::<String>::new(), "{kind:?}");
        }
    }
    let rows: usize = KINDS
        .map(|kind| check::rows(&upkeep(kind, None, &project(), &context())).len())
        .iter()
        .sum();
    assert_eq!(rows, 23);
    let mut unsigned = project();
    unsigned[0].signals.clear();
    assert_eq!(backlog(&unsigned, &context()).total, 7, "a fact without a signal is no fact");
}

#[test]
fn the_delivery_state_of_the_sample() {
    let state = delivery(&project());
    assert_eq!(state.overall, Rag::Red);
    assert_eq!(
        state.summary,
        "1 milestone is overdue (PAY-6); 1 issue is blocked (PAY-4); PAY-5 moved from 12 Dec to \
         19 Dec."
    );
    let sprint = state.sprint.unwrap();
    assert_eq!((sprint.name.as_str(), sprint.starts.as_str()), ("Sprint 6", "2026-12-07"));
    assert_eq!(sprint.ends, "2026-12-18");
    assert_eq!(
        [
            sprint.points_total_x10,
            sprint.points_done_x10,
            sprint.points_in_progress_x10,
            sprint.points_blocked_x10
        ],
        [125, 50, 30, 25]
    );
    let told: Vec<(&str, MilestoneState, &str)> =
        state.milestones.iter().map(|m| (m.id.as_str(), m.state, m.notes.as_str())).collect();
    assert_eq!(
        told,
        [
            ("j-milestone-PAY-6", MilestoneState::Delayed, "Overdue since 10 Dec 2026."),
            ("j-milestone-PAY-4", MilestoneState::AtRisk, "Waiting for PAY-3."),
            ("j-milestone-PAY-5", MilestoneState::Delayed, "Moved from 12 Dec to 19 Dec."),
        ]
    );
    assert_eq!(state.blockers.len(), 1);
    assert_eq!(state.blockers[0].text, "Summary of PAY-4 (waiting for PAY-3)");
    assert_eq!(state.blockers[0].sources.signals, ["s-PAY-3", "s-PAY-4"]);
    assert_eq!(state.metrics.velocity_x10, [50]);
    assert_eq!((state.metrics.open_blockers, state.metrics.active_risks), (1, 3));
    let next: Vec<&str> = state.next_actions.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(
        next,
        [
            "Unblock PAY-4, waiting for PAY-3 (owner Mia Chen).",
            "Agree a new date for PAY-6, due 10 Dec 2026."
        ]
    );
}

#[test]
fn what_blocks_and_what_does_not() {
    let flagged = |i: &mut plugin_payload::Issue| i.flagged = true;
    let closed = made("PAY-9", |i| i.status_category = StatusCategory::Done);
    let open = made("PAY-8", |_| {});
    type Edit = Box<dyn FnOnce(&mut plugin_payload::Issue)>;
    let cases: Vec<(&str, Edit, Option<&str>)> = vec![
        ("flag", Box::new(flagged), Some("flagged as impeded")),
        ("status", Box::new(|i| i.status = "Blocked".into()), Some("in status Blocked")),
        ("label", Box::new(|i| i.labels = vec!["Blocked".into()]), Some("labelled as blocked")),
        (
            "link",
            Box::new(|i| i.links = vec![link("is blocked by", "PAY-8")]),
            Some("waiting for PAY-8"),
        ),
        ("link to done", Box::new(|i| i.links = vec![link("is blocked by", "PAY-9")]), None),
        ("link elsewhere", Box::new(|i| i.links = vec![link("is blocked by", "OPS-1")]), None),
        ("blocks others", Box::new(|i| i.links = vec![link("blocks", "PAY-8")]), None),
        ("unblocked", Box::new(|i| i.status = "Unblocked".into()), None),
        (
            "flag on done",
            Box::new(|i| {
                i.flagged = true;
                i.status_category = StatusCategory::Done;
            }),
            None,
        ),
    ];
    for (name, change, expect) in cases {
        let facts = [made("PAY-1", change), open.clone(), closed.clone()];
        let found = delivery(&facts).blockers;
        let reason = found.first().map(|row| row.text.clone());
        let expect = expect.map(|reason| format!("Summary of PAY-1 ({reason})"));
        assert_eq!(reason, expect, "{name}");
    }
}

#[test]
fn overall_follows_the_worst_reason() {
    let long = |priority: &str| {
        made("PAY-1", |i| {
            i.flagged = true;
            i.priority = priority.into();
            i.updated_ms = dec(2);
        })
    };
    let table = [
        (made("PAY-1", |_| {}), Rag::Green, "Nothing is blocked or overdue."),
        (long("Medium"), Rag::Amber, "1 issue is blocked (PAY-1)."),
        (long("High"), Rag::Red, "1 important issue is blocked for more than 5 days (PAY-1)."),
        (
            slip("PAY-1", "2026-12-12", "2026-12-19"),
            Rag::Amber,
            "PAY-1 moved from 12 Dec to 19 Dec.",
        ),
        (slip("PAY-1", "2026-12-22", "2026-12-19"), Rag::Green, "Nothing is blocked or overdue."),
        (
            made("PAY-1", |i| {
                i.priority = "High".into();
                i.due = "2026-12-17".into();
            }),
            Rag::Amber,
            "1 milestone is due within a week and not started (PAY-1).",
        ),
    ];
    for (one, rag, summary) in table {
        let state = delivery(&[one]);
        assert_eq!((state.overall, state.summary.as_str()), (rag, summary));
    }
}

#[test]
fn rows_keep_the_trust_of_their_text() {
    let mut odd = issue("PAY-1", "To Do", StatusCategory::ToDo);
    odd.flagged = true;
    let outside = absorb(
        None,
        "x",
        &signal(Change::Created, dec(10), &odd),
        "From outside",
        Trust::Unknown,
        Severity::High,
    );
    let facts = [outside, made("PAY-2", |i| i.flagged = true)];
    let state = delivery(&facts);
    let trusts: Vec<(&str, Trust, Severity)> = state
        .blockers
        .iter()
        .map(|row| (row.issue.as_str(), row.sources.trust, row.sources.severity))
        .collect();
    assert_eq!(
        trusts,
        [("PAY-1", Trust::Unknown, Severity::High), ("PAY-2", Trust::Internal, Severity::None)]
    );
    assert_eq!(state.sources.trust, Trust::Unknown, "the reason names both");
    let mut goal = sprint(6, "active");
    goal.goal = "Ship it".into();
    let planned = made("PAY-3", |i| i.sprint = Some(goal));
    assert_eq!(delivery(&[planned]).sprint.unwrap().sources.trust, Trust::Unknown);
}

#[test]
fn the_raid_log_of_the_sample() {
    let log = raid(None, &project(), &context());
    let rows: Vec<(&str, RaidKind, Level)> =
        log.items.iter().map(|row| (row.id.as_str(), row.kind, row.severity)).collect();
    assert_eq!(
        rows,
        [
            ("j-dependency-PAY-4-OPS-9", RaidKind::Dependency, Level::High),
            ("j-dependency-PAY-4-PAY-3", RaidKind::Dependency, Level::High),
            ("j-risk-PAY-7", RaidKind::Risk, Level::Medium),
            ("j-issue-PAY-4", RaidKind::Issue, Level::High),
            ("j-risk-PAY-4", RaidKind::Risk, Level::High),
            ("j-risk-PAY-6", RaidKind::Risk, Level::Medium),
        ]
    );
    let text = |id: &str| log.items.iter().find(|row| row.id == id).unwrap().description.clone();
    assert_eq!(text("j-risk-PAY-4"), "PAY-4 is due on 18 Dec 2026 and blocked.");
    assert_eq!(text("j-issue-PAY-4"), "Blocked since 10 Dec 2026: waiting for PAY-3.");
    assert_eq!(
        text("j-dependency-PAY-4-OPS-9"),
        "PAY-4 cannot finish before OPS-9; OPS-9 belongs to another project."
    );
}

#[test]
fn a_raid_row_lives_resolves_and_goes() {
    let ctx = context();
    let blocked = made("PAY-1", |i| i.flagged = true);
    let freed = made("PAY-1", |i| i.updated_ms = dec(15));
    let first = Artefact::RaidLog(raid(None, std::slice::from_ref(&blocked), &ctx));
    let second = raid(Some(&first), std::slice::from_ref(&freed), &ctx);
    assert_eq!(second.items.len(), 1);
    assert_eq!(second.items[0].status, RaidStatus::Resolved);
    assert_eq!(second.items[0].resolution, "Jira: PAY-1 is no longer blocked.");
    let second = Artefact::RaidLog(second);
    assert_eq!(check::unsourced(&second), Vec::<String>::new());
    let again = raid(Some(&second), &[blocked], &ctx);
    assert_eq!((again.items[0].status, again.items[0].resolution.as_str()), (RaidStatus::Open, ""));
    let later = UpkeepContext { now_ms: ctx.now_ms + 15 * DAY, ..ctx.clone() };
    let gone = raid(Some(&second), std::slice::from_ref(&freed), &later);
    assert!(gone.items.iter().all(|row| row.id != "j-issue-PAY-1"));
    let soon = UpkeepContext { now_ms: ctx.now_ms + DAY, ..ctx };
    assert_eq!(Artefact::RaidLog(raid(Some(&second), &[freed], &soon)), second);
}

#[test]
fn what_patches_wrote_survives_with_its_sources() {
    let facts = project();
    let ctx = context();
    let by =
        Sources { signals: vec!["mail-1".into()], trust: Trust::Known, severity: Severity::Low };
    let patched = |kind, patches: Vec<Patch>| {
        let base = upkeep(kind, None, &facts, &ctx);
        let all = patches
            .iter()
            .fold(base, |artefact, patch| apply(&artefact, patch, &by, "seed", dec(14)).unwrap());
        (upkeep(kind, Some(&all), &facts, &ctx), all)
    };
    let mitigate = Patch::UpdateRaid {
        id: "j-risk-PAY-6".into(),
        status: Some(RaidStatus::Mitigating),
        mitigation: Some("Second team helps".into()),
        resolution: Some("Half of it is done".into()),
    };
    let risk = Patch::AddRaid {
        kind: RaidKind::Risk,
        title: "Vendor is late".into(),
        description: String::new(),
        severity: Level::High,
        owner: String::new(),
        due: String::new(),
        mitigation: String::new(),
    };
    let (kept, before) = patched(ArtefactType::RaidLog, vec![mitigate, risk]);
    assert_eq!(kept, before);
    let Artefact::RaidLog(log) = &kept else { panic!() };
    let row = log.items.iter().find(|row| row.id == "j-risk-PAY-6").unwrap();
    assert_eq!((row.mitigation.as_str(), row.sources.trust), ("Second team helps", Trust::Known));
    assert!(row.sources.signals.contains(&"mail-1".to_owned()));
    assert!(log.items.iter().any(|row| row.id.starts_with("p-") && row.title == "Vendor is late"));

    let note =
        Patch::MilestoneNote { id: "j-milestone-PAY-6".into(), note: "Agreed by mail".into() };
    let action = Patch::AddNextAction { text: "Book the review.".into() };
    let (kept, before) = patched(ArtefactType::DeliveryState, vec![note, action]);
    assert_eq!(kept, before);
    let Artefact::DeliveryState(state) = &kept else { panic!() };
    assert_eq!(state.milestones[0].notes, "Overdue since 10 Dec 2026.\nAgreed by mail");
    assert_eq!(state.milestones[0].sources.trust, Trust::Known);

    let scope = Patch::AddScopeNote { text: "Refunds are out.".into() };
    let (kept, before) = patched(ArtefactType::BacklogSummary, vec![scope]);
    assert_eq!(kept, before);
    let decision = Patch::AddDecision {
        title: "Use queues".into(),
        context: String::new(),
        options: Vec::new(),
        decision: "Queues".into(),
        rationale: String::new(),
        by: String::new(),
    };
    let (kept, before) = patched(ArtefactType::DecisionLog, vec![decision]);
    assert_eq!(kept, before);
    assert_eq!(check::rows(&kept).len(), 1);
}

#[test]
fn a_resolution_by_mail_stands_until_jira_changes() {
    let ctx = context();
    let by = Sources { signals: vec!["mail-1".into()], ..Sources::default() };
    let blocked = made("PAY-1", |i| i.flagged = true);
    let base = Artefact::RaidLog(raid(None, std::slice::from_ref(&blocked), &ctx));
    let resolve = Patch::UpdateRaid {
        id: "j-issue-PAY-1".into(),
        status: Some(RaidStatus::Resolved),
        mitigation: None,
        resolution: Some("Signed".into()),
    };
    let resolved = apply(&base, &resolve, &by, "seed", dec(14)).unwrap();
    let same = raid(Some(&resolved), &[blocked], &ctx);
    assert_eq!(
        (same.items[0].status, same.items[0].sources.trust),
        (RaidStatus::Resolved, Trust::Unknown)
    );
    let changed = made("PAY-1", |i| {
        i.flagged = true;
        i.updated_ms = dec(15);
    });
    let open = raid(Some(&resolved), &[changed], &ctx);
    assert_eq!((open.items[0].status, open.items[0].resolution.as_str()), (RaidStatus::Open, ""));
}

#[test]
fn the_backlog_of_the_sample() {
    let summary = backlog(&project(), &context());
    assert_eq!(summary.total, 8);
    assert_eq!(
        summary.by_status,
        [("To Do".to_owned(), 4), ("Done".to_owned(), 2), ("In Progress".to_owned(), 2)]
    );
    let rows: Vec<(HighlightKind, &str)> =
        summary.highlights.iter().map(|row| (row.kind, row.issue.as_str())).collect();
    assert_eq!(
        rows,
        [
            (HighlightKind::Blocked, "PAY-4"),
            (HighlightKind::Stale, "PAY-7"),
            (HighlightKind::MissingCriteria, "PAY-4"),
            (HighlightKind::ScopeCreep, "PAY-8"),
            (HighlightKind::New, "PAY-8"),
        ]
    );
    assert_eq!(summary.scope_notes.len(), 1);
    assert_eq!(
        summary.scope_notes[0].text,
        "1 issue with 2 points joined Sprint 6 after its start."
    );
    assert_eq!(summary.refinement[0].issue, "PAY-4");
    assert_eq!(summary.refinement[0].reason, "Planned for a sprint with no acceptance criteria.");
    let first = UpkeepContext { first_sync: true, ..context() };
    let fresh = backlog(&project(), &first);
    assert!(fresh.highlights.iter().all(|row| row.kind != HighlightKind::New));
}

#[test]
fn texts_are_impersonal() {
    for kind in KINDS {
        let text = serde_json::to_string(&upkeep(kind, None, &project(), &context())).unwrap();
        let words = text.to_lowercase();
        let words: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).collect();
        for word in ["i", "we", "our", "my", "us"] {
            assert!(!words.contains(&word), "{kind:?} says {word}");
        }
    }
}

#[test]
fn cycle_time_is_a_median_and_velocity_keeps_the_last_five() {
    let finished = |key: &str, days: i64| {
        let mut fact = made(key, |i| i.status_category = StatusCategory::Done);
        fact.started_ms = Some(dec(1));
        fact.done_ms = Some(dec(1) + days * DAY);
        fact
    };
    let time = |facts: &[IssueFact]| delivery(facts).metrics.cycle_time_days_x10;
    assert_eq!(time(&[]), None);
    assert_eq!(time(&[finished("A-1", 3)]), Some(30));
    assert_eq!(time(&[finished("A-1", 3), finished("A-2", 4)]), Some(35));
    assert_eq!(time(&[finished("A-1", 9), finished("A-2", 4), finished("A-3", 1)]), Some(40));
    let closed: Vec<IssueFact> = (1..=7)
        .map(|id| {
            made(&format!("A-{id}"), |i| {
                i.status_category = StatusCategory::Done;
                i.points_x10 = Some(10 * id);
                let mut old = sprint(id.unsigned_abs(), "closed");
                old.end_ms = dec(id);
                i.sprint = Some(old);
            })
        })
        .collect();
    assert_eq!(delivery(&closed).metrics.velocity_x10, [30, 40, 50, 60, 70]);
}
