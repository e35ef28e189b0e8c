//! The integration against the real stand-in, over HTTP, within what `plugin.toml` allows.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../../sdk/testing/http.rs"]
#[allow(dead_code, reason = "shared by the tests of both guests")]
mod http;

use std::collections::{BTreeMap, BTreeSet};

use holdfast_upstream::{
    Fault, FaultKind, Faults, JIRA_TOKEN, JIRA_USER, Service, Source, UpstreamConfig,
};
use http::{Http, NOW_MS};
use plugin_jira::Jira;
use plugin_sdk::payload::{
    Change, Effect, EffectKind, ProbeTarget, ProjectEntry, SCHEMA, Scope, Signal, StatusCategory,
    UserEntry,
};
use plugin_sdk::serde_json::{self, Value};
use plugin_sdk::{Failure, Integration, Outcome, Raw};

const MANIFEST: &str = include_str!("../plugin.toml");
const DAY_MS: i64 = 86_400_000;

fn start(withhold_days: u32) -> Http {
    let config = UpstreamConfig { withhold_days, ..UpstreamConfig::sample(NOW_MS) };
    let mut http = Http::start(config, MANIFEST, "/jira");
    http.authorise(basic());
    http
}

/// `Basic` of the demo user and token.
fn basic() -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let pair = format!("{JIRA_USER}:{JIRA_TOKEN}");
    let mut out = String::from("Basic ");
    for chunk in pair.as_bytes().chunks(3) {
        let mut bits = 0_usize;
        for index in 0..3 {
            bits = bits << 8 | usize::from(*chunk.get(index).unwrap_or(&0));
        }
        for index in 0..4 {
            let digit = DIGITS[bits >> (18 - 6 * index) & 63];
            out.push(if index <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

fn scope(since_ms: i64, now_ms: i64) -> Scope {
    Scope::JiraProject { project_key: "PAY".into(), since_ms, board_id: None, now_ms }
}

/// Polls to the end of the round: every raw, its signal, and the checkpoint.
fn round(http: &mut Http, scope: &Scope, from: &[u8], max: u32) -> (Vec<(Raw, Signal)>, Vec<u8>) {
    let (mut out, mut checkpoint) = (Vec::new(), from.to_vec());
    for _ in 0..100 {
        let page = Jira::poll(http, scope, &checkpoint, max).unwrap();
        for raw in page.raws {
            let signal = Jira::normalise(&raw).unwrap();
            assert_eq!((&signal.entity, &signal.change_key), (&raw.entity, &raw.change_key));
            out.push((raw, signal));
        }
        checkpoint = page.next;
        if !page.more {
            return (out, checkpoint);
        }
    }
    panic!("the round does not end");
}

fn ids(found: &[(Raw, Signal)]) -> BTreeSet<(String, String)> {
    found.iter().map(|(raw, _)| (raw.entity.clone(), raw.change_key.clone())).collect()
}

fn effect(intent: &str, kind: EffectKind) -> Effect {
    Effect { schema: SCHEMA, intent: intent.into(), claimed_at_ms: NOW_MS, kind }
}

/// An issue that is not done, with its signal.
fn open_issue(found: &[(Raw, Signal)]) -> String {
    let open = found.iter().filter_map(|(_, s)| s.issue.as_ref());
    let to_do = open.clone().find(|i| i.status_category == StatusCategory::InProgress);
    to_do.unwrap().key.clone()
}

#[test]
fn the_first_sync_reads_open_issues_and_recent_changes() {
    let mut http = start(0);
    let health = Jira::health(&mut http).unwrap();
    assert!(health["account_id"].as_str().unwrap().contains(':'));
    let since = NOW_MS - 14 * DAY_MS;
    let (found, _) = round(&mut http, &scope(since, NOW_MS), b"", 50);
    let snapshots: BTreeMap<&str, &Signal> = found
        .iter()
        .filter(|(_, s)| s.change == Change::Snapshot)
        .map(|(raw, s)| (raw.entity.as_str(), s))
        .collect();
    assert!(snapshots.len() >= 10, "{}", snapshots.len());
    let issues = || snapshots.values().filter_map(|s| s.issue.as_ref());
    assert!(issues().all(|i| i.project_key == "PAY" && !i.summary.is_empty() && i.created_ms > 0));
    assert!(issues().any(|i| i.points_x10.is_some()), "no story points");
    assert!(issues().any(|i| i.sprint.as_ref().is_some_and(|s| s.state == "active")), "no sprint");
    for (raw, signal) in &found {
        assert!(signal.change == Change::Snapshot || raw.occurred_at_ms >= since, "{raw:?}");
        assert!(
            !signal.authors.is_empty() && signal.authors.iter().all(|a| !a.account_id.is_empty())
        );
    }
    let kind = |f: fn(&Change) -> bool| found.iter().any(|(_, s)| f(&s.change));
    assert!(kind(|c| matches!(c, Change::Field { field, .. } if field == "status")), "no status");
    assert!(kind(|c| matches!(c, Change::Comment { .. })), "no comment");
    assert!(http.sent.iter().all(|line| line.starts_with("GET ")));
}

#[test]
fn pages_of_any_size_find_the_same_and_nothing_twice() {
    let mut http = start(0);
    let scope = scope(0, NOW_MS);
    let (whole, _) = round(&mut http, &scope, b"", 20);
    let (small, _) = round(&mut http, &scope, b"", 3);
    assert_eq!(ids(&whole), ids(&small));
    assert_eq!(ids(&whole).len(), whole.len());
}

#[test]
fn later_rounds_find_what_was_released_and_miss_nothing() {
    let mut http = start(3);
    let since = NOW_MS - 14 * DAY_MS;
    let (first, checkpoint) = round(&mut http, &scope(since, NOW_MS), b"", 20);
    let (none, checkpoint) = round(&mut http, &scope(since, NOW_MS + 60_000), &checkpoint, 20);
    assert!(ids(&none).is_subset(&ids(&first)), "a change out of nothing");
    http.control("release", &serde_json::json!({"restamp": true}));
    let now = http.running.state.now_ms();
    let (changes, _) = round(&mut http, &scope(since, now), &checkpoint, 20);
    let new: BTreeSet<_> = ids(&changes).difference(&ids(&first)).cloned().collect();
    assert!(!new.is_empty());
    // A fresh sync of everything knows of no change that the rounds did not see.
    let (all, _) = round(&mut http, &scope(since, now), b"", 20);
    let events = |set: BTreeSet<(String, String)>| -> BTreeSet<(String, String)> {
        set.into_iter().filter(|(_, key)| !key.starts_with("snapshot@")).collect()
    };
    let seen: BTreeSet<_> = ids(&first).union(&ids(&changes)).cloned().collect();
    assert_eq!(events(ids(&all)), events(seen));
}

#[test]
fn an_invalid_checkpoint_or_token_does_not_block_the_scope() {
    let mut http = start(0);
    let scope = scope(0, NOW_MS);
    let nonsense = Jira::poll(&mut http, &scope, b"nonsense", 5);
    assert!(matches!(nonsense, Err(Failure::Resync(_))));
    let page = Jira::poll(&mut http, &scope, b"", 2).unwrap();
    let mut state: serde_json::Value = serde_json::from_slice(&page.next).unwrap();
    state["page_token"] = "expired".into();
    let again = Jira::poll(&mut http, &scope, state.to_string().as_bytes(), 2).unwrap();
    assert_eq!(again.raws, page.raws);
}

#[test]
fn throttling_and_refused_credentials_are_told_apart() {
    let mut http = start(0);
    let mut fault = Fault::once(FaultKind::TooManyRequests, Service::Jira);
    fault.retry_after_s = 9;
    http.running.state.set_faults(Faults { rules: vec![fault], ..Faults::default() });
    assert_eq!(Jira::health(&mut http), Err(Failure::Throttled(9_000)));
    http.authorise("Basic nonsense".into());
    assert!(matches!(Jira::health(&mut http), Err(Failure::Unauthorised(_))));
}

#[test]
fn a_comment_is_marked_found_again_and_invisible_to_probe() {
    let mut http = start(0);
    let (found, checkpoint) = round(&mut http, &scope(0, NOW_MS), b"", 20);
    let issue = open_issue(&found);
    let own_account_id =
        Jira::health(&mut http).unwrap()["account_id"].as_str().unwrap().to_owned();
    let target = ProbeTarget::Issue { issue: issue.clone(), own_account_id };
    let before = Jira::probe(&mut http, &target).unwrap();
    let body = "The date moved.\n\nSee the plan:\n- one\n".to_owned();
    let effect = effect("intent-c1", EffectKind::JiraComment { issue: issue.clone(), body });

    let prepared = Jira::prepare(&mut http, &effect).unwrap();
    let EffectKind::JiraComment { body, .. } = &effect.kind else { panic!() };
    assert_eq!(&prepared.draft.as_ref().unwrap().body, body);
    assert_eq!(Jira::reconcile(&mut http, &effect, Some(&prepared)), Ok(Outcome::Absent));
    http.writes = true;
    let done = Jira::submit(&mut http, &effect, &prepared).unwrap();
    http.writes = false;
    assert_eq!(&done.draft.as_ref().unwrap().body, body);
    assert!(done.link.ends_with(&format!("/browse/{issue}")), "{}", done.link);
    let Ok(Outcome::Confirmed(again)) = Jira::reconcile(&mut http, &effect, None) else { panic!() };
    assert_eq!(again, done);
    assert_eq!(Jira::probe(&mut http, &target).unwrap(), before);

    let (changes, _) = round(&mut http, &scope(0, NOW_MS + 60_000), &checkpoint, 20);
    let own = changes.iter().find(|(_, s)| s.intent.is_some()).unwrap();
    assert_eq!(own.1.intent.as_deref(), Some("intent-c1"));
    assert!(matches!(&own.1.change, Change::Comment { id, .. } if *id == done.id));
}

#[test]
fn a_lost_answer_is_an_unknown_effect_and_reconcile_knows() {
    let mut http = start(0);
    let (found, _) = round(&mut http, &scope(0, NOW_MS), b"", 20);
    let issue = open_issue(&found);
    let kind = EffectKind::JiraComment { issue, body: "Once.".into() };
    let effect = effect("intent-lost", kind);
    let prepared = Jira::prepare(&mut http, &effect).unwrap();
    let fault = Fault::once(FaultKind::ReplyLost, Service::Jira).on("/comment");
    http.running.state.set_faults(Faults { rules: vec![fault], ..Faults::default() });
    http.writes = true;
    let submitted = Jira::submit(&mut http, &effect, &prepared);
    assert!(matches!(submitted, Err(Failure::UnknownEffect(_))), "{submitted:?}");
    http.writes = false;
    let outcome = Jira::reconcile(&mut http, &effect, Some(&prepared));
    assert!(matches!(outcome, Ok(Outcome::Confirmed(_))), "{outcome:?}");
}

#[test]
fn a_status_moves_by_its_transition_and_is_found_in_the_changelog() {
    let mut http = start(0);
    let (found, _) = round(&mut http, &scope(0, NOW_MS), b"", 20);
    let issue = open_issue(&found);
    let own_account_id =
        Jira::health(&mut http).unwrap()["account_id"].as_str().unwrap().to_owned();
    let target =
        ProbeTarget::Issue { issue: issue.clone(), own_account_id: own_account_id.clone() };
    let before = Jira::probe(&mut http, &target).unwrap();
    let kind = |to_status: &str| EffectKind::JiraStatus {
        issue: issue.clone(),
        to_status: to_status.into(),
        own_account_id: own_account_id.clone(),
    };
    let unknown = Jira::prepare(&mut http, &effect("i", kind("Nowhere")));
    assert!(matches!(unknown, Err(Failure::Refused(_))), "{unknown:?}");
    let effect = effect("intent-s1", kind("Done"));
    let prepared = Jira::prepare(&mut http, &effect).unwrap();
    assert!(!prepared.also.is_empty());
    assert_eq!(prepared.draft.as_ref().unwrap().subject, "Done");
    assert_eq!(Jira::reconcile(&mut http, &effect, Some(&prepared)), Ok(Outcome::Absent));
    http.writes = true;
    let done = Jira::submit(&mut http, &effect, &prepared).unwrap();
    http.writes = false;
    assert!(!done.id.is_empty());
    let Ok(Outcome::Confirmed(again)) = Jira::reconcile(&mut http, &effect, Some(&prepared)) else {
        panic!()
    };
    assert_eq!(again.id, done.id);
    assert_eq!(Jira::probe(&mut http, &target).unwrap(), before);
    let repeated = Jira::prepare(&mut http, &effect);
    assert!(matches!(repeated, Err(Failure::Refused(_))), "{repeated:?}");
}

#[test]
fn a_created_issue_carries_label_and_property() {
    let mut http = start(0);
    let kind = EffectKind::JiraCreate {
        project_key: "PAY".into(),
        issue_type: "Task".into(),
        summary: "Renew the certificate".into(),
        description: "It expires.\n\nAcceptance criteria: renewed.".into(),
    };
    let effect = effect("intent-created-1", kind);
    let prepared = Jira::prepare(&mut http, &effect).unwrap();
    assert_eq!(prepared.draft.as_ref().unwrap().subject, "Renew the certificate");
    assert_eq!(Jira::reconcile(&mut http, &effect, Some(&prepared)), Ok(Outcome::Absent));
    http.writes = true;
    let done = Jira::submit(&mut http, &effect, &prepared).unwrap();
    http.writes = false;
    let outcome = Jira::reconcile(&mut http, &effect, None);
    let Ok(Outcome::Confirmed(again)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(again.id, done.id);
    let (found, _) = round(&mut http, &scope(NOW_MS - DAY_MS, NOW_MS + 60_000), b"", 20);
    let made = found.iter().find(|(r, s)| r.entity == done.id && s.change == Change::Created);
    let (_, signal) = made.unwrap();
    assert_eq!(signal.intent.as_deref(), Some("intent-created-1"));
    assert!(signal.issue.as_ref().unwrap().has_criteria);
}

#[test]
fn writes_are_denied_outside_of_an_intent() {
    let mut http = start(0);
    let kind = EffectKind::JiraComment { issue: "PAY-1".into(), body: "x".into() };
    let effect = effect("i", kind);
    let receipt = plugin_sdk::payload::Receipt { schema: SCHEMA, ..Default::default() };
    let denied = Jira::submit(&mut http, &effect, &receipt);
    assert!(matches!(denied, Err(Failure::Denied(_))), "{denied:?}");
}

#[test]
fn real_payloads_are_read_without_loss() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let file = format!("{folder}/jira/jira_api_issues.jsonl");
    let Ok(lines) = std::fs::read_to_string(&file) else {
        eprintln!("SKIPPED: no real payloads in ../shared/data");
        return;
    };
    let keys: BTreeSet<String> = lines
        .lines()
        .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok())
        .filter_map(|v| v["key"].as_str().map(str::to_owned))
        .collect();
    let source = Source::Payloads(folder.into());
    let config = UpstreamConfig { source, withhold_days: 0, ..UpstreamConfig::sample(NOW_MS) };
    let mut http = Http::start(config, MANIFEST, "/jira");
    http.authorise(basic());
    let mut seen = BTreeSet::new();
    let projects: BTreeSet<&str> =
        keys.iter().filter_map(|k| k.rsplit_once('-').map(|(p, _)| p)).collect();
    for project in projects {
        let project_key = project.to_owned();
        let scope = Scope::JiraProject { project_key, since_ms: 0, board_id: None, now_ms: NOW_MS };
        let (found, _) = round(&mut http, &scope, b"", 20);
        assert_eq!(ids(&found).len(), found.len(), "a change came twice");
        assert!(found.iter().all(|(raw, _)| raw.body.len() <= 250_000));
        seen.extend(found.into_iter().map(|(raw, _)| raw.entity));
    }
    assert_eq!(seen, keys);
}

/// Every entry of a scope that lists, with the number of pages.
fn listed(http: &mut Http, scope: &Scope, max: u32) -> (Vec<Value>, usize) {
    let (mut out, mut checkpoint) = (Vec::new(), Vec::new());
    for pages in 1..100 {
        let page = Jira::poll(http, scope, &checkpoint, max).unwrap();
        out.extend(page.raws.iter().map(|raw| serde_json::from_slice::<Value>(&raw.body).unwrap()));
        if !page.more {
            return (out, pages);
        }
        checkpoint = page.next;
    }
    panic!("the list does not end");
}

#[test]
fn projects_are_listed_with_their_boards_page_by_page() {
    let mut http = start(0);
    let (whole, _) = listed(&mut http, &Scope::JiraProjects {}, 50);
    assert!(whole.len() >= 2, "{whole:?}");
    let (small, pages) = listed(&mut http, &Scope::JiraProjects {}, 1);
    assert_eq!((small, pages), (whole.clone(), whole.len()));
    let pay: ProjectEntry =
        serde_json::from_value(whole.iter().find(|p| p["key"] == "PAY").unwrap().clone()).unwrap();
    assert!(!pay.name.is_empty() && pay.boards.len() == 1 && pay.boards[0].0 > 0, "{pay:?}");
}

#[test]
fn people_are_listed_once_each_whatever_the_page() {
    let mut http = start(0);
    let (whole, _) = listed(&mut http, &Scope::JiraUsers {}, 50);
    let (small, pages) = listed(&mut http, &Scope::JiraUsers {}, 2);
    assert_eq!(small, whole);
    assert!(pages > 2, "{pages}");
    let users: Vec<UserEntry> =
        whole.into_iter().map(|u| serde_json::from_value(u).unwrap()).collect();
    assert!(users.iter().all(|u| !u.account_id.is_empty() && !u.name.is_empty()));
    assert!(users.iter().any(|u| u.address.is_empty()), "the stand-in hides some addresses");
}

#[test]
fn a_site_without_boards_still_lists_its_projects() {
    let mut http = start(0);
    let gone = Fault { times: 100, ..Fault::once(FaultKind::Unauthorised, Service::Jira) };
    http.running.state.set_faults(Faults { rules: vec![gone.on("/board")], ..Faults::default() });
    let (found, _) = listed(&mut http, &Scope::JiraProjects {}, 50);
    assert!(found.len() >= 2 && found.iter().all(|p| p["boards"] == Value::Array(Vec::new())));
}
