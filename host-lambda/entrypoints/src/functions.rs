//! The functions that `agent-cycle.asl.json` names, run in this process.

use async_trait::async_trait;
use holdfast_app::usecases::cycle::detect::Detected;
use holdfast_app::usecases::cycle::lease::Holder;
use holdfast_app::usecases::cycle::{CycleIds, reasoning, triage};
use holdfast_app::usecases::events::NewEvent;
use holdfast_app::usecases::{App, CaseError};
use serde_json::{Value, json};
use statemachine::{TaskFailure, TaskRunner};

/// Runs the functions of the cycle.
pub struct Functions {
    app: App,
}

impl Functions {
    /// Functions over the ports.
    #[must_use]
    pub const fn new(app: App) -> Self {
        Self { app }
    }

    async fn change_detector(&self, payload: &Value) -> Result<Value, CaseError> {
        let text = |key: &str| payload.get(key).and_then(Value::as_str).unwrap_or_default();
        match text("phase") {
            "release" => {
                let read = self.app.finish_cycle(text("token")).await?;
                let sentence = format!("{read} new signals read and worked out.");
                self.checked(text("cycle_id"), sentence).await?;
                Ok(json!({ "released": true }))
            }
            "fail_project" => {
                let project = text("project_id");
                let event =
                    NewEvent::of(project, api_types::EventKind::Failure, failure_text(payload), "");
                self.app.emit(event.in_cycle(text("cycle_id"))).await?;
                Ok(json!({}))
            }
            "fail" => {
                let holder = Holder::Execution(text("execution_id"));
                let sentence = failure_text(payload);
                self.app.release_lease(&holder, Err(sentence.clone()), None).await?;
                self.app.emit(NewEvent::account(api_types::EventKind::Failure, sentence)).await?;
                Ok(json!({}))
            }
            _ => {
                let detected = match payload.pointer("/input/scheduled") {
                    Some(Value::Bool(true)) => self.app.detect_when_due(text("execution_id")).await,
                    _ => self.app.detect(text("execution_id")).await.map(Some),
                }?;
                let Some(detected) = detected else { return value(&Detected::nothing()) };
                if detected.next == "end" {
                    self.checked(&detected.cycle_id, "Checked, nothing new.".to_owned()).await?;
                }
                value(&detected)
            }
        }
    }

    /// The line of activity of a check that ended.
    async fn checked(&self, cycle: &str, sentence: String) -> Result<(), CaseError> {
        let event = NewEvent::account(api_types::EventKind::Cycle, sentence);
        self.app.emit(event.in_cycle(cycle)).await
    }

    async fn housekeeping(&self, payload: &Value) -> Result<Value, CaseError> {
        let text = |key: &str| payload.get(key).and_then(Value::as_str).unwrap_or_default();
        let counts = self.app.housekeeping(text("cycle_id"), text("token")).await?;
        value(&json!({ "counts": counts }))
    }

    async fn project_function(&self, function: &str, payload: &Value) -> Result<Value, CaseError> {
        let ids: CycleIds =
            serde_json::from_value(pick(payload, &["cycle_id", "token", "project_id"])).map_err(
                |e| {
                    CaseError::Invalid(format!("the input of {function} is not what it takes: {e}"))
                },
            )?;
        let app = &self.app;
        match function {
            "signal-normaliser" => value(&json!({ "counts": app.normalise(&ids).await? })),
            "triage-haiku" => {
                let outcome = triage::triage(app, &ids).await?;
                value(&json!({ "needs_reasoning": outcome.needs_reasoning, "counts": outcome }))
            }
            "reasoning-sonnet" => value(&json!({ "counts": reasoning::reason(app, &ids).await? })),
            "action-executor" => value(&json!({ "counts": app.execute(&ids).await? })),
            "artefact-updater" => value(&json!({ "counts": app.update_artefacts(&ids).await? })),
            other => Err(CaseError::Invalid(format!("there is no function `{other}`"))),
        }
    }
}

fn pick(payload: &Value, keys: &[&str]) -> Value {
    keys.iter()
        .map(|k| ((*k).to_owned(), payload.get(*k).cloned().unwrap_or(Value::Null)))
        .collect()
}

fn value<T: serde::Serialize>(value: &T) -> Result<Value, CaseError> {
    serde_json::to_value(value).map_err(|e| CaseError::Invalid(e.to_string()))
}

/// The sentence of a failure that the machine caught: error type and cause, which hold no text from outside.
fn failure_text(payload: &Value) -> String {
    let failure = payload.get("failure");
    let text =
        |key: &str| failure.and_then(|f| f.get(key)).and_then(Value::as_str).unwrap_or("unknown");
    let cause = text("Cause");
    format!("{}: {}", text("Error"), cause.chars().take(300).collect::<String>())
}

#[async_trait]
impl TaskRunner for Functions {
    async fn run(&self, function: &str, payload: Value) -> Result<Value, TaskFailure> {
        let result = match function {
            "change-detector" => self.change_detector(&payload).await,
            "housekeeping" => self.housekeeping(&payload).await,
            other => self.project_function(other, &payload).await,
        };
        result.map_err(|error| TaskFailure::new(error.error_type(), error.to_string()))
    }
}
