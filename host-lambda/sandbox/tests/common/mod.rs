//! An upstream on a loopback port, secrets, a recording log, and guests written in WAT.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, missing_docs, reason = "test helpers")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use holdfast_app::ports::{EgressEvent, EgressLog, Secret, SecretError, Secrets};
use holdfast_sandbox::egress::transport::HttpTransport;
use holdfast_sandbox::{Credential, Deps, Limits, Manifest, TargetConfig};

/// The one secret of these tests.
pub const SECRET: &str = "tok/en-0123456789+abc";

pub struct OneSecret;

#[async_trait]
impl Secrets for OneSecret {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        if name == "test" {
            return Ok(Secret::new(SECRET));
        }
        Err(SecretError::Missing(name.to_owned()))
    }

    async fn set(&self, _name: &str, _value: Secret) -> Result<(), SecretError> {
        Err(SecretError::Store("read only".to_owned()))
    }

    async fn known_values(&self) -> Vec<Secret> {
        vec![Secret::new(SECRET)]
    }
}

#[derive(Default)]
pub struct Recorder(pub Mutex<Vec<EgressEvent>>);

impl EgressLog for Recorder {
    fn record(&self, event: EgressEvent) {
        self.0.lock().unwrap().push(event);
    }
}

impl Recorder {
    pub fn last(&self) -> EgressEvent {
        self.0.lock().unwrap().last().cloned().expect("an event was recorded")
    }
}

/// What the upstream saw.
#[derive(Default)]
pub struct Seen {
    pub hits: AtomicU32,
    pub authorization: Mutex<Vec<String>>,
    pub paths: Mutex<Vec<String>>,
    pub tokens: AtomicU32,
}

impl Seen {
    pub fn hits(&self) -> u32 {
        self.hits.load(Ordering::SeqCst)
    }
}

pub fn deps(log: &Arc<Recorder>) -> Deps {
    Deps {
        secrets: Arc::new(OneSecret),
        log: log.clone(),
        transport: Arc::new(HttpTransport::default()),
        now_ms: Arc::new(|| 1_000_000),
        limits: Limits { cpu_ms: 300, io_ms: 10_000, request_ms: 3_000, ..Limits::default() },
    }
}

pub fn target(address: SocketAddr, credential: Credential) -> TargetConfig {
    let base_url = format!("http://{address}");
    TargetConfig { id: "up".to_owned(), base_url, loopback: true, credential }
}

pub fn manifest() -> Manifest {
    let allow: Vec<String> = [
        ("GET", "/thing/{id}", "read"),
        ("GET", "/redirect", "read"),
        ("GET", "/secret", "read"),
        ("GET", "/endless", "read"),
        ("GET", "/gzip", "read"),
        ("GET", "/status/{code}", "read"),
        ("POST", "/write", "write"),
        ("POST", "/silent", "write"),
    ]
    .iter()
    .map(|(m, p, a)| format!(r#"{{ method = "{m}", path = "{p}", access = "{a}" }}"#))
    .collect();
    Manifest::parse(&format!(
        "schema = 1\nname = \"test\"\nversion = \"1.0.0\"\nwit = \"0.1.0\"\n[[target]]\nid = \"up\"\n\
         calls_max = 5\nrequest_bytes_max = 1000\nresponse_bytes_max = 100000\nallow = [{}]",
        allow.join(", ")
    ))
    .unwrap()
}

/// Starts the upstream; it ends with the test's runtime.
pub async fn upstream(seen: Arc<Seen>) -> SocketAddr {
    use axum::extract::{Request, State};
    use axum::http::{StatusCode, header};
    use axum::response::{IntoResponse, Response};

    async fn answer(State(seen): State<Arc<Seen>>, request: Request) -> Response {
        seen.hits.fetch_add(1, Ordering::SeqCst);
        let path = request.uri().path().to_owned();
        let auth = request.headers().get(header::AUTHORIZATION);
        let auth = auth.and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        seen.authorization.lock().unwrap().push(auth.clone());
        seen.paths.lock().unwrap().push(request.uri().to_string());
        match path.as_str() {
            "/token" => {
                let count = seen.tokens.fetch_add(1, Ordering::SeqCst);
                format!(r#"{{"access_token":"access-token-{count}","expires_in":3600}}"#)
                    .into_response()
            }
            "/redirect" => {
                let headers = [(header::LOCATION, "/thing/stolen"), (header::SET_COOKIE, "a=b")];
                (StatusCode::FOUND, headers, "moved").into_response()
            }
            "/secret" => format!("you sent <{auth}> and {SECRET}").into_response(),
            "/endless" => {
                let chunks = futures::stream::repeat_with(|| {
                    Ok::<_, std::io::Error>(bytes::Bytes::from_static(&[b'x'; 8192]))
                });
                axum::body::Body::from_stream(chunks).into_response()
            }
            "/gzip" => ([(header::CONTENT_ENCODING, "gzip")], "not really").into_response(),
            "/silent" => std::future::pending().await,
            "/status/401" if auth != "Bearer access-token-0" => "renewed".into_response(),
            "/status/401" => StatusCode::UNAUTHORIZED.into_response(),
            _ => format!("hello from {path}").into_response(),
        }
    }

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().fallback(answer).with_state(seen);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A request as WAT data, sent by the `probe`, `prepare` and `normalise` of the guest.
#[derive(Clone)]
pub struct Script {
    pub target: &'static str,
    pub method: &'static str,
    pub path: Vec<&'static str>,
    pub headers: BTreeMap<&'static str, &'static str>,
    /// What `probe` does instead of sending.
    pub instead: Option<&'static str>,
    /// What happens after the answer.
    pub afterwards: &'static str,
}

impl Script {
    pub fn send(method: &'static str, path: &'static str) -> Self {
        Self {
            target: "up",
            method,
            path: path.split('/').collect(),
            headers: BTreeMap::new(),
            instead: None,
            afterwards: "",
        }
    }

    /// The guest as a core module in text form.
    pub fn wat(&self) -> String {
        let mut data = Data::default();
        let target = data.text(self.target);
        let method = data.text(self.method);
        let path: Vec<_> = self.path.iter().map(|part| data.text(part)).collect();
        let path = data.pairs(&path);
        let mut fields = Vec::new();
        for (name, value) in &self.headers {
            fields.push(data.text(name));
            fields.push(data.text(value));
        }
        let headers = (data.pairs(&fields).0, self.headers.len());
        let receipt = r#"{"schema":1,"id":"r","also":"","link":"","draft":null}"#;
        let receipt = data.text(receipt);
        let ok_bytes = |at: (usize, usize)| {
            format!(
                "(i32.store8 (i32.const 512) (i32.const 0)) (i32.store (i32.const 520) (i32.const {})) \
                 (i32.store (i32.const 524) (i32.const {})) (i32.const 512)",
                at.0, at.1
            )
        };
        let send = format!(
            "(call $send {} (i32.const 512))",
            [target, method, path, (0, 0), headers, (0, 0)]
                .iter()
                .map(|(at, len)| format!("(i32.const {at}) (i32.const {len})"))
                .collect::<Vec<_>>()
                .join(" ")
        );
        let body = self.instead.map_or(send, str::to_owned);
        let (segments, afterwards) = (data.segments, self.afterwards);
        // result<response, failure> and result<string, failure> place a failure at the same offsets.
        format!(
            r#"(module
  (import "holdfast:integration/upstream@0.1.0" "send" (func $send (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "holdfast:integration/log@0.1.0" "write" (func $log (param i32 i32 i32)))
  (memory (export "memory") 2)
  (global $top (mut i32) (i32.const 65536))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (global.set $top (i32.and (i32.add (global.get $top) (i32.const 7)) (i32.const -8)))
    (block $fits
      (br_if $fits (i32.le_u (i32.add (global.get $top) (local.get 3)) (i32.shl (memory.size) (i32.const 16))))
      (br_if $fits (i32.ne (i32.const -1) (memory.grow (i32.add (i32.const 1) (i32.shr_u (local.get 3) (i32.const 16))))))
      unreachable)
    global.get $top
    (global.set $top (i32.add (global.get $top) (local.get 3))))
  (func $act {body} {afterwards})
  (func $probe (result i32)
    (call $act)
    (if (i32.eqz (i32.load8_u (i32.const 512))) (then
      (i32.store (i32.const 524) (i32.load (i32.const 536)))
      (i32.store (i32.const 520) (i32.load (i32.const 532)))))
    (i32.const 512))
  (func $prepare (result i32)
    (call $act)
    (if (i32.load8_u (i32.const 512)) (then (return (i32.const 512))))
    {ok})
  (func (export "describe") (result i32) (i32.store (i32.const 512) (i32.const 0)) (i32.store (i32.const 516) (i32.const 0)) (i32.const 512))
  (func (export "health") (result i32) {ok})
  (func (export "poll") (param i32 i32 i32 i32 i32) (result i32) unreachable)
  (func (export "normalise") (param i32 i32) (result i32) (call $prepare))
  (func (export "probe") (param i32 i32) (result i32) (call $probe))
  (func (export "prepare") (param i32 i32) (result i32) (call $prepare))
  (func (export "submit") (param i32 i32 i32 i32) (result i32) (call $prepare))
  (func (export "withdraw") (param i32 i32 i32 i32) (result i32) (call $prepare))
  (func (export "reconcile") (param i32 i32 i32 i32) (result i32) (call $prepare))
{segments})"#,
            ok = ok_bytes(receipt),
        )
    }

    /// The guest as component bytes.
    pub fn component(&self) -> Vec<u8> {
        let mut module = wat::parse_str(self.wat()).unwrap();
        let mut resolve = wit_parser::Resolve::default();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins/wit/v0.1.0");
        let (package, _) = resolve.push_dir(folder).unwrap();
        let world = resolve.select_world(&[package], Some("integration")).unwrap();
        let utf8 = wit_component::StringEncoding::UTF8;
        wit_component::embed_component_metadata(&mut module, &resolve, world, utf8).unwrap();
        let mut encoder = wit_component::ComponentEncoder::default();
        encoder.validate(true).module(&module).unwrap().encode().unwrap()
    }
}

struct Data {
    top: usize,
    segments: String,
}

impl Default for Data {
    fn default() -> Self {
        Self { top: 1024, segments: String::new() }
    }
}

impl Data {
    fn raw(&mut self, bytes: &[u8]) -> usize {
        let at = self.top;
        let hex: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
        self.segments.push_str(&format!("  (data (i32.const {at}) \"{hex}\")\n"));
        self.top = (at + bytes.len()).next_multiple_of(8);
        at
    }

    fn text(&mut self, text: &str) -> (usize, usize) {
        (self.raw(text.as_bytes()), text.len())
    }

    /// A list of (pointer, length).
    fn pairs(&mut self, items: &[(usize, usize)]) -> (usize, usize) {
        let mut bytes = Vec::new();
        for (at, len) in items {
            bytes.extend_from_slice(&u32::try_from(*at).unwrap().to_le_bytes());
            bytes.extend_from_slice(&u32::try_from(*len).unwrap().to_le_bytes());
        }
        (self.raw(&bytes), items.len())
    }
}
