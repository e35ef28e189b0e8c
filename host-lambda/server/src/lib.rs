//! The HTTP API and the static files of the dashboard.
//!
//! | file | what it holds |
//! |---|---|
//! | `assets.rs` | [`Assets`]: the files and `policy.wasm`, all in memory |
//! | `site.rs` | [`Site`]: under which names the dashboard may be reached |
//! | `guard.rs` | what every request passes: Host, Origin, size, time, concurrency, headers |
//! | `auth/` | first link, passphrase, sessions, login throttle |
//! | `api/` | one handler for each row of the table in `api-types` |
//! | `body.rs` | JSON and query strings in, refusals as sentences |
//! | `problem.rs` | every refusal as [`api_types::Problem`] or [`api_types::Conflict`] |
//! | `serve.rs` | [`serve`]: connections, their limits, and a clean stop |
//!
//! Nothing here decides anything: a handler reads input, calls one use case and writes its answer.
//! No file is opened at run time, no inner error text leaves the process.
#![forbid(unsafe_code)]

mod api;
mod assets;
pub mod auth;
mod body;
mod guard;
mod problem;
mod serve;
mod site;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use holdfast_app::usecases::App;
use tokio::sync::Semaphore;

pub use assets::Assets;
pub use guard::{CONCURRENT_MAX, REQUEST_TIMEOUT_MS};
pub use serve::serve;
pub use site::Site;

/// Most bytes of a request body.
pub const BODY_BYTES_MAX: usize = 1 << 20;

/// Starts a cycle at once; must not block.
pub type Poke = Arc<dyn Fn() + Send + Sync>;

/// Writes an export of everything: the file's bytes, or one sentence for the log.
pub type Export = Arc<
    dyn Fn() -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send>>
        + Send
        + Sync,
>;

/// Why the server cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The browser would score with other bytes than the agent.
    #[error(
        "the policy.wasm that would be served (`{served}`) is not the one that judges (`{judging}`)"
    )]
    AnotherPolicy {
        /// Hex SHA-256 of the served bytes.
        served: String,
        /// Hex SHA-256 of the bytes in use.
        judging: String,
    },
}

/// Everything that the handlers share.
#[derive(Clone)]
pub struct Server {
    app: App,
    assets: Arc<Assets>,
    site: Arc<Site>,
    poke: Poke,
    export: Option<Export>,
    // Argon2 takes 19 MiB for each try: never more than one at a time.
    hashing: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Server {
    /// Puts the server together.
    ///
    /// # Errors
    /// When the served policy is not the one in use.
    pub fn new(app: App, assets: Assets, site: Site, poke: Poke) -> Result<Self, ServerError> {
        let judging = app.judgement.engine_digest();
        if judging != assets.policy_digest() {
            return Err(ServerError::AnotherPolicy {
                served: assets.policy_digest().to_owned(),
                judging: judging.to_owned(),
            });
        }
        Ok(Self {
            app,
            assets: Arc::new(assets),
            site: Arc::new(site),
            poke,
            export: None,
            hashing: Arc::new(Semaphore::new(1)),
            running: Arc::new(Semaphore::new(CONCURRENT_MAX)),
        })
    }

    /// Offers `GET /api/export`.
    #[must_use]
    pub fn with_export(mut self, export: Export) -> Self {
        self.export = Some(export);
        self
    }
}

/// All paths, behind everything that [`guard`] checks.
pub fn router(server: Server) -> Router {
    let https = server.site.is_https();
    let private =
        api::private().route_layer(from_fn_with_state(server.clone(), auth::require_session));
    private
        .merge(api::public())
        .fallback(assets::static_file)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(from_fn_with_state(server.clone(), guard::run))
        .layer(from_fn_with_state(server.clone(), guard::admit))
        .layer(from_fn(move |request: Request, next: Next| guard::headers(https, request, next)))
        .with_state(server)
}
