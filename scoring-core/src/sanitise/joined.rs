//! Words that were written apart: letters that were spaced out, and the syllables of Vietnamese.

use alloc::string::String;
use alloc::vec::Vec;

use super::fold::unleet;
use super::lexicon;
use super::words::{Break, RUN_ON_WORD_MAX, Word};

/// Fewest single letters in a row that are read as words.
const LETTERS_MIN: usize = 4;
/// Longest syllable that is joined, in letters.
const SYLLABLE_MAX: usize = 7;

fn letters<'a>(folded: &'a str, word: &Word) -> &'a str {
    folded.get(word.from as usize..word.to as usize).unwrap_or("")
}

/// Whether a word is one letter.
fn is_single(folded: &str, word: &Word) -> bool {
    let len = (word.to - word.from) as usize;
    len == 1 || (len <= 4 && letters(folded, word).chars().nth(1).is_none())
}

/// Vietnamese writes the syllables of a word apart: two that are listed together give the first their meaning.
pub(super) fn join_syllables(folded: &str, list: &mut [Word]) {
    for at in 1..list.len() {
        let (Some(second), Some(first)) = (list.get(at), list.get(at - 1)) else { continue };
        let (a, b) = (letters(folded, first), letters(folded, second));
        let long = |text: &str| text.chars().nth(SYLLABLE_MAX).is_some();
        if second.gap > Break::None || long(a) || long(b) {
            continue;
        }
        let classes = lexicon::lookup(&[a, "_", b].concat());
        if let Some(first) = list.get_mut(at - 1) {
            first.classes |= classes;
        }
    }
}

/// Joins letters that were spaced out (`i g n o r e`) to one word each, where the result is a
/// known word.
pub(super) fn join_spaced(folded: &str, list: &mut Vec<Word>) {
    let mut run = 0;
    let enough = list.iter().any(|word| {
        run = if is_single(folded, word) { run + 1 } else { 0 };
        run == LETTERS_MIN
    });
    if !enough {
        return;
    }
    let mut out: Vec<Word> = Vec::with_capacity(list.len());
    let mut at = 0;
    while let Some(first) = list.get(at) {
        let run = list.iter().skip(at).take_while(|w| is_single(folded, w)).count();
        if run < LETTERS_MIN {
            out.push(*first);
            at += 1;
            continue;
        }
        cut_letters(folded, list.get(at..at + run).unwrap_or(&[]), &mut out);
        at += run;
    }
    *list = out;
}

fn cut_letters(folded: &str, singles: &[Word], out: &mut Vec<Word>) {
    let text: Vec<char> = singles
        .iter()
        .map(|word| letters(folded, word).chars().next().map_or(' ', unleet))
        .collect();
    let mut pos = 0;
    while let Some(first) = singles.get(pos) {
        let head: String = text.iter().skip(pos).take(RUN_ON_WORD_MAX).collect();
        match lexicon::longest(&head, RUN_ON_WORD_MAX, |_, chars| chars >= 3) {
            Some((_, len, classes)) => {
                let last = singles.get(pos + len - 1).unwrap_or(first);
                out.push(Word { classes, to: last.to, joined: true, ..*first });
                pos += len;
            }
            None => {
                out.push(*first);
                pos += 1;
            }
        }
    }
}
