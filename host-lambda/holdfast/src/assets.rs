//! What the build compiled into the binary.

use std::collections::BTreeMap;

use holdfast_sandbox::{Digests, Manifest, PolicyEngine, Precompiled};

use crate::err::CliError;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// The manifests of the built-in integrations.
const MANIFESTS: [(&str, &str); 2] = [
    ("jira", include_str!("../../../plugins/jira/plugin.toml")),
    ("outlook", include_str!("../../../plugins/outlook/plugin.toml")),
];

/// The files of the dashboard, by path.
pub(crate) const DASHBOARD: &[(&str, &[u8])] = embedded::DASHBOARD;

fn artefact(name: &str) -> Result<&'static [u8], CliError> {
    let found = embedded::ARTEFACTS.iter().find(|(n, _)| *n == name);
    found.map(|(_, bytes)| *bytes).ok_or_else(|| {
        CliError::failed(format!("this binary was built without `{name}`"))
            .hint("Build it with `cargo xtask build`.")
    })
}

fn digests() -> Result<BTreeMap<String, Digests>, CliError> {
    serde_json::from_slice(artefact("digests.json")?)
        .map_err(|e| CliError::failed(format!("the digests of this build cannot be read: {e}")))
}

fn digests_of(name: &str) -> Result<Digests, CliError> {
    digests()?
        .remove(name)
        .ok_or_else(|| CliError::failed(format!("this build has no digest of `{name}`")))
}

/// The portable bytes of the policy, as a browser loads them.
pub(crate) fn policy_wasm() -> Result<&'static [u8], CliError> {
    artefact("policy.wasm")
}

/// The policy in wasmtime.
pub(crate) fn policy() -> Result<PolicyEngine, CliError> {
    Ok(PolicyEngine::from_precompiled(
        policy_wasm()?,
        artefact("policy.cwasm")?,
        &digests_of("policy")?,
    )?)
}

/// The compiled component and the manifest of a built-in integration.
pub(crate) fn integration(name: &str) -> Result<(Precompiled, Manifest), CliError> {
    let digests = digests_of(name)?;
    let code = Precompiled::new(artefact(&format!("{name}.cwasm"))?, digests.cwasm_sha256);
    let text = MANIFESTS.iter().find(|(n, _)| *n == name).map_or("", |(_, text)| *text);
    Ok((code, Manifest::parse(text)?))
}
