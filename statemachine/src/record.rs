//! What an execution is given, and what it leaves behind.

use serde::Serialize;
use serde_json::Value;

/// One execution to run.
#[derive(Debug, Clone)]
pub struct ExecutionRequest {
    /// `$$.Execution.Id`: unique per execution (an ARN on AWS).
    pub id: String,
    /// `$$.Execution.StartTime`: RFC 3339, UTC.
    pub start_time: String,
    /// The input of the first state.
    pub input: Value,
}

/// An execution that SUCCEEDED.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Execution {
    /// The output of the last state.
    pub output: Value,
    /// Billed state transitions, retries included: the number of `steps`.
    pub transitions: u32,
    /// The largest input or output of any state, in bytes of compact JSON.
    pub state_bytes_max: usize,
    /// Every state entered and every retry, in order of entry.
    pub steps: Vec<StepRecord>,
}

/// One state entered, or one retry of it: one billed transition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepRecord {
    /// The state's name.
    pub state: String,
    /// The function that a Task invokes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The index of the Map item that the state ran for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<usize>,
    /// 1 for the first attempt, 2 for the first retry.
    pub attempt: u32,
    /// Milliseconds since the start of the execution.
    pub started_ms: u64,
    /// Milliseconds that the attempt took, the wait before a retry not included.
    pub elapsed_ms: u64,
    /// How the attempt ended.
    #[serde(flatten)]
    pub outcome: StepOutcome,
    /// What a Task kept of the function's answer (after ResultSelector).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
}

/// How one attempt at a state ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum StepOutcome {
    /// Still running, or cut off by the end of the execution.
    Unfinished,
    /// Ended well.
    Succeeded,
    /// Failed; another attempt follows after `delay_ms`.
    Retried {
        /// The error name.
        error: String,
        /// The cause.
        cause: String,
        /// The wait before the next attempt.
        delay_ms: u64,
    },
    /// Failed; the machine goes on with `next`.
    Caught {
        /// The error name.
        error: String,
        /// The cause.
        cause: String,
        /// The state that a Catch names.
        next: String,
    },
    /// Failed, and with it the scope (a Map iteration, or the execution).
    Failed {
        /// The error name.
        error: String,
        /// The cause.
        cause: String,
    },
}

/// Watches an execution while it runs, for progress and heartbeat; `()` watches nothing.
pub trait Observer: Send + Sync {
    /// A state was entered, or is tried again.
    fn entered(&self, _step: &StepRecord) {}
    /// The attempt ended.
    fn finished(&self, _step: &StepRecord) {}
}

impl Observer for () {}
