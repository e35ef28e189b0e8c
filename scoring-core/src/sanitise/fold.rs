//! Folding for matching only: look-alikes, widths, accents and case. What is shown keeps its form.

use alloc::string::String;

use super::chars::span;
use super::tables::{CONFUSABLE, LATIN_1E00, LATIN_C0};
use super::text::Places;

/// Small capitals, superscripts and a few symbols, each before the letter that it stands for.
const STYLED: &str = "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz\
ᵃaᵇbᶜcᵈdᵉeᶠfᵍgʰhⁱiʲjᵏkˡlᵐmⁿnᵒoᵖpʳrˢsᵗtᵘuᵛvʷwˣxʸyᶻzᴬaᴮbᴰdᴱeᴳgᴴhᴵiᴶjᴷkᴸlᴹmᴺnᴼoᴾpᴿrᵀtᵁuⱽvᵂw\
ℂcℊgℋhℌhℍhℎhℐiℑiℒlℓlℕnℙpℚqℛrℜrℝrℤzℨzℬbℭcℯeℰeℱfℳmℴoℹi";

/// Folds a text; combining marks disappear, a sharp s becomes two letters. The places are those in `text`; without any,
/// each byte of the folded text stands for the same byte of `text`.
pub(crate) fn fold(text: &str) -> (String, Places<'static>) {
    let mut places = Places::default();
    if text.is_ascii() {
        return (text.to_ascii_lowercase(), places);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let len = rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len());
        if len > 0 {
            places.push(out.len(), len, span(at, at + len));
            out.extend(rest.bytes().take(len).map(|b| char::from(b.to_ascii_lowercase())));
        }
        let Some(c) = rest.get(len..).and_then(|rest| rest.chars().next()) else { break };
        let place = span(at + len, at + len + c.len_utf8());
        at = place.end as usize;
        let (first, second) = match c {
            _ if is_mark(c) => continue,
            'ß' | 'ẞ' => ('s', Some('s')),
            'ﬁ' => ('f', Some('i')),
            'ﬂ' => ('f', Some('l')),
            _ => (letter(c), None),
        };
        for c in [Some(first), second].into_iter().flatten() {
            places.push(out.len(), c.len_utf8(), place);
            out.push(c);
        }
    }
    (out, places)
}

/// Whether each letter of an unfolded text is a capital, marks left out.
pub(crate) fn capitals(text: &str) -> impl Iterator<Item = bool> {
    text.chars().filter(|c| c.is_ascii() || !is_mark(*c)).map(char::is_uppercase)
}

/// Marks that only decorate the letter before them.
fn is_mark(c: char) -> bool {
    matches!(
        c as u32,
        0x300..=0x36F
            | 0x483..=0x489
            | 0x591..=0x5BD
            | 0x610..=0x61A
            | 0x640
            | 0x64B..=0x65F
            | 0x670
            | 0x93C
            | 0x9BC
            | 0x1AB0..=0x1AFF
            | 0x1DC0..=0x1DFF
            | 0x200C..=0x200D
            | 0x20D0..=0x20FF
            | 0xFE00..=0xFE0F
            | 0xFE20..=0xFE2F
    )
}

fn nth_letter(index: u32) -> char {
    char::from(b'a' + u8::try_from(index % 26).unwrap_or(0))
}

/// Folds one character.
pub(crate) fn letter(c: char) -> char {
    let code = c as u32;
    match code {
        0..=0x7F => c.to_ascii_lowercase(),
        0xC0..=0x24F => dense(LATIN_C0, code - 0xC0, c),
        0x1E00..=0x1EFF => dense(LATIN_1E00, code - 0x1E00, c),
        0x2018 | 0x2019 | 0x201B | 0x2B9 | 0x2BC | 0x2032 | 0xFF07 | 0xB4 => '\'',
        0x201C | 0x201D | 0x201E | 0xAB | 0xBB => '"',
        0xA0 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => ' ',
        0x2010..=0x2015 | 0x2212 => '-',
        0xFF01..=0xFF5E => {
            char::from_u32(code - 0xFEE0).map_or(c, |narrow| narrow.to_ascii_lowercase())
        }
        0x1D400..=0x1D6A3 => nth_letter((code - 0x1D400) % 52),
        0x1D7CE..=0x1D7FF => char::from_digit((code - 0x1D7CE) % 10, 10).unwrap_or(c),
        0x249C..=0x24B5 => nth_letter(code - 0x249C),
        0x24B6..=0x24E9 => nth_letter(code - 0x24B6),
        0x1F110..=0x1F129 => nth_letter(code - 0x1F110),
        0x1F130..=0x1F149 => nth_letter(code - 0x1F130),
        0x1F150..=0x1F169 => nth_letter(code - 0x1F150),
        0x1F170..=0x1F189 => nth_letter(code - 0x1F170),
        0x1F1E6..=0x1F1FF => nth_letter(code - 0x1F1E6),
        0x451 | 0x401 => 'е',
        0x622 | 0x623 | 0x625 | 0x671 => '\u{627}',
        0x649 => '\u{64A}',
        0x262..=0x29F | 0x1D00..=0x1D7F | 0x2070..=0x209C | 0x2102..=0x2139 | 0xA730 | 0xA731 => {
            styled(c)
        }
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn dense(table: &str, index: u32, c: char) -> char {
    match table.as_bytes().get(index as usize) {
        Some(b'?') | None => c.to_lowercase().next().unwrap_or(c),
        Some(base) => char::from(*base),
    }
}

fn styled(c: char) -> char {
    let mut pairs = STYLED.chars();
    while let (Some(shape), Some(plain)) = (pairs.next(), pairs.next()) {
        if shape == c {
            return plain;
        }
    }
    c.to_lowercase().next().unwrap_or(c)
}

/// The ASCII letter or digit that a folded character looks like, if any.
pub(crate) fn look_alike(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c);
    }
    let code = u16::try_from(c as u32).ok()?;
    let index = CONFUSABLE.binary_search_by_key(&code, |(source, _)| *source).ok()?;
    CONFUSABLE.get(index).map(|(_, target)| char::from(*target))
}

/// The letter that a digit or a symbol stands for in leet writing.
pub(crate) fn unleet(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        _ => c,
    }
}
