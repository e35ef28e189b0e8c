//! The template runs: an installation moves from one machine to the deployment, real executions read, judge and hold,
//! the minute schedule sends, and what comes out equals what the same inputs lead to on one machine.

use std::collections::BTreeMap;
use std::time::Duration;

use holdfast_deployed::cloud::REGION;
use holdfast_deployed::stack::Stack;
use holdfast_tests::apart::{Apart, PASSPHRASE};
use holdfast_tests::card::text;
use holdfast_tests::folder::Folder;
use holdfast_tests::process::Process;
use holdfast_tests::session::Session;
use holdfast_tests::{Outcome, wait_until};
use serde_json::{Value, json};

/// Two minutes of the schedule, and a function that has to start.
const SCHEDULE_MAX: Duration = Duration::from_secs(180);

/// How often each action occurs: state, kind of target, subject; ids and times apart.
fn outline(actions: &[Value]) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for action in actions {
        let request = &action["request"]["action"];
        let line = format!(
            "{} {} {}",
            text(action, "/state"),
            request["target"]["op"],
            request["subject"]
        );
        *all.entry(line).or_default() += 1;
    }
    all
}

fn actions(api: &Session) -> Outcome<Vec<Value>> {
    let list = |path: &str| -> Outcome<Vec<Value>> {
        Ok(api.get(path)?["items"].as_array().cloned().unwrap_or_default())
    };
    let mut all = list("/api/holds")?;
    all.extend(list("/api/decisions")?.into_iter().map(|d| d["action"].clone()));
    all.retain(|a| !a.is_null());
    Ok(all)
}

/// Runs `holdfast` against the deployed table.
fn on_aws(stack: &Stack, args: &[&str], expect: &str) -> Outcome<()> {
    let variables = [("AWS_ENDPOINT_URL", stack.cloud.url()), ("AWS_REGION", REGION)];
    Process::start_with(args, &variables)?.line(expect).map(|_| ())
}

#[test]
fn an_installation_moves_to_aws_and_works_there_as_on_one_machine() -> Outcome<()> {
    // The twin stays on one machine: what its three days lead to is the measure.
    let twin = Apart::start()?;
    twin.release()?;
    let expected = outline(&actions(&twin.api)?);
    assert!(expected.len() > 3, "{expected:?}");

    let mut home = Apart::start()?;
    let stack = Stack::deploy(home.url())?;
    let table = stack.output("TableName")?.to_owned();

    // Before anybody was there: nothing is due, nothing fails.
    let minute = stack.output("MinuteFunction")?;
    assert_eq!(stack.cloud.invoke(minute, &json!({}))?["counts"]["driven"], 0);

    // The move: one file, and the old place stands still.
    home.end_agent()?;
    let folder = Folder::new("deployed")?;
    let file = folder.path().join("move.jsonl.zst").display().to_string();
    let data = home.data().display().to_string();
    Process::start(&["export", &file, "--move", "--data", &data])?.line("Wrote ")?;
    on_aws(&stack, &["import", &file, "--table", &table], "Imported ")?;
    let refused = on_aws(&stack, &["import", &file, "--table", &table], "Imported ");
    assert!(refused.is_err_and(|e| e.contains("already")), "an import never mixes");

    // Only somebody who may invoke the function gets the link that sets the passphrase.
    let link =
        stack.cloud.invoke(stack.output("ApiFunction")?, &json!({ "holdfast": "first-link" }))?;
    let token = text(&link, "/link").rsplit('/').next().unwrap_or_default().to_owned();
    let mut api = Session::new(&stack.api()?);
    api.set_up(&token, PASSPHRASE)?;
    assert_eq!(api.call("GET", "/hooks/jira", &Value::Null)?.0, 404, "reserved");
    assert!(String::from_utf8_lossy(&api.file("/")?).contains("<title>Holdfast</title>"));

    // After an import nothing goes out before what was open was compared with the accounts: the minute check does it.
    stack.cloud.invoke(minute, &json!({}))?;
    no_changes_then_changes(&stack, &home, &api, &expected)?;
    a_failing_step_is_retried_and_caught(&stack, &home)?;
    the_minute_schedule_sends_what_was_approved(&home, &api)?;

    // And away again: the deployment stands still, and says so.
    let back = folder.path().join("back.jsonl.zst").display().to_string();
    on_aws(&stack, &["export", &back, "--table", &table, "--move"], "Wrote ")?;
    let told = stack.cloud.invoke(minute, &json!({}));
    assert!(told.is_err_and(|e| e.contains("Moved")), "a moved installation stands still");
    Ok(())
}

fn no_changes_then_changes(
    stack: &Stack,
    home: &Apart,
    api: &Session,
    expected: &BTreeMap<String, usize>,
) -> Outcome<()> {
    let (status, steps) = stack.execute()?;
    assert_eq!(status, "SUCCEEDED", "{steps:?}");
    let quiet = [
        ["ChangeDetector", "WhatNext", "Done"].as_slice(),
        &["ChangeDetector", "WhatNext", "Housekeeping", "Release", "Done"],
    ];
    assert!(
        quiet.contains(&steps.iter().map(String::as_str).collect::<Vec<_>>().as_slice()),
        "{steps:?}"
    );
    home.stand_ins.release()?;
    let (status, steps) = stack.execute()?;
    assert_eq!(status, "SUCCEEDED", "{steps:?}");
    // The history of the emulator leaves out what is inside a Map; what came of it is compared below.
    for state in ["Projects", "Release"] {
        assert!(steps.iter().any(|s| s == state), "{state} was not entered: {steps:?}");
    }
    assert_eq!(&outline(&actions(api)?), expected, "the same inputs, the same actions");
    Ok(())
}

fn a_failing_step_is_retried_and_caught(stack: &Stack, home: &Apart) -> Outcome<()> {
    let down = |service: &str| json!({ "kind": "unavailable", "service": service, "times": 1000 });
    home.stand_ins.tell("faults", &json!({ "rules": [down("jira"), down("graph")] }))?;
    let (_, steps) = stack.execute()?;
    home.stand_ins.disarm()?;
    let failed = steps.iter().filter(|s| *s == "failed: UpstreamUnavailable").count();
    assert_eq!(failed, 4, "once and three retries: {steps:?}");
    assert!(steps.iter().any(|s| s == "RecordFailure"), "{steps:?}");
    // The lease was released: the next one runs.
    let (status, steps) = stack.execute()?;
    assert_eq!(status, "SUCCEEDED", "{steps:?}");
    Ok(())
}

/// The upstream is away while the user approves: the approval stands, and the schedule sends it a minute later, once.
fn the_minute_schedule_sends_what_was_approved(home: &Apart, api: &Session) -> Outcome<()> {
    let held = actions(api)?
        .into_iter()
        .find(|a| text(a, "/state") == "held" && text(a, "/request/action/target/op") == "mail");
    let held = held.ok_or("no mail is held")?;
    let (id, subject) =
        (text(&held, "/id").to_owned(), text(&held, "/request/action/subject").to_owned());
    home.stand_ins.arm(&json!({ "kind": "unavailable", "service": "graph", "times": 2 }))?;
    let approval = holdfast_tests::card::approval(&held);
    let (status, told) = api.call("POST", &format!("/api/actions/{id}/approve"), &approval)?;
    assert_eq!(status, 200, "{told}");
    assert_ne!(text(&told, "/state"), "confirmed", "the upstream was away");
    home.stand_ins.disarm()?;
    wait_until("the schedule's send", SCHEDULE_MAX, || {
        let action = actions(api)?.into_iter().find(|a| a["id"] == id.as_str());
        let action = action.ok_or("the action is gone")?;
        if text(&action, "/state") == "confirmed" {
            Ok(())
        } else {
            Err(action["state"].to_string())
        }
    })?;
    assert_eq!(home.stand_ins.sent(&subject)?.len(), 1, "sent once");
    Ok(())
}
