//! Words that were written apart: letters that were spaced out, and the syllables of Vietnamese.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::fold::unleet;
use super::lexicon;
use super::words::{Break, RUN_ON_WORD_MAX, Word};

/// Fewest single letters in a row that are read as words.
pub(super) const LETTERS_MIN: usize = 4;
/// Longest syllable that is joined, in letters.
const SYLLABLE_MAX: usize = 7;

fn letters<'a>(folded: &'a str, word: &Word) -> &'a str {
    folded.get(word.from as usize..word.to as usize).unwrap_or("")
}

/// Whether a word is one letter.
pub(super) fn is_single(folded: &str, word: &Word) -> bool {
    let len = (word.to - word.from) as usize;
    len == 1 || (len <= 4 && letters(folded, word).chars().nth(1).is_none())
}

/// Vietnamese writes the syllables of a word apart: two that are listed together give the first their meaning. The second
/// one is among `seconds`.
pub(super) fn join_syllables(folded: &str, list: &mut [Word], seconds: Range<usize>) {
    for at in seconds.start.max(1)..seconds.end {
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
/// known word, from the word at `from` on.
pub(super) fn join_spaced(folded: &str, list: &mut Vec<Word>, from: usize) {
    let apart = list.split_off(from);
    let mut at = 0;
    while let Some(first) = apart.get(at) {
        let run = apart.iter().skip(at).take_while(|w| is_single(folded, w)).count();
        if run < LETTERS_MIN {
            list.push(*first);
            at += 1;
            continue;
        }
        cut_letters(folded, apart.get(at..at + run).unwrap_or(&[]), 0, list);
        at += run;
    }
}

/// Joins single letters, as long as so many are left that the next word is known for certain; how many were used up.
pub(super) fn join_open(folded: &str, singles: &[Word], out: &mut Vec<Word>) -> usize {
    // Behind a word of the greatest length as many letters are left as make a run.
    cut_letters(folded, singles, 2 * RUN_ON_WORD_MAX, out)
}

/// Joins letters while at least `ahead` are left; how many were used up.
fn cut_letters(folded: &str, singles: &[Word], ahead: usize, out: &mut Vec<Word>) -> usize {
    let text: Vec<char> = singles
        .iter()
        .map(|word| letters(folded, word).chars().next().map_or(' ', unleet))
        .collect();
    let mut pos = 0;
    while let Some(first) = singles.get(pos).filter(|_| pos + ahead <= singles.len()) {
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
    pos
}
