//! `lint.image`: an image in markdown or HTML is fetched when the mail is opened; medium.
//! Good: "The chart is in PAY-12." Bad: `![chart](https://x.example/c.png)`.
//!
//! `lint.html`: drafts are plain text; medium. Good: "x < y". Bad: `<b>now</b>`.

use alloc::vec::Vec;

use super::text::View;
use crate::types::{Finding, Severity};

const TAGS: &str = " a abbr address applet area article aside audio b base blockquote body br \
    button canvas center code col dd details div dl dt em embed fieldset font footer form \
    frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input kbd label li \
    link main map marquee meta nav noscript object ol option p param picture pre script \
    section select small source span strike strong style sub sup svg table tbody td \
    template textarea tfoot th thead title tr tt u ul video math ";

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    // Where the last bracket and the last angle close; nothing after them can complete a mark.
    for (at, c) in view.source.char_indices() {
        let rest = view.source.get(at..).unwrap_or("");
        match c {
            '!' => {
                if let Some(len) = image_length(rest) {
                    let message = "An image: it is fetched when the message is opened.";
                    out.push(view.finding("lint.image", Severity::Medium, (at, at + len), message));
                }
            }
            '<' => {
                let Some((name_is_image, len)) = tag_length(rest) else { continue };
                let (rule, message) = if name_is_image {
                    ("lint.image", "An image: it is fetched when the message is opened.")
                } else {
                    ("lint.html", "HTML: drafts are plain text.")
                };
                out.push(view.finding(rule, Severity::Medium, (at, at + len), message));
            }
            _ => {}
        }
    }
}

/// Length of `![label](target)` or `![label][reference]`, each part up to 500 bytes.
fn image_length(rest: &str) -> Option<usize> {
    let label = rest.strip_prefix("![")?;
    let close = label.bytes().take(500).position(|b| b == b']')?;
    let tail = label.get(close + 1..)?;
    let end = match tail.bytes().next()? {
        b'(' => b')',
        b'[' => b']',
        _ => return None,
    };
    let target = tail.bytes().take(2000).position(|b| b == end)?;
    Some(2 + close + 1 + target + 1)
}

/// Length of an HTML tag of a known name, and whether it is an image; an unclosed one counts as
/// its name.
fn tag_length(rest: &str) -> Option<(bool, usize)> {
    let inner = rest.get(1..)?;
    let doctype = inner.get(..8).is_some_and(|d| d.eq_ignore_ascii_case("!doctype"));
    if doctype || inner.starts_with("!--") {
        return Some((false, 4));
    }
    let slash = usize::from(inner.starts_with('/'));
    let name_len = inner.bytes().skip(slash).take(12).take_while(u8::is_ascii_alphanumeric).count();
    let name = inner.get(slash..slash + name_len)?.to_ascii_lowercase();
    let after = inner.as_bytes().get(slash + name_len);
    let ends = after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    if !ends || name.is_empty() || !TAGS.contains(&[" ", &name, " "].concat()) {
        return None;
    }
    let close = inner.bytes().take(2000).position(|b| b == b'>');
    let len = close.map_or(1 + slash + name_len, |n| n + 2);
    Some((matches!(name.as_str(), "img" | "picture" | "svg"), len))
}
