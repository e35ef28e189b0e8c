//! The phrases of [`super::rules`] by their first letters, sorted by the compiler.

use super::rules::{PHRASES, Phrase};

/// Most phrases.
const PHRASES_MAX: usize = 256;

/// Phrases in the order of their first letter, so that a word is compared with few of them.
pub(crate) struct PhraseIndex {
    /// Group, start and length of each phrase.
    places: [(u8, u16, u16); PHRASES_MAX],
    /// Where each letter begins in `places`.
    letters: [u16; 27],
    /// For each first letter the second ones, a bit each; the last bit stands for anything but a letter.
    seconds: [u32; 26],
}

/// A phrase of the index: its number, its group and its text.
pub(crate) type Listed = (usize, &'static Phrase, &'static str);

/// The bit of a second letter.
const fn second_bit(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        _ => 1 << 26,
    }
}

impl PhraseIndex {
    const fn build() -> Self {
        let mut index = Self {
            places: [(0, 0, 0); PHRASES_MAX],
            letters: [0; 27],
            seconds: [0; 26],
        };
        let mut count = 0;
        let mut letter = 0;
        while letter < 26 {
            index.letters[letter] = count as u16;
            let mut group = 0;
            while group < PHRASES.len() {
                let bytes = PHRASES[group].texts.as_bytes();
                let mut start = 0;
                while start < bytes.len() {
                    let mut end = start;
                    while end < bytes.len() && bytes[end] != b'|' {
                        end += 1;
                    }
                    if bytes[start] == b'a' + letter as u8 {
                        index.places[count] = (group as u8, start as u16, (end - start) as u16);
                        index.seconds[letter] |= second_bit(bytes[start + 1]);
                        count += 1;
                    }
                    start = end + 1;
                }
                group += 1;
            }
            letter += 1;
        }
        index.letters[26] = count as u16;
        index
    }

    /// The phrases that may begin with two bytes.
    pub(crate) fn starting(&self, first: u8, second: Option<u8>) -> impl Iterator<Item = Listed> {
        let letter = usize::from(first.wrapping_sub(b'a'));
        let seconds = self.seconds.get(letter).copied().unwrap_or(0);
        let any = seconds & second.map_or(0, second_bit) != 0;
        let range = if any { self.letters.get(letter).zip(self.letters.get(letter + 1)) } else { None };
        let (from, to) = range.map_or((0, 0), |(from, to)| (usize::from(*from), usize::from(*to)));
        self.places.get(from..to).unwrap_or(&[]).iter().enumerate().filter_map(move |(n, place)| {
            let (group, start, len) = *place;
            let phrase = PHRASES.get(usize::from(group))?;
            let start = usize::from(start);
            Some((from + n, phrase, phrase.texts.get(start..start + usize::from(len))?))
        })
    }
}

/// The phrases by first letters.
pub(crate) static PHRASE_INDEX: PhraseIndex = PhraseIndex::build();
