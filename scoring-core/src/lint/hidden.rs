//! `lint.hidden`: code points that a reader cannot see; medium, with a fix that removes them.
//! Good: a family emoji with its joiners. Bad: a zero-width space inside a word.

use alloc::vec::Vec;

use super::rules::Rule;
use super::text::{View, with_fix};
use crate::sanitise::bytes::next_of;
use crate::sanitise::chars::span;
use crate::sanitise::unicode::{Class, classify};
use crate::types::{Finding, Severity, Span};

pub(super) const RULES: &[Rule] = &[Rule {
    fix: true,
    ..Rule::new(
        "lint.hidden",
        Severity::Medium,
        "Code points that a reader cannot see, such as zero-width blanks, bidi controls and tags; \
         the joiners of emoji and scripts stay.",
        "The pay\u{200b}ment is due \u{202e}today\u{202c}.",
        "The payment is due today 👩\u{200d}💻.",
    )
}];

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    let mut runs: Vec<Span> = Vec::new();
    for (ch, _) in &view.stripped.gone {
        match runs.last_mut() {
            Some(last) if last.end == ch.start => last.end = ch.end,
            _ => runs.push(Span { start: ch.start, end: ch.end }),
        }
    }
    for span in runs {
        let message = "Invisible code points: the reader cannot see what they do.";
        let finding = view.finding_at("lint.hidden", Severity::Medium, span, message);
        out.push(with_fix(finding, ""));
    }
    // First bytes of such characters; most texts have none.
    let ascii = view.source.is_ascii() && next_of(view.source.as_bytes(), 0, [0xB, 0xC]).is_none();
    if ascii || !view.source.bytes().any(|b| matches!(b, 0xB | 0xC | 0xC2 | 0xE2)) {
        return;
    }
    let lines = view.source.char_indices().filter(|(_, c)| classify(*c) == Class::Line);
    for (at, c) in lines {
        let message = "An unusual line break: a plain one is safer.";
        let span = span(at, at + c.len_utf8());
        out.push(with_fix(view.finding_at("lint.hidden", Severity::Medium, span, message), "\n"));
    }
}
