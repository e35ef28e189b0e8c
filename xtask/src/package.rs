//! `cargo xtask package`: `@holdfast/policy` for JavaScript callers.

use std::fs;

use crate::build::{create, guest_cargo, targets};
use crate::place::Place;
use crate::run::{self, Progress, cargo, must};
use crate::stamp::Stamp;

const CRATE: &str = "holdfast-policy-js";
const NAME: &str = "holdfast_policy";
/// Copied from the sources: below the root, and in the package.
const COPIED: [(&str, &str); 4] = [
    ("scoring-core/js/package.json", "package.json"),
    ("scoring-core/js/README.md", "README.md"),
    ("LICENSE", "LICENSE"),
    ("NOTICE", "NOTICE"),
];

/// Builds the package and says where it is.
///
/// # Errors
/// The first step that fails, by name.
pub(crate) fn all(place: &Place) -> Result<(), String> {
    let mut progress = Progress::new(3);
    progress.step("targets", || targets(place))?;
    progress.step("package module", || module(place))?;
    progress.step("package", || files(place))?;
    progress.finish(&format!("`{}`", place.package().display()));
    Ok(())
}

fn module(place: &Place) -> Result<&'static str, String> {
    must(guest_cargo(place).args(["-p", CRATE])).map(|()| "done")
}

fn files(place: &Place) -> Result<&'static str, String> {
    let out = place.package();
    must(cargo(place).args(["build", "-p", "xtask-bindgen"]))?;
    let bindgen = place.program("xtask-bindgen");
    let module = place.guest(CRATE);
    let mut inputs = vec![bindgen.clone(), module.clone()];
    inputs.extend(COPIED.map(|(from, _)| place.root.join(from)));
    let mut outputs = vec![out.join(format!("{NAME}.d.ts")), out.join(format!("{NAME}_bg.wasm"))];
    outputs.extend(COPIED.map(|(_, to)| out.join(to)));
    let stamp = Stamp::of(place, "package", &inputs, &[])?;
    if stamp.fresh(&outputs) {
        return Ok("unchanged");
    }
    same_version(&fs::read_to_string(place.root.join(COPIED[0].0)).unwrap_or_default())?;
    if out.exists() {
        fs::remove_dir_all(&out).map_err(|e| format!("`{}`: {e}", out.display()))?;
    }
    create(&out)?;
    must(run::command(place, bindgen).arg("package").arg(&module).arg(&out).arg(NAME))?;
    for (from, to) in COPIED {
        fs::copy(place.root.join(from), out.join(to)).map_err(|e| format!("`{from}`: {e}"))?;
    }
    stamp.keep()?;
    Ok("done")
}

/// One version for all parts: that of the workspace.
fn same_version(manifest: &str) -> Result<(), String> {
    let line = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    if manifest.contains(&line) {
        return Ok(());
    }
    Err(format!("scoring-core/js/package.json must say {line}, as the workspace does"))
}
