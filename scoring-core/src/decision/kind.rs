//! Derives the kind of an action from its target and recipients; a caller can never claim one.

use crate::digest::has_confirmed;
use crate::types::{Kind, Recipient, Relation, Request, Target};

/// The kind of the action (DESIGN 2.1).
#[must_use]
pub fn kind_of(request: &Request) -> Kind {
    match &request.action.target {
        Target::Artefact { .. } => Kind::ArtefactUpdate,
        Target::Note {} => Kind::NotificationInternal,
        Target::Mail { .. } if all_confirmed(request) => Kind::EmailStakeholder,
        Target::Mail { .. } => Kind::EmailExternal,
        Target::JiraComment { customer_visible: true, .. } => Kind::EmailExternal,
        Target::JiraComment { .. } => Kind::JiraComment,
        Target::JiraStatus { .. } => Kind::JiraStatusChange,
        Target::JiraCreate { .. } => Kind::JiraCreateIssue,
        Target::ScopeChange { .. } => Kind::ScopeChange,
        Target::MilestoneChange { .. } => Kind::MilestoneChange,
        Target::DeleteData { .. } => Kind::DeleteData,
        Target::ShareConfidential { .. } => Kind::ShareConfidential,
        Target::ModifyIntegrationConfig { .. } => Kind::ModifyIntegrationConfig,
        Target::ChangeOwnAutonomy {} => Kind::ChangeOwnAutonomy,
    }
}

/// The confirmed relation behind one recipient: unknown unless the entry *and* the address are confirmed.
pub(super) fn relation_of(request: &Request, recipient: &Recipient) -> Relation {
    request
        .people
        .iter()
        .find(|p| p.id == recipient.person && !p.id.is_empty())
        .filter(|p| has_confirmed(p, &recipient.address))
        .map(|p| p.relation)
        .unwrap_or_default()
}

fn all_confirmed(request: &Request) -> bool {
    let recipients = &request.action.recipients;
    !recipients.is_empty()
        && recipients.iter().all(|r| relation_of(request, r) >= Relation::Stakeholder)
}
