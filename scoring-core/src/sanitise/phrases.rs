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
    /// One bit for each hash of the first three bytes of a phrase: rules most words out.
    heads: [u64; HEAD_BITS / 64],
}

/// A phrase of the index: its number, its group and its text.
pub(crate) type Listed = (usize, &'static Phrase, &'static str);

/// How many hashes there are; a power of two.
const HEAD_BITS: usize = 2048;

/// A number for three bytes; a blank matches whatever is no letter or digit, so that all of these are one.
const fn head(a: u8, b: u8, c: u8) -> usize {
    let packed = u32::from_le_bytes([plain(a), plain(b), plain(c), 0]);
    (packed.wrapping_mul(0x9E37_79B1) >> 21) as usize % HEAD_BITS
}

/// The bit of a byte that begins a second word; all of them if it is neither letter nor digit of ASCII.
pub(crate) const fn second(byte: u8) -> u16 {
    if byte.is_ascii_alphanumeric() { 1 << (byte % 16) } else { u16::MAX }
}

const fn plain(byte: u8) -> u8 {
    if byte.is_ascii_alphanumeric() { byte } else { b' ' }
}

impl PhraseIndex {
    const fn build() -> Self {
        let mut index =
            Self { places: [(0, 0, 0); PHRASES_MAX], letters: [0; 27], heads: [0; HEAD_BITS / 64] };
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
                        let bit = head(bytes[start], bytes[start + 1], bytes[start + 2]);
                        index.heads[bit / 64] |= 1 << (bit % 64);
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

    fn has_head(&self, a: u8, b: u8, c: u8) -> bool {
        let bit = head(a, b, c);
        self.heads.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// With which words behind it a phrase may begin with this word, which is of small letters: a bit for each beginning of
    /// the next word, see [`second`]; none if no phrase begins so.
    pub(super) fn seconds(&self, word: &str) -> u16 {
        let bytes = word.as_bytes();
        // What three bytes a text begins with depends on the next word, if the first one is short.
        let three = match *bytes {
            [a, b, c, ..] => [a, b, c],
            [a, b] => [a, b, b' '],
            _ => return u16::MAX,
        };
        let listed = self.starting(&three).filter_map(|(_, _, phrase)| phrase.strip_prefix(word));
        let ends = listed.filter(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()));
        ends.fold(0, |all, rest| match rest.as_bytes() {
            [b' ', next, ..] => all | second(*next),
            _ => u16::MAX,
        })
    }

    /// The phrases that may begin a text.
    pub(crate) fn starting(&self, text: &[u8]) -> impl Iterator<Item = Listed> {
        let range = match text {
            [a, b, c, ..] if self.has_head(*a, *b, *c) => {
                let letter = usize::from(a.wrapping_sub(b'a'));
                self.letters.get(letter).zip(self.letters.get(letter + 1))
            }
            _ => None,
        };
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
