//! What a guest implements.

use alloc::string::String;
use alloc::vec::Vec;

use plugin_payload::{Effect, ProbeTarget, Receipt, Scope, Signal};
use serde_json::Value;

use crate::{Failure, Upstream};

/// What a guest says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    /// The plugin's name, as in `plugin.toml`.
    pub name: &'static str,
    /// The plugin's version.
    pub version: &'static str,
    /// Channels that it serves, such as `mail`.
    pub channels: &'static [&'static str],
}

/// One stored change, exactly one signal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    /// The issue key or message id that changed.
    pub entity: String,
    /// What changed, unique and stable within the entity.
    pub change_key: String,
    /// Unix milliseconds.
    pub occurred_at_ms: i64,
    /// JSON, understood by the same guest's `normalise`.
    pub body: Vec<u8>,
}

/// One page of changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The changes, oldest first where the upstream allows it.
    pub raws: Vec<Raw>,
    /// The checkpoint to store once all of them are durable.
    pub next: Vec<u8>,
    /// Whether another call with `next` would return more at once.
    pub more: bool,
}

/// What `reconcile` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The effect exists.
    Confirmed(Receipt),
    /// Prepared, but not submitted.
    Prepared(Receipt),
    /// Neither draft nor effect exists.
    Absent,
    /// The upstream could not say.
    Unknown(String),
}

/// An integration. Reading is required; acting has defaults that refuse, or find nothing.
pub trait Integration {
    /// Name, version and channels.
    const DESCRIPTION: Description;

    /// Whether the upstream answers and accepts the credential; details for the user.
    fn health(upstream: &mut dyn Upstream) -> Result<Value, Failure>;

    /// One page of changes; an empty checkpoint starts a first sync.
    fn poll(
        upstream: &mut dyn Upstream,
        scope: &Scope,
        checkpoint: &[u8],
        max: u32,
    ) -> Result<Page, Failure>;

    /// One stored change as a signal; pure.
    fn normalise(raw: &Raw) -> Result<Signal, Failure>;

    /// The current version of a target, without own effects.
    fn probe(upstream: &mut dyn Upstream, target: &ProbeTarget) -> Result<String, Failure> {
        let _ = (upstream, target);
        Err(Failure::refused("this integration has nothing to probe"))
    }

    /// Creates what can be taken back.
    fn prepare(upstream: &mut dyn Upstream, effect: &Effect) -> Result<Receipt, Failure> {
        let _ = (upstream, effect);
        Err(Failure::refused("this integration only reads"))
    }

    /// Makes the effect real.
    fn submit(
        upstream: &mut dyn Upstream,
        effect: &Effect,
        receipt: &Receipt,
    ) -> Result<Receipt, Failure> {
        let _ = (upstream, effect, receipt);
        Err(Failure::refused("this integration only reads"))
    }

    /// Takes back what `prepare` made; without a receipt it is looked for by its marker.
    fn withdraw(
        upstream: &mut dyn Upstream,
        effect: &Effect,
        receipt: Option<&Receipt>,
    ) -> Result<(), Failure> {
        let _ = (upstream, effect, receipt);
        Ok(())
    }

    /// Looks for the intent's marker: read only.
    fn reconcile(
        upstream: &mut dyn Upstream,
        effect: &Effect,
        receipt: Option<&Receipt>,
    ) -> Result<Outcome, Failure> {
        let _ = (upstream, effect, receipt);
        Ok(Outcome::Absent)
    }
}
