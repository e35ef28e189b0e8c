//! What a single word means: as written, in disguise, misspelt, or behind an Arabic article.

use alloc::string::String;

use super::fold::{look_alike, unleet};
use super::lexicon::{Classes, lookup};

/// Meanings of a folded word as written, and as it looks when foreign letters or digits stand for Latin
/// ones.
pub(super) fn meanings(letters: &str) -> Classes {
    if letters.bytes().all(|b| b.is_ascii_lowercase()) {
        let direct = lookup(letters);
        return if direct == 0 { misspelt(letters) } else { direct };
    }
    let word = letters.replace('\'', "");
    let direct = lookup(&word);
    if direct != 0 || letters.bytes().all(|b| b.is_ascii_digit()) {
        return direct;
    }
    if word.starts_with(is_arabic) {
        return bare_arabic(&word);
    }
    let looks: Option<String> =
        letters.chars().map(|c| look_alike(c).or(unleeted(c)).map(unleet)).collect();
    looks.map_or(0, |latin| lookup(&latin))
}

fn unleeted(c: char) -> Option<char> {
    let plain = unleet(c);
    (plain != c).then_some(plain)
}

fn is_arabic(c: char) -> bool {
    matches!(c as u32, 0x620..=0x6D3)
}

/// An Arabic word without the particles and the article that are written with it.
fn bare_arabic(word: &str) -> Classes {
    let mut rest = word;
    for particles in ["وف", "بلك"] {
        rest = rest.strip_prefix(|c| particles.contains(c)).unwrap_or(rest);
        let bare = rest.strip_prefix("ال").or_else(|| rest.strip_prefix('ل')).unwrap_or(rest);
        let classes = lookup(rest) | lookup(bare);
        if classes != 0 {
            return classes;
        }
    }
    0
}

/// Words of overrides that are worth a look when one letter is wrong, missing, doubled or swapped.
const MISSPELT: [&str; 6] =
    ["instructions", "instruction", "previous", "disregard", "password", "guidelines"];
/// Shortest of them less one letter, and longest with one more.
const MISSPELT_LEN: core::ops::RangeInclusive<usize> = 7..=13;

fn misspelt(word: &str) -> Classes {
    if !MISSPELT_LEN.contains(&word.len()) {
        return 0;
    }
    let near = MISSPELT.iter().find(|right| {
        word.len().abs_diff(right.len()) <= 1 && one_slip(word.as_bytes(), right.as_bytes())
    });
    near.map_or(0, |right| lookup(right))
}

/// Whether two words differ by one letter that is wrong, missing, added, or swapped with the next.
fn one_slip(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or(&[]), b.get(same..).unwrap_or(&[]));
    match (a, b) {
        ([_, x @ ..], [_, y @ ..]) if a.len() == b.len() => {
            x == y
                || matches!((a, b), ([p, q, x @ ..], [r, s, y @ ..]) if p == s && q == r && x == y)
        }
        ([_, x @ ..], y) if a.len() == b.len() + 1 => x == y,
        (x, [_, y @ ..]) if a.len() + 1 == b.len() => x == y,
        _ => false,
    }
}
