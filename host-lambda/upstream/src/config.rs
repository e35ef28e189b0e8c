//! What the stand-ins serve, from when, and how they misbehave.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Where the workspace comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The sample workspace written in this crate.
    Sample,
    /// Real payloads: a folder with `jira/jira_api_issues.jsonl` and `mail/*.jsonl.gz`.
    Payloads(PathBuf),
}

/// How to start the stand-ins.
#[derive(Debug, Clone)]
pub struct UpstreamConfig {
    /// Unix milliseconds that the workspace's dates are relative to; the clock starts here.
    pub now_ms: i64,
    /// What to serve.
    pub source: Source,
    /// Events of the last N calendar days (UTC, today included) are held back until released.
    /// Payloads hold back their last issues and mails when this is above 0.
    pub withhold_days: u32,
    /// Faults that are armed from the start.
    pub faults: Faults,
}

impl UpstreamConfig {
    /// The sample workspace, with its last three days held back and no faults.
    #[must_use]
    pub fn sample(now_ms: i64) -> Self {
        Self { now_ms, source: Source::Sample, withhold_days: 3, faults: Faults::default() }
    }
}

/// The services behind one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// Jira Cloud v3 and Agile, below `/jira`.
    Jira,
    /// Microsoft Graph, below `/graph`.
    Graph,
    /// The token endpoint, below `/login`.
    Login,
    /// The Claude Messages API, below `/claude`.
    Claude,
    /// The control plane, below `/_control`; no fault ever strikes it.
    Control,
}

/// How a request is made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 429 with Retry-After, before any effect.
    TooManyRequests,
    /// 503 with Retry-After, before any effect.
    Unavailable,
    /// 529 `overloaded_error`, Claude only.
    Overloaded,
    /// 401, as after a revoked or expired credential.
    Unauthorised,
    /// 403, as with a token whose scopes do not cover the request.
    Forbidden,
    /// 410 `syncStateNotFound` on a Graph request that carries a delta token.
    SyncStateNotFound,
    /// The effect takes place; the answer is 202 with Retry-After (Graph `/send`, `/sendMail`).
    AcceptedRetryAfter,
    /// The effect takes place; the connection closes without an answer.
    ReplyLost,
    /// `delay_ms` of silence, no effect, then the connection closes.
    HangBefore,
    /// The effect takes place, `delay_ms` of silence, then the connection closes.
    HangAfter,
    /// 302 to `location`, to prove that nobody follows it.
    Redirect,
    /// The body is cut short in the middle of the JSON.
    BrokenJson,
    /// Claude answers with a tool input that breaks the schema.
    InvalidToolInput,
    /// Claude answers with `stop_reason: refusal`.
    Refusal,
}

/// One armed fault: it strikes matching requests until it is used up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What happens.
    pub kind: FaultKind,
    /// Which service; none means each of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// HTTP method, upper case; none means each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// A piece of the path that must be present, for instance `/send`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// How many matching requests it strikes.
    #[serde(default = "one")]
    pub times: u32,
    /// How many matching requests pass first.
    #[serde(default)]
    pub after: u32,
    /// Retry-After, in seconds.
    #[serde(default = "one")]
    pub retry_after_s: u32,
    /// Silence of the two hanging kinds, in milliseconds.
    #[serde(default = "thirty_seconds")]
    pub delay_ms: u64,
    /// Where `redirect` points to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

fn one() -> u32 {
    1
}

fn thirty_seconds() -> u64 {
    30_000
}

impl Fault {
    /// A fault that strikes the next matching request once.
    #[must_use]
    pub fn once(kind: FaultKind, service: Service) -> Self {
        Self {
            kind,
            service: Some(service),
            method: None,
            path: None,
            times: 1,
            after: 0,
            retry_after_s: 1,
            delay_ms: thirty_seconds(),
            location: None,
        }
    }

    /// The same fault, only where the path contains `piece`.
    #[must_use]
    pub fn on(mut self, piece: &str) -> Self {
        self.path = Some(piece.to_owned());
        self
    }
}

/// All switches for faults. `POST /_control/faults` replaces them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Armed faults; the first that matches strikes.
    pub rules: Vec<Fault>,
    /// A sent mail gets a new immutable id (the documentation disagrees on whether it may).
    pub lose_immutable_id: bool,
    /// A sent mail comes back as a message in the inbox when it was addressed to the mailbox
    /// itself, as Exchange does.
    pub deliver_to_self: bool,
    /// How far the `Date` of answers lies ahead of this machine's clock, in seconds.
    pub date_offset_s: i64,
}

impl Faults {
    /// Takes the fault that strikes this request, if any, and counts it.
    pub(crate) fn take(&mut self, service: Service, method: &str, path: &str) -> Option<Fault> {
        for rule in &mut self.rules {
            let matches = rule.times > 0
                && rule.service.is_none_or(|s| s == service)
                && rule.method.as_deref().is_none_or(|m| m.eq_ignore_ascii_case(method))
                && rule.path.as_deref().is_none_or(|p| path.contains(p));
            if !matches {
                continue;
            }
            if rule.after > 0 {
                rule.after -= 1;
                continue;
            }
            rule.times -= 1;
            return Some(rule.clone());
        }
        None
    }
}
