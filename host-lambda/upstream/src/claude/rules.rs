//! Keyword rules: what kind of signal a text is, what it is about, which dates it names.

use serde_json::{Value, json};

/// One fenced signal of a prompt: the attributes of its tag and its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Fragment {
    pub(super) id: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
}

impl Fragment {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }
}

/// `name="value"` pairs of a tag.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = tag;
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, next)) = after.split_once('"') else { break };
        let name = name.trim().rsplit([' ', '\n', '<']).next().unwrap_or_default();
        out.push((name.to_owned(), value.to_owned()));
        rest = next;
    }
    out
}

/// The signals of a prompt, found by `signal id="..."`; the whole text when there are none.
pub(super) fn fragments(prompt: &str) -> Vec<Fragment> {
    let mut out = Vec::new();
    let mut rest = prompt;
    while let Some(at) = rest.find("signal id=\"") {
        let tagged = &rest[at + "signal ".len()..];
        let end = tagged.find('>').or_else(|| tagged.find('\n')).unwrap_or(tagged.len());
        let (tag, after) = tagged.split_at(end);
        let next = after.find("signal id=\"").unwrap_or(after.len());
        let close = after.find("</signal").unwrap_or(next).min(next);
        let attributes = attributes(tag);
        let id = attributes.iter().find(|(k, _)| k == "id").map_or("", |(_, v)| v).to_owned();
        let text = after[..close].trim_start_matches('>').trim().to_owned();
        out.push(Fragment { id, attributes, text });
        rest = &after[next..];
    }
    if out.is_empty() {
        out.push(Fragment { text: prompt.to_owned(), ..Fragment::default() });
    }
    out
}

/// The first issue key in a text, such as `PAY-14`.
pub(super) fn issue_key(text: &str) -> Option<String> {
    let split = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    let key = |word: &&str| {
        word.split_once('-').is_some_and(|(project, number)| {
            (2..=10).contains(&project.len())
                && project.starts_with(|c: char| c.is_ascii_uppercase())
                && project.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && !number.is_empty()
                && number.len() <= 6
                && number.chars().all(|c| c.is_ascii_digit())
                && !["UTF", "ISO", "SHA", "RFC", "HTTP"].contains(&project)
        })
    };
    text.split(split).find(key).map(str::to_owned)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026-02-05` as `5 February`.
fn spoken(iso: &str) -> Option<String> {
    let month: usize = iso[5..7].parse().ok()?;
    Some(format!("{} {}", iso[8..].trim_start_matches('0'), MONTHS.get(month.checked_sub(1)?)?))
}

/// Dates that a text names, written or as `2026-02-05`, all as `5 February`, each once.
pub(super) fn dates(text: &str) -> Vec<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || ",;()\"'>".contains(c)).collect();
    let mut out: Vec<String> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let word = word.trim_end_matches(['.', ':', '?', '!']);
        let iso = word.len() == 10
            && word.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        let month = MONTHS.contains(&word).then(|| index.checked_sub(1)).flatten();
        let day = month
            .map(|before| words[before])
            .filter(|d| d.len() <= 2 && !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
        let found = match (iso, day) {
            (true, _) => spoken(word),
            (_, Some(day)) => Some(format!("{} {word}", day.trim_start_matches('0'))),
            _ => None,
        };
        if let Some(found) = found.filter(|f| !out.contains(f)) {
            out.push(found);
        }
    }
    out
}

/// Whether the lower-case text contains one of the words.
pub(super) fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

const NOISE: [&str; 6] =
    ["unsubscribe", "newsletter", "webinar", "% off", "out of office", "view in browser"];
const CONTRADICTION: [&str; 4] =
    ["contradict", "jira still says", "jira still shows", "does not match jira"];
const BLOCKER: [&str; 6] =
    ["blocked", "blocker", "cannot proceed", "can't proceed", "stuck on", "is blocking"];
const SLIP: [&str; 9] = [
    "slip",
    "delayed",
    "later than planned",
    "push back",
    "pushed back",
    "will not make",
    "won't make",
    "moved the due date",
    "duedate",
];
const SCOPE: [&str; 5] =
    ["scope", "additional requirement", "change request", "on top of what was agreed", "also need"];
const DECISION: [&str; 5] = ["decided", "decision", "agreed to", "signed off", "sign-off"];
const RISK: [&str; 4] = ["risk", "concern", "might not", "at risk"];
const REQUEST: [&str; 4] = ["please", "could you", "can you", "would you"];
const STATUS: [&str; 8] =
    ["done", "completed", "finished", "merged", "deployed", "in progress", "in review", "status"];

/// (category, stakes) of a text.
pub(super) fn category(text: &str) -> (&'static str, &'static str) {
    let text = text.to_lowercase();
    let table: [(&[&str], &str, &str); 8] = [
        (&NOISE, "noise", "low"),
        (&CONTRADICTION, "contradiction", "high"),
        (&SLIP, "slip", "high"),
        (&BLOCKER, "blocker", "high"),
        (&SCOPE, "scope_change", "high"),
        (&DECISION, "decision", "medium"),
        (&RISK, "risk", "medium"),
        (&["?"], "question", "medium"),
    ];
    for (words, category, stakes) in table {
        if any(&text, words) {
            return (category, stakes);
        }
    }
    if any(&text, &REQUEST) {
        return ("request", "medium");
    }
    if any(&text, &STATUS) { ("status_update", "low") } else { ("none", "low") }
}

/// A short, impersonal sentence about a category and what it concerns.
pub(super) fn headline(category: &str, entity: Option<&str>, dates: &[String]) -> String {
    let what = match category {
        "blocker" => "Blocker reported",
        "slip" => "Later date reported",
        "scope_change" => "Change of scope asked for",
        "decision" => "Decision recorded",
        "risk" => "Risk raised",
        "question" => "Question asked",
        "request" => "Request made",
        "contradiction" => "Sources contradict each other",
        "status_update" => "Progress reported",
        "noise" => "Nothing about a project",
        _ => "No project news",
    };
    let mut out = what.to_owned();
    if let Some(entity) = entity {
        out.push_str(&format!(" for {entity}"));
    }
    if let (Some(last), true) = (dates.last(), category == "slip") {
        out.push_str(&format!(", now {last}"));
    }
    out.push('.');
    out
}

/// Input for the tool `classify_signal`.
pub(super) fn classify(prompt: &str) -> Value {
    let fragments = fragments(prompt);
    let fragment = fragments.last().cloned().unwrap_or_default();
    let (category, stakes) = category(&fragment.text);
    let entity =
        fragment.attribute("entity").and_then(issue_key).or_else(|| issue_key(&fragment.text));
    let summary = headline(category, entity.as_deref(), &dates(&fragment.text));
    json!({"category": category, "stakes": stakes, "summary": summary, "entity": entity})
}
