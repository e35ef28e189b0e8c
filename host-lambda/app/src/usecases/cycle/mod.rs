//! One agent cycle, function by function, as `agent-cycle.asl.json` calls them.

pub mod detect;
pub mod execute;
mod health;
pub mod housekeeping;
pub mod lease;
pub mod normalise;
pub mod prompt;
pub mod reasoning;
pub mod route;
pub mod rules;
pub mod triage;
pub mod update;

use serde::{Deserialize, Serialize};

/// What every function of a project's branch is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleIds {
    /// Cycle id.
    pub cycle_id: String,
    /// Fencing token of the lease.
    pub token: String,
    /// Project id.
    pub project_id: String,
}
