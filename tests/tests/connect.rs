//! The set-up of an empty folder against the stand-ins, as a person does it: over the API and on the command line.

use std::time::Duration;

use holdfast_tests::apart::PASSPHRASE;
use holdfast_tests::folder::Folder;
use holdfast_tests::process::{Process, run};
use holdfast_tests::session::Session;
use holdfast_tests::stand_ins::StandIns;
use holdfast_tests::{Outcome, wait_until};
use serde_json::{Value, json};

// What the stand-ins publish.
const JIRA_USER: &str = "agent@northwind.example";
const JIRA_TOKEN: &str = "demo-jira-token";
const CLIENT_ID: &str = "demo-graph-client";
const CLIENT_SECRET: &str = "demo-graph-secret";
const TENANT: &str = "northwind-tenant";
const MAILBOX: &str = "morgan.ellis@northwind.example";

/// An empty folder beside stand-ins, and what the program printed.
struct Fresh {
    data: Folder,
    agent: Process,
    _upstream: Process,
    url: String,
    stand_ins: StandIns,
    api: Session,
}

impl Fresh {
    fn start() -> Outcome<Self> {
        let mut upstream = Process::start(&["upstream", "--port", "0"])?;
        let url = upstream.line("Stand-ins listen on ")?;
        let data = Folder::new("connect")?;
        let place = data.path().display().to_string();
        let args = ["run", "--port", "0", "--upstream", &url, "--data", &place];
        let mut agent = Process::start(&args)?;
        let base = agent.line("Holdfast listens on ")?;
        let link = agent.line("Open ")?;
        let token = link.rsplit('/').next().unwrap_or_default().to_owned();
        let mut api = Session::new(&base);
        api.set_up(&token, PASSPHRASE)?;
        let stand_ins = StandIns::at(&url);
        Ok(Self { data, agent, _upstream: upstream, url, stand_ins, api })
    }

    /// The state of a step of the first run.
    fn step(&self, name: &str) -> Outcome<String> {
        let run = self.api.get("/api/first-run")?;
        let steps = run["steps"].as_array().cloned().unwrap_or_default();
        let found = steps.iter().find(|s| s[0] == name).map(|s| s[1].clone());
        found.and_then(|s| s.as_str().map(str::to_owned)).ok_or_else(|| run.to_string())
    }

    fn connection(&self, name: &str) -> Outcome<Value> {
        let all = self.api.get("/api/connections")?;
        let found = all.as_array().into_iter().flatten().find(|c| c["name"] == name).cloned();
        found.ok_or_else(|| all.to_string())
    }

    /// A refusal: its status and its problem.
    fn refused(&self, path: &str, body: &Value) -> Outcome<(u16, Value)> {
        let (status, problem) = self.api.call("POST", path, body)?;
        let told = problem["error"].is_string() && problem["hint"].is_string();
        if told { Ok((status, problem)) } else { Err(format!("{path}: {status} {problem}")) }
    }
}

fn expect(what: &str, is: &Value, expected: &Value) -> Outcome<()> {
    if is == expected { Ok(()) } else { Err(format!("{what}: {is} instead of {expected}")) }
}

fn jira(token: &str) -> Value {
    json!({"site": "https://northwind.atlassian.net/jira/", "mail": JIRA_USER, "token": token})
}

#[test]
fn an_empty_folder_is_set_up_and_left_again() -> Outcome<()> {
    let fresh = Fresh::start()?;
    let api = &fresh.api;
    expect("finished", &api.get("/api/first-run")?["finished"], &json!(false))?;
    for step in ["zone", "jira", "outlook", "people", "project"] {
        expect(step, &json!(fresh.step(step)?), &json!("open"))?;
    }

    // Zone, from the browser.
    let mut settings = api.get("/api/settings")?["settings"].clone();
    expect("level", &settings["autonomy"], &json!("observe"))?;
    settings["hours"]["zone"] = json!("Europe/Berlin");
    let (status, body) = api.call("PUT", "/api/settings", &settings)?;
    expect("settings", &json!(status), &json!(200)).map_err(|e| format!("{e}: {body}"))?;
    api.post("/api/first-run", &json!({"move": "confirm_zone"}))?;
    expect("zone", &json!(fresh.step("zone")?), &json!("done"))?;

    // Jira: an odd site, a wrong token, then the right one.
    let odd = json!({"site": "localhost:8080", "mail": JIRA_USER, "token": JIRA_TOKEN});
    let (status, problem) = fresh.refused("/api/connections/jira", &odd)?;
    expect("odd site", &json!([status, problem["code"]]), &json!([422, "wrong_input"]))?;
    let (status, problem) = fresh.refused("/api/connections/jira", &jira("wrong-token-0001"))?;
    expect("wrong token", &json!([status, problem["code"]]), &json!([422, "refused"]))?;
    if problem.to_string().contains("wrong-token-0001") {
        return Err(format!("the refusal repeats the token: {problem}"));
    }
    expect("jira", &json!(fresh.step("jira")?), &json!("open"))?;
    let view = api.post("/api/connections/jira", &jira(JIRA_TOKEN))?;
    expect("site", &view["place"], &json!("northwind.atlassian.net"))?;
    expect("jira", &json!(fresh.step("jira")?), &json!("done"))?;
    let projects = api.get("/api/connections/jira/projects")?;
    let pay = projects.as_array().into_iter().flatten().find(|p| p["key"] == "PAY");
    let boards = pay.and_then(|p| p["boards"].as_array()).map_or(0, Vec::len);
    expect("boards of PAY", &json!(boards), &json!(1)).map_err(|e| format!("{e}: {projects}"))?;

    // Outlook: the code is shown, used, and the mailbox answers.
    fresh.stand_ins.tell("device", &json!({"pending": 2}))?;
    let ask = json!({"tenant": "organizations", "client_id": CLIENT_ID});
    let begun = api.post("/api/connections/outlook/device", &ask)?;
    expect("begun", &begun["state"], &json!("waiting"))?;
    expect("code", &begun["code"]["user_code"], &json!("DEMO-CODE"))?;
    let mut waited = 0;
    let done = wait_until("the sign-in", Duration::from_secs(30), || {
        let progress = api.get("/api/connections/outlook/device")?;
        if progress["state"] == "waiting" {
            waited += 1;
            return Err(progress.to_string());
        }
        Ok(progress)
    })?;
    expect("signed in", &done["state"], &json!("connected"))?;
    expect("mailbox", &done["connection"]["place"], &json!(MAILBOX))?;
    if waited == 0 {
        return Err("the sign-in was never pending".to_owned());
    }
    let folders = api.get("/api/connections/outlook/folders")?.to_string();
    if !folders.contains("Inbox / Projects") {
        return Err(format!("the folder inside the inbox is missing: {folders}"));
    }
    read_and_leave(fresh)
}

/// The first check reads the mailbox; then the accounts go again, and nothing secret was printed.
fn read_and_leave(fresh: Fresh) -> Outcome<()> {
    let api = &fresh.api;
    for step in ["people", "project"] {
        api.post("/api/first-run", &json!({"move": "skip", "step": step}))?;
        expect(step, &json!(fresh.step(step)?), &json!("skipped"))?;
    }
    let run = api.post("/api/first-run", &json!({"move": "finish"}))?;
    expect("finished", &run["finished"], &json!(true))?;
    wait_until("the first check", Duration::from_secs(120), || {
        let view = fresh.connection("outlook")?;
        if view["health"] == "well" { Ok(()) } else { Err(view.to_string()) }
    })?;
    for name in ["jira", "outlook"] {
        let view = api.post(&format!("/api/connections/{name}/disconnect"), &json!({}))?;
        expect(name, &view["health"], &json!("not_connected"))?;
    }
    let (status, _) = fresh.refused("/api/connections/calendar/disconnect", &json!({}))?;
    expect("unknown", &json!(status), &json!(404))?;
    let secrets = std::fs::read_to_string(fresh.data.path().join("secrets.json"))
        .map_err(|e| format!("no secrets: {e}"))?;
    let printed = fresh.agent.output();
    let events = api.get("/api/activity")?.to_string();
    for word in [JIRA_TOKEN, "demo-refresh-", "demo-access-", "demo-device-", MAILBOX, JIRA_USER] {
        for (place, text) in [("secrets", &secrets), ("output", &printed), ("events", &events)] {
            if text.contains(word) {
                return Err(format!("`{word}` is in the {place}"));
            }
        }
    }
    Ok(())
}

#[test]
fn the_same_on_the_command_line() -> Outcome<()> {
    let fresh = Fresh::start()?;
    let data = fresh.data.path().display().to_string();
    let (url, at) = (fresh.url.as_str(), data.as_str());
    let connect = |more: &[&str], input: &str| {
        let mut args = vec!["connect", "--upstream", url, "--data", at];
        args.extend(more);
        let out = run(&args, input.as_bytes())?;
        let text = [out.stdout, out.stderr].concat();
        Ok::<_, String>((out.status.code(), String::from_utf8_lossy(&text).into_owned()))
    };
    let jira = ["jira", "--site", "northwind.atlassian.net", "--mail", JIRA_USER];
    let says = |got: &(Option<i32>, String), code: i32, part: &str| {
        let right = got.0 == Some(code) && got.1.contains(part);
        if right { Ok(()) } else { Err(format!("{code} and `{part}` expected: {got:?}")) }
    };
    // The folder belongs to the program that runs.
    says(&connect(&jira, JIRA_TOKEN)?, 1, "Connect in Settings of the dashboard")?;
    let Fresh { data: _data, mut agent, _upstream, .. } = fresh;
    agent.kill()?;
    says(&connect(&jira, "wrong-token-0001\n")?, 1, "refuses this mail address and token")?;
    let odd = ["jira", "--site", "northwind.example", "--mail", JIRA_USER];
    says(&connect(&odd, JIRA_TOKEN)?, 2, "does not look like a Jira Cloud site")?;
    says(&connect(&jira, "")?, 2, "nothing was given")?;
    says(&connect(&jira, JIRA_TOKEN)?, 0, "Connected: jira at northwind.atlassian.net")?;
    says(&connect(&["outlook", "--client-id", CLIENT_ID], "")?, 0, "type the code DEMO-CODE")?;
    let application = [
        "outlook",
        "--tenant",
        TENANT,
        "--client-id",
        CLIENT_ID,
        "--application",
        "--mailbox",
        MAILBOX,
    ];
    says(&connect(&application, CLIENT_SECRET)?, 0, "Connected: outlook at")?;
    let out = run(&["doctor", "--json", "--data", at], b"")?;
    let known = String::from_utf8_lossy(&out.stdout).into_owned();
    // Without `--upstream` nothing that was tried on stand-ins goes to the real services.
    if !known.contains("not connected") {
        return Err(format!("what was connected to stand-ins is used elsewhere: {known}"));
    }
    let out = run(&["disconnect", "jira", "--data", at], b"")?;
    let said = (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned());
    says(&said, 0, "id.atlassian.com")?;
    let out = run(&["disconnect", "slack", "--data", at], b"")?;
    says(&(out.status.code(), String::new()), 2, "")
}
