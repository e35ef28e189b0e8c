//! What stands behind the pages: the one HTTP door, the policy, and words.

pub mod api;
pub mod diff;
pub mod dom;
pub mod http;
pub mod keys;
pub mod manage;
pub mod policy;
pub mod spans;
pub mod time;
pub mod words;
