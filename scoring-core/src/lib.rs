//! The judgement of Holdfast: what may happen to a draft, decided without a model.
//!
//! The crate is pure: integers only, no clock, no randomness, no IO, no panic and no hash order, so that the
//! same bytes come out natively, in wasmtime and in a browser.
//!
//! Map:
//! - [`types`]: the request and the verdict, as canonical JSON.
//! - [`decision`]: kind, table, dimensions, caps, hold and lapse; [`verdict`] puts them together.
//! - [`digest`]: canonical bytes and their SHA-256.
//! - [`trust`]: how far an author of a signal is believed.
//! - [`sanitise`](mod@sanitise): hostile text in, plain text and findings out.
//! - [`lint`](mod@lint): what a draft must not contain.
//! - [`calendar`]: names of months and days.
//! - `order`: sorting.
//! - [`abi`]: one byte buffer in, one out; the door that every skin uses.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod abi;
pub mod calendar;
pub mod decision;
pub mod digest;
pub mod lint;
mod order;
pub mod sanitise;
pub mod trust;
pub mod types;

pub use decision::verdict;
pub use types::*;
