//! Accounts against the stand-ins: the real store, guests and cycle; only the services are stood in for.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_types::{
    ConnectApplication, ConnectJira, ConnectOutlook, DeviceProgress, EventKind, FirstRunMove,
    HealthState, Step, StepState,
};
use holdfast_app::domain::keys;
use holdfast_app::domain::project::Project;
use holdfast_app::ports::{Notice, NoticeError, Notices, Secret};
use holdfast_app::usecases::App;
use holdfast_app::usecases::user::connect::ConnectError;
use holdfast_upstream::{
    CLIENT_ID, CLIENT_SECRET, Fault, FaultKind, Faults, JIRA_TOKEN, JIRA_USER, MAILBOX, Running,
    Service, TENANT,
};
use serde_json::Value;

use crate::{commands, compose};
use holdfast_entrypoints::compose::configure_fresh;
use holdfast_entrypoints::connections::Connections;
use holdfast_entrypoints::cycle;

/// A mail server for notices that accepts everything.
#[derive(Default)]
struct Accepts(Mutex<Vec<Notice>>);

#[async_trait::async_trait]
impl Notices for Accepts {
    async fn send(&self, notice: &Notice) -> Result<(), NoticeError> {
        self.0.lock().unwrap().push(notice.clone());
        Ok(())
    }
}

struct Bench {
    running: Running,
    folder: PathBuf,
    app: App,
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An empty data folder beside stand-ins that hold nothing back.
async fn bench() -> Bench {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("holdfast-connect-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    crate::data::create_private(&folder).unwrap();
    let running = Running::start(commands::stand_in_config(), 0).await.unwrap();
    let app = open(&folder, &running.url()).await;
    Bench { running, folder, app }
}

/// What a start does.
async fn open(folder: &std::path::Path, url: &str) -> App {
    let connections = Connections::read(folder).unwrap().with_stand_ins(url);
    let secrets = compose::secrets(folder).unwrap();
    let composed = compose::compose(folder, &connections, secrets).await.unwrap();
    configure_fresh(&composed.app).await.unwrap();
    composed.app
}

fn jira() -> ConnectJira {
    ConnectJira {
        site: "https://northwind.atlassian.net/jira/projects".into(),
        mail: JIRA_USER.into(),
        token: JIRA_TOKEN.into(),
    }
}

fn application() -> ConnectApplication {
    ConnectApplication {
        tenant: TENANT.into(),
        client_id: CLIENT_ID.into(),
        client_secret: CLIENT_SECRET.into(),
        mailbox: MAILBOX.into(),
    }
}

fn payments(app: &App) -> Project {
    Project {
        id: "pay".into(),
        name: "Payments".into(),
        key: "PAY".into(),
        created_ms: app.now(),
        ..Project::default()
    }
}

fn rejected<T>(result: Result<T, ConnectError>) -> (&'static str, String) {
    match result {
        Err(ConnectError::Rejected(why)) => (why.code, format!("{} {}", why.error, why.hint)),
        Err(ConnectError::Case(error)) => panic!("{error}"),
        Ok(_) => panic!("accepted"),
    }
}

impl Bench {
    fn requests(&self, service: &str) -> usize {
        let log = self.running.state.look("log");
        log["entries"].as_array().unwrap().iter().filter(|e| e["service"] == service).count()
    }

    async fn health(&self, name: &str) -> (HealthState, String) {
        let view = self.app.connection_view(name).await.unwrap();
        (view.health, format!("{} {}", view.health_text, view.hint))
    }

    async fn check(&self) -> cycle::Summary {
        cycle::run(&self.app).await.unwrap()
    }

    async fn project(&self) {
        self.app.put_project(&payments(&self.app)).await.unwrap();
    }

    async fn events(&self, word: &str) -> usize {
        let page = self.app.activity(None, None, None).await.unwrap();
        page.items.iter().filter(|e| e.text.starts_with(word)).count()
    }

    async fn sign_in(&self) -> DeviceProgress {
        let ask = ConnectOutlook { tenant: "organizations".into(), client_id: CLIENT_ID.into() };
        let mut progress = self.app.start_outlook(&ask).await.unwrap();
        for _ in 0..100 {
            if !matches!(progress, DeviceProgress::Waiting { .. }) {
                return progress;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            progress = self.app.outlook_progress().await.unwrap();
        }
        panic!("the sign-in does not end");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_credential_is_said_and_nothing_is_stored() {
    let bench = bench().await;
    let app = &bench.app;
    let (code, text) =
        rejected(app.connect_jira(&ConnectJira { token: "wrong".into(), ..jira() }).await);
    assert!(code == "refused" && text.contains("refuses this mail address and token"), "{text}");
    let away = ConnectJira { site: "northwind.example".into(), ..jira() };
    assert_eq!(rejected(app.connect_jira(&away).await).0, "wrong_input");
    let wrong = ConnectApplication { client_secret: "wrong".into(), ..application() };
    let (code, text) = rejected(app.connect_application(&wrong).await);
    assert!(code == "refused" && text.contains("client secret"), "{text}");
    let other =
        ConnectApplication { mailbox: "somebody@northwind.example".into(), ..application() };
    let (code, text) = rejected(app.connect_application(&other).await);
    assert!(code == "refused" && text.contains("does not exist"), "{text}");
    let unknown = ConnectOutlook { tenant: "organizations".into(), client_id: "other".into() };
    let (code, text) = rejected(app.start_outlook(&unknown).await);
    assert!(code == "refused" && text.contains("does not know this application"), "{text}");
    for (integration, secret) in [("jira", "jira"), ("outlook", "graph")] {
        assert_eq!(bench.health(integration).await.0, HealthState::NotConnected);
        assert!(app.table.get(&keys::connection(integration)).await.unwrap().is_none());
        assert!(app.secrets.get(secret).await.is_err());
    }
    assert_eq!(app.config().await.unwrap().mailbox, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_sync_is_seen_and_a_disconnect_ends_the_reading() {
    let bench = bench().await;
    let app = &bench.app;
    let run = app.first_run().await.unwrap();
    assert!(!run.finished && run.sync.is_none());
    assert!(run.steps.iter().all(|(_, state)| *state == StepState::Open), "{run:?}");
    let early = app.move_first_run(FirstRunMove::Finish {}).await.unwrap_err();
    assert!(early.to_string().contains("still open"), "{early}");

    let view = app.connect_jira(&jira()).await.unwrap();
    assert_eq!(
        (view.place.as_str(), view.method.as_str()),
        ("northwind.atlassian.net", "api_token")
    );
    assert!(view.connected && !view.account.is_empty() && !view.grants.is_empty(), "{view:?}");
    assert_eq!(view.health, HealthState::NotReadYet);
    let config = app.config().await.unwrap();
    assert_eq!(config.issue_link_base, "https://northwind.atlassian.net/browse/");
    assert!(config.own_account_id.contains(':'), "{}", config.own_account_id);
    let DeviceProgress::Connected { connection } = bench.sign_in().await else { panic!("failed") };
    assert_eq!((connection.place.as_str(), connection.method.as_str()), (MAILBOX, "device_code"));
    assert!(matches!(app.outlook_progress().await.unwrap(), DeviceProgress::Connected { .. }));
    assert!(
        app.jira_projects().await.unwrap().iter().any(|p| p.key == "PAY" && p.boards.len() == 1)
    );
    assert!(app.mail_folders().await.unwrap().iter().any(|f| f.name == "Inbox / Projects"));
    bench.project().await;

    app.move_first_run(FirstRunMove::ConfirmZone {}).await.unwrap();
    app.move_first_run(FirstRunMove::Skip { step: Step::People }).await.unwrap();
    app.move_first_run(FirstRunMove::Resume { step: Step::People }).await.unwrap();
    assert!(app.move_first_run(FirstRunMove::Finish {}).await.is_err(), "people are open again");
    app.move_first_run(FirstRunMove::Skip { step: Step::People }).await.unwrap();
    assert!(app.move_first_run(FirstRunMove::Finish {}).await.unwrap().finished);

    let other = app.clone();
    let check = tokio::spawn(async move { cycle::run(&other).await.unwrap() });
    let mut phases = std::collections::BTreeSet::new();
    while !check.is_finished() {
        let sync = app.first_run().await.unwrap().sync.unwrap();
        if sync.running {
            phases.insert(sync.phase);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let summary = check.await.unwrap();
    assert_eq!(summary.error, None);
    for phase in ["reading PAY in Jira", "reading the inbox in Outlook"] {
        assert!(phases.contains(phase), "{phases:?}");
    }
    let sync = app.first_run().await.unwrap().sync.unwrap();
    assert!(!sync.running && sync.error.is_empty(), "{sync:?}");
    assert_eq!((sync.read, sync.stored, sync.artefacts), (summary.read, summary.new_signals, 4));
    assert!(sync.unassigned > 0 && sync.next_check_ms > Some(app.now()), "{sync:?}");
    for name in ["jira", "outlook"] {
        assert_eq!(bench.health(name).await.0, HealthState::Well, "{name}");
    }

    let gone = app.disconnect("jira").await.unwrap();
    assert!(!gone.connected && gone.health == HealthState::NotConnected);
    assert!(gone.hint.contains("id.atlassian.com"), "{}", gone.hint);
    assert!(app.secrets.get("jira").await.is_err());
    let before = bench.requests("jira");
    assert_eq!(bench.check().await.error, None);
    assert_eq!(bench.requests("jira"), before, "what is not connected is not asked");
    assert!(app.jira_projects().await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_outlives_the_process_and_the_operators_file_wins() {
    let Bench { running, folder, app } = &bench().await;
    app.connect_application(&application()).await.unwrap();
    app.connect_jira(&jira()).await.unwrap();
    // A second composition over the same folder stands for the next start.
    let again = open(folder, &running.url()).await;
    for view in again.connection_views().await.unwrap() {
        assert!(view.connected && view.connected_ms > 0, "{view:?}");
    }
    again.mail_folders().await.unwrap();
    again.jira_projects().await.unwrap();
    let stored = again.table.get(&keys::connection("outlook")).await.unwrap().unwrap().body;
    assert!(!stored.to_string().contains(CLIENT_SECRET), "no secret stands in the table");

    let connections = Connections::read(folder).unwrap();
    let real = compose::effective(&again, connections.clone()).await.unwrap();
    assert!(real.jira.is_none() && real.graph.is_none(), "a stand-in's account goes nowhere else");
    let tried = connections.with_stand_ins(&running.url());
    let tried = compose::effective(&again, tried).await.unwrap();
    assert!(tried.jira.is_some() && tried.graph.is_some());
    // Moved to another machine: the table came along, the secrets did not.
    again.secrets.remove("jira").await.unwrap();
    again.put_project(&payments(&again)).await.unwrap();
    cycle::run(&again).await.unwrap();
    let view = again.connection_view("jira").await.unwrap();
    assert_eq!(view.health, HealthState::Failing);
    assert!(view.health_text.contains("secret is not on this machine"), "{}", view.health_text);

    let named = Connections::stand_ins(&running.url());
    let text = serde_json::json!({ "jira": named.jira }).to_string();
    std::fs::write(folder.join("connections.json"), text).unwrap();
    let fixed = open(folder, &running.url()).await;
    assert_eq!(rejected(fixed.connect_jira(&jira()).await).0, "fixed");
    assert_eq!(rejected(fixed.disconnect("jira").await).0, "fixed");
    fixed.secrets.set("jira", Secret::new(JIRA_TOKEN)).await.unwrap();
    fixed.jira_projects().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_an_expired_and_a_slowed_sign_in() {
    let bench = bench().await;
    bench.control("device", r#"{"decline":true,"slow_down":1}"#).await;
    let ask = ConnectOutlook { tenant: TENANT.into(), client_id: CLIENT_ID.into() };
    let DeviceProgress::Waiting { code } = bench.app.start_outlook(&ask).await.unwrap() else {
        panic!("no code")
    };
    let asked = bench.requests("login");
    assert!(matches!(bench.app.outlook_progress().await.unwrap(), DeviceProgress::Waiting { .. }));
    assert_eq!(bench.requests("login"), asked, "asked sooner than the interval allows");
    tokio::time::sleep(Duration::from_secs(u64::from(code.interval_s) + 1)).await;
    let DeviceProgress::Waiting { code: slower } = bench.app.outlook_progress().await.unwrap()
    else {
        panic!("over")
    };
    assert_eq!(slower.interval_s, code.interval_s + 5);

    bench.control("device", r#"{"decline":true}"#).await;
    let DeviceProgress::Failed { error, .. } = bench.sign_in().await else { panic!("signed in") };
    assert_eq!(error, "The sign-in was declined.");
    bench.control("device", r#"{"expire":true}"#).await;
    let DeviceProgress::Failed { error, hint } = bench.sign_in().await else { panic!("signed in") };
    assert!(error.contains("expired") && hint.contains("new code"), "{error} {hint}");
    assert_eq!(bench.health("outlook").await.0, HealthState::NotConnected);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_warning_then_an_error_then_one_word_when_it_answers_again() {
    let mut bench = bench().await;
    let told = Arc::new(Accepts::default());
    bench.app.notices = told.clone();
    let app = &bench.app;
    // Quiet all day: what is urgent breaks through.
    let mut settings = app.config().await.unwrap().settings;
    settings.notice_address = "pm@northwind.example".into();
    (settings.notices.quiet_start_min, settings.notices.quiet_end_min) = (0, 1439);
    // After 08:00 housekeeping would add the digest: the test must not depend on when it runs.
    settings.notices.digest = false;
    app.put_settings(&settings).await.unwrap();
    app.connect_jira(&jira()).await.unwrap();
    app.connect_application(&application()).await.unwrap();
    bench.project().await;
    bench.check().await;
    let down = |kind| Fault { times: 1_000, ..Fault::once(kind, Service::Jira) };
    let strike = |kind| {
        let faults = Faults { rules: vec![down(kind)], ..Faults::default() };
        bench.running.state.set_faults(faults);
    };
    strike(FaultKind::Unavailable);
    for (state, warnings, errors) in [
        (HealthState::Warning, 1, 0),
        (HealthState::Warning, 1, 0),
        (HealthState::Failing, 1, 1),
        (HealthState::Failing, 1, 1),
    ] {
        bench.check().await;
        let (found, text) = bench.health("jira").await;
        assert_eq!(found, state, "{text}");
        assert!(text.starts_with("Jira does not answer."), "{text}");
        assert_eq!(
            (bench.events("Warning:").await, bench.events("Error:").await),
            (warnings, errors)
        );
        assert_eq!(told.0.lock().unwrap().len(), errors, "one notice with the error, none before");
    }
    assert_eq!(bench.health("outlook").await.0, HealthState::Well);
    bench.running.state.set_faults(Faults::default());
    bench.check().await;
    bench.check().await;
    assert_eq!(bench.health("jira").await.0, HealthState::Well);
    assert_eq!(bench.events("Jira answers again").await, 1);

    // A refused credential is an error at once.
    strike(FaultKind::Unauthorised);
    bench.check().await;
    let (found, text) = bench.health("jira").await;
    assert_eq!(found, HealthState::Failing);
    assert_eq!(
        text,
        "Jira refuses the credential: the token has expired or was revoked. Connect again in Settings."
    );
    assert_eq!(bench.events("Error: Jira refuses the credential").await, 1);
    let notices = told.0.lock().unwrap().clone();
    assert_eq!(notices.len(), 2, "at once, not after three");
    assert_eq!(notices[1].subject, "Holdfast: Jira cannot be read");
    assert!(notices[1].body.contains("Connect again in Settings."), "{}", notices[1].body);
    let page = app.activity(None, Some(EventKind::Failure), None).await.unwrap();
    for event in &page.items {
        assert!(!event.text.contains('@') && !event.text.contains(JIRA_TOKEN), "{}", event.text);
    }
    // Connecting again starts afresh.
    bench.running.state.set_faults(Faults::default());
    app.connect_jira(&jira()).await.unwrap();
    assert_eq!(bench.health("jira").await.0, HealthState::NotReadYet);
}

impl Bench {
    /// Tells the stand-ins' control plane.
    async fn control(&self, path: &str, body: &str) {
        use holdfast_sandbox::egress::transport::{HttpTransport, Outgoing, Transport as _};
        let url = url::Url::parse(&format!("{}/_control/{path}", self.running.url())).unwrap();
        let pinned = url.socket_addrs(|| None).unwrap();
        let asked = Outgoing {
            method: "POST".into(),
            url,
            headers: vec![("content-type".into(), "application/json".into())],
            body: body.as_bytes().to_vec(),
            pinned,
            timeout_ms: 10_000,
            response_bytes_max: 1 << 16,
        };
        let answer = HttpTransport::default().send(asked).await.unwrap();
        let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        assert_eq!(answer.status, 200, "{said}");
    }
}
