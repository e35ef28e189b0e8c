//! The wire, behind a trait, so that a simulation can run the whole egress in process.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use url::Url;

/// Milliseconds to establish a connection.
const CONNECT_MS: u64 = 5_000;
/// Clients kept, one for each pinned host; more means that addresses rotate: all are forgotten.
const CLIENTS_MAX: usize = 64;

/// A request ready to leave. Not printable: its headers carry the credential.
pub struct Outgoing {
    /// Method, upper case.
    pub method: String,
    /// Where to, whole.
    pub url: Url,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body, empty for none.
    pub body: Vec<u8>,
    /// The only addresses that may be connected to.
    pub pinned: Vec<SocketAddr>,
    /// Milliseconds until the answer must be complete.
    pub timeout_ms: u64,
    /// Longest body that is read, in bytes.
    pub response_bytes_max: u64,
}

/// What came back, a redirect included.
#[derive(Debug)]
pub struct Incoming {
    /// Status.
    pub status: u16,
    /// Names in lower case; values that are not text are left out.
    pub headers: Vec<(String, String)>,
    /// Body as it was on the wire.
    pub body: Vec<u8>,
}

/// Why nothing usable came back. The difference decides whether an effect may have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// No byte of the request left.
    NotSent(String),
    /// Bytes may have left; the answer is missing or incomplete.
    Lost(String),
    /// The body is longer than `response_bytes_max`.
    TooLong {
        /// Status of the answer.
        status: u16,
    },
}

/// Resolves names and carries requests.
#[async_trait]
pub trait Transport: Send + Sync {
    /// All addresses of a host.
    ///
    /// # Errors
    /// When the name does not resolve.
    async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, String>;

    /// Sends once: no redirect, no retry, no decompression, no other address than the pinned ones.
    ///
    /// # Errors
    /// [`SendError`].
    async fn send(&self, request: Outgoing) -> Result<Incoming, SendError>;
}

/// The real wire.
#[derive(Default)]
pub struct HttpTransport {
    clients: Mutex<HashMap<(String, Vec<SocketAddr>), reqwest::Client>>,
}

impl std::fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HttpTransport")
    }
}

impl HttpTransport {
    /// A client that can connect to the pinned addresses only.
    fn client(&self, host: &str, pinned: &[SocketAddr]) -> Result<reqwest::Client, SendError> {
        let key = (host.to_owned(), pinned.to_vec());
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&key) {
            return Ok(client.clone());
        }
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .http1_only()
            .user_agent("holdfast")
            .connect_timeout(Duration::from_millis(CONNECT_MS))
            .pool_idle_timeout(Duration::from_secs(20));
        // A literal address needs no resolution; the caller has checked that it is the pinned one.
        if host.parse::<IpAddr>().is_err() {
            builder = builder.resolve_to_addrs(host, pinned);
        }
        let client = builder.build().map_err(|error| SendError::NotSent(sentence(error)))?;
        if clients.len() >= CLIENTS_MAX {
            clients.clear();
        }
        clients.insert(key, client.clone());
        Ok(client)
    }
}

/// The causes of an error on one line, without the address that was asked.
fn sentence(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut out = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        out.push_str(": ");
        out.push_str(&cause.to_string());
        source = cause.source();
    }
    out
}

#[async_trait]
impl Transport for HttpTransport {
    async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
        let limit = Duration::from_millis(CONNECT_MS);
        let lookup = tokio::time::timeout(limit, tokio::net::lookup_host((host, port))).await;
        match lookup {
            Ok(Ok(addresses)) => {
                let mut addresses: Vec<_> = addresses.collect();
                addresses.sort_unstable();
                addresses.dedup();
                Ok(addresses)
            }
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("the name server did not answer".to_owned()),
        }
    }

    async fn send(&self, request: Outgoing) -> Result<Incoming, SendError> {
        let host = request.url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let client = self.client(&host, &request.pinned)?;
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|_| SendError::NotSent("the method is not valid".to_owned()))?;
        let mut builder = client
            .request(method, request.url)
            .timeout(Duration::from_millis(request.timeout_ms))
            .header("accept-encoding", "identity");
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let response = builder.body(request.body).send().await.map_err(|error| {
            // Connecting includes TLS: the request itself has not been written yet.
            if error.is_connect() || error.is_builder() {
                SendError::NotSent(sentence(error))
            } else {
                SendError::Lost(sentence(error))
            }
        })?;
        let status = response.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().ok().map(str::to_owned);
        let headers = response
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?)))
            .collect();
        let body = read(response, request.response_bytes_max).await?;
        Ok(Incoming { status, headers, body })
    }
}

/// Reads the body while counting, so that an endless one ends at the limit.
async fn read(mut response: reqwest::Response, bytes_max: u64) -> Result<Vec<u8>, SendError> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|error| SendError::Lost(sentence(error)))?
    {
        if (body.len() + chunk.len()) as u64 > bytes_max {
            return Err(SendError::TooLong { status });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
