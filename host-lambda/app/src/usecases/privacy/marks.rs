//! What tells that a stored text is about somebody.

use serde_json::Value;

/// What tells that a text is about somebody.
pub(super) struct Marks {
    /// Addresses and the Jira account, lower case.
    pub(super) plain: Vec<String>,
    /// Directory id, which counts only where it is a whole value; empty for none.
    pub(super) id: String,
    /// Name as the user wrote it; empty for none.
    pub(super) name: String,
}

impl Marks {
    /// Whether JSON mentions one of them as a whole word.
    pub(super) fn in_json(&self, value: &Value) -> bool {
        let text = value.to_string();
        let id = format!("\"{}\"", self.id);
        self.in_text(&text) || (!self.id.is_empty() && text.contains(&id))
    }

    pub(super) fn in_text(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.plain.iter().any(|mark| has_word(&lower, mark))
    }
}

/// Whether `word` stands in `text` without being a part of a longer address or id.
fn has_word(text: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '%');
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let mut rest = text.get(at + found.len()..).unwrap_or_default().chars();
        // A full stop ends a sentence as well as it goes on in a host name.
        let after = match rest.next() {
            Some('.') => rest.next().filter(|c| c.is_alphanumeric()),
            other => other,
        };
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

/// Replaces every text that mentions somebody; answers whether there was one.
pub(super) fn redact(value: &mut Value, marks: &Marks) -> bool {
    match value {
        // A text about somebody is rare and short in a document: all of it goes.
        Value::String(text) if marks.in_text(text) => {
            "[erased]".clone_into(text);
            true
        }
        Value::Array(list) => list.iter_mut().fold(false, |any, v| redact(v, marks) | any),
        Value::Object(map) => map.values_mut().fold(false, |any, v| redact(v, marks) | any),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_mark_counts_as_a_whole_word_only() {
        for (text, expect) in [
            ("from tom@x.example, today", true),
            ("\"tom@x.example\"", true),
            ("ask tom@x.example.", true),
            ("<tom@x.example>", true),
            ("atom@x.example", false),
            ("tom@x.example.org", false),
            ("tom@x.examples", false),
            ("nobody", false),
        ] {
            assert_eq!(has_word(text, "tom@x.example"), expect, "{text}");
        }
    }
}
