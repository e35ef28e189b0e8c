//! Placeholder until the decision lands.
use crate::types::{Request, Verdict};
/// Judges a request.
#[must_use]
pub fn judge(_request: &Request) -> Option<Verdict> {
    None
}
