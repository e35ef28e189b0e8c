//! One plain GET for `holdfast doctor`: status, clock and limits of a service. Nothing else uses it: the agent reaches
//! accounts through the sandbox only.

use std::time::Duration;

use holdfast_app::ports::Secret;
use reqwest::header::{DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, redirect};

/// Longest wait.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Most bytes of an answer that are read.
const BODY_BYTES_MAX: usize = 1 << 20;

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Status.
    pub status: u16,
    /// `Date`, as the service wrote it; empty without one.
    pub date: String,
    /// `Retry-After` and `X-RateLimit-*`: (name, value).
    pub limits: Vec<(String, String)>,
    /// Body, cut at 1 MiB.
    pub body: Vec<u8>,
}

/// How a GET is authorised.
#[derive(Debug)]
pub enum Pass<'a> {
    /// Not at all.
    None,
    /// HTTP Basic.
    Basic(&'a str, &'a Secret),
    /// The Messages API.
    Claude(&'a Secret),
}

/// Asks once, without following a redirect.
///
/// # Errors
/// One sentence without address or text of the service.
pub async fn probe(url: &str, pass: Pass<'_>) -> Result<Seen, String> {
    let client = Client::builder()
        .timeout(TIMEOUT)
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|_| "the TLS library cannot start".to_owned())?;
    let request = client.get(url);
    let request = match pass {
        Pass::None => request,
        Pass::Basic(user, secret) => request.basic_auth(user, Some(secret.expose())),
        Pass::Claude(key) => {
            let mut value = HeaderValue::from_str(key.expose().trim())
                .map_err(|_| "the secret is no API key".to_owned())?;
            value.set_sensitive(true);
            request.header("x-api-key", value).header("anthropic-version", "2023-06-01")
        }
    };
    let mut response = request.send().await.map_err(|e| {
        let timeout = e.is_timeout();
        if timeout { "it did not answer in time" } else { "it cannot be reached" }.to_owned()
    })?;
    let mut seen = Seen {
        status: response.status().as_u16(),
        date: text(response.headers(), DATE.as_str()),
        limits: limits(response.headers()),
        body: Vec::new(),
    };
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = BODY_BYTES_MAX.saturating_sub(seen.body.len());
        seen.body.extend(chunk.iter().take(room));
        if room < chunk.len() {
            break;
        }
    }
    Ok(seen)
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
}

fn limits(headers: &HeaderMap) -> Vec<(String, String)> {
    let wanted = |name: &str| name == RETRY_AFTER.as_str() || name.starts_with("x-ratelimit");
    headers
        .iter()
        .filter(|(name, _)| wanted(name.as_str()))
        .map(|(name, _)| (name.to_string(), text(headers, name.as_str())))
        .collect()
}
