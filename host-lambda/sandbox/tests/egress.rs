//! The egress over a real socket: redirects, echoes, endless bodies, tokens, quotas.
#![allow(clippy::unwrap_used, reason = "test helpers")]

mod common;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_trait::async_trait;
use common::{Recorder, SECRET, Seen, deps, manifest, target, upstream};
use holdfast_app::ports::{Call, Failure};
use holdfast_sandbox::egress::transport::{Incoming, Outgoing, SendError, Transport};
use holdfast_sandbox::egress::{CallScope, Egress, Request, Response, digest};
use holdfast_sandbox::manifest::Permissions;
use holdfast_sandbox::{Credential, Deps, Grant, TargetConfig};

struct Bench {
    egress: Egress,
    scope: CallScope,
    log: Arc<Recorder>,
    seen: Arc<Seen>,
}

fn egress(targets: Vec<TargetConfig>, deps: &Deps) -> Egress {
    let manifest = manifest();
    let permissions = Permissions::intersect(&manifest, &Grant::everything_asked(&manifest));
    Egress::new("test", permissions, targets, deps).unwrap()
}

async fn bench(credential: impl FnOnce(SocketAddr) -> Credential) -> Bench {
    let (log, seen) = (Arc::new(Recorder::default()), Arc::new(Seen::default()));
    let address = upstream(seen.clone()).await;
    let deps = deps(&log);
    let scope = CallScope::new(Call::Submit, Some("i1".to_owned()), &deps.limits);
    let egress = egress(vec![target(address, credential(address))], &deps);
    Bench { egress, scope, log, seen }
}

fn basic(_: SocketAddr) -> Credential {
    Credential::Basic { user: "me".into(), secret_name: "test".into() }
}

fn request(method: &str, path: &str) -> Request {
    Request {
        target: "up".into(),
        method: method.into(),
        path: path.split('/').map(str::to_owned).collect(),
        ..Request::default()
    }
}

impl Bench {
    async fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        self.egress.send(&mut self.scope, request).await
    }

    async fn get(&mut self, path: &str) -> Result<Response, Failure> {
        self.send(&request("GET", path)).await
    }
}

#[tokio::test]
async fn the_credential_is_added_by_the_host() {
    let mut bench = bench(basic).await;
    bench.get("thing/a b").await.unwrap();
    let auth = bench.seen.authorization.lock().unwrap().remove(0);
    assert!(auth.starts_with("Basic "), "{auth}");
    assert_eq!(bench.seen.paths.lock().unwrap()[0], "/thing/a%20b");
    assert_eq!(bench.log.last().request_digest, digest(&request("GET", "thing/a b")));
}

#[tokio::test]
async fn a_redirect_comes_back_and_is_not_followed() {
    let mut bench = bench(basic).await;
    let answer = bench.get("redirect").await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (302, b"moved".as_slice()));
    assert!(!answer.headers.iter().any(|(name, _)| name == "location" || name == "set-cookie"));
    assert_eq!(bench.seen.hits(), 1);
}

#[tokio::test]
async fn an_echoed_secret_is_masked() {
    let mut bench = bench(basic).await;
    let answer = String::from_utf8(bench.get("secret").await.unwrap().body).unwrap();
    assert!(!answer.contains(SECRET), "{answer}");
    let auth = bench.seen.authorization.lock().unwrap()[0].clone();
    assert!(!answer.contains(auth.trim_start_matches("Basic ")), "{answer}");
    assert!(answer.contains("***"), "{answer}");
}

#[tokio::test]
async fn a_secret_in_a_request_does_not_leave() {
    let mut bench = bench(basic).await;
    let mut encoded = request("POST", "write");
    encoded.body = format!("x={}", SECRET.replace('/', "%2F").replace('+', "%2b")).into_bytes();
    let mut query = request("GET", "thing/1");
    query.query.push(("q".into(), format!("a{SECRET}b")));
    let mut header = request("GET", "thing/1");
    header.headers.push(("accept".into(), SECRET.into()));
    for request in [encoded, query, header] {
        let error = bench.send(&request).await.unwrap_err();
        assert!(matches!(&error, Failure::Denied(t) if t.contains("secret")), "{error}");
        let recorded = bench.log.last().refusal.unwrap();
        assert!(!recorded.contains(SECRET), "{recorded}");
    }
    assert_eq!(bench.seen.hits(), 0);
}

#[tokio::test]
async fn an_endless_body_ends_at_the_limit() {
    let mut bench = bench(basic).await;
    let error = bench.get("endless").await.unwrap_err();
    assert!(matches!(&error, Failure::Malformed(t) if t.contains("response_bytes_max")), "{error}");
}

#[tokio::test]
async fn a_compressed_body_is_not_unpacked() {
    let error = bench(basic).await.get("gzip").await.unwrap_err();
    assert!(matches!(&error, Failure::Malformed(t) if t.contains("compressed")), "{error}");
}

#[tokio::test]
async fn quotas_hold_for_each_call() {
    let mut bench = bench(basic).await;
    let mut big = request("POST", "write");
    big.body = vec![b'x'; 1001];
    let error = bench.send(&big).await.unwrap_err().to_string();
    assert!(error.contains("request_bytes_max"), "{error}");
    for _ in 0..5 {
        bench.get("thing/1").await.unwrap();
    }
    let error = bench.get("thing/1").await.unwrap_err().to_string();
    assert!(error.contains("calls_max = 5"), "{error}");
    assert_eq!(bench.seen.hits(), 5);
}

#[tokio::test]
async fn headers_of_the_host_are_refused() {
    let mut bench = bench(basic).await;
    for name in ["Authorization", "cookie", "Host", "X-Forwarded-For", "x-unasked"] {
        let mut request = request("GET", "thing/1");
        request.headers.push((name.into(), "x".into()));
        let error = bench.send(&request).await.unwrap_err();
        assert!(matches!(error, Failure::Denied(_)), "{name}: {error}");
    }
    assert_eq!(bench.seen.hits(), 0);
}

fn oauth(address: SocketAddr) -> Credential {
    Credential::ClientCredentials {
        token_url: format!("http://{address}/token"),
        client_id: "client".into(),
        secret_name: "test".into(),
        scope: "s".into(),
    }
}

#[tokio::test]
async fn a_token_is_fetched_once_and_masked() {
    let mut bench = bench(oauth).await;
    let answer = bench.get("secret").await.unwrap();
    assert!(!String::from_utf8(answer.body).unwrap().contains("access-token-0"));
    bench.get("thing/1").await.unwrap();
    assert_eq!(bench.seen.tokens.load(Ordering::SeqCst), 1);
    let last = bench.seen.authorization.lock().unwrap().last().cloned();
    assert_eq!(last.as_deref(), Some("Bearer access-token-0"));
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_reads() {
    let mut bench = bench(oauth).await;
    let answer = bench.get("status/401").await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"renewed".as_slice()));
    assert_eq!(bench.seen.tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_missing_secret_says_what_to_do() {
    let mut bench = bench(|_| Credential::Bearer { secret_name: "absent".into() }).await;
    let error = bench.get("thing/1").await.unwrap_err();
    assert!(error.to_string().contains("holdfast secrets set absent"), "{error}");
    assert_eq!(bench.seen.hits(), 0);
}

/// Resolves every name to the given addresses and refuses to send.
struct Names(Vec<SocketAddr>);

#[async_trait]
impl Transport for Names {
    async fn resolve(&self, _host: &str, _port: u16) -> Result<Vec<SocketAddr>, String> {
        Ok(self.0.clone())
    }

    async fn send(&self, request: Outgoing) -> Result<Incoming, SendError> {
        let body = format!("{} via {:?}", request.url, request.pinned).into_bytes();
        Ok(Incoming { status: 200, headers: Vec::new(), body })
    }
}

#[tokio::test]
async fn names_that_lead_inside_are_refused_and_others_pinned() {
    let log = Arc::new(Recorder::default());
    for (addresses, expected) in [
        (vec!["1.1.1.1:443"], true),
        (vec!["10.0.0.1:443"], false),
        (vec!["1.1.1.1:443", "169.254.169.254:443"], false),
        (vec!["[::ffff:127.0.0.1]:443"], false),
    ] {
        let pinned = addresses.iter().map(|text| text.parse().unwrap()).collect();
        let deps = Deps { transport: Arc::new(Names(pinned)), ..deps(&log) };
        let config = TargetConfig {
            id: "up".into(),
            base_url: "https://up.example/base/".into(),
            loopback: false,
            credential: Credential::None,
        };
        let egress = egress(vec![config], &deps);
        let mut scope = CallScope::new(Call::Poll, None, &deps.limits);
        let answer = egress.send(&mut scope, &request("GET", "thing/1")).await;
        assert_eq!(answer.is_ok(), expected, "{addresses:?}");
        if let Ok(answer) = answer {
            let text = String::from_utf8(answer.body).unwrap();
            assert_eq!(text, "https://up.example/base/thing/1 via [1.1.1.1:443]");
        }
    }
}
