//! Marks of chat formats, and lines that begin with a role.

use alloc::vec::Vec;

use super::bytes::{eight, next_of};
use super::chars::offset;
use super::detect::Cue;
use super::rules::{self, MARKERS};
use super::words::Words;
use crate::types::Span;

/// A bit for each hash of the first three bytes of a marker.
const MARKER_HEADS: [u64; 8] = {
    let mut heads = [0; 8];
    let mut at = 0;
    while at < MARKERS.len() {
        let bytes = MARKERS[at].0.as_bytes();
        let bit = marker_head(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]) as u64);
        heads[bit / 64] |= 1 << (bit % 64);
        at += 1;
    }
    heads
};

const fn marker_head(bytes: u64) -> usize {
    ((bytes as u32 & 0x00FF_FFFF).wrapping_mul(0x9E37_79B1) >> 23) as usize
}

/// Finds the marks, as far as words are at hand.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Where to go on in the folded text.
    next: usize,
    /// How many words end before that place, at least.
    words: usize,
}

impl Marks {
    pub(super) fn find(&mut self, text: &Words<'_>, cues: &mut Vec<Cue>) {
        let bytes = text.folded.as_bytes();
        let last = text.settled.checked_sub(1).and_then(|at| text.list.get(at));
        let end = if text.complete { usize::MAX } else { last.map_or(0, |w| w.from as usize) };
        while let Some(at) = next_of(bytes, self.next, *b"<[(#\"`") {
            self.next = at;
            if at >= end {
                return;
            }
            self.next += 1;
            let bit = marker_head(eight(bytes, at));
            if MARKER_HEADS.get(bit / 64).is_some_and(|heads| heads >> (bit % 64) & 1 == 1) {
                self.marker(text, at, cues);
            }
        }
        self.next = bytes.len();
    }

    /// Notes the markers at `at`.
    fn marker(&mut self, text: &Words<'_>, at: usize, cues: &mut Vec<Cue>) {
        let rest = text.folded.as_bytes().get(at..).unwrap_or(&[]);
        for (index, (marker, points)) in MARKERS.iter().enumerate() {
            if !rest.starts_with(marker.as_bytes()) {
                continue;
            }
            let mut word = self.words.max(text.base);
            while text.list.get(word - text.base).is_some_and(|w| (w.to as usize) <= at) {
                word += 1;
            }
            self.words = word;
            let end = at + marker.len();
            cues.push(Cue {
                rule: rules::SPOOF,
                source: 5000 + offset(index),
                points: *points,
                first: word,
                span: Span {
                    start: text.cover(at, at + 1).start,
                    end: text.cover(end - 1, end).end,
                },
            });
        }
    }
}
