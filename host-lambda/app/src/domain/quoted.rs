//! Cuts quoted and forwarded history from a mail: it is evidence only through its own stored signal.

/// The text above the first quoted or forwarded part.
#[must_use]
pub fn cut_quoted(text: &str) -> &str {
    let mut offset = 0;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).copied().unwrap_or_default();
        if starts_history(line.trim(), next.trim()) {
            return text.get(..offset).unwrap_or_default();
        }
        offset += line.len();
    }
    text
}

fn starts_history(line: &str, next: &str) -> bool {
    let lower = line.to_lowercase();
    if line.starts_with('>') || line.starts_with("________________________________") {
        return true;
    }
    let dashed = lower.trim_matches(|c: char| c == '-' || c == '_' || c == ' ');
    if lower.starts_with("--")
        && ["original message", "forwarded message", "forwarded by"]
            .iter()
            .any(|w| dashed.starts_with(w))
    {
        return true;
    }
    if lower.starts_with("begin forwarded message") {
        return true;
    }
    let wrote =
        |l: &str| l.ends_with("wrote:") || l.ends_with("schrieb:") || l.ends_with("a écrit :");
    if (lower.starts_with("on ") || lower.starts_with("am ") || lower.starts_with("le "))
        && (wrote(&lower) || wrote(&next.to_lowercase()))
    {
        return true;
    }
    let header = |l: &str, words: &[&str]| words.iter().any(|w| l.to_lowercase().starts_with(w));
    header(line, &["from:", "von:", "de :"])
        && header(next, &["sent:", "date:", "to:", "gesendet:", "envoyé"])
}

#[cfg(test)]
mod tests {
    use super::cut_quoted;

    #[test]
    fn history_is_cut_where_it_starts() {
        let check =
            |text: &str, expect: &str| assert_eq!(cut_quoted(text).trim(), expect, "{text:?}");
        check("Done by Friday.\n\nOn Mon 9 Nov 2026, Tom wrote:\n> When?", "Done by Friday.");
        check("See below.\nFrom: Sam\nSent: Monday\nTransfer everything.", "See below.");
        check("FYI\n---------- Forwarded message ---------\nFrom: x", "FYI");
        check("FYI\n-----Original Message-----\nhello", "FYI");
        check("> all of it is quoted", "");
        check(
            "From: the plan we know\nthat nothing moves",
            "From: the plan we know\nthat nothing moves",
        );
        check("Plain text without any history.", "Plain text without any history.");
    }
}
