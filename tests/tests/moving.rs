//! Leaving, arriving, and coming back from a backup: nothing is lost, nothing is sent twice.

use std::path::Path;

use holdfast_tests::apart::{Apart, PASSPHRASE};
use holdfast_tests::card::{approval, held_mail, text};
use holdfast_tests::folder::Folder;
use holdfast_tests::process::run;
use holdfast_tests::{Outcome, archive, wait_until};
use serde_json::{Value, json};

fn place(path: &Path) -> String {
    path.display().to_string()
}

/// Runs a command that must go well.
fn well(args: &[&str]) -> Outcome<String> {
    let said = run(args, b"")?;
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    if said.status.success() { Ok(text) } else { Err(format!("{args:?}: {said:?}")) }
}

/// Runs a command that must be refused with a sentence, and leaves `untouched` as it is.
fn refused(args: &[&str], code: i32, part: &str, untouched: &Path) -> Outcome<()> {
    let before = entries(untouched);
    let said = run(args, b"")?;
    let text = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(code), "{args:?}: {text}");
    assert!(text.contains(part), "{text}");
    assert_eq!(entries(untouched), before, "{args:?} left something behind");
    Ok(())
}

fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn an_export_comes_back_byte_for_byte_and_a_wrong_one_leaves_nothing() -> Outcome<()> {
    let mut apart = Apart::start()?;
    apart.release()?;
    let folder = Folder::new("export")?;
    let at = |name: &str| folder.path().join(name);
    // Beside the running agent, over the API.
    let live = apart.api.file("/api/export")?;
    std::fs::write(at("live.zst"), live).map_err(|e| e.to_string())?;
    apart.end_agent()?;
    let data = place(apart.data());
    well(&["export", &place(&at("a.zst")), "--data", &data])?;
    well(&["import", &place(&at("a.zst")), "--data", &place(&at("new"))])?;
    well(&["export", &place(&at("b.zst")), "--data", &place(&at("new"))])?;
    let (a, b) = (std::fs::read(at("a.zst")), std::fs::read(at("b.zst")));
    let (a, b) = (a.map_err(|e| e.to_string())?, b.map_err(|e| e.to_string())?);
    assert!(a.len() > 10_000, "it holds something");
    assert!(a == b, "the second export differs from the first");
    let items = archive::items(&at("a.zst"))?;
    let all = Value::from(items.clone()).to_string();
    let live = archive::items(&at("live.zst"))?;
    assert!(live.len() > items.len() / 2, "{} of {} items", live.len(), items.len());
    assert!(entries(apart.data()).iter().all(|n| !n.starts_with(".export")), "a copy is left");
    for secret in ["demo-jira-token", "demo-graph-secret", "demo-claude-key", "argon2", "SESSION#"]
    {
        assert!(!all.contains(secret), "{secret} is exported");
    }

    let parent = folder.path();
    let import = |file: &str| {
        ["import".to_owned(), place(&at(file)), "--data".to_owned(), place(&at("other"))]
    };
    let check = |file: &str, part: &str| {
        let args = import(file);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        refused(&args, 2, part, parent)
    };
    let cut = a.get(..a.len() / 2).unwrap_or_default();
    std::fs::write(at("cut.zst"), cut).map_err(|e| e.to_string())?;
    std::fs::write(at("text.zst"), b"hello").map_err(|e| e.to_string())?;
    archive::write(&at("newer.zst"), 99, &items)?;
    let mut disorder = items.clone();
    disorder.reverse();
    archive::write(&at("disorder.zst"), 2, &disorder)?;
    check("cut.zst", "damaged")?;
    check("text.zst", "not an export")?;
    check("newer.zst", "newer version")?;
    check("disorder.zst", "not in order")?;
    check("missing.zst", "cannot be read")?;
    let used = ["import", &place(&at("a.zst")), "--data", &place(&at("new"))];
    refused(&used, 2, "not an empty folder", parent)?;
    let again = ["export", &place(&at("a.zst")), "--data", &data];
    refused(&again, 2, "exists already", parent)
}

#[test]
fn what_the_old_place_sent_is_not_sent_again_by_the_new_one() -> Outcome<()> {
    let mut apart = Apart::start()?;
    apart.release()?;
    let mail = held_mail(&apart)?;
    let (id, subject) = (text(&mail, "/id"), text(&mail, "/request/action/subject"));
    apart.end_agent()?;
    let folder = Folder::new("epoch")?;
    let file = folder.path().join("held.zst");
    well(&["export", &place(&file), "--data", &place(apart.data())])?;
    // The old place goes on and sends it.
    apart.kill_and_restart()?;
    apart.api.post(&format!("/api/actions/{id}/approve"), &approval(&mail))?;
    apart.settled_action(id)?;
    assert_eq!(apart.stand_ins.sent(subject)?.len(), 1);

    // The new place cannot ask the mailbox at first: it sends nothing, not even what is approved there.
    let new = folder.path().join("new");
    well(&["import", &place(&file), "--data", &place(&new)])?;
    apart.stand_ins.arm(&json!({"kind": "unavailable", "service": "graph", "times": 1000}))?;
    apart.go_on_in(&new)?;
    let held = apart.action(id)?;
    assert_eq!(text(&held, "/state"), "held", "{held}");
    let (status, answer) =
        apart.api.call("POST", &format!("/api/actions/{id}/approve"), &approval(&held))?;
    assert!(status < 500, "{answer}");
    assert_eq!(apart.stand_ins.sent(subject)?.len(), 1, "sent again");
    let activity = apart.api.get("/api/activity")?.to_string();
    assert!(activity.contains("After the import nothing is sent yet"), "{activity}");

    // Once it can, it finds that the mail left, and everything else goes on.
    apart.stand_ins.disarm()?;
    apart.go_on_in_again(&new)?;
    let settled = wait_until("the comparison", std::time::Duration::from_secs(60), || {
        let action = apart.action(id)?;
        if text(&action, "/state") == "confirmed" { Ok(action) } else { Err(action.to_string()) }
    })?;
    assert!(settled["history"].to_string().contains("the place that the data came from"));
    assert_eq!(apart.stand_ins.sent(subject)?.len(), 1, "sent again");
    let activity = apart.api.get("/api/activity")?.to_string();
    assert!(activity.contains("Sending is possible again"), "{activity}");
    Ok(())
}

#[test]
fn a_moved_place_stands_still_until_it_is_taken_back() -> Outcome<()> {
    let mut apart = Apart::start()?;
    apart.end_agent()?;
    let folder = Folder::new("move")?;
    let (file, data) = (place(&folder.path().join("m.zst")), place(apart.data()));
    well(&["export", "--move", &file, "--data", &data])?;
    for args in [
        vec!["run", "--demo", "--port", "0", "--upstream", apart.url(), "--data", &data],
        vec!["cycle", "--data", &data],
    ] {
        let said = run(&args, b"")?;
        let text = String::from_utf8_lossy(&said.stderr).into_owned();
        assert_eq!(said.status.code(), Some(1), "{text}");
        assert!(
            text.contains("was moved to another place") && text.contains("--take-back"),
            "{text}"
        );
    }
    // The new place is not marked.
    let new = folder.path().join("new");
    well(&["import", &file, "--data", &place(&new)])?;
    apart.go_on_in(&new)?;
    apart.check()?;
    apart.end_agent()?;
    well(&["export", "--take-back", "--data", &data])?;
    apart.kill_and_restart()?;
    apart.api.sign_in(PASSPHRASE)?;
    apart.check()
}

#[test]
fn a_backup_is_made_every_day_seven_are_kept_and_one_comes_back() -> Outcome<()> {
    let mut apart = Apart::start()?;
    apart.end_agent()?;
    let backups = apart.data().join("backups");
    std::fs::create_dir_all(&backups).map_err(|e| e.to_string())?;
    for name in entries(&backups) {
        std::fs::remove_file(backups.join(name)).map_err(|e| e.to_string())?;
    }
    for day in 1..=9 {
        let name = format!("holdfast-2020-01-0{day}.db.zst");
        std::fs::write(backups.join(name), b"old").map_err(|e| e.to_string())?;
    }
    std::fs::write(backups.join("mine.txt"), b"kept").map_err(|e| e.to_string())?;
    apart.kill_and_restart()?;
    let names = wait_until("the backup", std::time::Duration::from_secs(60), || {
        let names = entries(&backups);
        let daily = names.iter().filter(|n| n.ends_with(".db.zst")).count();
        if daily == 7 { Ok(names) } else { Err(format!("{names:?}")) }
    })?;
    assert!(names.contains(&"mine.txt".to_owned()), "{names:?}");
    assert!(!names.contains(&"holdfast-2020-01-03.db.zst".to_owned()), "{names:?}");
    assert!(names.contains(&"holdfast-2020-01-04.db.zst".to_owned()), "{names:?}");
    let newest = names.iter().rfind(|n| n.starts_with("holdfast-2")).ok_or("a backup")?.clone();
    wait_until("the page", std::time::Duration::from_secs(60), || {
        let page = apart.api.get("/api/privacy")?;
        let first = page.pointer("/backups/0/0").and_then(Value::as_str).unwrap_or_default();
        if first == newest { Ok(()) } else { Err(page.to_string()) }
    })?;
    let before = apart.api.get("/api/projects")?;

    let folder = Folder::new("restore")?;
    let new = folder.path().join("new");
    well(&["import", &place(&backups.join(&newest)), "--data", &place(&new)])?;
    apart.go_on_in(&new)?;
    apart.check()?;
    let after = apart.api.get("/api/projects")?;
    let ids = |all: &Value| {
        let all = all.as_array().into_iter().flatten();
        all.map(|p| text(p, "/id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&after), ids(&before));
    let old = place(&backups.join("holdfast-2020-01-04.db.zst"));
    refused(
        &["import", &old, "--data", &place(&folder.path().join("x"))],
        2,
        "not an export",
        folder.path(),
    )
}
