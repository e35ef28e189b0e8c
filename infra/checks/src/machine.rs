//! The state machine: every Task has a function, a time-out, a Retry and a Catch; every error type exists.

use serde_json::{Map, Value};
use statemachine::{FUNCTIONS, StateMachine};

use crate::Template;
use crate::template::texts;

/// Error types that a function of Holdfast answers with: `CaseError::error_type`, what a failed set-up and a bad event say
/// (`host-lambda/bootstrap/src/err.rs`), and a time budget that is over.
const ERROR_TYPES: [&str; 12] = [
    "Throttled",
    "UpstreamUnavailable",
    "Timeout",
    "Store",
    "Integration",
    "Judgement",
    "LeaseHeld",
    "LeaseLost",
    "NotFound",
    "Invalid",
    "Setup",
    "Moved",
];
/// Error names of Lambda and Step Functions (Step Functions Developer Guide, "Handling errors").
const PLATFORM: [&str; 9] = [
    "States.ALL",
    "States.Timeout",
    "States.TaskFailed",
    "Sandbox.Timedout",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.TooManyRequestsException",
];

/// Every finding about the machine.
#[must_use]
pub fn machine(template: &Template, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Err(error) = StateMachine::parse(text) {
        found.push(format!("the machine is not one that runs locally: {error}"));
    }
    let tree: Value = match serde_json::from_str(text) {
        Ok(tree) => tree,
        Err(error) => return vec![format!("the machine is no JSON: {error}")],
    };
    if tree["TimeoutSeconds"].as_u64().is_none() {
        found.push("the machine has no time-out".to_owned());
    }
    states(&tree, &mut |name, state| {
        if state["Type"] == "Task" {
            task(template, name, state, &mut found);
        }
    });
    for (variable, handler) in FUNCTIONS {
        let machines = template.of_type("AWS::Serverless::StateMachine");
        let mut named = machines.map(|(_, p)| &p["DefinitionSubstitutions"][variable]);
        let function = named.find_map(|v| v["Fn::GetAtt"][0].as_str()).unwrap_or_default();
        if template.properties(function)["Handler"] != handler {
            found.push(format!("`{variable}` does not stand for the function `{handler}`"));
        }
    }
    found
}

fn states(tree: &Value, visit: &mut dyn FnMut(&str, &Map<String, Value>)) {
    for (name, state) in tree["States"].as_object().into_iter().flatten() {
        let Some(state) = state.as_object() else { continue };
        visit(name, state);
        if let Some(inner) = state.get("ItemProcessor") {
            states(inner, visit);
        }
    }
}

fn task(template: &Template, name: &str, state: &Map<String, Value>, found: &mut Vec<String>) {
    let get = |key: &str| state.get(key).unwrap_or(&Value::Null);
    let variable = get("Parameters")["FunctionName"].as_str().unwrap_or_default();
    let known = FUNCTIONS.iter().find(|(v, _)| variable == format!("${{{v}}}"));
    match known {
        None => found.push(format!("`{name}` invokes `{variable}`, which is no function")),
        Some((_, handler)) if !template.functions().iter().any(|(_, h)| h == handler) => {
            found.push(format!("`{name}` invokes `{handler}`, which the template does not have"));
        }
        Some(_) => {}
    }
    if get("TimeoutSeconds").as_u64().is_none() {
        found.push(format!("`{name}` has no time-out"));
    }
    for list in ["Retry", "Catch"] {
        let rules = get(list).as_array().cloned().unwrap_or_default();
        if rules.is_empty() && list == "Retry" {
            found.push(format!("`{name}` has no {list}"));
        }
        for (at, rule) in rules.iter().enumerate() {
            let errors = texts(&rule["ErrorEquals"]);
            if errors.contains(&"States.ALL") && (at + 1 != rules.len() || errors.len() > 1) {
                found.push(format!("`{name}`, {list}: States.ALL is not alone and last"));
            }
            for error in errors {
                if !ERROR_TYPES.contains(&error) && !PLATFORM.contains(&error) {
                    found.push(format!("`{name}`, {list}: nothing answers with `{error}`"));
                }
            }
        }
    }
    let caught = get("Catch").as_array().is_some_and(|rules| {
        rules.iter().any(|rule| texts(&rule["ErrorEquals"]).contains(&"States.ALL"))
    });
    // The states that release the lease after a failure have nothing behind them to go to.
    let last = get("End").as_bool() == Some(true) || name.starts_with("Record");
    if !caught && !last {
        found.push(format!("`{name}` does not catch every error"));
    }
}
