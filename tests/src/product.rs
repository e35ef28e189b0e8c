//! The built program as a child process, with a data folder of its own.

use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::folder::Folder;
use crate::http::{Client, good};
use crate::{Outcome, wait_until};

/// How long the program may take to say where it listens.
const START_MAX: Duration = Duration::from_secs(60);
const CALL_MAX: Duration = Duration::from_secs(30);
const LISTENS: &str = "Holdfast listens on ";
const OPEN: &str = "Open ";
const STAND_INS: &str = "Stand-ins listen on ";

/// The workspace root.
#[must_use]
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or(here.clone(), Path::to_owned)
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

/// A running demo: agent, dashboard and stand-ins in one process.
#[derive(Debug)]
pub struct Product {
    data: Folder,
    child: Child,
    lines: Lines,
    base: String,
    stand_ins: StandIns,
}

impl Product {
    /// Starts the demo on a fresh data folder and free ports, and waits until it listens.
    ///
    /// # Errors
    /// When it was not built, does not start, or does not say where it listens.
    pub fn start() -> Outcome<Self> {
        let data = Folder::new("data")?;
        let (child, lines) = spawn(&binary()?, data.path())?;
        let mut product =
            Self { data, child, lines, base: String::new(), stand_ins: StandIns::at("") };
        product.listen()?;
        Ok(product)
    }

    fn listen(&mut self) -> Outcome<()> {
        self.base = self.line(LISTENS)?;
        self.stand_ins = StandIns::at(&self.line(STAND_INS)?);
        Ok(())
    }

    /// Where the dashboard is.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The stand-ins' control plane.
    #[must_use]
    pub fn stand_ins(&self) -> &StandIns {
        &self.stand_ins
    }

    /// The one-time link that sets the passphrase.
    ///
    /// # Errors
    /// When it is not printed, for example because a passphrase is set.
    pub fn setup_link(&mut self) -> Outcome<String> {
        self.line(OPEN)
    }

    /// Ends it at once, as `kill -9` would: no handler runs.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(&mut self) -> Outcome<()> {
        self.child.kill().map_err(|e| format!("holdfast cannot be ended: {e}"))?;
        self.child.wait().map(|_| ()).map_err(|e| format!("holdfast cannot be awaited: {e}"))
    }

    /// Kills it and starts it again on the same data, on new ports.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn restart(&mut self) -> Outcome<()> {
        self.kill()?;
        (self.child, self.lines) = spawn(&binary()?, self.data.path())?;
        self.listen()
    }

    /// What it printed so far, both outputs.
    #[must_use]
    pub fn output(&self) -> String {
        self.lines.all().join("\n")
    }

    fn line(&mut self, start: &str) -> Outcome<String> {
        let (lines, child) = (&self.lines, &mut self.child);
        let mut ended = None;
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
}

impl Drop for Product {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
    }
}

fn spawn(program: &Path, data: &Path) -> Outcome<(Child, Lines)> {
    let mut child = Command::new(program)
        .args(["run", "--demo", "--port", "0", "--data"])
        .arg(data)
        .current_dir(root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("`{}` does not start: {e}", program.display()))?;
    let lines = Lines::default();
    if let Some(out) = child.stdout.take() {
        lines.follow(out);
    }
    if let Some(err) = child.stderr.take() {
        lines.follow(err);
    }
    Ok((child, lines))
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

/// The control plane of the stand-ins: what a test may do that no user of the real services could.
#[derive(Debug, Clone)]
pub struct StandIns(Client);

impl StandIns {
    /// The one at `base`.
    #[must_use]
    pub fn at(base: &str) -> Self {
        Self(Client::new(base, CALL_MAX))
    }

    /// `GET /_control/<path>`.
    ///
    /// # Errors
    /// When the answer is not 2xx.
    pub fn look(&self, path: &str) -> Outcome<Value> {
        good(path, self.0.get(&format!("/_control/{path}"))?)
    }

    /// `POST /_control/<path>`.
    ///
    /// # Errors
    /// When the answer is not 2xx.
    pub fn tell(&self, path: &str, body: &Value) -> Outcome<Value> {
        good(path, self.0.post(&format!("/_control/{path}"), body)?)
    }

    /// Lets all that was held back happen in the last minutes; returns how many events.
    ///
    /// # Errors
    /// When the stand-ins refuse.
    pub fn release(&self) -> Outcome<u64> {
        let released = self.tell("release", &json!({"restamp": true}))?;
        released["released"].as_u64().ok_or_else(|| format!("`release` answered {released}"))
    }

    /// The messages that were sent with this subject.
    ///
    /// # Errors
    /// When the mailbox cannot be read.
    pub fn sent(&self, subject: &str) -> Outcome<Vec<Value>> {
        self.folder("sentItems", subject)
    }

    /// The drafts with this subject.
    ///
    /// # Errors
    /// When the mailbox cannot be read.
    pub fn drafts(&self, subject: &str) -> Outcome<Vec<Value>> {
        self.folder("drafts", subject)
    }

    fn folder(&self, folder: &str, subject: &str) -> Outcome<Vec<Value>> {
        let mailbox = self.look("mailbox")?;
        let all = mailbox[folder].as_array().ok_or_else(|| format!("no `{folder}`"))?;
        Ok(all.iter().filter(|m| m["subject"] == subject).cloned().collect())
    }

    /// The requests that changed state, oldest first.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn changes(&self) -> Outcome<Vec<Value>> {
        let log = self.look("log?changes_state=true")?;
        log["entries"].as_array().cloned().ok_or_else(|| "the log has no entries".to_owned())
    }
}
