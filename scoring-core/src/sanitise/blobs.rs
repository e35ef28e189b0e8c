//! Encoded texts: decoded once, and looked at again.

use alloc::string::String;
use alloc::vec::Vec;

use super::bytes::{last_other, next_of};
use super::chars::Ch;
use super::detect::{Hit, Reading, detect};
use super::lexicon as w;
use super::text::Text;
use crate::types::{Severity, Span};

/// Rule id of encoded text. Good: a commit hash. Bad: an instruction in base64.
pub(super) const ENCODED: &str = "sanitise.encoded";
/// Shortest run that is tried as base64.
const BASE64_MIN: usize = 20;
/// Shortest run that is tried as hexadecimal.
const HEX_MIN: usize = 12;
/// Fewest escapes (`%41`, `\x41`, `&#65;`) that are tried.
const ESCAPES_MIN: usize = 6;
/// Fewest letters of a word that is read backwards and by rot13.
const TURNED_MIN: usize = 6;

/// Decodes what looks encoded, and reports what speaks to a machine once decoded.
pub(super) fn scan(text: &Text<'_>, reading: &Reading) -> Vec<Hit> {
    let mut out = Vec::new();
    decoded_runs(text, BASE64_MIN * 3 / 4, |decoded, span| judge(&decoded, span, &mut out));
    if count_escapes(text.as_str()) >= ESCAPES_MIN {
        escapes(text, &mut out);
    }
    turned_texts(text, reading.turned, &mut out);
    out
}

/// A decoded text at a place: high if it instructs, medium if it nearly does, low if it is prose at all.
fn judge(text: &str, span: Span, out: &mut Vec<Hit>) {
    let hits = detect(&Text::decoded(text, span));
    let worst = hits.iter().map(|hit| hit.severity).max().unwrap_or_default();
    let severity = match worst {
        Severity::High | Severity::Critical => Severity::High,
        Severity::Medium => Severity::Medium,
        _ if is_prose(text) => Severity::Low,
        _ => return,
    };
    out.push(Hit { rule: ENCODED, severity, span });
}

fn is_prose(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count() >= 3
}

fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_')
}

/// Letters of a line after which a run may go on in the next one, as mail encoders break lines.
const LINE_MIN: usize = 60;

/// Runs of base64 or hexadecimal that decode to at least `least` printable characters, each handed to `found`.
///
/// Every run that is long enough covers one of the places that are looked at, and few other words do.
pub(crate) fn decoded_runs(text: &Text<'_>, least: usize, mut found: impl FnMut(String, Span)) {
    let bytes = text.as_str().as_bytes();
    let stride = (least * 4).div_ceil(3).min(LINE_MIN);
    let code_len = |from: usize| {
        let rest = bytes.get(from..).unwrap_or(&[]);
        rest.iter().take_while(|b| is_code(**b)).count()
    };
    let mut from = 0;
    while let Some(probe) = bytes.get(from + stride - 1) {
        if !is_code(*probe) {
            from += stride;
            continue;
        }
        // No run that is long enough begins before what is none of it.
        if let Some(other) = last_other(bytes, from + stride).filter(|other| *other >= from) {
            from = other + 1;
            continue;
        }
        let before = bytes.get(from..from + stride - 1).unwrap_or(&[]);
        let start = from + before.iter().rposition(|b| !is_code(*b)).map_or(0, |at| at + 1);
        let mut line = code_len(start);
        let (mut end, mut letters) = (start + line, line);
        while line >= LINE_MIN && bytes.get(end) == Some(&b'\n') {
            line = code_len(end + 1);
            (end, letters) = (end + 1 + line, letters + line);
        }
        if letters * 3 / 4 >= least {
            let run = text.as_str().get(start..end).unwrap_or("").replace('\n', "");
            let decoded = hex(&run).or_else(|| base64(&run));
            let decoded = decoded.filter(|t| t.chars().count() >= least);
            if let Some(decoded) = decoded {
                found(decoded, text.cover(start, end));
            }
        }
        from = end + 1;
    }
}

fn printable(bytes: &[u8]) -> Option<String> {
    let text = core::str::from_utf8(bytes).ok()?;
    let shown = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).count();
    (shown == text.chars().count() && shown > 0).then(|| String::from(text))
}

fn hex(letters: &str) -> Option<String> {
    let digits: Option<Vec<u8>> =
        letters.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| d.len() >= HEX_MIN && d.len() % 2 == 0)?;
    let bytes: Vec<u8> =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |n, d| n * 16 + d)).collect();
    printable(&bytes)
}

fn base64(letters: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(letters.len());
    let (mut bits, mut held) = (0u32, 0u32);
    for c in letters.trim_end_matches('=').bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xFF).unwrap_or(0));
            bits &= (1 << held) - 1;
        }
    }
    printable(&bytes)
}

/// Number of escapes in a text.
fn count_escapes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut count = 0;
    let mut at = 0;
    while let Some(found) = next_of(bytes, at, *b"%\\&") {
        let escape = escape_at(bytes, found);
        count += usize::from(escape.is_some());
        at = found + escape.map_or(1, |(_, used)| used);
    }
    count
}

/// Percent, backslash and entity escapes: the whole text is looked at with them resolved.
fn escapes(text: &Text<'_>, out: &mut Vec<Hit>) {
    let source = text.as_str();
    let mut resolved = Text::default();
    let mut pending: Vec<(u8, Ch)> = Vec::new();
    let mut at = 0;
    while at < source.len() {
        if let Some((value, used)) = escape_at(source.as_bytes(), at) {
            let place = text.cover(at, at + used);
            at += used;
            match u8::try_from(value) {
                Ok(byte) => {
                    pending.push((byte, Ch { c: ' ', start: place.start, end: place.end }));
                }
                Err(_) => resolved.push(char::from_u32(value).unwrap_or(' '), place),
            }
            continue;
        }
        flush(&mut pending, &mut resolved);
        let next = next_of(source.as_bytes(), at + 1, *b"%\\&").unwrap_or(source.len());
        resolved.append(text, at, next);
        at = next;
    }
    flush(&mut pending, &mut resolved);
    for hit in detect(&resolved) {
        if hit.severity >= Severity::Medium {
            out.push(Hit { rule: ENCODED, ..hit });
        }
    }
}

/// Bytes in a row may be UTF-8.
fn flush(pending: &mut Vec<(u8, Ch)>, resolved: &mut Text<'_>) {
    if pending.is_empty() {
        return;
    }
    let bytes: Vec<u8> = pending.iter().map(|(byte, _)| *byte).collect();
    let mut add = |at: usize, c: char| {
        if let Some((_, place)) = pending.get(at) {
            resolved.push(c, Span { start: place.start, end: place.end });
        }
    };
    match core::str::from_utf8(&bytes) {
        Ok(text) => text.char_indices().for_each(|(at, c)| add(at, c)),
        Err(_) => bytes.iter().enumerate().for_each(|(at, b)| add(at, char::from(*b))),
    }
    pending.clear();
}

/// The value of an escape at `at`, and its length in bytes.
fn escape_at(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let get = |i: usize| bytes.get(at + i).map(|b| char::from(*b));
    let digits = |from: usize, most: usize, radix: u32| {
        let mut value = 0u32;
        let mut len = 0;
        while len < most {
            let Some(digit) = get(from + len).and_then(|c| c.to_digit(radix)) else { break };
            value = value * radix + digit;
            len += 1;
        }
        (value, len)
    };
    match (get(0)?, get(1)?) {
        ('%', _) => {
            let (value, len) = digits(1, 2, 16);
            (len == 2).then_some((value, 3))
        }
        ('\\', 'x') => {
            let (value, len) = digits(2, 2, 16);
            (len == 2).then_some((value, 4))
        }
        ('\\', 'u') => {
            let (value, len) = digits(2, 4, 16);
            (len == 4).then_some((value, 6))
        }
        ('&', '#') => {
            let hex = matches!(get(2), Some('x' | 'X'));
            let from = if hex { 3 } else { 2 };
            let (value, len) = digits(from, 6, if hex { 16 } else { 10 });
            (len > 0 && get(from + len) == Some(';')).then_some((value, from + len + 1))
        }
        _ => None,
    }
}

/// What a word says by rot13, mirrored; of a word of which it was not looked up.
pub(super) const ROTATED: u8 = 1;
pub(super) const MIRRORED: u8 = 2;
pub(super) const UNKNOWN: u8 = 4;

/// Whether a folded word that means nothing becomes telling by rot13 or mirrored, as bits.
pub(super) fn turned(letters: &str) -> u8 {
    let ascii = letters.is_ascii();
    if letters.len() < TURNED_MIN || !ascii && letters.chars().nth(TURNED_MIN - 1).is_none() {
        return 0;
    }
    let telling = |word: &str| w::lookup(word) & (w::OVERRIDE | w::INSTR | w::REVEAL) != 0;
    let mut bits = 0;
    if (!ascii || w::may_mean(letters.bytes().map(rot13_byte)))
        && telling(&letters.chars().map(rot13).collect::<String>())
    {
        bits |= ROTATED;
    }
    if (!ascii || w::may_mean(letters.bytes().rev()))
        && telling(&letters.chars().rev().collect::<String>())
    {
        bits |= MIRRORED;
    }
    bits
}

/// Rot13 and mirrored writing, tried only where at least two words become telling.
fn turned_texts(text: &Text<'_>, (rotated, mirrored): (u32, u32), out: &mut Vec<Hit>) {
    if rotated >= 2 {
        again(&text.with(text.as_str().chars().map(rot13).collect()), out);
    }
    if mirrored >= 2 {
        let chars: Vec<Ch> = text.chars().rev().collect();
        again(&Text::of(&chars), out);
    }
}

fn again(text: &Text<'_>, out: &mut Vec<Hit>) {
    let hits = detect(text).into_iter().filter(|hit| hit.severity >= Severity::High);
    out.extend(hits.map(|hit| Hit { rule: ENCODED, ..hit }));
}

fn rot13(c: char) -> char {
    u8::try_from(c).map_or(c, |byte| char::from(rot13_byte(byte)))
}

fn rot13_byte(byte: u8) -> u8 {
    match byte {
        b'a'..=b'm' | b'A'..=b'M' => byte + 13,
        b'n'..=b'z' | b'N'..=b'Z' => byte - 13,
        _ => byte,
    }
}
