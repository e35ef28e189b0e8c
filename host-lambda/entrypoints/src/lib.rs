//! What every program of the host shares: `holdfast` on one machine, `bootstrap` on Lambda, the simulation.
//!
//! - [`assets`]: what the build compiled in (policy, integrations, dashboard, digests)
//! - [`compose`]: wires adapters to ports; the caller chooses the adapters
//! - [`connect`], [`connections`]: accounts, and where the targets of the integrations point
//! - [`functions`], [`cycle`]: the functions that `agent-cycle.asl.json` names, and one cycle of them
//! - [`logs`]: what may stand in a log at all
//! - `demo` (feature `demo`): the sample workspace behind the stand-ins
#![forbid(unsafe_code)]

pub mod assets;
pub mod compose;
pub mod connect;
pub mod connections;
pub mod cycle;
#[cfg(feature = "demo")]
pub mod demo;
mod err;
pub mod functions;
pub mod logs;

pub use err::EntryError;
