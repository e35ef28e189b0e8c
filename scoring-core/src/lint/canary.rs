//! `lint.canary`: a planted token leaves with the draft, which means that something read what it
//! should not; critical.
//! Good: a draft without it. Bad: the token as such, spaced out, in other case, mirrored, in
//! base64 or hexadecimal.

use alloc::string::String;
use alloc::vec::Vec;

use super::rules::Rule;
use super::text::View;
use crate::sanitise::blobs::decoded_runs;
use crate::sanitise::bytes::next_of;
use crate::sanitise::fold::{fold, look_alike};
use crate::types::{Finding, Severity, Span};

pub(super) const RULES: &[Rule] = &[Rule::new(
    "lint.canary",
    Severity::Critical,
    "A planted token leaves with the draft, as such, spaced out, in other case, mirrored, in base64 \
     or hexadecimal: something read what it should not.",
    "The build number is hf CANARY 7q2z.",
    "The build number is 412.",
)];

/// Shortest canary, in letters and digits, that is looked for with gaps; shorter ones would occur
/// by chance.
const COMPACT_MIN: usize = 6;

pub(super) fn check(view: &View<'_>, canaries: &[String], out: &mut Vec<Finding>) {
    let wanted: Vec<(&String, String)> = canaries
        .iter()
        .filter(|canary| !canary.trim().is_empty())
        .map(|canary| (canary, compact(&fold(canary).0).map(|(_, c)| c).collect()))
        .collect();
    if wanted.is_empty() {
        return;
    }
    let kept = &view.stripped.kept;
    let (folded, places) = fold(kept.as_str());
    let mut spans: Vec<Span> = Vec::new();
    for (canary, needle) in &wanted {
        let mirrored: String = needle.chars().rev().collect();
        // As such it is only where its letters are, unless it has few, or something in between went.
        let letters = is_long(needle) && view.stripped.gone.is_empty();
        if letters && !may_hold(&folded, needle) && !may_hold(&folded, &mirrored) {
            continue;
        }
        let direct = view.source.match_indices(canary.as_str());
        spans.extend(direct.map(|(at, _)| crate::sanitise::chars::span(at, at + canary.len())));
        if is_long(needle) {
            for needle in [needle, &mirrored] {
                spans.extend(find(&folded, needle).into_iter().map(|(from, to)| {
                    let place = places.cover(from, to);
                    kept.cover(place.start as usize, place.end as usize)
                }));
            }
        }
    }
    decoded_runs(kept, 8, |decoded, place| {
        let (folded, _) = fold(&decoded);
        let holds = |(canary, needle): &(&String, String)| {
            decoded.contains(canary.as_str())
                || (is_long(needle) && !find(&folded, needle).is_empty())
        };
        if wanted.iter().any(holds) {
            spans.push(place);
        }
    });
    crate::order::sort_and_dedup(&mut spans);
    for span in spans {
        let message = "The draft holds a planted token that must never leave.";
        out.push(view.finding_at("lint.canary", Severity::Critical, span, message));
    }
}

fn is_long(needle: &str) -> bool {
    needle.chars().nth(COMPACT_MIN - 1).is_some()
}

/// Letters and digits from the rarest of ordinary texts on; what is not listed is more frequent.
const RARE: &[u8] = b"zqxjkv7896345210wybgpf";

/// Whether a folded text may hold the letters of the needle. False only if it does not: in ASCII each occurrence has the
/// rarest letter of the needle beside the one that follows it there.
fn may_hold(folded: &str, needle: &str) -> bool {
    let (text, needle) = (folded.as_bytes(), needle.as_bytes());
    if !text.is_ascii() {
        return true;
    }
    let rank = |byte: &u8| RARE.iter().position(|rare| rare == byte).unwrap_or(RARE.len());
    let inner = needle.get(..needle.len().saturating_sub(1)).unwrap_or(&[]);
    let Some((at, rarest)) = inner.iter().enumerate().min_by_key(|(_, byte)| rank(byte)) else {
        return true;
    };
    if !needle.is_ascii() {
        return false;
    }
    let mut from = 0;
    while let Some(found) = next_of(text, from, [*rarest]) {
        from = found + 1;
        let rest = text.get(from..).unwrap_or(&[]);
        if rest.iter().find(|byte| byte.is_ascii_alphanumeric()) == needle.get(at + 1) {
            return true;
        }
    }
    false
}

/// Letters and digits only of a folded text, as the Latin ones that they look like, each with its place.
fn compact(folded: &str) -> impl Iterator<Item = (usize, char)> {
    let letters = folded.char_indices().filter(|(_, c)| c.is_alphanumeric());
    letters.map(|(at, c)| (at, look_alike(c).unwrap_or(c)))
}

/// Where the letters of the needle occur in a folded text, overlaps included, by its border table, in linear time.
fn find(folded: &str, needle: &str) -> Vec<(usize, usize)> {
    let needle: Vec<char> = needle.chars().collect();
    let mut borders = Vec::from([0usize]);
    let step = |borders: &[usize], mut state: usize, c: char| {
        while state > 0 && needle.get(state) != Some(&c) {
            state = borders.get(state - 1).copied().unwrap_or(0);
        }
        if needle.get(state) == Some(&c) { state + 1 } else { state }
    };
    for c in needle.iter().skip(1) {
        let state = borders.last().copied().unwrap_or(0);
        let next = step(&borders, state, *c);
        borders.push(next);
    }
    let mut out = Vec::new();
    let mut state = 0;
    for (at, c) in compact(folded) {
        if state == needle.len() {
            state = borders.last().copied().unwrap_or(0);
        }
        state = step(&borders, state, c);
        if state == needle.len() && !needle.is_empty() {
            let end =
                at + folded.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
            let back = folded.get(..end).unwrap_or("").char_indices().rev();
            let mut letters = back.filter(|(_, c)| c.is_alphanumeric());
            out.extend(letters.nth(needle.len() - 1).map(|(start, _)| (start, end)));
        }
    }
    out
}
