//! Wires the adapters to the ports.

use std::path::Path;
use std::sync::Arc;

use holdfast_adapters::{Claude, FileSecrets, NoNotices, Smtp, SystemClock};
use holdfast_app::ports::{Clock, EgressEvent, EgressLog, Notices, Secrets};
use holdfast_app::usecases::App;
use holdfast_sandbox::egress::transport::HttpTransport;
use holdfast_sandbox::{Deps, Grant, Installed, Limits, PluginHost, TargetConfig};
use holdfast_store::EmbeddedStore;

use crate::assets;
use crate::connections::Connections;
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
    let clock = Arc::new(SystemClock);
    let store = EmbeddedStore::open(&folder.join("holdfast.db"))?;
    let table = store.table(Arc::new(|| SystemClock.now_ms() / 1000)).await?;
    let port: Arc<dyn Secrets> = secrets.clone();
    let deps = Deps {
        secrets: port.clone(),
        log: Arc::new(TracingLog),
        transport: Arc::new(HttpTransport::default()),
        now_ms: Arc::new(|| SystemClock.now_ms()),
        limits: Limits::default(),
    };
    let installed = vec![
        installed("jira", connections.jira.as_ref())?,
        installed("outlook", connections.graph.as_ref())?,
    ];
    let plugins = Arc::new(PluginHost::new(installed, &deps)?);
    for (name, error) in plugins.broken() {
        tracing::error!(integration = name, "the integration cannot be used: {error}");
    }
    let claude = Claude::new(&connections.claude_url, port.clone())
        .map_err(|e| CliError::failed(e.to_string()))?;
    claude.refresh().await;
    let notices: Arc<dyn Notices> = match &connections.smtp {
        Some(smtp) => Arc::new(
            Smtp::new(smtp.clone(), port.clone()).map_err(|e| CliError::failed(e.to_string()))?,
        ),
        None => Arc::new(NoNotices),
    };
    let app = App {
        table: Arc::new(table),
        judgement: Arc::new(assets::policy()?),
        integrations: plugins.clone(),
        llm: Arc::new(claude),
        notices,
        secrets: port,
        clock,
    };
    Ok(Composed { app, plugins, store })
}

fn installed(name: &str, target: Option<&TargetConfig>) -> Result<Installed, CliError> {
    let (component, manifest) = assets::integration(name)?;
    Ok(Installed {
        name: name.to_owned(),
        component,
        grant: Grant::everything_asked(&manifest),
        manifest,
        targets: target.cloned().into_iter().collect(),
        // Its digest is compiled into this binary.
        trusted: true,
    })
}

/// Egress events as log lines: templates and digests, never a path, a text or an address.
struct TracingLog;

impl EgressLog for TracingLog {
    fn record(&self, event: EgressEvent) {
        if let Some(refusal) = &event.refusal {
            tracing::warn!(
                integration = event.integration,
                target_id = event.target,
                refusal,
                "egress refused"
            );
        } else {
            tracing::debug!(
                integration = event.integration,
                template = event.template,
                write = event.write,
                intent = event.intent,
                status = event.status,
                "egress"
            );
        }
    }
}
