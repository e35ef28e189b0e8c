//! The guests' way out in tests: real HTTP to the real stand-ins, admitted by `plugin.toml`.

use std::time::Duration;

use holdfast_upstream::{CLIENT_ID, CLIENT_SECRET, Running, TENANT, UpstreamConfig};
use plugin_sdk::{Failure, Request, Response, Upstream};
use serde_json::Value;
use tokio::runtime::Runtime;

/// The time at which the stand-ins' workspace starts: 5 February 2026, 12:00 UTC.
pub(crate) const NOW_MS: i64 = 1_770_292_800_000;

/// A running stand-in and a client that may do what a manifest allows.
pub(crate) struct Http {
    /// The workspace behind the server.
    pub(crate) running: Running,
    /// Whether `write` templates are admitted, as inside `prepare` and `submit` of a claimed intent.
    pub(crate) writes: bool,
    /// Method and path of each request that was sent.
    pub(crate) sent: Vec<String>,
    _runtime: Runtime,
    agent: ureq::Agent,
    base: String,
    authorization: String,
    allowed: Vec<Allow>,
}

struct Allow {
    method: String,
    path: Vec<String>,
    write: bool,
    headers: Vec<String>,
}

impl Http {
    /// Starts the stand-ins and takes the manifest's only target. `base` is its path on the server.
    pub(crate) fn start(config: UpstreamConfig, manifest: &str, base: &str) -> Self {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build().unwrap();
        let running = runtime.block_on(Running::start(config, 0)).unwrap();
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .build();
        let base = format!("{}{base}", running.url());
        Self {
            running,
            writes: false,
            sent: Vec::new(),
            _runtime: runtime,
            agent: config.into(),
            base,
            authorization: String::new(),
            allowed: allowed(manifest),
        }
    }

    /// Uses this authorisation header from now on.
    pub(crate) fn authorise(&mut self, header: String) {
        self.authorization = header;
    }

    /// Gets an application token for Graph and uses it.
    pub(crate) fn graph_token(&mut self) {
        let url = format!("{}/login/{TENANT}/oauth2/v2.0/token", self.running.url());
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("scope", "https://graph.microsoft.com/.default"),
        ];
        let mut answer = self.agent.post(&url).send_form(form).unwrap();
        let body: Value =
            serde_json::from_slice(&answer.body_mut().read_to_vec().unwrap()).unwrap();
        self.authorization = format!("Bearer {}", body["access_token"].as_str().unwrap());
    }

    /// Posts to the control plane.
    pub(crate) fn control(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/_control/{path}", self.running.url());
        let mut answer = self.agent.post(&url).send(body.to_string().as_bytes()).unwrap();
        let bytes = answer.body_mut().read_to_vec().unwrap();
        assert!(answer.status().is_success(), "{path}: {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    }

    fn admit(&self, request: &Request) -> Result<(), Failure> {
        let found = self.allowed.iter().find(|a| a.admits(request));
        let denied = |why: &str| {
            Err(Failure::Denied(format!("{why}: {} {}", request.method, request.path.join("/"))))
        };
        let Some(found) = found else { return denied("not in plugin.toml") };
        if found.write && !self.writes {
            return denied("a write outside of an intent");
        }
        let always = ["accept", "content-type"];
        for (name, _) in &request.headers {
            if !always.contains(&name.as_str()) && !found.headers.contains(name) {
                return denied(name);
            }
        }
        Ok(())
    }
}

impl Allow {
    fn admits(&self, request: &Request) -> bool {
        self.method == request.method
            && self.path.len() == request.path.len()
            && self.path.iter().zip(&request.path).all(|(a, b)| a.starts_with('{') || a == b)
    }
}

fn allowed(manifest: &str) -> Vec<Allow> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let target = &manifest["target"].as_array().unwrap()[0];
    let text = |entry: &toml::Value, name: &str| entry[name].as_str().unwrap().to_owned();
    let read = |entry: &toml::Value| Allow {
        method: text(entry, "method"),
        path: text(entry, "path").split('/').skip(1).map(str::to_owned).collect(),
        write: text(entry, "access") == "write",
        headers: entry
            .get("headers")
            .and_then(|h| h.as_array())
            .map(|list| list.iter().map(|h| h.as_str().unwrap().to_owned()).collect())
            .unwrap_or_default(),
    };
    target["allow"].as_array().unwrap().iter().map(read).collect()
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

impl Upstream for Http {
    fn send(&mut self, request: Request) -> Result<Response, Failure> {
        self.admit(&request)?;
        let path: Vec<String> = request.path.iter().map(|s| encoded(s)).collect();
        let pairs = request.query.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v)));
        let query = pairs.collect::<Vec<_>>().join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        self.sent.push(format!("{} /{}", request.method, request.path.join("/")));
        let mut builder = ureq::http::Request::builder()
            .method(request.method.as_str())
            .uri(format!("{}/{}{mark}{query}", self.base, path.join("/")))
            .header("authorization", &self.authorization);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let without_body = matches!(request.method.as_str(), "GET" | "DELETE");
        let answer = if without_body {
            self.agent.run(builder.body(()).unwrap())
        } else {
            self.agent.run(builder.body(request.body).unwrap())
        };
        let lost = |e: ureq::Error| match without_body {
            true => Failure::Unavailable(e.to_string()),
            false => Failure::UnknownEffect(e.to_string()),
        };
        let mut answer = answer.map_err(lost)?;
        let headers = answer.headers().iter();
        let text = |v: &ureq::http::HeaderValue| v.to_str().unwrap_or_default().to_owned();
        let headers = headers.map(|(n, v)| (n.to_string(), text(v))).collect();
        let status = answer.status().as_u16();
        let body = answer.body_mut().read_to_vec().map_err(lost)?;
        Ok(Response { status, headers, body })
    }
}
