//! Edges of the lint that mutation testing found unguarded: exact lengths, exact places, canaries at their limits.

use scoring_core::lint::{Draft, lint};
use scoring_core::{BODY_BYTES_MAX, Finding, Severity};

fn find(subject: &str, body: &str, canaries: &[&str]) -> Vec<Finding> {
    let canaries: Vec<String> = canaries.iter().map(|c| (*c).to_owned()).collect();
    lint(&Draft {
        subject,
        body,
        external: false,
        links_allowed: &[],
        canaries: &canaries,
        internal_texts: &[],
    })
}

/// The texts that findings of one rule cover.
fn covered<'a>(rule: &str, body: &'a str, canaries: &[&str]) -> Vec<&'a str> {
    let found = find("PAY-12", body, canaries);
    let spans = found.iter().filter(|f| f.rule == rule).filter_map(|f| f.span);
    spans.map(|span| &body[span.start as usize..span.end as usize]).collect()
}

#[test]
fn canaries_are_found_at_their_limits() {
    for (canary, body, expect) in [
        // Five letters occur by chance, six do not.
        ("zq7kx", "The build z q 7 k x is done.", vec![]),
        ("zq7kx", "The build zq7kx is done.", vec!["zq7kx"]),
        ("zq7kxa", "The build z q 7 k x a is done.", vec!["z q 7 k x a"]),
        // All letters in their order, but with others in between.
        ("zq7kxa", "See z q is 7 k x and a there.", vec![]),
        // A beginning that is repeated: the search has to go back.
        ("ababac7", "See a b a b a b a c 7 there.", vec!["a b a b a c 7"]),
        ("aabaaac7", "See a a b a a b a a a c 7 there.", vec!["a a b a a a c 7"]),
        // A letter of another script beside the rarest one.
        ("hfqanary7", "See hfq\u{430}nary7 there.", vec!["hfq\u{430}nary7"]),
        // In base64: "see hf CANARY 7q2z there", and "ab k9 cdef".
        (
            "HF-canary-7Q2Z",
            "See c2VlIGhmIENBTkFSWSA3cTJ6IHRoZXJl now.",
            vec!["c2VlIGhmIENBTkFSWSA3cTJ6IHRoZXJl"],
        ),
        ("k9", "See YWIgazkgY2RlZg== now.", vec!["YWIgazkgY2RlZg=="]),
    ] {
        assert_eq!(covered("lint.canary", body, &[canary]), expect, "{canary} in {body:?}");
    }
}

#[test]
fn unusual_line_breaks_are_found_in_any_text() {
    for body in ["One\u{b}two.", "One\u{c}two.", "One\u{2028}two."] {
        assert_eq!(covered("lint.hidden", body, &[]).len(), 1, "{body:?}");
    }
    assert_eq!(covered("lint.hidden", "One \u{e9}t\u{e9}.", &[]), Vec::<&str>::new());
}

#[test]
fn lengths_count_from_the_next_byte_on() {
    let severities = |bytes: usize| -> Vec<Severity> {
        let found = find("PAY-12", &"a".repeat(bytes), &[]);
        found.iter().filter(|f| f.rule == "lint.length").map(|f| f.severity).collect()
    };
    assert_eq!(severities(6000), []);
    assert_eq!(severities(6001), [Severity::Low]);
    assert_eq!(severities(BODY_BYTES_MAX), [Severity::Low]);
    assert_eq!(severities(BODY_BYTES_MAX + 1), [Severity::Medium]);
    let subjects = |bytes: usize| find(&"a".repeat(bytes), "The review moves.", &[]).len();
    assert_eq!((subjects(200), subjects(201)), (0, 1));
    let found = find("ab\ncd", "The review moves.", &[]);
    let span = found.iter().find(|f| f.rule == "lint.subject_line_break").and_then(|f| f.span);
    assert_eq!(span.map(|s| (s.start, s.end)), Some((2, 3)));
}

#[test]
fn markup_is_marked_from_its_first_to_its_last_byte() {
    for (rule, body, expect) in [
        ("lint.html", "The <b class='x'>late</b> one.", vec!["<b class='x'>", "</b>"]),
        ("lint.html", "The <!-- late --> one.", vec!["<!--"]),
        ("lint.html", "The <!doctype html> one.", vec!["<!do"]),
        ("lint.image", "The ![ab](c.png) and (d).", vec!["![ab](c.png)"]),
        ("lint.image", "![a](b.png) ![c][d] e.", vec!["![a](b.png)", "![c][d]"]),
        ("lint.image", "An <img src=a> here.", vec!["<img src=a>"]),
    ] {
        assert_eq!(covered(rule, body, &[]), expect, "{rule} in {body:?}");
    }
}

#[test]
fn short_words_are_no_participles_and_tags_end_at_a_mark() {
    let passive = |body: &str| covered("lint.passive", body, &[]).len();
    assert_eq!(passive("The lamp was red by Dana."), 0);
    assert_eq!(passive("The light was aided by Dana."), 1);
    // Three events that hide who acts make up half of six sentences, not of seven.
    let events = "A line was moved here. A page was added there. A box was drawn above. ";
    assert_eq!(passive(&format!("{events}One. Two. Three.")), 1);
    assert_eq!(passive(&format!("{events}One. Two. Three. Four.")), 0);
    assert_eq!(covered("lint.html", "The <br/> one.", &[]), ["<br/>"]);
    assert_eq!(covered("lint.html", "The <br", &[]), ["<br"]);
    assert_eq!(covered("lint.html", "The <br-x> one.", &[]), Vec::<&str>::new());
}
