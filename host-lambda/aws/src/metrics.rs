//! CloudWatch metrics in the embedded metric format: one line of the log each, no call, no permission.
//!
//! Source: "Specification: Embedded metric format", Amazon CloudWatch User Guide. Values are counts and times; no
//! dimension holds an id, so that every metric stays one metric (the free tier has ten).

use std::io::Write;

use serde_json::{Map, Value, json};

/// Where the metrics of an installation stand.
pub const NAMESPACE: &str = "Holdfast";

/// Units of CloudWatch that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Milliseconds.
    Milliseconds,
    /// Anything else, such as micro-dollars.
    None,
}

impl Unit {
    const fn word(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Milliseconds => "Milliseconds",
            Self::None => "None",
        }
    }
}

/// The metrics of one invocation.
#[derive(Clone, Debug, Default)]
pub struct Metrics {
    values: Vec<(&'static str, Unit, u64)>,
}

impl Metrics {
    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, unit: Unit, value: u64) -> Self {
        self.values.push((name, unit, value));
        self
    }

    /// The line, or nothing when there are no values. `now_ms` is Unix milliseconds, `cycle` an id for the log only.
    #[must_use]
    pub fn line(&self, now_ms: i64, installation: &str, cycle: &str) -> Option<String> {
        if self.values.is_empty() {
            return None;
        }
        let list: Vec<Value> = self
            .values
            .iter()
            .map(|(name, unit, _)| json!({ "Name": name, "Unit": unit.word() }))
            .collect();
        let mut line = Map::new();
        line.insert(
            "_aws".to_owned(),
            json!({ "Timestamp": now_ms, "CloudWatchMetrics": [{
                "Namespace": NAMESPACE, "Dimensions": [["Installation"]], "Metrics": list }] }),
        );
        line.insert("Installation".to_owned(), json!(installation));
        line.insert("cycle".to_owned(), json!(cycle));
        for (name, _, value) in &self.values {
            line.insert((*name).to_owned(), json!(value));
        }
        Some(Value::Object(line).to_string())
    }

    /// Writes the line to standard output, where Lambda's log driver reads it.
    pub fn put(&self, now_ms: i64, installation: &str, cycle: &str) {
        if let Some(line) = self.line(now_ms, installation, cycle) {
            // A log that cannot be written must not fail the work that it tells of.
            let _ = writeln!(std::io::stdout().lock(), "{line}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_cloudwatch_reads() {
        let metrics = Metrics::default().with("Heartbeat", Unit::Count, 1).with(
            "CycleTime",
            Unit::Milliseconds,
            1_250,
        );
        let line = metrics.line(1_768_000_000_000, "holdfast", "c1").unwrap();
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["_aws"]["Timestamp"], 1_768_000_000_000_i64);
        let directive = &read["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Namespace"], "Holdfast");
        assert_eq!(directive["Metrics"][1], json!({ "Name": "CycleTime", "Unit": "Milliseconds" }));
        assert_eq!((&read["CycleTime"], &read["Heartbeat"]), (&json!(1_250), &json!(1)));
        assert_eq!(directive["Dimensions"], json!([["Installation"]]));
    }

    #[test]
    fn nothing_to_tell_is_no_line() {
        assert_eq!(Metrics::default().line(0, "holdfast", ""), None);
    }
}
