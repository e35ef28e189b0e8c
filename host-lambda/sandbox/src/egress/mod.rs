//! The only way out of the sandbox: one function, in a fixed order of checks.
//!
//! Map: [`Egress::send`] runs the stages; [`path`], [`headers`], [`address`], [`scan`] hold one
//! stage each; [`transport`] is the wire; `credential` reads secrets and fetches tokens.

pub mod address;
mod credential;
pub mod headers;
pub mod path;
pub mod scan;
pub mod transport;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use holdfast_app::ports::{Call, EgressEvent, Failure, Secrets, SharedEgressLog};
use tokio::time::Instant;
use url::Url;

use crate::manifest::{Access, Permissions, PermittedTarget, Rule};
use crate::target::{Place, TargetConfig};
use crate::{SandboxError, sha256_hex};
use credential::Credentials;
pub use credential::post_form;
use scan::Scanner;
use transport::{Incoming, Outgoing, SendError, Transport};

/// The time, Unix milliseconds; for the life of tokens only.
pub type NowMs = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What a guest asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Target id.
    pub target: String,
    /// Method, upper case.
    pub method: String,
    /// Path segments, not encoded.
    pub path: Vec<String>,
    /// Query parameters, not encoded.
    pub query: Vec<(String, String)>,
    /// Extra headers.
    pub headers: Vec<(String, String)>,
    /// Body, empty for none.
    pub body: Vec<u8>,
}

/// What a guest gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Status; a redirect comes back as it is, without its `location`.
    pub status: u16,
    /// Headers without cookies, credentials and redirects.
    pub headers: Vec<(String, String)>,
    /// Body with known secrets masked.
    pub body: Vec<u8>,
}

/// The frame of one call of an export: what it may do, and what it has used up.
#[derive(Clone, Debug)]
pub struct CallScope {
    /// Export that runs.
    pub call: Call,
    /// The claimed intent, inside `prepare`, `submit` and `withdraw`.
    pub intent: Option<String>,
    /// Time left for all requests together.
    io_left: Duration,
    request_ms: u64,
    used: HashMap<String, u32>,
    writes: Arc<Writes>,
}

/// What became of the writes of one call; outlives the guest, which may trap.
#[derive(Debug, Default)]
pub struct Writes {
    left: AtomicBool,
    unknown: AtomicBool,
}

impl Writes {
    /// Whether bytes of a write may have left.
    #[must_use]
    pub fn may_have_left(&self) -> bool {
        self.left.load(Ordering::Acquire)
    }

    /// Whether a write left and got no usable answer.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.unknown.load(Ordering::Acquire)
    }
}

impl CallScope {
    /// A scope with nothing used yet.
    #[must_use]
    pub fn new(call: Call, intent: Option<String>, limits: &crate::Limits) -> Self {
        Self {
            call,
            intent,
            io_left: Duration::from_millis(limits.io_ms),
            request_ms: limits.request_ms,
            used: HashMap::new(),
            writes: Arc::default(),
        }
    }

    /// What became of the writes; keep it before the scope goes to a guest.
    #[must_use]
    pub fn writes(&self) -> Arc<Writes> {
        Arc::clone(&self.writes)
    }

    fn may_write(&self) -> bool {
        self.intent.is_some() && matches!(self.call, Call::Prepare | Call::Submit | Call::Withdraw)
    }
}

/// The egress of one integration.
pub struct Egress {
    integration: String,
    permissions: Permissions,
    targets: HashMap<String, (TargetConfig, Place)>,
    credentials: Credentials,
    transport: Arc<dyn Transport>,
    log: SharedEgressLog,
}

impl std::fmt::Debug for Egress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Egress").field("integration", &self.integration).finish_non_exhaustive()
    }
}

/// One request on its way through the stages.
struct Passage<'a> {
    target: &'a PermittedTarget,
    rule: &'a Rule,
    config: &'a TargetConfig,
    place: &'a Place,
    headers: Vec<(String, String)>,
}

impl Egress {
    /// Builds the egress of one integration.
    ///
    /// # Errors
    /// When a target's configuration is unusable.
    pub fn new(
        integration: &str,
        permissions: Permissions,
        targets: Vec<TargetConfig>,
        deps: &crate::Deps,
    ) -> Result<Self, SandboxError> {
        let mut places = HashMap::new();
        for config in targets {
            let place = config.place().map_err(|reason| SandboxError::Target {
                name: integration.to_owned(),
                target: config.id.clone(),
                reason,
            })?;
            places.insert(config.id.clone(), (config, place));
        }
        let secrets: Arc<dyn Secrets> = deps.secrets.clone();
        let transport = deps.transport.clone();
        Ok(Self {
            integration: integration.to_owned(),
            permissions,
            targets: places,
            credentials: Credentials::new(secrets, transport.clone(), deps.now_ms.clone()),
            transport,
            log: deps.log.clone(),
        })
    }

    /// Sends one request of a guest, and records it whether it left or not.
    ///
    /// # Errors
    /// `Denied` when a check refused it, `Unavailable` when nothing left, `UnknownEffect` when a
    /// write may have left without a usable answer.
    pub async fn send(
        &self,
        scope: &mut CallScope,
        request: &Request,
    ) -> Result<Response, Failure> {
        let mut event = self.event(scope, request);
        let result = self.stages(scope, request, &mut event).await;
        match &result {
            Ok(response) => event.status = Some(response.status),
            Err(Failure::Denied(line)) => event.refusal = Some(line.clone()),
            Err(Failure::UnknownEffect(_)) => scope.writes.unknown.store(true, Ordering::Release),
            Err(_) => {}
        }
        self.log.record(event);
        result
    }

    /// The stages, in the order of DESIGN 5; nothing else in the workspace sends for a guest.
    async fn stages(
        &self,
        scope: &mut CallScope,
        request: &Request,
        event: &mut EgressEvent,
    ) -> Result<Response, Failure> {
        // 1. Phase, target, method, path.
        let mut passage = self.admit(scope, request, event).map_err(Failure::Denied)?;
        // 2. Headers that belong to the host, and line breaks.
        passage.headers = headers::check(&request.headers, &passage.rule.allow.headers)
            .map_err(Failure::Denied)?;
        // 3. Quota.
        quota(scope, passage.target, request).map_err(Failure::Denied)?;
        // 4. Secrets in what the guest wrote, before any credential is added.
        let scanner = self.scanner().await;
        if scanner.finds(&guest_bytes(request)) {
            return Err(Failure::Denied("the request holds a secret value".to_owned()));
        }
        // 5. to 8. Resolve and pin, inject, send, cap while streaming.
        let started = Instant::now();
        let answer = self.exchange(scope, request, &passage).await;
        scope.io_left = scope.io_left.saturating_sub(started.elapsed());
        let answer = answer?;
        event.status = Some(answer.status);
        // 9. Strip and redact.
        self.hand_back(answer, &passage).await
    }

    fn admit<'a>(
        &'a self,
        scope: &CallScope,
        request: &Request,
        event: &mut EgressEvent,
    ) -> Result<Passage<'a>, String> {
        if matches!(scope.call, Call::Describe | Call::Normalise) {
            return Err("`describe` and `normalise` have no egress".to_owned());
        }
        let target = self.permissions.target(&request.target)?;
        path::check(&request.path)?;
        let rule = self.permissions.rule(target, &request.method, &request.path)?;
        event.template = format!("{} {}", rule.allow.method, rule.allow.path);
        event.write = rule.allow.access == Access::Write;
        if event.write {
            event.intent.clone_from(&scope.intent);
            if !scope.may_write() {
                return Err(format!(
                    "`{}` is marked write: it is admitted only inside `prepare`, `submit` and \
                     `withdraw` of a claimed intent",
                    event.template
                ));
            }
        }
        let (config, place) = self.targets.get(&target.id).ok_or_else(|| {
            format!("target `{0}` has no address: add `id = \"{0}\"` to the settings", target.id)
        })?;
        Ok(Passage { target, rule, config, place, headers: Vec::new() })
    }

    async fn exchange(
        &self,
        scope: &CallScope,
        request: &Request,
        passage: &Passage<'_>,
    ) -> Result<Incoming, Failure> {
        let is_read = passage.rule.allow.access == Access::Read;
        let mut first = true;
        loop {
            let timeout_ms = scope.io_left.as_millis().try_into().unwrap_or(u64::MAX);
            if timeout_ms == 0 {
                let reason = "the time for requests of this call is used up";
                return Err(Failure::Unavailable(reason.to_owned()));
            }
            let pinned = pin(&*self.transport, passage.place).await?;
            let mut headers = passage.headers.clone();
            if let Some(value) = self.credentials.header(passage.config).await? {
                headers.push(("authorization".to_owned(), value.expose().to_owned()));
            }
            let outgoing = Outgoing {
                method: request.method.clone(),
                url: address_of(passage.place, request)?,
                headers,
                body: request.body.clone(),
                pinned,
                timeout_ms: timeout_ms.min(scope.request_ms),
                response_bytes_max: passage.target.response_bytes_max,
            };
            let sent = self.transport.send(outgoing).await;
            if !is_read && !matches!(sent, Err(SendError::NotSent(_))) {
                scope.writes.left.store(true, Ordering::Release);
            }
            let answer = sent.map_err(|error| failure(error, is_read))?;
            // A refused token is renewed once; a write is left to the guest and to reconcile.
            if answer.status == 401
                && self.credentials.forget(passage.config).await
                && is_read
                && first
            {
                first = false;
                continue;
            }
            return Ok(answer);
        }
    }

    async fn hand_back(
        &self,
        answer: Incoming,
        passage: &Passage<'_>,
    ) -> Result<Response, Failure> {
        let encoded = answer.headers.iter().any(|(name, value)| {
            name == "content-encoding" && !value.eq_ignore_ascii_case("identity")
        });
        if encoded {
            // Nothing is decompressed here: no bomb goes off, and no secret hides from the mask.
            let reason =
                "the upstream compressed its answer although it was asked not to".to_owned();
            return Err(match passage.rule.allow.access {
                Access::Read => Failure::Malformed(reason),
                Access::Write => Failure::UnknownEffect(reason),
            });
        }
        // Made again: a token may have been fetched on the way.
        let scanner = self.scanner().await;
        let headers = headers::strip(answer.headers)
            .into_iter()
            .map(|(name, value)| {
                let masked = scanner.redact(value.into_bytes());
                (name, String::from_utf8_lossy(&masked).into_owned())
            })
            .collect();
        Ok(Response { status: answer.status, headers, body: scanner.redact(answer.body) })
    }

    async fn scanner(&self) -> Scanner {
        let values = self.credentials.known_values().await;
        Scanner::new(values.iter().map(holdfast_app::ports::Secret::expose))
    }

    fn event(&self, scope: &CallScope, request: &Request) -> EgressEvent {
        let printable = |text: &str| -> String {
            text.chars().filter(char::is_ascii_graphic).take(64).collect()
        };
        EgressEvent {
            integration: self.integration.clone(),
            call: scope.call,
            target: printable(&request.target),
            template: format!(
                "{} {}",
                printable(&request.method),
                path::PathTemplate::suggest(&request.path)
            ),
            write: false,
            intent: None,
            request_digest: digest(request),
            status: None,
            refusal: None,
        }
    }
}

/// Hex SHA-256 of method, path with query, and body, with a line feed after each of the first two.
#[must_use]
pub fn digest(request: &Request) -> String {
    let line = path::path_and_query(&request.path, &request.query);
    let mut bytes = format!("{}\n{line}\n", request.method).into_bytes();
    bytes.extend_from_slice(&request.body);
    sha256_hex(&bytes)
}

fn quota(scope: &mut CallScope, target: &PermittedTarget, request: &Request) -> Result<(), String> {
    let (id, body) = (&target.id, request.body.len() as u64);
    if body > target.request_bytes_max {
        let max = target.request_bytes_max;
        return Err(format!(
            "the body has {body} bytes: raise `request_bytes_max = {max}` of target `{id}`"
        ));
    }
    let used = scope.used.entry(id.clone()).or_default();
    if *used >= target.calls_max {
        let max = target.calls_max;
        return Err(format!(
            "{max} requests were made in this call: raise `calls_max = {max}` of target `{id}`"
        ));
    }
    *used += 1;
    Ok(())
}

/// All that a guest can write into a request, in one row: a secret cut in two is still found.
fn guest_bytes(request: &Request) -> Vec<u8> {
    let mut bytes = Vec::new();
    request.path.iter().for_each(|segment| bytes.extend_from_slice(segment.as_bytes()));
    for (name, value) in request.query.iter().chain(&request.headers) {
        bytes.push(b'\n');
        bytes.extend_from_slice(name.as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(value.as_bytes());
    }
    bytes.push(b'\n');
    bytes.extend_from_slice(&request.body);
    bytes
}

fn address_of(place: &Place, request: &Request) -> Result<Url, Failure> {
    let base = place.url.as_str().trim_end_matches('/');
    let text = format!("{base}{}", path::path_and_query(&request.path, &request.query));
    let url = Url::parse(&text).map_err(|_| Failure::Denied("the path is not valid".to_owned()))?;
    // Belt and braces: whatever a parser made of the path, it must still be below the base.
    let same = url.origin() == place.url.origin() && url.as_str() == text;
    if same { Ok(url) } else { Err(Failure::Denied("the path leaves the target".to_owned())) }
}

/// Resolves a place and admits public addresses only, or exactly the configured loopback one.
async fn pin(transport: &dyn Transport, place: &Place) -> Result<Vec<SocketAddr>, Failure> {
    if let Some(address) = place.loopback {
        return Ok(vec![address]);
    }
    let port = place.url.port_or_known_default().unwrap_or(443);
    let addresses = match place.url.host() {
        Some(url::Host::Ipv4(v4)) => vec![SocketAddr::new(v4.into(), port)],
        Some(url::Host::Ipv6(v6)) => vec![SocketAddr::new(v6.into(), port)],
        Some(url::Host::Domain(host)) => transport.resolve(host, port).await.map_err(|reason| {
            Failure::Unavailable(format!("the name does not resolve: {reason}"))
        })?,
        None => Vec::new(),
    };
    if addresses.is_empty() {
        return Err(Failure::Unavailable("the name has no address".to_owned()));
    }
    // One private address among public ones is an attack or a mistake: no connection either way.
    match addresses.iter().find(|address| !address::is_public(address.ip())) {
        Some(_) => Err(Failure::Denied(
            "the target's name leads to a private, loopback or link-local address".to_owned(),
        )),
        None => Ok(addresses),
    }
}

fn failure(error: SendError, is_read: bool) -> Failure {
    match (error, is_read) {
        (SendError::NotSent(reason), _) | (SendError::Lost(reason), true) => {
            Failure::Unavailable(reason)
        }
        (SendError::Lost(reason), false) => Failure::UnknownEffect(reason),
        (SendError::TooLong { status }, true) => {
            Failure::Malformed(format!("the answer ({status}) is longer than `response_bytes_max`"))
        }
        (SendError::TooLong { status }, false) => Failure::UnknownEffect(format!(
            "the answer ({status}) is longer than `response_bytes_max`"
        )),
    }
}
