//! The record of a real day: it holds, it shows what was sent, and it does not hold any more once somebody touched it.

use holdfast_tests::Outcome;
use holdfast_tests::apart::Apart;
use holdfast_tests::card::{approval, held_mail, text};
use holdfast_tests::folder::Folder;
use holdfast_tests::process::run;
use serde_json::Value;

/// Exit code and standard output of `holdfast audit`.
fn audit(data: &str, args: &[&str]) -> Outcome<(i32, String)> {
    let args: Vec<&str> = ["audit"].iter().chain(args).copied().chain(["--data", data]).collect();
    let said = run(&args, b"")?;
    let text = [said.stdout, said.stderr].concat();
    Ok((said.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn the_record_of_what_was_approved_and_sent_holds_until_it_is_touched() -> Outcome<()> {
    let mut apart = Apart::start()?;
    apart.release()?;
    let held = held_mail(&apart)?;
    let id = text(&held, "/id").to_owned();
    apart.api.post(&format!("/api/actions/{id}/approve"), &approval(&held))?;
    assert_eq!(text(&apart.settled_action(&id)?, "/state"), "confirmed");
    apart.end_agent()?;
    let data = apart.data().display().to_string();

    let (code, told) = audit(&data, &["verify", "--json"])?;
    let counts: Value = serde_json::from_str(&told).map_err(|e| format!("{e}: {told}"))?;
    let rows: u64 =
        counts["rows"].as_object().into_iter().flatten().filter_map(|(_, n)| n.as_u64()).sum();
    assert_eq!((code, &counts["valid"]), (0, &Value::Bool(true)));

    let (code, told) = audit(&data, &["show", &id])?;
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("What was approved is what was sent"), "{told}");
    for state in ["held", "approved", "claimed", "drafted", "submitted", "confirmed"] {
        assert!(told.contains(state), "{state}: {told}");
    }
    let subject = text(&held, "/request/action/subject");
    let (_, exported) = audit(&data, &["export"])?;
    assert!(
        !exported.contains(subject) && !exported.contains('@'),
        "rows hold no text and no address"
    );
    assert_eq!(
        exported.lines().filter(|l| l.contains("\"seq\"") && l.contains("\"prev\"")).count() as u64,
        rows
    );

    let folder = Folder::new("audit")?;
    let file = folder.path().join("audit.jsonl");
    let place = file.display().to_string();
    let verify = |text: &str| -> Outcome<(i32, String)> {
        std::fs::write(&file, text).map_err(|e| e.to_string())?;
        audit(&data, &["verify", &place])
    };
    assert_eq!(verify(&exported)?.0, 0, "an export is checked by itself");
    let touched = exported.replacen("\"by\":\"user\"", "\"by\":\"agent\"", 1);
    assert_ne!(touched, exported);
    let (code, told) = verify(&touched)?;
    assert!(code == 3 && told.contains("was changed"), "{code} {told}");
    let lines: Vec<&str> = exported.lines().collect();
    let shorter = lines.get(..lines.len() - 1).unwrap_or_default().join("\n");
    let (code, told) = verify(&shorter)?;
    assert!(code == 3 && told.contains("ends before"), "{code} {told}");
    assert_eq!(verify("{\"a\":1}")?.0, 2, "no export");
    assert_eq!(audit(&data, &["show", "nobody"])?.0, 2);
    Ok(())
}
