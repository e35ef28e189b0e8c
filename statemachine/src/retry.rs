//! Retry and Catch: which errors they match, and how long a retry waits.

use std::time::Duration;

use serde_json::{Value, json};

use crate::error::{DATA_LIMIT, LoadFault, RUNTIME, StateError, TIMEOUT};
use crate::fields::{Fields, invalid};
use crate::path::Path;

const ALL: &str = "States.ALL";
const TASK_FAILED: &str = "States.TaskFailed";

/// One entry of Retry.
#[derive(Debug, Clone)]
pub(crate) struct Retrier {
    pub(crate) errors: Vec<String>,
    interval: Duration,
    backoff_rate: f64,
    pub(crate) attempts_max: u32,
    delay_max: Option<Duration>,
}

/// One entry of Catch.
#[derive(Debug, Clone)]
pub(crate) struct Catcher {
    pub(crate) errors: Vec<String>,
    /// `None`: the error is dropped.
    pub(crate) result_path: Option<Path>,
    pub(crate) next: String,
}

impl Retrier {
    /// Parses a Retry list.
    pub(crate) fn parse_all(entries: Vec<Value>) -> Result<Vec<Self>, LoadFault> {
        let retriers = entries.into_iter().map(Self::parse).collect::<Result<Vec<_>, _>>()?;
        check_order("Retry", retriers.iter().map(|retrier| &retrier.errors))?;
        Ok(retriers)
    }

    fn parse(entry: Value) -> Result<Self, LoadFault> {
        let mut fields = Fields::of("Retry", entry)?;
        let backoff_rate = match fields.take("BackoffRate") {
            None => 2.0,
            Some(rate) => rate
                .as_f64()
                .filter(|rate| (1.0..=1000.0).contains(rate))
                .ok_or_else(|| invalid("BackoffRate", "a number of at least 1"))?,
        };
        let seconds = |count: u32| Duration::from_secs(count.into());
        fields.allow_only("JitterStrategy", &json!("NONE"))?;
        let retrier = Self {
            errors: parse_errors(&mut fields)?,
            interval: seconds(fields.take_count("IntervalSeconds", 1)?.unwrap_or(1)),
            backoff_rate,
            attempts_max: fields.take_count("MaxAttempts", 0)?.unwrap_or(3),
            delay_max: fields.take_count("MaxDelaySeconds", 1)?.map(seconds),
        };
        fields.finish()?;
        Ok(retrier)
    }

    /// The wait before the retry with this number; 0 is the first retry.
    pub(crate) fn delay(&self, retry: u32) -> Duration {
        // Without MaxDelaySeconds a long chain of retries is bounded here, far above any execution.
        const DELAY_MAX: Duration = Duration::from_secs(31_622_400);
        let power = i32::try_from(retry).unwrap_or(i32::MAX);
        let seconds = self.interval.as_secs_f64() * self.backoff_rate.powi(power);
        let delay = Duration::try_from_secs_f64(seconds).unwrap_or(DELAY_MAX);
        delay.min(self.delay_max.unwrap_or(DELAY_MAX))
    }
}

impl Catcher {
    /// Parses a Catch list.
    pub(crate) fn parse_all(entries: Vec<Value>) -> Result<Vec<Self>, LoadFault> {
        let catchers = entries.into_iter().map(Self::parse).collect::<Result<Vec<_>, _>>()?;
        check_order("Catch", catchers.iter().map(|catcher| &catcher.errors))?;
        Ok(catchers)
    }

    fn parse(entry: Value) -> Result<Self, LoadFault> {
        let mut fields = Fields::of("Catch", entry)?;
        let result_path = match fields.take("ResultPath") {
            None => Some(Path::parse_reference("ResultPath", "$")?),
            Some(Value::Null) => None,
            Some(Value::String(path)) => Some(Path::parse_reference("ResultPath", &path)?),
            Some(_) => return Err(invalid("ResultPath", "a path or null")),
        };
        let errors = parse_errors(&mut fields)?;
        let catcher = Self { errors, result_path, next: fields.need_string("Next")? };
        fields.finish()?;
        Ok(catcher)
    }

    /// The input of the state that follows: the failed state's own input, with the error added.
    pub(crate) fn output(&self, input: Value, error: &StateError) -> Result<Value, StateError> {
        match &self.result_path {
            None => Ok(input),
            Some(path) => path.put(input, json!({"Error": error.error, "Cause": error.cause})),
        }
    }
}

fn parse_errors(fields: &mut Fields) -> Result<Vec<String>, LoadFault> {
    let refuse = || invalid("ErrorEquals", "a list with at least one error name");
    let names = fields.take_list("ErrorEquals")?.unwrap_or_default();
    if names.is_empty() {
        return Err(refuse());
    }
    let mut errors = Vec::new();
    for name in names {
        let name = name.as_str().ok_or_else(refuse)?.to_owned();
        // The machine's own terminal errors are left out: no matcher ever sees them.
        let reserved = name.starts_with("States.");
        if reserved && ![ALL, TASK_FAILED, TIMEOUT].contains(&name.as_str()) {
            return Err(LoadFault::UnknownErrorName(name));
        }
        errors.push(name);
    }
    Ok(errors)
}

fn check_order<'e>(
    field: &'static str,
    lists: impl ExactSizeIterator<Item = &'e Vec<String>>,
) -> Result<(), LoadFault> {
    let last = lists.len().saturating_sub(1);
    for (index, errors) in lists.enumerate() {
        let has_all = errors.iter().any(|name| name == ALL);
        if has_all && (errors.len() > 1 || index != last) {
            return Err(LoadFault::AllNotLast(field));
        }
    }
    Ok(())
}

/// Whether an entry with these names matches `error`.
pub(crate) fn matches(errors: &[String], error: &str) -> bool {
    if error == RUNTIME || error == DATA_LIMIT {
        return false;
    }
    errors
        .iter()
        .any(|name| name == ALL || name == error || (name == TASK_FAILED && error != TIMEOUT))
}
