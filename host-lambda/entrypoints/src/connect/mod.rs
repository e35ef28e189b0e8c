//! Accounts: where the services live, which connection points where, and how a credential is tried.
//!
//! [`jira`] tries an API token, [`device`] signs a person in, [`application`] tries application permissions,
//! [`endpoints`] says where the services live and turns a stored connection into a target. Whatever is tried is tried
//! through the sandboxed integration itself, with secrets that exist in memory only.

mod application;
mod device;
mod endpoints;
mod jira;
mod trial;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use api_types::{ConnectApplication, ConnectJira, DeviceCode};
use async_trait::async_trait;
use holdfast_app::domain::connection::Connection;
use holdfast_app::ports::{Attached, Connector, DeviceStep, Identity, Rejection};
use holdfast_sandbox::egress::transport::Transport;
use holdfast_sandbox::{Credential, PluginHost, TargetConfig};
use tokio::sync::Mutex;
use url::Url;

use crate::assets;
pub use endpoints::Endpoints;

/// The accounts of a running installation.
pub struct Accounts {
    plugins: Arc<PluginHost>,
    transport: Arc<dyn Transport>,
    endpoints: Endpoints,
    /// By integration; `fixed` ones come from the operator's file.
    attached: RwLock<BTreeMap<String, Attached>>,
    /// The sign-in under way. Its code is a credential: it stays in memory and out of every log.
    device: Mutex<device::SignIn>,
}

impl Accounts {
    /// Accounts of integrations that are attached to what the operator's file says.
    pub fn new(
        plugins: Arc<PluginHost>,
        transport: Arc<dyn Transport>,
        endpoints: Endpoints,
        fixed: &[(&str, &TargetConfig)],
    ) -> Self {
        let attached = fixed
            .iter()
            .map(|(name, target)| ((*name).to_owned(), attached(target, true)))
            .collect();
        Self {
            plugins,
            transport,
            endpoints,
            attached: RwLock::new(attached),
            device: Mutex::default(),
        }
    }
}

fn attached(target: &TargetConfig, fixed: bool) -> Attached {
    let method = match target.credential {
        Credential::Basic { .. } | Credential::Bearer { .. } => "api_token",
        Credential::ClientCredentials { .. } => "client_credentials",
        Credential::Delegated { .. } => "device_code",
        Credential::None => "",
    };
    let host = Url::parse(&target.base_url).ok();
    let host = host.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    Attached { fixed, method: method.to_owned(), host }
}

#[async_trait]
impl Connector for Accounts {
    fn attached(&self, name: &str) -> Option<Attached> {
        self.attached.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    fn attach(&self, name: &str, connection: Option<&Connection>) -> Result<(), Rejection> {
        let target = connection.map(|c| self.endpoints.target(name, c));
        let now = target.as_ref().map(|target| attached(target, false));
        let mut all = self.attached.write().unwrap_or_else(PoisonError::into_inner);
        all.remove(name);
        self.plugins.set_targets(name, target.into_iter().collect()).map_err(|error| {
            let hint = "Run `holdfast doctor`: it looks at the integration itself.";
            Rejection::new("unusable", format!("The connection is not usable: {error}."), hint)
        })?;
        if let Some(now) = now {
            all.insert(name.to_owned(), now);
        }
        Ok(())
    }

    fn grants(&self, name: &str) -> Vec<(String, String)> {
        let Ok((_, manifest)) = assets::integration(name) else { return Vec::new() };
        let rules = manifest.targets.into_iter().flat_map(|target| target.allow);
        let access = |rule: &holdfast_sandbox::Allow| match rule.access {
            holdfast_sandbox::Access::Read => "read",
            holdfast_sandbox::Access::Write => "write",
        };
        rules
            .map(|rule| (format!("{} {}", rule.method, rule.path), access(&rule).to_owned()))
            .collect()
    }

    async fn try_jira(&self, ask: &ConnectJira) -> Result<Identity, Rejection> {
        jira::attempt(self, ask).await
    }

    async fn try_application(&self, ask: &ConnectApplication) -> Result<Identity, Rejection> {
        application::attempt(self, ask).await
    }

    async fn start_device(
        &self,
        tenant: &str,
        client_id: &str,
        now_ms: i64,
    ) -> Result<DeviceCode, Rejection> {
        device::start(self, tenant, client_id, now_ms).await
    }

    async fn poll_device(&self, now_ms: i64) -> Result<DeviceStep, Rejection> {
        device::poll(self, now_ms).await
    }

    async fn drop_device(&self) {
        *self.device.lock().await = device::SignIn::None;
    }
}
