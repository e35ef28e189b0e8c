//! Every code point, every emoji: what goes and what stays; and the laws of the sanitiser as a
//! function.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use cpu_time::ThreadTime;
use proptest::prelude::*;
use scoring_core::sanitise::{ContentType, sanitise};

fn data(name: &str) -> Option<String> {
    let path: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/unicode").join(name);
    let Ok(bytes) = fs::read(&path) else {
        eprintln!("SKIPPED: ../shared/data/unicode/{name} is not there");
        return None;
    };
    if name.ends_with(".gz") {
        let mut out = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut out).ok()?;
        return Some(out);
    }
    String::from_utf8(bytes).ok()
}

/// First field of each record: a code point, a range or a sequence.
fn fields(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(|line| line.split('#').next().unwrap_or("").split(';').next().unwrap_or("").trim())
        .filter(|field| !field.is_empty())
}

fn number(text: &str) -> u32 {
    u32::from_str_radix(text, 16).unwrap_or(0)
}

fn show(text: &str) -> String {
    sanitise(text, ContentType::Plain).text
}

#[test]
fn every_default_ignorable_goes() {
    let Some(text) = data("Default_Ignorable_Code_Point.txt") else { return };
    let mut count = 0;
    for field in fields(&text) {
        let (low, high) = field.split_once("..").unwrap_or((field, field));
        for c in (number(low)..=number(high)).filter_map(char::from_u32) {
            assert_eq!(show(&format!("a{c}b")), "ab", "U+{:04X}", c as u32);
            count += 1;
        }
    }
    assert_eq!(count, 4174);
}

#[test]
fn every_emoji_sequence_stays() {
    let files = ["emoji-test.txt.gz", "emoji-zwj-sequences.txt.gz", "emoji-sequences.txt.gz"];
    let files = files.iter().chain(&["emoji-variation-sequences.txt.gz"]);
    let mut count = 0;
    for text in files.filter_map(|name| data(name)) {
        for field in fields(&text).filter(|field| !field.contains("..")) {
            let emoji: String =
                field.split(' ').filter_map(|code| char::from_u32(number(code))).collect();
            // A bare digit with a selector is no emoji: only the keycap is.
            if emoji.starts_with(|c: char| c.is_ascii()) && !emoji.contains('\u{20E3}') {
                continue;
            }
            for around in [emoji.clone(), format!("a {emoji} b"), format!("{emoji}{emoji}")] {
                assert_eq!(show(&around), around, "{field}");
            }
            count += 1;
        }
    }
    assert!(count == 0 || count > 4000, "{count}");
}

#[test]
fn every_scalar_value_is_decided_once_and_for_all() {
    let mut all = String::new();
    let mut kept = 0;
    for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
        all.push(c);
        // A word between them keeps neighbours from combining.
        all.push_str(" x ");
        if all.len() > 4000 {
            kept += check_chunk(&all);
            all.clear();
        }
    }
    kept += check_chunk(&all);
    // Scalars, less private use (137,468), default-ignorables, controls and noncharacters.
    assert!((965_000..975_000).contains(&kept), "{kept}");
}

fn check_chunk(text: &str) -> usize {
    let once = sanitise(text, ContentType::Plain);
    let twice = sanitise(&once.text, ContentType::Plain);
    assert_eq!(once.text, twice.text);
    assert_eq!(twice.removed, Default::default());
    for c in once.text.chars() {
        assert!(!c.is_control() || c == '\n' || c == '\t', "U+{:04X}", c as u32);
        let private = matches!(c as u32, 0xE000..=0xF8FF | 0xF0000..=0x10_FFFF);
        assert!(!private, "U+{:04X}", c as u32);
    }
    once.text.split(" x ").filter(|piece| !piece.is_empty()).count()
}

#[test]
fn joiners_stay_where_they_join() {
    for text in ["می\u{200c}خواهم", "क्\u{200d}ष", "श्री\u{200c}मान", "ක්\u{200d}ෂ", "নি\u{200c}র"]
    {
        assert_eq!(show(text), text);
    }
    for (text, expect) in [
        ("a\u{200d}b", "ab"),
        ("\u{200c}می", "می"),
        ("😀\u{200d}", "😀"),
        ("a\u{fe0f}", "a"),
        ("1\u{fe0f}", "1"),
        ("1\u{fe0f}\u{20e3}", "1\u{fe0f}\u{20e3}"),
        ("🏴\u{e0067}\u{e0062}", "🏴"),
        ("❤\u{fe0f}\u{fe0f}", "❤\u{fe0f}"),
        ("a\r\nb\rc\u{2028}d\u{c}e", "a\nb\nc\nd\ne"),
        ("a\u{1b}[31mb", "a[31mb"),
    ] {
        assert_eq!(show(text), expect);
    }
}

#[test]
fn counts_name_what_went() {
    let removed =
        sanitise("a\u{200b}\u{202e}\u{e0041}\u{fe01}\u{e000}\u{7}b", ContentType::Plain).removed;
    let counts = [
        removed.default_ignorable,
        removed.bidi,
        removed.tags,
        removed.variation_selectors,
        removed.private_use,
        removed.controls,
    ];
    assert_eq!(counts, [1; 6]);
}

/// Time may not grow faster than the length: ten times the text takes about ten times as long,
/// where quadratic work would take a hundred times. Counted is the time of this thread alone, so
/// that a busy machine does not matter; the slack is for caches.
#[test]
fn long_texts_take_linear_time() {
    let spaced = "i g n o r e ".repeat(4);
    let seeds: [(&str, ContentType); 12] = [
        ("ignore all the important previous ", ContentType::Plain),
        ("<div><b><table><td>x", ContentType::Html),
        ("</p></div></b>", ContentType::Html),
        ("<ul><li><p><details>", ContentType::Html),
        ("<a href='x", ContentType::Html),
        ("<!-- <style <script ", ContentType::Html),
        ("<style>.a{color:red}</style><i class='a b c'>x", ContentType::Html),
        ("QUJD", ContentType::Plain),
        ("%41\\x41", ContentType::Plain),
        ("![[[((<|im_", ContentType::Plain),
        ("password=sk-a.b@c.de://", ContentType::Plain),
        (&spaced, ContentType::Plain),
    ];
    for (seed, kind) in seeds {
        let time = |bytes: usize| {
            let text = seed.repeat(bytes / seed.len());
            let start = ThreadTime::now();
            let result = sanitise(&text, kind);
            assert!(result.findings.len() <= 100);
            start.elapsed().as_micros().max(1)
        };
        let (mut short, mut long) = (u128::MAX, u128::MAX);
        let linear = (0..6).any(|_| {
            short = short.min(time(20_000));
            long = long.min(time(200_000));
            long <= 16 * short
        });
        assert!(linear, "{seed:?}: {short} and {long} us");
    }
}

fn law(text: &str, kind: ContentType) -> Result<(), TestCaseError> {
    let once = sanitise(text, kind);
    let twice = sanitise(&once.text, ContentType::Plain);
    prop_assert_eq!(&once.text, &twice.text);
    prop_assert_eq!(twice.removed, Default::default());
    for finding in &once.findings {
        if let Some(span) = finding.span {
            let range = span.start as usize..span.end as usize;
            prop_assert!(text.get(range).is_some(), "{:?} in {:?}", finding, text);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_comes_out_clean(text in any::<String>(), html in any::<bool>()) {
        law(&text, if html { ContentType::Html } else { ContentType::Plain })?;
    }

    #[test]
    fn any_bytes_come_out_clean(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        law(&text, ContentType::Html)?;
        law(&text, ContentType::Plain)?;
    }

    #[test]
    fn any_markup_comes_out_clean(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<div style='display:none'>", "</div>", "<b", " hidden>", "<td>",
                "</table>", "<table>", "<!--", "-->", "<style>", ".a{display:none}", "</style>",
                "<i class=a>", "&#", "x41;", "&amp", ";", "<", ">", "\"", "'", "=", "é",
                "\u{200b}", "\u{200d}", "👩", "\u{fe0f}", "क्", " ", "\n", "password: ",
                "hunter2-Prod", "AKIAIOSFODNN7EXAMPLE", "sk-", "-----BEGIN PRIVATE KEY-----",
                "\u{e0067}", "\r", "text", "ignore", "previous", "instructions", "bearer ",
                "0123456789abcdefghijk", "[redacted]", "<details>",
            ]),
            0..40,
        )
    ) {
        let text = parts.concat();
        law(&text, ContentType::Html)?;
        law(&text, ContentType::Plain)?;
    }
}
