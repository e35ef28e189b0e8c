//! The words that the detector knows, by what they mean.
//!
//! A word is written folded (lower case, no accents); a trailing `*` makes it a stem. One word
//! may carry several meanings. The index is a hash table that the first lookup fills, so that a
//! lookup costs a few probes.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::chars::offset;
use super::{vocab, world};

/// A set of meanings.
pub(crate) type Classes = u64;

/// Defines the meanings as single bits.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: Classes = 1 << $bit;)*
    };
}

classes! {
    /// To set aside.
    OVERRIDE = 0;
    /// What came before, or all of it.
    PRIOR = 1;
    /// Instructions, by names that hardly mean anything else.
    INSTR = 2;
    /// Instructions, by names that also mean other things.
    RULES = 3;
    /// The reader.
    YOU = 4;
    /// A machine that reads.
    AI = 5;
    /// System, developer, administrator.
    SYSTEM = 6;
    /// To make known.
    REVEAL = 7;
    /// Passwords, keys, tokens.
    SECRET = 8;
    /// To pass on.
    SEND = 9;
    /// Polite or pressing lead of a request.
    LEAD = 10;
    /// Free of limits.
    UNBOUND = 11;
    /// To play a part.
    ACT = 12;
    /// What is new or follows.
    NEW = 13;
    /// What the reader is working on.
    TASK = 14;
    /// To turn a text into another.
    TRANSFORM = 15;
    /// To move money.
    PAY = 16;
    /// Money and what holds it.
    MONEY = 17;
    /// To let in.
    GRANT = 18;
    /// Rights and doors.
    ACCESS = 19;
    /// To destroy or call off.
    DELETE = 20;
    /// Things of a person that are nobody else's.
    PERSONAL = 21;
    /// The speaker as the one who receives.
    ME = 22;
    /// Negation.
    NOT = 23;
    /// What the reader produces.
    RESPONSE = 24;
    /// To do as told.
    FOLLOW = 25;
    /// Pressure.
    URGENT = 26;
    /// To tell.
    TELL = 27;
    /// The person whom the reader serves.
    USER = 28;
    /// A web or mail address, as such or by word.
    LINK = 29;
    /// To open or fetch an address.
    VISIT = 30;
    /// Everything.
    ALL = 31;
    /// To compose or transform a text.
    COMPOSE = 32;
    /// Forms of text.
    FORM = 33;
    /// To operate a device.
    OPERATE = 34;
    /// Devices and places.
    DEVICE = 35;
    /// To buy or book.
    BOOK = 36;
    /// What is bought or booked.
    BOOKING = 37;
    /// Dangerous goods and deeds.
    HARM = 38;
    /// To look up.
    FETCH = 39;
    /// A friend, somebody else.
    OTHER = 40;
    /// Must, have to.
    MUST = 41;
    /// A web or mail address, as such.
    ADDRESS = 42;
    /// A number.
    NUMBER = 43;
    /// Hiddenly.
    COVERT = 44;
    /// To run or install.
    RUN = 45;
    /// Code, commands, programs.
    CODE = 46;
    /// Was given, was told.
    GIVEN = 47;
    /// To change.
    CHANGE = 48;
    /// Fiction, play and modes: story, game, persona.
    PLAY = 49;
    /// What advertisements promise.
    PROMO = 50;
    /// Of the speaker alone.
    OWN = 54;
    /// Introduces words to be written.
    SAYING = 55;
    /// Without end or bounds.
    FULL = 56;
    /// To, toward.
    TO = 51;
    /// What can be sent: all mails, files, conversation.
    CONTENT = 52;
    /// Everything that could come right before an imperative.
    JOIN = 53;
    /// A proper name: a capital inside a sentence, not a listed word.
    NAME = 63;
    /// What, which: opens a question for a fact.
    ASK = 57;
    /// A language, by name.
    LANG = 58;
    /// What a lesson or an encyclopedia is about.
    TOPIC = 59;
    /// Units of a text: words, letters, vowels, spaces.
    UNIT = 60;
    /// Computers and other things that run programs.
    MACHINE = 61;
    /// A mail address.
    MAIL = 62;
}

/// Facts that tell who somebody is: as private as a secret.
pub(crate) const IDENTITY: Classes = PERSONAL | USER;
/// Where somebody can be reached, and other facts that colleagues also ask for: private only inside a story.
pub(crate) const CONTACT: Classes = PERSONAL | NAME;
/// A question word that asks wherever it stands; the English ones ask at the head of a sentence only.
pub(crate) const QUESTION: Classes = ASK | FULL;
/// A question word that asks behind what it asks for; before it, it opens a yes-or-no question.
pub(crate) const QUESTION_AFTER: Classes = ASK | SAYING;
/// Of the speaker.
pub(crate) const MY: Classes = OWN | ME;

/// Slots of the index; a power of two, more than twice the number of words.
const SLOTS: usize = 16384;
/// Bits that tell whether some entry has a hash; a power of two, so many that few other words are taken for one.
const MARKS: usize = 32_768;
/// Longest word that is looked up, in bytes; no entry is longer.
const WORD_BYTES: usize = 64;
/// Shortest stem, in bytes.
const STEM_BYTES: usize = 3;

/// The tables, in one order.
pub(crate) const TABLES: [&[(Classes, &str)]; 2] = [vocab::GROUPS, world::GROUPS];

const SEED: u32 = 0x811C_9DC5;

const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

const fn slot_of(hash: u32) -> usize {
    ((hash ^ (hash >> 15)) as usize) & (SLOTS - 1)
}

/// Table of hashed words: zero is free, else length, stem, group (the second table behind the
/// first) and start within the group. Filled by the first lookup, because a table in the binary
/// would weigh more than the words; filling it twice changes nothing, so that threads may race.
static INDEX: [AtomicU32; SLOTS] = [const { AtomicU32::new(0) }; SLOTS];
static READY: AtomicBool = AtomicBool::new(false);

/// A set of hashes that rules most words out before the table is asked.
struct Seen([AtomicU32; MARKS / 32]);

/// Hashes of all entries, and of those that are stems.
static WORDS: Seen = Seen([const { AtomicU32::new(0) }; MARKS / 32]);
static STEMS: Seen = Seen([const { AtomicU32::new(0) }; MARKS / 32]);

impl Seen {
    fn place(&self, hash: u32) -> Option<(&AtomicU32, u32)> {
        let bit = (hash ^ (hash >> 16)) as usize % MARKS;
        Some((self.0.get(bit / 32)?, 1 << (bit % 32)))
    }

    fn add(&self, hash: u32) {
        if let Some((word, bit)) = self.place(hash) {
            word.fetch_or(bit, Ordering::Relaxed);
        }
    }

    fn has(&self, hash: u32) -> bool {
        self.place(hash).is_some_and(|(word, bit)| word.load(Ordering::Relaxed) & bit != 0)
    }
}

const STEM: u32 = 1 << 6;

fn ready() {
    if !READY.load(Ordering::Acquire) {
        fill();
    }
}

/// Byte by byte, because a sandbox that is asked once spends most of its time here.
#[cold]
fn fill() {
    for (group, (_, list)) in TABLES.into_iter().flatten().enumerate() {
        let group = offset(group) << 7;
        let (mut hash, mut start, mut stem) = (SEED, 0, 0);
        for (at, byte) in (0..).zip(list.as_bytes()) {
            match byte {
                b' ' => {
                    insert(hash, (at - start - stem / STEM) | stem | group | start << 15);
                    (hash, start, stem) = (SEED, at + 1, 0);
                }
                b'*' => stem = STEM,
                _ => hash = step(hash, *byte),
            }
        }
        let last = offset(list.len()) - start - stem / STEM;
        insert(hash, last | stem | group | start << 15);
    }
    READY.store(true, Ordering::Release);
}

fn insert(hash: u32, packed: u32) {
    WORDS.add(hash);
    if packed & STEM != 0 {
        STEMS.add(hash);
    }
    let mut slot = slot_of(hash);
    for _ in 0..SLOTS {
        let Some(place) = INDEX.get(slot) else { return };
        match place.compare_exchange(0, packed, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => return,
            Err(other) if other == packed => return,
            Err(_) => slot = (slot + 1) & (SLOTS - 1),
        }
    }
}

#[inline(never)]
fn probe(hash: u32, word: &str, stems_only: bool) -> Classes {
    let [first, second] = TABLES;
    let mut classes = 0;
    let mut slot = slot_of(hash);
    for _ in 0..SLOTS {
        let packed = INDEX.get(slot).map_or(0, |place| place.load(Ordering::Relaxed));
        if packed == 0 {
            break;
        }
        if (packed & 63) as usize == word.len() && (!stems_only || packed & STEM != 0) {
            let group = (packed >> 7 & 0xFF) as usize;
            let start = (packed >> 15) as usize;
            if let Some((class, list)) =
                first.get(group).or_else(|| second.get(group.saturating_sub(first.len())))
                && list.get(start..start + word.len()) == Some(word)
            {
                classes |= class;
            }
        }
        slot = (slot + 1) & (SLOTS - 1);
    }
    classes
}

/// The meanings of a folded word: as itself and by every stem that it begins with.
pub(crate) fn lookup(word: &str) -> Classes {
    ready();
    let mut classes = 0;
    let mut hash = SEED;
    let last = word.len();
    for (end, byte) in (1..).zip(word.bytes().take(WORD_BYTES)) {
        hash = step(hash, byte);
        if end == last {
            classes |= if WORDS.has(hash) { probe(hash, word, false) } else { 0 };
        } else if end >= STEM_BYTES
            && STEMS.has(hash)
            && let Some(stem) = word.get(..end)
        {
            classes |= probe(hash, stem, true);
        }
    }
    classes
}

/// Whether [`lookup`] of these bytes may find something; hardly ever wrong, and cheap.
pub(crate) fn may_mean(word: impl Iterator<Item = u8>) -> bool {
    ready();
    let mut hash = SEED;
    let mut stem = false;
    for (end, byte) in (1..).zip(word) {
        hash = step(hash, byte);
        stem |= end >= STEM_BYTES && STEMS.has(hash);
    }
    stem || WORDS.has(hash)
}

/// The longest beginning of at most `most` characters that stands in the lists exactly so, if it is one of `usable`
/// (bytes and characters): both lengths, and its meanings as a word. Used to cut unspaced text.
pub(crate) fn longest(
    text: &str,
    most: usize,
    usable: fn(usize, usize) -> bool,
) -> Option<(usize, usize, Classes)> {
    ready();
    let mut hash = SEED;
    let mut best = None;
    for (chars, (at, c)) in (1..=most).zip(text.char_indices()) {
        let end = at + c.len_utf8();
        hash = text.as_bytes().get(at..end)?.iter().fold(hash, |hash, byte| step(hash, *byte));
        if usable(end, chars) && WORDS.has(hash) && probe(hash, text.get(..end)?, false) != 0 {
            best = Some((end, chars));
        }
    }
    let (end, chars) = best?;
    Some((end, chars, lookup(text.get(..end)?)))
}

#[cfg(test)]
mod tests {
    use super::{TABLES, lookup};
    use crate::sanitise::fold::fold;

    #[test]
    fn every_word_is_written_folded_and_found() {
        for (classes, list) in TABLES.into_iter().flatten() {
            for entry in list.split_whitespace() {
                let word = entry.trim_end_matches('*');
                let (folded, _) = fold(word);
                assert_eq!(word, folded);
                assert!(word.len() <= super::WORD_BYTES, "{word}: too long");
                assert_eq!(lookup(word) & classes, *classes, "{word}");
                assert!(word.len() >= 3 || !entry.ends_with('*'), "{word}: stem too short");
            }
        }
    }

    #[test]
    fn the_index_has_room() {
        let words: usize =
            TABLES.into_iter().flatten().map(|(_, list)| list.split(' ').count()).sum();
        assert!(words * 2 < super::SLOTS, "{words}: the index is too full");
    }

    #[test]
    fn words_that_are_not_listed_mean_nothing() {
        for word in ["", "x", "zzz", "quarterly", "milestone", "sprint"] {
            assert_eq!(lookup(word), 0, "{word}");
        }
    }
}
