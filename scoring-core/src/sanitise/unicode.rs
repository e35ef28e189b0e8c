//! Invisible code points: what must go, and the joiners and selectors that must stay.
//!
//! Good: a family emoji keeps its joiners, Persian keeps its non-joiner. Bad: `pay` with a
//! zero-width space
//! after each letter loses them, and the reader's eye and the machine see the same word again.

use alloc::vec::Vec;

use super::Removed;
use super::bytes::printable;
use super::chars::Ch;
use super::tables::{DEFAULT_IGNORABLE, EMOJI, EMOJI_VARIATION, VIRAMA};
use super::text::Text;

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
pub(crate) struct Stripped<'a> {
    /// What stays.
    pub(crate) kept: Text<'a>,
    /// What went, in order, with its class.
    pub(crate) gone: Vec<(Ch, Class)>,
}

/// Length of the beginning of which every character stays as it is.
fn untouched(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += printable(bytes, at);
        let Some(byte) = bytes.get(at) else { return at };
        if matches!(byte, b' '..=b'~' | b'\t' | b'\n') {
            at += 1;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return at };
        if classify(c) != Class::Visible {
            return at;
        }
        at += c.len_utf8();
    }
}

/// Takes out what a reader cannot see. Idempotent: what is kept here is kept again.
pub(crate) fn strip<'a>(text: Text<'a>, removed: &mut Removed) -> Stripped<'a> {
    let source = text.as_str();
    let mut at = untouched(source);
    if at == source.len() {
        return Stripped { kept: text, gone: Vec::new() };
    }
    let text = &text;
    let source = text.as_str();
    let mut out = Stripped::default();
    out.kept.append(text, 0, at);
    while let Some(c) = source.get(at..).and_then(|rest| rest.chars().next()) {
        let end = at + c.len_utf8();
        let rest = source.get(end..).unwrap_or("");
        let next = rest.chars().next();
        let class = classify(c);
        let kept = out.kept.as_str();
        let flag = if class == Class::Tag { flag_length(kept, source.get(at..)) } else { 0 };
        if flag > 0 {
            out.kept.append(text, at, at + flag);
            at += flag;
            continue;
        }
        match class {
            Class::Visible => {
                let end = end + untouched(rest);
                out.kept.append(text, at, end);
                at = end;
                continue;
            }
            Class::Line => out.kept.push('\n', text.cover(at, end)),
            Class::Control if c == '\r' => {
                if next != Some('\n') {
                    out.kept.push('\n', text.cover(at, end));
                }
            }
            Class::Joiner if joins(kept, c, next) => out.kept.append(text, at, end),
            Class::Presentation if presents(kept, next) => out.kept.append(text, at, end),
            _ => {
                count(removed, class);
                let place = text.cover(at, end);
                out.gone.push((Ch { c, start: place.start, end: place.end }, class));
            }
        }
        at = end;
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

/// Length in bytes of the tag sequence at the start of `rest` if it completes a subdivision flag, else 0.
fn flag_length(kept: &str, rest: Option<&str>) -> usize {
    let Some(rest) = rest.filter(|_| kept.ends_with(BLACK_FLAG)) else { return 0 };
    let known = |flag: &str| {
        let tags = flag.chars().map(|letter| char::from_u32(0xE0000 + letter as u32));
        let mut chars = rest.chars();
        tags.chain([Some(TAG_END)]).all(|tag| chars.next() == tag)
    };
    let found = FLAGS.iter().find(|flag| known(flag));
    found.map_or(0, |flag| (flag.len() + 1) * TAG_END.len_utf8())
}

/// Whether a presentation selector after `kept` does something.
fn presents(kept: &str, next: Option<char>) -> bool {
    match kept.chars().next_back() {
        Some('#' | '*' | '0'..='9') => next == Some('\u{20E3}'),
        Some(base) => within(EMOJI_VARIATION, base as u32),
        None => false,
    }
}

/// Whether a joiner between `kept` and `next` does something: in an emoji, or in a script that
/// shapes.
fn joins(kept: &str, joiner: char, next: Option<char>) -> bool {
    let mut back = kept.chars().rev();
    let Some(last) = back.next() else { return false };
    let Some(next) = next else { return is_virama(last) };
    if joiner == ZWJ {
        let before = match last {
            '\u{FE0F}' => back.next().is_some_and(is_emoji),
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
