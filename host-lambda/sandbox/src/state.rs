//! What belongs to one call of a guest: its limits, its egress scope, its host functions.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use wasmtime::{Engine, Store, StoreLimits, UpdateDeadline};

use crate::Limits;
use crate::bindings::{log, types, upstream};
use crate::egress::{CallScope, Egress, Request};

/// The data of a store; dropped with it after one call.
pub(crate) struct State {
    integration: Arc<str>,
    limits: Limits,
    store_limits: StoreLimits,
    egress: Arc<Egress>,
    scope: CallScope,
    runtime: Handle,
    started: Instant,
    in_host: Duration,
    hostcalls: u32,
    log_lines: u32,
}

/// A limit of [`Limits`] was met.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LimitError {
    #[error("it computed for more than {0} ms and was stopped")]
    Cpu(u64),
    #[error("it made more than {0} host calls and was stopped")]
    Hostcalls(u32),
}

impl State {
    /// A fresh store for one call.
    pub(crate) fn store(
        engine: &Engine,
        integration: Arc<str>,
        limits: Limits,
        egress: Arc<Egress>,
        scope: CallScope,
        runtime: Handle,
    ) -> Store<Self> {
        let state = Self {
            integration,
            limits,
            store_limits: limits.store(),
            egress,
            scope,
            runtime,
            started: Instant::now(),
            in_host: Duration::ZERO,
            hostcalls: 0,
            log_lines: 0,
        };
        let mut store = Store::new(engine, state);
        store.limiter(|state| &mut state.store_limits);
        store.set_hostcall_fuel(limits.output_bytes_max);
        // Each tick asks how long the guest itself has run: time inside a request is not the
        // guest's, so a slow upstream neither kills a call nor buys computing time.
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|context| {
            let state = context.data();
            let own = state.started.elapsed().saturating_sub(state.in_host);
            if own > Duration::from_millis(state.limits.cpu_ms) {
                return Err(LimitError::Cpu(state.limits.cpu_ms).into());
            }
            Ok(UpdateDeadline::Continue(1))
        });
        store
    }

    fn count(&mut self) -> wasmtime::Result<()> {
        self.hostcalls += 1;
        if self.hostcalls > self.limits.hostcalls_max {
            return Err(LimitError::Hostcalls(self.limits.hostcalls_max).into());
        }
        Ok(())
    }
}

impl types::Host for State {}

impl upstream::Host for State {
    fn send(
        &mut self,
        request: upstream::Request,
    ) -> wasmtime::Result<Result<upstream::Response, types::Failure>> {
        self.count()?;
        let entered = Instant::now();
        let request = Request::from(request);
        // The guest runs on a blocking thread, so waiting here holds up nobody else.
        let answer = self.runtime.block_on(self.egress.send(&mut self.scope, &request));
        self.in_host += entered.elapsed();
        Ok(answer.map(Into::into).map_err(Into::into))
    }
}

impl log::Host for State {
    fn write(&mut self, level: log::Level, message: String) -> wasmtime::Result<()> {
        self.count()?;
        self.log_lines += 1;
        if self.log_lines > self.limits.log_lines_max {
            return Ok(());
        }
        let mut room = self.limits.log_line_bytes_max;
        let line: String = message
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take_while(|c| {
                let fits = c.len_utf8() <= room;
                room = room.saturating_sub(c.len_utf8());
                fits
            })
            .collect();
        let integration = &*self.integration;
        match level {
            log::Level::Debug => tracing::debug!(integration, "{line}"),
            log::Level::Info => tracing::info!(integration, "{line}"),
            log::Level::Warn => tracing::warn!(integration, "{line}"),
            log::Level::Error => tracing::error!(integration, "{line}"),
        }
        Ok(())
    }
}
