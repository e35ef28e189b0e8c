//! Atlassian Document Format to plain text and back.
//!
//! Plain text that went through [`from_text`] comes back from [`to_text`] unchanged (with `\n` as
//! its line end): what is approved as text can be compared with what an upstream holds.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Value, json};

use crate::json::{at, list_at, str_at};

/// Deepest nesting that is read; deeper content is dropped rather than overflowing the stack.
const DEPTH_MAX: usize = 24;

/// A document of paragraphs (split at blank lines) and hard breaks (at line ends).
pub fn from_text(text: &str) -> Value {
    let text = text.replace("\r\n", "\n");
    let paragraphs: Vec<Value> = text.split("\n\n").map(paragraph).collect();
    json!({"type": "doc", "version": 1, "content": paragraphs})
}

fn paragraph(text: &str) -> Value {
    let mut content = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            content.push(json!({"type": "hardBreak"}));
        }
        // An empty text node makes the whole document invalid.
        if !line.is_empty() {
            content.push(json!({"type": "text", "text": line}));
        }
    }
    json!({"type": "paragraph", "content": content})
}

/// The text of a document, or of a plain string as older endpoints return it.
///
/// Targets of links that differ from their text are written after it, because they are part of
/// what a reader can be led to.
pub fn to_text(document: &Value) -> String {
    if let Some(text) = document.as_str() {
        return text.to_string();
    }
    let mut out = String::new();
    blocks(list_at(document, "/content"), "\n\n", 0, &mut out);
    out
}

fn blocks(nodes: &[Value], separator: &str, depth: usize, out: &mut String) {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        block(node, depth + 1, out);
    }
}

fn block(node: &Value, depth: usize, out: &mut String) {
    if depth > DEPTH_MAX {
        return;
    }
    let content = list_at(node, "/content");
    match str_at(node, "/type") {
        "bulletList" | "orderedList" | "taskList" | "decisionList" => {
            for (index, item) in content.iter().enumerate() {
                if index > 0 {
                    out.push('\n');
                }
                out.push_str("- ");
                block(item, depth + 1, out);
            }
        }
        "paragraph" | "heading" | "codeBlock" | "taskItem" | "decisionItem" => {
            for child in content {
                inline(child, depth + 1, out);
            }
        }
        "table" => blocks(content, "\n", depth, out),
        "tableRow" => blocks(content, " | ", depth, out),
        "listItem" | "tableCell" | "tableHeader" => blocks(content, "\n", depth, out),
        "rule" => out.push_str("---"),
        "expand" | "nestedExpand" => {
            out.push_str(str_at(node, "/attrs/title"));
            out.push_str("\n\n");
            blocks(content, "\n\n", depth, out);
        }
        _ if content.is_empty() => inline(node, depth + 1, out),
        _ => blocks(content, "\n\n", depth, out),
    }
}

fn inline(node: &Value, depth: usize, out: &mut String) {
    if depth > DEPTH_MAX {
        return;
    }
    match str_at(node, "/type") {
        "text" => text(node, out),
        "hardBreak" => out.push('\n'),
        "mention" | "status" | "placeholder" => {
            out.push_str(str_at(node, "/attrs/text"));
        }
        "emoji" => {
            let text = str_at(node, "/attrs/text");
            out.push_str(if text.is_empty() { str_at(node, "/attrs/shortName") } else { text });
        }
        "inlineCard" | "blockCard" | "embedCard" => out.push_str(str_at(node, "/attrs/url")),
        "media" | "mediaInline" => out.push_str(str_at(node, "/attrs/alt")),
        "date" => date(node, out),
        _ => {
            for child in list_at(node, "/content") {
                block(child, depth + 1, out);
            }
        }
    }
}

fn text(node: &Value, out: &mut String) {
    let text = str_at(node, "/text");
    out.push_str(text);
    for mark in list_at(node, "/marks") {
        let href = str_at(mark, "/attrs/href");
        if str_at(mark, "/type") == "link" && !href.is_empty() && href != text {
            out.push_str(" (");
            out.push_str(href);
            out.push(')');
        }
    }
}

fn date(node: &Value, out: &mut String) {
    let stamp = at(node, "/attrs/timestamp");
    let ms = stamp.as_i64().or_else(|| stamp.as_str().and_then(|s| s.parse().ok()));
    if let Some(ms) = ms {
        let full = crate::time::format_utc(ms);
        out.push_str(full.split('T').next().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_survives_the_round_trip() {
        for text in [
            "",
            "one line",
            "two\nlines",
            "a\n\nb",
            "a\n\n\nb",
            "a\n\n\n\nb\n",
            "\n",
            "\n\n\n",
            " leading and trailing ",
            "emoji \u{1f600} and * markdown * [x](y)",
        ] {
            assert_eq!(to_text(&from_text(text)), text, "{text:?}");
        }
        assert_eq!(to_text(&from_text("a\r\nb")), "a\nb");
    }

    #[test]
    fn no_empty_text_node_is_written() {
        let document = from_text("\n\na\n").to_string();
        assert!(!document.contains(r#""text":"""#), "{document}");
    }

    #[test]
    fn reads_lists_links_mentions_and_tables() {
        let document = json!({"type": "doc", "version": 1, "content": [
            {"type": "heading", "content": [{"type": "text", "text": "Plan"}]},
            {"type": "bulletList", "content": [
                {"type": "listItem", "content": [{"type": "paragraph", "content": [
                    {"type": "mention", "attrs": {"id": "1", "text": "@Ana"}},
                    {"type": "text", "text": " see "},
                    {"type": "text", "text": "docs", "marks": [
                        {"type": "link", "attrs": {"href": "https://example.org"}}]}]}]},
                {"type": "listItem", "content": [{"type": "paragraph", "content": [
                    {"type": "date", "attrs": {"timestamp": "1770247800000"}}]}]}]},
            {"type": "table", "content": [{"type": "tableRow", "content": [
                {"type": "tableCell", "content": [
                    {"type": "paragraph", "content": [{"type": "text", "text": "a"}]}]},
                {"type": "tableCell", "content": [
                    {"type": "paragraph", "content": [{"type": "text", "text": "b"}]}]}]}]}
        ]});
        assert_eq!(
            to_text(&document),
            "Plan\n\n- @Ana see docs (https://example.org)\n- 2026-02-04\n\na | b"
        );
    }

    #[test]
    fn deep_nesting_ends() {
        let mut node = json!({"type": "paragraph", "content": [{"type": "text", "text": "x"}]});
        for _ in 0..100 {
            node = json!({"type": "blockquote", "content": [node]});
        }
        assert_eq!(to_text(&json!({"type": "doc", "content": [node]})), "");
    }
}
