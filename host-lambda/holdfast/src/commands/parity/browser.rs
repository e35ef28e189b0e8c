//! Runs the same bytes in headless Chromium: a page on 127.0.0.1 fetches batches and posts answers.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Input;
use crate::err::CliError;

/// Longest wait for the answers of one batch.
const BATCH_TIMEOUT: Duration = Duration::from_secs(120);
/// Where Debian puts it, and other names.
const BROWSERS: [&str; 4] = ["/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"];

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>parity</title><script type=module src=/parity.js></script>";
const SCRIPT: &str = include_str!("parity.js");

struct Exchange {
    policy: &'static [u8],
    batches: Mutex<Receiver<Vec<u8>>>,
    answers: Sender<Vec<u8>>,
}

/// A browser that answers batches.
pub(super) struct Browser {
    batches: Sender<Vec<u8>>,
    answers: Receiver<Vec<u8>>,
    child: Child,
    profile: std::path::PathBuf,
}

impl Browser {
    /// Starts the page's server and the browser.
    pub(super) fn start(policy: &'static [u8]) -> Result<Self, CliError> {
        let (batches, next) = channel();
        let (done, answers) = channel();
        let exchange = Arc::new(Exchange { policy, batches: Mutex::new(next), answers: done });
        let (tell, told) = channel();
        std::thread::spawn(move || serve(exchange, &tell));
        let port = told
            .recv_timeout(Duration::from_secs(10))
            .map_err(|_| CliError::failed("no local port could be opened for the browser"))?;
        let profile = std::env::temp_dir().join(format!("holdfast-parity-{}", std::process::id()));
        let child = launch(&format!("http://127.0.0.1:{port}/"), &profile)?;
        Ok(Self { batches, answers, child, profile })
    }

    /// The browser's answers, in order.
    pub(super) fn answer(&mut self, inputs: &[Input]) -> Result<Vec<Vec<u8>>, CliError> {
        let mut batch = Vec::new();
        for input in inputs {
            batch.push(input.door.byte());
            batch.extend(u32::try_from(input.bytes.len()).unwrap_or(0).to_le_bytes());
            batch.extend(&input.bytes);
        }
        self.batches.send(batch).map_err(|_| CliError::failed("the page's server has ended"))?;
        let answer = self
            .answers
            .recv_timeout(BATCH_TIMEOUT)
            .map_err(|_| CliError::failed("the browser did not answer within two minutes"))?;
        split(&answer).ok_or_else(|| {
            CliError::failed(format!("the browser failed: {}", String::from_utf8_lossy(&answer)))
        })
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn launch(url: &str, profile: &std::path::Path) -> Result<Child, CliError> {
    for browser in BROWSERS {
        let started = Command::new(browser)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if let Ok(child) = started {
            return Ok(child);
        }
    }
    Err(CliError::failed("no Chromium was found")
        .hint("Install it (Debian: apt-get install chromium), or leave the browser out with --no-browser."))
}

/// `[length, bytes]..`, little endian.
fn split(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut rest = bytes;
    let mut all = Vec::new();
    while !rest.is_empty() {
        let (length, tail) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        all.push(tail.get(..length)?.to_vec());
        rest = tail.get(length..)?;
    }
    Some(all)
}

fn serve(exchange: Arc<Exchange>, tell: &Sender<u16>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return;
    };
    runtime.block_on(async move {
        let Ok(listener) = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await else { return };
        let Ok(address) = listener.local_addr() else { return };
        let _ = tell.send(address.port());
        let router = Router::new()
            .route("/", get(|| async { ([(header::CONTENT_TYPE, "text/html")], PAGE) }))
            .route(
                "/parity.js",
                get(|| async { ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT) }),
            )
            .route("/policy.wasm", get(policy))
            .route("/batch", get(batch).post(answers))
            .layer(DefaultBodyLimit::max(256 << 20))
            .with_state(exchange);
        let _ = axum::serve(listener, router).await;
    });
}

async fn policy(State(exchange): State<Arc<Exchange>>) -> Response {
    ([(header::CONTENT_TYPE, "application/wasm")], exchange.policy).into_response()
}

/// The next batch; waits a while, then answers 204 and the page asks again.
async fn batch(State(exchange): State<Arc<Exchange>>) -> Response {
    let next = tokio::task::spawn_blocking(move || {
        let batches = exchange.batches.lock().unwrap_or_else(PoisonError::into_inner);
        batches.recv_timeout(Duration::from_secs(5)).ok()
    });
    match next.await {
        Ok(Some(batch)) => batch.into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    }
}

async fn answers(State(exchange): State<Arc<Exchange>>, body: Bytes) -> StatusCode {
    let _ = exchange.answers.send(body.to_vec());
    StatusCode::NO_CONTENT
}
