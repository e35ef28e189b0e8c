//! An agent's world with the real table in memory, the real core, and a model that follows a script.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use holdfast_app::domain::settings::Config;
use holdfast_app::domain::system::Lease;
use holdfast_app::domain::work::{Classification, Prepared, Proposal};
use holdfast_app::domain::{keys, project::Project};
use holdfast_app::ports::{
    Condition, Item, Llm, LlmAnswer, LlmCall, LlmError, Notice, NoticeError, Notices, Query, Write,
    query_all,
};
use holdfast_app::usecases::App;
use holdfast_app::usecases::cycle::CycleIds;
use holdfast_store::EmbeddedStore;
use plugin_payload::{Change, Issue, Mail, Signal};
use scoring_core::{Severity, Trust};
use serde_json::{Value, json};

use crate::common::{Core, Outside, TestClock};

/// 23 November 2026, noon UTC.
pub(crate) const NOW: i64 = 1_795_435_200_000;

#[async_trait]
impl Notices for Outside {
    async fn send(&self, _: &Notice) -> Result<(), NoticeError> {
        Err(NoticeError::NotConfigured)
    }
}

type Play = dyn Fn(usize, &LlmCall) -> Result<Value, LlmError> + Send + Sync;

/// A model that answers call `n` as the script says; every answer costs 1,000 tokens in and 100 out.
pub(crate) struct Script {
    play: Box<Play>,
    pub(crate) calls: Mutex<Vec<LlmCall>>,
    configured: bool,
}

impl Script {
    pub(crate) fn count(&self) -> usize {
        self.calls.lock().unwrap().len()
    }
}

#[async_trait]
impl Llm for Script {
    async fn call(&self, call: &LlmCall) -> Result<LlmAnswer, LlmError> {
        let at = {
            let mut calls = self.calls.lock().unwrap();
            calls.push(call.clone());
            calls.len() - 1
        };
        tokio::task::yield_now().await;
        let input = (self.play)(at, call)?;
        Ok(LlmAnswer { input, input_tokens: 1_000, output_tokens: 100, label: call.model.clone() })
    }
    fn is_configured(&self) -> bool {
        self.configured
    }
    fn label(&self) -> String {
        "script".into()
    }
}

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) model: Arc<Script>,
    pub(crate) ids: CycleIds,
    next: AtomicI64,
    /// Kept alive: the table lives in it.
    _store: EmbeddedStore,
}

impl World {
    /// A project `pay` with a lease, and a model that follows `play`.
    pub(crate) async fn new<F>(play: F) -> Self
    where
        F: Fn(usize, &LlmCall) -> Result<Value, LlmError> + Send + Sync + 'static,
    {
        Self::with(play, true).await
    }

    /// The same without a key.
    pub(crate) async fn without_key() -> Self {
        Self::with(|_, _| Err(LlmError::Denied("no call is allowed".into())), false).await
    }

    async fn with<F>(play: F, configured: bool) -> Self
    where
        F: Fn(usize, &LlmCall) -> Result<Value, LlmError> + Send + Sync + 'static,
    {
        let store = EmbeddedStore::memory().unwrap();
        let table = store.table(Arc::new(|| NOW / 1000)).await.unwrap();
        let model = Arc::new(Script { play: Box::new(play), calls: Mutex::default(), configured });
        let clock = TestClock::default();
        clock.now_ms.store(NOW, Ordering::SeqCst);
        let app = App {
            table: Arc::new(table),
            judgement: Arc::new(Core),
            integrations: Arc::new(Outside),
            llm: Arc::clone(&model) as Arc<dyn Llm>,
            connector: Arc::new(holdfast_app::ports::NoConnector),
            notices: Arc::new(Outside),
            secrets: Arc::new(Outside),
            clock: Arc::new(clock),
        };
        let project = Project {
            id: "pay".into(),
            name: "Payments".into(),
            key: "PAY".into(),
            ..Project::default()
        };
        app.put_project(&project).await.unwrap();
        app.save(keys::config("settings"), &Config::initial("UTC"), 0).await.unwrap();
        let world = Self {
            app,
            model,
            ids: CycleIds {
                cycle_id: "c1".into(),
                token: "token-1".into(),
                project_id: "pay".into(),
            },
            next: AtomicI64::new(0),
            _store: store,
        };
        world.lease("token-1").await;
        world
    }

    /// Gives the lease to a token.
    pub(crate) async fn lease(&self, token: &str) {
        let lease = Lease { token: token.into(), ..Lease::default() };
        let item = Item::new(keys::lease(), &lease).unwrap().guarded(token);
        self.app.table.write(vec![Write::Put(item, Condition::Any)]).await.unwrap();
    }

    /// Changes the configuration.
    pub(crate) async fn configure(&self, change: impl FnOnce(&mut Config)) {
        let found = self.app.load::<Config>(&keys::config("settings")).await.unwrap().unwrap();
        let mut config = found.value;
        change(&mut config);
        self.app.save(keys::config("settings"), &config, found.rev).await.unwrap();
    }

    fn at(&self) -> i64 {
        NOW - 3_600_000 + self.next.fetch_add(60_000, Ordering::Relaxed)
    }

    /// A mail about PAY-142.
    pub(crate) fn mail(&self, id: &str, who: &str, trust: Trust, text: &str) -> Prepared {
        Prepared {
            id: id.into(),
            integration: "outlook".into(),
            signal: Signal {
                change: Change::Message,
                entity: format!("message-{id}"),
                occurred_at_ms: self.at(),
                mail: Some(Mail { conversation_id: "c-1".into(), ..Mail::default() }),
                ..Signal::default()
            },
            text: text.into(),
            title: "Card vault".into(),
            trust,
            severity: Severity::None,
            rules: Vec::new(),
            source_key: who.into(),
            names: vec!["PAY-142".into()],
            label: "Mail".into(),
            who: who.into(),
        }
    }

    /// A changed field of PAY-142.
    pub(crate) fn jira(&self, id: &str, field: &str, from: &str, to: &str) -> Prepared {
        let mut prepared = self.mail(id, "p-noah", Trust::Internal, "");
        prepared.integration = "jira".into();
        prepared.signal.mail = None;
        prepared.signal.entity = "PAY-142".into();
        prepared.signal.issue = Some(Issue { key: "PAY-142".into(), ..Issue::default() });
        prepared.signal.change =
            Change::Field { field: field.into(), from: Some(from.into()), to: Some(to.into()) };
        prepared
    }

    /// Stores prepared signals.
    pub(crate) async fn prepare(&self, signals: &[Prepared]) {
        for signal in signals {
            let item = Item::new(keys::work("pay", "prepared", &signal.id), signal).unwrap();
            self.app.table.write(vec![Write::Put(item, Condition::Any)]).await.unwrap();
        }
    }

    pub(crate) async fn class(&self, id: &str) -> Classification {
        let key = keys::work("pay", "classification", id);
        self.app.load(&key).await.unwrap().unwrap().value
    }

    pub(crate) async fn proposals(&self) -> Vec<Proposal> {
        let query = Query::prefix(keys::work_pk("pay"), "proposal#");
        let items = query_all(self.app.table.as_ref(), query, 1_000).await.unwrap();
        items.iter().map(|i| i.read().unwrap()).collect()
    }
}

/// A valid classification.
pub(crate) fn class(category: &str, stakes: &str) -> Value {
    json!({"category": category, "stakes": stakes, "summary": "Something is said.", "entity": "PAY-142"})
}
