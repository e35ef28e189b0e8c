//! Throttling, conflicts and lost answers: a scripted endpoint behind the public constructor.

#![allow(clippy::unwrap_used, reason = "a failed step of a test is the failure")]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use holdfast_app::ports::{Condition, Item, Key, StoreError, Table, Write};
use holdfast_store::{DynamoConfig, DynamoTable, dynamo};
use serde_json::{Value, json};

/// One answer: status and body; `None` is a connection that breaks.
type Reply = Option<(u16, Value)>;

/// Answers in turn (the last one for ever) and keeps the requests.
#[derive(Clone, Debug)]
struct Script {
    replies: Arc<Vec<Reply>>,
    requests: Arc<Mutex<Vec<Value>>>,
}

impl HttpConnector for Script {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let mut requests = self.requests.lock().unwrap();
        let reply = self.replies[requests.len().min(self.replies.len() - 1)].clone();
        requests.push(body);
        HttpConnectorFuture::ready(match reply {
            Some((status, body)) => {
                Ok(HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body.to_string())))
            }
            None => Err(ConnectorError::io("the connection broke".into())),
        })
    }
}

fn scripted(replies: Vec<Reply>) -> (DynamoTable, Script) {
    let script = Script { replies: Arc::new(replies), requests: Arc::default() };
    let door = script.clone();
    let client = dynamo(DynamoConfig {
        endpoint_url: Some("http://scripted.invalid".to_owned()),
        region: "eu-central-1".to_owned(),
        credentials: None,
        http: http_client_fn(move |_, _| SharedHttpConnector::new(door.clone())),
    });
    (DynamoTable::new(client, Arc::new(|| 0)).named("other"), script)
}

fn writes(count: usize) -> Vec<Write> {
    let item = |n| Item::new(Key::new("P", format!("{n}")), &json!(n)).unwrap();
    (0..count).map(|n| Write::Put(item(n), Condition::Absent)).collect()
}

fn refused(kind: &str) -> Reply {
    Some((400, json!({"__type": format!("com.amazonaws.dynamodb#{kind}"), "message": "slow"})))
}

fn cancelled(codes: &[&str]) -> Reply {
    let reasons: Vec<Value> = codes.iter().map(|code| json!({"Code": code})).collect();
    Some((
        400,
        json!({
            "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            "Message": "cancelled",
            "CancellationReasons": reasons,
        }),
    ))
}

fn done() -> Reply {
    Some((200, json!({})))
}

#[tokio::test]
async fn a_conflict_is_repeated_under_one_token() {
    let conflict = || cancelled(&["None", "TransactionConflict"]);
    let (table, script) = scripted(vec![conflict(), conflict(), done()]);
    table.write(writes(2)).await.unwrap();
    table.write(writes(2)).await.unwrap();
    let requests = script.requests.lock().unwrap();
    assert_eq!(requests.len(), 4);
    let tokens: Vec<&str> =
        requests.iter().map(|r| r["ClientRequestToken"].as_str().unwrap()).collect();
    assert_eq!(tokens[..3].iter().collect::<BTreeSet<_>>().len(), 1, "{tokens:?}");
    assert_ne!(tokens[2], tokens[3]);
    assert!(requests.iter().all(|r| r["TransactItems"][0]["Put"]["TableName"] == "other"));
}

#[tokio::test]
async fn endless_throttling_is_told_after_six_attempts() {
    for (count, reply) in [
        (1, refused("ProvisionedThroughputExceededException")),
        (1, refused("ThrottlingException")),
        (2, cancelled(&["ThrottlingError", "None"])),
    ] {
        let (table, script) = scripted(vec![reply]);
        let error = table.write(writes(count)).await.unwrap_err();
        assert!(matches!(error, StoreError::Throttled(_)), "{error}");
        assert_eq!(script.requests.lock().unwrap().len(), 6);
    }
}

#[tokio::test]
async fn a_lost_race_is_never_repeated() {
    let (table, script) = scripted(vec![refused("ConditionalCheckFailedException")]);
    let error = table.write(writes(1)).await.unwrap_err();
    assert!(matches!(error, StoreError::Lost { index: 0 }), "{error}");
    assert_eq!(script.requests.lock().unwrap().len(), 1);
    let reply = cancelled(&["TransactionConflict", "None", "ConditionalCheckFailed"]);
    let (table, script) = scripted(vec![reply]);
    let error = table.write(writes(3)).await.unwrap_err();
    assert!(matches!(error, StoreError::Lost { index: 2 }), "{error}");
    assert_eq!(script.requests.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_broken_connection_repeats_only_what_is_safe() {
    // A single write may have arrived: repeated, it would lose against itself.
    let (table, script) = scripted(vec![None, done()]);
    let error = table.write(writes(1)).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    assert_eq!(script.requests.lock().unwrap().len(), 1);
    let (table, script) = scripted(vec![None, done()]);
    table.write(writes(2)).await.unwrap();
    let requests = script.requests.lock().unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0], requests[1]);
}

#[tokio::test]
async fn a_newer_item_and_a_missing_table_are_told_plainly() {
    let newer = json!({"Item": {
        "pk": {"S": "P"}, "sk": {"S": "1"}, "v": {"N": "999"}, "rev": {"N": "1"}, "body": {"S": "1"},
    }});
    let (table, _) = scripted(vec![Some((200, newer))]);
    let error = table.get(&Key::new("P", "1")).await.unwrap_err();
    assert!(matches!(&error, StoreError::Newer(what) if what == "P/1"), "{error}");
    let (table, _) = scripted(vec![refused("ResourceNotFoundException")]);
    let error = table.get(&Key::new("P", "1")).await.unwrap_err();
    assert!(error.to_string().contains("ResourceNotFoundException"), "{error}");
}
