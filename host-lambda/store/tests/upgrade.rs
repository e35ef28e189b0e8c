//! A table that the previous version wrote is read by this one; one that a newer version wrote is refused plainly.

#![allow(clippy::unwrap_used, reason = "a failed step of a test is the failure")]

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use holdfast_app::domain::escalation::StoredEscalation;
use holdfast_app::domain::event::StoredEvent;
use holdfast_app::domain::keys;
use holdfast_app::domain::person::Person;
use holdfast_app::domain::project::Project;
use holdfast_app::domain::schema::SCHEMA;
use holdfast_app::domain::settings::Config;
use holdfast_app::domain::signal::{Checkpoint, StoredSignal};
use holdfast_app::domain::system::{Budget, Health, Lease};
use holdfast_app::ports::{Condition, Key, StoreError, Table, Write};
use holdfast_store::{EmbeddedStore, TABLE};
use serde_json::{Value, json};

/// Documents as version 1 wrote them, field for field.
fn yesterday() -> Vec<(Key, Value)> {
    vec![
        (
            keys::config("settings"),
            json!({
                "settings": {
                    "revision": 0, "autonomy": "act", "dry_run": false,
                    "hours": {"zone": "Europe/London", "start_min": 480, "end_min": 1080,
                        "days": [1, 2, 3, 4, 5], "days_off": ["2026-12-25"]},
                    "polling_interval_min": 15,
                    "budget": {"day_microusd": 230_000, "month_microusd": 7_000_000},
                    "single_keys": true, "lapse_enabled": true,
                    "links_allowed": ["docs.example.com"], "notice_address": ""
                },
                "first_sync_days": 30, "mailbox": "m@x.example", "own_account_id": "a1",
                "issue_link_base": "", "models": ["claude-haiku-4-5", "claude-opus-4-5"], "canaries": ["c"]
            }),
        ),
        (
            keys::project("pay"),
            json!({"id": "pay", "name": "Payments", "key": "PAY", "board_id": 11, "status": "active",
                "stakeholders": ["mia"], "mail_people": [], "no_model": true, "created_ms": 1}),
        ),
        (
            keys::person("mia"),
            json!({"core": {"id": "mia", "relation": "stakeholder",
                "addresses": [{"address": "mia@x.example", "confirmed": true}], "lapse_allowed": false},
                "name": "Mia", "jira_account_id": ""}),
        ),
        (
            keys::lease(),
            json!({"token": "free", "cycle": "c1", "expires_ms": 0, "started_ms": 1, "ended_ms": 2,
                "succeeded_ms": 2, "new_signals": 3, "error": "", "failures": 0,
                "housekeeping_on": "2026-11-20", "cycles": 9}),
        ),
        (keys::integration("jira"), json!({"ok_ms": 5, "error": "", "failures": 0})),
        (keys::budget("2026-11"), json!({"reserved_microusd": 0, "spent_microusd": 7, "calls": 1})),
        (
            keys::checkpoint("pay", "jira", "PAY"),
            json!({"cursor": "00", "since_ms": 1, "complete": true}),
        ),
        (
            keys::signal("jira", "s1"),
            json!({"id": "s1", "integration": "jira", "entity": "PAY-1", "change_key": "k",
                "occurred_at_ms": 1, "stored_at_ms": 2, "project": "pay", "state": "PARKED",
                "reason": "no project matches", "first_sync": false, "own": false, "label": "l",
                "who": "w", "truncated": false}),
        ),
        (
            keys::event("pay", "e1"),
            json!({"id": "e1", "at_ms": 1, "project": "pay", "cycle": "", "kind": "sent", "text": "t",
                "about": "", "trace": [["step", "text"]]}),
        ),
        (
            keys::escalation("pay", "q1"),
            json!({"id": "q1", "project": "pay", "question": "?", "reason": "r", "sources": [],
                "options": [], "state": "pending", "created_ms": 1, "expires_ms": 2,
                "cost_of_waiting": "", "chosen": null, "note": "", "action": null, "reminded": false}),
        ),
    ]
}

async fn put(store: &EmbeddedStore, version: u64, key: &Key, body: &Value) {
    let text = |value: &str| AttributeValue::S(value.to_owned());
    let item = HashMap::from([
        ("pk".to_owned(), text(&key.pk)),
        ("sk".to_owned(), text(&key.sk)),
        ("v".to_owned(), AttributeValue::N(version.to_string())),
        ("rev".to_owned(), AttributeValue::N("4".to_owned())),
        ("body".to_owned(), text(&body.to_string())),
    ]);
    store.client().put_item().table_name(TABLE).set_item(Some(item)).send().await.unwrap();
}

#[tokio::test]
async fn what_the_previous_version_wrote_is_read_and_written_anew() {
    let store = EmbeddedStore::memory().unwrap();
    let table = store.table(Arc::new(|| 1_000)).await.unwrap();
    for (key, body) in yesterday() {
        put(&store, 1, &key, &body).await;
    }
    let read = |key: Key| {
        let table = table.clone();
        async move { table.get(&key).await.unwrap().unwrap() }
    };
    let item = read(keys::config("settings")).await;
    let config: Config = item.read().unwrap();
    assert_eq!(config.settings.first_sync_days, 30);
    assert_eq!(config.settings.models.reasoning.id, "claude-opus-4-5");
    assert_eq!(config.settings.thresholds.hold_mail_min, 30);
    assert!(config.settings.notices.digest && config.settings.boost.is_none());
    assert_eq!(config.settings.links_allowed, ["docs.example.com"]);
    assert!(read(keys::project("pay")).await.read::<Project>().unwrap().no_model);
    assert_eq!(read(keys::person("mia")).await.read::<Person>().unwrap().name, "Mia");
    assert_eq!(read(keys::lease()).await.read::<Lease>().unwrap().cycles, 9);
    read(keys::integration("jira")).await.read::<Health>().unwrap();
    read(keys::budget("2026-11")).await.read::<Budget>().unwrap();
    read(keys::checkpoint("pay", "jira", "PAY")).await.read::<Checkpoint>().unwrap();
    read(keys::signal("jira", "s1")).await.read::<StoredSignal>().unwrap();
    read(keys::event("pay", "e1")).await.read::<StoredEvent>().unwrap();
    read(keys::escalation("pay", "q1")).await.read::<StoredEscalation>().unwrap();

    // Whoever writes it next writes today's number.
    table.write(vec![Write::Put(item, Condition::Rev(4))]).await.unwrap();
    let every = store.every_item().await.unwrap();
    assert_eq!(every.len(), yesterday().len());
    let raw = store
        .client()
        .get_item()
        .table_name(TABLE)
        .key("pk", AttributeValue::S("CONFIG".into()))
        .key("sk", AttributeValue::S("settings".into()))
        .send()
        .await
        .unwrap();
    let stored = raw.item().unwrap().get("v").unwrap().as_n().unwrap();
    assert_eq!(stored, &SCHEMA.to_string());
}

#[tokio::test]
async fn what_a_newer_version_wrote_is_refused_by_its_name() {
    let store = EmbeddedStore::memory().unwrap();
    let table = store.table(Arc::new(|| 1_000)).await.unwrap();
    let key = keys::project("pay");
    put(&store, SCHEMA + 1, &key, &json!({"id": "pay"})).await;
    let error = table.get(&key).await.unwrap_err();
    assert!(matches!(&error, StoreError::Newer(what) if what == "PROJECT#pay/METADATA"));
    assert!(error.to_string().contains("install that version or restore a backup"), "{error}");
}
