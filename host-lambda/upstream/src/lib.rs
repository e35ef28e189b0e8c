//! Protocol-faithful stand-ins for Jira Cloud, Microsoft Graph and Claude on one address.
//!
//! ```text
//! config   what to serve, and how it misbehaves        server   HTTP: log, faults, lost replies
//! world    the workspace behind one lock                control  /_control: release, log, mailbox
//! jira     /jira/rest/api/3, /jira/rest/agile/1.0       graph    /graph/v1.0, /login/.../token
//! claude   /claude/v1/messages by plain rules           sample   the built-in workspace
//! payloads real payloads from a folder                  clock    how the protocols write time
//! ```
//! Every handler is a pure function of the workspace and one request. No random number and no wall
//! clock is read: time starts at `now_ms` and moves by a monotonic clock or by the control plane.
#![forbid(unsafe_code)]

mod claude;
mod clock;
mod config;
mod control;
mod err;
mod graph;
mod jira;
mod payloads;
mod sample;
mod server;
mod web;
mod world;

use std::future::Future;
use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use claude::CLAUDE_KEY;
pub use clock::OWNER_ZONE;
pub use config::{Fault, FaultKind, Faults, Service, Source, UpstreamConfig};
pub use err::Error;
pub use graph::{CLIENT_ID, CLIENT_SECRET, TENANT};
pub use jira::{JIRA_TOKEN, JIRA_USER};
pub use sample::{
    MAILBOX, Relation, SamplePerson, SampleProject, directory, payload_directory, payload_projects,
    projects,
};
pub use server::{State, router};

/// Serves the stand-ins on `listener` until `stop` completes. Time ticks from `config.now_ms`.
///
/// # Errors
/// When payloads cannot be read or the socket fails.
pub async fn serve(
    listener: TcpListener,
    config: UpstreamConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let state = State::new(&config)?;
    state.set_clock(config.now_ms, true);
    serve_state(listener, state, stop).await
}

async fn serve_state(
    listener: TcpListener,
    state: State,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    axum::serve(listener, router(state)).with_graceful_shutdown(stop).await.map_err(Error::Serve)
}

/// Stand-ins that run in the background on 127.0.0.1. Dropping this stops them.
#[derive(Debug)]
pub struct Running {
    /// Where they listen.
    pub addr: SocketAddr,
    /// The workspace behind them, for looking inside and for faults.
    pub state: State,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<(), Error>>,
}

impl Running {
    /// Starts the stand-ins on `port` of 127.0.0.1 (0 = a free one) with a ticking clock.
    ///
    /// # Errors
    /// When payloads cannot be read or the port is taken.
    pub async fn start(config: UpstreamConfig, port: u16) -> Result<Self, Error> {
        let listen = |source| Error::Listen { port, source };
        let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;
        let state = State::new(&config)?;
        state.set_clock(config.now_ms, true);
        let (stop, stopped) = oneshot::channel();
        let served = serve_state(listener, state.clone(), async {
            // A dropped sender stops the server as well.
            let _ = stopped.await;
        });
        Ok(Self { addr, state, stop: Some(stop), task: tokio::spawn(served) })
    }

    /// `http://127.0.0.1:port`, without a path.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops at once; open connections are dropped.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        self.task.abort();
        let _ = (&mut self.task).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}
