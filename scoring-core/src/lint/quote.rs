//! `lint.quoted_internal`: eight or more words in a row from an internal text, in a draft to
//! outsiders; high.
//! Good: a summary in other words. Bad: the sentence of an internal comment, word for word.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::rules::Rule;
use super::text::{View, Word, words};
use crate::sanitise::bytes::{eight, lower};
use crate::types::{Finding, Severity};

pub(super) const RULES: &[Rule] = &[Rule::new(
    "lint.quoted_internal",
    Severity::High,
    "Eight or more words in a row from an internal text, in a draft that an outsider reads.",
    "In short, the vendor contract ends in May, and nobody has told the client.",
    "In short, a contract with a supplier ends in May.",
)];

/// Words in a row that make a quotation (about half a sentence).
const RUN: usize = 8;

pub(super) fn check(view: &View<'_>, internal: &[&str], out: &mut Vec<Finding>) {
    let mut known = BTreeSet::new();
    for text in internal {
        known.extend(hashes(&words(text)));
    }
    if known.is_empty() {
        return;
    }
    let mut open: Option<(usize, usize, usize)> = None;
    let mut runs = Vec::new();
    for (index, hash) in hashes(&view.words).enumerate() {
        if !known.contains(&hash) {
            continue;
        }
        let (Some(first), Some(last)) = (view.words.get(index), view.words.get(index + RUN - 1))
        else {
            continue;
        };
        open = match open {
            Some((start, _, until)) if index <= until => Some((start, last.end(), index + RUN)),
            other => {
                runs.extend(other);
                Some((first.start, last.end(), index + RUN))
            }
        };
    }
    runs.extend(open);
    for (start, end, _) in runs {
        let message = "These words stand in an internal text, and an outsider would read them.";
        out.push(view.finding("lint.quoted_internal", Severity::High, (start, end), message));
    }
}

/// One number for every eight words in a row: in the manner of FNV-1a over the letters of a word, eight at a time, then
/// over the words, so that each letter is looked at once.
fn hashes<'a>(words: &'a [Word<'a>]) -> impl Iterator<Item = u64> + 'a {
    let each: Vec<u64> = words.iter().map(|word| letters(word.text)).collect();
    let runs = words.len().saturating_sub(RUN - 1);
    (0..runs).map(move |at| each.iter().skip(at).take(RUN).fold(OFFSET, |hash, w| mix(hash, *w)))
}

const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;

fn mix(hash: u64, more: u64) -> u64 {
    (hash ^ more).wrapping_mul(0x0100_0000_01B3)
}

/// A number for a word in lower case.
fn letters(text: &str) -> u64 {
    if text.is_ascii() {
        // Words are letters, digits and apostrophes: this makes capitals small and changes nothing else.
        let eights = (0..text.len()).step_by(8).map(|at| lower(eight(text.as_bytes(), at)));
        return eights.fold(OFFSET, mix);
    }
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.fold(OFFSET, |hash, c| mix(hash, u64::from(c)))
}
