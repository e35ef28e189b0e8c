//! What can go wrong: when a machine is loaded, in a task, in an execution.

use crate::record::StepRecord;

/// A definition that is refused, with the state that is to blame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("state `{state}`: {fault}")]
pub struct LoadError {
    state: String,
    fault: LoadFault,
}

impl LoadError {
    /// `state` is `(machine)` for what concerns no single state.
    pub(crate) fn new(state: impl Into<String>, fault: LoadFault) -> Self {
        Self { state: state.into(), fault }
    }

    /// The state that is to blame, or `(machine)`.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Why the definition is refused.
    pub fn fault(&self) -> &LoadFault {
        &self.fault
    }
}

/// Why a definition is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadFault {
    /// The text is not JSON, or has the same key twice.
    #[error("the definition is not valid JSON: {0}")]
    Json(String),
    /// A state type that this interpreter does not run.
    #[error("the state type `{0}` is not supported")]
    UnsupportedType(String),
    /// A field that the state type does not have, or that is not implemented.
    #[error("the field `{0}` is not supported here")]
    UnsupportedField(String),
    /// A known field with a value that is not implemented.
    #[error("the field `{field}` does not support `{value}`")]
    UnsupportedValue {
        /// The field.
        field: String,
        /// The value, as JSON.
        value: String,
    },
    /// A field that must be there.
    #[error("the field `{0}` is missing")]
    MissingField(String),
    /// A field of the wrong type or out of range.
    #[error("the field `{field}` must be {expected}")]
    InvalidField {
        /// The field.
        field: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A JSONPath outside the implemented forms.
    #[error("the path `{path}` of `{field}` is not supported: {reason}")]
    InvalidPath {
        /// The field.
        field: String,
        /// The path as written.
        path: String,
        /// Why it is refused.
        reason: &'static str,
    },
    /// An intrinsic function (`States.Format(..)` and the like).
    #[error("the intrinsic function `{call}` of `{field}` is not supported")]
    UnsupportedIntrinsic {
        /// The field.
        field: String,
        /// The call as written.
        call: String,
    },
    /// A `FunctionName` that no substitution resolves.
    #[error("the function `{0}` has no substitution")]
    UnknownFunction(String),
    /// A transition to a state that the same scope does not have.
    #[error("`{0}` is not a state of this scope")]
    UndefinedTarget(String),
    /// A state that no transition reaches.
    #[error("no transition reaches this state")]
    Unreachable,
    /// A scope in which no state ends.
    #[error("no state of this scope ends it")]
    Endless,
    /// A state name used twice in the machine.
    #[error("another state has the same name")]
    DuplicateName,
    /// `States.ALL` beside another name, or not in the last entry.
    #[error("`States.ALL` must stand alone in the last entry of `{0}`")]
    AllNotLast(&'static str),
    /// A reserved error name that does not exist or can never match.
    #[error("`{0}` is not an error name that can be matched")]
    UnknownErrorName(String),
    /// A Task without `TimeoutSeconds` would wait for ever.
    #[error("a Task needs `TimeoutSeconds`")]
    MissingTimeout,
}

/// The failure of one function call, as Lambda would report it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error_type}: {cause}")]
pub struct TaskFailure {
    /// The `errorType` that Retry and Catch match.
    pub error_type: String,
    /// What happened, for the record.
    pub cause: String,
}

impl TaskFailure {
    /// A failure with this `errorType` and cause.
    pub fn new(error_type: impl Into<String>, cause: impl Into<String>) -> Self {
        Self { error_type: error_type.into(), cause: cause.into() }
    }
}

/// An execution that ended FAILED or TIMED_OUT, with all that it did until then.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the execution failed with `{error}`: {cause}")]
pub struct ExecutionFailure {
    /// The error name.
    pub error: String,
    /// The cause.
    pub cause: String,
    /// Billed state transitions, retries included.
    pub transitions: u32,
    /// Every state entered and every retry, in order.
    pub steps: Vec<StepRecord>,
}

/// An error that travels through Retry and Catch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StateError {
    pub(crate) error: String,
    pub(crate) cause: String,
}

pub(crate) const TIMEOUT: &str = "States.Timeout";
pub(crate) const RUNTIME: &str = "States.Runtime";
pub(crate) const DATA_LIMIT: &str = "States.DataLimitExceeded";

impl StateError {
    pub(crate) fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Self { error: error.into(), cause: cause.into() }
    }

    /// An error of the machine itself, which neither Retry nor Catch can match.
    pub(crate) fn runtime(cause: impl Into<String>) -> Self {
        Self::new(RUNTIME, cause)
    }
}
