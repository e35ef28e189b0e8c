//! `lint.image`: an image in markdown or HTML is fetched when the mail is opened; medium.
//! Good: "The chart is in PAY-12." Bad: `![chart](https://x.example/c.png)`.
//!
//! `lint.html`: drafts are plain text; medium. Good: "x < y". Bad: `<b>now</b>`.

use alloc::vec::Vec;

use super::rules::Rule;
use super::text::View;
use crate::sanitise::bytes::next_of;
use crate::types::{Finding, Severity};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "lint.html",
        Severity::Medium,
        "HTML: drafts are plain text.",
        "The release is <b>late</b>.",
        "The release is late: 3 < 5 points are done.",
    ),
    Rule::new(
        "lint.image",
        Severity::Medium,
        "An image in markdown or HTML, which is fetched when the message is opened.",
        "The chart: ![burn-down](https://jira.example.com/c.png)",
        "The chart is attached to PAY-12.",
    ),
];

const TAGS: &str = " a abbr address applet area article aside audio b base blockquote body br \
    button canvas center code col dd details div dl dt em embed fieldset font footer form \
    frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input kbd label li \
    link main map marquee meta nav noscript object ol option p param picture pre script \
    section select small source span strike strong style sub sup svg table tbody td \
    template textarea tfoot th thead title tr tt u ul video math ";

/// Longest tag and longest target of an image, in bytes.
const TAG_BYTES: usize = 2000;
/// Longest label of an image, in bytes.
const LABEL_BYTES: usize = 500;

/// Where a byte occurs next, remembered, so that many openings share one search.
struct Next<'a> {
    source: &'a [u8],
    wanted: u8,
    /// The last answer: nothing lies between where it was asked and here.
    asked: usize,
    found: usize,
}

impl<'a> Next<'a> {
    fn new(source: &'a str, wanted: u8) -> Self {
        Self { source: source.as_bytes(), wanted, asked: usize::MAX, found: 0 }
    }

    /// The first place from `at` on, at most `max` bytes away.
    fn within(&mut self, at: usize, max: usize) -> Option<usize> {
        if at < self.asked || self.found < at {
            let rest = self.source.get(at..).unwrap_or(&[]);
            let step = rest.iter().position(|b| *b == self.wanted);
            (self.asked, self.found) = (at, step.map_or(usize::MAX, |n| at + n));
        }
        (self.found < at.saturating_add(max)).then_some(self.found)
    }
}

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    let [mut label, mut round, mut square, mut angle] =
        [b']', b')', b']', b'>'].map(|wanted| Next::new(view.source, wanted));
    let mut from = 0;
    while let Some(at) = next_of(view.source.as_bytes(), from, *b"!<") {
        from = at + 1;
        let rest = view.source.get(at..).unwrap_or("");
        match rest.chars().next().unwrap_or(' ') {
            '!' if rest.starts_with("![") => {
                let close = label.within(at + 2, LABEL_BYTES);
                let opens = close.and_then(|n| view.source.as_bytes().get(n + 1));
                let from = close.map_or(0, |n| n + 2);
                let end = match opens {
                    Some(b'(') => round.within(from, TAG_BYTES),
                    Some(b'[') => square.within(from, TAG_BYTES),
                    _ => None,
                };
                if let Some(end) = end {
                    let message = "An image: it is fetched when the message is opened.";
                    out.push(view.finding("lint.image", Severity::Medium, (at, end + 1), message));
                }
            }
            '<' => {
                let Some((tag, len)) = tag(rest) else { continue };
                let close = angle.within(at + 1, TAG_BYTES).filter(|_| tag != Tag::Comment);
                let end = close.map_or(at + len, |n| n + 1);
                let (rule, message) = if tag == Tag::Image {
                    ("lint.image", "An image: it is fetched when the message is opened.")
                } else {
                    ("lint.html", "HTML: drafts are plain text.")
                };
                out.push(view.finding(rule, Severity::Medium, (at, end), message));
            }
            _ => {}
        }
    }
}

/// What an angle opens.
#[derive(PartialEq, Eq)]
enum Tag {
    /// A comment or a document type; its beginning alone is marked.
    Comment,
    Image,
    Other,
}

/// An HTML tag of a known name, and the length of what is before its first attribute.
fn tag(rest: &str) -> Option<(Tag, usize)> {
    let inner = rest.get(1..)?;
    let doctype = inner.get(..8).is_some_and(|d| d.eq_ignore_ascii_case("!doctype"));
    if doctype || inner.starts_with("!--") {
        return Some((Tag::Comment, 4));
    }
    let slash = usize::from(inner.starts_with('/'));
    let name_len = inner.bytes().skip(slash).take(12).take_while(u8::is_ascii_alphanumeric).count();
    let name = inner.get(slash..slash + name_len)?.to_ascii_lowercase();
    let after = inner.as_bytes().get(slash + name_len);
    let ends = after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    if !ends || name.is_empty() || !TAGS.contains(&[" ", &name, " "].concat()) {
        return None;
    }
    let image = matches!(name.as_str(), "img" | "picture" | "svg");
    Some((if image { Tag::Image } else { Tag::Other }, 1 + slash + name_len))
}
