//! The lists of the dashboard, each paged.

use std::collections::BTreeMap;

use api_types::{ActionView, DecisionView, EventKind, EventView, Overview, Page, ProjectSummary};

use crate::domain::action::StoredAction;
use crate::domain::escalation::StoredEscalation;
use crate::domain::event::StoredEvent;
use crate::domain::ids;
use crate::domain::keys;
use crate::domain::project::ProjectStatus;
use crate::ports::Query;
use crate::usecases::{App, CaseError, events};

/// Cards of one page.
const CARDS: u32 = 50;
/// Settled cards that stay on the first page.
const SETTLED: u32 = 20;
/// Lines of one page of activity.
const LINES: u32 = 100;

impl App {
    /// Held, approved and in flight first, then what was lately decided.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hold_list(&self, cursor: Option<String>) -> Result<Page<ActionView>, CaseError> {
        let directory = self.directory().await?;
        let first = cursor.is_none();
        let mut items = Vec::new();
        let mut lists = Vec::new();
        if first {
            lists.push(Query::prefix(keys::ACTIONS_INFLIGHT, "").limit(CARDS));
        }
        lists.push(Query::prefix(keys::ACTIONS_HELD, "").limit(CARDS).after(cursor));
        if first {
            lists.push(Query::prefix(keys::ACTIONS_SETTLED, "").newest_first().limit(SETTLED));
        }
        let mut next = None;
        for query in lists {
            let held = query.pk == keys::ACTIONS_HELD;
            let page = self.table.query_index(&query).await?;
            if held {
                next = page.cursor;
            }
            for entry in page.items {
                if let Some(found) = self.load::<StoredAction>(&entry.key).await?
                    && found.value.patch.is_none()
                {
                    items.push(self.action_view(found.value, &directory).await?);
                }
            }
        }
        Ok(Page { items, cursor: next })
    }

    /// Pending escalations, oldest first, then those lately decided.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn decision_list(
        &self,
        cursor: Option<String>,
    ) -> Result<Page<DecisionView>, CaseError> {
        let directory = self.directory().await?;
        let first = cursor.is_none();
        let pending = Query::prefix(keys::ESCALATIONS_PENDING, "").limit(CARDS).after(cursor);
        let page = self.table.query_index(&pending).await?;
        let mut entries = page.items;
        if first {
            let settled =
                Query::prefix(keys::ESCALATIONS_SETTLED, "").newest_first().limit(SETTLED);
            entries.extend(self.table.query_index(&settled).await?.items);
        }
        let mut items = Vec::new();
        for entry in entries {
            if let Some(found) = self.load::<StoredEscalation>(&entry.key).await? {
                items.push(self.decision_view(found.value, found.rev, &directory).await?);
            }
        }
        Ok(Page { items, cursor: page.cursor })
    }

    /// Activity, newest first, of one project or of all; `kind` filters within the page.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn activity(
        &self,
        project: Option<&str>,
        kind: Option<EventKind>,
        cursor: Option<String>,
    ) -> Result<Page<EventView>, CaseError> {
        let (page, indexed) = match project {
            Some(project) => {
                let query =
                    Query::prefix(keys::project_pk(project), "EVENT#").newest_first().limit(LINES);
                (self.table.query(&query.after(cursor)).await?, false)
            }
            None => {
                let query = Query::prefix(keys::EVENTS, "").newest_first().limit(LINES);
                (self.table.query_index(&query.after(cursor)).await?, true)
            }
        };
        let mut items = Vec::new();
        for entry in page.items {
            let event = if indexed {
                self.load::<StoredEvent>(&entry.key).await?.map(|f| f.value)
            } else {
                Some(entry.read::<StoredEvent>()?)
            };
            items.extend(event.filter(|e| kind.is_none_or(|k| e.kind == k)).map(events::view));
        }
        Ok(Page { items, cursor: page.cursor })
    }

    /// Held drafts and pending escalations per project.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn waiting(&self) -> Result<Waiting, CaseError> {
        let mut waiting = Waiting::default();
        for (pk, held) in [(keys::ACTIONS_HELD, true), (keys::ESCALATIONS_PENDING, false)] {
            let page = self.table.query_index(&Query::prefix(pk, "")).await?;
            for entry in page.items {
                let id = entry.key.sk.split_once('#').map_or("", |(_, id)| id);
                if held {
                    waiting.held += 1
                } else {
                    waiting.decisions += 1
                }
                if let Some(project) = ids::project_of(id) {
                    *waiting.by_project.entry(project.to_owned()).or_default() += 1;
                }
            }
        }
        Ok(waiting)
    }

    /// All active and paused projects.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn project_list(&self) -> Result<Vec<ProjectSummary>, CaseError> {
        self.projects_of(&[ProjectStatus::Active, ProjectStatus::Paused]).await
    }

    /// Every project: the active ones first, the archived ones last.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn project_list_all(&self) -> Result<Vec<ProjectSummary>, CaseError> {
        use ProjectStatus::{Active, Archived, Paused};
        self.projects_of(&[Active, Paused, Archived]).await
    }

    async fn projects_of(&self, which: &[ProjectStatus]) -> Result<Vec<ProjectSummary>, CaseError> {
        let waiting = self.waiting().await?;
        let mut list = Vec::new();
        for status in which.iter().copied() {
            for project in self.projects(status).await? {
                let count = waiting.by_project.get(&project.id).copied().unwrap_or(0);
                list.push(self.project_summary(&project, count).await?);
            }
        }
        Ok(list)
    }

    /// Mission Control.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn overview(&self) -> Result<Overview, CaseError> {
        let directory = self.directory().await?;
        let mut holds = Vec::new();
        let query = Query::prefix(keys::ACTIONS_HELD, "").limit(5);
        for entry in self.table.query_index(&query).await?.items {
            if let Some(found) = self.load::<StoredAction>(&entry.key).await? {
                holds.push(self.action_view(found.value, &directory).await?);
            }
        }
        let mut decisions = Vec::new();
        let query = Query::prefix(keys::ESCALATIONS_PENDING, "").limit(5);
        for entry in self.table.query_index(&query).await?.items {
            if let Some(found) = self.load::<StoredEscalation>(&entry.key).await? {
                decisions.push(self.decision_view(found.value, found.rev, &directory).await?);
            }
        }
        let mut events = self.activity(None, None, None).await?.items;
        events.truncate(20);
        Ok(Overview {
            status: self.status().await?,
            holds,
            decisions,
            projects: self.project_list().await?,
            events,
        })
    }
}

/// What waits for the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Held drafts, at most one page.
    pub held: u64,
    /// Pending escalations, at most one page.
    pub decisions: u64,
    /// Both, by project id.
    pub by_project: BTreeMap<String, u64>,
}
