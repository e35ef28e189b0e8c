//! Payloads written with invisible code points: tags, variation selectors, zero-width bits.

use alloc::string::String;
use alloc::vec::Vec;

use super::chars::{Ch, cover};
use super::unicode::Class;
use crate::order::sort_by;
use crate::types::Span;

/// Shortest hidden text that is reported as a payload, in characters.
const PAYLOAD_MIN: usize = 3;
/// Fewest zero-width code points that are read as bits.
const BITS_MIN: usize = 24;

/// A hidden text and the bytes of the original that carried it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Payload {
    /// What was hidden.
    pub(super) text: String,
    /// Where.
    pub(super) span: Span,
}

/// Decodes what the stripped code points spell.
pub(super) fn payloads(gone: &[(Ch, Class)]) -> Vec<Payload> {
    let pick = |wanted: fn(Class) -> bool| -> Vec<Ch> {
        gone.iter().filter(|(_, class)| wanted(*class)).map(|(ch, _)| *ch).collect()
    };
    let tags = pick(|c| c == Class::Tag);
    let selectors = pick(|c| matches!(c, Class::Selector | Class::Presentation));
    let zero = pick(|c| matches!(c, Class::Ignorable | Class::Joiner | Class::Bidi));
    let mut out = Vec::new();
    let mut add = |text: Option<String>, chars: &[Ch]| {
        if let Some(text) = text.filter(|t| t.chars().count() >= PAYLOAD_MIN) {
            out.push(Payload { text, span: cover(chars) });
        }
    };
    add(Some(tag_text(&tags)), &tags);
    add(selector_text(&selectors), &selectors);
    add(bit_text(&zero), &zero);
    out
}

fn tag_text(tags: &[Ch]) -> String {
    tags.iter()
        .filter_map(|ch| u8::try_from((ch.c as u32).checked_sub(0xE0000)?).ok())
        .filter(|b| (0x20..0x7F).contains(b))
        .map(char::from)
        .collect()
}

/// Variation selectors 1 to 256 are the bytes 0 to 255.
fn selector_text(selectors: &[Ch]) -> Option<String> {
    let bytes: Vec<u8> = selectors
        .iter()
        .filter_map(|ch| match ch.c as u32 {
            c @ 0xFE00..=0xFE0F => u8::try_from(c - 0xFE00).ok(),
            c @ 0xE0100..=0xE01EF => u8::try_from(c - 0xE0100 + 16).ok(),
            _ => None,
        })
        .collect();
    readable(&bytes).or_else(|| {
        // Selectors 1 to 16 alone: two of them make a byte.
        let nibbles: Option<Vec<u8>> = bytes
            .chunks_exact(2)
            .map(|pair| match pair {
                [hi @ 0..=15, lo @ 0..=15] => Some(hi * 16 + lo),
                _ => None,
            })
            .collect();
        readable(&nibbles?)
    })
}

/// Two kinds of zero-width code points are bits; a third one separates characters.
fn bit_text(zero: &[Ch]) -> Option<String> {
    if zero.len() < BITS_MIN {
        return None;
    }
    let mut kinds: Vec<(char, usize)> = Vec::new();
    for ch in zero {
        match kinds.iter_mut().find(|(c, _)| *c == ch.c) {
            Some((_, count)) => *count += 1,
            None => kinds.push((ch.c, 1)),
        }
        if kinds.len() > 6 {
            return None;
        }
    }
    sort_by(&mut kinds, |(a, of_a), (b, of_b)| of_b.cmp(of_a).then(a.cmp(b)));
    let (a, b) = (kinds.first()?.0, kinds.get(1)?.0);
    for (zero_mark, one_mark) in [(a, b), (b, a)] {
        let bits: Vec<bool> = zero
            .iter()
            .filter(|ch| ch.c == zero_mark || ch.c == one_mark)
            .map(|ch| ch.c == one_mark)
            .collect();
        for width in [8, 7, 16] {
            let bytes: Vec<u8> = bits
                .chunks_exact(width)
                .map(|chunk| chunk.iter().fold(0u32, |n, bit| (n << 1) | u32::from(*bit)))
                .map(|n| u8::try_from(n).unwrap_or(b'?'))
                .collect();
            if let Some(text) = readable(&bytes) {
                return Some(text);
            }
        }
    }
    None
}

/// The bytes as text, if they are printable throughout.
fn readable(bytes: &[u8]) -> Option<String> {
    let text = core::str::from_utf8(bytes).ok()?;
    let printable = text.chars().all(|c| c == '\n' || c == '\t' || !c.is_control());
    (printable && text.chars().count() >= PAYLOAD_MIN).then(|| String::from(text))
}
