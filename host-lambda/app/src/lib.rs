//! Domain, ports and use cases of the agent.
//!
//! Edges: entry points call [`usecases`], use cases call [`ports`], adapters implement ports. Nothing here names
//! a concrete adapter, opens a socket or reads a clock.
#![forbid(unsafe_code)]

pub mod domain;
pub mod ports;
pub mod usecases;
