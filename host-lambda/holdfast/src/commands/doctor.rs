//! `holdfast doctor`: what is wrong, and how to mend it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use holdfast_app::domain::keys;
use holdfast_app::ports::{Integrations as _, Secrets as _};
use holdfast_app::usecases::read::signals::SignalCounts;
use holdfast_sandbox::TargetConfig;
use serde_json::json;

use crate::compose::Composed;
use crate::connections::Connections;
use crate::data::DataFolder;
use crate::err::{CliError, VIOLATION};
use crate::{compose, out};

/// The integrations whose signals are counted.
pub(crate) const INTEGRATIONS: [&str; 2] = ["jira", "outlook"];

struct Check {
    what: &'static str,
    ok: bool,
    text: String,
    /// Numbers, where there are any.
    counts: Option<serde_json::Value>,
}

impl Check {
    fn new(what: &'static str, ok: bool, text: impl Into<String>) -> Self {
        Self { what, ok, text: text.into(), counts: None }
    }
}

/// Signals by state, as a sentence.
pub(crate) fn signal_line(counts: &SignalCounts) -> String {
    let mut line = format!(
        "{} signals stored: {} processed ({} own effects), {} pending",
        counts.total(),
        counts.processed,
        counts.own,
        counts.pending
    );
    for (reason, number) in &counts.parked {
        let _ = write!(line, ", {number} parked ({})", reason.trim_end_matches('.'));
    }
    line.push('.');
    line
}

/// Looks at a data folder.
pub(crate) async fn run(data: Option<PathBuf>, as_json: bool) -> Result<ExitCode, CliError> {
    let folder = DataFolder::open(data)?;
    let connections = Connections::read(folder.path())?;
    let secrets = compose::secrets(folder.path())?;
    let mut checks = vec![Check::new("data folder", true, folder.path().display().to_string())];
    let composed = compose::compose(folder.path(), &connections, secrets.clone()).await?;
    let connections = compose::effective(&composed.app, connections).await?;
    let engine = composed.app.judgement.engine_digest();
    checks.push(Check::new("policy", true, engine.get(..16).unwrap_or_default()));
    for (name, error) in composed.plugins.broken() {
        checks.push(Check::new("integration", false, format!("{name}: {error}")));
    }
    for (name, target) in [("jira", &connections.jira), ("outlook", &connections.graph)] {
        checks.push(integration(&composed, name, target.as_ref()).await);
    }
    let model = secrets.get("claude").await;
    let has_key = model.is_ok();
    let text = model.map_or_else(
        |e| format!("{e}; until then everything is rules"),
        |_| "a key is stored".to_owned(),
    );
    checks.push(Check::new("model", has_key, text));
    if composed.app.table.get(&keys::config("settings")).await?.is_some() {
        let config = composed.app.config().await?;
        let zone = composed.app.calendar(&config);
        let good = zone.is_ok();
        let text = zone.map_or_else(|e| e.to_string(), |_| config.settings.hours.zone.clone());
        checks.push(Check::new("time zone", good, text));
    }
    let signals = composed.app.signal_counts(&INTEGRATIONS).await?;
    let mut counted = Check::new("signals", true, signal_line(&signals));
    counted.counts = serde_json::to_value(&signals).ok();
    checks.push(counted);
    print(&checks, as_json);
    let bad = checks.iter().any(|c| !c.ok);
    Ok(if bad { ExitCode::from(VIOLATION) } else { ExitCode::SUCCESS })
}

async fn integration(
    composed: &Composed,
    name: &'static str,
    target: Option<&TargetConfig>,
) -> Check {
    let Some(target) = target else {
        return Check::new(
            name,
            false,
            "not connected: run `holdfast connect`, or connect it in Settings",
        );
    };
    let place = if target.loopback { " (loopback is allowed for it)" } else { "" };
    match composed.plugins.health(name).await {
        Ok(()) => Check::new(name, true, format!("answers{place}")),
        Err(failure) => Check::new(name, false, format!("{failure}{place}")),
    }
}

fn print(checks: &[Check], as_json: bool) {
    if as_json {
        let row =
            |c: &Check| json!({"what": c.what, "ok": c.ok, "text": c.text, "counts": c.counts});
        out::line(&serde_json::Value::from_iter(checks.iter().map(row)).to_string());
        return;
    }
    for check in checks {
        let mark = if check.ok { "ok  " } else { "FAIL" };
        out::line(&format!("{mark}  {:<12} {}", check.what, check.text));
    }
}
