//! Data that comes to its end, notices that wait, the digest: with the real table in memory and a clock that moves.

#![expect(clippy::unwrap_used, reason = "helpers outside a test function are part of the test")]

#[path = "../common/mod.rs"]
mod common;
mod digest;
mod retention;
mod world;
