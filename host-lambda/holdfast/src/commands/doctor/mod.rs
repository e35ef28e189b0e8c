//! `holdfast doctor`: what is wrong, and how to mend it.
//!
//! | file | what it looks at |
//! |---|---|
//! | `machine.rs` | disk, port, time zone, clock |
//! | `accounts.rs` | Jira, Outlook, boards, mailbox, model, mail server |
//! | `live.rs` | with `--live`: what only a real account can answer |

mod accounts;
mod live;
mod machine;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use holdfast_app::usecases::read::signals::SignalCounts;
use serde_json::json;

use crate::data::DataFolder;
use crate::err::{CliError, VIOLATION};
use crate::{compose, out};
use holdfast_entrypoints::connections::Connections;

/// The integrations whose signals are counted.
pub(crate) const INTEGRATIONS: [&str; 2] = ["jira", "outlook"];

/// One finding.
pub(super) struct Check {
    what: String,
    ok: bool,
    text: String,
    /// How to mend it; empty when it is well.
    fix: String,
    /// Numbers, where there are any.
    counts: Option<serde_json::Value>,
}

impl Check {
    pub(super) fn good(what: &str, text: impl Into<String>) -> Self {
        Self {
            what: what.to_owned(),
            ok: true,
            text: text.into(),
            fix: String::new(),
            counts: None,
        }
    }

    pub(super) fn bad(what: &str, text: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { ok: false, fix: fix.into(), ..Self::good(what, text) }
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

/// Which of the doctor's ways is meant.
pub(crate) struct Ways {
    /// Prints JSON.
    pub(crate) json: bool,
    /// Port that the dashboard would take.
    pub(crate) port: u16,
    /// Asks the accounts what only they can answer.
    pub(crate) live: bool,
    /// With `live`: issue that gets one comment; one mail goes to the own mailbox.
    pub(crate) write: Option<String>,
}

/// Looks at a data folder.
pub(crate) async fn run(data: Option<PathBuf>, ways: Ways) -> Result<ExitCode, CliError> {
    let folder = DataFolder::open(data)?;
    let mut checks = vec![
        Check::good("data folder", folder.path().display().to_string()),
        machine::disk(folder.path()),
        machine::port(ways.port),
    ];
    // Without a disk nothing else can be opened.
    if checks.iter().all(|c| c.ok || c.what != "disk") {
        look(&folder, &ways, &mut checks).await?;
    }
    print(&checks, ways.json);
    let bad = checks.iter().any(|c| !c.ok);
    Ok(if bad { ExitCode::from(VIOLATION) } else { ExitCode::SUCCESS })
}

async fn look(folder: &DataFolder, ways: &Ways, checks: &mut Vec<Check>) -> Result<(), CliError> {
    let connections = Connections::read(folder.path())?;
    let secrets = compose::secrets(folder.path())?;
    let composed = compose::compose(folder.path(), &connections, secrets).await?;
    let connections = compose::effective(&composed.app, connections).await?;
    let engine = composed.app.judgement.engine_digest();
    checks.push(Check::good("policy", engine.get(..16).unwrap_or_default()));
    for (name, error) in composed.plugins.broken() {
        let fix = "Install holdfast again: its own integrations are part of the program.";
        checks.push(Check::bad("integration", format!("{name}: {error}"), fix));
    }
    let config = accounts::config(&composed.app).await?;
    if let Some(config) = &config {
        checks.push(machine::zone(&composed.app, config));
    }
    checks.push(machine::clock(&connections).await);
    checks.push(accounts::jira(&composed, connections.jira.as_ref()).await);
    checks.extend(accounts::boards(&composed.app, connections.jira.as_ref()).await?);
    let mailbox = config.as_ref().map(|c| c.mailbox.as_str()).unwrap_or_default();
    checks.push(accounts::outlook(&composed, connections.graph.as_ref()).await);
    checks.extend(accounts::mailbox(&composed, connections.graph.as_ref(), mailbox).await);
    checks.extend(accounts::models(&composed.app, &connections.claude_url, config.as_ref()).await);
    checks.extend(accounts::notices(&composed.app, connections.smtp.as_ref()).await);
    if ways.live {
        let write = ways.write.as_deref();
        checks.extend(live::run(&composed, &connections, mailbox, write).await);
    }
    let signals = composed.app.signal_counts(&INTEGRATIONS).await?;
    let mut counted = Check::good("signals", signal_line(&signals));
    counted.counts = serde_json::to_value(&signals).ok();
    checks.push(counted);
    Ok(())
}

fn print(checks: &[Check], as_json: bool) {
    if as_json {
        let row = |c: &Check| json!({"what": c.what, "ok": c.ok, "text": c.text, "fix": c.fix, "counts": c.counts});
        out::line(&serde_json::Value::from_iter(checks.iter().map(row)).to_string());
        return;
    }
    for check in checks {
        let mark = if check.ok { "ok  " } else { "FAIL" };
        out::line(&format!("{mark}  {:<12} {}", check.what, check.text));
        if !check.fix.is_empty() {
            out::line(&format!("      {:<12} {}", "", check.fix));
        }
    }
}
