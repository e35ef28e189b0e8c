//! Input for the tool `propose`: rows and drafts, written from facts and never by quoting.

use serde_json::{Value, json};

use super::rules::{Fragment, any, category, dates, fragments, issue_key};

/// Subjects of one proposal, at most.
const GROUPS_MAX: usize = 4;

/// Signals about one issue.
struct Group {
    key: String,
    signals: Vec<Fragment>,
}

impl Group {
    fn text(&self) -> String {
        let texts: Vec<&str> = self.signals.iter().map(|s| s.text.as_str()).collect();
        texts.join("\n")
    }

    fn ids(&self) -> Vec<&str> {
        self.signals.iter().map(|s| s.id.as_str()).filter(|i| !i.is_empty()).collect()
    }

    /// The gravest kind among the signals; a contradiction shows only across them.
    fn kind(&self) -> &'static str {
        let lower = self.text().to_lowercase();
        let done = any(&lower, &["is done", "is finished", "is complete", "completed", "finished"]);
        let blocked = any(&lower, &["blocked"]);
        if done && blocked && self.signals.len() > 1 {
            return "contradiction";
        }
        let found: Vec<&str> = self.signals.iter().map(|s| category(&s.text).0).collect();
        let gravest = ["contradiction", "slip", "blocker", "scope_change", "decision", "risk"];
        let other = ["question", "request", "status_update"];
        gravest.into_iter().chain(other).find(|k| found.contains(k)).unwrap_or("none")
    }
}

fn groups(prompt: &str) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for signal in fragments(prompt).into_iter().filter(|f| !f.id.is_empty()) {
        let named = signal.attribute("entity").and_then(issue_key);
        let subject = signal.attribute("subject").and_then(issue_key);
        let key = named.or(subject).or_else(|| issue_key(&signal.text)).unwrap_or_default();
        match out.iter_mut().find(|g| g.key == key) {
            Some(group) => group.signals.push(signal),
            None => out.push(Group { key, signals: vec![signal] }),
        }
    }
    out
}

/// The cause that the evidence names, from a fixed list: nothing is quoted from a text.
fn cause(text: &str) -> Option<&'static str> {
    let table = [
        ("certificate", "the missing certificate"),
        ("sandbox", "the unavailable bank sandbox"),
        ("firewall", "the open firewall change"),
        ("credential", "the missing credentials"),
        ("test data", "the missing test data"),
        ("licence", "the open licence question"),
        ("load test", "the result of the load test"),
        ("penetration", "the findings of the penetration test"),
        ("accessibility", "the accessibility findings"),
        ("reconciliation", "the reconciliation differences"),
        ("environment", "the unavailable environment"),
        ("vendor", "an open answer from the supplier"),
    ];
    let lower = text.to_lowercase();
    table.iter().find(|(word, _)| lower.contains(word)).map(|(_, cause)| *cause)
}

fn because(text: &str) -> String {
    cause(text).map_or(String::new(), |c| format!(" The cause named in the evidence is {c}."))
}

fn draft(
    group: &Group,
    purpose: &str,
    role: &str,
    (subject, body): (String, String),
    to_status: Option<&str>,
) -> Value {
    let issue = (!group.key.is_empty()).then_some(group.key.as_str());
    json!({"purpose": purpose, "recipients_role": role, "subject": subject, "body": body,
        "sources": group.ids(), "issue": issue, "to_status": to_status})
}

/// One typed patch, as the tool's schema wants it, from what a rule knows about a row.
fn patch(group: &Group, artefact: &str, row: &Value) -> Value {
    let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
    let patch = match artefact {
        "raid_log" => json!({"op": "add_raid", "kind": text("type"), "title": text("title"),
            "description": text("description"), "severity": text("severity")}),
        "delivery_state" => json!({"op": "add_next_action", "text": text("text")}),
        "backlog_summary" => json!({"op": "add_scope_note", "text": text("detail")}),
        _ => json!({"op": "add_decision", "title": text("title"), "context": text("context"),
            "decision": text("decision")}),
    };
    json!({"artefact": artefact, "patch": patch, "sources": group.ids()})
}

fn slip(group: &Group, patches: &mut Vec<Value>, drafts: &mut Vec<Value>) {
    let (key, text) = (&group.key, group.text());
    let dates = dates(&text);
    let new = dates.last().cloned().unwrap_or_else(|| "a date still to be named".into());
    let old = dates.first().filter(|d| **d != new);
    let before = old.map_or(String::new(), |o| format!(" The date given before was {o}."));
    patches.push(patch(
        group,
        "delivery_state",
        &json!({"text": format!("Tell whoever depends on {key} that it is expected on {new}.")}),
    ));
    patches.push(patch(
        group,
        "raid_log",
        &json!({"type": "issue", "title": format!("{key} is late"),
        "description": format!("{key} is now expected on {new}.{}", because(&text)),
        "severity": "high", "status": "open", "source": key}),
    ));
    let body = format!(
        "{key} is now expected on {new}.{before}{}\n\nThe date is taken from the issue and from \
        the \
     report of the team. Work that depends on {key} starts later by the same number of days.\n\n\
         Needed: a note by reply if the new date endangers a commitment on the receiving side.",
        because(&text)
    );
    let subject = format!("{key}: new expected date {new}");
    drafts.push(draft(group, "stakeholder_update", "project_stakeholders", (subject, body), None));
}

fn blocker(group: &Group, patches: &mut Vec<Value>, drafts: &mut Vec<Value>) {
    let (key, text) = (&group.key, group.text());
    patches.push(patch(
        group,
        "delivery_state",
        &json!({"text": format!("Remove the blocker of {key}.{}", because(&text))}),
    ));
    patches.push(patch(
        group,
        "raid_log",
        &json!({"type": "issue",
        "title": format!("{key} is blocked"),
        "description": format!("Work on {key} has stopped.{}", because(&text)),
        "severity": "high", "status": "open", "source": key}),
    ));
    if key.is_empty() {
        return;
    }
    let body = format!(
        "{key} is reported as blocked.{}\n\nNeeded on this issue: who can remove the blocker, what \
         exactly is missing, and the earliest date on which work can resume.",
        because(&text)
    );
    let subject = format!("{key}: what is needed to remove the blocker");
    drafts.push(draft(group, "jira_comment", "issue_assignee", (subject, body), None));
    let lower = text.to_lowercase();
    if !any(&lower, &["to: blocked", "-> blocked", "to blocked", "status: blocked"]) {
        let body =
            format!("{key} is reported as blocked; the status in Jira does not show it yet.");
        let subject = format!("{key}: set the status to Blocked");
        let words = (subject, body);
        drafts.push(draft(group, "status_change", "issue_assignee", words, Some("Blocked")));
    }
}

fn contradiction(group: &Group, patches: &mut Vec<Value>, drafts: &mut Vec<Value>) {
    let key = &group.key;
    patches.push(patch(
        group,
        "raid_log",
        &json!({"type": "risk",
        "title": format!("Unclear state of {key}"),
        "description": format!("{key} is reported as done by mail, while Jira shows it as \
        blocked."),
        "severity": "medium", "status": "open", "source": key}),
    ));
    let body = format!(
        "{key} is reported as done by mail, while the issue itself is shown as blocked in Jira.\n\n\
         Needed: confirmation of which of the two is right. If the work is done, the issue can be \
         moved to Done; if it is blocked, a date on which work can resume is needed."
    );
    let subject = format!("{key}: done or blocked?");
    drafts.push(draft(group, "clarification", "sender", (subject, body), None));
}

fn scope(group: &Group, patches: &mut Vec<Value>, drafts: &mut Vec<Value>) {
    let key = if group.key.is_empty() { "the project" } else { &group.key };
    let dates = dates(&group.text());
    let by = dates.last().map_or(String::new(), |d| format!(" The date named for it is {d}."));
    patches.push(patch(
        group,
        "backlog_summary",
        &json!({"list": "highlights", "issue": group.key,
        "kind": "scope_creep", "detail": format!("A change of scope was asked for on {key}.{by}"),
        "suggestion": "Estimate the change before it is accepted."}),
    ));
    let body = format!(
        "A change of scope was asked for on {key}.{by}\n\nIt is not part of what was agreed. \
        Options: \
         accept it and move a date, exchange it for agreed work of the same size, or plan it after \
         the release. A decision is needed before work starts."
    );
    let subject = format!("Decision needed: change of scope on {key}");
    drafts.push(draft(group, "escalation", "project_stakeholders", (subject, body), None));
}

fn question(group: &Group, drafts: &mut Vec<Value>) {
    let about = if group.key.is_empty() { "the project" } else { &group.key };
    let body = format!(
        "The question about {about} has been received.\n\nNeeded for a complete answer: which date \
         or decision depends on it, and by when. The state of {about} in Jira is the basis of the \
         answer."
    );
    let subject = format!("Re: question about {about}");
    drafts.push(draft(group, "clarification", "sender", (subject, body), None));
}

/// Builds a proposal from the signals in a prompt.
pub(super) fn propose(prompt: &str) -> Value {
    let (mut patches, mut drafts, mut said) = (Vec::new(), Vec::new(), Vec::new());
    let mut groups = groups(prompt);
    let order =
        ["slip", "blocker", "contradiction", "scope_change", "decision", "risk", "question"];
    groups.sort_by_key(|g| order.iter().position(|k| *k == g.kind()).unwrap_or(order.len()));
    for group in groups.iter().take(GROUPS_MAX) {
        let about = if group.key.is_empty() { "no issue" } else { &group.key };
        let kind = group.kind();
        match kind {
            "slip" => slip(group, &mut patches, &mut drafts),
            "blocker" => blocker(group, &mut patches, &mut drafts),
            "contradiction" => contradiction(group, &mut patches, &mut drafts),
            "scope_change" => scope(group, &mut patches, &mut drafts),
            "decision" => patches.push(patch(
                group,
                "decision_log",
                &json!({
                "title": format!("Decision on {about}"),
                "context": format!("Recorded from {} signal(s).", group.signals.len()),
                "decision": format!("A decision on {about} was reported; see the sources."),
                "status": "active", "related_items": [group.key]}),
            )),
            "risk" => patches.push(patch(
                group,
                "raid_log",
                &json!({"type": "risk",
                "title": format!("Risk on {about}"),
                "description": format!("A risk was raised on {about}.{}", because(&group.text())),
                "severity": "medium", "status": "open", "source": group.key}),
            )),
            "question" => question(group, &mut drafts),
            _ => continue,
        }
        said.push(format!("{} on {about}", kind.replace('_', " ")));
    }
    let summary = if said.is_empty() { "Nothing to propose".to_owned() } else { said.join("; ") };
    json!({"summary": format!("{summary}."), "artefact_patches": patches, "drafts": drafts})
}
