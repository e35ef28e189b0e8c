//! Outbound text: what a draft must not contain (DESIGN 2.7).
//!
//! One module per rule or family; each states its rule ids with a good and a bad example, and again
//! as data in [`rules`], from which `docs/lint.md` is made. Severities: critical rejects (a secret, a canary), high caps at escalate, medium fails the boundary, low is advice.

mod canary;
mod hidden;
mod injected;
mod length;
mod links;
mod markup;
mod passive;
mod person;
mod placeholder;
mod quote;
pub mod rules;
mod secret;
mod spelling;
mod text;
mod tone;

use alloc::string::String;
use alloc::vec::Vec;

use crate::order::sort_by;
use crate::types::{Finding, Part};

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
    let mut out = Vec::new();
    for (part, source) in [(Part::Subject, draft.subject), (Part::Body, draft.body)] {
        if source.is_empty() {
            continue;
        }
        let view = text::View::new(part, source);
        secret::check(&view, &mut out);
        canary::check(&view, draft.canaries, &mut out);
        hidden::check(&view, &mut out);
        links::check(&view, draft.links_allowed, &mut out);
        markup::check(&view, &mut out);
        placeholder::check(&view, &mut out);
        injected::check(&view, &mut out);
        person::check(&view, &mut out);
        passive::check(&view, &mut out);
        spelling::check(&view, &mut out);
        tone::check(&view, &mut out);
        if draft.external {
            quote::check(&view, draft.internal_texts, &mut out);
        }
    }
    length::check(draft, &mut out);
    sort_by(&mut out, |a, b| (a.part, a.span, &a.rule).cmp(&(b.part, b.span, &b.rule)));
    out
}
