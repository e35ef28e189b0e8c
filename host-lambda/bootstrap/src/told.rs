//! What the log is told: JSON lines with ids and counts, and metrics.

use std::fmt::Debug;

use holdfast_aws::{Metrics, Unit};
use holdfast_entrypoints::logs::no_traffic;
use serde_json::Value;
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

/// Logs from now on. The span of an invocation puts function and cycle on every line.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("HOLDFAST_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(std::io::stdout)
        .with_filter(filter.and(filter_fn(no_traffic)));
    let _ = tracing_subscriber::registry().with(lines).try_init();
}

/// What the result of a function of the cycle says in numbers.
pub(crate) fn of_cycle(function: &str, payload: &Value, result: &Value) -> Metrics {
    let counts = result.get("counts").unwrap_or(result);
    let n = |key: &str| counts.get(key).and_then(Value::as_u64).unwrap_or(0);
    let metrics = Metrics::default();
    match function {
        // A check that was not due is a sign of life as well: the schedule, the table and this program work.
        "change-detector" if payload.get("phase").and_then(Value::as_str) == Some("detect") => {
            let ended = result.get("next").and_then(Value::as_str) == Some("end");
            let metrics = metrics.with("NewSignals", Unit::Count, n("new_signals"));
            if ended { metrics.with("Heartbeat", Unit::Count, 1) } else { metrics }
        }
        "change-detector" if result.get("released").is_some() => {
            metrics.with("Heartbeat", Unit::Count, 1)
        }
        "triage-haiku" | "reasoning-sonnet" => {
            metrics.with("LlmSpend", Unit::None, n("cost_microusd"))
        }
        "action-executor" => metrics
            .with("Held", Unit::Count, n("held"))
            .with("Sent", Unit::Count, n("executed"))
            .with("Refused", Unit::Count, n("rejected")),
        _ => metrics,
    }
}

/// A failure as one line: its type and its sentence, which hold no text from outside.
pub(crate) fn failed(function: &str, error_type: &str, error: &dyn Debug) {
    tracing::error!(function, error_type, "the invocation failed: {error:?}");
}
