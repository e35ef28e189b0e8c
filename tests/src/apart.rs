//! The program beside stand-ins of its own process: they survive when it is killed, and nothing is released
//! before the test says so.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::folder::Folder;
use crate::http::good;
use crate::product::{Lines, StandIns, binary, root};
use crate::session::Session;
use crate::{Outcome, wait_until};

/// How long a process may take to say where it listens.
const START_MAX: Duration = Duration::from_secs(60);
/// How long a check may take.
const CHECK_MAX: Duration = Duration::from_secs(120);
/// The passphrase of every test.
const PASSPHRASE: &str = "correct horse battery staple";

/// A child process, ended with this value.
#[derive(Debug)]
struct Process {
    child: Child,
    lines: Lines,
}

impl Process {
    fn start(args: &[&str]) -> Outcome<Self> {
        let program = binary()?;
        let mut child = Command::new(&program)
            .args(args)
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
        Ok(Self { child, lines })
    }

    /// The rest of the first line that starts so.
    fn line(&self, start: &str) -> Outcome<String> {
        wait_until(&format!("the line `{start}..`"), START_MAX, || {
            let found = self
                .lines
                .all()
                .iter()
                .find_map(|l| l.strip_prefix(start).map(|r| r.trim().to_owned()));
            found.ok_or_else(|| format!("it printed:\n{}", self.lines.all().join("\n")))
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The agent and its stand-ins, with a signed-in session.
#[derive(Debug)]
pub struct Apart {
    data: Folder,
    agent: Process,
    _upstream: Process,
    url: String,
    /// The stand-ins' control plane.
    pub stand_ins: StandIns,
    /// The API, signed in.
    pub api: Session,
}

impl Apart {
    /// Starts both, signs in, and waits until the first sync is over.
    ///
    /// # Errors
    /// When something does not start.
    pub fn start() -> Outcome<Self> {
        let upstream = Process::start(&["upstream", "--port", "0"])?;
        let url = upstream.line("Stand-ins listen on ")?;
        let data = Folder::new("apart")?;
        let agent = agent(&url, data.path())?;
        let base = agent.line("Holdfast listens on ")?;
        let link = agent.line("Open ")?;
        let token = link.rsplit('/').next().unwrap_or_default().to_owned();
        let mut api = Session::new(&base);
        api.set_up(&token, PASSPHRASE)?;
        let apart =
            Self { data, agent, _upstream: upstream, stand_ins: StandIns::at(&url), url, api };
        apart.settled(0)?;
        Ok(apart)
    }

    /// Releases the sample's last three days and runs a check on them.
    ///
    /// # Errors
    /// When the check does not end.
    pub fn release(&self) -> Outcome<()> {
        self.stand_ins.release()?;
        self.check()
    }

    /// Runs a check now and waits for its end.
    ///
    /// # Errors
    /// When it does not end.
    pub fn check(&self) -> Outcome<()> {
        let before = self.last_check()?;
        self.api.post("/api/check-now", &json!({}))?;
        self.settled(before)
    }

    /// Waits until a check that ended after `before` is over and nothing runs.
    fn settled(&self, before: i64) -> Outcome<()> {
        wait_until("the check", CHECK_MAX, || {
            let status = self.api.get("/api/status")?;
            let idle = status.pointer("/agent/state").and_then(Value::as_str) == Some("idle");
            let last = status.get("last_check_ms").and_then(Value::as_i64).unwrap_or(0);
            if idle && last > before { Ok(()) } else { Err(status.to_string()) }
        })
    }

    fn last_check(&self) -> Outcome<i64> {
        let status = self.api.get("/api/status")?;
        Ok(status.get("last_check_ms").and_then(Value::as_i64).unwrap_or(0))
    }

    /// `kill -9`, then a new process on the same data; the session stays valid.
    ///
    /// # Errors
    /// When it does not start again.
    pub fn kill_and_restart(&mut self) -> Outcome<()> {
        self.kill()?;
        self.agent = agent(&self.url, self.data.path())?;
        let base = self.agent.line("Holdfast listens on ")?;
        self.api.moved_to(&base);
        Ok(())
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(&mut self) -> Outcome<()> {
        self.agent.child.kill().map_err(|e| e.to_string())?;
        self.agent.child.wait().map(|_| ()).map_err(|e| e.to_string())
    }

    /// Changes settings: reads, merges, writes.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn settings(&self, change: &Value) -> Outcome<()> {
        let mut settings =
            self.api.get("/api/settings")?.get("settings").cloned().unwrap_or_default();
        if let (Some(all), Some(new)) = (settings.as_object_mut(), change.as_object()) {
            all.extend(new.clone());
        }
        good("settings", self.api.call("PUT", "/api/settings", &settings)?).map(|_| ())
    }

    /// The actions of the hold queue, settled ones included.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn holds(&self) -> Outcome<Vec<Value>> {
        let page = self.api.get("/api/holds")?;
        Ok(page.get("items").and_then(Value::as_array).cloned().unwrap_or_default())
    }

    /// Those in a state.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn in_state(&self, state: &str) -> Outcome<Vec<Value>> {
        Ok(self
            .holds()?
            .into_iter()
            .filter(|a| a.get("state").and_then(Value::as_str) == Some(state))
            .collect())
    }

    /// Pending escalations.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn decisions(&self) -> Outcome<Vec<Value>> {
        let page = self.api.get("/api/decisions")?;
        let all = page.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        Ok(all
            .into_iter()
            .filter(|d| d.get("state").and_then(Value::as_str) == Some("pending"))
            .collect())
    }
}

fn agent(url: &str, data: &Path) -> Outcome<Process> {
    let data = data.display().to_string();
    Process::start(&["run", "--demo", "--port", "0", "--upstream", url, "--data", &data])
}
