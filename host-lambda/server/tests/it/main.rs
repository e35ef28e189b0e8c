//! The server over real HTTP on a port of this machine, with the real table in memory.

mod assets;
mod http;
mod refusals;
mod session;
mod support;
mod verbs;
