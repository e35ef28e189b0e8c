//! The agent cycle itself.

use serde_json::{Value, json};
use statemachine::{AGENT_CYCLE, FUNCTIONS, RETRYABLE, StateMachine, StepOutcome, TaskFailure};

use crate::scripted::{Scripted, cycle, detected, well};

fn runner(detect: Value) -> Scripted {
    Scripted::new(move |function, payload, _| Ok(well(function, payload, &detect)))
}

#[test]
fn every_task_has_a_limit_retries_and_a_catch_for_all() {
    let machine = StateMachine::parse(AGENT_CYCLE).unwrap();
    let tasks = machine.tasks();
    for task in &tasks {
        assert!(task.timeout_seconds <= 900, "{task:?}");
        assert!(RETRYABLE.iter().all(|name| task.retries.iter().any(|r| r == name)), "{task:?}");
        assert!(!task.retries.iter().any(|name| name == "States.ALL"), "{task:?}");
        assert_eq!(task.catches.last().map(String::as_str), Some("States.ALL"), "{task:?}");
    }
    for (_, function) in FUNCTIONS {
        assert!(tasks.iter().any(|task| task.function == function), "{function} is not used");
    }
    assert_eq!(machine.timeout_seconds(), Some(1800));
}

#[test]
fn every_back_off_is_written_as_the_linters_want_it() {
    let rates = AGENT_CYCLE.lines().filter(|line| line.contains("BackoffRate"));
    let rates: Vec<_> = rates.map(|line| line.trim().trim_end_matches(',')).collect();
    assert!(!rates.is_empty());
    assert!(rates.iter().all(|rate| *rate == "\"BackoffRate\": 2.0"), "{rates:?}");
}

#[tokio::test(start_paused = true)]
async fn a_cycle_without_changes_is_three_transitions_and_one_call() {
    let runner = runner(detected("end", &[], false));
    let execution = cycle(&runner).await.unwrap();
    assert_eq!(execution.transitions, 3);
    assert_eq!(runner.names(), ["change-detector:detect"]);
    let (_, payload) = &runner.calls()[0];
    assert_eq!(payload["execution_id"], "x1");
    assert_eq!(payload["started_at"], "2026-01-05T08:00:00Z");
    assert_eq!(payload["input"], json!({"schedule": "cycle"}));
}

#[tokio::test(start_paused = true)]
async fn two_projects_run_one_after_the_other_and_nothing_is_overwritten() {
    let runner = runner(detected("changes", &["p1", "p2"], false));
    let execution = cycle(&runner).await.unwrap();
    assert_eq!(
        runner.names(),
        [
            "change-detector:detect",
            "signal-normaliser",
            "triage-haiku",
            "reasoning-sonnet",
            "action-executor",
            "artefact-updater",
            "signal-normaliser",
            "triage-haiku",
            "action-executor",
            "artefact-updater",
            "change-detector:release",
        ]
    );
    // 11 calls, 1 Map, 4 Choices (WhatNext, HousekeepingDue, one per item), 2 ProjectDone, Done.
    assert_eq!(execution.transitions, 19);
    assert_eq!(execution.steps.len(), 19);
    assert_eq!(execution.output["schedule"], "cycle");
    assert_eq!(execution.output["detected"]["counts"], json!({"signals": 3}));
    assert!(execution.output["detected"].get("noise").is_none());
    assert_eq!(execution.output["processed"], json!({"done": ["p1", "p2"], "failed": []}));
    assert!(execution.state_bytes_max <= 32 * 1024);
    let calls = runner.calls();
    let (_, updater) = &calls[5];
    assert_eq!(
        *updater,
        json!({"cycle_id": "c1", "token": 7, "project_id": "p1",
            "normalised": {"counts": {"signal-normaliser": 1}},
            "triaged": {"counts": {"triaged": 2}, "needs_reasoning": true},
            "executed": {"counts": {"action-executor": 1}}})
    );
    assert_eq!(calls[6].1["pending"], 2);
    assert_eq!(calls[10].1["token"], 7);
    let items: Vec<_> = execution.steps.iter().filter_map(|step| step.item).collect();
    assert!(items.is_sorted() && items.contains(&0) && items.contains(&1));
}

#[tokio::test(start_paused = true)]
async fn housekeeping_runs_under_the_lease() {
    for (next, projects) in [("housekeeping", &[][..]), ("changes", &["p2"][..])] {
        let runner = runner(detected(next, projects, true));
        cycle(&runner).await.unwrap();
        let names = runner.names();
        assert_eq!(names[names.len() - 2..], ["housekeeping", "change-detector:release"]);
    }
}

#[tokio::test(start_paused = true)]
async fn many_projects_stay_within_the_state_limit() {
    let ids: Vec<String> = (0..200).map(|n| format!("project-{n:04}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let execution = cycle(&runner(detected("changes", &ids, true))).await.unwrap();
    assert!(execution.state_bytes_max <= 32 * 1024, "{}", execution.state_bytes_max);
}

#[tokio::test(start_paused = true)]
async fn a_failing_step_is_retried_then_caught_and_the_lease_is_released() {
    let detect = detected("housekeeping", &[], true);
    let runner = Scripted::new(move |function, payload, _| match function {
        "housekeeping" => Err(TaskFailure::new("Throttled", "slow down")),
        _ => Ok(well(function, payload, &detect)),
    });
    let failure = cycle(&runner).await.unwrap_err();
    assert_eq!((failure.error.as_str(), failure.cause.as_str()), ("Throttled", "slow down"));
    assert_eq!(runner.names().iter().filter(|name| *name == "housekeeping").count(), 4);
    assert_eq!(runner.names().last().unwrap(), "change-detector:fail");
    let (_, payload) = runner.calls().pop().unwrap();
    assert_eq!(payload["execution_id"], "x1");
    assert_eq!(payload["failure"], json!({"Error": "Throttled", "Cause": "slow down"}));
    let delays: Vec<_> = failure
        .steps
        .iter()
        .filter_map(|step| match step.outcome {
            StepOutcome::Retried { delay_ms, .. } => Some(delay_ms),
            _ => None,
        })
        .collect();
    assert_eq!(delays, [2_000, 4_000, 8_000]);
    // ChangeDetector, WhatNext, four times Housekeeping, RecordFailure, Failed.
    assert_eq!(failure.transitions, 8);
}

#[tokio::test(start_paused = true)]
async fn a_failure_before_the_lease_is_known_is_recorded_too() {
    let runner = Scripted::new(|_, payload, _| match payload["phase"].as_str() {
        Some("detect") => Err(TaskFailure::new("StoreUnreadable", "no table")),
        _ => Err(TaskFailure::new("StoreUnreadable", "no table either")),
    });
    let failure = cycle(&runner).await.unwrap_err();
    assert_eq!(failure.cause, "no table");
    assert_eq!(runner.names(), ["change-detector:detect", "change-detector:fail"]);
}

#[tokio::test(start_paused = true)]
async fn a_failing_project_does_not_stop_the_others() {
    let detect = detected("changes", &["p1", "p2"], false);
    let runner = Scripted::new(move |function, payload, _| {
        if function == "action-executor" && payload["project_id"] == "p1" {
            return Err(TaskFailure::new("PolicyRefused", "bad request"));
        }
        if payload["phase"] == "fail_project" {
            return Err(TaskFailure::new("StoreUnreadable", "not even recorded"));
        }
        Ok(well(function, payload, &detect))
    });
    let execution = cycle(&runner).await.unwrap();
    assert_eq!(execution.output["processed"], json!({"done": ["p2"], "failed": ["p1"]}));
    assert_eq!(runner.names().last().unwrap(), "change-detector:release");
    let calls = runner.calls();
    let (_, recorded) = calls.iter().find(|(_, p)| p["phase"] == "fail_project").unwrap();
    assert_eq!(recorded["project_id"], "p1");
    assert_eq!(recorded["failure"]["Error"], "PolicyRefused");
}

#[tokio::test(start_paused = true)]
async fn a_lost_lease_stops_the_remaining_projects() {
    let detect = detected("changes", &["p1", "p2"], false);
    let runner = Scripted::new(move |function, payload, _| match function {
        "triage-haiku" => Err(TaskFailure::new("LeaseLost", "token 8 is newer")),
        _ => Ok(well(function, payload, &detect)),
    });
    let failure = cycle(&runner).await.unwrap_err();
    assert_eq!((failure.error.as_str(), failure.cause.as_str()), ("LeaseLost", "token 8 is newer"));
    assert_eq!(runner.names()[1..], ["signal-normaliser", "triage-haiku", "change-detector:fail"]);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_next_is_a_failure() {
    let runner = runner(detected("surprise", &[], false));
    let failure = cycle(&runner).await.unwrap_err();
    assert_eq!(failure.error, "UnknownNext");
    assert_eq!(runner.names().last().unwrap(), "change-detector:fail");
}
