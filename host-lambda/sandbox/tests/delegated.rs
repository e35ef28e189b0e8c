//! A sign-in of a person over a real socket: refresh tokens rotate, are stored first, and are used once.
#![allow(clippy::unwrap_used, reason = "test helpers")]

mod common;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use common::Recorder;
use holdfast_app::ports::{Call, Failure, Secret, SecretError, Secrets};
use holdfast_sandbox::egress::transport::HttpTransport;
use holdfast_sandbox::egress::{CallScope, Egress, Request, post_form};
use holdfast_sandbox::manifest::Permissions;
use holdfast_sandbox::target::Place;
use holdfast_sandbox::{Credential, Deps, Grant, Limits, Manifest, TargetConfig};
use holdfast_upstream::{CLIENT_ID, Running, TENANT, UpstreamConfig};
use serde_json::Value;

const NOW_MS: i64 = 1_770_292_800_000;
const SCOPE: &str = "Mail.ReadWrite offline_access";

#[derive(Default)]
struct Memory {
    values: Mutex<BTreeMap<String, String>>,
    full: AtomicBool,
}

#[async_trait]
impl Secrets for Memory {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        let found = self.values.lock().unwrap().get(name).cloned();
        found.map(Secret::new).ok_or_else(|| SecretError::Missing(name.to_owned()))
    }

    async fn set(&self, name: &str, value: Secret) -> Result<(), SecretError> {
        if self.full.load(Ordering::SeqCst) {
            return Err(SecretError::Store("the disk is full".to_owned()));
        }
        self.values.lock().unwrap().insert(name.to_owned(), value.expose().to_owned());
        Ok(())
    }

    async fn known_values(&self) -> Vec<Secret> {
        self.values.lock().unwrap().values().map(Secret::new).collect()
    }
}

struct Bench {
    running: Running,
    secrets: Arc<Memory>,
    egress: Arc<Egress>,
}

async fn token(running: &Running, endpoint: &str, more: &[(&str, &str)]) -> (u16, Value) {
    let url = format!("{}/login/{TENANT}/oauth2/v2.0/{endpoint}", running.url());
    let place = Place::parse("url", &url, true).unwrap();
    let mut form = vec![("client_id", CLIENT_ID)];
    form.extend(more);
    let answer = post_form(&HttpTransport::default(), &place, &form).await.unwrap();
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

/// Stand-ins where a person signed in, and an egress that holds the refresh token.
async fn bench() -> Bench {
    let running = Running::start(UpstreamConfig::sample(NOW_MS), 0).await.unwrap();
    let (_, device) = token(&running, "devicecode", &[("scope", SCOPE)]).await;
    let ask = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", device["device_code"].as_str().unwrap()),
    ];
    assert_eq!(token(&running, "token", &ask).await.0, 400);
    let (status, granted) = token(&running, "token", &ask).await;
    assert_eq!(status, 200);
    let secrets = Arc::new(Memory::default());
    secrets.set("graph", Secret::new(granted["refresh_token"].as_str().unwrap())).await.unwrap();
    let manifest = Manifest::parse(
        "schema = 1\nname = \"test\"\nversion = \"1.0.0\"\nwit = \"0.1.0\"\n[[target]]\nid = \"graph\"\n\
         allow = [{ method = \"GET\", path = \"/me\", access = \"read\" }]",
    )
    .unwrap();
    let deps = Deps {
        secrets: secrets.clone(),
        log: Arc::new(Recorder::default()),
        transport: Arc::new(HttpTransport::default()),
        now_ms: Arc::new(|| NOW_MS),
        limits: Limits::default(),
    };
    let target = TargetConfig {
        id: "graph".into(),
        base_url: format!("{}/graph/v1.0", running.url()),
        loopback: true,
        credential: Credential::Delegated {
            token_url: format!("{}/login/{TENANT}/oauth2/v2.0/token", running.url()),
            client_id: CLIENT_ID.into(),
            secret_name: "graph".into(),
            scope: SCOPE.into(),
        },
    };
    let permissions = Permissions::intersect(&manifest, &Grant::everything_asked(&manifest));
    let egress = Egress::new("test", permissions, vec![target], &deps).unwrap();
    Bench { running, secrets, egress: Arc::new(egress) }
}

impl Bench {
    fn me(&self) -> impl Future<Output = Result<u16, Failure>> + Send + 'static {
        let egress = self.egress.clone();
        async move {
            let mut scope = CallScope::new(Call::Poll, None, &Limits::default());
            let request = Request {
                target: "graph".into(),
                method: "GET".into(),
                path: vec!["me".into()],
                ..Request::default()
            };
            egress.send(&mut scope, &request).await.map(|response| response.status)
        }
    }

    async fn stored(&self) -> String {
        self.secrets.get("graph").await.unwrap().expose().to_owned()
    }

    /// Requests to a service so far.
    fn requests(&self, service: &str) -> usize {
        let log = self.running.state.look("log");
        log["entries"].as_array().unwrap().iter().filter(|e| e["service"] == service).count()
    }

    fn control(&self, path: &str) -> impl Future<Output = ()> {
        let url = format!("{}/_control/{path}", self.running.url());
        async move {
            let place = Place::parse("url", &url, true).unwrap();
            let answer = post_form(&HttpTransport::default(), &place, &[]).await.unwrap();
            assert!(answer.status < 300, "{}", answer.status);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_at_the_same_time_renew_once_and_store_the_successor() {
    let bench = bench().await;
    let (first, asked) = (bench.stored().await, bench.requests("login"));
    let calls: Vec<_> = (0..8).map(|_| tokio::spawn(bench.me())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 200);
    }
    assert_eq!(bench.requests("login"), asked + 1, "one renewal for all eight");
    let second = bench.stored().await;
    assert_ne!(second, first, "the successor is stored");
    // The one that was used up is dead: nothing could go back to it.
    let old = [("grant_type", "refresh_token"), ("refresh_token", first.as_str())];
    let (status, body) = token(&bench.running, "token", &old).await;
    assert_eq!((status, body["error"].as_str()), (400, Some("invalid_grant")));
    // An access token that was revoked is renewed with the stored successor.
    bench.control("tokens/revoke").await;
    assert_eq!(bench.me().await.unwrap(), 200);
    assert_ne!(bench.stored().await, second);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_before_the_successor_is_stored() {
    let bench = bench().await;
    let first = bench.stored().await;
    bench.secrets.full.store(true, Ordering::SeqCst);
    let error = bench.me().await.unwrap_err();
    assert!(matches!(&error, Failure::Unavailable(t) if t.contains("stored")), "{error}");
    assert_eq!(
        bench.requests("graph"),
        0,
        "the access token was used before its successor was safe"
    );
    assert_eq!(bench.stored().await, first);
    // The one in the file is used up; the one that could not be stored is still at hand.
    bench.secrets.full.store(false, Ordering::SeqCst);
    assert_eq!(bench.me().await.unwrap(), 200);
    assert_ne!(bench.stored().await, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_was_taken_back_says_so() {
    let bench = bench().await;
    bench.control("tokens/revoke-all").await;
    let error = bench.me().await.unwrap_err();
    assert!(matches!(&error, Failure::Unauthorised(t) if t.contains("sign in again")), "{error}");
}
