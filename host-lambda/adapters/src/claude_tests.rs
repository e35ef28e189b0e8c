use std::sync::atomic::AtomicUsize;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode as Code;
use axum::response::{IntoResponse as _, Response as Answer};
use axum::routing::post;
use holdfast_app::ports::{Secret, SecretError};
use tokio::net::TcpListener;

use super::*;

struct Key(Option<&'static str>);

#[async_trait]
impl Secrets for Key {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        assert_eq!(name, "claude");
        self.0.map(Secret::new).ok_or_else(|| SecretError::Missing(name.to_owned()))
    }
    async fn set(&self, _: &str, _: Secret) -> Result<(), SecretError> {
        Err(SecretError::Store("read only".into()))
    }
    async fn known_values(&self) -> Vec<Secret> {
        Vec::new()
    }
}

type Script = fn(usize) -> Answer;
type Expected = fn(&LlmError) -> bool;

struct Server {
    script: Script,
    requests: AtomicUsize,
    last: Mutex<(HeaderMap, String)>,
}

async fn serve(State(server): State<Arc<Server>>, headers: HeaderMap, body: String) -> Answer {
    *server.last.lock().await = (headers, body);
    (server.script)(server.requests.fetch_add(1, Ordering::SeqCst))
}

/// A Messages API that answers request `n` with `script(n)`; it ends with the test's runtime.
async fn start(script: Script) -> (Claude, Arc<Server>) {
    let last = Mutex::new((HeaderMap::new(), String::new()));
    let server = Arc::new(Server { script, requests: AtomicUsize::new(0), last });
    let app = Router::new().route("/v1/messages", post(serve)).with_state(Arc::clone(&server));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (Claude::new(&base, Arc::new(Key(Some("key-1")))).unwrap(), server)
}

fn call() -> LlmCall {
    LlmCall {
        model: "claude-haiku-4-5".into(),
        system: "Classify.".into(),
        user: "PAY-1 is late.".into(),
        tool: "classify_signal".into(),
        tool_description: "Says what a message is.".into(),
        schema: json!({"type": "object"}),
        output_tokens_max: 300,
    }
}

fn message(content: Value, stop: &str) -> String {
    json!({"type": "message", "model": "claude-haiku-4-5-20251001", "content": content,
        "stop_reason": stop, "usage": {"input_tokens": 100, "output_tokens": 20,
            "cache_read_input_tokens": 5}})
    .to_string()
}

fn tool(name: &str) -> Value {
    json!([{"type": "text", "text": "Well."},
        {"type": "tool_use", "id": "t", "name": name, "input": {"category": "slip"}}])
}

#[tokio::test]
async fn a_forced_tool_call_is_sent_as_the_api_wants_it() {
    let (claude, server) =
        start(|_| message(tool("classify_signal"), "tool_use").into_response()).await;
    let answer = claude.call(&call()).await.unwrap();
    assert_eq!(answer.input, json!({"category": "slip"}));
    assert_eq!((answer.input_tokens, answer.output_tokens), (105, 20));
    assert_eq!(answer.label, "claude-haiku-4-5-20251001");
    assert_eq!(claude.label(), answer.label);
    let (headers, body) = server.last.lock().await.clone();
    assert_eq!(headers["x-api-key"], "key-1");
    assert_eq!(headers["anthropic-version"], "2023-06-01");
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["tool_choice"]["name"], "classify_signal");
    assert_eq!(body["tools"][0]["input_schema"], json!({"type": "object"}));
    assert_eq!(body["messages"][0]["content"], "PAY-1 is late.");
    assert_eq!(body["max_tokens"], 300);
}

#[tokio::test]
async fn a_stand_in_is_named_as_such() {
    let (claude, _server) = start(|_| {
        let body = message(tool("classify_signal"), "tool_use");
        ([("x-holdfast-stand-in", "rules")], body).into_response()
    })
    .await;
    assert_eq!(claude.call(&call()).await.unwrap().label, "rules, no model");
}

#[tokio::test]
async fn each_refusal_means_one_thing() {
    let table: [(u16, &str, Expected); 6] = [
        (400, "invalid_request_error", |e| *e == denied("it answers 400 invalid_request_error")),
        (
            401,
            "authentication_error",
            |e| matches!(e, LlmError::Denied(why) if why.contains("secrets set")),
        ),
        (403, "permission_error", |e| matches!(e, LlmError::Denied(_))),
        (404, "not_found_error", |e| matches!(e, LlmError::Denied(_))),
        (500, "api_error", |e| *e == LlmError::Unavailable("it answers 500".into())),
        (302, "", |e| matches!(e, LlmError::Denied(_))),
    ];
    for (code, kind, expected) in table {
        let found = failure(StatusCode::from_u16(code).unwrap(), kind);
        assert!(expected(&found), "{code}: {found:?}");
    }
    let (claude, _server) =
        start(|_| (Code::BAD_REQUEST, "{\"error\":{\"type\":\"x_y\"}}").into_response()).await;
    assert_eq!(claude.call(&call()).await, Err(denied("it answers 400 x_y")));
}

#[tokio::test]
async fn retry_after_is_kept_by_the_next_call() {
    let (claude, server) = start(|n| match n {
        0 => (Code::TOO_MANY_REQUESTS, [("retry-after", "1")], "{}").into_response(),
        _ => message(tool("classify_signal"), "tool_use").into_response(),
    })
    .await;
    assert_eq!(claude.call(&call()).await, Err(LlmError::Throttled { wait_ms: 1000 }));
    let started = Instant::now();
    claude.call(&call()).await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(900), "the second call waited");
    assert_eq!(server.requests.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_long_wait_is_answered_without_another_request() {
    let (claude, server) =
        start(|_| (Code::from_u16(529).unwrap(), [("retry-after", "600")], "{}").into_response())
            .await;
    assert_eq!(claude.call(&call()).await, Err(LlmError::Throttled { wait_ms: 600_000 }));
    let Err(LlmError::Throttled { wait_ms }) = claude.call(&call()).await else {
        panic!("the wait is not over");
    };
    assert!(wait_ms > 590_000, "{wait_ms}");
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_answer_without_the_tool_reports_what_it_cost() {
    let scripts: [(Script, &str); 4] = [
        (
            |_| message(json!([{"type": "text", "text": "No."}]), "end_turn").into_response(),
            "no tool",
        ),
        (|_| message(tool("another_tool"), "tool_use").into_response(), "no tool"),
        (|_| message(tool("classify_signal"), "max_tokens").into_response(), "cut"),
        (|_| message(json!([]), "refusal").into_response(), "declined"),
    ];
    for (script, expected) in scripts {
        let (claude, _server) = start(script).await;
        match claude.call(&call()).await {
            Err(LlmError::Refused { why, input_tokens: 105, output_tokens: 20 }) => {
                assert!(why.contains(expected), "{why}");
            }
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_is_broken_is_unavailable() {
    let (claude, _server) = start(|_| "not JSON".into_response()).await;
    assert!(matches!(claude.call(&call()).await, Err(LlmError::Unavailable(_))));
    let (claude, _server) = start(|_| vec![b' '; ANSWER_BYTES_MAX + 1].into_response()).await;
    assert!(matches!(claude.call(&call()).await, Err(LlmError::Unavailable(_))));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let claude = Claude::new(&base, Arc::new(Key(Some("key-1")))).unwrap();
    assert_eq!(
        claude.call(&call()).await,
        Err(LlmError::Unavailable("it cannot be reached".into()))
    );
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let (mut claude, server) = start(|_| "unexpected".into_response()).await;
    claude.secrets = Arc::new(Key(None));
    assert!(matches!(claude.call(&call()).await, Err(LlmError::Denied(_))));
    assert_eq!(server.requests.load(Ordering::SeqCst), 0);
    claude.refresh().await;
    assert!(!claude.is_configured());
    claude.secrets = Arc::new(Key(Some("key-1")));
    claude.refresh().await;
    assert!(claude.is_configured());
}

#[test]
fn only_https_or_this_machine() {
    let cases = [
        (CLAUDE_API, true),
        ("http://127.0.0.1:9000/claude", true),
        ("http://[::1]:9000", true),
        ("http://localhost:1", true),
        ("http://api.anthropic.com", false),
        ("ftp://127.0.0.1", false),
        ("nonsense", false),
    ];
    for (base, allowed) in cases {
        assert_eq!(Claude::new(base, Arc::new(Key(None))).is_ok(), allowed, "{base}");
    }
}
