//! The program beside stand-ins of its own process: they survive when it is killed, and nothing is released
//! before the test says so.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::folder::Folder;
use crate::http::good;
use crate::process::{Process, run};
use crate::session::Session;
use crate::stand_ins::StandIns;
use crate::{Outcome, wait_until};

const LISTENS: &str = "Holdfast listens on ";
/// How long a check may take.
const CHECK_MAX: Duration = Duration::from_secs(120);
/// The passphrase of every test.
pub const PASSPHRASE: &str = "correct horse battery staple";

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
        Self::start_with(&[])
    }

    /// The same, the agent with variables of its environment.
    ///
    /// # Errors
    /// When something does not start.
    pub fn start_with(variables: &[(&str, &str)]) -> Outcome<Self> {
        let mut upstream = Process::start(&["upstream", "--port", "0"])?;
        let url = upstream.line("Stand-ins listen on ")?;
        let data = Folder::new("apart")?;
        let folder = data.path().display().to_string();
        let args = ["run", "--demo", "--port", "0", "--upstream", &url, "--data", &folder];
        let mut agent = Process::start_with(&args, variables)?;
        let base = agent.line(LISTENS)?;
        let link = agent.line("Open ")?;
        let token = link.rsplit('/').next().unwrap_or_default().to_owned();
        let mut api = Session::new(&base);
        api.set_up(&token, PASSPHRASE)?;
        let apart =
            Self { data, agent, _upstream: upstream, stand_ins: StandIns::at(&url), url, api };
        apart.settled(0)?;
        Ok(apart)
    }

    /// Ends the agent; its data and the stand-ins stay.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn end_agent(&mut self) -> Outcome<()> {
        self.agent.kill()
    }

    /// Starts the agent on another data folder, with a passphrase set there anew.
    ///
    /// # Errors
    /// When it does not start.
    pub fn go_on_in(&mut self, folder: &Path) -> Outcome<()> {
        self.agent.kill()?;
        self.agent = agent(&self.url, folder, Duration::ZERO)?;
        let base = self.agent.line(LISTENS)?;
        let link = self.agent.line("Open ")?;
        self.api = Session::new(&base);
        self.api.set_up(link.rsplit('/').next().unwrap_or_default(), PASSPHRASE)
    }

    /// Starts the agent once more on a folder where a passphrase is set.
    ///
    /// # Errors
    /// When it does not start.
    pub fn go_on_in_again(&mut self, folder: &Path) -> Outcome<()> {
        self.agent.kill()?;
        self.agent = agent(&self.url, folder, Duration::ZERO)?;
        let base = self.agent.line(LISTENS)?;
        self.api.moved_to(&base);
        Ok(())
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Where the stand-ins listen.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the agent printed so far, both outputs.
    #[must_use]
    pub fn output(&self) -> String {
        self.agent.output()
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
        self.restart_ahead(Duration::ZERO)
    }

    /// `kill -9`, then a new process on the same data whose clock is `ahead` of that of the stand-ins.
    ///
    /// # Errors
    /// When it does not start again.
    pub fn restart_ahead(&mut self, ahead: Duration) -> Outcome<()> {
        self.agent.kill()?;
        self.agent = agent(&self.url, self.data.path(), ahead)?;
        let base = self.agent.line(LISTENS)?;
        self.api.moved_to(&base);
        Ok(())
    }

    /// Ends the agent and asks `holdfast doctor --json` about its data: the number of signals by state.
    ///
    /// # Errors
    /// When it does not say.
    pub fn signals_by_state(&mut self) -> Outcome<Value> {
        self.agent.kill()?;
        let data = self.data.path().display().to_string();
        let said = run(&["doctor", "--json", "--data", &data], b"")?;
        let rows: Value = serde_json::from_slice(&said.stdout)
            .map_err(|e| format!("doctor printed no JSON: {e}"))?;
        let found = rows.as_array().into_iter().flatten().find(|r| r["what"] == "signals");
        found.map(|r| r["counts"].clone()).ok_or_else(|| format!("no signals in {rows}"))
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

    /// One action, wherever it stands.
    ///
    /// # Errors
    /// When it is neither in the hold queue nor asked about.
    pub fn action(&self, id: &str) -> Outcome<Value> {
        let held = self.holds()?.into_iter();
        let asked = self.decisions()?.into_iter().map(|d| d["action"].clone());
        held.chain(asked)
            .find(|a| a["id"] == id)
            .ok_or_else(|| format!("{id} is neither held nor asked about"))
    }

    /// An action once nothing more happens to it by itself: confirmed, or asked about.
    ///
    /// # Errors
    /// When it does not come to that in time.
    pub fn settled_action(&self, id: &str) -> Outcome<Value> {
        wait_until(&format!("the end of {id}"), CHECK_MAX, || {
            let action = self.action(id)?;
            let state = action["state"].as_str().unwrap_or_default();
            if matches!(state, "approved" | "claimed" | "drafted" | "submitted") {
                return Err(action.to_string());
            }
            Ok(action)
        })
    }

    /// Every action that was not settled long ago: of the hold queue, and of pending questions.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn actions(&self) -> Outcome<Vec<Value>> {
        let mut all = self.holds()?;
        all.extend(self.decisions()?.into_iter().map(|d| d["action"].clone()));
        all.retain(|a| !a.is_null());
        Ok(all)
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

fn agent(url: &str, data: &Path, ahead: Duration) -> Outcome<Process> {
    let data = data.display().to_string();
    let args = ["run", "--demo", "--port", "0", "--upstream", url, "--data", &data];
    if ahead.is_zero() { Process::start(&args) } else { Process::start_ahead(&args, ahead) }
}
