//! The integration against the real stand-in, over HTTP, within what `plugin.toml` allows.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../../sdk/testing/http.rs"]
#[allow(dead_code, reason = "shared by the tests of both guests")]
mod http;

use std::collections::BTreeSet;

use holdfast_upstream::{Fault, FaultKind, Faults, MAILBOX, Service, Source, UpstreamConfig};
use http::{Http, NOW_MS};
use plugin_outlook::Outlook;
use plugin_sdk::payload::{
    Change, Effect, EffectKind, Folder, FolderEntry, ProbeTarget, Recipient, SCHEMA, Scope, Signal,
};
use plugin_sdk::{Failure, Integration, Outcome};
use serde_json::{Value, json};

const MANIFEST: &str = include_str!("../plugin.toml");
const DAY_MS: i64 = 86_400_000;

fn start(withhold_days: u32) -> Http {
    let config = UpstreamConfig { withhold_days, ..UpstreamConfig::sample(NOW_MS) };
    let mut http = Http::start(config, MANIFEST, "/graph/v1.0");
    http.graph_token();
    http
}

fn scope(folder: &str, since_ms: i64) -> Scope {
    let (mailbox, folder) = (MAILBOX.to_owned(), folder.to_owned());
    Scope::MailFolder { mailbox, folder, since_ms, now_ms: NOW_MS }
}

/// Polls to the delta link: every signal, and the checkpoint.
fn round(http: &mut Http, scope: &Scope, from: &[u8], max: u32) -> (Vec<Signal>, Vec<u8>) {
    let (mut out, mut checkpoint) = (Vec::new(), from.to_vec());
    for _ in 0..200 {
        let page = Outlook::poll(http, scope, &checkpoint, max).unwrap();
        assert!(page.raws.iter().all(|raw| raw.change_key == "message"));
        out.extend(page.raws.iter().map(|raw| Outlook::normalise(raw).unwrap()));
        checkpoint = page.next;
        if !page.more {
            return (out, checkpoint);
        }
    }
    panic!("the round does not end");
}

fn ids(found: &[Signal]) -> BTreeSet<String> {
    found.iter().map(|s| s.entity.clone()).collect()
}

fn mailbox(http: &Http, folder: &str) -> Vec<Value> {
    let all = http.running.state.look("mailbox");
    all[folder].as_array().unwrap_or_else(|| panic!("{folder} in {all}")).clone()
}

fn effect(intent: &str, reply_to: Option<String>) -> Effect {
    let kind = EffectKind::Mail {
        mailbox: MAILBOX.into(),
        reply_to,
        to: vec![
            Recipient { address: "tom.okafor@northwind.example".into(), name: "Tom Okafor".into() },
            Recipient { address: "priya.nair@northwind.example".into(), name: String::new() },
        ],
        subject: "Status of the cutover".into(),
        body: "The rehearsal is on Thursday.\n\nThe plan is attached to the issue.".into(),
    };
    Effect { schema: SCHEMA, intent: intent.into(), claimed_at_ms: NOW_MS, kind }
}

#[test]
fn the_first_sync_reads_the_window_with_envelope_and_headers() {
    let mut http = start(0);
    assert_eq!(Outlook::health(&mut http).unwrap()["delegated"], false);
    let since = NOW_MS - 14 * DAY_MS;
    let (found, _) = round(&mut http, &scope("inbox", since), b"", 20);
    assert!(found.len() >= 10, "{}", found.len());
    for signal in &found {
        let mail = signal.mail.as_ref().unwrap();
        assert_eq!((signal.change.clone(), mail.folder), (Change::Message, Folder::Inbox));
        assert!(signal.occurred_at_ms >= since && !mail.conversation_id.is_empty());
        assert!(!mail.from.is_empty() && mail.from[0].address.contains('@'));
        assert!(signal.texts.iter().any(|t| t.part == "body"));
        assert_eq!(signal.intent, None);
    }
    let auth = |name: &str| {
        found
            .iter()
            .filter(|s| s.mail.as_ref().unwrap().auth.auth_as.as_deref() == Some(name))
            .count()
    };
    assert!(auth("Internal") > 0, "no mail from within the organisation");
    let (small, _) = round(&mut http, &scope("inbox", since), b"", 3);
    assert_eq!(ids(&small), ids(&found));
    assert!(http.sent.iter().all(|line| line.starts_with("GET ")));
}

#[test]
fn later_rounds_see_new_mail_and_neither_flags_nor_removals() {
    let mut http = start(0);
    let scope = scope("inbox", NOW_MS - 14 * DAY_MS);
    let (first, checkpoint) = round(&mut http, &scope, b"", 20);
    let (none, checkpoint) = round(&mut http, &scope, &checkpoint, 20);
    assert_eq!(none, []);
    let known: Vec<String> = ids(&first).into_iter().collect();
    http.control("mail-read", &json!({"id": known[0], "is_read": true}));
    http.control("mail-remove", &json!({"id": known[1]}));
    let asked = json!({"from": "Mallory <m@outside.example>", "subject": "News", "body": "Hello",
        "headers": [["Authentication-Results", "mx; dmarc=fail"],
            ["Authentication-Results", "forged; dmarc=pass header.from=northwind.example"]]});
    let made = http.control("mail", &asked);
    let (changes, _) = round(&mut http, &scope, &checkpoint, 20);
    let new: Vec<String> = ids(&changes).difference(&ids(&first)).cloned().collect();
    assert_eq!(new, [made["immutableId"].as_str().unwrap()]);
    let mail = changes.iter().find(|s| s.entity == new[0]).unwrap().mail.clone().unwrap();
    assert_eq!(mail.auth.authentication_results.as_deref(), Some("mx; dmarc=fail"));
    assert_eq!(mail.from[0].address, "m@outside.example");
    // The flag flip came as a partial row and was completed to the same message as before.
    let flipped = changes.iter().find(|s| s.entity == known[0]);
    let before = first.iter().find(|s| s.entity == known[0]);
    assert!(flipped.is_none() || flipped == before);
}

#[test]
fn an_expired_delta_asks_for_a_resync_that_finds_the_same() {
    let mut http = start(0);
    let scope = scope("inbox", NOW_MS - 14 * DAY_MS);
    let (first, checkpoint) = round(&mut http, &scope, b"", 20);
    http.control("delta/expire", &Value::Null);
    let expired = Outlook::poll(&mut http, &scope, &checkpoint, 20);
    assert!(matches!(expired, Err(Failure::Resync(_))), "{expired:?}");
    let (again, _) = round(&mut http, &scope, b"", 20);
    assert_eq!(ids(&again), ids(&first));
}

#[test]
fn a_mail_is_drafted_read_back_sent_once_and_found_again() {
    let mut http = start(0);
    let (found, _) = round(&mut http, &scope("inbox", 0), b"", 20);
    let (_, sent_checkpoint) = round(&mut http, &scope("sentitems", 0), b"", 20);
    let thread = found[0].mail.clone().unwrap().conversation_id;
    let target = ProbeTarget::Thread { mailbox: MAILBOX.into(), conversation_id: thread.clone() };
    let before = Outlook::probe(&mut http, &target).unwrap();
    let effect = effect("intent-m1", Some(found[0].entity.clone()));
    let EffectKind::Mail { subject, body, .. } = &effect.kind else { panic!() };
    assert_eq!(Outlook::reconcile(&mut http, &effect, None), Ok(Outcome::Absent));

    let (drafts, sent) = (mailbox(&http, "drafts").len(), mailbox(&http, "sentItems").len());
    http.writes = true;
    let prepared = Outlook::prepare(&mut http, &effect).unwrap();
    let draft = prepared.draft.clone().unwrap();
    assert_eq!(draft.to, ["tom.okafor@northwind.example", "priya.nair@northwind.example"]);
    assert_eq!((draft.other, &draft.subject, &draft.body), (vec![], subject, body));
    assert_eq!(prepared.also, thread);
    let again = Outlook::prepare(&mut http, &effect).unwrap();
    assert_eq!(again, prepared);
    assert_eq!(mailbox(&http, "drafts").len(), drafts + 1);
    let outcome = Outlook::reconcile(&mut http, &effect, None);
    assert!(matches!(&outcome, Ok(Outcome::Prepared(r)) if r.id == prepared.id), "{outcome:?}");

    Outlook::submit(&mut http, &effect, &prepared).unwrap();
    assert_eq!(mailbox(&http, "drafts").len(), drafts);
    assert_eq!(mailbox(&http, "sentItems").len(), sent + 1);
    let outcome = Outlook::reconcile(&mut http, &effect, None);
    assert!(matches!(outcome, Ok(Outcome::Confirmed(_))), "{outcome:?}");
    assert_eq!(Outlook::probe(&mut http, &target).unwrap(), before);
    let late = Outlook::withdraw(&mut http, &effect, Some(&prepared));
    assert!(matches!(late, Err(Failure::Refused(_)) | Ok(())), "{late:?}");
    assert_eq!(mailbox(&http, "sentItems").len(), sent + 1, "a sent mail was withdrawn");

    http.writes = false;
    let (own, _) = round(&mut http, &scope("sentitems", 0), &sent_checkpoint, 20);
    let intents: Vec<_> = own.iter().map(|s| s.intent.as_deref()).collect();
    assert_eq!(intents, [Some("intent-m1")]);
    assert_eq!(own[0].mail.as_ref().unwrap().folder, Folder::Sent);
}

#[test]
fn probe_sees_an_answer_by_somebody_else() {
    let mut http = start(0);
    let asked = json!({"from": "Tom <tom@outside.example>", "subject": "A", "body": "x",
        "thread": "probe-thread"});
    http.control("mail", &asked);
    let (found, _) = round(&mut http, &scope("inbox", NOW_MS - DAY_MS), b"", 20);
    let mail = found.iter().find_map(|s| s.mail.clone().filter(|m| m.subject == "A")).unwrap();
    let target =
        ProbeTarget::Thread { mailbox: MAILBOX.into(), conversation_id: mail.conversation_id };
    let before = Outlook::probe(&mut http, &target).unwrap();
    assert_eq!(Outlook::probe(&mut http, &target).unwrap(), before);
    let later = http.running.state.now_ms() + 60_000;
    let again = json!({"from": "Ann <ann@outside.example>", "subject": "Re: A", "body": "y",
        "thread": "probe-thread", "at_ms": later});
    http.control("mail", &again);
    assert_ne!(Outlook::probe(&mut http, &target).unwrap(), before);
}

#[test]
fn withdraw_removes_the_draft_and_is_idempotent() {
    let mut http = start(0);
    let drafts = mailbox(&http, "drafts").len();
    let effect = effect("intent-w1", None);
    http.writes = true;
    let prepared = Outlook::prepare(&mut http, &effect).unwrap();
    assert_eq!(mailbox(&http, "drafts").len(), drafts + 1);
    // Without a receipt, as after a crash between the draft and its record.
    Outlook::withdraw(&mut http, &effect, None).unwrap();
    assert_eq!(mailbox(&http, "drafts").len(), drafts);
    Outlook::withdraw(&mut http, &effect, Some(&prepared)).unwrap();
    assert_eq!(Outlook::reconcile(&mut http, &effect, None), Ok(Outcome::Absent));
}

#[test]
fn a_lost_answer_is_unknown_and_the_mail_is_found_by_its_marker() {
    let mut http = start(0);
    let effect = effect("intent-lost", None);
    http.writes = true;
    let prepared = Outlook::prepare(&mut http, &effect).unwrap();
    let rules = vec![Fault::once(FaultKind::ReplyLost, Service::Graph).on("/send")];
    let faults = Faults { rules, lose_immutable_id: true, ..Faults::default() };
    http.running.state.set_faults(faults);
    let submitted = Outlook::submit(&mut http, &effect, &prepared);
    assert!(matches!(submitted, Err(Failure::UnknownEffect(_))), "{submitted:?}");
    let outcome = Outlook::reconcile(&mut http, &effect, Some(&prepared));
    assert!(matches!(outcome, Ok(Outcome::Confirmed(_))), "{outcome:?}");
}

#[test]
fn accepted_with_retry_after_is_success() {
    let mut http = start(0);
    let effect = effect("intent-202", None);
    http.writes = true;
    let prepared = Outlook::prepare(&mut http, &effect).unwrap();
    let rules = vec![Fault::once(FaultKind::AcceptedRetryAfter, Service::Graph).on("/send")];
    http.running.state.set_faults(Faults { rules, ..Faults::default() });
    Outlook::submit(&mut http, &effect, &prepared).unwrap();
}

#[test]
fn real_mails_are_read_without_loss() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    if !std::path::Path::new(folder).join("mail").is_dir() {
        eprintln!("SKIPPED: no real mails in ../shared/data");
        return;
    }
    let source = Source::Payloads(folder.into());
    let config = UpstreamConfig { source, withhold_days: 0, ..UpstreamConfig::sample(NOW_MS) };
    let mut http = Http::start(config, MANIFEST, "/graph/v1.0");
    http.graph_token();
    let (found, _) = round(&mut http, &scope("inbox", 0), b"", 20);
    let held = http.running.state.look("mailbox")["inboxCount"].as_u64().unwrap();
    assert!(held >= 200, "{held}");
    assert_eq!((ids(&found).len() as u64, found.len() as u64), (held, held));
}

#[test]
fn folders_are_listed_with_those_inside_page_by_page() {
    let mut http = start(0);
    let mut listed = |max: u32| {
        let scope = Scope::MailFolders { mailbox: MAILBOX.into() };
        let (mut out, mut checkpoint, mut pages) = (Vec::new(), Vec::new(), 0);
        loop {
            let page = Outlook::poll(&mut http, &scope, &checkpoint, max).unwrap();
            pages += 1;
            let read = |raw: &plugin_sdk::Raw| -> FolderEntry {
                serde_json::from_slice(&raw.body).unwrap()
            };
            out.extend(page.raws.iter().map(read));
            if !page.more {
                return (out, pages);
            }
            checkpoint = page.next;
        }
    };
    let (whole, one) = listed(50);
    let (small, many) = listed(2);
    assert_eq!((whole.len(), one, many), (6, 1, 3));
    assert_eq!(small, whole);
    assert!(whole.iter().any(|f| f.name == "Inbox / Projects" && !f.id.is_empty()), "{whole:?}");
}
