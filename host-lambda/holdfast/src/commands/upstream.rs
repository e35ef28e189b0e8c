//! `holdfast upstream`: the stand-ins by themselves.

use std::path::PathBuf;
use std::process::ExitCode;

use holdfast_adapters::SystemClock;
use holdfast_app::ports::Clock as _;
use holdfast_upstream::{Running, Source, UpstreamConfig};

use crate::err::CliError;
use crate::out;

/// The configuration of stand-ins that hold back their last three days.
pub(crate) fn config(payloads: Option<PathBuf>) -> UpstreamConfig {
    let mut config = UpstreamConfig::sample(SystemClock.now_ms());
    if let Some(folder) = payloads {
        config.source = Source::Payloads(folder);
    }
    config
}

/// The sample with nothing held back.
#[cfg(test)]
pub(crate) fn stand_in_config() -> UpstreamConfig {
    UpstreamConfig { withhold_days: 0, ..config(None) }
}

/// Serves until interrupted.
pub(crate) async fn run(payloads: Option<PathBuf>, port: u16) -> Result<ExitCode, CliError> {
    let running = Running::start(config(payloads), port).await?;
    out::line(&format!("Stand-ins listen on {}", running.url()));
    out::line(
        "  Jira below /jira, Graph below /graph, Claude below /claude, switches below /_control.",
    );
    let _ = tokio::signal::ctrl_c().await;
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}
