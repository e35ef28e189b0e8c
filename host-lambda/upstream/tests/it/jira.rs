//! Jira: credentials, search, paging, changelogs, comments, transitions, new issues.

use holdfast_upstream::{Fault, FaultKind, Service};
use serde_json::{Value, json};

use crate::support::Stand;

const API: &str = "/rest/api/3";

fn doc(text: &str) -> Value {
    json!({"type": "doc", "version": 1, "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": text}]}]})
}

#[tokio::test]
async fn credentials_are_needed_and_the_old_search_is_gone() {
    let stand = Stand::start().await;
    let url = stand.url("/jira/rest/api/3/myself");
    let bare = stand.client.get(&url).send().await.expect("an answer");
    assert_eq!(bare.status().as_u16(), 401);
    let wrong = stand.client.get(&url).basic_auth("agent@northwind.example", Some("x"));
    assert_eq!(wrong.send().await.expect("an answer").status().as_u16(), 401);
    let (status, me) = stand.jira("GET", "/rest/api/3/myself", None).await;
    assert_eq!((status, me["accountType"].as_str()), (200, Some("atlassian")));
    assert_eq!(stand.jira("GET", "/rest/api/3/search?jql=project=PAY", None).await.0, 410);
}

#[tokio::test]
async fn search_pages_without_gap_or_repeat() {
    let stand = Stand::start().await;
    stand.control("POST", "/release", None).await;
    let jql = "project in (PAY, POR) ORDER BY updated ASC";
    let (mut keys, mut token, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let mut extra = json!({"maxResults": 7, "fields": ["summary", "updated"]});
        if token.is_string() {
            extra["nextPageToken"] = token.clone();
        }
        let (status, body) = stand.search(jql, extra).await;
        assert_eq!(status, 200, "{body}");
        pages += 1;
        for issue in body["issues"].as_array().expect("issues") {
            assert_eq!(issue["fields"].as_object().expect("fields").len(), 2, "{issue}");
            keys.push(issue["key"].as_str().expect("a key").to_owned());
        }
        token = body["nextPageToken"].clone();
        assert_eq!(body["isLast"].as_bool(), Some(token.is_null()));
        if token.is_null() {
            break;
        }
    }
    let mut unique = keys.clone();
    unique.sort();
    unique.dedup();
    assert_eq!((keys.len(), unique.len(), pages), (40, 40, 6));
}

#[tokio::test]
async fn search_speaks_the_subset_and_refuses_the_rest() {
    let stand = Stand::start().await;
    for (jql, found) in [
        ("key in (PAY-1, POR-2)", 2),
        ("key = PAY-9", 1),
        ("project = PAY AND statusCategory != Done AND labels = cutover", 2),
        ("project = PAY and assignee is empty", 0),
        ("(key = PAY-1 OR key = PAY-2) AND NOT issuetype = Epic", 1),
        ("project = POR AND updated >= -5d", 3),
        // 1 February 2026, 22:30 in Sydney is 11:30 UTC.
        ("project = POR AND updated >= \"2026-02-01 22:30\"", 2),
        ("project = POR AND updated >= 1769945400000", 2),
    ] {
        let (status, body) = stand.search(jql, json!({"maxResults": 100})).await;
        assert_eq!(status, 200, "{jql}: {body}");
        let keys: Vec<_> =
            body["issues"].as_array().expect("issues").iter().map(|i| i["key"].clone()).collect();
        assert_eq!(keys.len(), found, "{jql}: {keys:?}");
    }
    for jql in [
        "",
        "ORDER BY updated",
        "project = NOPE",
        "reporter = currentUser()",
        "project = PAY AND",
        "project ~ PAY",
        "updated >= yesterday",
        "text ~ \"x",
        "project = PAY ORDER BY rank",
    ] {
        let (status, body) = stand.search(jql, json!({})).await;
        assert_eq!(status, 400, "{jql}");
        assert!(body["errorMessages"][0].is_string(), "{jql}: {body}");
    }
    let (status, _) = stand.search("key = PAY-1", json!({"nextPageToken": "AAAA"})).await;
    assert_eq!(status, 400);
    let (status, _) = stand.search("key = PAY-1", json!({"startAt": 5})).await;
    assert_eq!(status, 400, "an unknown member of the body");
    let only_ids = json!({"jql": "key = PAY-1"});
    let (_, body) = stand.jira("POST", "/rest/api/3/search/jql", Some(only_ids)).await;
    assert_eq!(body["issues"][0].as_object().expect("an issue").len(), 1, "{body}");
}

#[tokio::test]
async fn a_long_changelog_is_cut_short_inline_and_whole_when_paged() {
    let stand = Stand::start().await;
    for number in 0..45 {
        let change = json!({"actor": "tom", "key": "PAY-14", "field": "labels",
            "to": format!("step-{number}")});
        stand.control("POST", "/issue-change", Some(change)).await;
    }
    let (_, found) = stand.search("key = PAY-14", json!({"expand": "changelog"})).await;
    let inline = &found["issues"][0]["changelog"];
    let total = inline["total"].as_u64().expect("a total");
    assert!(total > 45);
    assert_eq!(inline["histories"].as_array().expect("histories").len(), 20);
    assert_eq!(inline["histories"][0]["items"][0]["toString"], "step-44", "newest first");
    let (mut start, mut ids) = (0, Vec::new());
    loop {
        let path = format!("{API}/issue/PAY-14/changelog?startAt={start}&maxResults=20");
        let (status, page) = stand.jira("GET", &path, None).await;
        assert_eq!(status, 200);
        let values = page["values"].as_array().expect("values");
        start += values.len();
        ids.extend(values.iter().map(|h| h["id"].as_str().expect("an id").to_owned()));
        if page["isLast"] == true {
            break;
        }
    }
    assert_eq!(ids.len() as u64, total);
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
}

#[tokio::test]
async fn a_comment_carries_its_marker_and_bad_bodies_are_refused() {
    let stand = Stand::start().await;
    let path = format!("{API}/issue/PAY-9/comment");
    let marker = json!([{"key": "holdfast.intent", "value": {"id": "i-1"}}]);
    let body = json!({"body": doc("PAY-9: who can sign?"), "properties": marker});
    let (status, made) = stand.jira("POST", &path, Some(body)).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().expect("an id");
    let (_, page) =
        stand.jira("GET", &format!("{path}?expand=properties&maxResults=100"), None).await;
    let found = page["comments"].as_array().expect("comments").iter().find(|c| c["id"] == id);
    assert_eq!(found.expect("the comment")["properties"], marker);
    let property = format!("{API}/comment/{id}/properties/holdfast.intent");
    assert_eq!(stand.jira("GET", &property, None).await.1["value"]["id"], "i-1");
    assert_eq!(stand.jira("GET", &format!("{property}x"), None).await.0, 404);
    for wrong in [
        json!({"body": "plain text"}),
        json!({"body": {"type": "doc", "version": 1}}),
        json!({"body": {"type": "doc", "version": 1, "content": [{"type": "text", "text": ""}]}}),
        json!({}),
    ] {
        let (status, answer) = stand.jira("POST", &path, Some(wrong)).await;
        assert_eq!((status, answer["errors"]["comment"].is_string()), (400, true), "{answer}");
    }
    assert_eq!(
        stand
            .jira("POST", &format!("{API}/issue/PAY-999/comment"), Some(json!({"body": doc("x")})))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn a_transition_answers_204_once_and_leaves_a_changelog_entry() {
    let stand = Stand::start().await;
    let path = format!("{API}/issue/PAY-14/transitions");
    let (_, offered) = stand.jira("GET", &path, None).await;
    let blocked = offered["transitions"].as_array().expect("transitions");
    let blocked = blocked.iter().find(|t| t["to"]["name"] == "Blocked").expect("Blocked");
    let body = json!({"transition": {"id": blocked["id"]}});
    assert_eq!(stand.jira("POST", &path, Some(body.clone())).await, (204, Value::Null));
    // From Blocked there is no transition to Blocked.
    let (status, again) = stand.jira("POST", &path, Some(body)).await;
    assert_eq!((status, again["errorMessages"][0].is_string()), (400, true));
    let (_, log) = stand.jira("GET", &format!("{API}/issue/PAY-14/changelog"), None).await;
    let last = log["values"].as_array().expect("values").last().expect("an entry").clone();
    assert_eq!(last["items"][0]["toString"], "Blocked");
    assert_eq!(last["author"]["displayName"], "Holdfast (Northwind)");
    let seen = stand.control("GET", "/issue/PAY-14", None).await;
    assert_eq!(seen["status"], "Blocked");
}

#[tokio::test]
async fn an_issue_is_created_with_its_property_and_label() {
    let stand = Stand::start().await;
    let body = json!({"fields": {"project": {"key": "PAY"}, "issuetype": {"name": "Task"},
        "summary": "Ask for the certificate", "description": doc("Needed by Friday."),
        "labels": ["holdfast"], "duedate": "2026-02-09"},
        "properties": [{"key": "holdfast.intent", "value": "i-2"}]});
    let (status, made) = stand.jira("POST", &format!("{API}/issue"), Some(body)).await;
    assert_eq!(status, 201, "{made}");
    let key = made["key"].as_str().expect("a key");
    let path = format!("{API}/issue/{key}/properties/holdfast.intent");
    assert_eq!(stand.jira("GET", &path, None).await.1["value"], "i-2");
    let (_, found) = stand.search("project = PAY AND labels = holdfast", json!({})).await;
    assert_eq!(found["issues"][0]["key"], key);
    let wrong = json!({"fields": {"project": {"key": "PAY"}, "issuetype": {"name": "Task"}}});
    let (status, answer) = stand.jira("POST", &format!("{API}/issue"), Some(wrong)).await;
    assert_eq!((status, answer["errors"]["summary"].is_string()), (400, true));
    let put = format!("{API}/issue/PAY-1/properties/seen");
    assert_eq!(stand.jira("PUT", &put, Some(json!(1))).await.0, 201);
    assert_eq!(stand.jira("PUT", &put, Some(json!(2))).await.0, 200);
}

#[tokio::test]
async fn boards_lead_to_sprints_and_their_issues() {
    let stand = Stand::start().await;
    let (_, boards) = stand.jira("GET", "/rest/agile/1.0/board?projectKeyOrId=PAY", None).await;
    let board = boards["values"][0]["id"].clone();
    let path = format!("/rest/agile/1.0/board/{board}/sprint?state=active");
    let (_, sprints) = stand.jira("GET", &path, None).await;
    assert_eq!(sprints["values"].as_array().expect("sprints").len(), 1);
    let path = format!("/rest/agile/1.0/sprint/{}/issue?maxResults=5", sprints["values"][0]["id"]);
    let (_, issues) = stand.jira("GET", &path, None).await;
    assert_eq!(issues["issues"].as_array().expect("issues").len(), 5);
    assert!(issues["total"].as_u64().expect("a total") >= 10, "{}", issues["total"]);
    assert_eq!(stand.jira("GET", "/rest/agile/1.0/board/999", None).await.0, 404);
}

#[tokio::test]
async fn people_hide_their_address_and_differ_in_kind() {
    let stand = Stand::start().await;
    let (_, users) = stand.jira("GET", &format!("{API}/users/search"), None).await;
    let users = users.as_array().expect("users");
    let of = |kind: &str| users.iter().filter(|u| u["accountType"] == kind).count();
    assert_eq!((of("app"), of("customer")), (1, 1));
    let shown = users.iter().filter(|u| u.get("emailAddress").is_some()).count();
    assert!(shown * 2 < users.len(), "{shown} of {}", users.len());
}

#[tokio::test]
async fn rate_limits_and_broken_answers_strike_as_armed() {
    let stand = Stand::start().await;
    stand.arm(Fault {
        times: 2,
        retry_after_s: 7,
        ..Fault::once(FaultKind::TooManyRequests, Service::Jira)
    });
    let url = stand.url("/jira/rest/api/3/myself");
    for _ in 0..2 {
        let answer = stand.client.get(&url).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 429);
        assert_eq!(answer.headers()["retry-after"], "7");
    }
    assert_eq!(stand.jira("GET", "/rest/api/3/myself", None).await.0, 200);
    stand.arm(Fault::once(FaultKind::BrokenJson, Service::Jira));
    assert_eq!(stand.jira("GET", "/rest/api/3/myself", None).await, (200, Value::Null));
    stand.arm(Fault::once(FaultKind::Redirect, Service::Jira));
    assert_eq!(stand.jira("GET", "/rest/api/3/myself", None).await.0, 302);
}
