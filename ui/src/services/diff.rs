//! Word differences between two texts.

use similar::{ChangeTag, TextDiff};

/// What happened to a run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In both texts.
    Same,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What happened to it.
    pub kept: Kept,
    /// The words with their spaces.
    pub text: String,
}

/// Runs of words from `old` to `new`, in reading order; joining what is not removed gives `new`.
#[must_use]
pub fn words(old: &str, new: &str) -> Vec<Run> {
    let diff = TextDiff::from_words(old, new);
    let mut runs: Vec<Run> = Vec::new();
    for change in diff.iter_all_changes() {
        let kept = match change.tag() {
            ChangeTag::Equal => Kept::Same,
            ChangeTag::Delete => Kept::Removed,
            ChangeTag::Insert => Kept::Added,
        };
        match runs.last_mut() {
            Some(last) if last.kept == kept => last.text.push_str(change.value()),
            _ => runs.push(Run { kept, text: change.value().to_owned() }),
        }
    }
    runs
}

/// Numbers of words that were added and removed.
#[must_use]
pub fn tally(runs: &[Run]) -> (usize, usize) {
    let count = |kept: Kept| {
        runs.iter()
            .filter(|run| run.kept == kept)
            .map(|run| run.text.split_whitespace().count())
            .sum()
    };
    (count(Kept::Added), count(Kept::Removed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(runs: &[Run], kept: Kept) -> String {
        runs.iter().filter(|r| r.kept != kept).map(|r| r.text.as_str()).collect()
    }

    #[test]
    fn both_texts_can_be_read_back() {
        for (old, new) in [
            ("Cut-over moves to Monday.", "Cut-over moves to Tuesday.\n\nTom agrees."),
            ("", "new"),
            ("gone", ""),
            ("Grüße 🙂 Tom", "Grüße Tom"),
        ] {
            let runs = words(old, new);
            assert_eq!(without(&runs, Kept::Removed), new);
            assert_eq!(without(&runs, Kept::Added), old);
        }
    }

    #[test]
    fn only_the_changed_word_is_marked() {
        let runs = words("moves to Monday now", "moves to Tuesday now");
        assert_eq!(tally(&runs), (1, 1));
        assert!(runs.contains(&Run { kept: Kept::Added, text: "Tuesday".to_owned() }));
        assert_eq!(tally(&words("same", "same")), (0, 0));
    }
}
