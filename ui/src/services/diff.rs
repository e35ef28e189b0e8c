//! Word differences between two texts.

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

/// Most cells of the table that compares what differs; above it the differing middle counts as
/// replaced. 1,400 words against 1,400 fit, and the table stays below 8 MB.
const CELLS_MAX: usize = 2_000_000;

/// Runs of words from `old` to `new`, in reading order; joining what is not removed gives `new`.
///
/// A plain longest common subsequence: texts are mails, and a library with five algorithms was a
/// fifth of the whole download.
#[must_use]
pub fn words(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (tokens(old), tokens(new));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_mid = &old_rest[..old_rest.len() - tail];
    let new_mid = &new_rest[..new_rest.len() - tail];
    let mut runs = Vec::new();
    old[..head].iter().for_each(|word| push(&mut runs, Kept::Same, word));
    middle(old_mid, new_mid, &mut runs);
    old[old.len() - tail..].iter().for_each(|word| push(&mut runs, Kept::Same, word));
    runs
}

/// Words and the spaces between them, alternating.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut space = None;
    for (at, c) in text.char_indices() {
        if space.is_some_and(|s| s != c.is_whitespace()) {
            out.push(&text[start..at]);
            start = at;
        }
        space = Some(c.is_whitespace());
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

fn push(runs: &mut Vec<Run>, kept: Kept, word: &str) {
    match runs.last_mut() {
        Some(last) if last.kept == kept => last.text.push_str(word),
        _ => runs.push(Run { kept, text: word.to_owned() }),
    }
}

fn middle(old: &[&str], new: &[&str], runs: &mut Vec<Run>) {
    let width = new.len() + 1;
    let too_long = (old.len() + 1).saturating_mul(width) > CELLS_MAX;
    if old.is_empty() || new.is_empty() || too_long {
        old.iter().for_each(|word| push(runs, Kept::Removed, word));
        new.iter().for_each(|word| push(runs, Kept::Added, word));
        return;
    }
    // `common[i * width + j]`: length of the longest common subsequence of `old[i..]` and `new[j..]`.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            push(runs, Kept::Same, old[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            push(runs, Kept::Removed, old[i]);
            i += 1;
        } else {
            push(runs, Kept::Added, new[j]);
            j += 1;
        }
    }
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
    fn very_long_texts_are_replaced_as_a_whole() {
        let text = |word: &str| format!("same {} same", format!("{word} ").repeat(2_000));
        let (old, new) = (text("a"), text("b"));
        let runs = words(&old, &new);
        assert_eq!(without(&runs, Kept::Removed), new);
        assert_eq!(without(&runs, Kept::Added), old);
        assert_eq!(tally(&runs), (2_000, 2_000));
    }

    #[test]
    fn only_the_changed_word_is_marked() {
        let runs = words("moves to Monday now", "moves to Tuesday now");
        assert_eq!(tally(&runs), (1, 1));
        assert!(runs.contains(&Run { kept: Kept::Added, text: "Tuesday".to_owned() }));
        assert_eq!(tally(&words("same", "same")), (0, 0));
    }
}
