//! The four artefacts as documents. Every row ends in its sources; changed rows are marked.

mod backlog;
mod decisions;
mod delivery;
mod document;
mod raid;
mod rows;

pub use document::{Document, DocumentProps};
pub use rows::Rows;
