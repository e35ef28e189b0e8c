//! Words with their meanings, places and breaks: what the rules look at.

use alloc::vec::Vec;

use super::cut::Cutter;
use super::joined::{LETTERS_MIN, join_open, join_spaced, join_syllables};
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
    /// With which words behind it a phrase may begin, see [`super::phrases::PhraseIndex::seconds`].
    pub(crate) head: u16,
    /// What it says when it is turned, if that is known: see [`super::blobs::turned`].
    pub(crate) turned: u8,
}

/// Words that are cut at once.
const CHUNK: usize = 512;
/// Words before those that are still to be read, which stay at hand.
const BEHIND: usize = 64;

/// A text as it was and folded, and of its words those around the place that is read.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    text: &'a Text<'a>,
    /// The folded text.
    pub(crate) folded: &'a str,
    /// What of the text the folded bytes stand for.
    places: &'a Places<'a>,
    /// Words in a row; more follow as long as the text is not [`complete`](Self::complete).
    pub(crate) list: Vec<Word>,
    /// How many words came before them.
    pub(crate) base: usize,
    /// How many of them stay as they are.
    pub(crate) settled: usize,
    /// Whether the last of them is the last of the text.
    pub(crate) complete: bool,
    cutter: Cutter<'a>,
    vietnamese: bool,
}

impl<'a> Words<'a> {
    /// No words yet of a text, which is also given folded.
    pub(crate) fn new(text: &'a Text<'a>, folded: &'a str, places: &'a Places<'a>) -> Self {
        let plain = text.as_str();
        // Letters with two marks, which hardly any other language has.
        let two_marks = |c: char| matches!(c as u32, 0x1EA0..=0x1EF9);
        let vietnamese = !plain.is_ascii()
            && plain.bytes().any(|byte| byte == 0xE1)
            && plain.chars().any(two_marks);
        let cutter = Cutter::new(plain, folded, places);
        let (list, base, settled, complete) = (Vec::new(), 0, 0, false);
        Self { text, folded, places, list, base, settled, complete, cutter, vietnamese }
    }

    /// Cuts more words. Those far before the word at `low` are left out; returns its new place.
    pub(crate) fn more(&mut self, low: usize) -> usize {
        let gone = low.saturating_sub(BEHIND);
        self.list.drain(..gone);
        self.base += gone;
        let from = self.settled - gone;
        self.complete = self.cutter.cut(CHUNK);
        self.list.append(&mut self.cutter.list);
        // Letters that are spaced out are read together.
        let open = if self.complete { 0 } else { self.cutter.singles };
        self.settled = self.list.len() - open;
        if (self.settled > from || open > CHUNK)
            && core::mem::replace(&mut self.cutter.spaced, open >= LETTERS_MIN)
        {
            let mut rest = self.list.split_off(self.settled);
            join_spaced(self.folded, &mut self.list, from);
            if open > CHUNK {
                // Not even a run without an end stays at hand as a whole.
                let used = join_open(self.folded, &rest, &mut self.list);
                rest.drain(..used);
                self.cutter.singles = rest.len();
            }
            self.settled = self.list.len();
            self.list.extend(rest);
        }
        if self.vietnamese {
            join_syllables(self.folded, &mut self.list, from..self.settled);
        }
        low - gone
    }

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
