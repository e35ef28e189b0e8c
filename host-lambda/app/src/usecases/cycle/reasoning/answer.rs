//! The tool `propose`: its schema, and what makes an answer valid.

use std::collections::BTreeSet;

use api_types::artefacts::{
    Artefact, BacklogSummary, DecisionLog, DeliveryState, RaidLog, Sources,
};
use scoring_core::ArtefactType;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::artefacts::{Patch, PatchError, apply};
use crate::domain::work::{ProposedDraft, ProposedPatch, Purpose, Role};
use crate::usecases::App;
use crate::usecases::cycle::rules::Proposed;
use crate::usecases::cycle::triage::clean_sentence;

/// The tool that the model must use.
pub const TOOL: &str = "propose";
/// Most drafts of one proposal.
const DRAFTS_MAX: usize = 4;
/// Most patches of one proposal.
const PATCHES_MAX: usize = 8;
/// Longest summary, characters.
const SUMMARY_MAX: usize = 300;
/// Longest subject, characters.
const SUBJECT_MAX: usize = 150;
/// Longest body, characters.
const BODY_MAX: usize = 4_000;
/// Longest name of a status, characters.
const STATUS_MAX: usize = 40;
/// Fewest words of a title, subject or body: fewer say nothing.
const WORDS_MIN: usize = 2;

/// The whole answer; drafts and patches are read one by one, so that an error can name its place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    summary: String,
    #[serde(default)]
    artefact_patches: Vec<Value>,
    #[serde(default)]
    drafts: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireDraft {
    purpose: Purpose,
    #[serde(default)]
    recipients_role: Role,
    #[serde(default)]
    subject: String,
    body: String,
    sources: Vec<String>,
    #[serde(default)]
    issue: Option<String>,
    #[serde(default)]
    to_status: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePatch {
    artefact: ArtefactType,
    patch: Patch,
    sources: Vec<String>,
}

/// What an answer is measured by. No error repeats a word of the answer.
pub(super) struct Checker<'a> {
    pub(super) app: &'a App,
    /// Ids of the signals in the prompt.
    pub(super) signals: &'a [String],
    /// Issue keys that the signals name.
    pub(super) names: BTreeSet<&'a str>,
    /// Ids of the rows in the prompt.
    pub(super) rows: &'a [String],
    /// The artefacts as they stand.
    pub(super) artefacts: &'a [Artefact],
}

impl Checker<'_> {
    pub(super) fn validate(&self, input: &Value) -> Result<Proposed, Vec<String>> {
        let wire = Wire::deserialize(input).map_err(|_| {
            vec!["the input must hold exactly summary, artefact_patches and drafts".to_owned()]
        })?;
        let mut errors = Vec::new();
        let mut proposed = Proposed::default();
        match clean_sentence(self.app, &wire.summary, SUMMARY_MAX) {
            Ok(summary) => proposed.summary = summary,
            Err(error) => errors.push(format!("summary {error}")),
        }
        if wire.drafts.len() > DRAFTS_MAX {
            errors.push(format!("drafts: at most {DRAFTS_MAX}"));
        }
        if wire.artefact_patches.len() > PATCHES_MAX {
            errors.push(format!("artefact_patches: at most {PATCHES_MAX}"));
        }
        for (at, value) in wire.drafts.iter().take(DRAFTS_MAX).enumerate() {
            match self.draft(value) {
                Ok(draft) => proposed.drafts.push(draft),
                Err(error) => errors.push(format!("drafts[{at}]: {error}")),
            }
        }
        for (at, value) in wire.artefact_patches.iter().take(PATCHES_MAX).enumerate() {
            match self.patch(value) {
                Ok(patch) => proposed.patches.push(patch),
                Err(error) => errors.push(format!("artefact_patches[{at}]: {error}")),
            }
        }
        if errors.is_empty() { Ok(proposed) } else { Err(errors) }
    }

    fn sources(&self, sources: &[String]) -> Result<Vec<String>, String> {
        let known: Vec<String> =
            self.signals.iter().filter(|s| sources.contains(s)).cloned().collect();
        if sources.is_empty() || sources.iter().any(|s| !self.signals.contains(s)) {
            return Err(
                "sources must name at least one signal id, and only ids of the signals given"
                    .into(),
            );
        }
        Ok(known)
    }

    fn draft(&self, value: &Value) -> Result<ProposedDraft, String> {
        let wire =
            WireDraft::deserialize(value).map_err(|_| "does not fit the schema".to_owned())?;
        let on_issue = matches!(wire.purpose, Purpose::JiraComment | Purpose::StatusChange);
        let subject = wire.subject.trim();
        if (!on_issue || !subject.is_empty()) && !is_line(subject, SUBJECT_MAX) {
            return Err(format!(
                "subject must be one line of 1 to {SUBJECT_MAX} characters that says something"
            ));
        }
        let body = wire.body.trim();
        let printable = body.chars().all(|c| c == '\n' || !c.is_control());
        if !printable || body.chars().count() > BODY_MAX || words(body) < WORDS_MIN {
            return Err(format!(
                "body must be plain text of at most {BODY_MAX} characters that says something"
            ));
        }
        let issue = wire.issue.filter(|i| !i.is_empty());
        if issue.as_ref().is_some_and(|i| !self.names.contains(i.as_str())) {
            return Err("issue must be one of the keys in `names`, or null".into());
        }
        if on_issue && issue.is_none() {
            return Err("issue is needed for this purpose".into());
        }
        let to_status = wire.to_status.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty());
        let is_status = wire.purpose == Purpose::StatusChange;
        if is_status != to_status.is_some() {
            return Err("to_status belongs to status_change, and only to it".into());
        }
        let plain = |s: &String| s.chars().all(|c| c.is_alphanumeric() || " -/_&'".contains(c));
        if to_status.as_ref().is_some_and(|s| s.chars().count() > STATUS_MAX || !plain(s)) {
            return Err("to_status must be the plain name of a status".into());
        }
        Ok(ProposedDraft {
            purpose: wire.purpose,
            role: wire.recipients_role,
            subject: subject.to_owned(),
            body: body.to_owned(),
            sources: self.sources(&wire.sources)?,
            issue,
            to_status,
        })
    }

    fn patch(&self, value: &Value) -> Result<ProposedPatch, String> {
        let wire =
            WirePatch::deserialize(value).map_err(|_| "does not fit the schema".to_owned())?;
        if wire.patch.artefact() != wire.artefact {
            return Err("this op belongs to another artefact".into());
        }
        let sources = self.sources(&wire.sources)?;
        match &wire.patch {
            Patch::UpdateRaid { id, .. } | Patch::MilestoneNote { id, .. }
                if !self.rows.contains(id) =>
            {
                return Err("id must be the id of a row that was given".into());
            }
            Patch::AddRaid { title, .. } | Patch::AddDecision { title, .. }
                if words(title) < WORDS_MIN =>
            {
                return Err("title must say something".into());
            }
            Patch::SetSummary { summary: text, .. }
            | Patch::AddNextAction { text }
            | Patch::AddScopeNote { text }
            | Patch::MilestoneNote { note: text, .. }
                if words(text) < WORDS_MIN =>
            {
                return Err("the text must say something".into());
            }
            _ => {}
        }
        // Applied to a copy: what cannot be applied now need not be judged.
        let empty = empty(wire.artefact);
        let target = self.artefacts.iter().find(|a| a.kind() == wire.artefact).unwrap_or(&empty);
        let cited = Sources { signals: sources.clone(), ..Sources::default() };
        match apply(target, &wire.patch, &cited, "check", self.app.now()) {
            Ok(_) => Ok(ProposedPatch { patch: wire.patch, sources }),
            Err(PatchError::UnknownRow { .. }) => Err("there is no such row".into()),
            Err(error) => Err(error.to_string()),
        }
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count()
}

fn is_line(text: &str, chars_max: usize) -> bool {
    words(text) >= WORDS_MIN
        && text.chars().count() <= chars_max
        && !text.chars().any(char::is_control)
}

fn empty(artefact: ArtefactType) -> Artefact {
    match artefact {
        ArtefactType::DeliveryState => Artefact::DeliveryState(DeliveryState::default()),
        ArtefactType::RaidLog => Artefact::RaidLog(RaidLog::default()),
        ArtefactType::BacklogSummary => Artefact::BacklogSummary(BacklogSummary::default()),
        ArtefactType::DecisionLog => Artefact::DecisionLog(DecisionLog::default()),
    }
}

/// One op of a patch as a JSON schema: its name, what it needs, and what it may have.
fn op(name: &str, required: &[&str], properties: Value) -> Value {
    let mut properties = properties;
    properties["op"] = json!({"type": "string", "const": name});
    let mut needed = vec!["op"];
    needed.extend(required);
    json!({"type": "object", "additionalProperties": false, "required": needed, "properties": properties})
}

fn patch_schema() -> Value {
    let title = json!({"type": "string", "minLength": 1, "maxLength": 160});
    let text = json!({"type": "string", "maxLength": 1000});
    let full = json!({"type": "string", "minLength": 1, "maxLength": 1000});
    let id = json!({"type": "string", "description": "id of a row that was given"});
    let level = json!({"type": "string", "enum": ["low", "medium", "high"]});
    json!({"anyOf": [
        op("add_raid", &["kind", "title"], json!({
            "kind": {"type": "string", "enum": ["risk", "assumption", "issue", "dependency"]},
            "title": title, "description": text, "severity": level, "owner": title_or_empty(),
            "due": {"type": "string", "description": "YYYY-MM-DD, or empty"}, "mitigation": text})),
        op("update_raid", &["id"], json!({"id": id, "mitigation": text, "resolution": text,
            "status": {"type": "string",
                "enum": ["open", "mitigating", "resolved", "accepted", "closed"]}})),
        op("add_decision", &["title", "decision"], json!({"title": title, "context": text,
            "decision": full, "rationale": text, "by": title_or_empty()})),
        op("set_summary", &["summary", "overall"], json!({"summary": full,
            "overall": {"type": "string", "enum": ["green", "amber", "red"]}})),
        op("add_next_action", &["text"], json!({"text": full})),
        op("add_scope_note", &["text"], json!({"text": full})),
        op("milestone_note", &["id", "note"], json!({"id": id, "note": full})),
    ]})
}

fn title_or_empty() -> Value {
    json!({"type": "string", "maxLength": 160})
}

/// The schema of the tool's input.
pub(super) fn schema() -> Value {
    let sources = json!({"type": "array", "minItems": 1, "items": {"type": "string"}});
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["summary", "artefact_patches", "drafts"],
        "properties": {
            "summary": {"type": "string", "minLength": 1, "maxLength": SUMMARY_MAX},
            "artefact_patches": {"type": "array", "maxItems": PATCHES_MAX, "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["artefact", "patch", "sources"],
                "properties": {
                    "artefact": {"type": "string",
                        "enum": ["delivery_state", "raid_log", "backlog_summary", "decision_log"]},
                    "patch": patch_schema(),
                    "sources": sources,
                }}},
            "drafts": {"type": "array", "maxItems": DRAFTS_MAX, "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["purpose", "recipients_role", "subject", "body", "sources", "issue", "to_status"],
                "properties": {
                    "purpose": {"type": "string", "enum": ["stakeholder_update", "clarification",
                        "jira_comment", "status_change", "escalation"]},
                    "recipients_role": {"type": "string",
                        "enum": ["project_stakeholders", "issue_assignee", "sender"]},
                    "subject": {"type": "string", "maxLength": SUBJECT_MAX},
                    "body": {"type": "string", "minLength": 1, "maxLength": BODY_MAX},
                    "sources": sources,
                    "issue": {"type": ["string", "null"]},
                    "to_status": {"type": ["string", "null"]},
                }}},
        }
    })
}
