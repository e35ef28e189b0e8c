//! The control plane and the log.

use serde_json::json;

use crate::support::Stand;

#[tokio::test]
async fn the_log_tells_changes_from_reads() {
    let stand = Stand::start().await;
    stand.control("DELETE", "/log", None).await;
    stand.search("project = PAY", json!({})).await;
    stand.graph("GET", "/mailFolders/inbox", None).await;
    let (_, made) = stand.graph("POST", "/messages", Some(json!({"subject": "x"}))).await;
    let path = format!("/messages/{}", made["id"].as_str().expect("an id"));
    stand.graph("DELETE", &path, None).await;
    stand.jira("POST", "/rest/api/3/issue/PAY-1/comment", Some(json!({}))).await;
    let log = stand.control("GET", "/log", None).await;
    let entries = log["entries"].as_array().expect("entries");
    let changes: Vec<bool> =
        entries.iter().map(|e| e["changes_state"].as_bool().expect("a flag")).collect();
    assert_eq!(changes, [false, false, true, true, true]);
    assert_eq!(entries[4]["status"], 400);
    assert_eq!(entries[0]["body_sha256"].as_str().expect("a digest").len(), 64);
    let some = stand.control("GET", "/log?changes_state=true&after=3", None).await;
    assert_eq!(some["entries"].as_array().expect("entries").len(), 2);
}

#[tokio::test]
async fn what_is_held_back_appears_on_release_and_not_before() {
    let stand = Stand::start().await;
    let before = stand.control("GET", "/stats", None).await;
    assert_eq!(before["issues"], 39);
    let half =
        stand.control("POST", "/release", Some(json!({"until": "2026-02-03T00:00:00Z"}))).await;
    let (first, left) = (half["released"].as_u64(), half["left"].as_u64());
    assert!(first > Some(3) && left > Some(10), "{half}");
    let rest = stand.control("POST", "/release", None).await;
    assert_eq!((rest["released"].as_u64(), rest["left"].as_u64()), (left, Some(0)));
    let after = stand.control("GET", "/stats", None).await;
    assert_eq!(after["issues"], 40);
    let slip = stand.control("GET", "/issue/PAY-12", None).await;
    assert_eq!(slip["duedate"], "2026-02-15");
    assert_eq!(stand.control("GET", "/issue/PAY-17", None).await["status"], "Blocked");
}

#[tokio::test]
async fn restamped_releases_happen_just_before_now() {
    let stand = Stand::start().await;
    stand.control("POST", "/release", Some(json!({"restamp": true}))).await;
    let (_, found) = stand.search("updated >= -30m", json!({})).await;
    let keys = found["issues"].as_array().expect("issues").len();
    assert!(keys >= 5, "{keys}");
}

#[tokio::test]
async fn two_workspaces_of_one_moment_are_equal() {
    let (one, two) = (Stand::start().await, Stand::start().await);
    for path in ["/stats", "/mailbox", "/issue/PAY-9", "/issue/POR-6"] {
        assert_eq!(one.control("GET", path, None).await, two.control("GET", path, None).await);
    }
    let path = "/mailFolders/inbox/messages?$top=100";
    let strip = |mut value: serde_json::Value| {
        value.as_object_mut().expect("a page").remove("@odata.context");
        value
    };
    let (a, b) = (one.graph("GET", path, None).await.1, two.graph("GET", path, None).await.1);
    assert_eq!(strip(a), strip(b));
}

#[tokio::test]
async fn wrong_control_bodies_say_why() {
    let stand = Stand::start().await;
    for (path, body) in [
        ("/release", json!({"until": "tomorrow"})),
        ("/faults", json!({"rules": [{"kind": "explode"}]})),
        ("/mail", json!({"subject": "x"})),
        ("/issue-change", json!({"actor": "nobody", "key": "PAY-1", "comment": "x"})),
        ("/issue-change", json!({"actor": "tom", "key": "PAY-1"})),
    ] {
        let url = stand.url(&format!("/_control{path}"));
        let answer = stand.client.post(url).json(&body).send().await.expect("an answer");
        let (status, value) = crate::support::read(answer).await;
        assert_eq!((status, value["error"].is_string()), (400, true), "{path}: {value}");
    }
}
