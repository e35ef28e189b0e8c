//! Addresses among the words of a text: `scheme://..`, `www...`, a bare `host.tld` and `name@host`.
//!
//! Every word of a chunk such as `a.b.c.d` could begin one, so what was found out about the chunk is remembered from
//! word to word; each byte is looked at a few times only.

use super::lexicon::{ADDRESS, Classes, LINK, MAIL};
use super::links::is_bare_host;

/// Longest address, in characters.
const CHARS_MAX: usize = 256;

/// What stands between a scheme and a host.
const SCHEME: &[u8] = b"://";

/// Where something occurs next in the present chunk, remembered while the place of asking grows.
#[derive(Debug)]
struct Next {
    asked: usize,
    found: usize,
}

impl Next {
    const UNKNOWN: Self = Self { asked: 1, found: 0 };

    /// The first place from `at` on, before `end`; `end` if there is none.
    fn from(
        &mut self,
        at: usize,
        text: &str,
        end: usize,
        search: impl Fn(&[u8]) -> Option<usize>,
    ) -> usize {
        if at < self.asked || self.found < at {
            let found = text.as_bytes().get(at..end).and_then(search);
            (self.asked, self.found) = (at, found.map_or(end.max(at), |n| at + n));
        }
        self.found
    }

    /// The same for one byte.
    fn byte(&mut self, at: usize, text: &str, end: usize, wanted: u8) -> usize {
        self.from(at, text, end, |rest| rest.iter().position(|b| *b == wanted))
    }
}

/// Looks for addresses in one folded text, front to back.
#[derive(Debug)]
pub(super) struct Addresses<'a> {
    text: &'a str,
    ascii: bool,
    /// Where the present chunk ends.
    stop: usize,
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

/// Marks that end a sentence rather than an address.
fn trails(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_')
}

impl<'a> Addresses<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            ascii: text.is_ascii(),
            stop: 0,
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
        let (text, bytes) = (self.text, self.text.as_bytes());
        let next = *bytes.get(end)?;
        if !matches!(next, b':' | b'.' | b'@' | b'_' | b'-' | b'+') {
            return None;
        }
        // Most of these words are the last of a sentence.
        if bytes.get(end + 1).is_none_or(|b| matches!(b, b' ' | b'\n')) {
            return None;
        }
        if self.stop < end {
            self.stop = text.get(at..)?.find(stops).map_or(text.len(), |len| at + len);
        }
        let stop = self.stop;
        let mut last = stop;
        if stop - at > CHARS_MAX {
            let cut =
                if self.ascii { Some(CHARS_MAX) } else { nth(text.get(at..stop)?, CHARS_MAX) };
            last = cut.map_or(stop, |len| at + len);
        }
        let trailing = bytes.get(at..last)?.iter().rev().take_while(|b| trails(**b)).count();
        let last = last - trailing;
        let scheme = |rest: &[u8]| rest.windows(SCHEME.len()).position(|w| w == SCHEME);
        if next == b':' && self.scheme.from(at, text, stop, scheme) + SCHEME.len() <= last {
            return Some((last, LINK | ADDRESS));
        }
        let sign = self.at_sign.byte(at, text, stop, b'@');
        if sign < last
            && self.host_dot.byte(sign + 1, text, stop, b'.') < last
            && self.host_slash.byte(sign + 1, text, stop, b'/') >= last
        {
            return Some((last, ADDRESS | MAIL));
        }
        let ends_host =
            |rest: &[u8]| rest.iter().position(|b| matches!(b, b'/' | b'?' | b'#' | b':'));
        let tail = self.tail.from(at, text, stop, ends_host).min(last);
        if self.dot.byte(at, text, stop, b'.') >= tail {
            return None;
        }
        is_bare_host(text.get(at..tail)?).then_some((last, LINK | ADDRESS))
    }
}

/// Bytes of the first `count` characters, if there are more.
fn nth(text: &str, count: usize) -> Option<usize> {
    text.char_indices().nth(count).map(|(at, _)| at)
}
