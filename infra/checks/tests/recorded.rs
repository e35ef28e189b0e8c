//! What each function asks of the table, recorded while real cycles run, is covered by its role in the template.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use api_types::{ActionState, Approve};
use async_trait::async_trait;
use holdfast_adapters::{Claude, FileSecrets, NoNotices, SystemClock};
use holdfast_app::ports::{Clock, Item, Items, Key, Query, Secrets, StoreError, Table, Write};
use holdfast_app::usecases::App;
use holdfast_entrypoints::compose::{Parts, TracingLog, wire};
use holdfast_entrypoints::connections::{Connections, demo_secrets};
use holdfast_entrypoints::demo::{self, Workspace};
use holdfast_entrypoints::functions::Functions;
use holdfast_infra::{Role, Template};
use holdfast_sandbox::Limits;
use holdfast_sandbox::egress::transport::HttpTransport;
use holdfast_store::{DynamoTable, EmbeddedStore};
use holdfast_upstream::{Running, UpstreamConfig};
use serde_json::{Value, json};
use statemachine::{AGENT_CYCLE, ExecutionRequest, StateMachine, TaskFailure, TaskRunner};

/// (function, operation of DynamoDB, partition).
type Calls = BTreeSet<(String, &'static str, String)>;

/// The table, with a note of who asked what.
#[derive(Clone)]
struct Recorder {
    inner: Arc<DynamoTable>,
    function: Arc<Mutex<String>>,
    calls: Arc<Mutex<Calls>>,
    half_units: Arc<AtomicU32>,
}

/// Most half request units of a check that finds nothing: what it takes today. It may only fall.
const QUIET_HALF_UNITS_MAX: u32 = 93;

impl Recorder {
    fn note(&self, operation: &'static str, pk: &str) {
        let function = self.function.lock().unwrap().clone();
        self.calls.lock().unwrap().insert((function, operation, pk.to_owned()));
    }

    /// Counts request units, doubled, for items of the smallest size (docs/access-patterns.md).
    fn cost(&self, half_units: u32) {
        self.half_units.fetch_add(half_units, Ordering::Relaxed);
    }

    fn now(&self, function: &str) {
        function.clone_into(&mut self.function.lock().unwrap());
    }
}

#[async_trait]
impl Table for Recorder {
    async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        self.note("GetItem", &key.pk);
        self.cost(2);
        self.inner.get(key).await
    }
    async fn query(&self, query: &Query) -> Result<Items, StoreError> {
        self.note("Query", &query.pk);
        self.cost(2);
        self.inner.query(query).await
    }
    async fn query_index(&self, query: &Query) -> Result<Items, StoreError> {
        self.note("Query on GSI1", &query.pk);
        self.cost(1);
        self.inner.query_index(query).await
    }
    async fn write(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let each = if writes.len() > 1 { 4 } else { 2 };
        for write in &writes {
            let listed = matches!(write, Write::Put(item, _) if item.index.is_some());
            self.cost(each * (1 + u32::from(listed)));
            match write {
                Write::Put(item, _) => self.note("PutItem", &item.key.pk),
                Write::Delete(key, _) => self.note("DeleteItem", &key.pk),
                Write::Check(key, _) => self.note("ConditionCheckItem", &key.pk),
            }
        }
        self.inner.write(writes).await
    }
}

/// Ten in the morning (UTC) of the day after today, going on from there: housekeeping is due.
struct Morning {
    ahead_ms: i64,
}

impl Morning {
    fn new() -> Self {
        let day_ms = 86_400_000;
        let now = SystemClock.now_ms();
        Self { ahead_ms: (now.div_euclid(day_ms) + 1) * day_ms + 10 * 3_600_000 - now }
    }
}

impl Clock for Morning {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.ahead_ms
    }
    fn random_hex(&self) -> String {
        SystemClock.random_hex()
    }
}

/// Names the function before it runs.
struct Named<'a> {
    functions: Functions,
    recorder: &'a Recorder,
}

#[async_trait]
impl TaskRunner for Named<'_> {
    async fn run(&self, function: &str, payload: Value) -> Result<Value, TaskFailure> {
        self.recorder.now(function);
        self.functions.run(function, payload).await
    }
}

struct World {
    app: App,
    recorder: Recorder,
    running: Running,
    folder: std::path::PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn world() -> World {
    let folder = std::env::temp_dir().join(format!(
        "holdfast-roles-{}-{}",
        std::process::id(),
        SystemClock.random_hex()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    let clock = Arc::new(Morning::new());
    let running = Running::start(UpstreamConfig::sample(clock.now_ms()), 0).await.unwrap();
    let secrets = Arc::new(FileSecrets::open(folder.join("secrets.json")).unwrap());
    demo_secrets(secrets.as_ref()).await.unwrap();
    let secrets: Arc<dyn Secrets> = secrets;
    let connections = Connections::stand_ins(&running.url());
    let claude = Claude::new(&connections.claude_url, secrets.clone()).unwrap();
    claude.refresh().await;
    let now = clock.clone();
    let store = EmbeddedStore::memory().unwrap();
    let table = store.table(Arc::new(move || now.now_ms() / 1000)).await.unwrap();
    let recorder = Recorder {
        inner: Arc::new(table),
        function: Arc::new(Mutex::new("set-up".to_owned())),
        calls: Arc::default(),
        half_units: Arc::default(),
    };
    let parts = Parts {
        table: Arc::new(recorder.clone()),
        secrets,
        clock,
        transport: Arc::new(HttpTransport::default()),
        egress_log: Arc::new(TracingLog),
        limits: Limits::default(),
        llm: Arc::new(claude),
        notices: Arc::new(NoNotices),
    };
    let wired = wire(parts, &connections).await.unwrap();
    demo::configure(&wired.app, &wired.plugins, Workspace::Sample).await.unwrap();
    World { app: wired.app, recorder, running, folder }
}

impl World {
    async fn cycle(&self) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let id = format!("execution-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let request = ExecutionRequest { id, start_time: String::new(), input: json!({}) };
        let functions = Functions::new(self.app.clone());
        let named = Named { functions, recorder: &self.recorder };
        let machine = StateMachine::parse(AGENT_CYCLE).unwrap();
        machine.execute(&named, request, &()).await.unwrap();
    }

    /// What a user does: looks around, turns the dial, cancels a draft, approves another for the minute check.
    async fn user(&self) {
        let app = &self.app;
        app.status().await.unwrap();
        app.activity(None, None, None).await.unwrap();
        let mut settings = app.config().await.unwrap().settings;
        settings.first_sync_days = 10;
        app.put_settings(&settings).await.unwrap();
        let held = app.hold_list(None).await.unwrap().items;
        let held: Vec<_> = held.iter().filter(|a| a.state == ActionState::Held).collect();
        let (first, second) = (held.first().unwrap(), held.get(1).unwrap());
        app.cancel(&first.id, first.revision).await.unwrap();
        let approve = Approve {
            revision: second.revision,
            verdict_digest: second.verdict.verdict_digest.clone(),
            engine_digest: second.engine_digest.clone(),
            send_now: false,
        };
        app.approve(&second.id, &approve).await.unwrap();
    }
}

#[tokio::test]
async fn a_check_that_finds_nothing_costs_no_more_than_it_did() {
    let world = world().await;
    world.cycle().await;
    world.cycle().await;
    world.recorder.half_units.store(0, Ordering::Relaxed);
    world.cycle().await;
    let taken = world.recorder.half_units.load(Ordering::Relaxed);
    assert!(taken <= QUIET_HALF_UNITS_MAX, "{taken} half units");
}

#[tokio::test]
async fn what_each_function_asks_of_the_table_is_within_its_role() {
    let world = world().await;
    world.cycle().await;
    let _ = world.running.state.release();
    world.cycle().await;
    world.cycle().await;
    world.recorder.now("api");
    world.user().await;
    world.recorder.now("hold-queue-checker");
    world.app.check_due().await.unwrap();
    let calls = world.recorder.calls.lock().unwrap().clone();
    let template = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../template.yaml");
    let template = Template::parse(&std::fs::read_to_string(template).unwrap()).unwrap();
    let mut roles: BTreeMap<String, Role> = BTreeMap::new();
    let mut beyond = Vec::new();
    for (function, operation, partition) in calls.iter().filter(|(f, ..)| f != "set-up") {
        let role = roles.entry(function.clone()).or_insert_with(|| Role::of(&template, function));
        let (name, index) = match *operation {
            "Query on GSI1" => ("Query", true),
            other => (other, false),
        };
        if !role.allows(name, index, partition) {
            beyond.push(format!("{function}: {operation} on {partition}"));
        }
    }
    assert!(beyond.is_empty(), "{}", beyond.join("\n"));
    assert_eq!(roles.len(), 9, "every function was recorded: {:?}", roles.keys());
    // The test can fail: nobody but the dashboard's function may write the configuration or a decision of the user.
    let triage = Role::of(&template, "triage-haiku");
    assert!(
        !triage.allows("PutItem", false, "PROJECT#pay")
            && !triage.allows("PutItem", false, "CONFIG")
    );
}
