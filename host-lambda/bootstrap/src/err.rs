//! Why an invocation did not end well; the `errorType` is what the state machine matches.

use holdfast_app::usecases::CaseError;
use holdfast_entrypoints::EntryError;
use statemachine::TaskFailure;

/// An invocation that failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvocationError {
    /// The installation could not be put together.
    #[error("{0}")]
    Setup(#[from] EntryError),
    /// A function of the cycle.
    #[error("{}", .0.cause)]
    Task(TaskFailure),
    /// A use case.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// Another place has the word now.
    #[error(
        "this installation was moved to another place: work there, or take it back with `holdfast export --table NAME --take-back`"
    )]
    Moved,
    /// The event is not what this function takes.
    #[error("{0}")]
    Event(String),
}

impl From<holdfast_app::ports::StoreError> for InvocationError {
    fn from(error: holdfast_app::ports::StoreError) -> Self {
        Self::Case(error.into())
    }
}

impl InvocationError {
    /// The word that Retry and Catch match.
    pub(crate) fn error_type(&self) -> &str {
        match self {
            Self::Setup(_) => "Setup",
            Self::Moved => "Moved",
            Self::Task(failure) => &failure.error_type,
            Self::Case(error) => error.error_type(),
            Self::Event(_) => "Invalid",
        }
    }
}
