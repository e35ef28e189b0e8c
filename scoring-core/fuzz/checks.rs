//! What must hold for any bytes. The fuzz targets and `tests/fuzz_corpus.rs` share this file; a
//! check fails by panicking.

use scoring_core::lint::{Draft, lint};
use scoring_core::sanitise::{ContentType, Removed, Sanitised, sanitise};
use scoring_core::{
    Finding, Outcome, OutcomeClass, Part, Request, Severity, Verdict, abi, verdict,
};

/// A check of any bytes.
pub(crate) type Check = fn(&[u8]);

/// Every check by the name of its target and of its folder below `seeds/`.
pub(crate) const CHECKS: [(&str, Check); 6] = [
    ("abi", abi),
    ("sanitise_plain", sanitise_plain),
    ("sanitise_html", sanitise_html),
    ("sanitise_again", sanitise_again),
    ("spans", spans),
    ("lint_verdict", lint_verdict),
];

/// A request in which everything is fine, so that a text alone decides.
const CLEAN: &str = include_str!("clean_request.json");
/// Bytes by which a text may outgrow its source: what replaces secrets is longer than some of them.
const GROWTH: usize = 64;

/// Each door answers any bytes, twice the same, with one of the two shapes.
pub(crate) fn abi(data: &[u8]) {
    let ok = answered(abi::verdict, data);
    if let Some(ok) = ok {
        let verdict: Verdict = serde_json::from_value(ok).expect("a verdict");
        assert_eq!(verdict.dimensions.len(), 4);
        let unheld = Outcome::plain(verdict.outcome.class);
        assert!(verdict.outcome.class == OutcomeClass::Hold || verdict.outcome == unheld);
        assert!(verdict.outcome <= verdict.at_act, "the dial only restrains");
    }
    if let Some(ok) = answered(abi::sanitise, data) {
        let _: Sanitised = serde_json::from_value(ok).expect("a sanitised text");
    }
    if let Some(ok) = answered(abi::lint, data) {
        let _: Vec<Finding> = serde_json::from_value(ok).expect("findings");
    }
}

fn answered(door: fn(&[u8]) -> Vec<u8>, data: &[u8]) -> Option<serde_json::Value> {
    let answer = door(data);
    assert_eq!(answer, door(data), "equal requests give equal bytes");
    let value: serde_json::Value = serde_json::from_slice(&answer).expect("an answer in JSON");
    let serde_json::Value::Object(mut fields) = value else { panic!("no object") };
    let ok = fields.remove("ok");
    let sentence = fields.remove("error");
    assert!(fields.is_empty() && ok.is_some() != sentence.is_some());
    assert!(sentence.is_none_or(|s| s.as_str().is_some_and(|s| !s.is_empty())));
    ok
}

/// Nothing unseen is left of a plain text.
pub(crate) fn sanitise_plain(data: &[u8]) {
    clean_result(&String::from_utf8_lossy(data), ContentType::Plain);
}

/// Nothing unseen is left of HTML.
pub(crate) fn sanitise_html(data: &[u8]) {
    clean_result(&String::from_utf8_lossy(data), ContentType::Html);
}

fn clean_result(source: &str, kind: ContentType) {
    let result = sanitise(source, kind);
    assert_eq!(unseen(&result.text), None, "survives in {:?}", result.text);
    assert!(result.text.len() <= 2 * source.len() + GROWTH, "{} bytes", result.text.len());
    assert!(result.findings.len() <= 100);
    assert!(result.findings.iter().all(|f| f.severity > Severity::None && !f.message.is_empty()));
    let places = result.findings.iter().map(|f| (f.span, &f.rule));
    assert!(places.is_sorted(), "findings are sorted by place");
}

/// The first code point that a reader would not see; joiners, presentation selectors and the tags
/// of flags may stay, where `tests/sanitise_unicode.rs` says.
pub(crate) fn unseen(text: &str) -> Option<char> {
    let mut before = None;
    text.chars().find(|c| {
        let tag_before = matches!(before, Some('\u{1F3F4}' | '\u{E0020}'..='\u{E007E}'));
        before = Some(*c);
        match c {
            '\n' | '\t' | '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' => false,
            '\u{E0020}'..='\u{E007F}' => !tag_before,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}'
            | '\u{17B5}' => true,
            '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' => true,
            '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0D}' | '\u{FEFF}' => true,
            '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' => true,
            '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => true,
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => true,
            c => c.is_control(),
        }
    })
}

/// What comes out goes through a second time as it is.
pub(crate) fn sanitise_again(data: &[u8]) {
    let source = String::from_utf8_lossy(data);
    for kind in [ContentType::Plain, ContentType::Html] {
        let once = sanitise(&source, kind);
        let again = sanitise(&once.text, ContentType::Plain);
        assert_eq!(again.text, once.text, "{kind:?}");
        assert_eq!(again.removed, Removed::default(), "{kind:?}: {:?}", once.text);
    }
}

/// Every span lies inside the text it points into, on boundaries of its characters.
pub(crate) fn spans(data: &[u8]) {
    let source = String::from_utf8_lossy(data);
    for kind in [ContentType::Plain, ContentType::Html] {
        for finding in sanitise(&source, kind).findings {
            assert_eq!(finding.part, Part::Evidence);
            inside(&finding, &source);
        }
    }
    for finding in findings(&source, &source) {
        inside(&finding, &source);
        assert!(finding.fix.as_ref().is_none_or(|fix| Some(fix.span) == finding.span));
    }
}

fn inside(finding: &Finding, source: &str) {
    if let Some(span) = finding.span {
        let piece = source.get(span.start as usize..span.end as usize);
        assert!(piece.is_some(), "{finding:?} is not inside {source:?}");
    }
}

fn findings(subject: &str, body: &str) -> Vec<Finding> {
    lint(&Draft {
        subject,
        body,
        external: true,
        links_allowed: &["docs.northwind.example".to_owned()],
        canaries: &["HF-canary-7Q2Z".to_owned()],
        internal_texts: &["The vendor contract ends in May and nobody has told the client."],
    })
}

/// Any subject and body: judged no more laxly than a clean draft, whatever the time; the fixes
/// converge. A first line stands for the subject.
pub(crate) fn lint_verdict(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (subject, body) = text.split_once('\n').unwrap_or(("PAY-142: status", &text));
    let clean: Request = serde_json::from_str(CLEAN).expect("the clean request");
    let mut request = clean.clone();
    request.action.subject = subject.to_owned();
    request.action.body = body.to_owned();
    let judged = verdict(&request);
    let (outcome, best) = (judged.outcome, verdict(&clean).outcome);
    assert!(outcome <= best, "{outcome:?} is laxer than {best:?}");
    let worst = judged.findings.iter().map(|f| f.severity).max().unwrap_or_default();
    let most = match worst {
        Severity::Critical => OutcomeClass::Reject,
        Severity::High | Severity::Medium => OutcomeClass::Escalate,
        Severity::Low | Severity::None => OutcomeClass::Execute,
    };
    assert!(outcome.class <= most, "{outcome:?} in spite of {:?}", judged.findings);
    let json = serde_json::to_vec(&request).expect("JSON");
    let ok = answered(abi::verdict, &json).expect("a verdict");
    assert_eq!(serde_json::from_value::<Verdict>(ok).expect("a verdict"), judged);
    request.clock.now_ms += 86_400_000;
    request.clock.next_window_ms += 86_400_000;
    assert_eq!(verdict(&request).verdict_digest, judged.verdict_digest);
    converge(subject, body);
}

/// Fixes do not overlap; applied together, at most twice if hidden code points had broken up a
/// word, they leave nothing to mend.
fn converge(subject: &str, body: &str) {
    let found = findings(subject, body);
    let left = after(subject, body, &found);
    let left_found = findings(&left.0, &left.1);
    let hidden = |all: &[Finding]| all.iter().any(|f| f.rule == "lint.hidden");
    assert!(!hidden(&left_found), "{left_found:?} after the fixes of {body:?}");
    let last = match hidden(&found) {
        true => {
            let last = after(&left.0, &left.1, &left_found);
            findings(&last.0, &last.1)
        }
        false => left_found,
    };
    let fix = last.iter().find(|f| f.fix.is_some());
    assert!(fix.is_none(), "{fix:?} after the fixes of {subject:?}, {body:?}");
}

fn after(subject: &str, body: &str, found: &[Finding]) -> (String, String) {
    (mended(subject, Part::Subject, found), mended(body, Part::Body, found))
}

fn mended(text: &str, part: Part, found: &[Finding]) -> String {
    let own = found.iter().filter(|f| f.part == part).filter_map(|f| f.fix.as_ref());
    let mut fixes: Vec<_> = own.collect();
    fixes.sort_by_key(|fix| fix.span);
    let apart = fixes.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    assert!(apart, "fixes overlap in {text:?}: {fixes:?}");
    let mut out = text.to_owned();
    for fix in fixes.iter().rev() {
        out.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
    }
    out
}
