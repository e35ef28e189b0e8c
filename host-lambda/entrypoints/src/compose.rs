//! Wires adapters to ports. Which adapters is the program's choice: a file and a real clock on one machine, DynamoDB
//! and Secrets Manager on AWS, memory and a seeded clock in the simulation.

use std::sync::Arc;

use holdfast_app::domain::connection::{Connection, INTEGRATIONS};
use holdfast_app::domain::keys;
use holdfast_app::domain::settings::Config;
use holdfast_app::ports::{
    Clock, Connector as _, EgressEvent, EgressLog, Llm, Notices, Secrets, SharedEgressLog, Table,
};
use holdfast_app::usecases::{App, CaseError};
use holdfast_sandbox::egress::transport::Transport;
use holdfast_sandbox::{Deps, Grant, Installed, Limits, PluginHost, TargetConfig};

use crate::assets;
use crate::connect::Accounts;
use crate::connections::Connections;
use crate::err::EntryError;

/// The adapters of an installation.
#[derive(Clone)]
pub struct Parts {
    /// The table.
    pub table: Arc<dyn Table>,
    /// Secrets.
    pub secrets: Arc<dyn Secrets>,
    /// Time and randomness.
    pub clock: Arc<dyn Clock>,
    /// The wire behind the egress of the integrations.
    pub transport: Arc<dyn Transport>,
    /// Receives every request of an integration.
    pub egress_log: SharedEgressLog,
    /// What one call of an integration may consume.
    pub limits: Limits,
    /// The model.
    pub llm: Arc<dyn Llm>,
    /// The channel for notices.
    pub notices: Arc<dyn Notices>,
}

/// What a running installation consists of.
#[derive(Clone)]
pub struct Wired {
    /// The ports.
    pub app: App,
    /// The integrations, for what the port does not offer.
    pub plugins: Arc<PluginHost>,
}

/// Loads policy and integrations, attaches the connected accounts, and gives the ports.
///
/// # Errors
/// When the build carries no policy, an engine does not start, or the table cannot be read. An integration that
/// cannot be loaded is logged, the others go on.
pub async fn wire(parts: Parts, connections: &Connections) -> Result<Wired, EntryError> {
    let clock = parts.clock.clone();
    let deps = Deps {
        secrets: parts.secrets.clone(),
        log: parts.egress_log,
        transport: parts.transport.clone(),
        now_ms: Arc::new(move || clock.now_ms()),
        limits: parts.limits,
    };
    let installed = vec![
        installed("jira", connections.jira.as_ref())?,
        installed("outlook", connections.graph.as_ref())?,
    ];
    let plugins = Arc::new(PluginHost::new(installed, &deps)?);
    for (name, error) in plugins.broken() {
        tracing::error!(integration = name, "the integration cannot be used: {error}");
    }
    let accounts = accounts(parts.table.as_ref(), connections, &plugins, parts.transport).await?;
    let app = App {
        table: parts.table,
        judgement: Arc::new(assets::policy()?),
        integrations: plugins.clone(),
        connector: Arc::new(accounts),
        llm: parts.llm,
        notices: parts.notices,
        secrets: parts.secrets,
        clock: parts.clock,
    };
    Ok(Wired { app, plugins })
}

/// Configures a table that has no configuration yet: level Observe, nothing connected.
///
/// # Errors
/// When the store fails.
pub async fn configure_fresh(app: &App) -> Result<(), CaseError> {
    if app.table.get(&keys::config("settings")).await?.is_none() {
        let zone = jiff::tz::TimeZone::system().iana_name().unwrap_or("Etc/UTC").to_owned();
        let mut config = Config::initial(&zone);
        config.canaries = vec![app.clock.random_hex()];
        app.save(keys::config("settings"), &config, 0).await?;
        app.begin_first_run().await?;
    }
    Ok(())
}

/// The connections with what was connected from the dashboard in the places that the operator's file leaves open.
///
/// # Errors
/// When the table cannot be read.
pub async fn effective(app: &App, mut connections: Connections) -> Result<Connections, EntryError> {
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
    transport: Arc<dyn Transport>,
) -> Result<Accounts, EntryError> {
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

fn installed(name: &str, target: Option<&TargetConfig>) -> Result<Installed, EntryError> {
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
#[derive(Clone, Copy, Debug, Default)]
pub struct TracingLog;

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
