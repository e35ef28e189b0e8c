//! Why an installation could not be put together: a fact, and what to do next.

use holdfast_app::ports::{Failure, JudgementError, SecretError, StoreError};
use holdfast_app::usecases::CaseError;

/// What went wrong, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fact}")]
pub struct EntryError {
    fact: String,
    hint: Option<String>,
}

impl EntryError {
    /// Something failed.
    pub fn failed(fact: impl Into<String>) -> Self {
        Self { fact: fact.into(), hint: None }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What went wrong, one sentence.
    #[must_use]
    pub fn fact(&self) -> &str {
        &self.fact
    }

    /// What to do next, if anything is known.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

macro_rules! failed_from {
    ($($error:ty),*) => {$(
        impl From<$error> for EntryError {
            fn from(error: $error) -> Self {
                Self::failed(error.to_string())
            }
        }
    )*};
}

failed_from!(
    CaseError,
    StoreError,
    SecretError,
    Failure,
    JudgementError,
    holdfast_sandbox::SandboxError,
    statemachine::LoadError
);
