//! What the tests need from the system.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::place::Place;
use crate::run::{command, must, works};

/// Files, one of which must be there, and the Debian package that brings it. `libfaketime` moves the clock of the program under
/// test, so that a hold ends without waiting for it.
const NEEDED: [(&[&str], &str); 6] = [
    (&["/usr/bin/chromium"], "chromium"),
    (&["/usr/bin/chromedriver"], "chromium-driver"),
    (&["/usr/bin/firefox-esr", "/usr/bin/firefox"], "firefox-esr"),
    (
        &[
            "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
        ],
        "libfaketime",
    ),
    // The linters and the emulator of the deployment. `ensurepip` is what a bare `python3` of Debian lacks.
    (&["/usr/share/python-wheels", "/usr/share/doc/python3-venv"], "python3-venv"),
    (&["/usr/bin/npm", "/usr/local/bin/npm"], "npm"),
];

/// Installs what is missing, as root or with passwordless sudo.
///
/// # Errors
/// The exact line to run when it may not be installed from here.
pub(crate) fn install(place: &Place) -> Result<&'static str, String> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(files, _)| !files.iter().any(|file| Path::new(file).exists()))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok("present");
    }
    let line = format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    );
    let ask = format!("the tests need {}; run: {line}", missing.join(" and "));
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(format!("{ask} (or your system's equivalent)"));
    }
    // The owner of this process's entry is the effective user.
    let root = std::fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0);
    if !root && !works(command(place, "sudo").args(["-n", "true"])) {
        return Err(ask);
    }
    let apt = |args: &[&str]| {
        let mut apt = command(place, if root { "apt-get" } else { "sudo" });
        if !root {
            apt.args(["-n", "apt-get"]);
        }
        apt.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        must(&mut apt)
    };
    // A list that cannot be refreshed may still be good enough; the installation decides.
    let refreshed = apt(&["update", "-q"]);
    apt(&[&["install", "-y", "-q", "--no-install-recommends"], missing.as_slice()].concat())
        .map_err(|e| match refreshed {
            Ok(()) => format!("{e}; {ask}"),
            Err(first) => format!("{first}; {e}; {ask}"),
        })?;
    Ok("installed")
}
