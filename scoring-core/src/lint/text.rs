//! One part of a draft, cut into words, and how findings about it are made.

use alloc::string::String;
use alloc::vec::Vec;

use crate::sanitise::Removed;
use crate::sanitise::bytes::{alphanumerics, eight};
use crate::sanitise::chars::span;
use crate::sanitise::links::{self, Found};
use crate::sanitise::text::Text;
use crate::sanitise::unicode::{Stripped, strip};
use crate::types::{Finding, Fix, Part, Severity, Span};

/// A word and the byte at which it starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    /// First byte.
    pub(super) start: usize,
    /// As written, with inner apostrophes.
    pub(super) text: &'a str,
}

impl Word<'_> {
    /// One past the last byte.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// One part of the draft.
pub(super) struct View<'a> {
    /// Which part.
    pub(super) part: Part,
    /// Its text.
    pub(super) source: &'a str,
    /// Its words.
    pub(super) words: Vec<Word<'a>>,
    /// Its text as the sanitiser reads it.
    pub(super) text: Text<'a>,
    /// The text without what a reader cannot see, and the latter.
    pub(super) stripped: Stripped<'a>,
    /// Its addresses.
    pub(super) links: Vec<Found>,
}

impl<'a> View<'a> {
    pub(super) fn new(part: Part, source: &'a str) -> Self {
        let text = Text::plain(source, 0);
        let stripped = strip(text.clone(), &mut Removed::default());
        Self { part, source, words: words(source), text, stripped, links: links::find(source) }
    }

    /// A finding about the bytes `start..end`.
    pub(super) fn finding(
        &self,
        rule: &str,
        severity: Severity,
        (start, end): (usize, usize),
        message: &str,
    ) -> Finding {
        self.finding_at(rule, severity, span(start, end), message)
    }

    /// A finding about a span.
    pub(super) fn finding_at(
        &self,
        rule: &str,
        severity: Severity,
        span: Span,
        message: &str,
    ) -> Finding {
        Finding {
            rule: String::from(rule),
            severity,
            part: self.part,
            span: Some(span),
            message: String::from(message),
            fix: None,
        }
    }

    /// The characters right before and after a word.
    pub(super) fn around(&self, word: &Word<'_>) -> (Option<char>, Option<char>) {
        let before = self.source.get(..word.start).and_then(|t| t.chars().next_back());
        let after = self.source.get(word.end()..).and_then(|t| t.chars().next());
        (before, after)
    }

    /// Whether a word stands in an address.
    pub(super) fn is_linked(&self, word: &Word<'_>) -> bool {
        let next = self.links.partition_point(|link| link.end <= word.start);
        self.links.get(next).is_some_and(|link| link.start < word.end())
    }

    /// Whether a word is part of an address, a path, a name of code or a quotation of code.
    pub(super) fn is_code(&self, word: &Word<'_>) -> bool {
        let (before, after) = self.around(word);
        let joins = |c: Option<char>| {
            matches!(c, Some('_' | '/' | '\\' | '@' | '`' | '#' | '$' | '=' | '<' | '{'))
        };
        // A full stop or a hyphen joins only when a letter follows at once.
        let next = self.source.get(word.end()..).and_then(|t| t.chars().nth(1));
        let dotted = after == Some('.') && next.is_some_and(char::is_alphanumeric);
        let inner_capital = word.text.chars().skip(1).any(char::is_uppercase)
            && word.text.chars().any(char::is_lowercase);
        joins(before) || joins(after) || dotted || before == Some('.') || inner_capital
    }
}

/// The same finding with a replacement for its span.
pub(super) fn with_fix(mut finding: Finding, replacement: &str) -> Finding {
    finding.fix = finding.span.map(|span| Fix { span, replacement: String::from(replacement) });
    finding
}

/// Cuts a text into words.
pub(super) fn words(source: &str) -> Vec<Word<'_>> {
    let bytes = source.as_bytes();
    let mut out = Vec::with_capacity(source.len() / 6);
    let mut start = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if start.is_none() && byte.is_ascii_alphanumeric() {
            let end = at + alphanumerics(bytes, at, eight(bytes, at));
            // Most words end so; an apostrophe or a letter of another script may go on.
            if bytes.get(end).is_some_and(|next| next.is_ascii() && *next != b'\'') {
                out.extend(source.get(at..end).map(|text| Word { start: at, text }));
                at = end + 1;
                continue;
            }
        }
        let (len, belongs) = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                (alphanumerics(bytes, at, eight(bytes, at)), true)
            }
            b'\'' => (1, start.is_some() && begins_word(source, at + 1)),
            0..=0x7F => (1, false),
            _ => {
                let c = source.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                let end = at + c.len_utf8();
                let inner = c == '\u{2019}' && start.is_some() && begins_word(source, end);
                (c.len_utf8(), inner || c.is_alphanumeric())
            }
        };
        if belongs {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            out.extend(source.get(from..at).map(|text| Word { start: from, text }));
        }
        at += len;
    }
    if let Some(from) = start {
        out.extend(source.get(from..).map(|text| Word { start: from, text }));
    }
    out
}

/// Whether a letter or digit stands at a byte.
fn begins_word(source: &str, at: usize) -> bool {
    source.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}
