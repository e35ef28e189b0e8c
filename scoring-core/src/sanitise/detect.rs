//! Finds instructions aimed at a machine in a text.

use alloc::vec::Vec;

use super::blobs::{MIRRORED, ROTATED, UNKNOWN, turned};
use super::fold::fold;
use super::lexicon::{self as w, Classes};
use super::marks::Marks;
use super::phrases::{PHRASE_INDEX, second};
use super::rules::{
    self, ANCHORS, ASKED, BARE, CAPABILITY, DISCLOSURE, Order, POLITE, RULES, Rule, WEIGHTS,
};
use super::text::Text;
use super::words::{Break, Word, Words};
use crate::order::sort_by;
use crate::types::{Severity, Span};

/// Points that make an attack.
const HIGH: u32 = 10;
/// Points that are worth a look.
const MEDIUM: u32 = 5;
/// Words after the verb of a request that belong to it, at most.
const REQUEST_REACH: usize = 16;
/// Points below which a request or a wish to be told is too common to count.
const WORTH: u32 = 8;
/// Words around a private thing that may ask for it.
const DISCLOSURE_REACH: usize = 10;
/// Words around a private thing in which a story or a role counts that it is wrapped in.
const FRAME_REACH: usize = 25;
/// Words from the head of a sentence that still count as its head, at most.
const HEAD: usize = 6;
/// Words between a negation and the verb that it denies, at most.
const NEGATION_REACH: usize = 4;
/// Words between a question word and the private thing that it asks for, at most.
const QUESTION_REACH: usize = 5;
/// Most meanings of a pattern behind its first.
const NEEDS_MAX: usize = 6;
/// Words within which points add up.
const WINDOW: usize = 60;

/// Something that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Rule id.
    pub(crate) rule: &'static str,
    /// Weight.
    pub(crate) severity: Severity,
    /// Bytes of the original.
    pub(crate) span: Span,
}

/// One cue: a rule with points at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) rule: &'static str,
    /// Tells cues of one rule apart: the same pattern twice counts once.
    pub(super) source: u32,
    pub(super) points: u32,
    pub(super) first: usize,
    pub(super) span: Span,
}

/// What came out of a text.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Instructions.
    pub(crate) hits: Vec<Hit>,
    /// How many of its words are telling when they are rotated, and when they are mirrored.
    pub(crate) turned: (u32, u32),
}

/// Looks for instructions in a text.
pub(crate) fn detect(text: &Text<'_>) -> Vec<Hit> {
    read(text, false).hits
}

/// Meanings of which every cue has one, besides phrases and markers: most words have none.
const CUES: Classes = ANCHORS | CAPABILITY | w::SECRET | w::IDENTITY | w::URGENT;

/// Words behind the one that is looked at which a cue may depend on.
const AHEAD: usize = 32;
/// Most words that are looked at together.
const PIECE: usize = 256;

/// Looks for instructions in a text; on demand also at its words turned. Few words are at hand at a time.
pub(crate) fn read(text: &Text<'_>, turn: bool) -> Reading {
    let (folded, places) = fold(text.as_str());
    let mut words = Words::new(text, &folded, &places);
    let mut out = Reading::default();
    let mut cues = Vec::new();
    let mut marks = Marks::default();
    let mut low = 0;
    while !words.complete {
        low = words.more(low);
        marks.find(&words, &mut cues);
        while low < words.settled {
            let piece = Piece::at(&words, low);
            if !words.complete && piece.high + AHEAD > words.settled {
                break;
            }
            let before = cues.len();
            piece.judge(&words, &mut cues);
            cues.iter_mut().skip(before).for_each(|cue| cue.first += words.base);
            if turn && piece.turned {
                piece.count_turned(&words, &mut out.turned);
            }
            low = piece.high;
        }
    }
    sort_by(&mut cues, |a, b| (a.first, a.source).cmp(&(b.first, b.source)));
    out.hits = weigh(&cues);
    out
}

/// A sentence, or a part of a very long one.
struct Piece {
    /// The first word, and one behind the last.
    low: usize,
    high: usize,
    /// What the words of the sentence mean that a pattern within reach may use.
    all: Classes,
    /// Whether a phrase may begin in it, and whether one of its words may tell something when turned.
    heads: bool,
    turned: bool,
}

impl Piece {
    /// The piece that begins at `low`.
    fn at(words: &Words<'_>, low: usize) -> Self {
        let list = words.list.get(low..words.settled).unwrap_or(&[]);
        let mut out = Self { low, high: low, all: 0, heads: false, turned: false };
        let mut open = list.first().is_some_and(|word| word.gap < Break::Sentence);
        for (count, word) in list.iter().enumerate() {
            if word.gap >= Break::Sentence && count > 0 {
                break;
            }
            if count == PIECE {
                open = true;
                break;
            }
            out.all |= word.classes;
            out.heads |= word.head != 0;
            out.turned |= word.turned != 0;
            out.high += 1;
        }
        if open {
            out.all = meanings(&words.list, low.saturating_sub(AHEAD), out.high + AHEAD);
        }
        out
    }

    fn judge(&self, words: &Words<'_>, cues: &mut Vec<Cue>) {
        // Most sentences hold nothing that a cue has.
        if !self.heads && self.all & CUES == 0 {
            return;
        }
        for (at, word) in words.list.iter().enumerate().take(self.high).skip(self.low) {
            if word.head != 0 && may_follow(words, at, word.head) {
                phrases(words, at, word, cues);
            }
            if word.classes & CUES != 0 {
                meant(words, at, word, self.all, cues);
            }
        }
    }

    fn count_turned(&self, words: &Words<'_>, (rotated, mirrored): &mut (u32, u32)) {
        let own = words.list.get(self.low..self.high).unwrap_or(&[]);
        for word in own.iter().filter(|word| word.classes == 0) {
            let known = word.turned;
            let bits = if known == UNKNOWN { turned(words.letters(word)) } else { known };
            *rotated += u32::from(bits & ROTATED != 0);
            *mirrored += u32::from(bits & MIRRORED != 0);
        }
    }
}

/// Whether the word behind the one at `at` may be the second one of a phrase.
fn may_follow(text: &Words<'_>, at: usize, seconds: u16) -> bool {
    let next = text.list.get(at + 1);
    let byte = next.and_then(|next| text.folded.as_bytes().get(next.from as usize));
    seconds == u16::MAX || byte.is_some_and(|byte| seconds & second(*byte) != 0)
}

/// Cues that begin with what the word at `at` means, in a sentence whose words mean `all`.
fn meant(text: &Words<'_>, at: usize, word: &Word, all: Classes, cues: &mut Vec<Cue>) {
    let classes = word.classes;
    let begins = is_request(&text.list, at);
    if classes & ANCHORS != 0 {
        patterns(text, (at, begins), classes, all, cues);
    }
    if classes & CAPABILITY != 0 && begins {
        request(text, at, word, cues);
    }
    if classes & w::SECRET != 0 || is_personal(classes) {
        disclosure(text, at, word, cues);
    }
    if classes & w::URGENT != 0 && word.caps {
        urgency(text, at, word, cues);
    }
}

/// Whether a word names what identifies somebody, or where somebody can be reached.
const fn is_personal(classes: Classes) -> bool {
    classes & w::IDENTITY == w::IDENTITY || classes & w::CONTACT == w::CONTACT
}

/// Adds points up inside a sliding window; the strongest cue names the finding.
fn weigh(cues: &[Cue]) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut start = 0;
    for (end, cue) in cues.iter().enumerate() {
        while cues.get(start).is_some_and(|first| first.first + WINDOW < cue.first) {
            start += 1;
        }
        // Far more cues than rules exist cannot change the sum: a bounded tail keeps this linear.
        let from = start.max(end.saturating_sub(64));
        let group = cues.get(from..=end).unwrap_or(&[]);
        let mut total = 0;
        for (index, one) in group.iter().enumerate() {
            // The same pattern counts once, and a verb asks once: each with its strongest cue.
            let same = |other: &Cue| {
                other.source == one.source
                    || (one.rule == rules::REQUEST
                        && (other.first, other.rule) == (one.first, one.rule))
            };
            let weaker = group.iter().enumerate().any(|(i, other)| {
                same(other)
                    && (other.points > one.points || (other.points == one.points && i < index))
            });
            total += if weaker { 0 } else { one.points };
        }
        let severity = match total {
            HIGH.. => Severity::High,
            MEDIUM.. => Severity::Medium,
            _ => continue,
        };
        let Some(best) = group.iter().max_by_key(|one| one.points) else { continue };
        let span = Span {
            start: group.iter().map(|one| one.span.start).min().unwrap_or(0),
            end: group.iter().map(|one| one.span.end).max().unwrap_or(0),
        };
        merge(&mut hits, Hit { rule: best.rule, severity, span });
    }
    hits
}

/// Overlapping findings of one rule become one.
fn merge(hits: &mut Vec<Hit>, hit: Hit) {
    if let Some(last) = hits.last_mut()
        && hit.span.start < last.span.end
    {
        if hit.severity > last.severity {
            last.rule = hit.rule;
        }
        last.severity = last.severity.max(hit.severity);
        last.span.start = last.span.start.min(hit.span.start);
        last.span.end = last.span.end.max(hit.span.end);
        return;
    }
    hits.push(hit);
}

/// A request, which begins at `at`, for something that an assistant can do for its user: the more of it is private, the more points.
fn request(text: &Words<'_>, at: usize, verb: &Word, cues: &mut Vec<Cue>) {
    let list = &text.list;
    let (_, high) = sentence(list, at, REQUEST_REACH);
    let rest = list.get(at + 1..high).unwrap_or(&[]);
    let around = rest.iter().fold(0, |all, word| all | word.classes);
    let further = (at + 1..high).filter(|i| is_request(list, *i)).filter_map(|i| list.get(i));
    let acts = further.fold(verb.classes, |all, word| all | word.classes);
    let near = list.get(at.saturating_sub(2)..at).unwrap_or(&[]);
    let asked = near.iter().any(|word| word.classes & w::LEAD != 0);
    let mut points = if asked { POLITE } else { 0 };
    for (verbs, objects, weight) in WEIGHTS {
        let fits = *verbs == 0 || acts & verbs != 0;
        points += if fits && around & objects != 0 { *weight } else { 0 };
    }
    if points < WORTH {
        return;
    }
    let last = rest.last().unwrap_or(verb);
    cues.push(Cue {
        rule: rules::REQUEST,
        source: 900,
        points: points.min(HIGH),
        first: at,
        span: Span { start: text.span(verb).start, end: text.span(last).end },
    });
}

/// A wish to be told a secret or what is private, in any order of words.
fn disclosure(text: &Words<'_>, at: usize, noun: &Word, cues: &mut Vec<Cue>) {
    let list = &text.list;
    let secret = noun.classes & w::SECRET != 0 || noun.classes & w::IDENTITY == w::IDENTITY;
    // A story or a new role is often told in the sentence before.
    let wide = meanings(list, at.saturating_sub(FRAME_REACH), at + FRAME_REACH);
    let mut frame = wide & (w::ACT | w::PLAY | w::OVERRIDE | w::UNBOUND);
    if !secret && frame == 0 {
        return;
    }
    if frame & (w::ACT | w::OVERRIDE) != 0 {
        let told = (at.saturating_sub(FRAME_REACH)..at + FRAME_REACH).any(|i| tells(list, i));
        frame |= wide & if told { w::REVEAL | w::ME } else { 0 };
    }
    let (low, high) = sentence(list, at, DISCLOSURE_REACH);
    let own = noun.classes & (w::SECRET | w::USER);
    let others = meanings(list, low, at) | meanings(list, at + 1, high);
    // What identifies somebody else is as good as a secret.
    let theirs = if others & w::USER != 0 { w::SECRET } else { 0 };
    let mut around = own | others | theirs;
    if !(low..high).any(|i| i != at && tells(list, i)) {
        around &= !(w::REVEAL | w::TELL);
    }
    around |= frame;
    let asked = asked(list, at);
    if !asked && around & (w::REVEAL | w::TELL | w::LEAD | w::ME) == 0 {
        // A story alone is no attack.
        around &= !(w::ACT | w::PLAY);
    }
    let mut points = if asked { ASKED } else { 0 };
    let bare = |i: usize| tells(list, i) && (i == low || i + 1 == high);
    points += if bare(low) || bare(high - 1) { BARE } else { 0 };
    for (wanted, weight) in DISCLOSURE {
        points += if around & wanted != 0 { *weight } else { 0 };
    }
    if points < WORTH {
        return;
    }
    let near = list.get(low..high).unwrap_or(&[]);
    let (first, last) = (near.first().unwrap_or(noun), near.last().unwrap_or(noun));
    let span = Span { start: text.span(first).start, end: text.span(last).end };
    let (rule, points) = (rules::EXTRACT, points.min(HIGH));
    cues.push(Cue { rule, source: 901, points, first: at, span });
}

/// All meanings of the words from `low` to before `high`.
fn meanings(list: &[Word], low: usize, high: usize) -> Classes {
    let words = list.get(low..high.min(list.len())).unwrap_or(&[]);
    words.iter().fold(0, |all, word| all | word.classes)
}

/// Whether the word at `at` tells something, and no word near it in its sentence says that it must not or does not.
fn tells(list: &[Word], at: usize) -> bool {
    list.get(at).is_some_and(|word| word.classes & (w::REVEAL | w::TELL) != 0) && {
        let (low, high) = sentence(list, at, NEGATION_REACH);
        meanings(list, low, high) & w::NOT == 0
    }
}

/// Whether a question is put for the thing at `at`: "what is" at the head of a sentence, a question word of another
/// language near it on either side, or one right behind it where verbs come last.
fn asked(list: &[Word], at: usize) -> bool {
    let has =
        |i: usize, wanted: Classes| list.get(i).is_some_and(|word| word.classes & wanted == wanted);
    let (low, high) = sentence(list, at, QUESTION_REACH);
    let opens = |i: usize| is_request(list, i) && !has(i, w::QUESTION_AFTER);
    (at.saturating_sub(QUESTION_REACH)..at).any(|i| has(i, w::ASK) && opens(i))
        || (low..high).any(|i| has(i, w::QUESTION))
        || (at + 1..high.min(at + 4)).any(|i| has(i, w::QUESTION_AFTER))
}

/// For each meaning the patterns that begin with it, a bit each; the compiler refuses more than 64.
const BEGINNING: [u64; 64] = {
    let mut rules = [0; 64];
    let mut at = 0;
    while at < RULES.len() {
        let mut meaning = 0;
        while meaning < 64 {
            rules[meaning] |= (RULES[at].need[0] >> meaning & 1) << at;
            meaning += 1;
        }
        at += 1;
    }
    rules
};
/// The patterns of requests, a bit each.
const OF_REQUESTS: u64 = {
    let mut rules = 0;
    let mut at = 0;
    while at < RULES.len() {
        rules |= (matches!(RULES[at].order, Order::Request | Order::Loose) as u64) << at;
        at += 1;
    }
    rules
};

/// The numbers of the bits that are set, lowest first.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let lowest = set.trailing_zeros() as usize;
        set &= set.wrapping_sub(1);
        (lowest < 64).then_some(lowest)
    })
}

/// Patterns whose first meaning stands at `at`, where a request begins or not.
fn patterns(
    text: &Words<'_>,
    (at, begins): (usize, bool),
    classes: Classes,
    all: Classes,
    cues: &mut Vec<Cue>,
) {
    let meanings = bits(classes & ANCHORS).filter_map(|meaning| BEGINNING.get(meaning));
    let rules = meanings.fold(0, |all, rules| all | rules);
    let rules = if begins { rules } else { rules & !OF_REQUESTS };
    for (index, rule) in bits(rules).filter_map(|index| Some((index, RULES.get(index)?))) {
        // What is not in the sentence at all need not be looked for in its place.
        let absent = rule.order != Order::Loose && rule.need.iter().any(|n| all & n == 0);
        let Some(span) = (if absent { None } else { matches(text, at, rule) }) else { continue };
        cues.push(Cue {
            rule: rule.id,
            source: super::chars::offset(index),
            points: rule.points,
            first: at,
            span,
        });
    }
}

/// Whether the word at `at` is a verb in a place where a request begins.
fn is_request(list: &[Word], at: usize) -> bool {
    let Some(word) = list.get(at) else { return false };
    if word.gap >= Break::Sentence || at == 0 {
        return true;
    }
    let before = list.get(at.saturating_sub(1)).map_or(0, |w| w.classes);
    // "You need to send" asks, "I want to send" does not.
    let asked = before & w::TO != 0
        && list
            .get(at.saturating_sub(4)..at.saturating_sub(1))
            .is_some_and(|near| near.iter().any(|word| word.classes & (w::YOU | w::LEAD) != 0));
    asked
        || before & (w::JOIN | w::LEAD | w::MUST) != 0
        || (word.gap == Break::Soft
            && word.title
            && list.get(at + 1).is_some_and(|w| !w.title && w.gap == Break::None))
        || (word.gap == Break::Soft && before & (w::AI | w::USER | w::TASK | w::INSTR) != 0)
}

/// The bytes that a pattern covers when its first meaning stands at `at`; there a request begins, if it is one of those.
fn matches(text: &Words<'_>, at: usize, rule: &Rule) -> Option<Span> {
    let list = &text.list;
    let anchor = list.get(at)?;
    let (first, rest) = rule.need.split_first()?;
    // "Do not forget the guidelines" sets nothing aside.
    let negated =
        at.checked_sub(1).and_then(|i| list.get(i)).is_some_and(|w| w.classes & w::NOT != 0);
    if negated && anchor.gap == Break::None && first & w::OVERRIDE != 0 {
        return None;
    }
    let begins = |i: usize| list.get(i).is_some_and(|w| w.title && w.gap >= Break::Soft);
    let head = || (at.saturating_sub(HEAD)..=at).any(|i| opens_sentence(list, i) || begins(i));
    let closes = || {
        let letter = text.folded.get(anchor.from as usize..).and_then(|rest| rest.chars().next());
        let latin = letter.is_none_or(|c| (c as u32) < 0x250);
        !latin || at + 1 == list.len() || opens_sentence(list, at + 1)
    };
    if (rule.order == Order::Head && !head()) || (rule.order == Order::Last && !closes()) {
        return None;
    }
    let either_way = matches!(rule.order, Order::Any | Order::Last);
    let mut used = [usize::MAX; NEEDS_MAX];
    if either_way {
        let (low, high) = sentence(list, at, rule.reach);
        for (slot, need) in rest.iter().enumerate() {
            let found = (low..high).find(|i| {
                *i != at && !used.contains(i) && list.get(*i).is_some_and(|w| w.classes & need != 0)
            })?;
            *used.get_mut(slot)? = found;
        }
    } else {
        let (_, high) = match rule.order {
            Order::Loose => (at, list.len().min(at + rule.reach)),
            _ => sentence(list, at, rule.reach),
        };
        let mut next = at + 1;
        for (slot, need) in rest.iter().enumerate() {
            let found =
                (next..high).find(|i| list.get(*i).is_some_and(|w| w.classes & need != 0))?;
            *used.get_mut(slot)? = found;
            next = found + 1;
        }
    }
    let mut span = text.span(anchor);
    for word in used.iter().take(rest.len()).filter_map(|i| list.get(*i)) {
        let place = text.span(word);
        span.end = span.end.max(place.end);
        if either_way {
            span.start = span.start.min(place.start);
        }
    }
    Some(span)
}

fn opens_sentence(list: &[Word], at: usize) -> bool {
    at == 0 || list.get(at).is_some_and(|word| word.gap >= Break::Sentence)
}

/// Word range of the sentence around `at`, at most `reach` words either way.
fn sentence(list: &[Word], at: usize, reach: usize) -> (usize, usize) {
    let mut low = at;
    while low > 0 && at - low < reach && list.get(low).is_some_and(|w| w.gap < Break::Sentence) {
        low -= 1;
    }
    let mut high = at + 1;
    while high - at <= reach && list.get(high).is_some_and(|w| w.gap < Break::Sentence) {
        high += 1;
    }
    (low, high)
}

fn phrases(text: &Words<'_>, at: usize, word: &Word, cues: &mut Vec<Cue>) {
    let from = word.from as usize;
    let rest = text.folded.as_bytes().get(from..).unwrap_or(&[]);
    for (number, phrase, wanted) in PHRASE_INDEX.starting(rest) {
        let Some(to) = phrase_at(text.folded, from, wanted) else { continue };
        let last = text.list.iter().skip(at).take(16).rfind(|w| w.from < to);
        let span = text.span(word);
        cues.push(Cue {
            rule: phrase.id,
            source: 1000 + super::chars::offset(number),
            points: phrase.points,
            first: at,
            span: Span { end: last.map_or(span.end, |w| text.span(w).end), ..span },
        });
    }
}

/// Compares a phrase with the folded text; a blank matches one to three characters between words.
fn phrase_at(folded: &str, from: usize, phrase: &str) -> Option<u32> {
    let bytes = folded.as_bytes();
    let mut at = from;
    for wanted in phrase.bytes() {
        if wanted == b' ' {
            let rest = folded.get(at..)?;
            let between = rest.chars().take(3).take_while(|c| !c.is_alphanumeric());
            let len: usize = between.map(char::len_utf8).sum();
            at = Some(at + len).filter(|_| len > 0)?;
        } else if *bytes.get(at)? == wanted {
            at += 1;
        } else {
            return None;
        }
    }
    let ends = folded.get(at..)?.chars().next().is_none_or(|c| !c.is_alphanumeric());
    ends.then(|| super::chars::offset(at))
}

/// Pressure counts only beside other cues: two points.
fn urgency(text: &Words<'_>, at: usize, word: &Word, cues: &mut Vec<Cue>) {
    let (rule, span) = (rules::URGENCY, text.span(word));
    cues.push(Cue { rule, source: 9000, points: 2, first: at, span });
}
