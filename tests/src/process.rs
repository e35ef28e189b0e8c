//! The built program as a child process: started, listened to, killed.

use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::{Outcome, wait_until};

/// How long a process may take to say where it listens.
const START_MAX: Duration = Duration::from_secs(60);
/// Debian's libfaketime, where `dpkg` puts it.
const FAKETIME: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
];

/// The workspace root.
#[must_use]
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = here.ancestors().find(|dir| dir.join("Cargo.lock").is_file());
    root.map_or(here.clone(), Path::to_owned)
}

/// The built program: `HOLDFAST_BIN`, or the one of the development profile.
///
/// # Errors
/// A sentence that names the command to run when it, or the dashboard, was not built.
pub fn binary() -> Outcome<PathBuf> {
    let program = match std::env::var_os("HOLDFAST_BIN") {
        Some(path) => PathBuf::from(path),
        None => std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root().join("target"), PathBuf::from)
            .join("debug/holdfast"),
    };
    for needed in [program.clone(), root().join("target/holdfast/dashboard/index.html")] {
        if !needed.is_file() {
            return Err(format!(
                "`{}` is not there; run `cargo xtask build` first",
                needed.display()
            ));
        }
    }
    Ok(program)
}

/// Runs the program to its end, with `input` on its standard input.
///
/// # Errors
/// When it does not start.
pub fn run(args: &[&str], input: &[u8]) -> Outcome<Output> {
    use std::io::Write as _;

    let mut child = command(args)?
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|e| format!("holdfast does not start: {e}"))?;
    // One that refuses early closes the pipe; its answer is what counts.
    let _ = child.stdin.take().map(|mut pipe| pipe.write_all(input));
    child.wait_with_output().map_err(|e| format!("holdfast cannot be awaited: {e}"))
}

fn command(args: &[&str]) -> Outcome<Command> {
    let mut command = Command::new(binary()?);
    command
        .args(args)
        .current_dir(root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Ok(command)
}

/// A running child; it ends with this value.
#[derive(Debug)]
pub struct Process {
    child: Child,
    lines: Lines,
}

impl Process {
    /// Starts the program.
    ///
    /// # Errors
    /// When it was not built, or does not start.
    pub fn start(args: &[&str]) -> Outcome<Self> {
        Self::spawn(command(args)?)
    }

    /// Starts the program with variables of its environment.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_with(args: &[&str], variables: &[(&str, &str)]) -> Outcome<Self> {
        let mut command = command(args)?;
        command.envs(variables.iter().copied());
        Self::spawn(command)
    }

    /// Starts the program with a wall clock that is `ahead` of ours; its timers run at our pace.
    ///
    /// # Errors
    /// As [`Self::start`], and when libfaketime is not installed.
    pub fn start_ahead(args: &[&str], ahead: Duration) -> Outcome<Self> {
        let library = FAKETIME
            .into_iter()
            .find(|path| Path::new(path).is_file())
            .ok_or("libfaketime is not there; run `cargo xtask test --only packages`")?;
        let mut command = command(args)?;
        command
            .env("LD_PRELOAD", library)
            .env("FAKETIME", format!("+{}s", ahead.as_secs()))
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Outcome<Self> {
        let mut child = command.spawn().map_err(|e| format!("holdfast does not start: {e}"))?;
        let lines = Lines::default();
        if let Some(out) = child.stdout.take() {
            lines.follow(out);
        }
        if let Some(err) = child.stderr.take() {
            lines.follow(err);
        }
        Ok(Self { child, lines })
    }

    /// The rest of the first line that starts so.
    ///
    /// # Errors
    /// When it does not come in time, or the process ends before.
    pub fn line(&mut self, start: &str) -> Outcome<String> {
        let (lines, child) = (&self.lines, &mut self.child);
        let mut ended: Option<ExitStatus> = None;
        let found = wait_until(&format!("the line `{start}..`"), START_MAX, || {
            if let Some(line) = lines.all().iter().find_map(|l| l.strip_prefix(start)) {
                return Ok(Some(line.trim().to_owned()));
            }
            match child.try_wait() {
                Ok(Some(status)) => {
                    ended = Some(status);
                    Ok(None)
                }
                _ => Err(format!("it printed:\n{}", lines.all().join("\n"))),
            }
        })?;
        found.ok_or_else(|| {
            let status = ended.map(|s| s.to_string()).unwrap_or_default();
            format!("holdfast ended early ({status}); it printed:\n{}", self.output())
        })
    }

    /// What it printed so far, both outputs.
    #[must_use]
    pub fn output(&self) -> String {
        self.lines.all().join("\n")
    }

    /// Ends it at once, as `kill -9` would: no handler runs.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(&mut self) -> Outcome<()> {
        self.child.kill().map_err(|e| format!("holdfast cannot be ended: {e}"))?;
        self.child.wait().map(|_| ()).map_err(|e| format!("holdfast cannot be awaited: {e}"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
    }
}

/// The lines of a child, as they come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    /// Reads until the end, in a thread, so that the child never blocks on a full pipe.
    pub(crate) fn follow(&self, pipe: impl Read + Send + 'static) {
        let lines = Arc::clone(&self.0);
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
