//! An installation with the real table in memory, a clock that tests move, and a post box for notices.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use holdfast_app::domain::action::StoredAction;
use holdfast_app::domain::project::Project;
use holdfast_app::domain::settings::Config;
use holdfast_app::domain::system::{Lease, Place};
use holdfast_app::domain::{ids, keys};
use holdfast_app::ports::{
    Clock as _, Condition, Item, Llm, LlmAnswer, LlmCall, LlmError, Notice, NoticeError, Notices,
    Write,
};
use holdfast_app::usecases::App;
use holdfast_store::EmbeddedStore;
use scoring_core::Request;
use serde_json::{Value, json};

use crate::common::{Core, Outside, TestClock};

/// 23 November 2026, 08:30 in London.
pub(crate) const MORNING: i64 = 1_795_422_600_000;
pub(crate) const DAY_MS: i64 = 86_400_000;
pub(crate) const HOUR_MS: i64 = 3_600_000;

#[async_trait]
impl Llm for Outside {
    async fn call(&self, _: &LlmCall) -> Result<LlmAnswer, LlmError> {
        Err(LlmError::Denied("not in this test".into()))
    }
    fn is_configured(&self) -> bool {
        false
    }
    fn label(&self) -> String {
        "rules, no model".into()
    }
}

/// The user's post box.
#[derive(Default)]
pub(crate) struct Post(pub(crate) Mutex<Vec<Notice>>);

#[async_trait]
impl Notices for Post {
    async fn send(&self, notice: &Notice) -> Result<(), NoticeError> {
        self.0.lock().unwrap().push(notice.clone());
        Ok(())
    }
}

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) post: Arc<Post>,
    clock: Arc<TestClock>,
    _store: EmbeddedStore,
}

impl World {
    /// A project `pay`, a notice address, and the lease of token `t`.
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(TestClock::default());
        clock.now_ms.store(MORNING, Ordering::SeqCst);
        let store = EmbeddedStore::memory().unwrap();
        let seconds = clock.clone();
        let table = store.table(Arc::new(move || seconds.now_ms() / 1000)).await.unwrap();
        let post = Arc::new(Post::default());
        let app = App {
            table: Arc::new(table),
            judgement: Arc::new(Core),
            integrations: Arc::new(Outside),
            llm: Arc::new(Outside),
            notices: post.clone(),
            secrets: Arc::new(Outside),
            connector: Arc::new(holdfast_app::ports::NoConnector),
            clock: clock.clone(),
        };
        let project = Project {
            id: "pay".into(),
            name: "Payments".into(),
            key: "PAY".into(),
            ..Project::default()
        };
        app.put_project(&project).await.unwrap();
        let mut config = Config::initial("Europe/London");
        config.settings.notice_address = "morgan@northwind.example".into();
        app.save(keys::config("settings"), &config, 0).await.unwrap();
        let place = Place { dashboard: "http://127.0.0.1:8787/".into(), ..Place::default() };
        app.note_place(&place).await.unwrap();
        let lease = Lease { token: "t".into(), ..Lease::default() };
        let item = Item::new(keys::lease(), &lease).unwrap().guarded("t");
        app.table.write(vec![Write::Put(item, Condition::Any)]).await.unwrap();
        Self { app, post, clock, _store: store }
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.clock.now_ms.fetch_add(ms, Ordering::SeqCst);
    }

    pub(crate) async fn configure(&self, change: impl FnOnce(&mut Config)) {
        let found = self.app.load::<Config>(&keys::config("settings")).await.unwrap().unwrap();
        let mut config = found.value;
        change(&mut config);
        self.app.save(keys::config("settings"), &config, found.rev).await.unwrap();
    }

    /// A mail to Mia about PAY-142 in a state, listed where that state belongs.
    pub(crate) async fn mail(&self, seed: &str, state: &str) -> StoredAction {
        let now = self.app.now();
        let id = ids::derived(now, "pay", seed);
        let request = request(&id, now);
        let verdict = scoring_core::verdict(&request);
        let action: StoredAction = serde_json::from_value(json!({
            "id": id, "revision": 1, "state": state, "request": request, "verdict": verdict,
            "engine_digest": "native", "drafted_subject": "Card vault moves",
            "drafted_body": "The card vault moves by one week.", "created_ms": now,
            "updated_ms": now, "held_until_ms": now + HOUR_MS, "not_before_ms": null,
            "snoozed_until_ms": null, "timer_off": false, "notice_delivered_ms": null,
            "attempt": 0, "claimed_at_ms": null, "submitted_at_ms": null, "attention_ms": null,
            "receipt": null, "confirmed_at_ms": null, "approval": null, "patch": null,
            "reply_to": null, "trigger": "Noah wrote that the vault slips.",
            "sources": [], "by": {"by": "rules"}, "cost_microusd": 0,
            "thread_last": "When does it arrive?", "escalation": null, "trouble": null,
            "history": []
        }))
        .unwrap();
        let list = if state == "held" { keys::ACTIONS_HELD } else { keys::ACTIONS_SETTLED };
        let at = if state == "held" { now + HOUR_MS } else { now };
        let item = Item::new(keys::action("pay", &action.id), &action).unwrap().listed(
            list,
            format!("{}#{}", keys::at(at), action.id),
            Value::Null,
        );
        self.app.table.write(vec![Write::Put(item, Condition::Absent)]).await.unwrap();
        action
    }

    pub(crate) fn posted(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.post.0.lock().unwrap())
    }
}

fn request(id: &str, now_ms: i64) -> Request {
    serde_json::from_value(json!({
        "schema": scoring_core::SCHEMA, "action_id": id,
        "clock": {"now_ms": now_ms, "utc_offset_min": 0, "in_working_hours": true, "next_window_ms": now_ms},
        "autonomy": "act", "dry_run": false,
        "action": {"project": "pay", "target": {"op": "mail", "thread": null},
            "recipients": [{"person": "mia", "address": "mia@client.example"}],
            "subject": "Card vault moves", "body": "The card vault moves by one week.",
            "subject_entity": "PAY-142", "target_version": ""},
        "people": [{"id": "mia", "relation": "stakeholder",
            "addresses": [{"address": "mia@client.example", "confirmed": true}], "lapse_allowed": false}],
        "evidence": [{"id": "a".repeat(64), "source_key": "noah", "names_target": true,
            "owns_target": true, "trust": "internal", "severity": "none",
            "excerpt": "The vault slips, says Noah."}],
        "context_trust": {"trust": "internal", "severity": "none"},
        "precedent": scoring_core::Precedent::default(), "links_allowed": [],
        "policy": scoring_core::Policy::default(), "lapse": null
    }))
    .unwrap()
}
