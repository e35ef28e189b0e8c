//! Sentences about actions and sources, the same in events, notices and views.

use api_types::{RecipientView, SourceView};
use scoring_core::{Target, digest::has_confirmed};

use crate::domain::action::StoredAction;
use crate::domain::person::Directory;
use crate::domain::settings::Config;
use crate::domain::work::Prepared;
use crate::usecases::judge::cut;

/// What an action is, without any text of the draft or an address.
#[must_use]
pub fn action_line(action: &StoredAction) -> String {
    let what = &action.request.action;
    match &what.target {
        Target::Artefact { .. } => format!("Update of {}", what.subject_entity),
        Target::Note {} => "Note".to_owned(),
        Target::Mail { .. } => {
            let people = what.recipients.len();
            format!(
                "Mail to {people} {} about {}",
                if people == 1 { "person" } else { "people" },
                about(action)
            )
        }
        Target::JiraComment { issue, .. } => format!("Comment on {issue}"),
        Target::JiraStatus { issue, to_status } => format!("Move of {issue} to {to_status}"),
        Target::JiraCreate { project_key, .. } => format!("New issue in {project_key}"),
        Target::ScopeChange { issue } => format!("Question of scope about {}", short(issue)),
        Target::MilestoneChange { issue } => format!("Milestone change of {issue}"),
        other => format!("{other:?}"),
    }
}

fn about(action: &StoredAction) -> String {
    short(&action.request.action.subject_entity)
}

/// Issue keys as they are; anything else is a thread id that says nothing to a person.
fn short(entity: &str) -> String {
    if crate::usecases::send::effect::is_issue_key(entity) {
        entity.to_owned()
    } else {
        "a thread".to_owned()
    }
}

/// A source as the dashboard shows it.
#[must_use]
pub fn source(prepared: &Prepared, config: &Config) -> SourceView {
    let link = match (&prepared.signal.mail, config.issue_link_base.is_empty()) {
        (None, false) => format!("{}{}", config.issue_link_base, prepared.signal.entity),
        _ => String::new(),
    };
    SourceView {
        id: prepared.id.clone(),
        label: prepared.label.clone(),
        who: prepared.who.clone(),
        at_ms: prepared.signal.occurred_at_ms,
        trust: prepared.trust,
        severity: prepared.severity,
        excerpt: cut(&prepared.text, 600).to_owned(),
        link,
    }
}

/// The recipients of an action, readable.
#[must_use]
pub fn recipients(action: &StoredAction, directory: &Directory) -> Vec<RecipientView> {
    action
        .request
        .action
        .recipients
        .iter()
        .map(|r| {
            let person = directory.by_id(&r.person).filter(|p| has_confirmed(&p.core, &r.address));
            RecipientView {
                name: person.map_or_else(|| r.address.clone(), |p| p.name.clone()),
                address: r.address.clone(),
                relation: Directory::relation_word(
                    person.map(|p| p.core.relation).unwrap_or_default(),
                )
                .to_owned(),
            }
        })
        .collect()
}
