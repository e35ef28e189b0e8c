//! The adapters of AWS, wired: the table, four secrets, SES, the wall clock, HTTPS.

use std::sync::Arc;

use holdfast_adapters::{Claude, NoNotices, SystemClock};
use holdfast_app::ports::{Clock as _, Notices, Secrets, StoreError};
use holdfast_app::usecases::CaseError;
use holdfast_aws::{Executions, ManagedSecrets, Sdk, SesNotices};
use holdfast_entrypoints::EntryError;
use holdfast_entrypoints::compose::{Parts, TracingLog, Wired, configure_fresh, wire};
use holdfast_entrypoints::connections::Connections;
use holdfast_sandbox::Limits;
use holdfast_sandbox::egress::transport::HttpTransport;

use crate::env::{self, Env};

/// A wired installation.
pub(crate) struct Installation {
    /// Ports and integrations.
    pub(crate) wired: Wired,
    /// The model, where this function may read its key: whether there is one is asked at every invocation, so that a key
    /// that was stored a moment ago is used.
    pub(crate) claude: Option<Arc<Claude>>,
    /// Starts a cycle at once, where the deployment says which.
    pub(crate) executions: Option<Executions>,
    /// Whether an emulator answers instead of AWS.
    pub(crate) is_emulator: bool,
}

/// The secrets that the role of a function may read; the template grants the same.
pub(crate) const fn readable(function: &str) -> &'static [&'static str] {
    match function.as_bytes() {
        b"change-detector" => &["jira", "azure-ad"],
        b"triage-haiku" | b"reasoning-sonnet" => &["claude"],
        b"action-executor" | b"hold-queue-checker" => &["jira", "azure-ad"],
        b"api" => &["claude", "jira", "azure-ad", "keys"],
        _ => &[],
    }
}

/// Puts the installation together.
///
/// # Errors
/// When the environment is incomplete, the connections are unusable, or the table does not answer.
pub(crate) async fn install(env: &Env) -> Result<Installation, EntryError> {
    let sdk = Sdk::from_environment(env::read).map_err(|e| EntryError::failed(e.to_string()))?;
    let connections = connections(env)?;
    let table = sdk.table(&env.table, Arc::new(|| SystemClock.now_ms() / 1000));
    let readable = readable(&env.function);
    let secrets: Arc<dyn Secrets> =
        Arc::new(ManagedSecrets::new(sdk.secrets(), &env.secrets_prefix, readable));
    let claude = Claude::new(&connections.claude_url, secrets.clone())
        .map_err(|e| EntryError::failed(e.to_string()))?;
    let claude = Arc::new(claude);
    let notices: Arc<dyn Notices> = if env.notice_from.is_empty() {
        Arc::new(NoNotices)
    } else {
        Arc::new(SesNotices::new(sdk.ses(), &env.notice_from))
    };
    let parts = Parts {
        table: Arc::new(table),
        secrets,
        clock: Arc::new(SystemClock),
        transport: Arc::new(HttpTransport::default()),
        egress_log: Arc::new(TracingLog),
        limits: Limits::default(),
        llm: claude.clone(),
        notices,
    };
    let wired = wire(parts, &connections).await?;
    // Only the dashboard's function may write the configuration; the others wait until somebody has opened it.
    if env.function == "api" {
        match configure_fresh(&wired.app).await {
            // Another instance was faster.
            Ok(()) | Err(CaseError::Store(StoreError::Lost { .. })) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let executions = (!env.state_machine.is_empty())
        .then(|| Executions::new(sdk.step_functions(), &env.state_machine));
    let claude = readable.contains(&"claude").then_some(claude);
    Ok(Installation { wired, claude, executions, is_emulator: sdk.is_emulator() })
}

/// What the operator's variable says. A target on this machine is for emulators only: a function has no neighbour that
/// it should reach by a loopback address.
fn connections(env: &Env) -> Result<Connections, EntryError> {
    if env.connections.is_empty() {
        return Ok(Connections::default());
    }
    let connections: Connections = serde_json::from_str(&env.connections).map_err(|e| {
        EntryError::failed(format!("HOLDFAST_CONNECTIONS is not what is expected: {e}"))
    })?;
    let targets = [&connections.jira, &connections.graph];
    if env.endpoint_url.is_none() && targets.into_iter().flatten().any(|target| target.loopback) {
        return Err(EntryError::failed("HOLDFAST_CONNECTIONS has a target with `loopback = true`")
            .hint("Loopback targets are for emulators (AWS_ENDPOINT_URL): remove the line."));
    }
    Ok(connections)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(connections: &str, endpoint: Option<&str>) -> Env {
        Env {
            connections: connections.to_owned(),
            endpoint_url: endpoint.map(str::to_owned),
            ..Env::default()
        }
    }

    const LOOPBACK: &str =
        r#"{"jira":{"id":"jira","base_url":"http://127.0.0.1:1/jira","loopback":true}}"#;

    #[test]
    fn a_loopback_target_needs_an_emulator() {
        assert!(connections(&env(LOOPBACK, Some("http://127.0.0.1:2"))).is_ok());
        let error = connections(&env(LOOPBACK, None)).unwrap_err();
        assert!(error.fact().contains("loopback") && error.advice().is_some());
        assert!(connections(&env("", None)).is_ok());
        assert!(connections(&env("{\"jira\":1}", None)).is_err());
    }

    #[test]
    fn what_decides_and_what_writes_artefacts_reads_no_secret() {
        for function in ["signal-normaliser", "artefact-updater", "housekeeping", "unknown"] {
            assert!(readable(function).is_empty(), "{function}");
        }
        assert_eq!(readable("triage-haiku"), ["claude"]);
    }
}
