//! Everything that the loader refuses, each with the state to blame.

use serde_json::{Value, json};
use statemachine::{LoadFault, StateMachine};

/// A small valid machine: a Task `A`, a Map `M` with a Pass `I` inside, a Succeed `Z`.
fn base() -> Value {
    json!({"StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "${HousekeepingArn}", "Payload": {}},
            "TimeoutSeconds": 5, "ResultPath": "$.a", "Next": "M"},
        "M": {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 1, "Next": "Z",
            "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "I",
                "States": {"I": {"Type": "Pass", "End": true}}}},
        "Z": {"Type": "Succeed"}}})
}

/// Puts `value` at `pointer` of the base machine and expects the refusal.
fn check(pointer: &str, value: Value, state: &str, matches: impl Fn(&LoadFault) -> bool) {
    let mut definition = base();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = definition.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Value::Null if key != "ResultPath" => drop(parent.remove(key)),
        value => drop(parent.insert(key.to_owned(), value)),
    }
    let error = StateMachine::parse(&definition.to_string()).expect_err(pointer);
    assert_eq!(error.state(), state, "{pointer}: {error}");
    assert!(matches(error.fault()), "{pointer}: {error}");
    assert!(error.to_string().contains(state));
}

macro_rules! refuse {
    ($pointer:literal, $value:tt, $state:literal, $fault:pat) => {
        check($pointer, json!($value), $state, |fault| matches!(fault, $fault))
    };
}

#[test]
fn the_base_machine_is_accepted() {
    StateMachine::parse(&base().to_string()).unwrap();
}

#[test]
fn text_that_is_not_a_definition() {
    for text in ["", "[", "[]", "null", "{}", r#"{"StartAt":"A","StartAt":"B","States":{}}"#] {
        assert_eq!(StateMachine::parse(text).unwrap_err().state(), "(machine)", "{text}");
    }
    let twice = base().to_string().replacen("\"Z\":", "\"M\":{},\"Z\":", 1);
    let error = StateMachine::parse(&twice).unwrap_err();
    assert!(matches!(error.fault(), LoadFault::Json(_)), "{error}");
}

#[test]
fn types_and_fields() {
    use LoadFault::*;
    for kind in ["Wait", "Parallel", "Pas"] {
        check("/States/Z/Type", json!(kind), "Z", |f| matches!(f, UnsupportedType(_)));
    }
    refuse!("/Surprise", 1, "(machine)", UnsupportedField(_));
    refuse!("/QueryLanguage", "JSONata", "(machine)", UnsupportedValue { .. });
    refuse!("/States/A/HeartbeatSeconds", 1, "A", UnsupportedField(_));
    refuse!("/States/A/Resource", "arn:aws:states:::sqs:sendMessage", "A", UnsupportedValue { .. });
    refuse!("/States/A/Parameters/Qualifier", "1", "A", UnsupportedField(_));
    refuse!("/States/A/Parameters/FunctionName", "${Nobody}", "A", UnknownFunction(_));
    refuse!("/States/A/TimeoutSeconds", null, "A", MissingTimeout);
    refuse!("/States/A/TimeoutSeconds", 0, "A", InvalidField { .. });
    refuse!("/States/A/Assign", {}, "A", UnsupportedField(_));
    refuse!("/States/A/End", true, "A", InvalidField { .. });
    refuse!("/States/A/Next", null, "A", MissingField(_));
    refuse!("/States/Z/Next", "A", "Z", UnsupportedField(_));
    refuse!("/States/Z/ResultPath", "$.x", "Z", UnsupportedField(_));
    refuse!("/States/M/MaxConcurrency", 2, "M", UnsupportedValue { .. });
    refuse!("/States/M/MaxConcurrency", null, "M", MissingField(_));
    refuse!("/States/M/Retry", [], "M", UnsupportedField(_));
    refuse!("/States/M/ItemProcessor/ProcessorConfig", {"Mode": "DISTRIBUTED"}, "M",
        UnsupportedValue { .. });
    refuse!("/States/M/ItemProcessor/States/I/Type", "Wait", "I", UnsupportedType(_));
}

#[test]
fn the_graph() {
    use LoadFault::*;
    refuse!("/StartAt", "Nowhere", "(machine)", UndefinedTarget(_));
    refuse!("/States/A/Next", "Nowhere", "A", UndefinedTarget(_));
    refuse!("/States/A/Next", "Z", "M", Unreachable);
    refuse!("/States/A/Next", "I", "A", UndefinedTarget(_));
    refuse!("/States/M/ItemProcessor/StartAt", "Z", "M", UndefinedTarget(_));
    refuse!("/States/M/ItemProcessor/States", {"A": {"Type": "Pass", "End": true}}, "M",
        UndefinedTarget(_));
    refuse!("/States/Z", {"Type": "Pass", "Next": "A"}, "(machine)", Endless);
    refuse!("/States/M/ItemProcessor", {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, "A",
        DuplicateName);
    refuse!("/States/A/Catch", [{"ErrorEquals": ["X"], "Next": "I"}], "A", UndefinedTarget(_));
}

#[test]
fn paths_and_templates() {
    use LoadFault::*;
    for path in ["a", "$a", "$..a", "$.a[?(@.b)]", "$.a[1:2]", "$.a[-1]", "$.", "$['a']", "$.a-b"] {
        check("/States/A/InputPath", json!(path), "A", |f| matches!(f, InvalidPath { .. }));
    }
    for path in ["$.a[*]", "$.a[0]", "$$.Execution.Id"] {
        check("/States/A/ResultPath", json!(path), "A", |f| matches!(f, InvalidPath { .. }));
    }
    refuse!("/States/M/ItemsPath", "$[*]", "M", InvalidPath { .. });
    refuse!("/States/A/Parameters/Payload", {"x.$": "States.UUID()"}, "A",
        UnsupportedIntrinsic { .. });
    refuse!("/States/A/Parameters/Payload", {"deep": [{"x.$": 5}]}, "A", InvalidField { .. });
    refuse!("/States/A/Parameters/Payload", {"x.$": "$$.Task.Token"}, "A", InvalidPath { .. });
    refuse!("/States/A/Parameters/Payload", {"x.$": "$$.Map.Item.Index"}, "A", InvalidPath { .. });
    refuse!("/States/A/Parameters/Payload.$", "$", "A", InvalidField { .. });
    refuse!("/States/A/ResultSelector", 5, "A", InvalidField { .. });
}

#[test]
fn retries_and_catches() {
    use LoadFault::*;
    let next = |names: Value| json!({"ErrorEquals": names, "Next": "Z"});
    check("/States/A/Catch", json!([next(json!(["States.ALL", "X"]))]), "A", |f| {
        matches!(f, AllNotLast("Catch"))
    });
    let order = json!([next(json!(["States.ALL"])), next(json!(["X"]))]);
    check("/States/A/Catch", order, "A", |f| matches!(f, AllNotLast("Catch")));
    refuse!("/States/A/Retry", [{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["X"]}], "A",
        AllNotLast("Retry"));
    refuse!("/States/A/Retry", [{"ErrorEquals": []}], "A", InvalidField { .. });
    refuse!("/States/A/Retry", [{"ErrorEquals": ["States.All"]}], "A", UnknownErrorName(_));
    refuse!("/States/A/Retry", [{"ErrorEquals": ["States.Runtime"]}], "A", UnknownErrorName(_));
    refuse!("/States/A/Retry", [{"ErrorEquals": ["X"], "BackoffRate": 0.5}], "A",
        InvalidField { .. });
    refuse!("/States/A/Retry", [{"ErrorEquals": ["X"], "JitterStrategy": "FULL"}], "A",
        UnsupportedValue { .. });
    refuse!("/States/A/Retry", [{"ErrorEquals": ["X"], "Surprise": 1}], "A", UnsupportedField(_));
}

#[test]
fn choices() {
    use LoadFault::*;
    let choice = |rule: Value| json!({"Type": "Choice", "Choices": [rule], "Default": "M"});
    let check_rule = |rule: Value, matches: fn(&LoadFault) -> bool| {
        let mut definition = base();
        definition["States"]["C"] = choice(rule.clone());
        definition["StartAt"] = json!("C");
        definition["States"]["C"]["Default"] = json!("A");
        let error = StateMachine::parse(&definition.to_string()).expect_err("a rule");
        assert_eq!(error.state(), "C", "{rule}: {error}");
        assert!(matches(error.fault()), "{rule}: {error}");
    };
    check_rule(
        json!({"Variable": "$.a", "StringMatches": "x*", "Next": "A"}),
        |f| matches!(f, UnsupportedField(name) if name == "StringMatches"),
    );
    check_rule(json!({"Variable": "$.a", "StringEquals": "x"}), |f| matches!(f, MissingField(_)));
    check_rule(json!({"StringEquals": "x", "Next": "A"}), |f| matches!(f, MissingField(_)));
    check_rule(json!({"And": [], "Next": "A"}), |f| matches!(f, InvalidField { .. }));
    check_rule(json!({"Variable": "$.a", "BooleanEquals": "x", "Next": "A"}), |f| {
        matches!(f, InvalidField { .. })
    });
    check_rule(json!({"Variable": "$.a", "IsPresent": true, "Next": "Nowhere"}), |f| {
        matches!(f, UndefinedTarget(_))
    });
}
