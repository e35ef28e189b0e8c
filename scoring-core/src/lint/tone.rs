//! `lint.tone`: exclamation marks, with a fix, and advertising words; low.
//! Good: "The release is out." Bad: "Amazing news!!!"

use alloc::vec::Vec;

use super::rules::Rule;
use super::text::{View, with_fix};
use crate::types::{Finding, Severity};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "lint.tone",
        Severity::Low,
        "An advertising word: a plain one is more convincing.",
        "The release was an amazing success with seamless results.",
        "The release met its date and its budget.",
    ),
    Rule {
        fix: true,
        ..Rule::new(
            "lint.tone",
            Severity::Low,
            "Exclamation marks: a full stop is enough.",
            "The release is out!! Who checks it?!",
            "The release is out. Who checks it?",
        )
    },
];

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

/// Shortest of them, in bytes.
const LOUD_BYTES: usize = 7;

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    // None is shorter, and most words begin with other letters.
    let may_be = |text: &[u8]| {
        text.len() >= LOUD_BYTES
            && matches!(text.first(), Some(b) if b"adefgimprstu".contains(&b.to_ascii_lowercase()))
    };
    for word in view.words.iter().filter(|word| may_be(word.text.as_bytes())) {
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
        let before = view.source.get(..start).and_then(|head| head.chars().next_back());
        // `!=`, `![` and `<!` are marks of code, of images and of comments.
        let code = before == Some('<') || matches!(next, Some('=' | '['));
        if !code && next.is_none_or(|c| !c.is_alphanumeric()) {
            let message = "An exclamation mark: a full stop is enough.";
            let finding = view.finding("lint.tone", Severity::Low, (start, at), message);
            let ended = matches!(before, Some('?' | '.' | ',' | ':' | ';' | '…'));
            let ends = next.is_some_and(|c| matches!(c, '?' | '.' | ',' | ':' | ';'));
            out.push(with_fix(finding, if ended || ends { "" } else { "." }));
        }
    }
}
