//! One error type for use cases; its [`CaseError::error_type`] is what the state machine matches.

use crate::ports::{Failure, JudgementError, StoreError};

/// Why a use case did not finish.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An integration.
    #[error("{integration}: {failure}")]
    Integration {
        /// Which.
        integration: String,
        /// What it said.
        failure: Failure,
    },
    /// The policy engine.
    #[error(transparent)]
    Judgement(#[from] JudgementError),
    /// Another cycle holds the lease.
    #[error("another cycle is running since {since_ms}")]
    LeaseHeld {
        /// Unix milliseconds.
        since_ms: i64,
    },
    /// The lease was taken over: this cycle must not write any more.
    #[error("the lease of this cycle was taken over")]
    LeaseLost,
    /// What was asked for does not exist.
    #[error("{0} does not exist")]
    NotFound(String),
    /// The input was wrong.
    #[error("{0}")]
    Invalid(String),
}

impl CaseError {
    /// The `errorType` of the state machine; retryable ones are `Throttled` and `UpstreamUnavailable`.
    #[must_use]
    pub const fn error_type(&self) -> &'static str {
        match self {
            Self::Store(StoreError::Throttled(_))
            | Self::Integration { failure: Failure::Throttled { .. }, .. } => "Throttled",
            Self::Store(StoreError::Unavailable(_))
            | Self::Integration { failure: Failure::Unavailable(_), .. } => "UpstreamUnavailable",
            Self::Store(_) => "Store",
            Self::Integration { .. } => "Integration",
            Self::Judgement(_) => "Judgement",
            Self::LeaseHeld { .. } => "LeaseHeld",
            Self::LeaseLost => "LeaseLost",
            Self::NotFound(_) => "NotFound",
            Self::Invalid(_) => "Invalid",
        }
    }

    /// Whether the error only says that somebody else was faster.
    #[must_use]
    pub const fn is_lost_race(&self) -> bool {
        matches!(self, Self::Store(StoreError::Lost { .. }))
    }
}
