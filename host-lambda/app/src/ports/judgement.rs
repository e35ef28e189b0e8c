//! The door to `policy.wasm`.

use scoring_core::lint::Draft;
use scoring_core::sanitise::{ContentType, Sanitised};
use scoring_core::{Finding, Request, Verdict};

/// Why the engine gave no answer. The caller treats every case as "nothing may happen".
#[derive(Debug, thiserror::Error)]
pub enum JudgementError {
    /// The request was refused by the core, with its sentence.
    #[error("the policy refused the request: {0}")]
    Refused(String),
    /// The engine failed: trap, deadline, memory.
    #[error("the policy engine failed: {0}")]
    Engine(String),
}

/// The one authority on what may happen; all host verdicts go through wasmtime.
pub trait Judgement: Send + Sync {
    /// Judges a request.
    ///
    /// # Errors
    /// When the request does not parse in the core or the engine fails.
    fn verdict(&self, request: &Request) -> Result<Verdict, JudgementError>;

    /// Canonical JSON in, canonical JSON out (`{"ok":..}` or `{"error":..}`): the bytes that parity compares.
    ///
    /// # Errors
    /// When the engine fails.
    fn verdict_bytes(&self, request: &[u8]) -> Result<Vec<u8>, JudgementError>;

    /// Sanitises an inbound text.
    ///
    /// # Errors
    /// When the engine fails.
    fn sanitise(&self, text: &str, content_type: ContentType) -> Result<Sanitised, JudgementError>;

    /// Lints a draft.
    ///
    /// # Errors
    /// When the engine fails.
    fn lint(&self, draft: &Draft<'_>) -> Result<Vec<Finding>, JudgementError>;

    /// Hex SHA-256 of the policy.wasm in use.
    fn engine_digest(&self) -> &str;
}
