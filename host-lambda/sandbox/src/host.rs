//! The integrations of this installation, each behind its own egress.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use holdfast_app::ports::{
    Call, Failure, Found, Integrations, Page, Raw, Secrets, SharedEgressLog, WriteGate,
};
use plugin_payload::{Effect, ProbeTarget, Receipt, Scope, Signal};
use serde::de::DeserializeOwned;
use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Engine, Store, Trap};

use crate::bindings::{Integration, IntegrationPre, types};
use crate::egress::transport::Transport;
use crate::egress::{CallScope, Egress, NowMs};
use crate::manifest::Permissions;
use crate::precompiled::load_error;
use crate::state::{LimitError, State};
use crate::{Grant, Limits, Manifest, Precompiled, SandboxError, TargetConfig};

/// One integration as it is installed.
#[derive(Clone, Debug)]
pub struct Installed {
    /// Name; must be the manifest's.
    pub name: String,
    /// The compiled component, with the digest that it must have.
    pub component: Precompiled,
    /// What it asks.
    pub manifest: Manifest,
    /// What the operator grants.
    pub grant: Grant,
    /// Where its targets point.
    pub targets: Vec<TargetConfig>,
    /// Whether it may act: its digest is compiled into the host, or the operator granted it
    /// `act = true`.
    pub trusted: bool,
}

/// What every integration shares.
#[derive(Clone)]
pub struct Deps {
    /// Credentials, and the values to look for.
    pub secrets: Arc<dyn Secrets>,
    /// Receives every request, refused ones included.
    pub log: SharedEgressLog,
    /// The wire.
    pub transport: Arc<dyn Transport>,
    /// The time, for the life of tokens.
    pub now_ms: NowMs,
    /// What one call may consume.
    pub limits: Limits,
}

struct Plugin {
    name: Arc<str>,
    pre: IntegrationPre<State>,
    permissions: Permissions,
    /// Replaced as a whole when an account is connected or disconnected; a call keeps the one it began with.
    egress: RwLock<Arc<Egress>>,
    trusted: bool,
}

/// Runs integrations; one that cannot be loaded answers with its error, the others keep serving.
pub struct PluginHost {
    engine: Engine,
    deps: Deps,
    plugins: BTreeMap<String, Result<Arc<Plugin>, SandboxError>>,
}

impl std::fmt::Debug for PluginHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.plugins.keys()).finish()
    }
}

impl PluginHost {
    /// Loads all integrations; see [`Self::broken`] for those that failed.
    ///
    /// # Errors
    /// When the engine itself cannot start.
    pub fn new(installed: Vec<Installed>, deps: &Deps) -> Result<Self, SandboxError> {
        let engine = holdfast_engine::engine()
            .map_err(|error| SandboxError::Engine(format!("{error:#}")))?;
        let mut linker = Linker::<State>::new(&engine);
        Integration::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state)
            .map_err(|error| SandboxError::Engine(format!("{error:#}")))?;
        let load = |one: Installed| (one.name.clone(), Plugin::load(&engine, &linker, one, deps));
        let plugins = installed
            .into_iter()
            .map(load)
            .map(|(name, plugin)| (name, plugin.map(Arc::new)))
            .collect();
        Ok(Self { engine, deps: deps.clone(), plugins })
    }

    /// Integrations that could not be loaded, each with what to do.
    pub fn broken(&self) -> impl Iterator<Item = (&str, &SandboxError)> {
        self.plugins
            .iter()
            .filter_map(|(name, plugin)| plugin.as_ref().err().map(|error| (name.as_str(), error)))
    }

    /// Points the targets of an integration elsewhere, or nowhere, while calls run: those go on with what they began
    /// with. Tokens of the old targets are forgotten.
    ///
    /// # Errors
    /// When the integration is unknown or broken, or a target's configuration is unusable; then nothing changes.
    pub fn set_targets(&self, name: &str, targets: Vec<TargetConfig>) -> Result<(), SandboxError> {
        let plugin = self.loaded(name)?;
        let egress = Egress::new(name, plugin.permissions.clone(), targets, &self.deps)?;
        *plugin.egress.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(egress);
        Ok(())
    }

    /// One integration by itself with other targets and secrets: whether a credential works is asked through the very
    /// requests that will use it, before anything is stored.
    ///
    /// # Errors
    /// As [`Self::set_targets`].
    pub fn trial(
        &self,
        name: &str,
        targets: Vec<TargetConfig>,
        secrets: Arc<dyn Secrets>,
    ) -> Result<Self, SandboxError> {
        let plugin = self.loaded(name)?;
        let deps = Deps { secrets, ..self.deps.clone() };
        let egress = Egress::new(name, plugin.permissions.clone(), targets, &deps)?;
        let tried = Plugin {
            name: plugin.name.clone(),
            pre: plugin.pre.clone(),
            permissions: plugin.permissions.clone(),
            egress: RwLock::new(Arc::new(egress)),
            // Only ever asked.
            trusted: false,
        };
        let plugins = BTreeMap::from([(name.to_owned(), Ok(Arc::new(tried)))]);
        Ok(Self { engine: self.engine.clone(), deps, plugins })
    }

    fn loaded(&self, name: &str) -> Result<&Arc<Plugin>, SandboxError> {
        match self.plugins.get(name) {
            Some(Ok(plugin)) => Ok(plugin),
            Some(Err(error)) => Err(error.clone()),
            None => Err(SandboxError::Load {
                name: name.to_owned(),
                reason: "no integration of that name is installed".to_owned(),
            }),
        }
    }

    /// What the component says about itself, as JSON.
    ///
    /// # Errors
    /// When the integration is unknown, broken, or fails.
    pub async fn describe(&self, integration: &str) -> Result<Vec<u8>, Failure> {
        self.run(integration, Call::Describe, None, |guest, store| {
            Ok(Ok(guest.call_describe(store)?))
        })
        .await
    }

    /// As [`Integrations::health`], with the component's JSON details for the user.
    ///
    /// # Errors
    /// When the upstream does not answer or refuses the credential.
    pub async fn health_details(&self, integration: &str) -> Result<Vec<u8>, Failure> {
        self.run(integration, Call::Health, None, |guest, store| guest.call_health(store)).await
    }

    fn plugin(&self, name: &str, call: Call) -> Result<Arc<Plugin>, Failure> {
        let plugin = match self.plugins.get(name) {
            Some(Ok(plugin)) => plugin,
            Some(Err(error)) => return Err(Failure::Guest(error.to_string())),
            None => {
                return Err(Failure::Guest(format!("no integration named `{name}` is installed")));
            }
        };
        let acts = matches!(call, Call::Prepare | Call::Submit | Call::Withdraw);
        if acts && !plugin.trusted {
            return Err(Failure::Denied(format!(
                "`{name}` may read only: add `act = true` to the grant of this very version"
            )));
        }
        Ok(Arc::clone(plugin))
    }

    /// Runs one export in a fresh store, on a thread that may block.
    async fn run<T, F>(
        &self,
        name: &str,
        call: Call,
        gate: Option<&WriteGate>,
        export: F,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&Integration, &mut Store<State>) -> wasmtime::Result<Result<T, types::Failure>>
            + Send
            + 'static,
    {
        let plugin = self.plugin(name, call)?;
        let scope = CallScope::new(call, gate.map(|gate| gate.intent.clone()), &self.deps.limits);
        let writes = scope.writes();
        let (engine, limits) = (self.engine.clone(), self.deps.limits);
        let runtime = tokio::runtime::Handle::current();
        let work = move || {
            let (name, egress) = (Arc::clone(&plugin.name), plugin.egress());
            let mut store = State::store(&engine, name, limits, egress, scope, runtime);
            let guest = plugin.pre.instantiate(&mut store)?;
            export(&guest, &mut store)
        };
        let (failure, left) = match tokio::task::spawn_blocking(work).await {
            Ok(Ok(Ok(value))) => return Ok(value),
            // A guest that plays down a write without an answer is overruled.
            Ok(Ok(Err(failure))) => (failure.into(), writes.is_unknown()),
            // A guest that fails after a write cannot say what became of it.
            Ok(Err(error)) => {
                let text = format!("`{name}`: {}", sentence(&error));
                (Failure::Guest(text), writes.may_have_left())
            }
            Err(_) => {
                let text = format!("`{name}`: the call was abandoned");
                (Failure::Guest(text), writes.may_have_left())
            }
        };
        match failure {
            Failure::UnknownEffect(_) => Err(failure),
            failure if left => Err(Failure::UnknownEffect(failure.to_string())),
            failure => Err(failure),
        }
    }
}

/// The cause that a person can act on; a backtrace of a guest helps nobody here.
fn sentence(error: &wasmtime::Error) -> String {
    if let Some(limit) = error.downcast_ref::<LimitError>() {
        return limit.to_string();
    }
    if let Some(trap) = error.downcast_ref::<Trap>() {
        return format!("it trapped ({trap})");
    }
    error.root_cause().to_string()
}

impl Plugin {
    fn load(
        engine: &Engine,
        linker: &Linker<State>,
        installed: Installed,
        deps: &Deps,
    ) -> Result<Self, SandboxError> {
        let Installed { name, component, manifest, grant, targets, trusted } = installed;
        if manifest.name != name {
            let reason = format!("its `name` is `{}`, it is installed as `{name}`", manifest.name);
            return Err(SandboxError::Manifest { name: "plugin.toml".to_owned(), reason });
        }
        let permissions = Permissions::intersect(&manifest, &grant);
        let egress = Egress::new(&name, permissions.clone(), targets, deps)?;
        let component = component.component(engine, &name)?;
        let pre = linker
            .instantiate_pre(&component)
            .and_then(IntegrationPre::new)
            .map_err(|error| load_error(&name, &error))?;
        let egress = RwLock::new(Arc::new(egress));
        Ok(Self { name: name.into(), pre, permissions, egress, trusted })
    }

    fn egress(&self) -> Arc<Egress> {
        self.egress.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(|error| Failure::Guest(format!("no JSON: {error}")))
}

fn parsed<T: DeserializeOwned>(what: &str, bytes: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(bytes)
        .map_err(|error| Failure::Guest(format!("its {what} does not parse: {error}")))
}

/// A receipt that does not parse after a write leaves open what happened.
fn receipt(call: &str, bytes: &[u8]) -> Result<Receipt, Failure> {
    parsed("receipt", bytes)
        .map_err(|error| Failure::UnknownEffect(format!("`{call}` answered, but {error}")))
}

fn gated(effect: &Effect, gate: &WriteGate) -> Result<(), Failure> {
    if effect.intent == gate.intent && !gate.intent.is_empty() {
        return Ok(());
    }
    Err(Failure::Denied("the effect is not the one whose intent was claimed".to_owned()))
}

#[async_trait]
impl Integrations for PluginHost {
    async fn health(&self, integration: &str) -> Result<(), Failure> {
        self.health_details(integration).await.map(|_| ())
    }

    async fn poll(
        &self,
        integration: &str,
        scope: &Scope,
        checkpoint: &[u8],
        max: u32,
    ) -> Result<Page, Failure> {
        let (scope, checkpoint) = (json(scope)?, checkpoint.to_vec());
        let page = self.run(integration, Call::Poll, None, move |guest, store| {
            guest.call_poll(store, &scope, &checkpoint, max)
        });
        Ok(page.await?.into())
    }

    async fn normalise(&self, integration: &str, raws: &[Raw]) -> Result<Vec<Signal>, Failure> {
        let wanted = raws.len();
        let raws: Vec<types::Raw> = raws.iter().map(types::Raw::from).collect();
        let signals = self
            .run(integration, Call::Normalise, None, move |guest, store| {
                guest.call_normalise(store, &raws)
            })
            .await?;
        if signals.len() != wanted {
            let found = signals.len();
            return Err(Failure::Guest(format!("it made {found} signals of {wanted} changes")));
        }
        signals.iter().map(|signal| parsed("signal", signal)).collect()
    }

    async fn probe(&self, integration: &str, target: &ProbeTarget) -> Result<String, Failure> {
        let target = json(target)?;
        self.run(integration, Call::Probe, None, move |guest, store| {
            guest.call_probe(store, &target)
        })
        .await
    }

    async fn prepare(
        &self,
        integration: &str,
        effect: &Effect,
        gate: &WriteGate,
    ) -> Result<Receipt, Failure> {
        gated(effect, gate)?;
        let effect = json(effect)?;
        let bytes = self.run(integration, Call::Prepare, Some(gate), move |guest, store| {
            guest.call_prepare(store, &effect)
        });
        receipt("prepare", &bytes.await?)
    }

    async fn submit(
        &self,
        integration: &str,
        effect: &Effect,
        before: &Receipt,
        gate: &WriteGate,
    ) -> Result<Receipt, Failure> {
        gated(effect, gate)?;
        let (effect, before) = (json(effect)?, json(before)?);
        let bytes = self.run(integration, Call::Submit, Some(gate), move |guest, store| {
            guest.call_submit(store, &effect, &before)
        });
        receipt("submit", &bytes.await?)
    }

    async fn withdraw(
        &self,
        integration: &str,
        effect: &Effect,
        before: &Receipt,
        gate: &WriteGate,
    ) -> Result<(), Failure> {
        gated(effect, gate)?;
        let (effect, before) = (json(effect)?, json(before)?);
        self.run(integration, Call::Withdraw, Some(gate), move |guest, store| {
            guest.call_withdraw(store, &effect, &before)
        })
        .await
    }

    async fn reconcile(
        &self,
        integration: &str,
        effect: &Effect,
        before: Option<&Receipt>,
    ) -> Result<Found, Failure> {
        let effect = json(effect)?;
        // An empty list stands for "no receipt".
        let before = before.map(json).transpose()?.unwrap_or_default();
        let outcome = self.run(integration, Call::Reconcile, None, move |guest, store| {
            guest.call_reconcile(store, &effect, &before)
        });
        Ok(match outcome.await? {
            types::Outcome::Confirmed(bytes) => Found::Confirmed(parsed("receipt", &bytes)?),
            types::Outcome::Prepared(bytes) => Found::Prepared(parsed("receipt", &bytes)?),
            types::Outcome::Absent => Found::Absent,
            types::Outcome::Unknown(reason) => Found::Unknown(reason),
        })
    }
}
