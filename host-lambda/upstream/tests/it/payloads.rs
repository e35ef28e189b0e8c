//! Real payloads: everything is served, nothing is lost, bad folders are refused in a sentence.

use std::collections::BTreeSet;

use holdfast_upstream::{Error, Faults, Source, State, UpstreamConfig};
use serde_json::{Value, json};

use crate::contract::data;
use crate::support::{NOW_MS, Stand};

fn config(dir: std::path::PathBuf, withhold_days: u32) -> UpstreamConfig {
    let source = Source::Payloads(dir);
    UpstreamConfig { now_ms: NOW_MS, source, withhold_days, faults: Faults::default() }
}

#[tokio::test]
async fn every_issue_and_two_hundred_mails_are_served() {
    let Some(dir) = data() else {
        eprintln!("SKIPPED: ../shared/data is absent, real payloads were NOT served");
        return;
    };
    let stand = Stand::with(config(dir, 3)).await;
    let stats = stand.control("GET", "/stats", None).await;
    assert_eq!(
        (stats["issues"].as_u64(), stats["messages"].as_u64()),
        (Some(33), Some(192)),
        "{stats}"
    );
    let (first, link, _) = stand.delta("/mailFolders/inbox/messages/delta?$top=50").await;
    stand.control("POST", "/release", None).await;
    let (second, _, _) = stand.delta(&link).await;
    let ids: BTreeSet<&str> =
        first.iter().chain(&second).filter_map(|r| r["id"].as_str()).collect();
    assert_eq!((first.len(), second.len(), ids.len()), (192, 8, 200));
    let mut keys = BTreeSet::new();
    for project in ["EE", "K5"] {
        let jql = format!("project = {project} ORDER BY updated ASC");
        let (status, body) =
            stand.search(&jql, json!({"maxResults": 100, "expand": "changelog"})).await;
        assert_eq!(status, 200, "{body}");
        for issue in body["issues"].as_array().expect("issues") {
            assert!(issue["fields"]["description"].as_str().is_none(), "descriptions are ADF");
            keys.insert(issue["key"].as_str().expect("a key").to_owned());
        }
    }
    assert_eq!(keys.len(), 33);
    let (_, log) =
        stand.jira("GET", "/rest/api/3/issue/EE-17/changelog?maxResults=100", None).await;
    assert_eq!(log["total"], 31);
    let newest = second.last().expect("a row");
    assert!(
        newest["internetMessageHeaders"] == Value::Null && newest["body"]["content"].is_string()
    );
}

#[test]
fn a_wrong_folder_is_refused_with_a_hint() {
    let error = State::new(&config("/nowhere".into(), 0)).expect_err("no such folder");
    assert!(matches!(error, Error::Read { .. }), "{error}");
    assert!(error.to_string().contains("jira_api_issues.jsonl"), "{error}");
    assert!(error.hint().contains("--payloads"));
}
