//! The frame around all pages: who is looking, what the header says.

use std::rc::Rc;

use api_types::{Session, Status};
use yew::Reducible;

use crate::services::http::ApiError;
use crate::services::time::Clock;
use crate::state::Failure;

/// Which door the user stands at.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Gate {
    /// Not known yet.
    #[default]
    Unknown,
    /// The server did not say.
    Unreachable(Failure),
    /// First start: the one-time link is needed.
    SetUp,
    /// A passphrase is needed.
    SignIn,
    /// In.
    Open,
}

/// The frame.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct App {
    /// Which door.
    pub gate: Gate,
    /// Digest of the policy that this tab loaded.
    pub engine_digest: String,
    /// Whether the server has another policy by now.
    pub updated: bool,
    /// The last status.
    pub status: Option<Rc<Status>>,
    /// Server clock minus local clock, milliseconds.
    pub skew_ms: i64,
    /// Local clock at the last tick, Unix milliseconds.
    pub local_ms: i64,
    /// Why the last status did not come.
    pub failure: Option<Failure>,
    /// Counts answers of the status; pages reload with it.
    pub beat: u64,
}

/// What happens to the frame.
#[derive(Debug)]
pub enum AppMsg {
    /// An answer about the session.
    Session(Result<Session, ApiError>),
    /// An answer about the status, and the local clock then.
    Status(Result<Status, ApiError>, i64),
    /// The local clock moved.
    Tick(i64),
    /// Something was refused for the engine.
    Updated,
    /// The session is over.
    SignedOut,
}

impl App {
    /// The clock that components use.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let now_ms = self.local_ms + self.skew_ms;
        self.status.as_ref().map_or_else(
            || Clock { now_ms, ..Clock::default() },
            |status| Clock::of(status, now_ms),
        )
    }
}

impl Reducible for App {
    type Action = AppMsg;

    fn reduce(self: Rc<Self>, msg: AppMsg) -> Rc<Self> {
        let mut next = (*self).clone();
        match msg {
            AppMsg::Session(Ok(session)) => {
                next.gate = match (session.signed_in, session.set_up_needed) {
                    (true, _) => Gate::Open,
                    (false, true) => Gate::SetUp,
                    (false, false) => Gate::SignIn,
                };
                // The tab keeps the policy it loaded: a later one means "updated, reload".
                if next.engine_digest.is_empty() {
                    next.engine_digest = session.engine_digest;
                } else if next.engine_digest != session.engine_digest {
                    next.updated = true;
                }
            }
            AppMsg::Session(Err(error)) => next.gate = Gate::Unreachable(Failure::from(&error)),
            AppMsg::Status(Ok(status), local_ms) => {
                next.skew_ms = status.now_ms - local_ms;
                next.local_ms = local_ms;
                next.updated |= status.engine_digest != next.engine_digest;
                next.status = Some(Rc::new(status));
                next.failure = None;
                next.beat += 1;
            }
            AppMsg::Status(Err(error), local_ms) => {
                next.local_ms = local_ms;
                if error.is_signed_out() {
                    next.gate = Gate::SignIn;
                    next.status = None;
                    next.failure = None;
                } else {
                    next.failure = Some(Failure::from(&error));
                }
            }
            AppMsg::Tick(local_ms) => next.local_ms = local_ms,
            AppMsg::Updated => next.updated = true,
            AppMsg::SignedOut => {
                next.gate = Gate::SignIn;
                next.status = None;
            }
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::http::refusal_of;

    fn session(signed_in: bool, set_up_needed: bool, digest: &str) -> AppMsg {
        let engine_digest = digest.to_owned();
        AppMsg::Session(Ok(Session { signed_in, set_up_needed, csrf: None, engine_digest }))
    }

    fn after(msgs: Vec<AppMsg>) -> App {
        let end = msgs.into_iter().fold(Rc::new(App::default()), |app, msg| app.reduce(msg));
        (*end).clone()
    }

    #[test]
    fn the_gate_follows_the_session() {
        assert_eq!(after(vec![session(false, true, "d")]).gate, Gate::SetUp);
        assert_eq!(after(vec![session(false, false, "d")]).gate, Gate::SignIn);
        assert_eq!(after(vec![session(true, false, "d")]).gate, Gate::Open);
        let lost = AppMsg::Status(Err(refusal_of(401, "")), 5);
        assert_eq!(after(vec![session(true, false, "d"), lost]).gate, Gate::SignIn);
    }

    #[test]
    fn another_engine_asks_for_a_reload() {
        assert!(!after(vec![session(true, false, "d"), session(true, false, "d")]).updated);
        let end = after(vec![session(true, false, "d"), session(true, false, "e")]);
        assert!(end.updated);
        assert_eq!(end.engine_digest, "d");
    }

    #[test]
    fn an_offline_server_keeps_the_gate_open() {
        let end = after(vec![session(true, false, "d"), AppMsg::Status(Err(ApiError::Offline), 9)]);
        assert_eq!(end.gate, Gate::Open);
        assert!(end.failure.is_some());
    }
}
