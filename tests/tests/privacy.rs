//! What is personal stays where it belongs: out of logs, activity and errors, out of the model where the user says so,
//! and out of the table once it is forgotten.

use std::collections::BTreeSet;

use holdfast_tests::apart::{Apart, PASSPHRASE};
use holdfast_tests::card::{approval, held_mail, text};
use holdfast_tests::folder::Folder;
use holdfast_tests::process::run;
use holdfast_tests::{Outcome, archive};
use serde_json::{Value, json};

/// Published secrets of the stand-ins.
const SECRETS: [&str; 3] = ["demo-jira-token", "demo-graph-secret", "demo-claude-key"];

/// Pieces long enough to be nobody else's: subjects, lines and sentences.
fn pieces(text: &str, least: usize) -> impl Iterator<Item = String> + '_ {
    text.split(['\n', '.', '<', '>'])
        .map(str::trim)
        .filter(move |p| p.chars().count() >= least)
        .map(str::to_owned)
}

/// Addresses and texts of the whole sample.
fn personal(apart: &Apart) -> Outcome<BTreeSet<String>> {
    let all = apart.stand_ins.look("texts")?;
    let mut found = BTreeSet::from([text(&all, "/mailbox").to_owned()]);
    for mail in all["mails"].as_array().into_iter().flatten() {
        found.insert(text(mail, "/from").to_owned());
        found.extend(pieces(text(mail, "/subject"), 12));
        found.extend(pieces(text(mail, "/body"), 25));
    }
    for issue in all["issues"].as_array().into_iter().flatten() {
        found.extend(pieces(text(issue, "/summary"), 14));
        for comment in issue["comments"].as_array().into_iter().flatten() {
            found.extend(pieces(comment.as_str().unwrap_or_default(), 25));
        }
    }
    found.remove("");
    assert!(found.len() > 100, "the sample says something: {}", found.len());
    Ok(found)
}

fn assert_none_in(place: &str, text: &str, needles: &BTreeSet<String>) {
    let hits: Vec<&String> = needles.iter().filter(|n| text.contains(n.as_str())).collect();
    assert!(hits.is_empty(), "{place} holds {hits:?}");
}

fn activity(apart: &Apart) -> Outcome<String> {
    let (mut all, mut cursor) = (String::new(), String::new());
    loop {
        let page = apart.api.get(&format!("/api/activity?cursor={cursor}"))?;
        all.push_str(&page["items"].to_string());
        match page["cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return Ok(all),
        }
    }
}

/// Answers to calls that must fail, each in another way.
fn errors(apart: &Apart, action: &Value) -> Outcome<String> {
    let id = text(action, "/id");
    let calls = [
        ("POST", format!("/api/actions/{id}/approve"), json!({"revision": 0})),
        ("POST", format!("/api/actions/{id}/cancel"), json!({"revision": 99_999})),
        ("POST", format!("/api/actions/{id}/edit"), json!({"revision": 1, "subject": 1})),
        ("POST", "/api/actions/nothing/cancel".to_owned(), json!({"revision": 1})),
        ("GET", "/api/projects/nothing".to_owned(), Value::Null),
        ("GET", "/api/activity?kind=nothing".to_owned(), Value::Null),
        ("PUT", "/api/settings".to_owned(), json!({"revision": 1})),
        ("POST", "/api/forget".to_owned(), json!({"what": "person", "person": "nobody"})),
        ("POST", "/api/sign-in".to_owned(), json!({"passphrase": "wrong passphrase"})),
    ];
    let mut all = String::new();
    for (method, path, body) in calls {
        let (status, answer) = apart.api.call(method, &path, &body)?;
        assert!(status >= 400, "{method} {path}: {status}");
        // The card itself comes with a conflict: it is the user's own, not an error text.
        all.push_str(&format!("{} {} {}\n", answer["code"], answer["error"], answer["hint"]));
    }
    Ok(all)
}

#[test]
fn no_log_line_no_event_and_no_error_holds_anything_personal() -> Outcome<()> {
    let mut apart = Apart::start_with(&[("HOLDFAST_LOG", "trace")])?;
    apart.release()?;
    let mail = held_mail(&apart)?;
    let path = format!("/api/actions/{}/approve", text(&mail, "/id"));
    apart.api.post(&path, &approval(&mail))?;
    let failed = errors(&apart, &mail)?;
    // Refusals of the accounts, whose words may name anybody.
    for service in ["jira", "graph"] {
        apart.stand_ins.arm(&json!({"kind": "unauthorised", "service": service}))?;
        let _ = apart.api.post("/api/check-now", &json!({}))?;
        apart.stand_ins.struck()?;
    }
    apart.stand_ins.disarm()?;
    apart.stand_ins.tell("mailbox-move", &json!({"to": "morgan.new@northwind.example"}))?;
    apart.check()?;
    let events = activity(&apart)?;
    apart.end_agent()?;

    let mut needles = personal(&apart)?;
    needles.extend(SECRETS.map(str::to_owned));
    needles.insert(PASSPHRASE.to_owned());
    needles.insert("morgan.ellis@northwind.example".to_owned());
    // The user's own draft, as it was sent.
    needles.extend(pieces(text(&mail, "/request/action/body"), 25));
    let printed = apart.output();
    let logged: String = printed.lines().filter(|l| !l.starts_with("Open ")).collect();
    assert!(logged.contains("TRACE") || logged.contains("DEBUG"), "the log is on");
    assert!(events.len() > 1_000, "there is activity");
    assert_none_in("the log", &logged, &needles);
    assert_none_in("the activity", &events, &needles);
    assert_none_in("an error", &failed, &needles);
    Ok(())
}

/// Rewrites the export so that a project keeps everything from the model, as its form does.
fn without_model(from: &std::path::Path, to: &std::path::Path, project: &str) -> Outcome<()> {
    let mut items = archive::items(from)?;
    let key = format!("PROJECT#{project}");
    let found = items.iter_mut().find(|i| i["pk"] == *key && i["sk"] == "METADATA");
    found.ok_or("the project is exported")?["body"]["no_model"] = json!(true);
    archive::write(to, 2, &items)
}

#[test]
fn nothing_of_a_project_without_model_reaches_the_model() -> Outcome<()> {
    let mut apart = Apart::start()?;
    apart.end_agent()?;
    let folder = Folder::new("no-model")?;
    let (whole, changed) = (folder.path().join("a.zst"), folder.path().join("b.zst"));
    let place = |path: &std::path::Path| path.display().to_string();
    let said = run(&["export", &place(&whole), "--data", &place(apart.data())], b"")?;
    assert!(said.status.success(), "{said:?}");
    without_model(&whole, &changed, "pay")?;
    let other = folder.path().join("data");
    let said = run(&["import", &place(&changed), "--data", &place(&other)], b"")?;
    assert!(said.status.success(), "{said:?}");
    apart.go_on_in(&other)?;
    apart.check()?;
    apart.release()?;

    let all = apart.stand_ins.look("claude/prompts")?;
    let prompts: Vec<&str> =
        all["prompts"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(prompts.iter().any(|p| p.contains("POR-")), "the other project is asked about");
    for prompt in &prompts {
        assert!(!prompt.contains("PAY-"), "a prompt names an issue of the project");
    }
    let texts = apart.stand_ins.look("texts")?;
    let own: BTreeSet<String> = texts["issues"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|i| text(i, "/key").starts_with("PAY-"))
        .flat_map(|i| pieces(text(i, "/summary"), 14).collect::<Vec<_>>())
        .collect();
    assert!(!own.is_empty());
    assert_none_in("a prompt", &prompts.join("\n"), &own);
    let privacy = apart.api.get("/api/privacy")?;
    assert_eq!(privacy["no_model_projects"], json!(["pay"]));
    // The project is worked on all the same.
    let drafts = apart.actions()?;
    assert!(drafts.iter().any(|a| text(a, "/project") == "pay"), "rules write drafts for it");
    Ok(())
}

fn everything(apart: &mut Apart, folder: &Folder, name: &str) -> Outcome<String> {
    apart.end_agent()?;
    let file = folder.path().join(name);
    let said = run(
        &["export", &file.display().to_string(), "--data", &apart.data().display().to_string()],
        b"",
    )?;
    assert!(said.status.success(), "{said:?}");
    // Raw bodies are lists of bytes: read them as text.
    let items = archive::items(&file)?;
    let readable = items.iter().map(|item| {
        let bytes = item["body"]["body"].as_array().cloned().unwrap_or_default();
        let bytes: Vec<u8> = bytes.iter().filter_map(|b| u8::try_from(b.as_u64()?).ok()).collect();
        format!("{item}\n{}\n", String::from_utf8_lossy(&bytes))
    });
    Ok(readable.collect::<String>().to_lowercase())
}

#[test]
fn a_forgotten_person_is_nowhere_and_a_forgotten_project_keeps_ids_only() -> Outcome<()> {
    const PRIYA: &str = "priya.nair@northwind.example";
    let mut apart = Apart::start()?;
    apart.release()?;
    let folder = Folder::new("forget")?;
    let before = everything(&mut apart, &folder, "before.zst")?;
    assert!(before.contains(PRIYA), "the sample knows her");

    let data = apart.data().display().to_string();
    let said = run(&["forget", "nobody-at-all", "--data", &data], b"")?;
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    let said = run(&["forget", PRIYA, "--data", &data], b"")?;
    assert!(said.status.success(), "{said:?}");
    let after = everything(&mut apart, &folder, "after.zst")?;
    assert!(!after.contains(PRIYA), "her address is left");
    assert!(after.contains("[erased] sha-256"), "digests stay");

    let said = run(&["forget", "pay", "--data", &data], b"")?;
    assert!(said.status.success(), "{said:?}");
    let last = everything(&mut apart, &folder, "last.zst")?;
    let texts = apart.stand_ins.look("texts")?;
    for issue in texts["issues"].as_array().into_iter().flatten() {
        if text(issue, "/key").starts_with("PAY-") {
            for piece in pieces(text(issue, "/summary"), 14) {
                assert!(!last.contains(&piece.to_lowercase()), "left: {piece}");
            }
        }
    }
    // It starts again, shows the other project, and reads nothing of the forgotten one anew.
    apart.kill_and_restart()?;
    apart.check()?;
    let projects = apart.api.get("/api/projects")?;
    let ids: Vec<&str> =
        projects.as_array().into_iter().flatten().map(|p| text(p, "/id")).collect();
    assert_eq!(ids, ["por"]);
    let holds = apart.actions()?;
    assert!(holds.iter().all(|a| text(a, "/project") != "pay"), "{holds:?}");
    Ok(())
}
