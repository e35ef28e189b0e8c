//! `lint.placeholder`: something that was meant to be filled in; medium, `TBD` low.
//! Good: "Dear Dana", "[PAY-12]". Bad: "Dear [name]", "{{ date }}", "TODO", "lorem ipsum".

use alloc::vec::Vec;

use super::rules::Rule;
use super::text::View;
use crate::sanitise::bytes::next_of;
use crate::types::{Finding, Severity};

pub(super) const RULES: &[Rule] = &[Rule::new(
    "lint.placeholder",
    Severity::Medium,
    "Something that was meant to be filled in; `TBD` and `TBC` are notes only.",
    "Dear [name], the review is on {{ date }}. TODO",
    "Dear Dana, the review of [PAY-12] is on 12 November 2026.",
)];

/// Longest placeholder between brackets, in bytes.
const INNER_MAX: usize = 40;

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    let mut add = |severity, start: usize, end: usize| {
        let message = "A placeholder: it waits to be filled in.";
        out.push(view.finding("lint.placeholder", severity, (start, end), message));
    };
    let mut from = 0;
    while let Some(at) = next_of(view.source.as_bytes(), from, *b"{$[<") {
        from = at + 1;
        let rest = view.source.get(at..).unwrap_or("");
        let len = match rest.chars().next().unwrap_or(' ') {
            '{' if rest.starts_with("{{") => enclosed(rest, "{{", "}}", |_| true),
            '{' => enclosed(rest, "{", "}", is_label),
            '$' if rest.starts_with("${") => enclosed(rest, "${", "}", |_| true),
            '[' => enclosed(rest, "[", "]", is_label).filter(|len| {
                // `[text](target)` is a link.
                !rest.get(*len..).is_some_and(|tail| tail.starts_with(['(', '[', ':']))
            }),
            '<' => enclosed(rest, "<", ">", is_angle_label),
            _ => None,
        };
        if let Some(len) = len {
            add(Severity::Medium, at, at + len);
            from = at + len;
        }
    }
    for (index, word) in view.words.iter().enumerate() {
        match word.text {
            "TODO" | "FIXME" | "XXX" | "XXXX" | "TKTK" => {
                add(Severity::Medium, word.start, word.end())
            }
            "TBD" | "TBC" => add(Severity::Low, word.start, word.end()),
            text if text.eq_ignore_ascii_case("lorem") => {
                if let Some(next) = view.words.get(index + 1)
                    && next.text.eq_ignore_ascii_case("ipsum")
                {
                    add(Severity::Medium, word.start, next.end());
                }
            }
            _ => {}
        }
    }
}

/// Length of `open inner close` if the inner text is short, on one line and accepted.
fn enclosed(rest: &str, open: &str, close: &str, accept: fn(&str) -> bool) -> Option<usize> {
    let body = rest.strip_prefix(open)?;
    let mut limit = body.len().min(INNER_MAX + close.len());
    while !body.is_char_boundary(limit) {
        limit -= 1;
    }
    let end = body.get(..limit)?.find(close)?;
    let inner = body.get(..end)?;
    let fits = !inner.contains('\n') && !inner.trim().is_empty() && accept(inner.trim());
    fits.then_some(open.len() + end + close.len())
}

/// Words only: no digits (`[PAY-12]`, `[1]`), not a tick box, no marks of code.
fn is_label(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    let known = matches!(
        lower.as_str(),
        "x" | "sic" | "draft" | "external" | "internal" | "urgent" | "info" | "edit"
    );
    !known
        && inner.chars().count() >= 2
        && inner.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '_' | '-' | '\'' | '/'))
}

fn is_angle_label(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    let telling = [
        "name",
        "date",
        "insert",
        "your",
        "recipient",
        "project",
        "company",
        "placeholder",
        "link",
        "todo",
    ];
    is_label(inner) && telling.iter().any(|word| lower.contains(word))
}
