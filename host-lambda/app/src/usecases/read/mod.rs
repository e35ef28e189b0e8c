//! What the dashboard shows: views built from stored items, paged.

pub mod catalogue;
pub mod connections;
pub mod lists;
pub mod replay;
pub mod signals;
pub mod status;
pub mod views;
pub mod words;
