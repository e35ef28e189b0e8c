//! How states treat their data, errors and time.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use statemachine::{
    Execution, ExecutionFailure, Observer, StateMachine, StepOutcome, StepRecord, TaskFailure,
};

use crate::scripted::{Scripted, cycle, detected, request, well};

async fn run(definition: &Value, input: Value) -> Result<Execution, ExecutionFailure> {
    let echo = Scripted::new(|_, payload, _| Ok(payload.clone()));
    let machine = StateMachine::parse(&definition.to_string()).unwrap();
    let request = statemachine::ExecutionRequest { input, ..request() };
    machine.execute(&echo, request, &()).await
}

/// One Task that echoes `Payload`, with `extra` fields.
fn task(extra: Value) -> Value {
    let mut state = json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "${HousekeepingArn}", "Payload": {"x.$": "$.x"}},
        "TimeoutSeconds": 5, "End": true});
    for (key, value) in extra.as_object().unwrap() {
        state[key] = value.clone();
    }
    json!({"StartAt": "A", "States": {"A": state}})
}

#[tokio::test]
async fn the_data_fields_of_a_task() {
    let input = json!({"x": 1, "in": {"x": 2}});
    let envelope = json!({"Payload": {"x": 1}, "StatusCode": 200});
    let cases = [
        (json!({}), envelope.clone()),
        (json!({"ResultPath": null}), input.clone()),
        (json!({"ResultPath": "$.r.s"}), json!({"x": 1, "in": {"x": 2}, "r": {"s": envelope}})),
        (json!({"InputPath": "$.in", "OutputPath": "$.Payload"}), json!({"x": 2})),
        (
            json!({"InputPath": "$.in", "ResultSelector": {"y.$": "$.Payload.x"},
            "ResultPath": "$.r"}),
            json!({"x": 1, "in": {"x": 2}, "r": {"y": 2}}),
        ),
        (json!({"OutputPath": null}), json!({})),
    ];
    for (extra, expected) in cases {
        let execution = run(&task(extra.clone()), input.clone()).await.unwrap();
        assert_eq!(execution.output, expected, "{extra}");
    }
}

#[tokio::test]
async fn a_missing_path_is_a_runtime_error_that_no_catch_matches() {
    let caught = json!({"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Z"}]});
    let mut definition = task(caught);
    definition["States"]["Z"] = json!({"Type": "Succeed"});
    let failure = run(&definition, json!({})).await.unwrap_err();
    assert_eq!(failure.error, "States.Runtime");
    assert!(failure.cause.contains("$.x"), "{}", failure.cause);
}

#[tokio::test]
async fn a_state_over_the_limit_ends_the_execution() {
    let fits = json!({"x": "x".repeat(200_000)});
    assert!(run(&task(json!({})), fits).await.is_ok());
    let failure = run(&task(json!({})), json!({"x": "x".repeat(262_144)})).await.unwrap_err();
    assert_eq!(failure.error, "States.DataLimitExceeded");
    let doubled = run(&task(json!({"ResultPath": "$.r"})), json!({"x": "x".repeat(200_000)})).await;
    assert_eq!(doubled.unwrap_err().error, "States.DataLimitExceeded");
}

#[tokio::test]
async fn choice_rules() {
    let rules = [
        (json!({"Variable": "$.n", "NumericGreaterThan": 3}), json!({"n": 4}), true),
        (json!({"Variable": "$.n", "NumericGreaterThan": 3}), json!({"n": 3}), false),
        (json!({"Variable": "$.n", "NumericGreaterThan": 3}), json!({"n": "4"}), false),
        (json!({"Variable": "$.n", "IsPresent": true}), json!({"n": null}), true),
        (json!({"Variable": "$.n", "IsPresent": false}), json!({}), true),
        (json!({"Not": {"Variable": "$.n", "BooleanEquals": true}}), json!({"n": false}), true),
        (
            json!({"And": [{"Variable": "$.n", "IsPresent": true},
            {"Variable": "$.n", "StringEquals": "a"}]}),
            json!({}),
            false,
        ),
        (
            json!({"Or": [{"Variable": "$.n", "StringEquals": "a"},
            {"Variable": "$.n", "StringEquals": "b"}]}),
            json!({"n": "b"}),
            true,
        ),
    ];
    for (mut rule, input, expected) in rules {
        rule["Next"] = json!("Yes");
        let definition = json!({"StartAt": "C", "States": {
            "C": {"Type": "Choice", "Choices": [rule.clone()], "Default": "No"},
            "Yes": {"Type": "Pass", "Result": true, "End": true},
            "No": {"Type": "Pass", "Result": false, "End": true}}});
        let execution = run(&definition, input.clone()).await.unwrap();
        assert_eq!(execution.output, json!(expected), "{rule} on {input}");
    }
}

#[tokio::test]
async fn a_map_gives_each_item_its_value_and_index() {
    let definition = json!({"StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1,
        "ItemsPath": "$.list", "End": true, "ResultPath": "$.out",
        "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value.k",
            "run.$": "$$.Execution.Id", "all.$": "$.list[*].k"},
        "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}}}});
    let input = json!({"list": [{"k": "a"}, {"k": "b"}]});
    let execution = run(&definition, input.clone()).await.unwrap();
    let item = |i, v| json!({"i": i, "v": v, "run": "x1", "all": ["a", "b"]});
    assert_eq!(execution.output["out"], json!([item(0, "a"), item(1, "b")]));
    assert_eq!(execution.output["list"], input["list"]);
    assert_eq!(execution.transitions, 3);
}

#[tokio::test]
async fn an_endless_loop_is_ended() {
    let definition = json!({"StartAt": "A", "States": {
        "A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "Z"}],
            "Default": "A"},
        "Z": {"Type": "Succeed"}}});
    let failure = run(&definition, json!({})).await.unwrap_err();
    assert_eq!((failure.error.as_str(), failure.transitions), ("States.Runtime", 5_000));
}

#[tokio::test(start_paused = true)]
async fn a_slow_function_times_out_is_tried_once_more_and_caught() {
    let detect = detected("end", &[], false);
    let mut runner =
        Scripted::new(move |function, payload, _| Ok(well(function, payload, &detect)));
    runner.latency = Duration::from_secs(601);
    let failure = cycle(&runner).await.unwrap_err();
    assert_eq!(failure.error, "States.Timeout");
    let first = &failure.steps[0];
    assert_eq!((first.started_ms, first.elapsed_ms), (0, 600_000));
    assert!(matches!(&first.outcome, StepOutcome::Retried { delay_ms: 5_000, .. }));
    let second = &failure.steps[1];
    assert_eq!((second.attempt, second.started_ms), (2, 605_000));
    assert!(matches!(&second.outcome, StepOutcome::Caught { next, .. } if next == "RecordFailure"));
}

#[tokio::test(start_paused = true)]
async fn the_whole_execution_has_a_limit() {
    let detect = detected("changes", &["p2"; 9], false);
    let mut runner =
        Scripted::new(move |function, payload, _| Ok(well(function, payload, &detect)));
    runner.latency = Duration::from_secs(250);
    // Release and the records have 30 s, but the limit of 1800 s is reached inside the Map.
    let started = tokio::time::Instant::now();
    let failure = cycle(&runner).await.unwrap_err();
    assert_eq!(failure.error, "States.Timeout");
    assert_eq!(started.elapsed().as_secs(), 1800);
    assert_eq!(failure.steps.last().unwrap().outcome, StepOutcome::Unfinished);
}

#[tokio::test(start_paused = true)]
async fn each_retrier_counts_for_itself() {
    let detect = detected("end", &[], false);
    let runner = Scripted::new(move |function, payload, earlier| match earlier {
        0 | 2 => Err(TaskFailure::new("Throttled", "")),
        1 => Err(TaskFailure::new("Lambda.ServiceException", "")),
        _ => Ok(well(function, payload, &detect)),
    });
    let execution = cycle(&runner).await.unwrap();
    let delays: Vec<_> = execution
        .steps
        .iter()
        .filter_map(|step| match step.outcome {
            StepOutcome::Retried { delay_ms, .. } => Some(delay_ms),
            _ => None,
        })
        .collect();
    assert_eq!(delays, [2_000, 1_000, 4_000]);
    assert_eq!(execution.transitions, 6);
}

#[tokio::test(start_paused = true)]
async fn an_error_that_is_not_retryable_is_not_retried() {
    let runner = Scripted::new(|_, _, _| Err(TaskFailure::new("BadRequest", "no")));
    let failure = cycle(&runner).await.unwrap_err();
    assert_eq!(runner.names(), ["change-detector:detect", "change-detector:fail"]);
    assert_eq!(failure.error, "BadRequest");
}

#[tokio::test(start_paused = true)]
async fn the_observer_sees_every_step_begin_and_end() {
    #[derive(Default)]
    struct Log(Mutex<Vec<String>>);
    impl Observer for Log {
        fn entered(&self, step: &StepRecord) {
            self.0.lock().unwrap().push(format!("+{}", step.state));
        }
        fn finished(&self, step: &StepRecord) {
            self.0.lock().unwrap().push(format!("-{}", step.state));
        }
    }
    let detect = detected("end", &[], false);
    let runner = Scripted::new(move |function, payload, _| Ok(well(function, payload, &detect)));
    let log = Log::default();
    let machine = StateMachine::parse(statemachine::AGENT_CYCLE).unwrap();
    machine.execute(&runner, request(), &log).await.unwrap();
    let expected =
        ["+ChangeDetector", "-ChangeDetector", "+WhatNext", "-WhatNext", "+Done", "-Done"];
    assert_eq!(*log.0.lock().unwrap(), expected);
}
