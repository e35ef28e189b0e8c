//! Stored items to wire shapes.

use api_types::artefacts::Artefact;
use api_types::{
    ActionView, ArtefactView, DecisionView, ProducedBy, ProjectSummary, ProjectView, ReceiptView,
    Why,
};
use scoring_core::Target;

use super::words;
use crate::domain::action::StoredAction;
use crate::domain::artefacts::{check, markdown};
use crate::domain::escalation::StoredEscalation;
use crate::domain::keys;
use crate::domain::person::Directory;
use crate::domain::project::Project;
use crate::domain::signal::StoredSignal;
use crate::domain::stored_artefact::StoredArtefact;
use crate::domain::work::By;
use crate::usecases::cycle::update::ARTEFACTS;
use crate::usecases::{App, CaseError};

/// Most sources whose labels one project page carries.
const LABELS_MAX: usize = 400;

impl App {
    /// One action as the hold card shows it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn action_view(
        &self,
        action: StoredAction,
        directory: &Directory,
    ) -> Result<ActionView, CaseError> {
        let project = self.load::<Project>(&keys::project(action.project())).await?;
        let recipients = words::recipients(&action, directory);
        Ok(ActionView {
            revision: action.revision,
            project: action.project().to_owned(),
            project_name: project.map_or_else(|| action.project().to_owned(), |p| p.value.name),
            state: action.state,
            recipients,
            receipt: receipt(&action),
            why: Why {
                trigger: action.trigger,
                sources: action.sources,
                produced_by: produced_by(action.by),
                cost_microusd: action.cost_microusd,
            },
            id: action.id,
            request: action.request,
            verdict: action.verdict,
            engine_digest: action.engine_digest,
            drafted_subject: action.drafted_subject,
            drafted_body: action.drafted_body,
            held_until_ms: action.held_until_ms,
            not_before_ms: action.not_before_ms,
            snoozed_until_ms: action.snoozed_until_ms,
            timer_off: action.timer_off,
            created_ms: action.created_ms,
            thread_last: action.thread_last,
            trouble: action.trouble,
            history: action.history,
        })
    }

    /// One escalation with its draft.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn decision_view(
        &self,
        escalation: StoredEscalation,
        revision: u64,
        directory: &Directory,
    ) -> Result<DecisionView, CaseError> {
        let project = self.load::<Project>(&keys::project(&escalation.project)).await?;
        let action = match &escalation.action {
            Some(id) => Some(self.action_view(self.action(id).await?.value, directory).await?),
            None => None,
        };
        Ok(DecisionView {
            id: escalation.id,
            revision,
            project_name: project.map_or_else(|| escalation.project.clone(), |p| p.value.name),
            project: escalation.project,
            question: escalation.question,
            reason: escalation.reason,
            sources: escalation.sources,
            options: escalation.options,
            state: escalation.state,
            created_ms: escalation.created_ms,
            expires_ms: escalation.expires_ms,
            cost_of_waiting: escalation.cost_of_waiting,
            chosen: escalation.chosen,
            note: escalation.note,
            action,
        })
    }

    /// One project in a list; `waiting` counts held drafts and pending escalations.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn project_summary(
        &self,
        project: &Project,
        waiting: u64,
    ) -> Result<ProjectSummary, CaseError> {
        let key = keys::artefact(&project.id, scoring_core::ArtefactType::DeliveryState);
        let state = self.load::<StoredArtefact>(&key).await?.map(|s| s.value);
        let mut summary = ProjectSummary {
            id: project.id.clone(),
            name: project.name.clone(),
            key: project.key.clone(),
            status: project.status.word().to_owned(),
            overall: None,
            summary: String::new(),
            blockers: 0,
            waiting,
            updated_ms: state.as_ref().map(|s| s.updated_ms),
        };
        if let Some(Artefact::DeliveryState(delivery)) = state.map(|s| s.content) {
            summary.overall = Some(delivery.overall);
            summary.blockers = u64::try_from(delivery.blockers.len()).unwrap_or(u64::MAX);
            summary.summary = delivery.summary;
        }
        Ok(summary)
    }

    /// One project with its artefacts and the labels of their sources.
    ///
    /// # Errors
    /// [`CaseError::NotFound`] when there is no such project.
    pub async fn project_view(&self, id: &str, waiting: u64) -> Result<ProjectView, CaseError> {
        let project = self.project(id).await?;
        let config = self.config().await?;
        let mut artefacts = Vec::new();
        let mut cited: Vec<String> = Vec::new();
        for kind in ARTEFACTS {
            if let Some(found) = self.load::<StoredArtefact>(&keys::artefact(id, kind)).await? {
                for row in check::rows(&found.value.content) {
                    cited.extend(row.sources.signals.iter().cloned());
                }
                artefacts.push(artefact_view(found.value, &project.name));
            }
        }
        cited.sort_unstable();
        cited.dedup();
        let mut sources = Vec::new();
        for signal in cited.into_iter().take(LABELS_MAX) {
            if let Some(stored) = self.signal(&signal).await? {
                let link = if stored.integration == "jira" && !config.issue_link_base.is_empty() {
                    format!("{}{}", config.issue_link_base, stored.entity)
                } else {
                    String::new()
                };
                sources.push((signal, stored.label, link));
            }
        }
        Ok(ProjectView {
            project: self.project_summary(&project, waiting).await?,
            artefacts,
            sources,
        })
    }

    /// A signal by its id, whichever integration it came from.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn signal(&self, id: &str) -> Result<Option<StoredSignal>, CaseError> {
        for integration in ["jira", "outlook"] {
            if let Some(found) = self.load::<StoredSignal>(&keys::signal(integration, id)).await? {
                return Ok(Some(found.value));
            }
        }
        Ok(None)
    }
}

/// One artefact as the project page shows it.
#[must_use]
pub fn artefact_view(stored: StoredArtefact, project_name: &str) -> ArtefactView {
    ArtefactView {
        artefact: stored.content.kind(),
        version: stored.version,
        updated_ms: stored.updated_ms,
        markdown: markdown(&stored.content, project_name),
        content: stored.content,
        changes: stored.changes,
        undo_to: stored.previous.map(|p| p.version),
    }
}

fn produced_by(by: By) -> ProducedBy {
    match by {
        By::Rules => ProducedBy::Rules,
        By::Model { model } => ProducedBy::Model { model },
    }
}

fn receipt(action: &StoredAction) -> Option<ReceiptView> {
    let at_ms = action.confirmed_at_ms?;
    let receipt = action.receipt.as_ref()?;
    let what = match action.request.action.target {
        Target::Mail { .. } => "Message in Sent Items",
        Target::JiraComment { .. } => "Comment on the issue",
        Target::JiraStatus { .. } => "Entry in the issue's history",
        Target::JiraCreate { .. } => "Issue",
        _ => "Row in the artefact",
    };
    Some(ReceiptView { what: what.to_owned(), id: receipt.id.clone(), at_ms })
}
