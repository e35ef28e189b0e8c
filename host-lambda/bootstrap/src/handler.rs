//! An invocation to its use case.

use std::time::Instant;

use holdfast_adapters::SystemClock;
use holdfast_app::domain::keys;
use holdfast_app::ports::Clock as _;
use holdfast_app::usecases::send::due::DueCounts;
use holdfast_aws::{Metrics, Unit};
use holdfast_entrypoints::functions::Functions;
use serde_json::{Value, json};
use statemachine::{FUNCTIONS, TaskRunner as _};
use tokio::sync::OnceCell;
use tracing::Instrument as _;

use crate::api::Dashboard;
use crate::env::Env;
use crate::err::InvocationError;
use crate::install::{Installation, install};
use crate::told;

/// Functions that begin something: where an installation was moved away, they stand still.
const LOOK_FOR_A_MOVE: [&str; 4] =
    ["change-detector", "hold-queue-checker", "action-executor", "api"];

/// The function that this process is.
pub(crate) struct Handler {
    env: Env,
    ready: OnceCell<Ready>,
}

/// What an installation serves.
struct Ready {
    installation: Installation,
    dashboard: Option<Dashboard>,
}

impl Handler {
    pub(crate) fn new(env: Env) -> Self {
        Self { env, ready: OnceCell::new() }
    }

    /// Answers one invocation.
    ///
    /// # Errors
    /// [`InvocationError`] with the type that the state machine matches.
    pub(crate) async fn handle(&self, payload: Value) -> Result<Value, InvocationError> {
        let function = self.env.function.as_str();
        // One id through a cycle: every function of it is given the id of the execution.
        let text = |key: &str| payload.get(key).and_then(Value::as_str).unwrap_or_default();
        let cycle = [text("cycle_id"), text("execution_id")].into_iter().find(|id| !id.is_empty());
        let cycle = cycle.unwrap_or_default().to_owned();
        let span = tracing::info_span!("invocation", function, cycle);
        let began = Instant::now();
        let answer = self.answer(function, payload, &cycle).instrument(span).await;
        if let Err(error) = &answer {
            told::failed(function, error.error_type(), error);
        }
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(function, cycle, took_ms, "invocation");
        answer
    }

    async fn answer(
        &self,
        function: &str,
        payload: Value,
        cycle: &str,
    ) -> Result<Value, InvocationError> {
        let ready = self.ready.get_or_try_init(|| self.prepare()).await?;
        let app = &ready.installation.wired.app;
        if LOOK_FOR_A_MOVE.contains(&function)
            && app.table.get(&keys::system("MOVED")).await?.is_some()
        {
            return Err(InvocationError::Moved);
        }
        if let Some(claude) = &ready.installation.claude {
            claude.refresh().await;
        }
        let (answer, metrics) = match (function, &ready.dashboard) {
            ("api", Some(dashboard)) => (dashboard.answer(app, payload).await?, Metrics::default()),
            ("hold-queue-checker", _) => {
                // Nothing is due before somebody has opened the dashboard for the first time.
                let begun = app.table.get(&keys::config("settings")).await?.is_some();
                let counts = if begun { app.check_due().await? } else { DueCounts::default() };
                let metrics = Metrics::default().with("MinuteCheck", Unit::Count, 1).with(
                    "Sent",
                    Unit::Count,
                    counts.sent,
                );
                (json!({ "counts": counts }), metrics)
            }
            (known, _) if FUNCTIONS.iter().any(|(_, name)| *name == known) => {
                let functions = Functions::new(app.clone());
                let result = functions.run(known, payload.clone()).await;
                let result = result.map_err(InvocationError::Task)?;
                let metrics = told::of_cycle(known, &payload, &result);
                (result, metrics)
            }
            (unknown, _) => {
                let why = format!("`{unknown}` is no function of Holdfast: correct the handler");
                return Err(InvocationError::Event(why));
            }
        };
        metrics.put(SystemClock.now_ms(), &self.env.table, cycle);
        Ok(answer)
    }

    async fn prepare(&self) -> Result<Ready, InvocationError> {
        let installation = install(&self.env).await?;
        let app = &installation.wired.app;
        // A cold start may be the first one of another policy: all that is open is judged again before it may go.
        let checks = self.env.function == "hold-queue-checker";
        if checks && app.table.get(&keys::config("settings")).await?.is_some() {
            app.rescore_open("The policy or the settings changed: judged again.").await?;
        }
        let dashboard = (self.env.function == "api")
            .then(|| Dashboard::new(&self.env, &installation))
            .transpose()?;
        Ok(Ready { installation, dashboard })
    }
}
