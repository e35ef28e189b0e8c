//! Texts that remember where in the original they came from.
//!
//! Most texts are the original itself, untouched: they are borrowed, and every byte stands for itself. Where something
//! was left out, put in or replaced, a list of pieces tells what stands for what.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::chars::{Ch, offset, span};
use crate::types::Span;

/// Which bytes of an original the bytes of a text stand for; without pieces each byte stands for itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places<'a> {
    pieces: Cow<'a, [Piece]>,
}

/// Bytes of a text up to the next piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the text.
    at: u32,
    /// Bytes of the original: the first, and one behind the last; [`EVEN`] where byte stands for byte. Otherwise each byte
    /// stands for the whole range.
    start: u32,
    end: u32,
}

/// As many bytes of the original as of the text.
const EVEN: u32 = u32::MAX;

impl Piece {
    /// What the bytes `from..to` of the text stand for, which lie in this piece.
    fn cover(&self, from: u32, to: u32) -> Span {
        match self.end {
            EVEN => Span { start: self.start + (from - self.at), end: self.start + (to - self.at) },
            end => Span { start: self.start, end },
        }
    }
}

impl Places<'_> {
    /// Notes that `len` more bytes, which begin at `at`, stand for `start..end`.
    pub(crate) fn push(&mut self, at: usize, len: usize, Span { start, end }: Span) {
        self.add(at, Span { start, end }, (end - start) as usize == len);
    }

    /// The same; whether byte stands for byte is told.
    fn add(&mut self, at: usize, Span { start, end }: Span, even: bool) {
        let at = offset(at);
        let goes_on = self.pieces.last().is_some_and(|last| match last.end {
            EVEN => even && last.start + (at - last.at) == start,
            last_end => !even && (last.start, last_end) == (start, end),
        });
        if !goes_on {
            let pieces = self.pieces.to_mut();
            if pieces.len() == pieces.capacity() {
                // Twice the room at a time would be most of what a text of many pieces needs.
                pieces.reserve_exact(pieces.len() / 4 + 4);
            }
            pieces.push(Piece { at, start, end: if even { EVEN } else { end } });
        }
    }

    /// The bytes around `at` of the text that stand for as many of the original, byte for byte: first, one behind the
    /// last, and what the first one stands for.
    pub(crate) fn stretch(&self, at: usize) -> Option<(usize, usize, usize)> {
        if self.pieces.is_empty() {
            return Some((0, usize::MAX, 0));
        }
        let next = self.pieces.partition_point(|piece| piece.at as usize <= at);
        let piece = self.pieces.get(next.checked_sub(1)?).filter(|piece| piece.end == EVEN)?;
        let end = self.pieces.get(next).map_or(usize::MAX, |next| next.at as usize);
        Some((piece.at as usize, end, piece.start as usize))
    }

    /// What the bytes `from..to` of the text stand for, as one range.
    pub(crate) fn cover(&self, from: usize, to: usize) -> Span {
        if self.pieces.is_empty() || from >= to {
            return if from < to { span(from, to) } else { Span { start: 0, end: 0 } };
        }
        let (from, to) = (offset(from), offset(to));
        let first = self.pieces.partition_point(|piece| piece.at <= from).saturating_sub(1);
        let pieces = self.pieces.get(first..).unwrap_or(&[]);
        let mut all = Span { start: u32::MAX, end: 0 };
        for (index, piece) in pieces.iter().take_while(|piece| piece.at < to).enumerate() {
            let next = pieces.get(index + 1).map_or(u32::MAX, |next| next.at);
            let own = piece.cover(from.max(piece.at), to.min(next));
            all = Span { start: all.start.min(own.start), end: all.end.max(own.end) };
        }
        Span { start: all.start, end: all.end.max(all.start) }
    }
}

/// A text and what its bytes stand for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text<'a> {
    string: Cow<'a, str>,
    places: Places<'a>,
}

impl<'a> Text<'a> {
    /// A text that is the original, from its byte `base` on.
    pub(crate) fn plain(source: &'a str, base: usize) -> Self {
        let mut places = Places::default();
        if base > 0 {
            places.push(0, source.len(), span(base, base + source.len()));
        }
        Self { string: Cow::Borrowed(source), places }
    }

    /// Characters with their places.
    pub(crate) fn of(chars: &[Ch]) -> Self {
        let mut out = Self::default();
        out.string.to_mut().reserve(chars.len());
        for ch in chars {
            out.push(ch.c, Span { start: ch.start, end: ch.end });
        }
        out
    }

    /// A text that was decoded from somewhere; all of it stands for `at`.
    pub(crate) fn decoded(text: &'a str, at: Span) -> Self {
        let pieces = Vec::from([Piece { at: 0, start: at.start, end: at.end }]);
        Self { string: Cow::Borrowed(text), places: Places { pieces: Cow::Owned(pieces) } }
    }

    /// The same places under another text of the same length.
    pub(crate) fn with(&self, string: String) -> Text<'_> {
        Text { string: Cow::Owned(string), ..self.shallow() }
    }

    /// The same text, borrowed.
    pub(crate) fn shallow(&self) -> Text<'_> {
        let pieces = Cow::Borrowed(&*self.places.pieces);
        Text { string: Cow::Borrowed(&self.string), places: Places { pieces } }
    }

    /// The text itself.
    pub(crate) fn as_str(&self) -> &str {
        &self.string
    }

    /// The text itself, without its places.
    pub(crate) fn into_string(self) -> String {
        self.string.into_owned()
    }

    /// Adds a character that stands for `place`.
    pub(crate) fn push(&mut self, c: char, place: Span) {
        let string = self.string.to_mut();
        self.places.push(string.len(), c.len_utf8(), place);
        string.push(c);
    }

    /// Adds the bytes `from..to` of another text with their places.
    pub(crate) fn append(&mut self, other: &Text<'_>, from: usize, to: usize) {
        let Some(more) = other.as_str().get(from..to).filter(|more| !more.is_empty()) else {
            return;
        };
        let string = self.string.to_mut();
        let base = string.len();
        string.push_str(more);
        let pieces = &*other.places.pieces;
        if pieces.is_empty() {
            self.places.push(base, more.len(), span(from, to));
            return;
        }
        let (low, high) = (offset(from), offset(to));
        let first = pieces.partition_point(|piece| piece.at <= low).saturating_sub(1);
        for (index, piece) in pieces.iter().enumerate().skip(first) {
            if piece.at >= high {
                break;
            }
            let next = pieces.get(index + 1).map_or(u32::MAX, |next| next.at);
            let (begin, end) = (low.max(piece.at), high.min(next));
            let at = base + (begin - low) as usize;
            self.places.add(at, piece.cover(begin, end), piece.end == EVEN);
        }
    }

    /// What the bytes `from..to` stand for; nothing stands at zero.
    pub(crate) fn cover(&self, from: usize, to: usize) -> Span {
        self.places.cover(from, to)
    }

    /// The characters with their places.
    pub(crate) fn chars(&self) -> impl DoubleEndedIterator<Item = Ch> {
        self.as_str().char_indices().map(|(at, c)| {
            let place = self.cover(at, at + c.len_utf8());
            Ch { c, start: place.start, end: place.end }
        })
    }
}
