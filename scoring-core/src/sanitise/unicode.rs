//! Invisible code points: what must go, and the joiners and selectors that must stay.
//!
//! Good: a family emoji keeps its joiners, Persian keeps its non-joiner. Bad: `pay` with a
//! zero-width space
//! after each letter loses them, and the reader's eye and the machine see the same word again.

use alloc::vec::Vec;

use super::Removed;
use super::chars::Ch;
use super::tables::{DEFAULT_IGNORABLE, EMOJI, EMOJI_VARIATION, VIRAMA};

const ZWNJ: char = '\u{200C}';
const ZWJ: char = '\u{200D}';
const BLACK_FLAG: char = '\u{1F3F4}';
const TAG_END: char = '\u{E007F}';
/// The subdivision flags that vendors draw: England, Scotland, Wales.
const FLAGS: [&str; 3] = ["gbeng", "gbsct", "gbwls"];

/// What a code point is to the sanitiser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Stays.
    Visible,
    /// Stays where it joins, goes elsewhere.
    Joiner,
    /// Stays after an emoji that has two presentations, goes elsewhere.
    Presentation,
    /// Other variation selectors.
    Selector,
    /// Tag characters.
    Tag,
    /// Bidirectional controls.
    Bidi,
    /// Other default-ignorables.
    Ignorable,
    /// Private use.
    Private,
    /// C0 and C1 controls, annotation marks and noncharacters.
    Control,
    /// Ends a line: turned into a line feed.
    Line,
}

fn within(table: &[(u32, u32)], c: u32) -> bool {
    let index = table.partition_point(|(_, hi)| *hi < c);
    table.get(index).is_some_and(|(lo, hi)| (*lo..=*hi).contains(&c))
}

/// Whether the code point occurs in emoji sequences.
pub(crate) fn is_emoji(c: char) -> bool {
    let c = c as u32;
    (0x1F300..=0x1FAFF).contains(&c) || (c >= 0xA9 && within(EMOJI, c))
}

/// Classifies one code point.
pub(crate) fn classify(c: char) -> Class {
    match c {
        ' '..='~' | '\t' | '\n' => Class::Visible,
        '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFF9}'..='\u{FFFB}' => Class::Control,
        ZWNJ | ZWJ => Class::Joiner,
        '\u{FE0E}' | '\u{FE0F}' => Class::Presentation,
        '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180F}' => {
            Class::Selector
        }
        '\u{E0000}'..='\u{E007F}' => Class::Tag,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Class::Bidi
        }
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}' => {
            Class::Private
        }
        _ if (c as u32) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c) => {
            Class::Control
        }
        _ if within(DEFAULT_IGNORABLE, c as u32) => Class::Ignorable,
        _ => Class::Visible,
    }
}

/// What is left of a text, and what went.
#[derive(Debug, Default)]
pub(crate) struct Stripped {
    /// What stays.
    pub(crate) kept: Vec<Ch>,
    /// What went, in order, with its class.
    pub(crate) gone: Vec<(Ch, Class)>,
}

/// Takes out what a reader cannot see. Idempotent: what is kept here is kept again.
pub(crate) fn strip(chars: &[Ch], removed: &mut Removed) -> Stripped {
    let mut out = Stripped { kept: Vec::with_capacity(chars.len()), gone: Vec::new() };
    let mut at = 0;
    while let Some(ch) = chars.get(at) {
        let class = classify(ch.c);
        let flag = if class == Class::Tag { flag_length(&out.kept, chars, at) } else { 0 };
        if flag > 0 {
            out.kept.extend(chars.iter().skip(at).take(flag));
            at += flag;
            continue;
        }
        let next = chars.get(at + 1).map(|n| n.c);
        match class {
            Class::Visible => out.kept.push(*ch),
            Class::Line => out.kept.push(Ch { c: '\n', ..*ch }),
            Class::Control if ch.c == '\r' => {
                if next != Some('\n') {
                    out.kept.push(Ch { c: '\n', ..*ch });
                }
            }
            Class::Joiner if joins(&out.kept, ch.c, next) => out.kept.push(*ch),
            Class::Presentation if presents(&out.kept, next) => out.kept.push(*ch),
            _ => {
                count(removed, class);
                out.gone.push((*ch, class));
            }
        }
        at += 1;
    }
    out
}

fn count(removed: &mut Removed, class: Class) {
    let counter = match class {
        Class::Joiner | Class::Ignorable => &mut removed.default_ignorable,
        Class::Presentation | Class::Selector => &mut removed.variation_selectors,
        Class::Tag => &mut removed.tags,
        Class::Bidi => &mut removed.bidi,
        Class::Private => &mut removed.private_use,
        Class::Control | Class::Line | Class::Visible => &mut removed.controls,
    };
    *counter = counter.saturating_add(1);
}

/// Length of the tag sequence at `at` if it completes a subdivision flag, else 0.
fn flag_length(kept: &[Ch], chars: &[Ch], at: usize) -> usize {
    if kept.last().is_none_or(|last| last.c != BLACK_FLAG) {
        return 0;
    }
    let known = |flag: &str| {
        let same = flag.chars().enumerate().all(|(i, letter)| {
            let tag = char::from_u32(0xE0000 + letter as u32);
            chars.get(at + i).map(|ch| ch.c) == tag
        });
        same && chars.get(at + flag.len()).is_some_and(|ch| ch.c == TAG_END)
    };
    FLAGS.iter().find(|flag| known(flag)).map_or(0, |flag| flag.len() + 1)
}

/// Whether a presentation selector after `kept` does something.
fn presents(kept: &[Ch], next: Option<char>) -> bool {
    match kept.last().map(|ch| ch.c) {
        Some('#' | '*' | '0'..='9') => next == Some('\u{20E3}'),
        Some(base) => within(EMOJI_VARIATION, base as u32),
        None => false,
    }
}

/// Whether a joiner between `kept` and `next` does something: in an emoji, or in a script that
/// shapes.
fn joins(kept: &[Ch], joiner: char, next: Option<char>) -> bool {
    let Some(last) = kept.last().map(|ch| ch.c) else { return false };
    let Some(next) = next else { return is_virama(last) };
    if joiner == ZWJ {
        let before = match last {
            '\u{FE0F}' => kept.iter().rev().nth(1).is_some_and(|ch| is_emoji(ch.c)),
            _ => is_emoji(last),
        };
        if before && is_emoji(next) {
            return true;
        }
    }
    match (shaping(last), shaping(next)) {
        (Some(a), Some(b)) => a == b,
        _ => is_virama(last),
    }
}

/// The family of a shaping script: 1 cursive (those with a Joining_Type), 2 Indic.
fn shaping(c: char) -> Option<u8> {
    match c as u32 {
        0x0620..=0x06FF
        | 0x0710..=0x07FA
        | 0x0840..=0x08FF
        | 0x1807
        | 0x1820..=0x18AA
        | 0xA840..=0xA872
        | 0xFB50..=0xFBFF
        | 0x10AC0..=0x10AEF
        | 0x10B80..=0x10BAF
        | 0x10D00..=0x10D23
        | 0x10EC2..=0x10EEE
        | 0x10F30..=0x10F81
        | 0x10FB0..=0x10FCB
        | 0x1E900..=0x1E94B => Some(1),
        0x0900..=0x0DFF
        | 0x1000..=0x109F
        | 0x1780..=0x17B3
        | 0x17B6..=0x17D3
        | 0xA8E0..=0xA8FF
        | 0x11000..=0x1145F
        | 0x11480..=0x116CF => Some(2),
        _ => None,
    }
}

/// Marks that kill the vowel of a consonant; a joiner may follow one at the end of a word (UAX
/// #31). `tests/sanitise_scalars.rs` compares them with Unicode.
fn is_virama(c: char) -> bool {
    within(VIRAMA, c as u32)
}
