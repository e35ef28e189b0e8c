//! A running server with the real table, the core as its policy, and neighbours that refuse.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use api_types::{CSRF_HEADER, Session};
use async_trait::async_trait;
use holdfast_app::domain::keys;
use holdfast_app::domain::project::Project;
use holdfast_app::domain::settings::Config;
use holdfast_app::ports::{
    Clock, Failure, Found, Integrations, Judgement, JudgementError, Llm, LlmAnswer, LlmCall,
    LlmError, Notice, NoticeError, Notices, Page, Raw, Secret, SecretError, Secrets, WriteGate,
};
use holdfast_app::usecases::App;
use holdfast_server::{Assets, Server, Site, auth, router, serve};
use holdfast_store::EmbeddedStore;
use plugin_payload::{Effect, ProbeTarget, Receipt, Scope, Signal};
use scoring_core::lint::Draft;
use scoring_core::sanitise::{ContentType, Sanitised};
use scoring_core::{Finding, Request, Verdict};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::http::{Ask, Got};

pub(crate) const POLICY: &[u8] = b"\0asm policy of the tests";
pub(crate) const PASSPHRASE: &str = "correct horse battery";
pub(crate) const INDEX: &str = "<!doctype html><title>Holdfast</title>";

/// A clock that tests move; every random word differs.
#[derive(Default)]
pub(crate) struct TestClock {
    pub(crate) now_ms: AtomicI64,
    words: AtomicU64,
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst)
    }
    fn random_hex(&self) -> String {
        format!("{:032x}", self.words.fetch_add(1, Ordering::SeqCst) + 0xabc_0000)
    }
}

#[derive(Default)]
pub(crate) struct MemorySecrets(Mutex<HashMap<String, Secret>>);

#[async_trait]
impl Secrets for MemorySecrets {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        let found = self.0.lock().unwrap().get(name).cloned();
        found.ok_or_else(|| SecretError::Missing(name.to_owned()))
    }
    async fn set(&self, name: &str, value: Secret) -> Result<(), SecretError> {
        self.0.lock().unwrap().insert(name.to_owned(), value);
        Ok(())
    }
    async fn known_values(&self) -> Vec<Secret> {
        vec![]
    }
}

/// The core itself, without wasm between.
struct Native(String);

impl Judgement for Native {
    fn verdict(&self, request: &Request) -> Result<Verdict, JudgementError> {
        Ok(scoring_core::verdict(request))
    }
    fn verdict_bytes(&self, request: &[u8]) -> Result<Vec<u8>, JudgementError> {
        Ok(scoring_core::abi::verdict(request))
    }
    fn sanitise(&self, text: &str, kind: ContentType) -> Result<Sanitised, JudgementError> {
        Ok(scoring_core::sanitise::sanitise(text, kind))
    }
    fn lint(&self, draft: &Draft<'_>) -> Result<Vec<Finding>, JudgementError> {
        Ok(scoring_core::lint::lint(draft))
    }
    fn engine_digest(&self) -> &str {
        &self.0
    }
}

/// Every neighbour that leaves the machine: refuses.
struct Outside;

fn refused() -> Failure {
    Failure::Refused("not in this test".to_owned())
}

#[async_trait]
impl Integrations for Outside {
    async fn health(&self, _: &str) -> Result<(), Failure> {
        Err(refused())
    }
    async fn poll(&self, _: &str, _: &Scope, _: &[u8], _: u32) -> Result<Page, Failure> {
        Err(refused())
    }
    async fn normalise(&self, _: &str, _: &[Raw]) -> Result<Vec<Signal>, Failure> {
        Err(refused())
    }
    async fn probe(&self, _: &str, _: &ProbeTarget) -> Result<String, Failure> {
        Err(refused())
    }
    async fn prepare(&self, _: &str, _: &Effect, _: &WriteGate) -> Result<Receipt, Failure> {
        Err(refused())
    }
    async fn submit(
        &self,
        _: &str,
        _: &Effect,
        _: &Receipt,
        _: &WriteGate,
    ) -> Result<Receipt, Failure> {
        Err(refused())
    }
    async fn withdraw(
        &self,
        _: &str,
        _: &Effect,
        _: &Receipt,
        _: &WriteGate,
    ) -> Result<(), Failure> {
        Err(refused())
    }
    async fn reconcile(&self, _: &str, _: &Effect, _: Option<&Receipt>) -> Result<Found, Failure> {
        Err(refused())
    }
}

#[async_trait]
impl Llm for Outside {
    async fn call(&self, _: &LlmCall) -> Result<LlmAnswer, LlmError> {
        Err(LlmError::Denied("not in this test".to_owned()))
    }
    fn is_configured(&self) -> bool {
        false
    }
    fn label(&self) -> String {
        "rules, no model".to_owned()
    }
}

#[async_trait]
impl Notices for Outside {
    async fn send(&self, _: &Notice) -> Result<(), NoticeError> {
        Err(NoticeError::NotConfigured)
    }
}

/// A running server; dropping it stops it.
pub(crate) struct World {
    pub(crate) port: u16,
    pub(crate) app: App,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) pokes: Arc<AtomicU64>,
    pub(crate) digest: String,
    _stop: oneshot::Sender<()>,
}

/// Cookie and CSRF token of a signed-in browser.
#[derive(Clone)]
pub(crate) struct Tab {
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

impl World {
    pub(crate) async fn start() -> Self {
        let clock = Arc::new(TestClock::default());
        clock.now_ms.store(1_793_000_000_000, Ordering::SeqCst);
        let seconds = clock.clone();
        let store = EmbeddedStore::memory().unwrap();
        let table = store.table(Arc::new(move || seconds.now_ms() / 1000)).await.unwrap();
        let assets = Assets::new(POLICY).with("index.html", INDEX).with("pkg/ui.js", "export {}");
        let app = App {
            table: Arc::new(table),
            judgement: Arc::new(Native(assets.policy_digest().to_owned())),
            integrations: Arc::new(Outside),
            llm: Arc::new(Outside),
            connector: Arc::new(holdfast_app::ports::NoConnector),
            notices: Arc::new(Outside),
            secrets: Arc::new(MemorySecrets::default()),
            clock: clock.clone(),
        };
        app.save(keys::config("settings"), &Config::initial("Australia/Sydney"), 0).await.unwrap();
        let project = Project {
            id: "pay".into(),
            name: "Payments".into(),
            key: "PAY".into(),
            ..Project::default()
        };
        app.put_project(&project).await.unwrap();
        Self::over(app, clock, assets).await
    }

    /// Another process on the same data.
    pub(crate) async fn restart(self) -> Self {
        let assets = Assets::new(POLICY).with("index.html", INDEX);
        Self::over(self.app.clone(), self.clock.clone(), assets).await
    }

    async fn over(app: App, clock: Arc<TestClock>, assets: Assets) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let pokes = Arc::new(AtomicU64::new(0));
        let counted = pokes.clone();
        let poke = Arc::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let digest = assets.policy_digest().to_owned();
        let server = Server::new(app.clone(), assets, Site::loopback(port), poke).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async {
            let _ = stopped.await;
        };
        tokio::spawn(async move { serve(listener, router(server), shutdown).await.unwrap() });
        Self { port, app, clock, pokes, digest, _stop: stop }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.clock.now_ms.fetch_add(ms, Ordering::SeqCst);
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        Ask::get(path).send(self.port).await
    }

    /// A change from the page, without a session.
    pub(crate) fn change(&self, method: &str, path: &str) -> Ask {
        Ask::new(method, path).header("origin", &self.origin())
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Got {
        self.change("POST", path).json(body).send(self.port).await
    }

    pub(crate) async fn sign_in(&self, passphrase: &str) -> Got {
        let body = serde_json::json!({ "passphrase": passphrase }).to_string();
        self.post("/api/sign-in", &body).await
    }

    /// Uses the first link.
    pub(crate) async fn set_up(&self) -> Tab {
        let link = auth::first_link(&self.app).await.unwrap().expect("a link");
        let token = link.strip_prefix("/#/setup/").unwrap();
        let body = serde_json::json!({ "token": token, "passphrase": PASSPHRASE }).to_string();
        Tab::of(&self.post("/api/setup", &body).await)
    }

    /// A read with a session.
    pub(crate) async fn look(&self, tab: &Tab, path: &str) -> Got {
        Ask::get(path).header("cookie", &tab.cookie).send(self.port).await
    }

    /// A change with a session.
    pub(crate) fn act(&self, tab: &Tab, method: &str, path: &str) -> Ask {
        self.change(method, path).header("cookie", &tab.cookie).header(CSRF_HEADER, &tab.csrf)
    }

    pub(crate) async fn act_json(&self, tab: &Tab, path: &str, body: &str) -> Got {
        self.act(tab, "POST", path).json(body).send(self.port).await
    }
}

impl Tab {
    #[track_caller]
    pub(crate) fn of(got: &Got) -> Self {
        assert_eq!(got.status, 200, "{}", String::from_utf8_lossy(&got.body));
        let session: Session = got.read();
        assert!(session.signed_in);
        Self { cookie: got.cookie(), csrf: session.csrf.expect("a token") }
    }
}
