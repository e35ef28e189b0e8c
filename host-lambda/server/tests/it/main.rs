//! The server over real HTTP on a port of this machine, with the real table in memory.

#![expect(clippy::unwrap_used, reason = "a broken helper must stop its test")]
mod assets;
mod http;
mod manage;
mod people;
mod refusals;
mod safety;
mod seed;
mod session;
mod settings;
mod support;
mod verbs;
