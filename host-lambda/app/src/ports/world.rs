//! Clock, randomness, the model and notices.

use async_trait::async_trait;
use serde_json::Value;

/// Time and randomness: the only source of both.
pub trait Clock: Send + Sync {
    /// Unix milliseconds.
    fn now_ms(&self) -> i64;
    /// 16 random bytes as hex: for tokens, fences and session ids.
    fn random_hex(&self) -> String;
}

/// One forced tool call.
#[derive(Clone, Debug, PartialEq)]
pub struct LlmCall {
    /// Model id.
    pub model: String,
    /// System prompt: instructions only, never text from outside.
    pub system: String,
    /// User turn: typed fields and fenced, sanitised text.
    pub user: String,
    /// Name of the one tool, which the model must use.
    pub tool: String,
    /// What the tool is for.
    pub tool_description: String,
    /// JSON schema of its input.
    pub schema: Value,
    /// Most tokens of the answer.
    pub output_tokens_max: u32,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct LlmAnswer {
    /// The tool input, not validated yet.
    pub input: Value,
    /// Tokens read, at full price.
    pub input_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// How to name who answered: the model id, or "rules, no model" when a stand-in says so.
    pub label: String,
}

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LlmError {
    /// 429 or 529: wait, then the deterministic path if it stays so.
    #[error("the model asks to wait {wait_ms} ms")]
    Throttled {
        /// Milliseconds.
        wait_ms: u64,
    },
    /// Not reachable, 5xx, time-out.
    #[error("the model is unavailable: {0}")]
    Unavailable(String),
    /// The answer holds no tool input. The tokens are spent all the same.
    #[error("the model answered without the tool: {why}")]
    Refused {
        /// One sentence.
        why: String,
        /// Tokens read.
        input_tokens: u64,
        /// Tokens written.
        output_tokens: u64,
    },
    /// The request was wrong, the key is missing or refused.
    #[error("the model refused the request: {0}")]
    Denied(String),
}

/// The model.
#[async_trait]
pub trait Llm: Send + Sync {
    /// Makes one call, without retries.
    async fn call(&self, call: &LlmCall) -> Result<LlmAnswer, LlmError>;
    /// Whether a key is configured; without one, everything is rules.
    fn is_configured(&self) -> bool;
    /// How to name the model in the dashboard.
    fn label(&self) -> String;
}

/// A templated notice to the user's own address; never model text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Address from Settings.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Why a notice did not go.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// Nothing is configured: notices stay in the dashboard.
    #[error("no mail server is configured for notices")]
    NotConfigured,
    /// The channel refused it.
    #[error("the notice was not accepted: {0}")]
    Refused(String),
}

/// The channel for notices.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Hands one over; `Ok` means that the channel accepted it.
    async fn send(&self, notice: &Notice) -> Result<(), NoticeError>;
}
