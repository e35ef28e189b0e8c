//! Wires the adapters to the ports.

use std::path::Path;
use std::sync::Arc;

use holdfast_adapters::{Claude, FileSecrets, NoNotices, Smtp, SystemClock};
use holdfast_app::domain::connection::{Connection, INTEGRATIONS};
use holdfast_app::domain::keys;
use holdfast_app::ports::{Clock, Connector as _, EgressEvent, EgressLog, Notices, Secrets, Table};
use holdfast_app::usecases::App;
use holdfast_sandbox::egress::transport::HttpTransport;
use holdfast_sandbox::{Deps, Grant, Installed, Limits, PluginHost, TargetConfig};
use holdfast_store::EmbeddedStore;

use crate::assets;
use crate::connect::Accounts;
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
    let transport = Arc::new(HttpTransport::default());
    let deps = Deps {
        secrets: port.clone(),
        log: Arc::new(TracingLog),
        transport: transport.clone(),
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
    let accounts = accounts(&table, connections, &plugins, transport).await?;
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
        connector: Arc::new(accounts),
        llm: Arc::new(claude),
        notices,
        secrets: port,
        clock,
    };
    Ok(Composed { app, plugins, store })
}

/// The connections with what was connected from the dashboard in the places that the operator's file leaves open.
pub(crate) async fn effective(
    app: &App,
    mut connections: Connections,
) -> Result<Connections, CliError> {
    let services = connections.services.clone();
    for (name, slot) in [("jira", &mut connections.jira), ("outlook", &mut connections.graph)] {
        if slot.is_none() {
            let stored = app.load::<Connection>(&keys::connection(name)).await?;
            let stored = stored.map(|found| found.value).filter(|found| services.know(found));
            *slot = stored.map(|connection| services.target(name, &connection));
        }
    }
    Ok(connections)
}

/// The operator's file wins; what it does not name is what was connected from the dashboard.
async fn accounts(
    table: &dyn Table,
    connections: &Connections,
    plugins: &Arc<PluginHost>,
    transport: Arc<HttpTransport>,
) -> Result<Accounts, CliError> {
    let named = [("jira", &connections.jira), ("outlook", &connections.graph)];
    let fixed: Vec<(&str, &TargetConfig)> =
        named.into_iter().filter_map(|(name, t)| t.as_ref().map(|t| (name, t))).collect();
    let services = connections.services.clone();
    let accounts = Accounts::new(plugins.clone(), transport, services.clone(), &fixed);
    for name in INTEGRATIONS {
        if fixed.iter().any(|(fixed, _)| *fixed == name) {
            continue;
        }
        let Some(item) = table.get(&keys::connection(name)).await? else { continue };
        let connection: Connection = item.read()?;
        if !services.know(&connection) {
            tracing::warn!(integration = name, "connected elsewhere (stand-ins): connect again");
            continue;
        }
        if let Err(rejection) = accounts.attach(name, Some(&connection)) {
            tracing::error!(integration = name, "the connection cannot be used: {rejection}");
        }
    }
    Ok(accounts)
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
