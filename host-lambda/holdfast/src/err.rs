//! Errors of the command line: a fact, a hint, an exit code.

use holdfast_app::ports::{Failure, JudgementError, SecretError, StoreError};
use holdfast_app::usecases::CaseError;
use holdfast_entrypoints::EntryError;

/// Exit code: something failed.
pub(crate) const FAILED: u8 = 1;
/// Exit code: bad usage or bad input.
pub(crate) const USAGE: u8 = 2;
/// Exit code: a check found a violation.
pub(crate) const VIOLATION: u8 = 3;

/// What went wrong, and what to do next.
#[derive(Debug)]
pub(crate) struct CliError {
    fact: String,
    hint: Option<String>,
    code: u8,
}

impl CliError {
    /// Something failed.
    pub(crate) fn failed(fact: impl Into<String>) -> Self {
        Self { fact: fact.into(), hint: None, code: FAILED }
    }

    /// The input was wrong.
    pub(crate) fn usage(fact: impl Into<String>) -> Self {
        Self { fact: fact.into(), hint: None, code: USAGE }
    }

    /// Adds what to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Another exit code.
    pub(crate) const fn with_code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    pub(crate) const fn code(&self) -> u8 {
        self.code
    }

    pub(crate) fn fact(&self) -> &str {
        &self.fact
    }

    pub(crate) fn advice(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl From<EntryError> for CliError {
    fn from(error: EntryError) -> Self {
        let failed = Self::failed(error.fact());
        match error.advice() {
            Some(advice) => failed.hint(advice),
            None => failed,
        }
    }
}

macro_rules! failed_from {
    ($($error:ty),*) => {$(
        impl From<$error> for CliError {
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
    holdfast_store::OpenError,
    holdfast_sandbox::SandboxError,
    holdfast_upstream::Error
);

/// What the policy refuses is the caller's input; what its engine cannot do is not.
impl From<JudgementError> for CliError {
    fn from(error: JudgementError) -> Self {
        match &error {
            JudgementError::Refused(_) => Self::usage(error.to_string()),
            JudgementError::Engine(_) => Self::failed(error.to_string()),
        }
    }
}
