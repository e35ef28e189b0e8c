//! What the user does: approve, edit, cancel, decide, set. Every verb carries the revision that was on screen.

pub mod actions;
pub mod artefacts;
pub mod connect;
pub mod decisions;
pub mod first_run;
pub mod people;
pub mod projects;
pub mod settings;
pub mod unassigned;

use crate::domain::action::StoredAction;
use crate::usecases::CaseError;

/// Why a verb was not carried out.
#[derive(Debug)]
pub enum UserError {
    /// Somebody or something was faster, or the verdict is another: here is what stands now.
    Conflict {
        /// `revision`, `verdict`, `engine` or `state`.
        reason: &'static str,
        /// One sentence.
        error: String,
        /// The action as it is now.
        action: Box<StoredAction>,
    },
    /// Anything else.
    Case(CaseError),
}

impl<E: Into<CaseError>> From<E> for UserError {
    fn from(error: E) -> Self {
        Self::Case(error.into())
    }
}
