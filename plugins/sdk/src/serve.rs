//! The exports of the world over bytes: what the component exports, callable natively too.

use alloc::string::String;
use alloc::vec::Vec;

use plugin_payload::{Receipt, SCHEMA};
use serde_json::json;

use crate::{Failure, Integration, Outcome, Page, Raw, Upstream, decode};

/// `describe` as JSON.
pub fn describe<T: Integration>() -> Vec<u8> {
    let it = T::DESCRIPTION;
    let body = json!({
        "schema": SCHEMA,
        "name": it.name,
        "version": it.version,
        "channels": it.channels,
    });
    crate::json::bytes(&body)
}

/// `health` as JSON.
pub fn health<T: Integration>(upstream: &mut dyn Upstream) -> Result<Vec<u8>, Failure> {
    T::health(upstream).map(|details| crate::json::bytes(&details))
}

/// `poll` with a JSON scope.
pub fn poll<T: Integration>(
    upstream: &mut dyn Upstream,
    scope: &[u8],
    checkpoint: &[u8],
    max: u32,
) -> Result<Page, Failure> {
    let scope = decode::scope(scope)?;
    T::poll(upstream, &scope, checkpoint, max.max(1))
}

/// `normalise` to JSON signals, one for each raw, in order.
pub fn normalise<T: Integration>(raws: &[Raw]) -> Result<Vec<Vec<u8>>, Failure> {
    raws.iter().map(|raw| write(&T::normalise(raw)?)).collect()
}

/// `probe` with a JSON target.
pub fn probe<T: Integration>(
    upstream: &mut dyn Upstream,
    target: &[u8],
) -> Result<String, Failure> {
    let target = decode::probe_target(target)?;
    T::probe(upstream, &target)
}

/// `prepare` with a JSON effect; a JSON receipt.
pub fn prepare<T: Integration>(
    upstream: &mut dyn Upstream,
    effect: &[u8],
) -> Result<Vec<u8>, Failure> {
    let effect = decode::effect(effect)?;
    write(&T::prepare(upstream, &effect)?)
}

/// `submit` with a JSON effect and receipt; a JSON receipt.
pub fn submit<T: Integration>(
    upstream: &mut dyn Upstream,
    effect: &[u8],
    receipt: &[u8],
) -> Result<Vec<u8>, Failure> {
    let effect = decode::effect(effect)?;
    let receipt = decode::receipt(receipt)?;
    // The effect is done by now: a failure to write its receipt must not look like a failed effect.
    let done = T::submit(upstream, &effect, &receipt)?;
    write(&done).map_err(|_| Failure::UnknownEffect(String::from("the receipt is not writable")))
}

/// `withdraw` with a JSON effect and receipt; an empty receipt means that none was stored.
pub fn withdraw<T: Integration>(
    upstream: &mut dyn Upstream,
    effect: &[u8],
    receipt: &[u8],
) -> Result<(), Failure> {
    let effect = decode::effect(effect)?;
    T::withdraw(upstream, &effect, optional(receipt)?.as_ref())
}

/// `reconcile` with a JSON effect and receipt; an empty receipt means that none was stored.
pub fn reconcile<T: Integration>(
    upstream: &mut dyn Upstream,
    effect: &[u8],
    receipt: &[u8],
) -> Result<Outcome, Failure> {
    let effect = decode::effect(effect)?;
    T::reconcile(upstream, &effect, optional(receipt)?.as_ref())
}

fn optional(receipt: &[u8]) -> Result<Option<Receipt>, Failure> {
    if receipt.is_empty() || receipt == b"null" {
        return Ok(None);
    }
    decode::receipt(receipt).map(Some)
}

/// Writes a payload as JSON.
pub(crate) fn write<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(|_| Failure::malformed("a payload could not be written"))
}
