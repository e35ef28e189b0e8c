//! A project with all four artefacts, settings, an overview.

use api_types::artefacts::{
    Artefact, BacklogSummary, Blocker, DecisionLog, DecisionRow, DecisionStatus, DeliveryState,
    Highlight, HighlightKind, Level, Metrics, Milestone, MilestoneState, NextAction, Rag, RaidItem,
    RaidKind, RaidLog, RaidStatus, Refinement, ScopeNote, Sources, SprintRow, Weighed,
};
use api_types::{
    ArtefactView, BudgetSettings, Change, ChangeKind, DecisionState, Hours, Overview,
    ProjectSummary, ProjectView, Settings, SettingsView,
};
use scoring_core::{ArtefactType, Autonomy, Severity, Trust};

use super::{ENGINE, MIN, NOW_MS, decision, events, holds, status};

fn cites(ids: &[&str]) -> Sources {
    let signals = ids.iter().map(|id| (*id).to_owned()).collect();
    Sources { signals, trust: Trust::Internal, severity: Severity::None }
}

pub fn summaries() -> Vec<ProjectSummary> {
    let one = |id: &str, name: &str, key: &str, overall, summary: &str, blockers, waiting| {
        ProjectSummary {
            id: id.to_owned(),
            name: name.to_owned(),
            key: key.to_owned(),
            status: "active".to_owned(),
            overall,
            summary: summary.to_owned(),
            blockers,
            waiting,
            updated_ms: Some(NOW_MS - 34 * MIN),
        }
    };
    vec![
        one(
            "payments",
            "Payments migration",
            "PAY",
            Some(Rag::Amber),
            "The cut-over slipped by four days; the certificate is the last open dependency.",
            2,
            3,
        ),
        one(
            "atlas",
            "Atlas rollout",
            "ATL",
            Some(Rag::Green),
            "Training dates are set; nothing is blocked.",
            0,
            2,
        ),
    ]
}

fn milestone(id: &str, name: &str, due: &str, state: MilestoneState, notes: &str) -> Milestone {
    Milestone {
        id: id.to_owned(),
        name: name.to_owned(),
        due: due.to_owned(),
        state,
        notes: notes.to_owned(),
        sources: cites(&["s1"]),
    }
}

fn delivery() -> DeliveryState {
    use MilestoneState as M;
    DeliveryState {
        overall: Rag::Amber,
        summary: "The cut-over slipped by four days; the certificate is the last open dependency."
            .to_owned(),
        sources: cites(&["s1", "s2"]),
        sprint: Some(SprintRow {
            name: "Sprint 14".to_owned(),
            starts: "2026-11-02".to_owned(),
            ends: "2026-11-15".to_owned(),
            goal: "Reconciliation runs clean for three nights".to_owned(),
            points_total_x10: 340,
            points_done_x10: 185,
            points_in_progress_x10: 110,
            points_blocked_x10: 45,
            sources: cites(&["s1"]),
        }),
        milestones: vec![
            milestone("m1", "Test environment ready", "2026-10-23", M::Completed, ""),
            milestone(
                "m2",
                "Bank certificate",
                "2026-11-11",
                M::AtRisk,
                "The vendor confirmed by mail.",
            ),
            milestone("m3", "Cut-over", "2026-11-16", M::Delayed, "Was 12 November."),
            milestone("m4", "Old gateway off", "2026-12-04", M::OnTrack, ""),
        ],
        blockers: vec![Blocker {
            id: "b1".to_owned(),
            text: "The certificate for the bank's endpoint expires on 12 November.".to_owned(),
            owner: "Mei Lin".to_owned(),
            raised_ms: NOW_MS - 3000 * MIN,
            severity: Level::High,
            issue: "PAY-151".to_owned(),
            sources: cites(&["s3"]),
        }],
        metrics: Metrics {
            velocity_x10: vec![280, 315, 300],
            cycle_time_days_x10: Some(34),
            open_blockers: 1,
            active_risks: 3,
        },
        next_actions: vec![NextAction {
            id: "n1".to_owned(),
            text: "Confirm the support rota for Monday evening with Northbank.".to_owned(),
            sources: cites(&["s2"]),
        }],
    }
}

fn raid() -> RaidLog {
    let one = |id: &str, kind, title: &str, severity, status, owner: &str, due: &str| RaidItem {
        id: id.to_owned(),
        kind,
        title: title.to_owned(),
        severity,
        status,
        owner: owner.to_owned(),
        raised_ms: NOW_MS - 9000 * MIN,
        due: due.to_owned(),
        source: "PAY-142".to_owned(),
        sources: cites(&["s1"]),
        ..RaidItem::default()
    };
    let mut first = one(
        "r1",
        RaidKind::Risk,
        "Reconciliation finds differences after the cut-over",
        Level::High,
        RaidStatus::Mitigating,
        "Tom Okafor",
        "2026-11-16",
    );
    first.mitigation = "One more night of test runs with the full ledger.".to_owned();
    RaidLog {
        items: vec![
            first,
            one(
                "r2",
                RaidKind::Dependency,
                "Bank renews the endpoint certificate",
                Level::Medium,
                RaidStatus::Open,
                "Mei Lin",
                "2026-11-11",
            ),
            one(
                "r3",
                RaidKind::Assumption,
                "Support covers Monday evening",
                Level::Low,
                RaidStatus::Open,
                "",
                "",
            ),
            one(
                "r4",
                RaidKind::Issue,
                "Two duplicate refunds in the test run of 4 November",
                Level::Medium,
                RaidStatus::Resolved,
                "Ana Costa",
                "2026-11-06",
            ),
        ],
    }
}

fn backlog() -> BacklogSummary {
    let pair = |name: &str, n| (name.to_owned(), n);
    BacklogSummary {
        total: 41,
        by_status: vec![
            pair("To Do", 17),
            pair("Done", 14),
            pair("In Progress", 7),
            pair("Blocked", 3),
        ],
        by_priority: vec![pair("Medium", 22), pair("High", 11), pair("Low", 8)],
        highlights: vec![
            Highlight {
                issue: "PAY-151".to_owned(),
                kind: HighlightKind::Blocked,
                detail: "Waits for the bank's certificate since 7 November.".to_owned(),
                suggestion: "Ask Mei Lin for the vendor's date.".to_owned(),
                sources: cites(&["s3"]),
            },
            Highlight {
                issue: "PAY-133".to_owned(),
                kind: HighlightKind::MissingCriteria,
                detail: "High priority without acceptance criteria.".to_owned(),
                suggestion: String::new(),
                sources: cites(&["s1"]),
            },
        ],
        refinement: vec![Refinement {
            issue: "PAY-160".to_owned(),
            reason: "Next in order, 13 points, not split.".to_owned(),
            sources: cites(&["s1"]),
        }],
        scope_notes: vec![ScopeNote {
            id: "sn1".to_owned(),
            text: "Two issues were added to sprint 14 after it started.".to_owned(),
            sources: cites(&["s1"]),
        }],
        sources: cites(&["s1"]),
    }
}

fn decisions() -> DecisionLog {
    DecisionLog {
        items: vec![DecisionRow {
            id: "d1".to_owned(),
            title: "Cut over in one night, not by region".to_owned(),
            context: "The gateway cannot run both ledgers.".to_owned(),
            options: vec![Weighed {
                option: "By region".to_owned(),
                pros: vec!["smaller steps".to_owned()],
                cons: vec!["two ledgers for a week".to_owned()],
            }],
            decision: "One night, with the old gateway kept warm.".to_owned(),
            rationale: "Rollback stays possible until 06:00.".to_owned(),
            by: "Steering group".to_owned(),
            decided_ms: NOW_MS - 20_000 * MIN,
            status: DecisionStatus::Active,
            related: vec!["PAY-101".to_owned()],
            outcome: String::new(),
            sources: cites(&["s2"]),
        }],
    }
}

pub fn project() -> ProjectView {
    let one = |content: Artefact, changes: Vec<Change>| ArtefactView {
        artefact: content.kind(),
        version: 6,
        updated_ms: NOW_MS - 34 * MIN,
        undo_to: (!changes.is_empty()).then_some(5),
        content,
        changes,
        markdown: "# Delivery state".to_owned(),
    };
    let change = |kind, row: &str, field: &str, before: &str, after: &str| Change {
        kind,
        row: row.to_owned(),
        field: field.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let label = |id: &str, label: &str| {
        (id.to_owned(), label.to_owned(), format!("https://example.com/{id}"))
    };
    ProjectView {
        project: summaries().remove(0),
        artefacts: vec![
            one(
                Artefact::DeliveryState(delivery()),
                vec![
                    change(ChangeKind::Changed, "overall", "overall", "green", "amber"),
                    change(ChangeKind::Changed, "m3", "due", "2026-11-12", "2026-11-16"),
                    change(ChangeKind::Changed, "m3", "state", "on track", "delayed"),
                ],
            ),
            one(
                Artefact::RaidLog(raid()),
                vec![change(ChangeKind::Added, "r3", "", "", "Support covers Monday evening")],
            ),
            one(Artefact::BacklogSummary(backlog()), Vec::new()),
            one(Artefact::DecisionLog(decisions()), Vec::new()),
        ],
        sources: vec![
            label("s1", "PAY-142: due date changed"),
            label("s2", "Mail: Cut-over, one more night"),
            label("s3", "PAY-151: comment by Mei Lin"),
        ],
    }
}

pub fn empty_project() -> ProjectView {
    ProjectView { project: summaries().remove(0), artefacts: Vec::new(), sources: Vec::new() }
}

pub fn artefact_types(view: &ProjectView) -> Vec<ArtefactType> {
    view.artefacts.iter().map(|artefact| artefact.artefact).collect()
}

pub fn settings() -> SettingsView {
    SettingsView {
        settings: Settings {
            revision: 4,
            autonomy: Autonomy::Maintain,
            dry_run: false,
            hours: Hours {
                zone: "Australia/Sydney".to_owned(),
                start_min: 480,
                end_min: 1080,
                days: vec![1, 2, 3, 4, 5],
                days_off: vec!["2026-12-25".to_owned()],
            },
            polling_interval_min: 15,
            budget: BudgetSettings { day_microusd: 230_000, month_microusd: 7_000_000 },
            single_keys: true,
            lapse_enabled: true,
            links_allowed: vec!["example.com".to_owned()],
            notice_address: "dana@example.com".to_owned(),
            ..Settings::initial("Australia/Sydney")
        },
        spent_today_microusd: 80_000,
        spent_month_microusd: 1_420_000,
        model: "rules, no model".to_owned(),
        version: "0.1.0".to_owned(),
        engine_digest: ENGINE.to_owned(),
        integrations: vec![
            ("Jira".to_owned(), "connected, last read 4 min ago".to_owned()),
            ("Outlook".to_owned(), "connected, last read 4 min ago".to_owned()),
        ],
    }
}

pub fn overview() -> Overview {
    Overview {
        status: status(),
        holds: holds().into_iter().take(3).collect(),
        decisions: vec![decision("esc-1", DecisionState::Pending)],
        projects: summaries(),
        events: events(),
    }
}

pub fn empty_overview() -> Overview {
    let mut status = status();
    (status.held, status.decisions) = (0, 0);
    Overview {
        status,
        holds: Vec::new(),
        decisions: Vec::new(),
        projects: Vec::new(),
        events: Vec::new(),
    }
}
