//! The Claude Messages API: one forced tool call, one answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use holdfast_app::ports::{Llm, LlmAnswer, LlmCall, LlmError, Secrets};
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// The public API.
pub const CLAUDE_API: &str = "https://api.anthropic.com";
/// How a stand-in that answers by rules is named.
pub const STAND_IN_LABEL: &str = "rules, no model";

/// Version of the API that this adapter speaks.
const API_VERSION: &str = "2023-06-01";
/// What a stand-in says about itself.
const STAND_IN_HEADER: &str = "x-holdfast-stand-in";
/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest wait for an answer.
const CALL_TIMEOUT: Duration = Duration::from_secs(60);
/// Largest answer, bytes.
const ANSWER_BYTES_MAX: usize = 1 << 20;
/// A call that comes too early waits up to this long by itself.
const PATIENCE: Duration = Duration::from_secs(20);
/// The wait where the API names none.
const WAIT_DEFAULT: Duration = Duration::from_secs(5);
/// The longest wait that is believed.
const WAIT_MAX: Duration = Duration::from_secs(3600);

/// A client of the Messages API. Retry-After is kept: a call before its end waits, or is refused without a request.
pub struct Claude {
    endpoint: Url,
    client: Client,
    secrets: Arc<dyn Secrets>,
    configured: AtomicBool,
    not_before: Mutex<Option<Instant>>,
    label: std::sync::RwLock<String>,
}

impl std::fmt::Debug for Claude {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claude").field("endpoint", &self.endpoint.as_str()).finish_non_exhaustive()
    }
}

fn denied(why: &str) -> LlmError {
    LlmError::Denied(why.to_owned())
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

impl Claude {
    /// A client of `{base_url}/v1/messages`, not configured until [`Self::set_configured`] or [`Self::refresh`] says so.
    ///
    /// # Errors
    /// [`LlmError::Denied`] when the address is neither https nor on this machine.
    pub fn new(base_url: &str, secrets: Arc<dyn Secrets>) -> Result<Self, LlmError> {
        let endpoint = format!("{}/v1/messages", base_url.trim_end_matches('/'));
        let endpoint =
            Url::parse(&endpoint).map_err(|_| denied("the address of the model is not a URL"))?;
        if endpoint.scheme() != "https" && !(endpoint.scheme() == "http" && is_loopback(&endpoint))
        {
            return Err(denied("the address of the model must start with https"));
        }
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|_| denied("the TLS library cannot start"))?;
        Ok(Self {
            endpoint,
            client,
            secrets,
            configured: AtomicBool::new(false),
            not_before: Mutex::new(None),
            label: std::sync::RwLock::new("Claude".to_owned()),
        })
    }

    /// Says whether a key is stored.
    pub fn set_configured(&self, configured: bool) {
        self.configured.store(configured, Ordering::Relaxed);
    }

    /// Looks whether a key is stored.
    pub async fn refresh(&self) {
        let found =
            self.secrets.get("claude").await.is_ok_and(|key| !key.expose().trim().is_empty());
        self.set_configured(found);
    }

    /// Waits until the API may be asked again, or says how long that takes.
    async fn respect_wait(&self) -> Result<(), LlmError> {
        let not_before = *self.not_before.lock().await;
        let Some(left) = not_before.and_then(|at| at.checked_duration_since(Instant::now())) else {
            return Ok(());
        };
        if left > PATIENCE {
            return Err(LlmError::Throttled { wait_ms: millis(left) });
        }
        tokio::time::sleep(left).await;
        Ok(())
    }

    async fn throttled(&self, headers: &HeaderMap) -> LlmError {
        let seconds = headers.get(RETRY_AFTER).and_then(|v| v.to_str().ok()?.trim().parse().ok());
        let wait = seconds.map_or(WAIT_DEFAULT, Duration::from_secs).min(WAIT_MAX);
        *self.not_before.lock().await = Some(Instant::now() + wait);
        LlmError::Throttled { wait_ms: millis(wait) }
    }

    async fn key(&self) -> Result<HeaderValue, LlmError> {
        let key = self.secrets.get("claude").await.map_err(|e| LlmError::Denied(e.to_string()))?;
        let mut value = HeaderValue::from_str(key.expose().trim())
            .map_err(|_| denied("the secret `claude` is no API key"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

fn millis(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}

fn request(call: &LlmCall) -> Value {
    json!({
        "model": call.model,
        "max_tokens": call.output_tokens_max,
        "temperature": 0,
        "system": call.system,
        "messages": [{"role": "user", "content": call.user}],
        "tools": [{
            "name": call.tool,
            "description": call.tool_description,
            "input_schema": call.schema,
        }],
        "tool_choice": {"type": "tool", "name": call.tool, "disable_parallel_tool_use": true},
    })
}

/// The body, at most [`ANSWER_BYTES_MAX`] bytes of it.
async fn body(mut response: Response) -> Result<Value, LlmError> {
    let broken = || LlmError::Unavailable("the answer broke off".to_owned());
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| broken())? {
        if bytes.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(LlmError::Unavailable("the answer is larger than 1 MiB".to_owned()));
        }
        bytes.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&bytes)
        .map_err(|_| LlmError::Unavailable("the answer is no JSON".to_owned()))
}

fn answer(call: &LlmCall, stand_in: bool, body: &Value) -> Result<LlmAnswer, LlmError> {
    let usage = |name: &str| body["usage"][name].as_u64().unwrap_or(0);
    let read = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
    let input_tokens = read.iter().map(|name| usage(name)).sum();
    let output_tokens = usage("output_tokens");
    let refused =
        |why: &str| LlmError::Refused { why: why.to_owned(), input_tokens, output_tokens };
    match body["stop_reason"].as_str() {
        Some("max_tokens") => return Err(refused("the answer was cut at its token limit")),
        Some("refusal") => return Err(refused("the model declined")),
        _ => {}
    }
    let mut blocks = body["content"].as_array().into_iter().flatten();
    let block = blocks.find(|b| b["type"] == "tool_use" && b["name"] == *call.tool);
    let Some(block) = block else { return Err(refused("the answer uses no tool")) };
    let model = body["model"].as_str().filter(|m| m.len() <= 100).unwrap_or(&call.model);
    let label = if stand_in { STAND_IN_LABEL } else { model };
    Ok(LlmAnswer {
        input: block["input"].clone(),
        input_tokens,
        output_tokens,
        label: label.to_owned(),
    })
}

/// What a refusal means; only the machine-readable error type is repeated, never the sentence, which may quote text.
fn failure(status: StatusCode, kind: &str) -> LlmError {
    match status.as_u16() {
        401 | 403 => {
            denied("the key was refused: store a valid one with `holdfast secrets set claude`")
        }
        408 | 409 | 500.. => LlmError::Unavailable(format!("it answers {}", status.as_u16())),
        code => {
            let word: String =
                kind.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(40).collect();
            LlmError::Denied(format!("it answers {code} {word}").trim_end().to_owned())
        }
    }
}

#[async_trait]
impl Llm for Claude {
    async fn call(&self, call: &LlmCall) -> Result<LlmAnswer, LlmError> {
        self.respect_wait().await?;
        let sent = self
            .client
            .post(self.endpoint.clone())
            .header("x-api-key", self.key().await?)
            .header("anthropic-version", API_VERSION)
            .json(&request(call))
            .send()
            .await;
        let response = sent.map_err(|e| {
            let why =
                if e.is_timeout() { "it did not answer in time" } else { "it cannot be reached" };
            LlmError::Unavailable(why.to_owned())
        })?;
        let status = response.status();
        if matches!(status.as_u16(), 429 | 529) {
            return Err(self.throttled(response.headers()).await);
        }
        let stand_in = response.headers().get(STAND_IN_HEADER).is_some_and(|v| v == "rules");
        if !status.is_success() {
            let kind = body(response).await.unwrap_or_default();
            return Err(failure(status, kind["error"]["type"].as_str().unwrap_or_default()));
        }
        let answer = answer(call, stand_in, &body(response).await?)?;
        if let Ok(mut label) = self.label.write() {
            label.clone_from(&answer.label);
        }
        Ok(answer)
    }

    fn is_configured(&self) -> bool {
        self.configured.load(Ordering::Relaxed)
    }

    fn label(&self) -> String {
        self.label.read().map_or_else(|_| "Claude".to_owned(), |label| label.clone())
    }
}

#[cfg(test)]
#[path = "claude_tests.rs"]
mod tests;
