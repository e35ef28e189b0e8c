//! The stand-ins over real HTTP, and their answers against Atlassian's OpenAPI.
#![allow(clippy::expect_used, reason = "tests stop at the first surprise")]

mod claude;
mod contract;
mod control;
mod graph;
mod jira;
mod payloads;
mod schema;
mod support;
