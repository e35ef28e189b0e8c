//! Compiles the artefacts of `cargo xtask build` into the binary: policy, integrations, dashboard, digests.
//!
//! Without them the crate still compiles (for checks and lints) and says at start what is missing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/holdfast");
    let artefacts = root.join("artefacts");
    let dashboard = root.join("dashboard");
    println!("cargo::rerun-if-changed={}", artefacts.display());
    println!("cargo::rerun-if-changed={}", dashboard.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut code = String::from("// Written by build.rs.\n");
    list(&mut code, "ARTEFACTS", &artefacts);
    list(&mut code, "DASHBOARD", &dashboard);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("embedded.rs");
    if let Err(error) = fs::write(&out, code) {
        println!("cargo::error=cannot write {}: {error}", out.display());
    }
}

/// A constant with the files of one folder, by name.
fn list(code: &mut String, name: &str, folder: &Path) {
    let mut files: Vec<PathBuf> = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let _ = writeln!(code, "pub(crate) const {name}: &[(&str, &[u8])] = &[");
    for file in files {
        let Ok(relative) = file.strip_prefix(folder) else { continue };
        // A browser loads the portable bytes of the policy; those of an integration are nobody's at run time.
        let portable = relative.extension().is_some_and(|e| e == "wasm");
        if name == "ARTEFACTS" && portable && relative != Path::new("policy.wasm") {
            continue;
        }
        println!("cargo::rerun-if-changed={}", file.display());
        let path = file.canonicalize().unwrap_or(file.clone());
        let _ = writeln!(
            code,
            "    ({:?}, include_bytes!({:?})),",
            relative.display().to_string(),
            path.display().to_string()
        );
    }
    code.push_str("];\n");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
