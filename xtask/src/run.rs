//! Starts programs and tells what takes how long.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::place::Place;

/// A command of cargo itself, in the workspace, as if a person had called it.
pub(crate) fn cargo(place: &Place) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    command(place, program)
}

/// A command in the workspace root.
pub(crate) fn command(place: &Place, program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.current_dir(&place.root);
    // What `cargo run` sets for xtask would look like a changed environment to build scripts, and a later
    // `cargo build` by hand would build again.
    for (key, _) in std::env::vars_os() {
        let name = key.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        {
            command.env_remove(&key);
        }
    }
    command
}

/// Runs to the end; its output is shown.
///
/// # Errors
/// When it cannot start or does not end well.
pub(crate) fn must(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|e| cannot_start(command, &e))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` ended with {status}", shown(command))) }
}

/// Standard output of a command that ends well.
///
/// # Errors
/// When it cannot start or does not end well.
pub(crate) fn read(command: &mut Command) -> Result<String, String> {
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|e| cannot_start(command, &e))?;
    if !output.status.success() {
        return Err(format!("`{}` ended with {}", shown(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command starts and ends well; its output is dropped.
pub(crate) fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs to the end, shows both outputs line by line and hands each line to `look`.
///
/// # Errors
/// When it cannot start or does not end well.
pub(crate) fn watch(command: &mut Command, mut look: impl FnMut(&str)) -> Result<(), String> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| cannot_start(command, &e))?;
    let (sender, lines) = std::sync::mpsc::channel::<Vec<u8>>();
    let pipes: [Option<Box<dyn std::io::Read + Send>>; 2] = [
        child.stdout.take().map(|p| Box::new(p) as _),
        child.stderr.take().map(|p| Box::new(p) as _),
    ];
    for pipe in pipes.into_iter().flatten() {
        let sender = sender.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
    }
    drop(sender);
    for line in lines {
        let line = String::from_utf8_lossy(&line);
        say(&line);
        look(&line);
    }
    let status = child.wait().map_err(|e| cannot_start(command, &e))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` ended with {status}", shown(command))) }
}

/// Prints a line; a closed output is no reason to stop.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Tells a step of a known number of steps, before and after.
pub(crate) struct Progress {
    total: usize,
    current: usize,
    started: Instant,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, current: 0, started: Instant::now() }
    }

    /// Runs one step. `act` returns a word for the closing line, for example `unchanged`.
    ///
    /// # Errors
    /// The step's own, with its name.
    pub(crate) fn step(
        &mut self,
        name: &str,
        act: impl FnOnce() -> Result<&'static str, String>,
    ) -> Result<(), String> {
        self.current += 1;
        let head = format!("[{}/{}] {name}", self.current, self.total);
        say(&format!("{head} ..."));
        let started = Instant::now();
        let word = act().map_err(|e| format!("step `{name}` failed: {e}"))?;
        say(&format!("{head} {word}, {}", took(started)));
        Ok(())
    }

    pub(crate) fn finish(&self, what: &str) {
        say(&format!("{what} in {}", took(self.started)));
    }
}

/// Elapsed time for a person: tenths below ten seconds, whole seconds above.
pub(crate) fn took(started: Instant) -> String {
    let elapsed = started.elapsed();
    match elapsed.as_secs() {
        0..10 => format!("{:.1} s", elapsed.as_secs_f32()),
        seconds @ 10..120 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// A command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let name = program.rsplit('/').next().unwrap_or(&program).to_owned();
    let args = command.get_args().map(|a| a.to_string_lossy().into_owned());
    std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` does not start: {error}", shown(command))
}
