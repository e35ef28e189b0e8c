//! `cargo xtask demo`: builds, then becomes the demo.

use std::os::unix::process::CommandExt as _;

use crate::args::Demo;
use crate::place::Place;
use crate::{build, run};

/// Builds and starts the demo, or its smoke run. Returns only when the program could not start.
///
/// # Errors
/// A failed build, or a program that does not start.
pub(crate) fn demo(place: &Place, ask: &Demo) -> Result<u8, String> {
    build::all(place)?;
    let mut command = run::command(place, place.program("holdfast"));
    // A path that a person types is meant from the folder they are in.
    if let Ok(current) = std::env::current_dir() {
        command.current_dir(current);
    }
    if ask.smoke {
        command.arg("demo-smoke");
        if let Some(payloads) = &ask.payloads {
            command.arg("--payloads").arg(payloads);
        }
    } else {
        command.args(["run", "--demo"]);
        if let Some(data) = &ask.data {
            command.arg("--data").arg(data);
        }
        if let Some(port) = ask.port {
            command.arg("--port").arg(port.to_string());
        }
    }
    // Replacing this process passes signals and the exit code through unchanged.
    let error = command.exec();
    Err(format!("`{}` does not start: {error}", run::shown(&command)))
}
