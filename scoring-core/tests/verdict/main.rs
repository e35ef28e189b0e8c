//! The verdict of DESIGN section 2: tables of cases, the laws, the digests and the documented
//! example.
#![expect(clippy::unwrap_used, reason = "a test helper fails by panicking")]

mod decision_table;
mod digest;
mod docs;
mod edges;
mod graduation;
mod laws;
mod laws_random;
mod sample;
mod table;
mod target;
mod words;
