//! What a loaded machine is made of.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::choice::Rule;
use crate::path::Path;
use crate::retry::{Catcher, Retrier};
use crate::template::Template;

/// A state machine that has passed every check of the loader.
#[derive(Debug, Clone)]
pub struct StateMachine {
    pub(crate) scope: Scope,
    pub(crate) timeout: Option<Duration>,
}

/// What a reader may want to know about one Task of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSummary {
    /// The state's name.
    pub state: String,
    /// The function that it invokes.
    pub function: String,
    /// The limit of one attempt.
    pub timeout_seconds: u64,
    /// The error names of all retriers, in order.
    pub retries: Vec<String>,
    /// The error names of all catchers, in order.
    pub catches: Vec<String>,
}

impl StateMachine {
    /// The limit of a whole execution, in seconds; a lease must live longer than this.
    pub fn timeout_seconds(&self) -> Option<u64> {
        self.timeout.map(|limit| limit.as_secs())
    }

    /// Every Task, those inside Maps included, by name within their scope.
    pub fn tasks(&self) -> Vec<TaskSummary> {
        let mut found = Vec::new();
        self.scope.collect_tasks(&mut found);
        found
    }
}

/// States that may name each other: the machine itself, or the inside of a Map.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) start_at: String,
    pub(crate) states: BTreeMap<String, State>,
}

impl Scope {
    fn collect_tasks(&self, found: &mut Vec<TaskSummary>) {
        for (name, state) in &self.states {
            match &state.kind {
                Kind::Task(task) => found.push(TaskSummary {
                    state: name.clone(),
                    function: task.function.clone(),
                    timeout_seconds: task.timeout.as_secs(),
                    retries: task.retries.iter().flat_map(|r| r.errors.clone()).collect(),
                    catches: state.catches.iter().flat_map(|c| c.errors.clone()).collect(),
                }),
                Kind::Map(map) => map.scope.collect_tasks(found),
                _ => {}
            }
        }
    }
}

/// A path that JSON `null` switches off.
#[derive(Debug, Clone)]
pub(crate) enum Slot {
    /// Use the path; `$` when the field is absent.
    At(Path),
    /// Nothing goes in (InputPath, OutputPath: `{}`) or comes out (ResultPath: discarded).
    Discard,
}

/// One state.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) kind: Kind,
    pub(crate) input_path: Slot,
    pub(crate) result_selector: Option<Template>,
    pub(crate) result_path: Slot,
    pub(crate) output_path: Slot,
    pub(crate) catches: Vec<Catcher>,
    /// `None` for Choice, Fail, Succeed.
    pub(crate) then: Option<Then>,
}

/// Where a state leads that does not decide itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Then {
    Next(String),
    End,
}

/// What a state does.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Task(Task),
    Map(Box<MapState>),
    Pass { result: Option<Value>, parameters: Option<Template> },
    Choice { rules: Vec<(Rule, String)>, default: Option<String> },
    Fail { error: Text, cause: Text },
    Succeed,
}

/// A text of a Fail state.
#[derive(Debug, Clone)]
pub(crate) enum Text {
    Fixed(String),
    Taken(Path),
}

/// An invocation of a Lambda function.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) function: String,
    pub(crate) payload: Template,
    pub(crate) timeout: Duration,
    pub(crate) retries: Vec<Retrier>,
}

/// One scope, run for each item of a list, one after the other.
#[derive(Debug, Clone)]
pub(crate) struct MapState {
    pub(crate) items_path: Path,
    pub(crate) selector: Option<Template>,
    pub(crate) scope: Scope,
}
