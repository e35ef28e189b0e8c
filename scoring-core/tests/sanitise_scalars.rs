//! Every scalar value in four contexts and as a reference of HTML, every emoji, every legal joiner:
//! nothing that hides survives, nothing that shows is lost. What hides is asked of `icu_properties`
//! and what is an emoji of `emojis`, so that no table of the sanitiser is its own witness.

use icu_properties::props::{
    BidiControl, CanonicalCombiningClass, DefaultIgnorableCodePoint, GeneralCategory, JoiningType,
    VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use scoring_core::sanitise::{ContentType, Removed, Sanitised, sanitise};

/// Code points, surrogates included; scalar values are 2,048 fewer.
const CODE_POINTS: u32 = 0x11_0000;
const SURROGATES: u32 = 0x800;
/// Bytes of one call; a call for each code point would take minutes.
const CHUNK_BYTES: usize = 16_000;

/// What stands before and after, and the code points that are legal there although they hide.
const CONTEXTS: [(&str, &str, &[char]); 4] = [
    ("a", "b", &[]),
    ("❤", "❤", &['\u{200D}', '\u{FE0E}', '\u{FE0F}']),
    ("م", "خ", &['\u{200C}', '\u{200D}']),
    ("क्", "ष", &['\u{200C}', '\u{200D}']),
];

struct Unseen {
    ignorable: icu_properties::CodePointSetDataBorrowed<'static>,
    bidi: icu_properties::CodePointSetDataBorrowed<'static>,
    selector: icu_properties::CodePointSetDataBorrowed<'static>,
    category: icu_properties::CodePointMapDataBorrowed<'static, GeneralCategory>,
}

impl Unseen {
    const NEW: Self = Self {
        ignorable: CodePointSetData::new::<DefaultIgnorableCodePoint>(),
        bidi: CodePointSetData::new::<BidiControl>(),
        selector: CodePointSetData::new::<VariationSelector>(),
        category: CodePointMapData::new(),
    };

    /// Default-ignorable, bidi control, tag, private use or variation selector.
    fn hides(&self, c: char) -> bool {
        self.ignorable.contains(c)
            || self.bidi.contains(c)
            || self.selector.contains(c)
            || ('\u{E0000}'..='\u{E007F}').contains(&c)
            || self.category.get(c) == GeneralCategory::PrivateUse
    }

    /// What is left of a code point between visible ones.
    fn left(&self, c: char) -> Option<char> {
        match c {
            '\t' | '\n' => Some(c),
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\u{FFF9}'..='\u{FFFB}' | '\u{FDD0}'..='\u{FDEF}' => None,
            _ if c as u32 & 0xFFFE == 0xFFFE || c.is_control() || self.hides(c) => None,
            _ => Some(c),
        }
    }
}

fn scalars() -> impl Iterator<Item = char> {
    (0..CODE_POINTS).filter_map(char::from_u32)
}

fn count(removed: &Removed) -> u32 {
    let Removed { default_ignorable, bidi, tags, variation_selectors, .. } = removed;
    default_ignorable + bidi + tags + variation_selectors + removed.private_use + removed.controls
}

fn again(once: &Sanitised) {
    let twice = sanitise(&once.text, ContentType::Plain);
    assert_eq!(once.text, twice.text);
    assert_eq!(count(&twice.removed), 0);
}

#[test]
fn every_scalar_value_is_decided_in_four_contexts() {
    std::thread::scope(|scope| {
        for (before, after, legal) in CONTEXTS {
            scope.spawn(move || every_scalar_value(before, after, legal));
        }
    });
}

fn every_scalar_value(before: &str, after: &str, legal: &[char]) {
    let (mut seen, mut hidden, mut gone) = (0, 0, 0);
    let (mut source, mut expect) = (String::new(), String::new());
    for c in scalars() {
        source.extend([before, c.encode_utf8(&mut [0; 4]), after, " x "]);
        let left = if legal.contains(&c) { Some(c) } else { Unseen::NEW.left(c) };
        expect.push_str(before);
        expect.extend(left);
        expect.extend([after, " x "]);
        gone += u32::from(left.is_none());
        hidden += u32::from(Unseen::NEW.hides(c));
        seen += 1;
        if source.len() > CHUNK_BYTES || seen == CODE_POINTS - SURROGATES {
            let result = sanitise(&source, ContentType::Plain);
            let first = result.text.split(" x ").zip(expect.split(" x ")).find(|(a, b)| a != b);
            assert!(result.text == expect, "{before}..{after}: {first:?}");
            assert_eq!(count(&result.removed), gone);
            again(&result);
            source.clear();
            expect.clear();
            gone = 0;
        }
    }
    assert_eq!(seen, CODE_POINTS - SURROGATES);
    // 4,174 default-ignorables and 137,468 of private use; each other set lies within these.
    assert_eq!(hidden, 4_174 + 137_468);
}

#[test]
fn no_code_point_hides_in_a_reference() {
    for (before, after, legal) in &CONTEXTS[..2] {
        for first in (0..CODE_POINTS).step_by(512) {
            let references = (first..first + 512).map(|n| format!("<p>{before}&#x{n:X};{after}"));
            let result = sanitise(&references.collect::<String>(), ContentType::Html);
            let unseen = |c: &char| {
                let line = matches!(c, '\n' | '\t');
                !line && !legal.contains(c) && (c.is_control() || Unseen::NEW.hides(*c))
            };
            let survivor = result.text.chars().find(unseen);
            assert_eq!(survivor, None, "from U+{first:04X}");
            again(&result);
        }
    }
}

/// The emoji that keyboards offer, as of Emoji 15.0, skin tones included: 3,655.
#[test]
fn every_emoji_of_unicode_15_stays() {
    let tones = |e: &'static emojis::Emoji| -> Vec<_> {
        e.skin_tones().map_or_else(|| vec![e], Iterator::collect)
    };
    let version = emojis::UnicodeVersion::new(15, 0);
    let (mut counted, mut later) = (0, 0);
    for emoji in emojis::iter().flat_map(tones) {
        let emoji_text = emoji.as_str();
        for text in [
            emoji_text.to_owned(),
            format!("a {emoji_text} b"),
            format!("a{emoji_text}b"),
            emoji_text.repeat(2),
        ] {
            let result = sanitise(&text, ContentType::Plain);
            assert_eq!(result.text, text, "{}", emoji.name());
            assert_eq!(result.removed, Removed::default(), "{}", emoji.name());
        }
        if emoji.unicode_version() <= version {
            counted += 1;
        } else {
            later += 1;
        }
    }
    assert_eq!(counted, 3_655, "and {later} later ones");
}

/// Where RFC 5892 (appendix A) and UAX #31 allow a joiner: both after a virama, the non-joiner
/// between letters that join.
#[test]
fn every_legal_joiner_stays() {
    let class = CodePointMapData::<CanonicalCombiningClass>::new();
    let joining = CodePointMapData::<JoiningType>::new();
    let mut lost = Vec::new();
    let mut check = |text: String, what: char| {
        if sanitise(&text, ContentType::Plain).text != text {
            lost.push(format!("{:04X}", what as u32));
        }
    };
    let (mut viramas, mut letters) = (0, 0);
    for c in scalars() {
        if class.get(c) == CanonicalCombiningClass::Virama {
            check(format!("क{c}\u{200C}क"), c);
            check(format!("क{c}\u{200D}क"), c);
            check(format!("क{c}\u{200D} क"), c);
            viramas += 1;
        }
        let kind = joining.get(c);
        if matches!(kind, JoiningType::LeftJoining | JoiningType::DualJoining) {
            check(format!("{c}\u{200C}ب"), c);
            check(format!("{c}\u{64E}\u{200C}\u{650}ب"), c);
            letters += 1;
        }
        if matches!(kind, JoiningType::RightJoining | JoiningType::DualJoining) {
            check(format!("ب\u{200C}{c}"), c);
            letters += 1;
        }
    }
    lost.dedup();
    assert!(lost.is_empty(), "{} of {viramas} and {letters}: {}", lost.len(), lost.join(" "));
    assert!(viramas >= 69 && letters >= 700, "{viramas} viramas, {letters} letters");
}
