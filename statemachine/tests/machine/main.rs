//! The machine from outside: what the file does, what the loader refuses, how time passes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod cycle;
mod refusals;
mod scripted;
mod semantics;
