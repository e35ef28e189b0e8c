//! Proposals by template: impersonal British English, with issue, dates, what is needed and by when.

use std::collections::BTreeSet;

use api_types::artefacts::{Level, RaidKind};
use jiff::civil::Date;
use plugin_payload::Change;

use super::dates::{after_working_days, british, date_of, days_between, in_text};
use super::{blocked_status, says_blocked, says_done};
use crate::domain::artefacts::{IssueFact, Patch};
use crate::domain::work::{
    Category, Classification, Prepared, ProposedDraft, ProposedPatch, Purpose, Role, Stakes,
};
use crate::usecases::cycle::prompt::is_tainted;

/// Working days until an answer is asked for.
const ANSWER_WORKING_DAYS: u32 = 2;
/// A slip of at least so many days is rated high.
const LONG_SLIP_DAYS: i64 = 7;
/// Most characters of a title inside a sentence.
const TITLE_CHARS: usize = 90;
/// Most characters of a decision that is repeated.
const DECISION_CHARS: usize = 240;

/// A signal with what triage found.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The signal.
    pub signal: &'a Prepared,
    /// Its classification.
    pub class: &'a Classification,
}

/// Signals about one subject, all clean or all tainted.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// Issue key, or `thread:<id>`.
    pub entity: String,
    /// Whether its texts are unknown or flagged.
    pub tainted: bool,
    /// In order of time.
    pub members: Vec<Member<'a>>,
}

/// What follows from a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposed {
    /// One sentence.
    pub summary: String,
    /// Drafts.
    pub drafts: Vec<ProposedDraft>,
    /// Artefact patches.
    pub patches: Vec<ProposedPatch>,
}

/// From grave to light; what comes first decides what a group is about.
const GRAVITY: [Category; 7] = [
    Category::Slip,
    Category::Blocker,
    Category::ScopeChange,
    Category::Decision,
    Category::Risk,
    Category::Request,
    Category::Question,
];

impl Group<'_> {
    /// Distinct people behind the signals that say something.
    #[must_use]
    pub fn source_keys(&self) -> BTreeSet<&str> {
        let telling =
            |m: &&Member<'_>| !matches!(m.class.category, Category::None | Category::Noise);
        self.members.iter().filter(telling).map(|m| m.signal.source_key.as_str()).collect()
    }

    /// Whether much is at stake.
    #[must_use]
    pub fn is_high_stake(&self) -> bool {
        self.members.iter().any(|m| m.class.stakes == Stakes::High)
    }

    /// Whether one source says done and another, or the issue itself, says blocked.
    #[must_use]
    pub fn disagrees(&self, fact: Option<&IssueFact>) -> bool {
        let done: Vec<&str> = self.sources_that(says_done);
        let blocked: Vec<&str> = self.sources_that(says_blocked);
        let issue_blocked = fact.is_some_and(|f| {
            f.blocked_since_ms.is_some() || blocked_status(&f.issue.status.to_lowercase())
        });
        let mailed_done =
            self.members.iter().any(|m| m.signal.signal.mail.is_some() && says_done(m.signal));
        done.iter().any(|d| blocked.iter().any(|b| b != d)) || (issue_blocked && mailed_done)
    }

    fn sources_that(&self, says: fn(&Prepared) -> bool) -> Vec<&str> {
        let telling = self.members.iter().filter(|m| says(m.signal));
        telling.map(|m| m.signal.source_key.as_str()).collect()
    }

    /// What the group is about.
    #[must_use]
    pub fn category(&self, fact: Option<&IssueFact>) -> Category {
        let has = |category| self.members.iter().any(|m| m.class.category == category);
        if has(Category::Contradiction) || self.disagrees(fact) {
            return Category::Contradiction;
        }
        GRAVITY.into_iter().find(|c| has(*c)).unwrap_or_default()
    }

    fn is_issue(&self) -> bool {
        !self.entity.contains(':')
    }

    fn ids(&self) -> Vec<String> {
        self.members.iter().map(|m| m.signal.id.clone()).collect()
    }
}

/// The words that the sentences below are made of.
struct Words<'a> {
    group: &'a Group<'a>,
    /// `PAY-142`, or `the project`.
    key: String,
    /// `PAY-142 (Card vault migration)`.
    subject: String,
    /// `24 November 2026`.
    by: String,
    /// `Mia Chen`, or a role.
    mailer: String,
    due: Option<Date>,
    due_was: Option<Date>,
    /// Whether Jira itself shows the change of date.
    in_jira: bool,
    /// Whether a mail speaks of it.
    by_mail: bool,
}

/// What follows from a group by rules alone. `today` is the local day; an unclean `fact` is not looked at.
#[must_use]
pub fn propose(group: &Group<'_>, fact: Option<&IssueFact>, today: Date) -> Proposed {
    let fact = fact.filter(|f| !group.tainted && !is_tainted(f.trust, f.severity));
    let category = group.category(fact);
    let words = Words::new(group, fact, today);
    if group.tainted {
        return words.untrusted(category);
    }
    match category {
        Category::Slip => words.slip(),
        Category::Blocker => words.blocker(),
        Category::Contradiction => words.contradiction(fact),
        Category::ScopeChange => words.scope_change(),
        Category::Decision => words.decision(),
        Category::Risk => words.risk(),
        Category::Question | Category::Request => words.question(),
        Category::None | Category::StatusUpdate | Category::Noise => Proposed::default(),
    }
}

impl<'a> Words<'a> {
    fn new(group: &'a Group<'a>, fact: Option<&IssueFact>, today: Date) -> Self {
        let key = if group.is_issue() { group.entity.clone() } else { "the project".to_owned() };
        let title =
            fact.map(|f| f.issue.summary.as_str()).filter(|t| !t.is_empty()).or_else(|| {
                let jira = group.members.iter().find(|m| m.signal.signal.mail.is_none());
                jira.map(|m| m.signal.title.as_str())
            });
        let title = title.filter(|_| group.is_issue() && !group.tainted).unwrap_or_default().trim();
        let subject = if title.is_empty() || title.chars().count() > TITLE_CHARS {
            key.clone()
        } else {
            format!("{key} ({title})")
        };
        let mail = group.members.iter().rev().find(|m| m.signal.signal.mail.is_some());
        let mailer = mail
            .filter(|m| !group.tainted && !m.signal.source_key.contains(':'))
            .map_or_else(|| "a mail".to_owned(), |m| format!("a mail from {}", m.signal.who));
        let (due_was, due, in_jira) = moved(group, fact);
        let by = british(after_working_days(today, ANSWER_WORKING_DAYS));
        let by_mail = mail.is_some();
        Self { group, key, subject, by, mailer, due, due_was, in_jira, by_mail }
    }

    fn draft(&self, purpose: Purpose, role: Role, subject: String, body: String) -> ProposedDraft {
        ProposedDraft {
            purpose,
            role,
            subject,
            body,
            sources: self.group.ids(),
            issue: self.group.is_issue().then(|| self.group.entity.clone()),
            to_status: None,
        }
    }

    fn patch(&self, patch: Patch) -> ProposedPatch {
        ProposedPatch { patch, sources: self.group.ids() }
    }

    fn raid(
        &self,
        kind: RaidKind,
        title: String,
        description: String,
        severity: Level,
    ) -> ProposedPatch {
        let due = self.due.map(|d| d.to_string()).unwrap_or_default();
        let (owner, mitigation) = (String::new(), String::new());
        self.patch(Patch::AddRaid { kind, title, description, severity, owner, due, mitigation })
    }

    /// Which sources say it: `Jira shows the new date, and a mail from Mia Chen says the same.`
    fn sources(&self, what: &str) -> String {
        match (self.in_jira, self.by_mail) {
            (true, true) => format!("Jira shows {what}, and {} says the same.", self.mailer),
            (true, false) => format!("Jira shows {what}."),
            _ => format!("{} names {what}; Jira does not show it yet.", capital(&self.mailer)),
        }
    }

    fn slip(&self) -> Proposed {
        let (key, subject, by) = (&self.key, &self.subject, &self.by);
        let Some(due) = self.due else { return self.slip_without_date() };
        let new = british(due);
        let days = self.due_was.map(|was| days_between(was, due)).filter(|d| *d > 0);
        let moves = match (self.due_was, days) {
            (Some(was), Some(days)) => {
                let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
                format!("{subject} moves from {} to {new}, {days} later.", british(was))
            }
            _ => format!("{subject} moves to {new}."),
        };
        let severity =
            if days.is_none_or(|d| d >= LONG_SLIP_DAYS) { Level::High } else { Level::Medium };
        let title = format!("{key} moves to {new}");
        let evidence = self.sources(&format!("{new} as the new date"));
        let raid = self.raid(RaidKind::Issue, title, format!("{moves} {evidence}"), severity);
        let next =
            Patch::AddNextAction { text: format!("Check what depends on {key} against {new}.") };
        let draft = if self.in_jira || !self.group.is_issue() {
            let body = format!(
                "{moves}\n\n{evidence}\n\nWork that waits for {key} starts later by the same time.\n\n\
                 What is needed: an answer by {by} if the new date endangers a commitment. Without \
                 one, the plan continues with {new}."
            );
            let subject = format!("{key}: new date {new}");
            self.draft(Purpose::StakeholderUpdate, Role::ProjectStakeholders, subject, body)
        } else {
            let body = format!(
                "{evidence}\n\nWhat is needed: the due date of {key} set to {new}, or a comment with \
                 the date that applies, by {by}. Stakeholders hear of the change once this issue shows it."
            );
            let subject = format!("{key}: due date");
            self.draft(Purpose::JiraComment, Role::IssueAssignee, subject, body)
        };
        Proposed { summary: moves, drafts: vec![draft], patches: vec![raid, self.patch(next)] }
    }

    fn slip_without_date(&self) -> Proposed {
        let (key, subject, by) = (&self.key, &self.subject, &self.by);
        let summary = format!("{subject} comes later than planned; no source names a new date.");
        let body = format!(
            "{summary}\n\nWhat is needed: the new date for {key}, and what it depends on, by {by}. \
             Stakeholders hear of the change once the date stands."
        );
        let draft = self.draft(
            Purpose::Clarification,
            Role::Sender,
            format!("{key}: new date needed"),
            body,
        );
        let title = format!("{key} comes later than planned");
        let raid = self.raid(RaidKind::Issue, title, summary.clone(), Level::High);
        Proposed { summary, drafts: vec![draft], patches: vec![raid] }
    }

    fn blocker(&self) -> Proposed {
        let (key, subject, by) = (&self.key, &self.subject, &self.by);
        let summary = format!("Work on {subject} stands still.");
        let raid =
            self.raid(RaidKind::Issue, format!("{key} is blocked"), summary.clone(), Level::High);
        let needed = format!(
            "What is needed by {by}: who can remove the blocker, what exactly is missing, and the \
             earliest day on which work can resume."
        );
        let source = if self.by_mail { capital(&self.mailer) } else { "Jira".to_owned() };
        let body = format!("{source} reports {key} as blocked.\n\n{needed}");
        let title = format!("{key}: what removes the blocker");
        let (purpose, role) = if self.group.is_issue() {
            (Purpose::JiraComment, Role::IssueAssignee)
        } else {
            (Purpose::Clarification, Role::Sender)
        };
        let draft = self.draft(purpose, role, title, body);
        Proposed { summary, drafts: vec![draft], patches: vec![raid] }
    }

    fn contradiction(&self, fact: Option<&IssueFact>) -> Proposed {
        let (key, subject, by) = (&self.key, &self.subject, &self.by);
        let summary = format!("Two sources disagree about {subject}.");
        let status = fact.map(|f| f.issue.status.as_str()).filter(|s| !s.is_empty());
        let sides = match status {
            Some(status) if self.by_mail => format!(
                "{} reports {key} as finished, while Jira shows the status {status}.",
                capital(&self.mailer)
            ),
            _ => format!("One source reports {key} as finished, another one as blocked."),
        };
        let body = format!(
            "{summary} {sides}\n\nWhat is needed by {by}: which of the two is right. If the work is \
             finished, the issue moves to Done; if not, the day on which work can resume."
        );
        let draft = self.draft(
            Purpose::Clarification,
            Role::Sender,
            format!("{key}: which state is right?"),
            body,
        );
        let raid =
            self.raid(RaidKind::Risk, format!("Unclear state of {key}"), sides, Level::Medium);
        Proposed { summary, drafts: vec![draft], patches: vec![raid] }
    }

    fn scope_change(&self) -> Proposed {
        let (key, subject, by) = (&self.key, &self.subject, &self.by);
        let date =
            self.due.map_or_else(String::new, |d| format!(" The sources name {}.", british(d)));
        let summary = format!("The sources ask for a change of scope on {subject}.");
        let body = format!(
            "{summary}{date}\n\nThree ways are open: accept the change and move a date, exchange it \
             for agreed work of the same size, or plan it after the release.\n\nWhat is needed by \
             {by}: a decision, before anybody starts the work."
        );
        let draft = self.draft(
            Purpose::Escalation,
            Role::ProjectStakeholders,
            format!("{key}: decision on a change of scope"),
            body,
        );
        let text = format!("A request for a change of scope on {key} waits for a decision.");
        Proposed {
            summary,
            drafts: vec![draft],
            patches: vec![self.patch(Patch::AddScopeNote { text })],
        }
    }

    fn decision(&self) -> Proposed {
        let member =
            self.group.members.iter().rev().find(|m| m.class.category == Category::Decision);
        let decision = member
            .and_then(|m| decision_in(&m.signal.text))
            .unwrap_or_else(|| format!("The sources report a decision on {}.", self.key));
        let by = member
            .filter(|m| !m.signal.source_key.contains(':'))
            .map_or_else(String::new, |m| m.signal.who.clone());
        let title = format!("Decision on {}", self.subject);
        let patch = Patch::AddDecision {
            title,
            context: self.sources_named(),
            options: Vec::new(),
            decision,
            rationale: String::new(),
            by,
        };
        let summary = format!("The sources report a decision on {}.", self.subject);
        Proposed { summary, drafts: Vec::new(), patches: vec![self.patch(patch)] }
    }

    fn sources_named(&self) -> String {
        let count = self.group.members.len();
        if count == 1 { "One source.".to_owned() } else { format!("{count} sources.") }
    }

    fn risk(&self) -> Proposed {
        let summary = format!("The sources name a risk for {}.", self.subject);
        let title = format!("Risk for {}", self.subject);
        let raid = self.raid(RaidKind::Risk, title, summary.clone(), Level::Medium);
        Proposed { summary, drafts: Vec::new(), patches: vec![raid] }
    }

    fn question(&self) -> Proposed {
        let (key, subject) = (&self.key, &self.subject);
        let summary = format!("A message about {subject} waits for an answer.");
        let body = format!(
            "{summary} {} is the source.\n\nWhat is needed: an answer, or the name of somebody who \
             can give one, by {}.",
            capital(&self.mailer),
            self.by
        );
        let title = format!("{key}: answer needed");
        let draft = self.draft(Purpose::Escalation, Role::ProjectStakeholders, title, body);
        Proposed { summary, drafts: vec![draft], patches: Vec::new() }
    }

    /// Nothing of an untrusted text is repeated or acted on: the user looks at it.
    fn untrusted(&self, category: Category) -> Proposed {
        let flagged =
            self.group.members.iter().any(|m| m.signal.severity >= scoring_core::Severity::High);
        let what = match category {
            Category::Slip => "a later date",
            Category::Blocker => "a blocker",
            Category::ScopeChange => "a change of scope",
            Category::Decision => "a decision",
            Category::Risk => "a risk",
            Category::Contradiction => "a disagreement between sources",
            Category::Request => "a request",
            Category::Question => "a question",
            Category::None | Category::StatusUpdate | Category::Noise => {
                return Proposed::default();
            }
        };
        let why = if flagged {
            "The sanitiser flagged the text: parts of it try to steer the reader or hide something."
        } else {
            "The sender is not confirmed."
        };
        let summary = format!("An untrusted message brings {what} for {}.", self.key);
        let body = format!(
            "{summary} {why}\n\nNothing follows from it by itself.\n\nWhat is needed: a look at the \
             message, and a decision whether anybody answers it."
        );
        let title = format!("{}: untrusted message", self.key);
        let draft = self.draft(Purpose::Escalation, Role::ProjectStakeholders, title, body);
        Proposed { summary, drafts: vec![draft], patches: Vec::new() }
    }
}

/// Old date, new date, and whether Jira shows the new one.
fn moved(group: &Group<'_>, fact: Option<&IssueFact>) -> (Option<Date>, Option<Date>, bool) {
    let mut jira: Option<(Option<Date>, Date)> = None;
    let mut mailed = None;
    for member in &group.members {
        match &member.signal.signal.change {
            Change::Field { field, from, to }
                if matches!(field.as_str(), "duedate" | "due date") =>
            {
                if let Some(to) = to.as_deref().and_then(date_of) {
                    // The first old value and the last new one, when the date moved more than once.
                    let from = jira.map_or_else(|| from.as_deref().and_then(date_of), |(f, _)| f);
                    jira = Some((from, to));
                }
            }
            _ if matches!(member.class.category, Category::Slip | Category::ScopeChange) => {
                let found = in_text(&member.signal.text, member.signal.signal.occurred_at_ms);
                mailed = found.iter().max().copied().or(mailed);
            }
            _ => {}
        }
    }
    let fact_due = fact.and_then(|f| date_of(&f.issue.due));
    let fact_was = fact.and_then(|f| f.due_was.as_deref()).and_then(date_of);
    match (jira, mailed) {
        (Some((from, to)), _) => (from.or(fact_was), Some(to), true),
        (None, Some(mailed)) if fact_due == Some(mailed) => (fact_was, Some(mailed), true),
        (None, Some(mailed)) => (fact_due, Some(mailed), false),
        (None, None) => (None, None, false),
    }
}

/// The decision itself, where the text states it plainly and in the third person.
fn decision_in(text: &str) -> Option<String> {
    const MARKS: [&str; 8] = [
        "decided to ",
        "decided that ",
        "agreed to ",
        "agreed that ",
        "decision is to ",
        "decision: ",
        "decision is that ",
        "agreed on ",
    ];
    const PERSONAL: [&str; 8] = ["we", "our", "us", "i", "my", "me", "you", "your"];
    // ASCII lower case keeps every byte where it is, so that the found place fits the original.
    let lower = text.to_ascii_lowercase();
    let start = MARKS.iter().filter_map(|m| lower.find(m).map(|at| at + m.len())).min()?;
    let rest = text.get(start..)?;
    let end = rest.find(['\n', ';']).unwrap_or(rest.len());
    let sentence = rest.get(..end)?.split(". ").next()?.trim().trim_end_matches('.');
    let personal = sentence
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| PERSONAL.contains(&word));
    let length = sentence.chars().count();
    let plain = !personal && (8..=DECISION_CHARS).contains(&length) && !sentence.contains("://");
    plain.then(|| format!("{}.", capital(sentence)))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
