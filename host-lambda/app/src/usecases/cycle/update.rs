//! artefact-updater: deterministic upkeep first, judged patches second; version-checked, with a typed diff.

use api_types::artefacts::{Artefact, Sources};
use api_types::{ActionState, EventKind, TransitionView};
use scoring_core::ArtefactType;
use serde::{Deserialize, Serialize};

use super::CycleIds;
use crate::domain::action::StoredAction;
use crate::domain::artefacts::{IssueFact, UpkeepContext, apply, diff, upkeep};
use crate::domain::keys;
use crate::domain::project::Project;
use crate::domain::stored_artefact::{Previous, StoredArtefact};
use crate::ports::{Condition, Item, Query, Write};
use crate::usecases::context::Versioned;
use crate::usecases::events::NewEvent;
use crate::usecases::send::store::action_item;
use crate::usecases::{App, CaseError};

/// The four artefacts, in the order in which they are kept.
pub const ARTEFACTS: [ArtefactType; 4] = [
    ArtefactType::DeliveryState,
    ArtefactType::RaidLog,
    ArtefactType::BacklogSummary,
    ArtefactType::DecisionLog,
];

/// What the updater did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateCounts {
    /// Artefacts written.
    pub written: u64,
    /// Artefacts that stayed as they were.
    pub unchanged: u64,
    /// Patches applied.
    pub patches: u64,
    /// Patches that no longer fit.
    pub patches_failed: u64,
}

impl App {
    /// Brings the four artefacts of a project up to date.
    ///
    /// # Errors
    /// When the store fails or the lease is lost.
    pub async fn update_artefacts(&self, cycle: &CycleIds) -> Result<UpdateCounts, CaseError> {
        let project = self.project(&cycle.project_id).await?;
        let situation = self.situation().await?;
        let facts: Vec<IssueFact> =
            self.facts(&project.id).await?.into_values().map(|(f, _)| f).collect();
        let patches = self.judged_patches(&project.id).await?;
        let mut counts = UpdateCounts::default();
        for kind in ARTEFACTS {
            let key = keys::artefact(&project.id, kind);
            let old = self.load::<StoredArtefact>(&key).await?;
            let context = UpkeepContext {
                now_ms: self.now(),
                today: situation.calendar.date(self.now()),
                utc_offset_min: situation.calendar.offset(self.now()).0,
                project_name: project.name.clone(),
                first_sync: old.is_none(),
            };
            let mut content =
                upkeep(kind, old.as_ref().map(|o| &o.value.content), &facts, &context);
            let mut writes = Vec::new();
            for (action, rev) in patches.iter().filter(|(a, _)| targets(a, kind)) {
                let (next, write) = self.apply_judged(&content, action, *rev, &mut counts)?;
                content = next;
                writes.push(write);
            }
            self.store_artefact(cycle, &project, old, content, writes, &mut counts).await?;
        }
        Ok(counts)
    }

    async fn judged_patches(&self, project: &str) -> Result<Vec<(StoredAction, u64)>, CaseError> {
        let query = Query::prefix(format!("{}#{project}", keys::ACTIONS_PATCHES), "").limit(60);
        let mut found = Vec::new();
        for entry in self.table.query_index(&query).await?.items {
            if let Some(action) = self.load::<StoredAction>(&entry.key).await?
                && action.value.state == ActionState::Claimed
            {
                found.push((action.value, action.rev));
            }
        }
        Ok(found)
    }

    /// One patch: the new content and the write that settles its action.
    fn apply_judged(
        &self,
        content: &Artefact,
        action: &StoredAction,
        rev: u64,
        counts: &mut UpdateCounts,
    ) -> Result<(Artefact, Write), CaseError> {
        let context = action.request.context_trust;
        let sources = Sources {
            signals: action.request.evidence.iter().map(|e| e.id.clone()).collect(),
            trust: context.trust,
            severity: context.severity,
        };
        let now = self.now();
        let result = match &action.patch {
            Some(patch) => {
                apply(content, patch, &sources, &action.id, now).map_err(|e| e.to_string())
            }
            None => Err("the action holds no patch".to_owned()),
        };
        let mut settled = action.clone();
        settled.updated_ms = now;
        settled.revision += 1;
        let (next, text) = match result {
            Ok(next) => {
                counts.patches += 1;
                settled.state = ActionState::Confirmed;
                settled.confirmed_at_ms = Some(now);
                (next, "Applied to the artefact.".to_owned())
            }
            Err(error) => {
                counts.patches_failed += 1;
                settled.state = ActionState::Failed;
                settled.trouble = Some(format!("The patch no longer fits: {error}."));
                (content.clone(), format!("Not applied: {error}."))
            }
        };
        settled.history.push(TransitionView {
            at_ms: now,
            state: settled.state,
            by: "agent".into(),
            text,
        });
        Ok((next, Write::Put(action_item(&settled)?, Condition::Rev(rev))))
    }

    async fn store_artefact(
        &self,
        cycle: &CycleIds,
        project: &Project,
        old: Option<Versioned<StoredArtefact>>,
        content: Artefact,
        mut writes: Vec<Write>,
        counts: &mut UpdateCounts,
    ) -> Result<(), CaseError> {
        let changes = diff(old.as_ref().map(|o| &o.value.content), &content);
        // What a reader cannot see (a refreshed citation, a review date) waits for a change that shows; a patch
        // is always written.
        let same = old.as_ref().is_some_and(|o| {
            o.value.content == content || (changes.is_empty() && writes.is_empty())
        });
        if same {
            counts.unchanged += 1;
            if !writes.is_empty() {
                self.write_fenced(&cycle.token, writes).await?;
            }
            return Ok(());
        }
        let word = keys::artefact_word(content.kind());
        let (version, rev) = old.as_ref().map_or((1, 0), |o| (o.value.version + 1, o.rev));
        let text = format!(
            "{} updated to version {version}: {} changes.",
            title_of(content.kind()),
            changes.len()
        );
        let event =
            NewEvent::of(&project.id, EventKind::Artefact, text, word).in_cycle(&cycle.cycle_id);
        let event = changes.iter().take(20).fold(event, |event, change| {
            event.step("change", format!("{:?} {} {}", change.kind, change.row, change.field))
        });
        let stored = StoredArtefact {
            version,
            updated_ms: self.now(),
            content,
            changes,
            previous: old.map(|o| {
                Box::new(Previous {
                    version: o.value.version,
                    updated_ms: o.value.updated_ms,
                    content: o.value.content,
                })
            }),
        };
        let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
        let kind = stored.content.kind();
        writes.push(Write::Put(Item::new(keys::artefact(&project.id, kind), &stored)?, condition));
        writes.push(self.event(event)?);
        self.write_fenced(&cycle.token, writes).await?;
        counts.written += 1;
        Ok(())
    }
}

fn targets(action: &StoredAction, kind: ArtefactType) -> bool {
    matches!(action.request.action.target, scoring_core::Target::Artefact { artefact } if artefact == kind)
}

/// The name of an artefact in a sentence.
#[must_use]
pub const fn title_of(kind: ArtefactType) -> &'static str {
    match kind {
        ArtefactType::DeliveryState => "Delivery state",
        ArtefactType::RaidLog => "RAID log",
        ArtefactType::BacklogSummary => "Backlog summary",
        ArtefactType::DecisionLog => "Decision log",
    }
}
