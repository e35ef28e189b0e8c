//! `lint.british_spelling`: British forms, `-ise` included; low, with a fix.
//! Good: "The colour behaviour was cancelled; the team organises a centre." Bad: "The color
//! behavior was canceled."
//!
//! The words stand in `spelling.txt`, which `tests/lint_table.rs` makes from VarCon. The `-ize` of
//! Oxford is British too, but a draft that mixes both looks careless; the finding is a note only.
//! Names, code, paths and addresses stay as they are.

use alloc::string::String;
use alloc::vec::Vec;

use super::rules::Rule;
use super::text::{View, Word, with_fix};
use crate::sanitise::bytes::{eight, first, holds, lower, small_letters};
use crate::types::{Finding, Severity};

pub(super) const RULES: &[Rule] = &[Rule {
    fix: true,
    ..Rule::new(
        "lint.british_spelling",
        Severity::Low,
        "An American spelling, by a table of 900 words and the endings `-ize` and `-yze`; \
         words that are British in another sense (program, license, check, meter) are left alone.",
        "The color of the canceled label is gray; the team organizes a new center.",
        "The colour of the cancelled label is grey; the team organises a new centre.",
    )
}];

/// Sorted lines, each an American word, a blank and the British one, all in lower case.
const TABLE: &str = include_str!("spelling.txt");
/// Longest word that is looked up, in bytes.
const WORD_BYTES: usize = 24;
/// Where the words of each first letter begin; the last entry is the end.
const STARTS: [u16; 27] = starts(TABLE.as_bytes());
/// Two bits for each word in the table, by its hash: rules most other words out at once.
const SEEN: [u64; HASHES / 64] = seen(TABLE.as_bytes());
/// How many hashes there are; a power of two.
const HASHES: usize = 8192;

/// Words in `ize` that are no verbs of that kind; shorter ones, as "seize", need no entry, and of
/// the family of "size" the verbs are in the table.
const IZE_EXCEPT: &[&str] = &["belize", "reseize", "misprize"];
/// What may follow `iz` or `yz`.
const SIBILANT_ENDINGS: &[&str] = &[
    "e",
    "ed",
    "es",
    "ing",
    "ings",
    "ingly",
    "er",
    "ers",
    "able",
    "ably",
    "ability",
    "ation",
    "ations",
    "ational",
    "ationally",
    "ement",
    "ements",
];

/// Where each letter's lines begin. Runs in the compiler, which refuses what is out of bounds.
const fn starts(table: &[u8]) -> [u16; 27] {
    let mut out = [table.len() as u16; 27];
    let mut at = table.len();
    while at > 0 {
        at -= 1;
        if at == 0 || table[at - 1] == b'\n' {
            out[(table[at] - b'a') as usize] = at as u16;
        }
    }
    let mut letter = 26;
    while letter > 0 {
        letter -= 1;
        let empty = out[letter] == table.len() as u16;
        if empty || out[letter] > out[letter + 1] {
            out[letter] = out[letter + 1];
        }
    }
    out
}

const fn seen(table: &[u8]) -> [u64; HASHES / 64] {
    let mut out = [0; HASHES / 64];
    let mut at = 0;
    while at < table.len() {
        let mut eights = [0; WORD_BYTES / 8];
        let mut letters = 0;
        while table[at] != b' ' {
            eights[letters / 8] |= (table[at] as u64) << (letters % 8 * 8);
            (at, letters) = (at + 1, letters + 1);
        }
        let [one, two] = places(eights);
        out[one / 64] |= 1 << (one % 64);
        out[two / 64] |= 1 << (two % 64);
        while table[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    out
}

/// The two bits of a word in small letters, by eight letters at a time.
const fn places(eights: [u64; WORD_BYTES / 8]) -> [usize; 2] {
    let [a, b, c] = eights;
    let hash = (a ^ b.rotate_left(29) ^ c.rotate_left(43)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    [(hash >> 32) as usize % HASHES, (hash >> 48) as usize % HASHES]
}

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    for (index, word) in view.words.iter().enumerate() {
        let Some((len, british)) = british(word.text) else { continue };
        if view.is_code(word) || view.is_linked(word) || is_name(view, index, word) {
            continue;
        }
        let place = (word.start, word.start + len);
        let message = "American spelling: the British form fits the rest.";
        let finding = view.finding("lint.british_spelling", Severity::Low, place, message);
        out.push(with_fix(finding, &british));
    }
}

/// The British form of an American word, with the same capitals, and how many bytes it replaces;
/// the `'s` of a genitive stays.
pub(super) fn british(text: &str) -> Option<(usize, String)> {
    let mut eights = [0; WORD_BYTES / 8];
    let (mut len, mut has_z) = (0, false);
    for many in &mut eights {
        let written = lower(eight(text.as_bytes(), len));
        let letters = small_letters(written);
        *many = first(written, letters);
        has_z |= holds(*many, b'z');
        len += letters;
        if letters < 8 {
            break;
        }
    }
    // What follows the letters of a genitive is not looked up.
    let (base, rest) = text.split_at_checked(len)?;
    if base.len() < 3 || !matches!(rest, "" | "'s" | "\u{2019}s") {
        return None;
    }
    let has = |bit: usize| SEEN.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1);
    if !has_z && !places(eights).into_iter().all(has) {
        return None;
    }
    let mut buffer = [0; WORD_BYTES];
    let small = buffer.get_mut(..len)?;
    small.copy_from_slice(base.as_bytes());
    small.make_ascii_lowercase();
    let small = core::str::from_utf8(small).ok()?;
    let form = listed(small).map(String::from).or_else(|| sibilant(small))?;
    Some((len, like(base, &form)))
}

/// By halving the lines of the first letter.
fn listed(word: &str) -> Option<&'static str> {
    let first = usize::from(word.as_bytes().first()?.wrapping_sub(b'a'));
    let mut low = usize::from(*STARTS.get(first)?);
    let mut high = usize::from(*STARTS.get(first + 1)?);
    while low < high {
        let middle = low + (high - low) / 2;
        let start = TABLE.get(low..middle)?.rfind('\n').map_or(low, |n| low + n + 1);
        let end = start + TABLE.get(start..)?.find('\n')?;
        let (american, british) = TABLE.get(start..end)?.split_once(' ')?;
        match american.cmp(word) {
            core::cmp::Ordering::Less => low = end + 1,
            core::cmp::Ordering::Greater => high = start,
            core::cmp::Ordering::Equal => return Some(british),
        }
    }
    None
}

/// `-ise` for `-ize` and `-yse` for `-yze`, in all their forms.
fn sibilant(word: &str) -> Option<String> {
    let z = word.rfind('z')?;
    let (stem, tail) = (word.get(..z)?, word.get(z + 1..)?);
    if !SIBILANT_ENDINGS.contains(&tail) {
        return None;
    }
    let verb = match stem.strip_suffix('i') {
        Some(head) => head.len() >= 3 && !head.ends_with('s'),
        None => stem.ends_with("ly"),
    };
    let excepted = IZE_EXCEPT.iter().any(|w| w.strip_suffix("ze") == Some(stem));
    (verb && !excepted).then(|| [stem, "s", tail].concat())
}

/// Whether the word looks like a piece of a name: capitals in it and in a neighbour, as in "Pearl
/// Harbor". A sentence's first word is none unless the next one is.
fn is_name(view: &View<'_>, index: usize, word: &Word<'_>) -> bool {
    const PLAIN: &[&str] = &[
        "The", "A", "An", "This", "That", "These", "Those", "All", "Each", "Every", "No", "Any",
        "Some", "For", "In", "On", "At", "Of", "To", "By", "With", "From", "And", "But", "If",
        "When", "As", "Its", "Their", "New",
    ];
    let is_title = |w: &Word<'_>| {
        let mut letters = w.text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    if !is_title(word) {
        return false;
    }
    // The header of HTTP has this name everywhere.
    if word.text == "Authorization" && view.around(word).1 == Some(':') {
        return true;
    }
    // As a first word, a surname more often than a colour.
    if matches!(word.text, "Gray" | "Gray's" | "Gray\u{2019}s") {
        return true;
    }
    let joined = |a: &Word<'_>, b: &Word<'_>| view.source.get(a.end()..b.start) == Some(" ");
    let before = index.checked_sub(1).and_then(|i| view.words.get(i));
    let after = view.words.get(index + 1);
    before.is_some_and(|b| joined(b, word) && is_title(b) && !PLAIN.contains(&b.text))
        || after.is_some_and(|a| joined(word, a) && is_title(a))
}

fn like(model: &str, form: &str) -> String {
    if model.len() > 1 && model.bytes().all(|b| b.is_ascii_uppercase()) {
        return form.to_ascii_uppercase();
    }
    if model.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
        let (first, rest) = form.split_at_checked(1).unwrap_or((form, ""));
        return [first.to_ascii_uppercase().as_str(), rest].concat();
    }
    String::from(form)
}
