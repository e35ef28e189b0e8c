//! Words with their meanings, places and breaks: what the rules look at.

use alloc::string::String;
use alloc::vec::Vec;

use super::cut::Cutter;
use super::fold::fold;
use super::joined::{join_spaced, join_syllables};
use super::lexicon::Classes;
use super::text::{Places, Text};
use crate::types::Span;

/// Longest word, in characters, that is looked up when unspaced Latin text is cut.
pub(super) const RUN_ON_WORD_MAX: usize = 14;

/// How strongly a word is set off from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Break {
    /// Same phrase.
    None,
    /// Comma, colon, bracket, line end.
    Soft,
    /// A new sentence or list item.
    Sentence,
    /// A new paragraph.
    Paragraph,
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Meanings.
    pub(crate) classes: Classes,
    /// Range of bytes in the folded text.
    pub(crate) from: u32,
    /// End of that range.
    pub(crate) to: u32,
    /// Break before it.
    pub(crate) gap: Break,
    /// Written in capitals only, four letters or more.
    pub(crate) caps: bool,
    /// Begins with a capital.
    pub(crate) title: bool,
    /// Put together of letters that were spaced out.
    pub(crate) joined: bool,
}

/// A text as it was, folded, and as words.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    text: &'a Text<'a>,
    /// The folded text.
    pub(crate) folded: String,
    /// What of the text the folded bytes stand for.
    places: Places,
    /// The words.
    pub(crate) list: Vec<Word>,
}

impl Words<'_> {
    /// The folded letters of a word.
    pub(crate) fn letters(&self, word: &Word) -> &str {
        self.folded.get(word.from as usize..word.to as usize).unwrap_or("")
    }

    /// Bytes of the original that a range of the folded text stands for.
    pub(crate) fn cover(&self, from: usize, to: usize) -> Span {
        let place = self.places.cover(from, to);
        self.text.cover(place.start as usize, place.end as usize)
    }

    /// Bytes of the original that a word stands for.
    pub(crate) fn span(&self, word: &Word) -> Span {
        let (from, to) = (word.from as usize, word.to as usize);
        if !word.joined {
            return self.cover(from, to);
        }
        // From the first letter to the last, in the order in which they are read.
        let letters = self.letters(word);
        let first = letters.chars().next().map_or(0, char::len_utf8);
        let last = letters.chars().next_back().map_or(0, char::len_utf8);
        Span { start: self.cover(from, from + first).start, end: self.cover(to - last, to).end }
    }
}

/// Letters with two marks, which hardly any other language has.
fn is_vietnamese(c: char) -> bool {
    matches!(c as u32, 0x1EA0..=0x1EF9)
}

/// Cuts a text into words.
pub(crate) fn words<'a>(text: &'a Text<'a>) -> Words<'a> {
    let plain = text.as_str();
    let (folded, places) = fold(plain);
    let mut list = Cutter::new(plain, &folded, &places).run();
    join_spaced(&folded, &mut list);
    if !plain.is_ascii() && plain.chars().any(is_vietnamese) {
        join_syllables(&folded, &mut list);
    }
    Words { text, folded, places, list }
}
