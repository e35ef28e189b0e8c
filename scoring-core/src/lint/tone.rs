//! `lint.tone`: exclamation marks and advertising words; low.
//! Good: "The release is out." Bad: "Amazing news!!!"

use alloc::vec::Vec;

use super::text::View;
use crate::types::{Finding, Severity};

const LOUD: &[&str] = &[
    "amazing",
    "awesome",
    "exciting",
    "excited",
    "thrilled",
    "delighted",
    "fantastic",
    "incredible",
    "unbelievable",
    "revolutionary",
    "seamless",
    "seamlessly",
    "unparalleled",
    "unrivalled",
    "stunning",
    "groundbreaking",
    "synergy",
    "synergies",
    "turbocharge",
    "supercharge",
    "phenomenal",
    "mindblowing",
];

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    for word in &view.words {
        if LOUD.iter().any(|loud| word.text.eq_ignore_ascii_case(loud)) {
            let message = "An advertising word: a plain one is more convincing.";
            out.push(view.finding("lint.tone", Severity::Low, (word.start, word.end()), message));
        }
    }
    let mut at = 0;
    while let Some(found) = view.source.get(at..).and_then(|rest| rest.find('!')) {
        let start = at + found;
        let rest = view.source.get(start..).unwrap_or("");
        let len = rest.bytes().take_while(|b| *b == b'!').count();
        at = start + len;
        let next = view.source.get(at..).and_then(|tail| tail.chars().next());
        // `!=` and `![` are marks of code and of images.
        if next.is_none_or(|c| !matches!(c, '=' | '[') && !c.is_alphanumeric()) {
            let message = "An exclamation mark: a full stop is enough.";
            out.push(view.finding("lint.tone", Severity::Low, (start, at), message));
        }
    }
}
