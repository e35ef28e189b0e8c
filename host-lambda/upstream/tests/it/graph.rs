//! Graph: tokens, delta rounds, drafts, sending, faults around sending.

use holdfast_upstream::{CLIENT_ID, CLIENT_SECRET, Fault, FaultKind, MAILBOX, Service};
use serde_json::{Value, json};

use crate::support::{MARKER, Stand, encode, form};

const INBOX_DELTA: &str =
    "/mailFolders/inbox/messages/delta?$select=subject,isRead,receivedDateTime";

fn draft(to: &str, body: &str, intent: &str) -> Value {
    json!({"subject": "PAY-12: new expected date", "body": {"contentType": "Text", "content": body},
        "toRecipients": [{"emailAddress": {"address": to}}],
        "singleValueExtendedProperties": [{"id": MARKER, "value": intent}]})
}

fn by_marker(folder: &str, intent: &str) -> String {
    let filter = format!(
        "singleValueExtendedProperties/Any(ep: ep/id eq '{MARKER}' and ep/value eq '{intent}')"
    );
    format!("/mailFolders/{folder}/messages?$filter={}", encode(&filter))
}

async fn found(stand: &Stand, folder: &str, intent: &str) -> usize {
    let (status, body) = stand.graph("GET", &by_marker(folder, intent), None).await;
    assert_eq!(status, 200, "{body}");
    body["value"].as_array().expect("rows").len()
}

#[tokio::test]
async fn a_bearer_token_is_needed_and_expires() {
    let stand = Stand::start().await;
    let url = stand.url(&format!("/graph/v1.0/users/{MAILBOX}/mailFolders/inbox"));
    let bare = stand.client.get(&url).send().await.expect("an answer");
    assert_eq!(bare.status().as_u16(), 401);
    assert_eq!(stand.graph("GET", "/mailFolders/inbox", None).await.0, 200);
    stand.control("POST", "/clock", Some(json!({"advance_ms": 3_600_000}))).await;
    assert_eq!(stand.graph("GET", "/mailFolders/inbox", None).await.0, 401);
    let wrong = form(&[
        ("client_id", CLIENT_ID),
        ("client_secret", "no"),
        ("grant_type", "client_credentials"),
        ("scope", "x/.default"),
    ]);
    let (status, body) = stand.login("token", wrong).await;
    assert_eq!((status, body["error"].as_str()), (401, Some("invalid_client")));
    let (status, _) = stand
        .login(
            "token",
            form(&[
                ("client_id", CLIENT_ID),
                ("client_secret", CLIENT_SECRET),
                ("grant_type", "password"),
            ]),
        )
        .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn the_device_code_flow_rotates_its_refresh_tokens() {
    let stand = Stand::start().await;
    let (_, device) = stand.login("devicecode", form(&[("client_id", CLIENT_ID)])).await;
    let ask = form(&[
        ("client_id", CLIENT_ID),
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", device["device_code"].as_str().expect("a code")),
    ]);
    let (status, pending) = stand.login("token", ask.clone()).await;
    assert_eq!((status, pending["error"].as_str()), (400, Some("authorization_pending")));
    let (status, first) = stand.login("token", ask).await;
    assert_eq!(status, 200);
    let refresh = |token: &Value| {
        form(&[
            ("client_id", CLIENT_ID),
            ("grant_type", "refresh_token"),
            ("refresh_token", token.as_str().expect("a refresh token")),
        ])
    };
    let (status, second) = stand.login("token", refresh(&first["refresh_token"])).await;
    assert_eq!(status, 200);
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let (status, body) = stand.login("token", refresh(&first["refresh_token"])).await;
    assert_eq!((status, body["error"].as_str()), (400, Some("invalid_grant")));
}

#[tokio::test]
async fn a_device_code_can_be_slowed_declined_and_expire() {
    let stand = Stand::start().await;
    let begin = || async {
        let (_, device) = stand.login("devicecode", form(&[("client_id", CLIENT_ID)])).await;
        form(&[
            ("client_id", CLIENT_ID),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", device["device_code"].as_str().expect("a code")),
        ])
    };
    stand.control("POST", "/device", Some(json!({"slow_down": 1, "decline": true}))).await;
    let ask = begin().await;
    for expected in ["slow_down", "authorization_pending", "authorization_declined"] {
        let (status, body) = stand.login("token", ask.clone()).await;
        assert_eq!((status, body["error"].as_str()), (400, Some(expected)));
    }
    stand.control("POST", "/device", Some(json!({"expire": true}))).await;
    let (status, body) = stand.login("token", begin().await).await;
    assert_eq!((status, body["error"].as_str()), (400, Some("expired_token")));
}

#[tokio::test]
async fn folders_come_in_pages_and_hold_folders() {
    let stand = Stand::start().await;
    let (mut seen, mut query, mut inbox) = (0, "?$top=2".to_owned(), String::new());
    loop {
        let (status, body) = stand.graph("GET", &format!("/mailFolders{query}"), None).await;
        assert_eq!(status, 200, "{body}");
        let rows = body["value"].as_array().expect("rows").clone();
        let with = rows.iter().find(|f| f["childFolderCount"] == 1);
        if let Some(id) = with.and_then(|f| f["id"].as_str()) {
            id.clone_into(&mut inbox);
        }
        seen += rows.len();
        match body["@odata.nextLink"].as_str().and_then(|l| l.split_once('?')) {
            Some((_, next)) => query = format!("?{next}"),
            None => break,
        }
    }
    assert_eq!(seen, 5);
    let (_, inside) = stand.graph("GET", &format!("/mailFolders/{inbox}/childFolders"), None).await;
    assert_eq!(inside["value"][0]["displayName"], "Projects");
}

#[tokio::test]
async fn delta_pages_resumes_and_re_emits_partly() {
    let stand = Stand::start().await;
    let (rows, link, pages) = stand.delta(&format!("{INBOX_DELTA}&$top=9")).await;
    assert!(rows.len() > 40 && pages == rows.len().div_ceil(9), "{} in {pages}", rows.len());
    assert!(rows.iter().all(|r| r["subject"].is_string() && r.get("body").is_none()));
    let (none, link, _) = stand.delta(&link).await;
    assert!(none.is_empty());
    // Read state alone comes back as a partial row, a removal as such, a new mail whole.
    let (read, gone) = (rows[0]["id"].clone(), rows[1]["id"].clone());
    stand.control("POST", "/mail-read", Some(json!({"id": read}))).await;
    stand.control("POST", "/mail-remove", Some(json!({"id": gone}))).await;
    let new = json!({"from": "Priya Nair <priya.nair@northwind.example>", "auth": "internal",
        "subject": "New", "body": "Text"});
    stand.control("POST", "/mail", Some(new)).await;
    let (rows, link, _) = stand.delta(&link).await;
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!((rows[0]["id"].clone(), rows[0].get("subject")), (read, None));
    assert_eq!((rows[1]["id"].clone(), &rows[1]["@removed"]["reason"]), (gone, &json!("deleted")));
    assert_eq!(rows[2]["subject"], "New");
    // Released mails arrive as changes; an expired token asks for a full round.
    stand.control("POST", "/release", None).await;
    let (rows, link, _) = stand.delta(&link).await;
    assert_eq!(rows.len(), 14);
    stand.arm(Fault::once(FaultKind::SyncStateNotFound, Service::Graph).on("delta"));
    let (status, body) = stand.graph("GET", &link, None).await;
    assert_eq!((status, body["error"]["code"].as_str()), (410, Some("syncStateNotFound")));
    assert_eq!(stand.graph("GET", &link, None).await.0, 410, "the old token stays dead");
    let (rows, _, _) = stand.delta(INBOX_DELTA).await;
    assert!(rows.len() > 55);
}

#[tokio::test]
async fn delta_filters_by_time_and_refuses_other_filters() {
    let stand = Stand::start().await;
    let filter = encode("receivedDateTime ge 2026-01-31T00:00:00Z");
    let (rows, _, _) = stand.delta(&format!("{INBOX_DELTA}&$filter={filter}")).await;
    assert!(!rows.is_empty() && rows.len() < 15, "{}", rows.len());
    assert!(rows.iter().all(|r| r["receivedDateTime"].as_str() >= Some("2026-01-31T00:00:00Z")));
    let wrong = format!("{INBOX_DELTA}&$filter={}", encode("isRead eq false"));
    assert_eq!(stand.graph("GET", &wrong, None).await.0, 400);
    let wrong = "/mailFolders/inbox/messages/delta?$select=nonsense";
    assert_eq!(stand.graph("GET", wrong, None).await.0, 400);
}

#[tokio::test]
async fn a_draft_is_found_by_its_property_and_sent_once() {
    let stand = Stand::start().await;
    let to = "eleanor.shaw@harbourbank.example";
    let (status, made) = stand.graph("POST", "/messages", Some(draft(to, "Text", "i-1"))).await;
    assert_eq!((status, made["isDraft"].as_bool()), (201, Some(true)), "{made}");
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        (found(&stand, "drafts", "i-1").await, found(&stand, "sentitems", "i-1").await),
        (1, 0)
    );
    assert_eq!(found(&stand, "drafts", "i-2").await, 0);
    let expand = encode(&format!("singleValueExtendedProperties($filter=id eq '{MARKER}')"));
    let path = format!("/messages/{id}?$select=subject,body,toRecipients&$expand={expand}");
    let (_, back) = stand.graph("GET", &path, None).await;
    assert_eq!(back["singleValueExtendedProperties"][0]["value"], "i-1");
    assert_eq!(back["body"]["content"], "Text");
    let patch = json!({"body": {"contentType": "text", "content": "Text 2"}});
    assert_eq!(stand.graph("PATCH", &format!("/messages/{id}"), Some(patch.clone())).await.0, 200);
    let send = format!("/messages/{id}/send");
    assert_eq!(stand.graph("POST", &send, None).await, (202, Value::Null));
    assert_eq!(
        (found(&stand, "drafts", "i-1").await, found(&stand, "sentitems", "i-1").await),
        (0, 1)
    );
    assert_eq!(stand.graph("POST", &send, None).await.0, 400, "it is no draft any more");
    assert_eq!(stand.graph("PATCH", &format!("/messages/{id}"), Some(patch)).await.0, 400);
    let mailbox = stand.control("GET", "/mailbox", None).await;
    assert_eq!(mailbox["sentItems"].as_array().expect("sent").len(), 1);
    assert_eq!(mailbox["sentItems"][0]["body"]["content"], "Text 2");
    assert_eq!(mailbox["sentItems"][0]["immutableId"], id.as_str());
    assert_ne!(mailbox["sentItems"][0]["id"], made["id"]);
}

#[tokio::test]
async fn drafts_can_be_dropped_and_bad_ones_are_refused() {
    let stand = Stand::start().await;
    let (_, made) = stand.graph("POST", "/messages", Some(draft("a@b.example", "x", "i"))).await;
    let path = format!("/messages/{}", made["id"].as_str().expect("an id"));
    assert_eq!(stand.graph("DELETE", &path, None).await.0, 204);
    assert_eq!(stand.graph("GET", &path, None).await.0, 404);
    for wrong in [
        json!({"subjekt": "x"}),
        json!({"toRecipients": [{"emailAddress": {"address": "nobody"}}]}),
        json!({"body": "text"}),
        json!({"singleValueExtendedProperties": [{"id": "X", "value": "y"}]}),
        json!([]),
    ] {
        assert_eq!(stand.graph("POST", "/messages", Some(wrong.clone())).await.0, 400, "{wrong}");
    }
    let (_, empty) = stand.graph("POST", "/messages", Some(json!({"subject": "x"}))).await;
    let send = format!("/messages/{}/send", empty["id"].as_str().expect("an id"));
    let (status, body) = stand.graph("POST", &send, None).await;
    assert_eq!((status, body["error"]["code"].as_str()), (400, Some("ErrorInvalidRecipients")));
    assert_eq!(stand.graph("GET", "/messages/none", None).await.0, 404);
    assert_eq!(stand.graph("GET", "/mailFolders/none", None).await.0, 404);
}

#[tokio::test]
async fn a_reply_stays_in_its_conversation() {
    let stand = Stand::start().await;
    let filter = encode("from/emailAddress/address eq 'rajiv.menon@harbourbank.example'");
    let (_, list) = stand.graph("GET", &format!("/messages?$filter={filter}&$top=1"), None).await;
    let original = &list["value"][0];
    let path = format!("/messages/{}/createReply", original["id"].as_str().expect("an id"));
    let message = json!({"message": {"body": {"contentType": "text", "content": "Noted."},
        "singleValueExtendedProperties": [{"id": MARKER, "value": "r-1"}]}});
    let (status, reply) = stand.graph("POST", &path, Some(message)).await;
    assert_eq!(status, 201, "{reply}");
    assert_eq!(reply["conversationId"], original["conversationId"]);
    assert_eq!(
        reply["toRecipients"][0]["emailAddress"]["address"],
        "rajiv.menon@harbourbank.example"
    );
    assert!(reply["subject"].as_str().expect("a subject").to_lowercase().starts_with("re:"));
    assert_eq!(found(&stand, "drafts", "r-1").await, 1);
    let thread = original["conversationId"].as_str().expect("a conversation");
    let filter = encode(&format!("conversationId eq '{thread}'"));
    let (_, list) = stand.graph("GET", &format!("/messages?$filter={filter}&$top=50"), None).await;
    assert!(list["value"].as_array().expect("rows").len() >= 3);
}

#[tokio::test]
async fn a_lost_reply_leaves_the_effect_and_a_hang_leaves_none() {
    let stand = Stand::start().await;
    let to = "tom.okafor@northwind.example";
    let (_, made) = stand.graph("POST", "/messages", Some(draft(to, "x", "l-1"))).await;
    let send = format!("/messages/{}/send", made["id"].as_str().expect("an id"));
    let hang =
        Fault { delay_ms: 10, ..Fault::once(FaultKind::HangBefore, Service::Graph).on("/send") };
    stand.arm(hang);
    assert!(stand.try_graph("POST", &send, None).await.is_err());
    assert_eq!(
        (found(&stand, "drafts", "l-1").await, found(&stand, "sentitems", "l-1").await),
        (1, 0)
    );
    stand.arm(Fault::once(FaultKind::ReplyLost, Service::Graph).on("/send"));
    assert!(stand.try_graph("POST", &send, None).await.is_err());
    assert_eq!(
        (found(&stand, "drafts", "l-1").await, found(&stand, "sentitems", "l-1").await),
        (0, 1)
    );
    let (_, made) = stand.graph("POST", "/messages", Some(draft(to, "x", "l-2"))).await;
    stand.arm(Fault::once(FaultKind::AcceptedRetryAfter, Service::Graph).on("/send"));
    let send = format!("/messages/{}/send", made["id"].as_str().expect("an id"));
    assert_eq!(stand.graph("POST", &send, None).await.0, 202);
    assert_eq!(found(&stand, "sentitems", "l-2").await, 1);
}

#[tokio::test]
async fn headers_tell_colleagues_from_forgers() {
    let stand = Stand::start().await;
    stand.control("POST", "/release", None).await;
    let path = "/mailFolders/inbox/messages?$top=100&$select=subject,from,internetMessageHeaders";
    let (_, list) = stand.graph("GET", path, None).await;
    let rows = list["value"].as_array().expect("rows");
    assert!(rows.len() >= 60, "{}", rows.len());
    let values = |row: &Value, name: &str| -> Vec<String> {
        let all = row["internetMessageHeaders"].as_array().expect("headers");
        let hits = all.iter().filter(|h| h["name"] == name);
        hits.map(|h| h["value"].as_str().expect("a value").to_owned()).collect()
    };
    let with = |subject: &str| {
        rows.iter().find(|r| r["subject"].as_str().is_some_and(|s| s.contains(subject)))
    };
    let slip = with("rehearsal slips by a week").expect("the slip");
    let forged = with("back to the old date").expect("the forgery");
    let results = values(forged, "Authentication-Results");
    assert!(results[0].contains("dmarc=fail") && results[1].contains("dmarc=pass"), "{results:?}");
    let _ = slip;
    let internal =
        rows.iter().filter(|r| values(r, "X-MS-Exchange-Organization-AuthAs") == ["Internal"]);
    assert!(internal.count() >= 25);
}
