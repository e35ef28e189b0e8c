//! What plain words mean, remembered while one text is read: most words of a text occur in it again and again.

use alloc::vec::Vec;

use super::blobs::turned;
use super::bytes::{eight, first, small_letters};
use super::lexicon::Classes;
use super::meaning::meanings;
use super::phrases::PHRASE_INDEX;

/// Longest plain word, in bytes; it fits into two numbers with room to spare.
const WORD_MAX: usize = 14;
/// Bytes of a text for each entry, from above, and most entries; powers of two.
const BYTES_PER_ENTRY: usize = 16;
const ENTRIES_MAX: usize = 512;

/// What is known about one plain word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub(super) classes: Classes,
    /// With which words behind it a phrase may begin, see [`super::phrases::PhraseIndex::seconds`].
    pub(super) head: u16,
    /// What it says when it is turned, see [`turned`]; zero where it means something as it stands.
    pub(super) turned: u8,
}

/// A word of small Latin letters once it is folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    letters: [u64; 2],
    /// In bytes.
    pub(super) len: usize,
}

/// How a plain word was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    /// Begins with a capital.
    pub(super) title: bool,
    /// Only that letter is one.
    pub(super) single: bool,
    /// All letters are.
    pub(super) all: bool,
}

/// What a byte behind small letters tells: nothing certain; that the word ends; that it ends if a blank follows.
const ENDS: [u8; 128] = {
    let mut ends = [1; 128];
    let mut byte = 0;
    while byte < 128 {
        ends[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => 0,
            // Of addresses, issue keys, and within words.
            b':' | b'.' | b'@' | b'_' | b'-' | b'+' | b'\'' | b'$' | b'!' | b'|' => 2,
            _ => 1,
        };
        byte += 1;
    }
    ends
};

impl Plain {
    /// The word of small Latin letters at `at`, unless what follows could belong to it, or it is long.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let mut letters = [eight(bytes, at), 0];
        let mut len = small_letters(letters[0]);
        if len == 8 {
            letters[1] = eight(bytes, at + 8);
            let more = small_letters(letters[1]);
            letters[1] = first(letters[1], more);
            len += more;
        } else {
            letters[0] = first(letters[0], len);
        }
        let byte = *bytes.get(at + len)?;
        let ends = match ENDS.get(usize::from(byte)) {
            Some(1) => true,
            Some(2) => matches!(bytes.get(at + len + 1), Some(b' ' | b'\n')),
            _ => false,
        };
        (ends && len <= WORD_MAX).then_some(Self { letters, len })
    }

    /// Whether the word, which begins at `at` of a text, was written in small letters.
    #[inline(always)]
    pub(super) fn is_small(&self, written: &[u8], at: usize) -> bool {
        first(eight(written, at), self.len) == self.letters[0]
            && (self.len <= 8 || first(eight(written, at + 8), self.len - 8) == self.letters[1])
    }

    /// How the word was written that begins at `at` of a text.
    pub(super) fn case(&self, written: &[u8], at: usize) -> Case {
        const CAPITAL: u64 = 0x20;
        const CAPITALS: u64 = 0x2020_2020_2020_2020;
        let low = first(eight(written, at), self.len) ^ self.letters[0];
        let (mut high, mut all) = (0, low == first(CAPITALS, self.len));
        if self.len > 8 {
            high = first(eight(written, at + 8), self.len - 8) ^ self.letters[1];
            all &= high == first(CAPITALS, self.len - 8);
        }
        Case { title: low & CAPITAL != 0, single: low == CAPITAL && high == 0, all }
    }

    fn hash(&self) -> usize {
        let [low, high] = self.letters;
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 40) as usize
    }
}

/// Words of one text, each at the place that its letters give; a later one takes the place of an earlier one.
#[derive(Debug)]
pub(super) struct Memo(Vec<([u64; 2], Known)>);

impl Memo {
    /// A memory for a text of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let entries = (bytes / BYTES_PER_ENTRY).next_power_of_two().min(ENTRIES_MAX);
        Self(alloc::vec![Default::default(); entries])
    }

    /// What is known about a plain word at `at` of a folded text.
    #[inline(always)]
    pub(super) fn get(&mut self, plain: Plain, folded: &str, at: usize) -> Known {
        let mask = self.0.len().wrapping_sub(1);
        let text = || folded.get(at..at + plain.len).unwrap_or("");
        match self.0.get_mut(plain.hash() & mask) {
            Some((letters, known)) if *letters == plain.letters => *known,
            Some(entry) => {
                *entry = (plain.letters, know(text()));
                entry.1
            }
            None => know(text()),
        }
    }
}

#[inline(never)]
fn know(text: &str) -> Known {
    let classes = meanings(text);
    let turned = if classes == 0 { turned(text) } else { 0 };
    Known { classes, head: PHRASE_INDEX.seconds(text), turned }
}
