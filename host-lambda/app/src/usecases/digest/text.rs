//! The words of the digest: a subject that says the point, five short blocks, one line where there is nothing to say.

use std::fmt::Write as _;

use api_types::artefacts::Rag;

/// Lines of one block; the rest is a number.
pub(super) const LINES_MAX: usize = 8;
/// Blockers that one line names.
const NAMES_MAX: usize = 4;
/// Longest subject, characters.
const SUBJECT_CHARS_MAX: usize = 110;

/// What the digest says.
pub(super) struct Content {
    /// Since when, local, in words.
    pub(super) since: String,
    pub(super) waiting: Vec<Waiting>,
    /// Only projects of which something is to be said.
    pub(super) projects: Vec<ProjectLine>,
    pub(super) sent: Vec<String>,
    pub(super) trouble: Vec<String>,
    pub(super) spent_today_microusd: u64,
    pub(super) spent_month_microusd: u64,
    pub(super) budget_month_microusd: u64,
    /// Address of the dashboard, or empty.
    pub(super) link: String,
}

/// One thing that waits for the user.
pub(super) struct Waiting {
    pub(super) line: String,
    pub(super) until: String,
    pub(super) question: bool,
}

/// One project of which something is to be said.
pub(super) struct ProjectLine {
    pub(super) name: String,
    pub(super) overall: Rag,
    /// In the last digest; null in the first.
    pub(super) was: Option<Rag>,
    pub(super) blocked: Vec<String>,
    pub(super) unblocked: Vec<String>,
}

impl ProjectLine {
    /// Whether it moved, or was never told.
    pub(super) fn says_something(&self) -> bool {
        self.was != Some(self.overall) || !self.blocked.is_empty() || !self.unblocked.is_empty()
    }

    fn worse(&self) -> bool {
        self.was.is_some_and(|was| self.overall > was)
    }

    fn text(&self) -> String {
        let now = rag(self.overall);
        let mut parts = vec![match self.was {
            Some(was) if was != self.overall => format!("{} is {now}, was {}", self.name, rag(was)),
            _ => format!("{} is {now}", self.name),
        }];
        if !self.blocked.is_empty() {
            parts.push(format!("newly blocked: {}", names(&self.blocked)));
        }
        if !self.unblocked.is_empty() {
            parts.push(format!("no longer blocked: {}", names(&self.unblocked)));
        }
        parts.join("; ")
    }
}

impl Content {
    /// The point, most pressing first.
    pub(super) fn subject(&self) -> String {
        let mut parts = Vec::new();
        if !self.waiting.is_empty() {
            let questions = self.waiting.iter().filter(|w| w.question).count();
            let drafts = self.waiting.len() - questions;
            let words: Vec<String> = [(drafts, "draft"), (questions, "question")]
                .into_iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, word)| counted(n, word))
                .collect();
            let verb = if self.waiting.len() == 1 { "waits" } else { "wait" };
            parts.push(format!("{} {verb}", words.join(" and ")));
        }
        parts.extend(
            self.projects
                .iter()
                .filter(|p| p.worse())
                .map(|p| format!("{} turned {}", p.name, rag(p.overall))),
        );
        parts.extend(self.trouble.first().map(|t| t.split(':').next().unwrap_or(t).to_owned()));
        if parts.is_empty() {
            parts.push(match self.sent.len() {
                0 if self.projects.is_empty() => "nothing new".to_owned(),
                0 => "nothing waits".to_owned(),
                n => format!("{n} sent, nothing waits"),
            });
        }
        cut(&parts.join(", "))
    }

    /// Plain text. Links open, never act.
    pub(super) fn body(&self) -> String {
        let mut text = String::new();
        if self.is_quiet() {
            let _ = writeln!(
                text,
                "Since {}: nothing waits, nothing changed, nothing was sent, and all is well. {}",
                self.since,
                self.spend()
            );
            self.close(&mut text);
            return text;
        }
        let _ = writeln!(text, "Since {}", self.since);
        let waiting: Vec<String> =
            self.waiting.iter().map(|w| format!("{} ({})", w.line, w.until)).collect();
        block(&mut text, "Waits for you", &waiting, "nothing");
        let projects: Vec<String> = self.projects.iter().map(ProjectLine::text).collect();
        block(&mut text, "Changed", &projects, "nothing");
        block(&mut text, "Sent", &self.sent, "nothing");
        block(&mut text, "Health", &self.trouble, "all is well");
        block(&mut text, "Spent", &[self.spend()], "");
        self.close(&mut text);
        text
    }

    fn is_quiet(&self) -> bool {
        self.waiting.is_empty()
            && self.projects.is_empty()
            && self.sent.is_empty()
            && self.trouble.is_empty()
    }

    fn spend(&self) -> String {
        format!(
            "Today {}, this month {} of {}.",
            usd(self.spent_today_microusd),
            usd(self.spent_month_microusd),
            usd(self.budget_month_microusd)
        )
    }

    fn close(&self, text: &mut String) {
        if !self.link.is_empty() {
            let _ = writeln!(text, "\nDashboard: {}", self.link);
        }
        text.push_str("Nothing can be done from this mail.\n");
    }
}

fn block(text: &mut String, title: &str, lines: &[String], none: &str) {
    let _ = writeln!(text, "\n{title}");
    if lines.is_empty() {
        let _ = writeln!(text, "  - {none}");
    }
    for line in lines.iter().take(LINES_MAX) {
        let _ = writeln!(text, "  - {line}");
    }
    if let Some(more) = lines.len().checked_sub(LINES_MAX).filter(|n| *n > 0) {
        let _ = writeln!(text, "  - and {more} more");
    }
}

fn names(all: &[String]) -> String {
    let shown: Vec<&str> = all.iter().take(NAMES_MAX).map(String::as_str).collect();
    match all.len().checked_sub(NAMES_MAX).filter(|n| *n > 0) {
        Some(more) => format!("{} and {more} more", shown.join(", ")),
        None => shown.join(", "),
    }
}

fn counted(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

const fn rag(rag: Rag) -> &'static str {
    match rag {
        Rag::Green => "green",
        Rag::Amber => "amber",
        Rag::Red => "red",
    }
}

/// Micro-dollars as dollars and cents, rounded up: money is not made to look smaller.
fn usd(micro: u64) -> String {
    let cents = micro.div_ceil(10_000);
    format!("USD {}.{:02}", cents / 100, cents % 100)
}

fn cut(text: &str) -> String {
    // A name holds no line break, and a header line must not.
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.chars().count() <= SUBJECT_CHARS_MAX {
        return plain;
    }
    let mut short: String = plain.chars().take(SUBJECT_CHARS_MAX - 3).collect();
    short.push_str("...");
    short
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
