//! Each of the ten likeliest faults, injected and recognised: the row that fails, what it says, how to mend it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;

use holdfast_tests::Outcome;
use holdfast_tests::apart::Apart;
use holdfast_tests::card::text;
use holdfast_tests::process::run;
use serde_json::{Value, json};

struct Patient {
    apart: Apart,
    data: String,
}

impl Patient {
    /// A workspace after its first sync, with its connections written down as an operator would.
    fn admit() -> Outcome<Self> {
        let mut apart = Apart::start()?;
        apart.end_agent()?;
        let data = apart.data().display().to_string();
        let patient = Self { apart, data };
        patient.connect(&Value::Null)?;
        Ok(patient)
    }

    fn connect(&self, smtp: &Value) -> Outcome<()> {
        let url = self.apart.url();
        let connections = json!({
            "jira": {"id": "jira", "base_url": format!("{url}/jira"), "loopback": true,
                "credential": self.credential("jira")},
            "graph": {"id": "graph", "base_url": format!("{url}/graph/v1.0"), "loopback": true,
                "credential": self.credential("graph")},
            "claude_url": format!("{url}/claude"),
            "smtp": smtp,
        });
        let path = self.apart.data().join("connections.json");
        std::fs::write(path, connections.to_string()).map_err(|e| e.to_string())
    }

    /// As `holdfast connect` stores it.
    fn credential(&self, name: &str) -> Value {
        let url = self.apart.url();
        if name == "jira" {
            return json!({"kind": "basic", "user": "agent@northwind.example", "secret_name": "jira"});
        }
        json!({"kind": "client_credentials", "client_id": "demo-graph-client",
            "token_url": format!("{url}/login/{TENANT}/oauth2/v2.0/token"),
            "secret_name": "graph", "scope": "https://graph.microsoft.com/.default"})
    }

    fn secret(&self, name: &str, value: &str) -> Outcome<()> {
        let said = run(&["secrets", "set", name, "--data", &self.data], value.as_bytes())?;
        if said.status.success() { Ok(()) } else { Err(format!("{said:?}")) }
    }

    fn examine(&self, more: &[&str]) -> Outcome<Vec<Value>> {
        let mut args = vec!["doctor", "--json", "--data", &self.data, "--port", "0"];
        args.retain(|a| !(more.contains(&"--port") && (*a == "--port" || *a == "0")));
        args.extend(more);
        let said = run(&args, b"")?;
        let rows: Value = serde_json::from_slice(&said.stdout)
            .map_err(|e| format!("{e}: {}", String::from_utf8_lossy(&said.stderr)))?;
        let rows = rows.as_array().cloned().unwrap_or_default();
        let bad = rows.iter().any(|r| r["ok"] == false);
        assert_eq!(said.status.code(), Some(if bad { 3 } else { 0 }), "{rows:?}");
        Ok(rows)
    }

    /// Exactly this row fails, says `part`, and tells how to mend it with `fix`.
    fn suffers(&self, what: &str, part: &str, fix: &str, more: &[&str]) -> Outcome<()> {
        let rows = self.examine(more)?;
        let bad: Vec<&Value> = rows.iter().filter(|r| r["ok"] == false).collect();
        let found = bad.iter().find(|r| r["what"] == what);
        let found = found.ok_or_else(|| format!("`{what}` is not named: {bad:?}"))?;
        assert!(text(found, "/text").contains(part), "{what}: {found}");
        assert!(text(found, "/fix").contains(fix), "{what}: {found}");
        assert_eq!(bad.len(), 1, "{what}: something else is blamed as well: {bad:?}");
        Ok(())
    }

    fn is_well(&self) -> Outcome<()> {
        let rows = self.examine(&[])?;
        let bad: Vec<&Value> = rows.iter().filter(|r| r["ok"] == false).collect();
        if bad.is_empty() { Ok(()) } else { Err(format!("{bad:?}")) }
    }

    fn fault(&self, service: &str, kind: &str) -> Outcome<()> {
        self.apart.stand_ins.arm(&json!({"kind": kind, "service": service, "times": 100}))
    }
}

const TENANT: &str = "northwind-tenant";

/// A mail server that turns everybody away.
fn refusing_mail_server() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    let port = listener.local_addr().map_err(|e| e.to_string())?.port();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut stream = stream;
            let _ = stream.write_all(b"554 no service for you\r\n");
            let mut line = String::new();
            let _ = BufReader::new(&stream).read_line(&mut line);
        }
    });
    Ok(port)
}

#[test]
fn each_of_the_ten_faults_is_recognised() -> Outcome<()> {
    let patient = Patient::admit()?;
    let stand_ins = &patient.apart.stand_ins;
    patient.is_well()?;

    // 1. A wrong token.
    patient.secret("jira", "a-wrong-token")?;
    patient.suffers("jira", "refuses the credential", "holdfast connect jira", &[])?;
    patient.secret("jira", "demo-jira-token")?;
    patient.secret("graph", "a-wrong-secret")?;
    patient.suffers("outlook", "refuses the credential", "holdfast connect outlook", &[])?;
    patient.secret("graph", "demo-graph-secret")?;
    patient.secret("claude", "a-wrong-key")?;
    patient.suffers("model", "the key is refused", "holdfast secrets set claude", &[])?;
    patient.secret("claude", "demo-claude-key")?;

    // 2. A missing scope.
    patient.fault("jira", "forbidden")?;
    patient.suffers("jira", "a permission or scope is missing", "access to the project", &[])?;
    patient.fault("graph", "forbidden")?;
    patient.suffers("outlook", "a permission or scope is missing", "Mail.ReadWrite", &[])?;
    stand_ins.disarm()?;

    // 3. A clock that is off.
    stand_ins.tell("faults", &json!({"date_offset_s": 3600}))?;
    patient.suffers("clock", "behind what a service says", "automatic time", &[])?;
    stand_ins.disarm()?;

    // 7. A disk that takes nothing more: its probe ends up in a full device.
    let probe = Path::new(&patient.data).join(".doctor");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/full", &probe).map_err(|e| e.to_string())?;
    patient.suffers("disk", "takes no more data", "Free space", &[])?;

    // 8. A port that is taken.
    let taken = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    let port = taken.local_addr().map_err(|e| e.to_string())?.port().to_string();
    patient.suffers("port", "is taken", "--port N", &["--port", &port])?;

    // 10. A mail server that refuses.
    let smtp = refusing_mail_server()?;
    patient.connect(&json!({"host": "127.0.0.1", "port": smtp, "tls": "none",
        "from": "holdfast@northwind.example"}))?;
    patient.suffers("notices", "refused it with 554", "connections.json", &[])?;
    patient.connect(&Value::Null)?;
    patient.is_well()?;

    // 5. and 6. A board and a mailbox that are elsewhere.
    stand_ins.tell("mailbox-move", &json!({"to": "morgan.new@northwind.example"}))?;
    patient.suffers("mailbox", "not there any more", "holdfast connect outlook", &[])?;
    stand_ins.tell("mailbox-move", &json!({"to": "morgan.ellis@northwind.example"}))?;
    stand_ins.tell("boards-renumber", &json!({}))?;
    let rows = patient.examine(&[])?;
    let gone: Vec<&Value> = rows.iter().filter(|r| r["ok"] == false).collect();
    assert_eq!(gone.len(), 2, "{gone:?}");
    assert!(gone.iter().all(|r| r["what"] == "board" && text(r, "/text").contains("gone")));
    Ok(())
}

/// What stands in the settings is changed there: zone and models.
#[test]
fn a_wrong_zone_and_an_unknown_model_are_recognised() -> Outcome<()> {
    let mut apart = Apart::start()?;
    let known = json!({"id": "claude-haiku-4-5", "input_microusd": 1, "output_microusd": 1});
    let unknown = json!({"id": "claude-of-tomorrow", "input_microusd": 1, "output_microusd": 1});
    apart.settings(&json!({"models": {"triage": known, "reasoning": unknown}}))?;
    apart.end_agent()?;
    let data = apart.data().display().to_string();
    let patient = Patient { apart, data };
    patient.connect(&Value::Null)?;
    let part = "does not know the model `claude-of-tomorrow`";
    patient.suffers("model", part, "Choose a present model id", &[])?;

    // No page accepts an unknown zone; one that a system no longer knows comes with the data.
    let folder = holdfast_tests::folder::Folder::new("zone")?;
    let at = |name: &str| folder.path().join(name);
    let place = |path: &Path| path.display().to_string();
    run(&["export", &place(&at("a.zst")), "--data", &patient.data], b"")?;
    let mut items = holdfast_tests::archive::items(&at("a.zst"))?;
    let settings = items.iter_mut().find(|i| i["pk"] == "CONFIG" && i["sk"] == "settings");
    settings.ok_or("settings")?["body"]["settings"]["hours"]["zone"] = json!("Mars/Olympus");
    holdfast_tests::archive::write(&at("b.zst"), 2, &items)?;
    let said = run(&["import", &place(&at("b.zst")), "--data", &place(&at("new"))], b"")?;
    assert!(said.status.success(), "{said:?}");
    let said = run(&["doctor", "--json", "--port", "0", "--data", &place(&at("new"))], b"")?;
    let rows: Value = serde_json::from_slice(&said.stdout).map_err(|e| e.to_string())?;
    let zone = rows.as_array().into_iter().flatten().find(|r| r["what"] == "time zone");
    let zone = zone.ok_or_else(|| format!("{rows}"))?;
    assert_eq!(zone["ok"], false);
    assert!(text(zone, "/text").contains("Mars/Olympus"), "{zone}");
    assert!(text(zone, "/fix").contains("Choose the zone in Settings"), "{zone}");
    Ok(())
}

/// Without `--write` nothing is changed; with it exactly one mail and one comment.
#[test]
fn live_answers_are_read_and_written_only_where_told() -> Outcome<()> {
    let patient = Patient::admit()?;
    let stand_ins = &patient.apart.stand_ins;
    let before = stand_ins.changes()?.len();
    let rows = patient.examine(&["--live"])?;
    let row = |rows: &[Value], what: &str| {
        let found = rows.iter().find(|r| r["what"] == what).cloned();
        found.ok_or_else(|| format!("no `{what}` in {rows:?}"))
    };
    assert_eq!(row(&rows, "rate limits")?["ok"], true, "{rows:?}");
    assert_eq!(row(&rows, "comment properties")?["ok"], true, "{rows:?}");
    assert_eq!(stand_ins.changes()?.len(), before, "it reads only");

    let texts = stand_ins.look("texts")?;
    let issue = text(&texts, "/issues/0/key");
    let rows = patient.examine(&["--live", "--write", issue])?;
    assert!(text(&row(&rows, "immutable id")?, "/text").contains("kept its id"), "{rows:?}");
    assert!(text(&row(&rows, "comment properties")?, "/text").contains(issue), "{rows:?}");
    assert_eq!(stand_ins.sent("Test of holdfast doctor")?.len(), 1);

    stand_ins.tell("faults", &json!({"lose_immutable_id": true}))?;
    let rows = patient.examine(&["--live", "--write", issue])?;
    assert!(text(&row(&rows, "immutable id")?, "/text").contains("another id"), "{rows:?}");
    Ok(())
}
