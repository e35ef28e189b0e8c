//! Triage, reasoning and the budget against the real table and a scripted model.
#![expect(clippy::unwrap_used, reason = "helpers outside a test function are part of the test")]

mod budget;
#[path = "../common/mod.rs"]
mod common;
mod reasoning;
mod routing;
mod triage;
mod world;
