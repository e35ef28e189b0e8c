//! Names the adapters of one machine: a file for the table, a file for the secrets, the wall clock, HTTP and SMTP.

use std::path::Path;
use std::sync::Arc;

use holdfast_adapters::{Claude, FileSecrets, NoNotices, Smtp, SystemClock};
use holdfast_app::ports::{Clock as _, Notices, Secrets};
use holdfast_app::usecases::App;
pub(crate) use holdfast_entrypoints::compose::effective;
use holdfast_entrypoints::compose::{Parts, TracingLog, wire};
use holdfast_entrypoints::connections::Connections;
use holdfast_sandbox::egress::transport::HttpTransport;
use holdfast_sandbox::{Limits, PluginHost};
use holdfast_store::EmbeddedStore;

use crate::err::CliError;

/// What a running installation consists of.
pub(crate) struct Composed {
    /// The ports.
    pub(crate) app: App,
    /// The integrations, for what the port does not offer.
    pub(crate) plugins: Arc<PluginHost>,
    /// The file behind the table, for backups and exports.
    pub(crate) store: EmbeddedStore,
}

/// The secrets of a data folder.
pub(crate) fn secrets(folder: &Path) -> Result<Arc<FileSecrets>, CliError> {
    Ok(Arc::new(FileSecrets::open(folder.join("secrets.json"))?))
}

/// Wires everything for a data folder.
pub(crate) async fn compose(
    folder: &Path,
    connections: &Connections,
    secrets: Arc<FileSecrets>,
) -> Result<Composed, CliError> {
    let store = EmbeddedStore::open(&folder.join("holdfast.db"))?;
    let table = store.table(Arc::new(|| SystemClock.now_ms() / 1000)).await?;
    let secrets: Arc<dyn Secrets> = secrets;
    let claude = Claude::new(&connections.claude_url, secrets.clone())
        .map_err(|e| CliError::failed(e.to_string()))?;
    claude.refresh().await;
    let notices: Arc<dyn Notices> = match &connections.smtp {
        Some(smtp) => Arc::new(
            Smtp::new(smtp.clone(), secrets.clone())
                .map_err(|e| CliError::failed(e.to_string()))?,
        ),
        None => Arc::new(NoNotices),
    };
    let parts = Parts {
        table: Arc::new(table),
        secrets,
        clock: Arc::new(SystemClock),
        transport: Arc::new(HttpTransport::default()),
        egress_log: Arc::new(TracingLog),
        limits: Limits::default(),
        llm: Arc::new(claude),
        notices,
    };
    let wired = wire(parts, connections).await?;
    Ok(Composed { app: wired.app, plugins: wired.plugins, store })
}
