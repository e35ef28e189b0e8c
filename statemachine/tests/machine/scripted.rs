//! A runner whose answers a test writes down, and which remembers every call.

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use statemachine::{
    AGENT_CYCLE, Execution, ExecutionFailure, ExecutionRequest, StateMachine, TaskFailure,
    TaskRunner,
};

type Answer = Box<dyn Fn(&str, &Value, usize) -> Result<Value, TaskFailure> + Send + Sync>;

/// Answers by a closure over function, payload and the number of earlier calls of that function.
pub(crate) struct Scripted {
    answer: Answer,
    pub(crate) latency: Duration,
    calls: Mutex<Vec<(String, Value)>>,
}

impl Scripted {
    pub(crate) fn new(
        answer: impl Fn(&str, &Value, usize) -> Result<Value, TaskFailure> + Send + Sync + 'static,
    ) -> Self {
        Self { answer: Box::new(answer), latency: Duration::ZERO, calls: Mutex::default() }
    }

    /// Every call so far: function and payload.
    pub(crate) fn calls(&self) -> Vec<(String, Value)> {
        self.calls.lock().unwrap().clone()
    }

    /// Every call so far as one word: the function, with the phase of change-detector.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = |(function, payload): (String, Value)| match payload["phase"].as_str() {
            Some(phase) => format!("{function}:{phase}"),
            None => function,
        };
        self.calls().into_iter().map(name).collect()
    }
}

#[async_trait]
impl TaskRunner for Scripted {
    async fn run(&self, function: &str, payload: Value) -> Result<Value, TaskFailure> {
        let earlier = {
            let mut calls = self.calls.lock().unwrap();
            calls.push((function.to_owned(), payload.clone()));
            calls.iter().filter(|(name, _)| name == function).count() - 1
        };
        tokio::time::sleep(self.latency).await;
        (self.answer)(function, &payload, earlier)
    }
}

/// What change-detector finds.
pub(crate) fn detected(next: &str, projects: &[&str], housekeeping_due: bool) -> Value {
    let projects: Vec<_> =
        projects.iter().map(|id| json!({"project_id": id, "pending": 2})).collect();
    json!({"cycle_id": "c1", "token": 7, "next": next, "housekeeping_due": housekeeping_due,
        "projects": projects, "counts": {"signals": 3}, "noise": "not kept"})
}

/// A well-behaved answer of any function; triage asks for reasoning on project `p1` only.
pub(crate) fn well(function: &str, payload: &Value, detect: &Value) -> Value {
    match (function, payload["phase"].as_str()) {
        ("change-detector", Some("detect")) => detect.clone(),
        ("triage-haiku", _) => {
            json!({"needs_reasoning": payload["project_id"] == "p1", "counts": {"triaged": 2}})
        }
        _ => json!({"counts": {function: 1}}),
    }
}

pub(crate) fn request() -> ExecutionRequest {
    ExecutionRequest {
        id: "x1".into(),
        start_time: "2026-01-05T08:00:00Z".into(),
        input: json!({"schedule": "cycle"}),
    }
}

/// Runs the agent cycle.
pub(crate) async fn cycle(runner: &Scripted) -> Result<Execution, ExecutionFailure> {
    StateMachine::parse(AGENT_CYCLE).unwrap().execute(runner, request(), &()).await
}
