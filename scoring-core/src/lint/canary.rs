//! `lint.canary`: a planted token leaves with the draft, which means that something read what it
//! should not; critical.
//! Good: a draft without it. Bad: the token as such, spaced out, in other case, mirrored, in
//! base64 or hexadecimal.

use alloc::string::String;
use alloc::vec::Vec;

use super::rules::Rule;
use super::text::View;
use crate::sanitise::blobs::decoded_runs;
use crate::sanitise::fold::{fold, look_alike};
use crate::sanitise::text::{Places, Text};
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
        .map(|canary| (canary, compact(&Text::plain(canary, 0)).0))
        .collect();
    if wanted.is_empty() {
        return;
    }
    let kept = &view.stripped.kept;
    let (letters, places) = compact(kept);
    let mut spans: Vec<Span> = Vec::new();
    for (canary, needle) in &wanted {
        let direct = view.source.match_indices(canary.as_str());
        spans.extend(direct.map(|(at, _)| crate::sanitise::chars::span(at, at + canary.len())));
        if is_long(needle) {
            let mirrored: String = needle.chars().rev().collect();
            for needle in [needle, &mirrored] {
                let found = find(&letters, needle);
                spans.extend(found.into_iter().map(|(from, to)| places.cover(from, to)));
            }
        }
    }
    for (decoded, place) in decoded_runs(kept, 8) {
        let (letters, _) = compact(&Text::decoded(&decoded, place));
        let holds = |(canary, needle): &(&String, String)| {
            decoded.contains(canary.as_str()) || (is_long(needle) && letters.contains(needle))
        };
        if wanted.iter().any(holds) {
            spans.push(place);
        }
    }
    spans.sort();
    spans.dedup();
    for span in spans {
        let message = "The draft holds a planted token that must never leave.";
        out.push(view.finding_at("lint.canary", Severity::Critical, span, message));
    }
}

fn is_long(needle: &str) -> bool {
    needle.chars().nth(COMPACT_MIN - 1).is_some()
}

/// Letters and digits only, folded, and what of the original they stand for.
fn compact(text: &Text<'_>) -> (String, Places) {
    let (folded, from) = fold(text.as_str());
    let mut letters = String::with_capacity(folded.len());
    let mut places = Places::default();
    for (at, c) in folded.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let c_len = c.len_utf8();
        let place = from.cover(at, at + c_len);
        let place = text.cover(place.start as usize, place.end as usize);
        let c = look_alike(c).unwrap_or(c);
        places.push(letters.len(), c.len_utf8(), place);
        letters.push(c);
    }
    (letters, places)
}

/// Where the needle occurs, overlaps included, by its border table, in linear time.
fn find(letters: &str, needle: &str) -> Vec<(usize, usize)> {
    let needle = needle.as_bytes();
    let mut borders = Vec::from([0usize]);
    let step = |borders: &[usize], mut state: usize, byte: u8| {
        while state > 0 && needle.get(state) != Some(&byte) {
            state = borders.get(state - 1).copied().unwrap_or(0);
        }
        if needle.get(state) == Some(&byte) { state + 1 } else { state }
    };
    for byte in needle.iter().skip(1) {
        let state = borders.last().copied().unwrap_or(0);
        let next = step(&borders, state, *byte);
        borders.push(next);
    }
    let mut out = Vec::new();
    let mut state = 0;
    for (at, byte) in letters.bytes().enumerate() {
        if state == needle.len() {
            state = borders.last().copied().unwrap_or(0);
        }
        state = step(&borders, state, byte);
        if state == needle.len() && !needle.is_empty() {
            out.push((at + 1 - needle.len(), at + 1));
        }
    }
    out
}
