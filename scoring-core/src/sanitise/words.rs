//! Words with their meanings, places and breaks: what the rules look at.

use alloc::string::String;
use alloc::vec::Vec;

use super::chars::{Ch, cover};
use super::fold::{Folded, fold, look_alike, unleet};
use super::lexicon::{self, Classes};
use crate::types::Span;

/// Longest word, in characters, that is looked up in unspaced scripts.
const CJK_WORD_MAX: usize = 12;
/// Longest word, in characters, that is looked up when unspaced Latin text is cut.
const RUN_ON_WORD_MAX: usize = 14;
/// Shortest Latin run that is worth cutting.
const RUN_ON_MIN: usize = 15;

/// How strongly a word is set off from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Break {
    /// Same phrase.
    None,
    /// Comma, colon, bracket, line end.
    Soft,
    /// A new sentence or list item.
    Sentence,
    /// A new paragraph.
    Paragraph,
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Meanings.
    pub(crate) classes: Classes,
    /// Break before it.
    pub(crate) gap: Break,
    /// Written in capitals only, four letters or more.
    pub(crate) caps: bool,
    /// Begins with a capital.
    pub(crate) title: bool,
    /// Range of the folded characters.
    pub(crate) from: u32,
    /// End of that range.
    pub(crate) to: u32,
    /// Bytes of the original.
    pub(crate) span: Span,
}

/// A text as folded characters and as words.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The folded text.
    pub(crate) folded: Vec<Folded>,
    /// The words.
    pub(crate) list: Vec<Word>,
}

impl Words {
    /// The folded letters of a word.
    pub(crate) fn text(&self, word: &Word) -> String {
        slice(&self.folded, word.from as usize, word.to as usize).iter().map(|f| f.c).collect()
    }
}

fn slice(folded: &[Folded], from: usize, to: usize) -> &[Folded] {
    folded.get(from..to.min(folded.len())).unwrap_or(&[])
}

fn is_cjk(c: char) -> bool {
    matches!(c as u32, 0xE01..=0xE4E | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF)
}

/// Letters, digits and the vowel signs of Indic and South-East Asian scripts.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c as u32, 0x900..=0x963 | 0x966..=0x109F | 0x1780..=0x17D3)
}

/// Letters with two marks, which hardly any other language has.
fn is_vietnamese(c: char) -> bool {
    matches!(c as u32, 0x1EA0..=0x1EF9)
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟' | '…')
}

/// Longest prefix of an issue key that is read as a name, in letters.
const ISSUE_PREFIX_MAX: usize = 4;

/// Cuts a text into words.
pub(crate) fn words(chars: &[Ch]) -> Words {
    let folded = fold(chars);
    let mut cutter = Cutter { chars, folded: &folded, list: Vec::new(), gap: Break::Paragraph };
    let mut at = 0;
    while at < folded.len() {
        at = cutter.step(at);
    }
    let mut list = cutter.list;
    join_spaced(&folded, &mut list);
    if chars.iter().any(|ch| is_vietnamese(ch.c)) {
        join_syllables(&folded, &mut list);
    }
    Words { folded, list }
}

struct Cutter<'a> {
    chars: &'a [Ch],
    folded: &'a [Folded],
    list: Vec<Word>,
    gap: Break,
}

impl Cutter<'_> {
    fn at(&self, index: usize) -> Option<char> {
        self.folded.get(index).map(|f| f.c)
    }

    /// Handles what starts at `at`; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let Some(c) = self.at(at) else { return at + 1 };
        if is_cjk(c) {
            return self.unspaced(at, self.run(at, is_cjk), CJK_WORD_MAX);
        }
        if is_word(c) {
            return self.word(at);
        }
        self.punctuation(c, at);
        at + 1
    }

    fn run(&self, at: usize, belongs: impl Fn(char) -> bool) -> usize {
        self.folded.iter().skip(at).take_while(|f| belongs(f.c)).count() + at
    }

    fn punctuation(&mut self, c: char, at: usize) {
        let next = self.at(at + 1);
        let gap = match c {
            '\n' if next == Some('\n') => Break::Paragraph,
            '\n' if matches!(next, Some('-' | '*' | '•' | '#' | '>' | '|')) => Break::Sentence,
            '\n' => Break::Soft,
            c if is_end(c) => {
                let ends = next.is_none_or(|n| n.is_whitespace() || is_end(n) || is_cjk(n))
                    || matches!(next, Some('"' | '\'' | ')' | '<' | '['))
                    || !c.is_ascii();
                if ends { Break::Sentence } else { Break::None }
            }
            '\'' if self.opens_value(at) => Break::Sentence,
            '\'' if at == 0 || !self.at(at - 1).is_some_and(is_word) => Break::Soft,
            '"' if !self.opens_value(at) => Break::Soft,
            '<' | '>' | '[' | ']' | '{' | '}' | '|' | '=' | '#' | '*' | '"' | '•' => {
                Break::Sentence
            }
            ',' | ';' | ':' | '(' | ')' | '、' | '，' | '：' | '；' | '-' => Break::Soft,
            _ => Break::None,
        };
        self.gap = self.gap.max(gap);
    }

    /// Whether a quotation mark opens a value of a record or a text, rather than a quotation within a sentence.
    fn opens_value(&self, at: usize) -> bool {
        let mut before = self.folded.get(..at).unwrap_or(&[]).iter().rev().map(|f| f.c).take(3);
        before
            .find(|c| *c != ' ')
            .is_none_or(|c| matches!(c, ':' | ',' | '{' | '[' | '(' | '\n' | '=' | '.'))
    }

    fn push(&mut self, from: usize, to: usize, classes: Classes) {
        let letters = slice(self.folded, from, to);
        let chars_from = letters.first().map_or(0, |f| f.from as usize);
        let chars_to = letters.last().map_or(0, |f| f.from as usize + 1);
        let span = cover(self.chars.get(chars_from..chars_to).unwrap_or(&[]));
        let caps = letters.len() >= 4 && letters.iter().all(|f| f.upper);
        let title = letters.first().is_some_and(|f| f.upper);
        let (from, to) = (super::chars::offset(from), super::chars::offset(to));
        self.list.push(Word { classes, gap: self.gap, caps, title, from, to, span });
        self.gap = Break::None;
    }

    /// A word of a script with spaces, a number, or an address.
    fn word(&mut self, at: usize) -> usize {
        let end = self.run(at, |c| is_word(c) && !is_cjk(c));
        if let Some((stop, classes)) = self.address(at, end) {
            self.push(at, stop, classes);
            return stop;
        }
        if let Some(stop) = self.issue_key(at, end) {
            self.push(at, stop, 0);
            return stop;
        }
        let end = self.particle(at, self.widen(end));
        let letters = slice(self.folded, at, end);
        let classes = meanings(letters);
        let digits = letters.iter().filter(|f| f.c.is_ascii_digit()).count();
        let money = at > 0 && self.at(at - 1).is_some_and(|c| "$€£¥₿₹".contains(c));
        let mut extra = 0;
        if digits * 2 > letters.len() {
            extra |= lexicon::NUMBER;
            if money {
                extra |= lexicon::MONEY;
            }
        }
        if classes == 0 && digits == 0 && letters.len() >= RUN_ON_MIN {
            return self.run_on(at, end);
        }
        let name = classes == 0 && self.gap < Break::Sentence && is_name(letters);
        extra |= if name { lexicon::NAME } else { 0 };
        self.push(at, end, classes | extra);
        end
    }

    /// Recognises an issue key such as `PAY-12`: its letters are a name, not the verb that they spell. Only short
    /// prefixes, so that a sentence cannot hide by numbering its words (`IGNORE-1 ALL-2 ..`).
    fn issue_key(&self, at: usize, end: usize) -> Option<usize> {
        let letters = slice(self.folded, at, end);
        let short =
            (2..=ISSUE_PREFIX_MAX).contains(&letters.len()) && letters.iter().all(|f| f.upper);
        if !short || self.at(end) != Some('-') {
            return None;
        }
        let stop = self.run(end + 1, |c| c.is_ascii_digit());
        (stop > end + 1 && !self.at(stop).is_some_and(is_word)).then_some(stop)
    }

    /// Where a Latin word ends to which a script of another family adds a particle, as Korean does.
    fn particle(&self, at: usize, end: usize) -> usize {
        let latin = slice(self.folded, at, end).iter().take_while(|f| (f.c as u32) < 0x600).count();
        if latin >= 2 { at + latin } else { end }
    }

    /// Takes apostrophes and leet symbols inside a word into it.
    fn widen(&self, end: usize) -> usize {
        let mut end = end;
        while self.at(end).is_some_and(|c| matches!(c, '\'' | '@' | '$' | '!' | '|' | '_'))
            && self.at(end + 1).is_some_and(|c| is_word(c) && !is_cjk(c))
        {
            end = self.run(end + 1, |c| is_word(c) && !is_cjk(c));
        }
        end
    }

    /// Recognises `scheme://..`, `www...`, a bare `host.tld` and `name@host`.
    fn address(&self, at: usize, end: usize) -> Option<(usize, Classes)> {
        let next = self.at(end)?;
        if !matches!(next, ':' | '.' | '@' | '_' | '-' | '+') {
            return None;
        }
        // A chunk is looked at once per word; words of one chunk are bounded by the cap.
        let limit = 256;
        let chunk: String = slice(self.folded, at, at + limit)
            .iter()
            .map(|f| f.c)
            .take_while(|c| !c.is_whitespace() && !"<>\"()[]{}|、，。".contains(*c))
            .collect();
        let trimmed = chunk.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let count = trimmed.chars().count();
        if next == ':' && trimmed.contains("://") {
            return Some((at + count, lexicon::LINK | lexicon::ADDRESS));
        }
        if let Some((name, host)) = trimmed.split_once('@')
            && !name.is_empty()
            && host.contains('.')
            && !host.contains('/')
        {
            return Some((at + count, lexicon::ADDRESS | lexicon::MAIL));
        }
        let host = trimmed.split(['/', '?', '#', ':']).next().unwrap_or("");
        super::links::is_bare_host(host).then_some((at + count, lexicon::LINK | lexicon::ADDRESS))
    }

    /// Cuts Latin text written without spaces, if known words make up most of it: a long name may hold one by chance.
    fn run_on(&mut self, at: usize, end: usize) -> usize {
        let (before, gap) = (self.list.len(), self.gap);
        self.unspaced(at, end, RUN_ON_WORD_MAX);
        let pieces = self.list.get(before..).unwrap_or(&[]);
        let known: u32 = pieces.iter().filter(|w| w.classes != 0).map(|w| w.to - w.from).sum();
        if (known as usize) * 4 < (end - at) * 3 {
            self.list.truncate(before);
            self.gap = gap;
            self.push(at, end, 0);
        }
        end
    }

    /// Cuts a run without spaces by longest known word; what is unknown in between is one word
    /// each.
    fn unspaced(&mut self, at: usize, end: usize, longest: usize) -> usize {
        let mut pos = at;
        let mut unknown = at;
        while pos < end {
            let head: String =
                slice(self.folded, pos, pos + longest.min(end - pos)).iter().map(|f| f.c).collect();
            let mut cut = head.len();
            let hit = (1..=head.chars().count()).rev().find_map(|len| {
                let word = head.get(..cut)?;
                cut -= word.chars().next_back().map_or(0, char::len_utf8);
                let usable = word.len() >= 3 || len >= 3;
                (usable && lexicon::is_listed(word)).then(|| (len, lexicon::lookup(word)))
            });
            match hit {
                Some((len, classes)) => {
                    if unknown < pos {
                        self.push(unknown, pos, 0);
                    }
                    self.push(pos, pos + len, classes);
                    pos += len;
                    unknown = pos;
                }
                None => pos += 1,
            }
        }
        if unknown < end {
            self.push(unknown, end, 0);
        }
        end
    }
}

/// Meanings of a word as written, and as it looks when foreign letters or digits stand for Latin
/// ones.
fn meanings(letters: &[Folded]) -> Classes {
    let word: String = letters.iter().map(|f| f.c).filter(|c| *c != '\'').collect();
    let direct = lexicon::lookup(&word);
    if direct != 0 || letters.iter().all(|f| f.c.is_ascii_digit()) {
        return direct;
    }
    if letters.iter().all(|f| f.c.is_ascii_alphabetic()) {
        return misspelt(&word);
    }
    if word.starts_with(is_arabic) {
        return bare_arabic(&word);
    }
    let looks: Option<String> =
        letters.iter().map(|f| look_alike(f.c).or(unleeted(f.c)).map(unleet)).collect();
    looks.map_or(0, |latin| lexicon::lookup(&latin))
}

/// A capital first, small letters after it.
fn is_name(letters: &[Folded]) -> bool {
    let mut rest = letters.iter();
    rest.next().is_some_and(|f| f.upper) && letters.len() > 2 && rest.all(|f| !f.upper)
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
        let classes = lexicon::lookup(rest) | lexicon::lookup(bare);
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
    let near = MISSPELT.iter().find(|right| one_slip(word.as_bytes(), right.as_bytes()));
    near.map_or(0, |right| lexicon::lookup(right))
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

/// Vietnamese writes the syllables of a word apart: two that are listed together give the first their meaning.
fn join_syllables(folded: &[Folded], list: &mut [Word]) {
    for at in 1..list.len() {
        let (Some(second), Some(first)) = (list.get(at), list.get(at - 1)) else { continue };
        if second.gap > Break::None || first.to - first.from > 7 || second.to - second.from > 7 {
            continue;
        }
        let mut pair = String::new();
        pair.extend(slice(folded, first.from as usize, first.to as usize).iter().map(|f| f.c));
        pair.push('_');
        pair.extend(slice(folded, second.from as usize, second.to as usize).iter().map(|f| f.c));
        let classes = lexicon::lookup(&pair);
        if let Some(first) = list.get_mut(at - 1) {
            first.classes |= classes;
        }
    }
}

fn unleeted(c: char) -> Option<char> {
    let plain = unleet(c);
    (plain != c).then_some(plain)
}

/// Joins letters that were spaced out (`i g n o r e`) to one word each, where the result is a
/// known word.
fn join_spaced(folded: &[Folded], list: &mut Vec<Word>) {
    let single = |w: &Word| w.to == w.from + 1;
    if list.windows(4).all(|four| !four.iter().all(single)) {
        return;
    }
    let mut out: Vec<Word> = Vec::with_capacity(list.len());
    let mut at = 0;
    while let Some(first) = list.get(at) {
        let run = list.iter().skip(at).take_while(|w| single(w)).count();
        if run < 4 {
            out.push(*first);
            at += 1;
            continue;
        }
        let letters: Vec<Word> = list.iter().skip(at).take(run).copied().collect();
        cut_letters(folded, &letters, &mut out);
        at += run;
    }
    *list = out;
}

fn cut_letters(folded: &[Folded], letters: &[Word], out: &mut Vec<Word>) {
    let text: Vec<char> =
        letters.iter().map(|w| folded.get(w.from as usize).map_or(' ', |f| unleet(f.c))).collect();
    let mut pos = 0;
    while let Some(first) = letters.get(pos) {
        let head: String = text.iter().skip(pos).take(RUN_ON_WORD_MAX).collect();
        let mut cut = head.len();
        let hit = (3..=head.chars().count()).rev().find_map(|len| {
            let word = head.get(..cut)?;
            cut -= word.chars().next_back().map_or(0, char::len_utf8);
            lexicon::is_listed(word).then(|| (len, lexicon::lookup(word)))
        });
        match hit {
            Some((len, classes)) => {
                let last = letters.get(pos + len - 1).unwrap_or(first);
                let span = Span { start: first.span.start, end: last.span.end };
                out.push(Word { classes, to: last.to, span, ..*first });
                pos += len;
            }
            None => {
                out.push(*first);
                pos += 1;
            }
        }
    }
}
