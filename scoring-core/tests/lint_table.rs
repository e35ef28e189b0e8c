//! `src/lint/spelling.txt` follows from VarCon, the list of spelling variants that SCOWL maintains
//! and the crate `varcon` packages. After a new version of it:
//! `HOLDFAST_UPDATE=1 cargo test -p scoring-core --test lint_table`.

use std::collections::{BTreeMap, BTreeSet};

use scoring_core::lint::{Draft, lint};
use varcon::{Category, Tag, Type, VARCON};

/// SCOWL's level of rarity up to which a word counts; 60 is a large dictionary, and from 70 on
/// VarCon pairs unlike words (`et` with `aet`).
const LEVEL_MAX: usize = 60;

/// Pairs of VarCon that are no American spelling in a draft.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "British too",
        "balk balks balked balking likable likability likabilities likableness livable",
    ),
    ("British too", "salable blamable peddler peddlers specialty specialties manila raveled"),
    ("British too, of Ireland", "whiskeys"),
    ("chemists of both countries", "sulfate sulfates sulfide sulfides sulfuric sulfurous"),
    ("medicines by their own names", "glycerin glycerins nitroglycerin nitroglycerins"),
    ("another word", "ax maters costumier dolor dolors patine patined lupine lupines perv slier"),
    ("another word", "fayer novene wackes mantes ecus snowshed arbores cardie groined groining"),
    ("another word", "wizen vizard vizards seizin"),
    ("no word for a letter", "asshole assholes fagot fagots fagoted fagoting whiz"),
    ("invented inflection", "defensed defensing gigameter gigameters calisthenic levelest"),
];

/// Pairs above the level, and such as VarCon calls a variant, that drafts do hold.
const ADDED: &str = "cancelable=cancellable colorable=colourable dialer=dialler dialers=diallers \
    fueler=fueller fuelers=fuellers glamor=glamour gray=grey grays=greys labeler=labeller \
    labelers=labellers multicolor=multicolour nanometer=nanometre nanometers=nanometres \
    nonfulfillment=nonfulfilment thru=through uncanceled=uncancelled unhonored=unhonoured \
    archeology=archaeology archeologist=archaeologist archeologists=archaeologists \
    programed=programmed programing=programming";

fn path() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/spelling.txt")
}

/// Whether a British reader accepts the word; rare and disputed forms do not count.
fn is_british(kind: &Type) -> bool {
    kind.category == Category::BritishIse
        && !matches!(kind.tag, Some(Tag::Seldom | Tag::Improper | Tag::Possible))
}

fn is_plain(kind: &Type, category: Category) -> bool {
    kind.category == category && kind.tag.is_none()
}

/// Words that VarCon accepts as British somewhere, up to a level.
fn british_words(level_max: usize) -> BTreeSet<&'static str> {
    let clusters = VARCON.iter().filter(|c| c.level <= level_max);
    let variants = clusters.flat_map(|c| c.entries).flat_map(|e| e.variants);
    variants.filter(|v| v.types.iter().any(is_british)).map(|v| v.word).collect()
}

/// American words that are not British as well, with their first British form.
fn american_words(level_max: usize) -> BTreeMap<&'static str, &'static str> {
    let british = british_words(usize::MAX);
    let mut pairs = BTreeMap::new();
    for entry in VARCON.iter().filter(|c| c.level <= level_max).flat_map(|c| c.entries) {
        let first = |category| {
            let is = move |kind: &Type| is_plain(kind, category);
            entry.variants.iter().filter(move |v| v.types.iter().any(is)).map(|v| v.word)
        };
        let Some(to) = first(Category::BritishIse).next() else { continue };
        for from in first(Category::American).filter(|w| !british.contains(w)) {
            if from.bytes().all(|b| b.is_ascii_lowercase()) {
                pairs.insert(from, to);
            }
        }
    }
    pairs
}

/// Whether the rule for `-ize` and `-yze` in `spelling.rs` covers the pair.
fn by_ending(american: &str, british: &str) -> bool {
    const ENDINGS: &str = " e ed es ing ings ingly er ers able ably ability ation ations ational \
        ationally ement ements ";
    let Some((stem, ending)) = american.rsplit_once('z') else { return false };
    let long = stem.ends_with("ly") || stem.len() > 3 && !stem.ends_with("si");
    long && ENDINGS.contains(&format!(" {ending} ")) && [stem, "s", ending].concat() == british
}

/// Whether VarCon made the word by adding an ending that nobody uses: `colorest`, `favorabler`.
fn is_invented(word: &str, pairs: &BTreeMap<&str, &str>) -> bool {
    let known = |stem: &str| {
        let with_e = [stem, "e"].concat();
        let with_y = stem.strip_suffix('i').map(|s| [s, "y"].concat());
        let undoubled = stem.get(..stem.len().saturating_sub(1)).unwrap_or("");
        pairs.contains_key(stem)
            || pairs.contains_key(with_e.as_str())
            || with_y.is_some_and(|y| pairs.contains_key(y.as_str()))
            || (stem.ends_with("rr") || stem.ends_with("dd") || stem.ends_with("nn"))
                && pairs.contains_key(undoubled)
    };
    let superlative = |stem: &str| pairs.contains_key([stem, "est"].concat().as_str());
    word.strip_suffix("est").is_some_and(known)
        || word.strip_suffix("er").is_some_and(|stem| superlative(stem) && known(stem))
        || ["isms", "nesses", "ings", "edder", "eddest", "ables", "onals", "lies", "reds"]
            .iter()
            .any(|e| word.ends_with(e))
}

fn table() -> String {
    let all = american_words(LEVEL_MAX);
    let out: BTreeSet<&str> = LEFT_OUT.iter().flat_map(|(_, words)| words.split(' ')).collect();
    let mut rows: BTreeMap<&str, &str> = all
        .iter()
        .filter(|(a, b)| !out.contains(*a) && !by_ending(a, b) && !is_invented(a, &all))
        .map(|(a, b)| (*a, *b))
        .collect();
    rows.extend(ADDED.split(' ').filter_map(|pair| pair.split_once('=')));
    rows.iter().map(|(a, b)| format!("{a} {b}\n")).collect()
}

fn spelling_fixes(body: &str) -> Vec<String> {
    let draft = Draft {
        subject: "",
        body,
        external: false,
        links_allowed: &[],
        canaries: &[],
        internal_texts: &[],
    };
    let found = lint(&draft).into_iter().filter(|f| f.rule == "lint.british_spelling");
    found.filter_map(|f| f.fix).map(|fix| fix.replacement).collect()
}

#[test]
fn the_table_is_what_varcon_says() {
    let table = table();
    if std::env::var_os("HOLDFAST_UPDATE").is_some() {
        std::fs::write(path(), &table).unwrap();
    }
    let stored = std::fs::read_to_string(path()).unwrap();
    assert!(table.len() > 10_000, "VarCon gave {} bytes only", table.len());
    assert_eq!(stored, table, "run this test once with HOLDFAST_UPDATE=1");
}

#[test]
fn every_american_word_is_mended() {
    let table = table();
    let mut pairs: Vec<(&str, &str)> =
        table.lines().filter_map(|line| line.split_once(' ')).collect();
    assert!(pairs.len() > 700, "{}", pairs.len());
    let all = american_words(70);
    pairs.extend(all.iter().filter(|(a, b)| by_ending(a, b)).map(|(a, b)| (*a, *b)));
    assert!(pairs.len() > 2500, "{}", pairs.len());
    let capital = |w: &str| w[..1].to_uppercase() + &w[1..];
    let mut wrong = Vec::new();
    for (american, british) in pairs {
        // A surname more often than the first word of a sentence.
        let as_name = if american == "gray" { vec![] } else { vec![capital(british)] };
        let right = spelling_fixes(american) == [british]
            && spelling_fixes(&capital(american)) == as_name
            && spelling_fixes(&american.to_uppercase()) == [british.to_uppercase()]
            && spelling_fixes(british).is_empty();
        if !right {
            wrong.push((american, british));
        }
    }
    assert!(wrong.is_empty(), "{} pairs: {wrong:?}", wrong.len());
}

#[test]
fn no_british_word_is_found() {
    let words = british_words(70);
    assert!(words.len() > 7_000, "{}", words.len());
    // A unit of radiation, one where VarCon forgets the form with `s`, and a trade mark.
    let kept = ["gray", "grays", "ionizer", "ionizer's", "ionizers", "Breathalyzer"];
    let wrong: Vec<_> =
        words.iter().filter(|w| !kept.contains(w) && !spelling_fixes(w).is_empty()).collect();
    assert!(wrong.is_empty(), "{} of {}: {wrong:?}", wrong.len(), words.len());
}

/// The terms of VarCon and of Ispell ask that their notices go with every copy, and that a modified
/// list says so.
#[test]
fn the_notices_go_with_the_table() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let notice = std::fs::read_to_string(root.join("NOTICE")).unwrap();
    for words in [
        "spelling.txt",
        "A modified version",
        "by Kevin Atkinson (kevina@gnu.org) and Benjamin Titze",
        "Kevin Atkinson makes no",
        "Benjamin Titze makes no",
        "Copyright 1993, Geoff Kuenning",
        "Redistributions in binary form must reproduce",
    ] {
        assert!(notice.contains(words), "NOTICE lacks `{words}`");
    }
    let package = std::fs::read_to_string(root.join("scoring-core/js/package.json")).unwrap();
    assert!(package.contains("\"NOTICE\""), "the package leaves NOTICE out");
}
