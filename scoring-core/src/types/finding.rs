//! What the sanitiser, the lint and the boundary check have to say about a text.

use alloc::string::String;
use serde::{Deserialize, Serialize};

/// How much a finding weighs (DESIGN 2.2): low is a note, medium fails the boundary, high caps at escalate,
/// critical rejects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing was found.
    #[default]
    None,
    /// A note, without effect on the outcome.
    Low,
    /// Fails the boundary dimension.
    Medium,
    /// Caps the outcome at escalate.
    High,
    /// Rejects the action; only for the action's own subject, body, target or links.
    Critical,
}

/// Which text of the request a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The subject line of the draft.
    Subject,
    /// The body of the draft.
    Body,
    /// What the action is aimed at.
    Target,
    /// Who would receive it.
    Recipients,
    /// An excerpt of evidence, or an inbound text.
    Evidence,
    /// The request as a whole.
    Request,
}

/// A half-open range of UTF-8 bytes, always on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A replacement that would make the finding go away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// The bytes to replace.
    pub span: Span,
    /// What to put there; empty to remove.
    pub replacement: String,
}

/// One observation about one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Stable rule id, such as `lint.first_person` or `sanitise.override`.
    pub rule: String,
    /// Its weight.
    pub severity: Severity,
    /// The text it is about.
    pub part: Part,
    /// Where in that text, if it has a place.
    pub span: Option<Span>,
    /// One sentence for the user: what was found and why it matters. Never holds a secret.
    pub message: String,
    /// How to mend it with one click, if that is known.
    pub fix: Option<Fix>,
}
