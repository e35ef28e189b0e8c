//! The order of the passes, and how findings are phrased.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::chars::span;
use super::detect::{Hit, read};
use super::text::Text;
use super::unicode::{Class, Stripped, strip};
use super::{ContentType, Removed, Sanitised};
use super::{blobs, exfil, html, rules, secrets, smuggle};
use crate::order::sort_by;
use crate::types::{Finding, Part, Severity, Span};

/// Most findings of one text; the heaviest are kept.
const FINDINGS_MAX: usize = 100;

/// Instructions in a part that a reader does not see. Good: a preheader. Bad: white text that
/// commands.
const HIDDEN_INSTRUCTION: &str = "sanitise.hidden_instruction";
/// Parts that a reader does not see. Good: none. Noted only: newsletters hide preheaders.
const HIDDEN_TEXT: &str = "sanitise.hidden_text";
/// A payload in invisible code points. Good: a flag of Wales. Bad: a sentence in tag characters.
const SMUGGLED: &str = "sanitise.smuggled";
/// Zero-width and other ignorable code points. Noted only.
const ZERO_WIDTH: &str = "sanitise.zero_width";
/// Bidirectional controls. Good: a mark in Hebrew mail. Bad: an override in Latin text.
const BIDI: &str = "sanitise.bidi";
/// Other code points that nobody sees: tags, selectors, private use, controls. Noted only.
const INVISIBLE: &str = "sanitise.invisible";
/// A word that mixes alphabets. Good: `Москва`. Bad: `pаypal` with a Cyrillic letter.
const MIXED: &str = "sanitise.mixed_script";
/// A secret, taken out of the text. Good: "the key is in the vault". Bad: the key.
const SECRET: &str = "sanitise.secret";

/// Runs all passes.
pub(super) fn run(source: &str, content_type: ContentType) -> Sanitised {
    let mut removed = Removed::default();
    let mut findings = Vec::new();
    let rendered = match content_type {
        ContentType::Html => html::render(source),
        ContentType::Plain => html::Rendered::default(),
    };
    let all = match content_type {
        ContentType::Html => rendered.shown.shallow(),
        ContentType::Plain => Text::plain(source, 0),
    };
    removed.hidden_elements = rendered.hidden_elements;
    removed.hidden_words = rendered.hidden_words;
    let shown = strip(all.shallow(), &mut removed);
    unseen(&shown, &all, &mut findings);
    let mut hits = scan(&shown.kept, true);
    hits.extend(split_variant(&all, &shown));
    out_of_sight(&rendered, &mut hits, &mut findings);
    mixed(&shown.kept, &mut findings);
    if hits.len() > FINDINGS_MAX {
        // The others would be left out below, and each would be two texts until then.
        sort_by(&mut hits, |a, b| b.severity.cmp(&a.severity).then(a.span.cmp(&b.span)));
        hits.truncate(FINDINGS_MAX);
    }
    for hit in hits {
        findings.push(finding(hit.rule, hit.severity, hit.span, message(hit.rule)));
    }
    let text = redact(shown.kept, &mut findings);
    Sanitised { text, findings: tidy(findings), removed }
}

fn finding(rule: &str, severity: Severity, span: Span, message: &str) -> Finding {
    Finding {
        rule: String::from(rule),
        severity,
        part: Part::Evidence,
        span: Some(span),
        message: String::from(message),
        fix: None,
    }
}

fn message(rule: &str) -> &'static str {
    match rule {
        rules::OVERRIDE => "The text tells its reader to set instructions aside.",
        rules::SPOOF => "The text imitates the marks or the voice of a system or an assistant.",
        rules::EXTRACT => "The text asks for instructions or secrets of its reader.",
        rules::EXFIL => "The text asks to pass data on to an address.",
        rules::REQUEST => "The text asks its reader to carry out a sensitive operation.",
        rules::COVERT => "The text asks to hide something from the user.",
        rules::ADDRESSED => "The text addresses a machine that reads it.",
        rules::URGENCY => "The text puts pressure on its reader.",
        blobs::ENCODED => "The text holds an encoded passage that reads as text.",
        HIDDEN_INSTRUCTION => "A part that a reader does not see holds instructions.",
        SMUGGLED => "Invisible code points spell a text.",
        _ => "The text holds a link that would carry data away.",
    }
}

/// Instructions, blobs and links in one text.
fn scan(text: &Text<'_>, deep: bool) -> Vec<Hit> {
    let mut reading = read(text, deep);
    let mut hits = core::mem::take(&mut reading.hits);
    if deep {
        hits.extend(blobs::scan(text, &reading));
    }
    hits.extend(exfil::scan(text));
    hits
}

/// Where invisible code points stand instead of blanks, the text is read a second time with blanks.
fn split_variant(all: &Text<'_>, shown: &Stripped<'_>) -> Vec<Hit> {
    let joints = shown.gone.iter().filter(|(_, class)| *class == Class::Ignorable).count();
    if joints < 2 {
        return Vec::new();
    }
    let mut spaced = Text::default();
    for ch in all.chars() {
        let c = if super::unicode::classify(ch.c) == Class::Ignorable { ' ' } else { ch.c };
        spaced.push(c, Span { start: ch.start, end: ch.end });
    }
    let mut hits = scan(&strip(spaced, &mut Removed::default()).kept, false);
    hits.retain(|hit| hit.severity >= Severity::High);
    hits
}

/// Hidden elements, comments, alternative texts, attributes.
fn out_of_sight(rendered: &html::Rendered<'_>, hits: &mut Vec<Hit>, findings: &mut Vec<Finding>) {
    for (from, to) in rendered.runs() {
        let mut run = Text::default();
        run.append(&rendered.hidden, from, to);
        let kept = strip(run, &mut Removed::default()).kept;
        for hit in scan(&kept, true) {
            // Preheaders of bills and of password mails ask a little; only a full request counts there.
            let usual = matches!(hit.rule, rules::REQUEST | rules::EXTRACT);
            let least = if usual { Severity::High } else { Severity::Medium };
            if hit.severity >= least {
                hits.push(Hit { rule: HIDDEN_INSTRUCTION, severity: Severity::High, ..hit });
            }
        }
    }
    for aside in &rendered.aside {
        let stripped = strip(aside.text(), &mut Removed::default());
        hits.extend(scan(&stripped.kept, false));
    }
    for link in &rendered.links {
        exfil::attribute(&link.text(), hits);
    }
    if rendered.hidden_words > 0 {
        let first = rendered.hidden.chars().next().map_or(0, |ch| ch.c.len_utf8());
        let message = format!(
            "{} words in {} hidden elements were left out.",
            rendered.hidden_words, rendered.hidden_elements
        );
        let place = rendered.hidden.cover(0, first);
        findings.push(finding(HIDDEN_TEXT, Severity::Low, place, &message));
    }
}

/// Findings about what was stripped.
fn unseen(shown: &Stripped<'_>, all: &Text<'_>, findings: &mut Vec<Finding>) {
    if shown.gone.is_empty() {
        return;
    }
    for payload in smuggle::payloads(&shown.gone) {
        findings.push(finding(SMUGGLED, Severity::High, payload.span, message(SMUGGLED)));
    }
    let first = |wanted: fn(Class) -> bool| {
        let mut matching = shown.gone.iter().filter(move |(_, class)| wanted(*class));
        let (ch, _) = matching.next()?;
        Some((span(ch.start as usize, ch.end as usize), matching.count() + 1))
    };
    if let Some((at, count)) = first(|c| matches!(c, Class::Ignorable | Class::Joiner)) {
        let message = format!("{count} zero-width code points were left out.");
        findings.push(finding(ZERO_WIDTH, Severity::Low, at, &message));
    }
    if let Some((at, count)) = first(|c| c == Class::Bidi) {
        let message = format!("{count} bidirectional controls were left out.");
        findings.push(finding(BIDI, bidi_severity(shown, all), at, &message));
    }
    let rest = |c: Class| {
        matches!(
            c,
            Class::Tag | Class::Selector | Class::Presentation | Class::Private | Class::Control
        )
    };
    if let Some((at, count)) = first(rest) {
        let message = format!("{count} invisible code points were left out.");
        findings.push(finding(INVISIBLE, Severity::Low, at, &message));
    }
}

/// A direction override has no business in a text without right-to-left letters.
fn bidi_severity(shown: &Stripped<'_>, all: &Text<'_>) -> Severity {
    let has = |set: &[char]| shown.gone.iter().any(|(ch, _)| set.contains(&ch.c));
    let right_to_left = all.as_str().chars().any(|c| {
        matches!(c as u32, 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF
            | 0x1E800..=0x1EFFF)
            && c.is_alphabetic()
    });
    match (has(&['\u{202E}', '\u{202D}']), has(&['\u{202B}', '\u{2067}']), right_to_left) {
        (true, _, false) | (_, true, false) => Severity::High,
        (true, _, true) => Severity::Medium,
        _ => Severity::Low,
    }
}

/// Notes the first word that mixes Latin with letters that look Latin: Greek, Cyrillic, Armenian, Cherokee.
fn mixed(text: &Text<'_>, findings: &mut Vec<Finding>) {
    // First bytes of those letters in UTF-8; most texts have none.
    let may = |b: u8| matches!(b, 0xCD..=0xD6 | 0xE1);
    if text.as_str().is_ascii() || !text.as_str().bytes().any(may) {
        return;
    }
    let mut end = 0;
    for word in text.as_str().split(|c: char| !c.is_alphabetic()) {
        // The next word begins behind the character that split them.
        let start = end;
        end += word.len();
        let rest = text.as_str().get(end..).unwrap_or("");
        let after = rest.chars().next().map_or(0, char::len_utf8);
        let latin = word.contains(|c: char| c.is_ascii_alphabetic());
        let foreign = |c: char| matches!(c as u32, 0x370..=0x58F | 0x13A0..=0x13FF);
        if latin && word.chars().nth(2).is_some() && word.contains(foreign) {
            let message = "A word mixes alphabets, so that it looks like another one.";
            findings.push(finding(MIXED, Severity::Low, text.cover(start, end), message));
            return;
        }
        end += after;
    }
}

/// Takes secrets out; the finding says what and where, never the secret.
fn redact(text: Text<'_>, findings: &mut Vec<Finding>) -> String {
    let source = text.as_str();
    let found = secrets::find(source);
    if found.is_empty() {
        return text.into_string();
    }
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for secret in found {
        out.push_str(source.get(at..secret.start).unwrap_or(""));
        out.push_str(secrets::REDACTED);
        at = secret.end;
        let span = text.cover(secret.start, secret.end);
        let message = format!("The text held {}, which was taken out.", secret.kind);
        findings.push(finding(SECRET, Severity::High, span, &message));
    }
    out.push_str(source.get(at..).unwrap_or(""));
    out
}

/// Sorted by place, each once, the heaviest kept if there are too many.
fn tidy(mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.len() > FINDINGS_MAX {
        sort_by(&mut findings, |a, b| b.severity.cmp(&a.severity).then(a.span.cmp(&b.span)));
        findings.truncate(FINDINGS_MAX);
    }
    sort_by(&mut findings, |a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    findings.dedup_by(|a, b| a.span == b.span && a.rule == b.rule && a.severity == b.severity);
    findings
}
