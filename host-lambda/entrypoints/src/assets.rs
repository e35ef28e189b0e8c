//! What the build compiled into the binary.

use std::collections::BTreeMap;

use holdfast_sandbox::{Digests, Manifest, PolicyEngine, Precompiled};

use crate::err::EntryError;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// The manifests of the built-in integrations.
const MANIFESTS: [(&str, &str); 2] = [
    ("jira", include_str!("../../../plugins/jira/plugin.toml")),
    ("outlook", include_str!("../../../plugins/outlook/plugin.toml")),
];

/// The files of the dashboard, by path.
pub const DASHBOARD: &[(&str, &[u8])] = embedded::DASHBOARD;

fn artefact(name: &str) -> Result<&'static [u8], EntryError> {
    let found = embedded::ARTEFACTS.iter().find(|(n, _)| *n == name);
    found.map(|(_, bytes)| *bytes).ok_or_else(|| {
        EntryError::failed(format!("this binary was built without `{name}`"))
            .hint("Build it with `cargo xtask build`.")
    })
}

fn digests() -> Result<BTreeMap<String, Digests>, EntryError> {
    serde_json::from_slice(artefact("digests.json")?)
        .map_err(|e| EntryError::failed(format!("the digests of this build cannot be read: {e}")))
}

fn digests_of(name: &str) -> Result<Digests, EntryError> {
    digests()?
        .remove(name)
        .ok_or_else(|| EntryError::failed(format!("this build has no digest of `{name}`")))
}

/// The portable bytes of the policy, as a browser loads them.
///
/// # Errors
/// When this binary was built without it.
pub fn policy_wasm() -> Result<&'static [u8], EntryError> {
    artefact("policy.wasm")
}

/// The policy in wasmtime.
///
/// # Errors
/// When this binary was built without it, or its machine code is not what the build recorded.
pub fn policy() -> Result<PolicyEngine, EntryError> {
    Ok(PolicyEngine::from_precompiled(
        policy_wasm()?,
        artefact("policy.cwasm")?,
        &digests_of("policy")?,
    )?)
}

/// The compiled component and the manifest of a built-in integration.
///
/// # Errors
/// When there is none of that name in this build.
pub fn integration(name: &str) -> Result<(Precompiled, Manifest), EntryError> {
    let digests = digests_of(name)?;
    let code = Precompiled::new(artefact(&format!("{name}.cwasm"))?, digests.cwasm_sha256);
    let text = MANIFESTS.iter().find(|(n, _)| *n == name).map_or("", |(_, text)| *text);
    Ok((code, Manifest::parse(text)?))
}
