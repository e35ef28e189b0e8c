//! Outbound text: what a draft must not contain (DESIGN 2.7).

use alloc::string::String;
use alloc::vec::Vec;

use crate::types::Finding;

/// What the lint looks at.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Subject line; empty where there is none.
    pub subject: &'a str,
    /// Plain text body.
    pub body: &'a str,
    /// Whether any reader is outside the organisation.
    pub external: bool,
    /// Host names that a link may point at.
    pub links_allowed: &'a [String],
    /// Tokens that must never leave.
    pub canaries: &'a [String],
    /// Sanitised texts of internal evidence, which must not be quoted to outsiders.
    pub internal_texts: &'a [&'a str],
}

/// Checks one draft; findings are sorted by part, start and rule.
#[must_use]
pub fn lint(draft: &Draft<'_>) -> Vec<Finding> {
    let _ = draft;
    Vec::new()
}
