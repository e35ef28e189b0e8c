//! `lint.quoted_internal`: eight or more words in a row from an internal text, in a draft to
//! outsiders; high.
//! Good: a summary in other words. Bad: the sentence of an internal comment, word for word.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::text::{View, Word};
use crate::types::{Finding, Part, Severity};

/// Words in a row that make a quotation (about half a sentence).
const RUN: usize = 8;

pub(super) fn check(view: &View<'_>, internal: &[&str], out: &mut Vec<Finding>) {
    let mut known = BTreeSet::new();
    for text in internal {
        let source = View::new(Part::Evidence, text);
        known.extend(hashes(&source.words));
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

/// One number for every eight words in a row, by FNV-1a over their lower-case letters.
fn hashes<'a>(words: &'a [Word<'a>]) -> impl Iterator<Item = u64> + 'a {
    words.windows(RUN).map(|window| {
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        let mut mix = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        for word in window {
            for c in word.text.chars().flat_map(char::to_lowercase) {
                (c as u32).to_le_bytes().into_iter().for_each(&mut mix);
            }
            mix(0);
        }
        hash
    })
}
