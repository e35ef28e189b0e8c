//! The wire shapes of the HTTP API, shared by the server and the dashboard.
//!
//! Every path below is same-origin. Reads are `GET`; every `POST` and `PUT` carries the header
//! [`CSRF_HEADER`] with the token of [`Session`]. Times are Unix milliseconds, money is micro-dollars.
//!
//! | call | in | out |
//! |---|---|---|
//! | `GET /api/session` | | [`Session`] |
//! | `POST /api/setup` | [`Setup`] | [`Session`] |
//! | `POST /api/sign-in` | [`SignIn`] | [`Session`] |
//! | `POST /api/sign-out` | | [`Session`] |
//! | `GET /api/status` | | [`Status`] |
//! | `GET /api/overview` | | [`Overview`] |
//! | `GET /api/holds?cursor=` | | [`Page`]`<`[`ActionView`]`>`: held, approved, in flight, lately decided |
//! | `GET /api/actions/{id}` | | [`ActionView`] |
//! | `POST /api/actions/{id}/approve` | [`Approve`] | [`ActionView`], or 409 [`Conflict`] |
//! | `POST /api/actions/{id}/edit` | [`Edit`] | [`ActionView`], or 409 |
//! | `POST /api/actions/{id}/cancel` | [`AtRevision`] | [`ActionView`], or 409 |
//! | `POST /api/actions/{id}/undo` | [`AtRevision`] | an approval taken back before the claim: [`ActionView`], or 409 |
//! | `POST /api/actions/{id}/extend` | [`Extend`] | [`ActionView`], or 409 |
//! | `POST /api/actions/{id}/timer` | [`Timer`] | [`ActionView`], or 409 |
//! | `POST /api/actions/{id}/snooze` | [`Snooze`] | [`ActionView`], or 409 |
//! | `POST /api/actions/{id}/seen` | | 204: the card was visible, a delivery receipt of the hold notice |
//! | `POST /api/actions/{id}/answer` | [`Answer`] | for UNKNOWN: [`ActionView`], or 409 |
//! | `POST /api/actions/{id}/regret` | [`AtRevision`] | [`ActionView`] |
//! | `GET /api/decisions?cursor=` | | [`Page`]`<`[`DecisionView`]`>`: pending first, then lately decided |
//! | `POST /api/decisions/{id}` | [`Decide`] | [`DecisionView`], or 409 |
//! | `GET /api/projects` | | `Vec<`[`ProjectSummary`]`>` |
//! | `GET /api/projects/{id}` | | [`ProjectView`] |
//! | `POST /api/projects/{id}/artefacts/{artefact}/undo` | [`UndoArtefact`] | [`ArtefactView`], or 409 |
//! | `GET /api/activity?project=&kind=&cursor=` | | [`Page`]`<`[`EventView`]`>`, newest first |
//! | `GET /api/settings` | | [`SettingsView`] |
//! | `PUT /api/settings` | [`Settings`] | [`SettingsView`], or 409 |
//! | `POST /api/check-now` | | [`Status`]; 202 |
//! | `GET /policy.<engine_digest>.wasm` | | the policy; another digest answers 404 |
//!
//! Any refusal is [`Problem`] with a 4xx or 5xx status.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod action;
pub mod artefacts;
mod decision;
mod session;
mod settings;
mod status;

pub use action::{
    ActionState, ActionView, Answer, Approve, AtRevision, Conflict, Edit, Extend, ProducedBy,
    ReceiptView, RecipientView, Snooze, SourceView, Timer, TransitionView, Why,
};
pub use decision::{Decide, DecisionOption, DecisionState, DecisionView};
pub use session::{Problem, Session, Setup, SignIn};
pub use settings::{BudgetSettings, Hours, Settings, SettingsView};
pub use status::{
    AgentState, ArtefactView, Change, ChangeKind, EventKind, EventView, Overview, ProjectSummary,
    ProjectView, Status, UndoArtefact,
};

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Name of the header that carries the CSRF token.
pub const CSRF_HEADER: &str = "x-holdfast-csrf";

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Pass as `cursor` for the next page; null on the last.
    pub cursor: Option<String>,
}
