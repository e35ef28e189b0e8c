//! Programs that the tests need and Debian does not have: built once, kept below the target
//! folder.

use std::fs;
use std::path::PathBuf;

use crate::place::Place;
use crate::run::{cargo, must};

/// WebDriver for Firefox.
const GECKODRIVER: (&str, &str) = ("geckodriver", "0.37.1");
/// Carries `wasm-bindgen-test-runner`; its version is the one in `Cargo.lock`, or it refuses the module.
const WASM_BINDGEN_CLI: &str = "wasm-bindgen-cli";

/// Rules over the translated template of `infra/`.
const GUARD: (&str, &str) = ("cfn-guard", "3.2.1");

/// Where the programs are.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) geckodriver: PathBuf,
    pub(crate) test_runner: PathBuf,
    pub(crate) guard: PathBuf,
}

impl Tools {
    /// # Errors
    /// When `Cargo.lock` names no wasm-bindgen.
    pub(crate) fn of(place: &Place) -> Result<Self, String> {
        let (name, version) = GECKODRIVER;
        let geckodriver = folder(place, name, version).join("bin/geckodriver");
        let test_runner = folder(place, WASM_BINDGEN_CLI, &locked(place, "wasm-bindgen")?)
            .join("bin/wasm-bindgen-test-runner");
        let guard = folder(place, GUARD.0, GUARD.1).join("bin/cfn-guard");
        Ok(Self { geckodriver, test_runner, guard })
    }
}

/// Builds what is missing. Unoptimised, because they wait for browsers or read one file.
///
/// # Errors
/// When cargo cannot fetch or build one.
pub(crate) fn install(place: &Place) -> Result<&'static str, String> {
    let tools = Tools::of(place)?;
    let bindgen = locked(place, "wasm-bindgen")?;
    let wanted = [
        (GECKODRIVER.0, GECKODRIVER.1, &tools.geckodriver),
        (WASM_BINDGEN_CLI, bindgen.as_str(), &tools.test_runner),
        (GUARD.0, GUARD.1, &tools.guard),
    ];
    let missing: Vec<_> = wanted.into_iter().filter(|(.., program)| !program.is_file()).collect();
    if missing.is_empty() {
        return Ok("tools present");
    }
    let build = place.tools().join("build");
    for (name, version, program) in missing {
        let mut install = cargo(place);
        // Not `--locked`: a registry's index may lag behind a lock file that a crate brings along.
        install.args(["install", name, "--version", version, "--debug", "--force"]);
        install.arg("--root").arg(folder(place, name, version));
        install.arg("--target-dir").arg(&build).env("CARGO_PROFILE_DEV_DEBUG", "0");
        install.args(["--bin", &program.file_name().unwrap_or_default().to_string_lossy()]);
        must(&mut install)?;
    }
    // Half a gigabyte that nothing reads again; a leftover does no harm.
    let _ = fs::remove_dir_all(build);
    Ok("tools built")
}

fn folder(place: &Place, name: &str, version: &str) -> PathBuf {
    place.tools().join(format!("{name}-{version}"))
}

/// The version of a package in `Cargo.lock`.
fn locked(place: &Place, package: &str) -> Result<String, String> {
    let file = place.root.join("Cargo.lock");
    let text = fs::read_to_string(&file).map_err(|e| format!("`{}`: {e}", file.display()))?;
    version_in(&text, package).ok_or_else(|| format!("Cargo.lock names no `{package}`"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let (_, tail) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    tail.split_once('"').map(|(version, _)| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(package: &str, expect: Option<&str>) {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"0.2.9\"\n";
        assert_eq!(version_in(lock, package).as_deref(), expect, "{package}");
    }

    #[test]
    fn versions_in_a_lock_file() {
        check("a-b", Some("1.0.0"));
        check("a", Some("0.2.9"));
        check("b", None);
    }
}
