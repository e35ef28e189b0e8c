//! What will be done, frozen: from an approved request to the effect that a plugin carries out.

use plugin_payload::{Draft, Effect, EffectKind, ProbeTarget, Recipient, SCHEMA};
use scoring_core::Target;

use crate::domain::action::StoredAction;
use crate::domain::person::Directory;
use crate::domain::settings::Config;
use crate::ports::Failure;
use crate::usecases::{App, CaseError};

/// The integration that carries out a target, or null for what stays inside.
#[must_use]
pub const fn integration_of(target: &Target) -> Option<&'static str> {
    match target {
        Target::Mail { .. } => Some("outlook"),
        Target::JiraComment { .. } | Target::JiraStatus { .. } | Target::JiraCreate { .. } => {
            Some("jira")
        }
        _ => None,
    }
}

/// The effect of an action under its current intent.
///
/// # Errors
/// [`CaseError::Invalid`] for a target without an effect.
pub fn effect_of(
    action: &StoredAction,
    config: &Config,
    directory: &Directory,
) -> Result<Effect, CaseError> {
    let what = &action.request.action;
    let kind = match &what.target {
        Target::Mail { .. } => EffectKind::Mail {
            mailbox: config.mailbox.clone(),
            reply_to: action.reply_to.clone(),
            to: what
                .recipients
                .iter()
                .map(|r| Recipient {
                    address: r.address.clone(),
                    name: directory.by_id(&r.person).map(|p| p.name.clone()).unwrap_or_default(),
                })
                .collect(),
            subject: what.subject.clone(),
            body: what.body.clone(),
        },
        Target::JiraComment { issue, customer_visible: false } => {
            EffectKind::JiraComment { issue: issue.clone(), body: what.body.clone() }
        }
        Target::JiraStatus { issue, to_status } => EffectKind::JiraStatus {
            issue: issue.clone(),
            to_status: to_status.clone(),
            own_account_id: config.own_account_id.clone(),
        },
        Target::JiraCreate { project_key, issue_type } => EffectKind::JiraCreate {
            project_key: project_key.clone(),
            issue_type: issue_type.clone(),
            summary: what.subject.clone(),
            description: what.body.clone(),
        },
        other => return Err(CaseError::Invalid(format!("there is no effect for {other:?}"))),
    };
    let claimed_at_ms = action.claimed_at_ms.unwrap_or(action.created_ms);
    Ok(Effect { schema: SCHEMA, intent: action.intent(), claimed_at_ms, kind })
}

/// Why a draft upstream is not the approved one, or null when it is (DESIGN section 5: read back before submit).
#[must_use]
pub fn differs(effect: &Effect, draft: &Draft) -> Option<String> {
    let EffectKind::Mail { to, subject, body, .. } = &effect.kind else { return None };
    let mut wanted: Vec<&str> = to.iter().map(|r| r.address.as_str()).collect();
    let mut got: Vec<&str> = draft.to.iter().map(String::as_str).collect();
    wanted.sort_unstable();
    got.sort_unstable();
    let text = |t: &str| t.replace("\r\n", "\n").trim_end().to_owned();
    if wanted != got || !draft.other.is_empty() {
        return Some("its recipients are not the approved ones".to_owned());
    }
    if draft.subject.trim() != subject.trim() {
        return Some("its subject is not the approved one".to_owned());
    }
    (text(&draft.body) != text(body)).then(|| "its text is not the approved one".to_owned())
}

impl App {
    /// The current version of what an action is aimed at, without own effects: thread and issue.
    ///
    /// # Errors
    /// When an integration fails.
    pub async fn target_version(
        &self,
        config: &Config,
        action: &scoring_core::Action,
    ) -> Result<String, CaseError> {
        let mut parts: Vec<String> = Vec::new();
        if let Target::Mail { thread: Some(thread) } = &action.target {
            let target = ProbeTarget::Thread {
                mailbox: config.mailbox.clone(),
                conversation_id: thread.clone(),
            };
            parts.push(self.probe("outlook", &target).await?);
        }
        let issue = match &action.target {
            Target::Artefact { .. } | Target::Note {} => None,
            _ => Some(action.subject_entity.as_str()).filter(|e| is_issue_key(e)),
        };
        if let Some(issue) = issue {
            let target = ProbeTarget::Issue {
                issue: issue.to_owned(),
                own_account_id: config.own_account_id.clone(),
            };
            parts.push(self.probe("jira", &target).await?);
        }
        Ok(parts.join(";"))
    }

    async fn probe(&self, integration: &str, target: &ProbeTarget) -> Result<String, CaseError> {
        match self.integrations.probe(integration, target).await {
            Ok(version) => Ok(version),
            Err(Failure::NotFound(_)) => Ok("gone".to_owned()),
            Err(failure) => {
                Err(CaseError::Integration { integration: integration.to_owned(), failure })
            }
        }
    }
}

/// Whether a text has the form of an issue key.
#[must_use]
pub fn is_issue_key(text: &str) -> bool {
    text.split_once('-').is_some_and(|(project, number)| {
        project.len() >= 2
            && project.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}
