//! What the agent knows and stores: one file for each entity of DESIGN section 6.

pub mod action;
pub mod artefacts;
pub mod audit;
pub mod calendar;
pub mod connection;
pub mod csv;
pub mod escalation;
pub mod event;
pub mod ids;
pub mod keys;
pub mod lookalike;
pub mod mail;
pub mod person;
pub mod prices;
pub mod project;
pub mod quoted;
pub mod schema;
pub mod scrub;
pub mod settings;
pub mod signal;
pub mod stored_artefact;
pub mod system;
pub mod work;
