//! Comment, transition and creation.
//!
//! Jira has no drafts: `prepare` checks that the effect is possible and returns what will be sent,
//! read back through the same conversion; `submit` is the one request that counts.

use alloc::format;
use alloc::string::{String, ToString};

use plugin_sdk::json::{at, id_at, list_at, str_at};
use plugin_sdk::payload::{Draft, Effect, EffectKind, INTENT_MARKER, Receipt, SCHEMA};
use plugin_sdk::serde_json::{Value, json};
use plugin_sdk::{Failure, Level, Upstream, adf, call_effect, fetch, fetch_effect};

use crate::{api, verify};

/// Characters of the intent that go into a label.
const LABEL_INTENT_CHARS: usize = 12;

/// See [`plugin_sdk::Integration::prepare`]. The receipt's `also` holds the transition id for a
/// status, and its draft: the body of a comment, the status to reach as subject, or summary and
/// description of a new issue.
pub fn prepare(upstream: &mut dyn Upstream, effect: &Effect) -> Result<Receipt, Failure> {
    match &effect.kind {
        EffectKind::JiraComment { issue, body } => {
            let found = issue_head(upstream, issue)?;
            Ok(receipt(&found, "", "", &adf::to_text(&adf::from_text(body))))
        }
        EffectKind::JiraStatus { issue, to_status, .. } => {
            let found = issue_head(upstream, issue)?;
            if str_at(&found, "/fields/status/name").eq_ignore_ascii_case(to_status) {
                return Err(Failure::refused("the issue already has that status"));
            }
            let (id, name) = transition_to(upstream, issue, to_status)?;
            Ok(receipt(&found, &id, &name, ""))
        }
        EffectKind::JiraCreate { project_key, issue_type, summary, description } => {
            let project = fetch(upstream, api::get(&["project", project_key]))?;
            let types = list_at(&project, "/issueTypes");
            let known = types.iter().any(|t| str_at(t, "/name").eq_ignore_ascii_case(issue_type));
            if !types.is_empty() && !known {
                return Err(Failure::refused("the project has no issue type of that name"));
            }
            let description = adf::to_text(&adf::from_text(description));
            Ok(receipt(&Value::Null, "", summary, &description))
        }
        EffectKind::Mail { .. } => Err(Failure::refused("this integration sends no mail")),
    }
}

/// See [`plugin_sdk::Integration::submit`].
pub fn submit(
    upstream: &mut dyn Upstream,
    effect: &Effect,
    receipt: &Receipt,
) -> Result<Receipt, Failure> {
    match &effect.kind {
        EffectKind::JiraComment { issue, body } => comment(upstream, effect, issue, body),
        EffectKind::JiraStatus { issue, .. } => {
            if receipt.also.is_empty() {
                return Err(Failure::refused("the receipt names no transition"));
            }
            let body = json!({"transition": {"id": receipt.also}});
            let request = api::post(&["issue", issue, "transitions"]).json(&body);
            call_effect(upstream, request)?;
            Ok(transition_receipt(upstream, effect, receipt))
        }
        EffectKind::JiraCreate { .. } => create(upstream, effect),
        EffectKind::Mail { .. } => Err(Failure::refused("this integration sends no mail")),
    }
}

/// Label that marks a created issue.
pub fn intent_label(intent: &str) -> String {
    let legal = intent.chars().filter(char::is_ascii_alphanumeric);
    format!("holdfast-{}", legal.take(LABEL_INTENT_CHARS).collect::<String>())
}

fn comment(
    upstream: &mut dyn Upstream,
    effect: &Effect,
    issue: &str,
    body: &str,
) -> Result<Receipt, Failure> {
    // `sd.public.comment` keeps the comment from customers where the project is a service desk,
    // and is an unused property elsewhere.
    let body = json!({
        "body": adf::from_text(body),
        "properties": [
            {"key": INTENT_MARKER, "value": {"intent": effect.intent}},
            {"key": "sd.public.comment", "value": {"internal": true}},
        ],
    });
    let request = api::post(&["issue", issue, "comment"]).json(&body);
    let made = fetch_effect(upstream, request)?;
    Ok(comment_receipt(&made, issue))
}

/// The receipt of a comment as Jira returns it.
pub fn comment_receipt(comment: &Value, issue: &str) -> Receipt {
    Receipt {
        schema: SCHEMA,
        id: id_at(comment, "/id"),
        also: issue.to_string(),
        link: browse_link(str_at(comment, "/self"), issue),
        draft: Some(Draft { body: adf::to_text(at(comment, "/body")), ..Draft::default() }),
    }
}

/// The transition was accepted: its changelog entry is the better receipt, but a failure to read
/// it must not look like a failed transition.
fn transition_receipt(upstream: &mut dyn Upstream, effect: &Effect, receipt: &Receipt) -> Receipt {
    let mut done = receipt.clone();
    done.draft = None;
    match verify::own_transition(upstream, effect) {
        Ok(Some(id)) => done.id = id,
        Ok(None) => done.id.clear(),
        Err(_) => {
            done.id.clear();
            upstream.log(Level::Warn, "transition accepted, changelog not readable");
        }
    }
    done
}

fn create(upstream: &mut dyn Upstream, effect: &Effect) -> Result<Receipt, Failure> {
    let EffectKind::JiraCreate { project_key, issue_type, summary, description } = &effect.kind
    else {
        return Err(Failure::refused("the effect is not a creation"));
    };
    let body = json!({
        "fields": {
            "project": {"key": project_key},
            "issuetype": {"name": issue_type},
            "summary": summary,
            "description": adf::from_text(description),
            "labels": [intent_label(&effect.intent)],
        },
        "properties": [{"key": INTENT_MARKER, "value": {"intent": effect.intent}}],
    });
    let made = fetch_effect(upstream, api::post(&["issue"]).json(&body))?;
    Ok(created_receipt(&made))
}

/// The receipt of an issue: its key as id, its number as the second.
pub fn created_receipt(issue: &Value) -> Receipt {
    let key = str_at(issue, "/key");
    Receipt {
        schema: SCHEMA,
        id: key.to_string(),
        also: id_at(issue, "/id"),
        link: browse_link(str_at(issue, "/self"), key),
        draft: None,
    }
}

fn issue_head(upstream: &mut dyn Upstream, issue: &str) -> Result<Value, Failure> {
    fetch(upstream, api::get(&["issue", issue]).query("fields", "status,project"))
}

fn receipt(issue: &Value, also: &str, subject: &str, body: &str) -> Receipt {
    let key = str_at(issue, "/key");
    Receipt {
        schema: SCHEMA,
        id: key.to_string(),
        also: also.to_string(),
        link: browse_link(str_at(issue, "/self"), key),
        draft: Some(Draft {
            subject: subject.to_string(),
            body: body.to_string(),
            ..Draft::default()
        }),
    }
}

/// Where a person can look at an issue: the site before `/rest/`, then `/browse/`.
fn browse_link(own: &str, key: &str) -> String {
    match own.split_once("/rest/") {
        Some((site, _)) if !key.is_empty() => format!("{site}/browse/{key}"),
        _ => String::new(),
    }
}

/// Id of the transition that leads to a status, and that status as Jira spells it.
fn transition_to(
    upstream: &mut dyn Upstream,
    issue: &str,
    to_status: &str,
) -> Result<(String, String), Failure> {
    let answer = fetch(upstream, api::get(&["issue", issue, "transitions"]))?;
    let found = list_at(&answer, "/transitions")
        .iter()
        .find(|t| str_at(t, "/to/name").eq_ignore_ascii_case(to_status));
    let found = found.ok_or_else(|| Failure::refused("no transition leads to that status"))?;
    let id = id_at(found, "/id");
    if id.is_empty() {
        return Err(Failure::malformed("a transition has no id"));
    }
    Ok((id, str_at(found, "/to/name").to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_links() {
        assert_eq!(intent_label("01J-ABC def/ghijklmnop"), "holdfast-01JABCdefghi");
        let own = "https://x.example/rest/api/3/issue/1";
        assert_eq!(browse_link(own, "PAY-1"), "https://x.example/browse/PAY-1");
        assert_eq!(browse_link("nonsense", "PAY-1"), "");
    }
}
