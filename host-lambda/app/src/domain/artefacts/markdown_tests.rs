use api_types::artefacts::{
    Blocker, DecisionRow, Level, MilestoneState, NextAction, Rag, Sources, SprintRow, Weighed,
};

use super::*;
use crate::domain::artefacts::sample::dec;

fn cited() -> Sources {
    Sources { signals: vec!["0badc0de".into()], ..Sources::default() }
}

#[test]
fn a_delivery_state_reads_as_a_status_report() {
    let mut state = DeliveryState {
        overall: Rag::Amber,
        summary: "1 issue is blocked (PAY-4).".into(),
        sources: cited(),
        sprint: Some(SprintRow {
            name: "Sprint 6".into(),
            starts: "2026-12-07".into(),
            ends: "2026-12-18".into(),
            goal: "Cards | refunds".into(),
            points_total_x10: 125,
            points_done_x10: 50,
            points_in_progress_x10: 30,
            points_blocked_x10: 25,
            sources: cited(),
        }),
        milestones: vec![Milestone {
            id: "j-milestone-PAY-5".into(),
            name: "PAY-5: Launch".into(),
            due: "2026-12-19".into(),
            state: MilestoneState::Delayed,
            notes: "Moved from 12 Dec to 19 Dec.\nAgreed by mail.".into(),
            sources: cited(),
        }],
        blockers: vec![Blocker {
            id: "j-blocker-PAY-4".into(),
            text: "Refunds (waiting for PAY-3)".into(),
            owner: String::new(),
            raised_ms: dec(10) - 1,
            severity: Level::High,
            issue: "PAY-4".into(),
            sources: cited(),
        }],
        ..DeliveryState::default()
    };
    state.metrics.velocity_x10 = vec![200, 215];
    state.metrics.open_blockers = 1;
    state.next_actions.push(NextAction {
        id: "j-next".into(),
        text: "Unblock PAY-4.".into(),
        sources: cited(),
    });
    let text = markdown_at(&Artefact::DeliveryState(state), "Payments", 600);
    let expect = "# Payments: delivery state

**Amber** - 1 issue is blocked (PAY-4).

## Sprint 6

7 Dec 2026 to 18 Dec 2026

Goal: Cards \\| refunds

12.5 points: 5 done, 3 in progress, 2.5 blocked

## Milestones

| Milestone | Due | State | Notes |
|---|---|---|---|
| PAY-5: Launch | 19 Dec 2026 | delayed | Moved from 12 Dec to 19 Dec. Agreed by mail. |

## Blockers

| Issue | Blocker | Owner | Since | Severity |
|---|---|---|---|---|
| PAY-4 | Refunds (waiting for PAY-3) | - | 10 Dec 2026 | high |

## Metrics

- Open blockers: 1
- Active risks: 0
- Velocity, oldest sprint first: 20, 21.5 points

## Next actions

- Unblock PAY-4.
";
    assert_eq!(text, expect);
    assert!(!text.contains("0badc0de"), "no signal ids");
}

#[test]
fn a_decision_reads_with_its_options_and_an_empty_log_says_so() {
    let empty = markdown(&Artefact::DecisionLog(DecisionLog::default()), "Payments");
    assert_eq!(empty, "# Payments: decision log\n\nNo decisions are recorded.\n");
    let log = DecisionLog {
        items: vec![DecisionRow {
            id: "p-1".into(),
            title: "Queue".into(),
            decision: "Use a queue.".into(),
            by: "Mia Chen".into(),
            decided_ms: dec(9),
            options: vec![Weighed {
                option: "Queue".into(),
                pros: vec!["simple".into(), "known".into()],
                cons: vec!["slower".into()],
            }],
            sources: cited(),
            ..DecisionRow::default()
        }],
    };
    let text = markdown(&Artefact::DecisionLog(log), "Payments");
    let expect = "# Payments: decision log

## Queue

**Decision:** Use a queue.

Decided by Mia Chen on 9 Dec 2026; active.

Options:

- Queue
  - For: simple; known
  - Against: slower
";
    assert_eq!(text, expect);
}

#[test]
fn empty_logs_are_whole_sentences() {
    for (artefact, expect) in [
        (Artefact::RaidLog(RaidLog::default()), "No risks, assumptions, issues or dependencies"),
        (Artefact::BacklogSummary(BacklogSummary::default()), "Issues: 0"),
    ] {
        assert!(markdown(&artefact, "P").contains(expect));
    }
}

#[test]
fn text_of_others_stays_text() {
    for (input, expect) in [
        ("![x](http://evil.example/a.png)", "\\!\\[x\\](http://evil.example/a.png)"),
        ("a | b\nc", "a \\| b c"),
        ("<img src=x>", "\\<img src=x\\>"),
        ("`code` **bold**", "\\`code\\` \\*\\*bold\\*\\*"),
    ] {
        assert_eq!(plain(input), expect);
    }
}
