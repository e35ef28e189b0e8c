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
//! | `GET /api/projects` | | `Vec<`[`ProjectSummary`]`>`: active, paused, then archived |
//! | `GET /api/projects/{id}` | | [`ProjectView`] |
//! | `POST /api/projects/{id}/artefacts/{artefact}/undo` | [`UndoArtefact`] | [`ArtefactView`], or 409 |
//! | `GET /api/activity?project=&kind=&cursor=` | | [`Page`]`<`[`EventView`]`>`, newest first |
//! | `GET /api/settings` | | [`SettingsView`] |
//! | `PUT /api/settings` | [`Settings`] | [`SettingsView`], or 409 |
//! | `POST /api/check-now` | | [`Status`]; 202 |
//! | `POST /api/settings/preview` | [`TrySettings`] | [`Preview`]: nothing is changed |
//! | `GET /api/first-run` | | [`FirstRun`] |
//! | `POST /api/first-run` | [`FirstRunMove`] | [`FirstRun`] |
//! | `GET /api/connections` | | `Vec<`[`ConnectionView`]`>` |
//! | `POST /api/connections/jira` | [`ConnectJira`] | [`ConnectionView`] |
//! | `GET /api/connections/jira/projects` | | `Vec<`[`JiraProject`]`>` |
//! | `POST /api/connections/outlook/device` | [`ConnectOutlook`] | [`DeviceProgress`] |
//! | `GET /api/connections/outlook/device` | | [`DeviceProgress`]: asks Microsoft, at most once an interval |
//! | `POST /api/connections/outlook/application` | [`ConnectApplication`] | [`ConnectionView`] |
//! | `GET /api/connections/outlook/folders` | | `Vec<`[`MailFolder`]`>` |
//! | `POST /api/connections/{name}/disconnect` | | [`ConnectionView`] |
//! | `GET /api/people?cursor=&find=` | | [`Page`]`<`[`PersonView`]`>`, by name |
//! | `POST /api/people` | [`NewPerson`] | [`PersonView`] |
//! | `PUT /api/people/{id}` | [`EditPerson`] | [`PersonView`], or 409 |
//! | `POST /api/people/{id}/address` | [`EditAddress`] | [`PersonView`], or 409 |
//! | `POST /api/people/{id}/merge` | [`MergePerson`] | [`PersonView`], or 409 |
//! | `POST /api/people/{id}/remove` | [`AtRevision`] | 204, or 409 |
//! | `GET /api/people/suggestions` | | `Vec<`[`Suggestion`]`>` |
//! | `POST /api/people/import` | [`ImportPeople`] | [`ImportReport`] |
//! | `GET /api/projects/{id}/form` | | [`ProjectForm`] |
//! | `PUT /api/projects` | [`ProjectForm`] | [`ProjectForm`], or 409 |
//! | `GET /api/unassigned?cursor=` | | [`Page`]`<`[`UnassignedView`]`>`, newest first |
//! | `POST /api/unassigned/{id}/assign` | [`Assign`] | 204 |
//! | `GET /api/privacy` | | [`PrivacyView`] |
//! | `POST /api/forget` | [`Forget`] | [`Forgotten`] |
//! | `GET /api/sessions` | | `Vec<`[`SessionView`]`>` |
//! | `POST /api/sessions/{id}/end` | | `Vec<`[`SessionView`]`>` |
//! | `POST /api/sessions/end-all` | | 204: every session, this one included |
//! | `GET /api/export` | | the export file, `application/zstd` |
//! | `GET /policy.<engine_digest>.wasm` | | the policy; another digest answers 404 |
//!
//! Any refusal is [`Problem`] with a 4xx or 5xx status.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod action;
pub mod artefacts;
mod connect;
mod decision;
mod manage;
mod people;
mod privacy;
mod session;
mod settings;
mod status;

pub use action::{
    ActionState, ActionView, Answer, Approve, AtRevision, Conflict, Edit, Extend, ProducedBy,
    ReceiptView, RecipientView, Snooze, SourceView, Timer, TransitionView, Why,
};
pub use connect::{
    ConnectApplication, ConnectJira, ConnectOutlook, ConnectionView, DeviceCode, DeviceProgress,
    FirstRun, FirstRunMove, HealthState, JiraProject, Step, StepState, SyncProgress,
};
pub use decision::{Decide, DecisionOption, DecisionState, DecisionView};
pub use manage::{Assign, MailFolder, ProjectForm, Teach, UnassignedView};
pub use people::{
    AddressVerb, AddressView, EditAddress, EditPerson, ImportPeople, ImportReport, MergePerson,
    NewPerson, PersonView, Suggestion,
};
pub use privacy::{
    Forget, Forgotten, Preview, PreviewChange, PrivacyView, SessionView, StoredKind, TrySettings,
};
pub use session::{Problem, Session, Setup, SignIn};
pub use settings::{
    AlwaysAsk, Boost, BudgetSettings, Hours, ModelPrice, ModelSettings, NoticeMode, NoticeSettings,
    Settings, SettingsView, Thresholds,
};
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
