//! The shapes that cross the boundary: a request goes in, a verdict comes out.
//!
//! JSON field order is the declaration order; that order is part of the digests. A field is only added with a
//! default under which an older request means what it meant, or together with a new [`SCHEMA`].

mod finding;
mod people;
mod policy;
mod request;
mod target;
mod verdict;

pub use finding::{Finding, Fix, Part, Severity, Span};
pub use people::{Address, Person, Recipient, Relation};
pub use policy::{Policy, Precedent};
pub use request::{
    Action, ArtefactType, Autonomy, Clock, Context, Evidence, Lapse, Request, Trust,
};
pub use target::Target;
pub use verdict::{Dimension, DimensionName, Kind, OnLapse, Outcome, OutcomeClass, Verdict};

/// The schema number of requests and verdicts that this crate reads and writes.
pub const SCHEMA: u32 = 1;
/// Longest body of a draft, in UTF-8 bytes (DESIGN 2).
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// Longest subject of a draft, in UTF-8 bytes (RFC 5322 caps a line at 998).
pub const SUBJECT_BYTES_MAX: usize = 998;
/// Longest excerpt of one piece of evidence, in UTF-8 bytes (DESIGN 2).
pub const EXCERPT_BYTES_MAX: usize = 4 * 1024;
/// Most pieces of evidence in one request.
pub const EVIDENCE_MAX: usize = 64;
/// Most recipients of one action.
pub const RECIPIENTS_MAX: usize = 50;
/// Longest request that the byte door accepts, in bytes.
pub const REQUEST_BYTES_MAX: usize = 1024 * 1024;
