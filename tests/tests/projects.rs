//! Two projects over one mailbox, the directory behind their drafts, and the settings over both, as a user has them.

use holdfast_tests::Outcome;
use holdfast_tests::apart::Apart;
use holdfast_tests::card::{held_mail, text};
use serde_json::{Value, json};

const STRANGER: &str = "v.lane@ledger-audit.example";
const OTHER_STRANGER: &str = "books@ledger-audit.example";
const VENDOR: &str = "support@meridian-pay.example";
const STAKEHOLDER: &str = "peter.hask@brightwater.example";

/// The demo after its first sync, with no check of its own.
fn desk() -> Outcome<Apart> {
    let apart = Apart::start()?;
    apart.settings(&json!({ "polling_interval_min": 120 }))?;
    Ok(apart)
}

/// Checks until what stands there now was read: the check that ends first may have begun before.
fn checked(apart: &Apart) -> Outcome<()> {
    apart.check()?;
    apart.check()
}

/// Delivers a mail; the thread and the folder may be empty. Answers its id.
fn mail(apart: &Apart, from: &str, subject: &str, thread: &str, folder: &str) -> Outcome<String> {
    let mail = json!({ "from": from, "subject": subject, "body": "A word about the plan.",
        "auth": "pass", "thread": thread, "folder": folder });
    let sent = apart.stand_ins.tell("mail", &mail)?;
    Ok(text(&sent, "/immutableId").to_owned())
}

/// Subjects of the mails that no project matches, with their ids; every id once.
fn unassigned(apart: &Apart) -> Outcome<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut path = "/api/unassigned".to_owned();
    loop {
        let page = apart.api.get(&path)?;
        for one in page["items"].as_array().into_iter().flatten() {
            found.push((text(one, "/subject").to_owned(), text(one, "/id").to_owned()));
        }
        match page["cursor"].as_str() {
            Some(cursor) => path = format!("/api/unassigned?cursor={cursor}"),
            None => break,
        }
    }
    let mut ids: Vec<&String> = found.iter().map(|(_, id)| id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), found.len(), "a mail is listed twice");
    Ok(found)
}

/// Whether the mail of a subject waits unassigned.
fn waits(apart: &Apart, subject: &str) -> Outcome<bool> {
    Ok(unassigned(apart)?.iter().any(|(found, _)| found == subject))
}

fn assign(apart: &Apart, subject: &str, project: &str, teach: &str) -> Outcome<u16> {
    let found = unassigned(apart)?.into_iter().find(|(found, _)| found == subject);
    let (_, id) = found.ok_or_else(|| format!("`{subject}` does not wait"))?;
    let body = json!({ "project": project, "teach": teach });
    Ok(apart.api.call("POST", &format!("/api/unassigned/{id}/assign"), &body)?.0)
}

/// Changes what the user sets of a project.
fn project(apart: &Apart, id: &str, change: &Value) -> Outcome<Value> {
    let mut form = apart.api.get(&format!("/api/projects/{id}/form"))?;
    if let (Some(all), Some(new)) = (form.as_object_mut(), change.as_object()) {
        all.extend(new.clone());
    }
    let (status, answer) = apart.api.call("PUT", "/api/projects", &form)?;
    assert_eq!(status, 200, "{answer}");
    Ok(answer)
}

/// How often inbox and archive were asked for changes since a request.
fn polls_since(apart: &Apart, seen: u64) -> Outcome<(usize, usize)> {
    let log = apart.stand_ins.look(&format!("log?after={seen}"))?;
    let polls = |folder: &str| {
        let path = format!("/mailFolders/{folder}/messages/delta");
        let entries = log["entries"].as_array().into_iter().flatten();
        entries.filter(|e| text(e, "/path").ends_with(&path)).count()
    };
    Ok((polls("inbox"), polls("archive")))
}

fn total(counts: &Value) -> u64 {
    let parked = counts["parked"].as_object().into_iter().flatten();
    let parked: u64 = parked.filter_map(|(_, n)| n.as_u64()).sum();
    counts["pending"].as_u64().unwrap_or(0) + counts["processed"].as_u64().unwrap_or(0) + parked
}

#[test]
fn two_projects_over_one_mailbox_read_each_mail_once_and_learn() -> Outcome<()> {
    let mut apart = desk()?;
    let before = total(&apart.signals_by_state()?);
    apart.kill_and_restart()?;

    mail(&apart, STRANGER, "PAY-3: a question", "", "")?;
    mail(&apart, STAKEHOLDER, "The plan of next week", "", "")?;
    mail(&apart, STRANGER, "An audit, first part", "audit", "")?;
    mail(&apart, VENDOR, "New addresses of the gateway", "", "")?;
    mail(&apart, "news@delivery-weekly.example", "Filed by hand", "", "archive")?;
    checked(&apart)?;
    let waiting = unassigned(&apart)?;
    let subjects = ["An audit, first part", "New addresses of the gateway"];
    for subject in subjects {
        assert!(waiting.iter().any(|(found, _)| found == subject), "{subject}: {waiting:?}");
    }
    for subject in ["PAY-3: a question", "The plan of next week", "Filed by hand"] {
        assert!(!waiting.iter().any(|(found, _)| found == subject), "{subject}: {waiting:?}");
    }

    // One click each: a thread, a confirmed sender, a folder that two projects name is read once.
    assert_eq!(assign(&apart, subjects[0], "por", "sender")?, 422, "not a confirmed address");
    assert_eq!(assign(&apart, subjects[0], "por", "thread")?, 204);
    assert_eq!(assign(&apart, subjects[1], "pay", "sender")?, 204);
    project(&apart, "por", &json!({ "mail_folders": ["archive"] }))?;
    checked(&apart)?;
    mail(&apart, OTHER_STRANGER, "An audit, second part", "audit", "")?;
    mail(&apart, VENDOR, "The gateway moves tonight", "", "")?;
    mail(&apart, "news@delivery-weekly.example", "Filed by hand too", "", "archive")?;
    checked(&apart)?;
    for subject in ["An audit, second part", "The gateway moves tonight", "Filed by hand too"] {
        assert!(!waits(&apart, subject)?, "{subject} was not learnt");
    }

    // Moving a mail that waits into the folder of a project assigns it; it stays the same signal.
    let moved = mail(&apart, "news@delivery-weekly.example", "Moved by hand", "", "")?;
    checked(&apart)?;
    assert!(waits(&apart, "Moved by hand")?);
    apart.stand_ins.tell("mail-move", &json!({ "id": moved, "folder": "archive" }))?;
    checked(&apart)?;
    assert!(!waits(&apart, "Moved by hand")?, "moving it said where it belongs");

    // A paused project gets no mail, and nobody else gets it instead.
    project(&apart, "por", &json!({ "status": "paused" }))?;
    mail(&apart, VENDOR, "An audit and the gateway", "audit", "")?;
    mail(&apart, OTHER_STRANGER, "A new audit", "", "")?;
    checked(&apart)?;
    assert!(waits(&apart, "An audit and the gateway")?, "the thread belongs to the paused one");
    assert_eq!(assign(&apart, "A new audit", "por", "domain")?, 422, "it is paused");
    project(&apart, "por", &json!({ "status": "active" }))?;
    assert_eq!(assign(&apart, "A new audit", "por", "domain")?, 204);
    mail(&apart, STRANGER, "One more audit", "", "")?;
    checked(&apart)?;
    assert!(!waits(&apart, "One more audit")?, "the domain was not learnt");

    // A folder that two projects name says nothing about either, and is read once in a check, as the inbox is.
    project(&apart, "pay", &json!({ "mail_folders": ["archive"] }))?;
    mail(&apart, "news@delivery-weekly.example", "Filed for both", "", "archive")?;
    let seen = apart.stand_ins.look("log")?["total"].as_u64().unwrap_or(0);
    checked(&apart)?;
    assert!(waits(&apart, "Filed for both")?);
    let polls = polls_since(&apart, seen)?;
    assert!(polls.0 > 0 && polls.0 == polls.1, "inbox and archive: {polls:?}");

    // Thirteen mails came, and thirteen signals: none twice, none lost.
    let after = total(&apart.signals_by_state()?);
    assert_eq!(after - before, 13);
    Ok(())
}

#[test]
fn the_directory_and_the_settings_act_on_what_is_held() -> Outcome<()> {
    let apart = desk()?;
    apart.release()?;
    let held = held_mail(&apart)?;
    let id = text(&held, "/id");

    // What other settings would have done, without doing it.
    let settings = apart.api.get("/api/settings")?["settings"].clone();
    let mut longer = settings.clone();
    longer["thresholds"]["hold_mail_min"] = json!(90);
    let ask = |settings: &Value| json!({ "settings": settings, "days": 14 });
    let same = apart.api.post("/api/settings/preview", &ask(&settings))?;
    assert!(same["judged"].as_u64() > Some(0) && same["changes"] == json!([]), "{same}");
    let preview = apart.api.post("/api/settings/preview", &ask(&longer))?;
    let changed = preview["changes"].as_array().cloned().unwrap_or_default();
    assert!(changed.iter().any(|c| c["id"] == id && c["laxer"] == false), "{preview}");
    assert_eq!(apart.action(id)?["revision"], held["revision"], "a preview changes nothing");

    // The user takes back that an address belongs to somebody: what is held for it is asked about.
    let address = text(&held, "/recipients/0/address");
    let page = apart.api.get(&format!("/api/people?find={address}"))?;
    let person = &page["items"][0];
    let path = format!("/api/people/{}/address", text(person, "/id"));
    let edit = json!({ "revision": person["revision"], "verb": "unconfirm", "address": address });
    apart.api.post(&path, &edit)?;
    assert_eq!(apart.action(id)?["state"], "escalated");

    // Suggested is who was written to, never who wrote.
    let sent = json!({ "from": "morgan.ellis@northwind.example", "folder": "sentitems",
        "to": ["Nina Park <nina.park@harb0urbank.example>", STAKEHOLDER],
        "subject": "Next steps", "body": "As agreed." });
    apart.stand_ins.tell("mail", &sent)?;
    let all = apart.api.get("/api/people/suggestions")?;
    let all = all.as_array().cloned().unwrap_or_default();
    let with = |address: &str| {
        all.iter().find(|s| s["addresses"].as_array().is_some_and(|a| a.contains(&json!(address))))
    };
    let nina = with("nina.park@harb0urbank.example").ok_or("nobody is suggested")?;
    assert_eq!(nina["source"], "1 mail sent to this address");
    assert_eq!(nina["name"], "Nina Park");
    assert!(text(nina, "/warning").contains("harbourbank.example"), "{nina}");
    for never in [STRANGER, STAKEHOLDER, "morgan.ellis@northwind.example"] {
        assert!(with(never).is_none(), "{never} is suggested");
    }
    Ok(())
}
