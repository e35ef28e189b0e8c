//! Addresses among the words of a text: `scheme://..`, `www...`, a bare `host.tld` and `name@host`.
//!
//! Every word of a chunk such as `a.b.c.d` could begin one, so what was found out about the chunk is remembered from
//! word to word; each byte is looked at a few times only.

use super::lexicon::{ADDRESS, Classes, LINK, MAIL};
use super::links::is_bare_host;

/// Longest address, in characters.
const CHARS_MAX: usize = 256;

/// What stands between a scheme and a host.
const SCHEME: &str = "://";

/// Where something occurs next, remembered while the place of asking grows.
struct Next {
    asked: usize,
    found: usize,
}

impl Next {
    const UNKNOWN: Self = Self { asked: 1, found: 0 };

    /// The first place from `at` on, `usize::MAX` if there is none.
    fn from(&mut self, at: usize, text: &str, search: impl Fn(&str) -> Option<usize>) -> usize {
        if at < self.asked || self.found < at {
            let found = text.get(at..).and_then(search);
            (self.asked, self.found) = (at, found.map_or(usize::MAX, |n| at + n));
        }
        self.found
    }
}

/// Looks for addresses in one folded text, front to back.
pub(super) struct Addresses<'a> {
    text: &'a str,
    ascii: bool,
    stop: Next,
    scheme: Next,
    at_sign: Next,
    /// The first dot and the first slash behind the `@`.
    host_dot: Next,
    host_slash: Next,
    /// The first dot, and the first mark that ends a host.
    dot: Next,
    tail: Next,
}

fn stops(c: char) -> bool {
    match c {
        '<' | '>' | '"' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '、' | '，' | '。' => true,
        _ => c.is_whitespace(),
    }
}

impl<'a> Addresses<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            ascii: text.is_ascii(),
            stop: Next::UNKNOWN,
            scheme: Next::UNKNOWN,
            at_sign: Next::UNKNOWN,
            host_dot: Next::UNKNOWN,
            host_slash: Next::UNKNOWN,
            dot: Next::UNKNOWN,
            tail: Next::UNKNOWN,
        }
    }

    /// The end and the meanings of the address that begins with the word `at..end`.
    pub(super) fn find(&mut self, at: usize, end: usize) -> Option<(usize, Classes)> {
        let text = self.text;
        let next = *text.as_bytes().get(end)?;
        if !matches!(next, b':' | b'.' | b'@' | b'_' | b'-' | b'+') {
            return None;
        }
        let stop = self.stop.from(at, text, |rest| rest.find(stops)).min(text.len());
        let whole = text.get(at..stop)?;
        let chunk = if whole.len() <= CHARS_MAX {
            whole
        } else if self.ascii {
            whole.get(..CHARS_MAX)?
        } else {
            whole.char_indices().nth(CHARS_MAX).and_then(|(cut, _)| whole.get(..cut)).unwrap_or(whole)
        };
        let marks = ['.', ',', ';', ':', '!', '?', '\'', '*', '_'];
        let trimmed = chunk.trim_end_matches(marks);
        let stop = at + trimmed.len();
        let scheme = |next: &mut Next| next.from(at, text, |rest| rest.find(SCHEME));
        if next == b':' && scheme(&mut self.scheme).saturating_add(SCHEME.len()) <= stop {
            return Some((stop, LINK | ADDRESS));
        }
        let sign = self.at_sign.from(at, text, |rest| rest.find('@'));
        if sign < stop
            && self.host_dot.from(sign + 1, text, |rest| rest.find('.')) < stop
            && self.host_slash.from(sign + 1, text, |rest| rest.find('/')) >= stop
        {
            return Some((stop, ADDRESS | MAIL));
        }
        let tail = self.tail.from(at, text, |rest| rest.find(['/', '?', '#', ':'])).min(stop);
        if self.dot.from(at, text, |rest| rest.find('.')) >= tail {
            return None;
        }
        is_bare_host(text.get(at..tail)?).then_some((stop, LINK | ADDRESS))
    }
}
