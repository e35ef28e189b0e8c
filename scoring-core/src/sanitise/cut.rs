//! Cuts a folded text into words; most of it is ASCII and is walked byte by byte.

use alloc::vec::Vec;

use super::address::Addresses;
use super::blobs::UNKNOWN;
use super::chars::offset;
use super::fold::capitals;
use super::joined::{LETTERS_MIN, is_single};
use super::lexicon::{self, Classes};
use super::meaning::meanings;
use super::memo::{Known, Memo, Plain};
use super::text::Places;
use super::words::{Break, RUN_ON_WORD_MAX, Word};

/// Longest word, in characters, that is looked up in unspaced scripts.
const CJK_WORD_MAX: usize = 12;
/// Shortest Latin run that is worth cutting, in characters.
const RUN_ON_MIN: usize = 15;
/// Longest prefix of an issue key that is read as a name, in letters.
const ISSUE_PREFIX_MAX: usize = 4;
/// First code point behind the Latin, Greek, Cyrillic, Armenian and Hebrew blocks.
const OTHER_SCRIPTS: u32 = 0x600;
/// Fewest letters of a word of which it is noted that all are capitals.
const CAPS_MIN: usize = 4;
/// Fewest letters of a name.
const NAME_MIN: usize = 3;

fn is_cjk(c: char) -> bool {
    matches!(c as u32, 0xE01..=0xE4E | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF)
}

/// Letters, digits and the vowel signs of Indic and South-East Asian scripts.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c as u32, 0x900..=0x963 | 0x966..=0x109F | 0x1780..=0x17D3)
}

fn is_spaced(c: char) -> bool {
    is_word(c) && !is_cjk(c)
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟' | '…')
}

/// A walk through a text.
#[derive(Debug)]
pub(super) struct Cutter<'a> {
    /// The text before it was folded.
    plain: &'a str,
    folded: &'a str,
    /// Whether the text is ASCII, so that the folded bytes stand where they stood.
    ascii: bool,
    /// What in `plain` the folded bytes stand for.
    places: &'a Places<'a>,
    addresses: Addresses<'a>,
    /// Words that were cut and not yet taken.
    pub(super) list: Vec<Word>,
    /// Where the next one begins.
    next: usize,
    /// The strongest break since the last word.
    gap: Break,
    memo: Memo,
    /// Folded bytes that stand for those of `plain` byte by byte, around the present word; see [`Places::stretch`].
    stretch: (usize, usize, usize),
    /// Single letters in a row, and whether there were enough of them to be read as words.
    pub(super) singles: usize,
    pub(super) spaced: bool,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(plain: &'a str, folded: &'a str, places: &'a Places<'a>) -> Self {
        let addresses = Addresses::new(folded);
        let ascii = plain.is_ascii();
        let memo = Memo::new(folded.len());
        Self {
            plain,
            folded,
            ascii,
            places,
            addresses,
            list: Vec::new(),
            next: 0,
            gap: Break::Paragraph,
            memo,
            stretch: (0, 0, 0),
            singles: 0,
            spaced: false,
        }
    }

    /// Adds `count` words to the list, or a few more; whether these were the last.
    pub(super) fn cut(&mut self, count: usize) -> bool {
        let bytes = self.folded.as_bytes();
        let mut at = self.next;
        while let Some(byte) = bytes.get(at) {
            at = match byte {
                b' ' => at + 1,
                b'a'..=b'z' => match Plain::at(bytes, at) {
                    Some(plain) => self.plain(at, plain),
                    None => self.word(at),
                },
                b'0'..=b'9' => self.word(at),
                _ => self.step(at),
            };
            if self.list.len() >= count {
                break;
            }
        }
        self.next = at;
        at >= bytes.len()
    }

    fn at(&self, index: usize) -> Option<char> {
        match self.folded.as_bytes().get(index) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.folded.get(index..)?.chars().next(),
        }
    }

    fn before(&self, index: usize) -> Option<char> {
        match self.folded.as_bytes().get(index.checked_sub(1)?) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.folded.get(..index)?.chars().next_back(),
        }
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.folded.get(from..to).unwrap_or("")
    }

    /// Handles what starts at `at`; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let Some(c) = self.at(at) else { return at + 1 };
        if is_cjk(c) {
            return self.unspaced(at, self.run_of(at, is_cjk), CJK_WORD_MAX);
        }
        if is_word(c) {
            return self.word(at);
        }
        self.punctuation(c, at);
        at + c.len_utf8()
    }

    /// Where the characters end that belong together from `at` on.
    fn run_of(&self, at: usize, belongs: impl Fn(char) -> bool) -> usize {
        let rest = self.slice(at, self.folded.len());
        rest.find(|c| !belongs(c)).map_or(self.folded.len(), |len| at + len)
    }

    /// Where the letters and digits end from `at` on.
    fn word_end(&self, at: usize) -> usize {
        let bytes = self.folded.as_bytes().get(at..).unwrap_or(&[]);
        let len = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        match bytes.get(len) {
            Some(byte) if !byte.is_ascii() => self.run_of(at + len, is_spaced),
            _ => at + len,
        }
    }

    fn punctuation(&mut self, c: char, at: usize) {
        let next = self.at(at + c.len_utf8());
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
            '\'' if !self.before(at).is_some_and(is_word) => Break::Soft,
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
        let mut before = self.slice(0, at).chars().rev().take(3);
        before
            .find(|c| *c != ' ')
            .is_none_or(|c| matches!(c, ':' | ',' | '{' | '[' | '(' | '\n' | '=' | '.'))
    }

    /// The letters of a word before they were folded.
    fn unfolded(&self, from: usize, to: usize) -> &'a str {
        let place = self.places.cover(from, to);
        self.plain.get(place.start as usize..place.end as usize).unwrap_or("")
    }

    /// Whether a word begins with a capital.
    fn is_title(&self, from: usize, to: usize) -> bool {
        if self.ascii {
            return self.plain.as_bytes().get(from).is_some_and(u8::is_ascii_uppercase);
        }
        capitals(self.unfolded(from, to)).next().unwrap_or(false)
    }

    fn push(&mut self, from: usize, to: usize, classes: Classes) {
        let title = self.is_title(from, to);
        let caps = title
            && self.slice(from, to).chars().nth(CAPS_MIN - 1).is_some()
            && capitals(self.unfolded(from, to)).all(|upper| upper);
        self.add(from, to, (caps, title), Known { classes, head: u16::MAX, turned: UNKNOWN });
        let single = self.list.last().is_some_and(|word| is_single(self.folded, word));
        self.singles = if single { self.singles + 1 } else { 0 };
        self.spaced |= self.singles >= LETTERS_MIN;
    }

    #[inline(always)]
    fn add(&mut self, from: usize, to: usize, (caps, title): (bool, bool), known: Known) {
        let (from, to, gap) = (offset(from), offset(to), self.gap);
        let Known { classes, head, turned } = known;
        self.list.push(Word { classes, from, to, gap, caps, title, joined: false, head, turned });
        self.gap = Break::None;
    }

    /// A word of a script with spaces, a number, or an address.
    fn word(&mut self, at: usize) -> usize {
        let end = self.word_end(at);
        if let Some((stop, classes)) = self.addresses.find(at, end) {
            self.push(at, stop, classes);
            return stop;
        }
        if let Some(stop) = self.issue_key(at, end) {
            self.push(at, stop, 0);
            return stop;
        }
        let end = self.particle(at, self.widen(end));
        let letters = self.slice(at, end);
        let classes = meanings(letters);
        let digits = letters.bytes().filter(u8::is_ascii_digit).count();
        let long = letters.len() >= RUN_ON_MIN && letters.chars().nth(RUN_ON_MIN - 1).is_some();
        let mut extra = 0;
        if digits > 0 && digits * 2 > letters.chars().count() {
            extra |= lexicon::NUMBER;
            if self.before(at).is_some_and(|c| "$€£¥₿₹".contains(c)) {
                extra |= lexicon::MONEY;
            }
        }
        if classes == 0 && digits == 0 && long {
            return self.run_on(at, end);
        }
        if classes == 0 {
            extra |= self.name(at, end);
        }
        self.push(at, end, classes | extra);
        end
    }

    /// A word of small Latin letters; they were small or capital ones in the text.
    #[inline(always)]
    fn plain(&mut self, at: usize, plain: Plain) -> usize {
        let end = at + plain.len;
        if (at < self.stretch.0 || end > self.stretch.1) && !self.stretches(at, end) {
            return self.word(at);
        }
        let written = at - self.stretch.0 + self.stretch.2;
        let known = self.memo.get(plain, self.folded, at);
        if plain.len == 1 {
            self.singles += 1;
            self.spaced |= self.singles >= LETTERS_MIN;
        } else {
            self.singles = 0;
        }
        if plain.is_small(self.plain.as_bytes(), written) {
            self.add(at, end, (false, false), known);
        } else {
            self.capital(at, plain, known, written);
        }
        end
    }

    /// Finds the stretch of the text around the word; whether the word lies in one.
    #[cold]
    fn stretches(&mut self, at: usize, end: usize) -> bool {
        self.stretch = self.places.stretch(at).unwrap_or((0, 0, 0));
        at >= self.stretch.0 && end <= self.stretch.1
    }

    /// A plain word with capitals.
    #[inline(never)]
    fn capital(&mut self, at: usize, plain: Plain, mut known: Known, written: usize) {
        let case = plain.case(self.plain.as_bytes(), written);
        let name = case.single && self.gap < Break::Sentence && plain.len >= NAME_MIN;
        if known.classes == 0 && name {
            known.classes = lexicon::NAME;
        }
        let caps = case.all && plain.len >= CAPS_MIN;
        self.add(at, at + plain.len, (caps, case.title), known);
    }

    /// Whether an unknown word is a name: inside a sentence, a capital first, small letters after it; more than two.
    fn name(&self, from: usize, to: usize) -> Classes {
        let letters = self.unfolded(from, to);
        let name = self.gap < Break::Sentence
            && self.is_title(from, to)
            && self.slice(from, to).chars().nth(NAME_MIN - 1).is_some()
            && capitals(letters).skip(1).all(|upper| !upper)
            // Folded, a capital sharp s is two capitals.
            && !letters.starts_with('ẞ');
        if name { lexicon::NAME } else { 0 }
    }

    /// Recognises an issue key such as `PAY-12`: its letters are a name, not the verb that they spell. Only short
    /// prefixes, so that a sentence cannot hide by numbering its words (`IGNORE-1 ALL-2 ..`).
    fn issue_key(&self, at: usize, end: usize) -> Option<usize> {
        if self.folded.as_bytes().get(end) != Some(&b'-') {
            return None;
        }
        let letters = self.slice(at, end).chars().take(ISSUE_PREFIX_MAX + 1).count();
        let short = (2..=ISSUE_PREFIX_MAX).contains(&letters);
        if !short || !capitals(self.unfolded(at, end)).all(|upper| upper) {
            return None;
        }
        let stop = self.run_of(end + 1, |c| c.is_ascii_digit());
        (stop > end + 1 && !self.at(stop).is_some_and(is_word)).then_some(stop)
    }

    /// Where a Latin word ends to which a script of another family adds a particle, as Korean does.
    fn particle(&self, at: usize, end: usize) -> usize {
        if self.ascii {
            return end;
        }
        let word = self.slice(at, end);
        let latin = word.find(|c| c as u32 >= OTHER_SCRIPTS).unwrap_or(word.len());
        let two = latin > 0 && word.chars().nth(1).is_some_and(|c| (c as u32) < OTHER_SCRIPTS);
        if two { at + latin } else { end }
    }

    /// Takes apostrophes and leet symbols inside a word into it.
    fn widen(&self, end: usize) -> usize {
        let mut end = end;
        let joins = |b: &u8| matches!(b, b'\'' | b'@' | b'$' | b'!' | b'|' | b'_');
        while self.folded.as_bytes().get(end).is_some_and(joins)
            && self.at(end + 1).is_some_and(is_spaced)
        {
            end = self.word_end(end + 1);
        }
        end
    }

    /// Cuts Latin text written without spaces, if known words make up most of it: a long name may hold one by chance.
    fn run_on(&mut self, at: usize, end: usize) -> usize {
        let (before, gap) = (self.list.len(), self.gap);
        self.unspaced(at, end, RUN_ON_WORD_MAX);
        let pieces = self.list.get(before..).unwrap_or(&[]);
        let len = |from: usize, to: usize| self.slice(from, to).chars().count();
        let known = pieces.iter().filter(|w| w.classes != 0);
        let known: usize = known.map(|w| len(w.from as usize, w.to as usize)).sum();
        if known * 4 < len(at, end) * 3 {
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
            let head = self.slice(pos, end);
            match lexicon::longest(head, longest, |bytes, _| bytes >= 3) {
                Some((len, _, classes)) => {
                    if unknown < pos {
                        self.push(unknown, pos, 0);
                    }
                    self.push(pos, pos + len, classes);
                    pos += len;
                    unknown = pos;
                }
                None => pos += head.chars().next().map_or(1, char::len_utf8),
            }
        }
        if unknown < end {
            self.push(unknown, end, 0);
        }
        end
    }
}
