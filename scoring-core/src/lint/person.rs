//! `lint.first_person`: a draft speaks of the work, not of its writer; medium.
//! Good: "The release moves to Friday." Bad: "I think we should move our release."

use alloc::string::String;
use alloc::vec::Vec;

use super::rules::Rule;
use super::text::{View, Word};
use crate::types::{Finding, Severity};

pub(super) const RULES: &[Rule] = &[Rule::new(
    "lint.first_person",
    Severity::Medium,
    "First person: a draft speaks of the work, not of its writer. Roman numerals, indices and `US` \
     are no persons.",
    "I think we should move our release to Friday.",
    "The release moves to Friday; phase I ends in the US.",
)];

/// Lower case, with straight apostrophes.
const FIRST: &[&str] = &[
    "i'm",
    "i'll",
    "i've",
    "i'd",
    "im",
    "ive",
    "my",
    "myself",
    "me",
    "we",
    "we're",
    "we'll",
    "we've",
    "we'd",
    "our",
    "ours",
    "ourselves",
    "us",
    "let's",
    "mine",
];
/// Longest of these, in bytes, with a curly apostrophe.
const FIRST_BYTES: usize = 9;
/// For each letter the lengths of those that begin with it, a bit each.
const LENGTHS: [u16; 26] = {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < FIRST.len() {
        let bytes = FIRST[at].as_bytes();
        lengths[(bytes[0] - b'a') as usize] |= 1 << bytes.len();
        at += 1;
    }
    lengths
};
/// Words before a roman numeral one.
const NUMBERED: &[&str] = &[
    "phase", "part", "type", "tier", "section", "annex", "appendix", "stage", "class", "chapter",
    "volume", "grade", "level", "war", "category", "article", "schedule", "pillar", "figure",
    "table",
];
/// Words that follow a lower-case `i` in prose.
const AFTER_I: &[&str] = &[
    "am", "have", "will", "would", "think", "can", "was", "do", "did", "could", "need", "want",
    "hope", "know", "believe", "suggest", "had", "should", "may", "might", "wonder",
];
pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    for (index, word) in view.words.iter().enumerate() {
        if is_first_person(view, index, word) {
            let message = "First person: say what happens without its writer.";
            let place = (word.start, word.end());
            out.push(view.finding("lint.first_person", Severity::Medium, place, message));
        }
    }
}

pub(super) fn lower(word: &Word<'_>) -> String {
    word.text.to_lowercase().replace('\u{2019}', "'")
}

fn is_first_person(view: &View<'_>, index: usize, word: &Word<'_>) -> bool {
    if word.text == "I" || word.text == "i" {
        return is_pronoun_i(view, index, word);
    }
    // Most words are none of these by their first letter, and the others are short.
    let bytes = word.text.as_bytes();
    let letter =
        bytes.first().map_or(0, |b| usize::from(b.to_ascii_lowercase().wrapping_sub(b'a')));
    let lengths = LENGTHS.get(letter).copied().unwrap_or(0);
    let listed = |lengths: u16| bytes.len() <= FIRST_BYTES && lengths >> bytes.len() & 1 == 1;
    if lengths == 0 || !listed(lengths) && word.text.is_ascii() || bytes.len() > FIRST_BYTES {
        return false;
    }
    if word.text == "US" || word.text == "ME" || word.text == "IM" || word.text == "Im" {
        return false;
    }
    if word.text.is_ascii() && !FIRST.iter().any(|first| word.text.eq_ignore_ascii_case(first)) {
        return false;
    }
    let lower = lower(word);
    if lower == "mine" {
        let before = index.checked_sub(1).and_then(|i| view.words.get(i)).map(self::lower);
        return matches!(before.as_deref(), Some("of" | "is" | "are" | "was" | "be"));
    }
    FIRST.contains(&lower.as_str()) && !view.is_code(word) && !view.is_linked(word)
}

fn is_pronoun_i(view: &View<'_>, index: usize, word: &Word<'_>) -> bool {
    let (before, after) = view.around(word);
    let joined =
        |c: Option<char>| matches!(c, Some('/' | '.' | '&' | '-' | '_' | '=' | '(' | ')' | '['));
    let dotted = view
        .source
        .get(word.end()..)
        .is_some_and(|t| t.starts_with('.') && t.chars().nth(1).is_some_and(char::is_alphanumeric));
    if (joined(before) && before != Some('(') && before != Some('-')) || dotted {
        return false;
    }
    if matches!(after, Some('/' | '&' | '-' | '_' | '=' | ')' | ']')) {
        return false;
    }
    let next = view.words.get(index + 1).map(lower);
    if word.text == "i" {
        return next.is_some_and(|n| AFTER_I.contains(&n.as_str()));
    }
    let previous = index.checked_sub(1).and_then(|i| view.words.get(i)).map(lower);
    !previous.is_some_and(|p| NUMBERED.contains(&p.as_str()))
}
