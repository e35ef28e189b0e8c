//! The daily digest: one mail that a busy person reads in a minute. `text.rs` writes it; here is gathered what it says.

mod text;

use std::collections::BTreeMap;

use api_types::artefacts::{Artefact, Rag};
use api_types::{ActionState, DecisionState};
use serde::{Deserialize, Serialize};

use super::notices::Urgency;
use super::read::words::action_line;
use super::{App, CaseError, budget};
use crate::domain::action::StoredAction;
use crate::domain::calendar::{Calendar, DAY_MS};
use crate::domain::escalation::StoredEscalation;
use crate::domain::keys;
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::stored_artefact::StoredArtefact;
use crate::domain::system::{Health, Lease, Place};
use crate::ports::{Condition, Item, Query, StoreError, Write};
use crate::usecases::context::Versioned;
use text::{Content, ProjectLine, Waiting};

/// Days that the mark of a sent digest is kept.
const MARK_DAYS: i64 = 10;
/// Entries of one list that are read; the text shows fewer and says how many there are.
const READ_MAX: u32 = 100;

/// How the projects stood in the last digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    at_ms: i64,
    /// By project id: overall state and the issues or ids of its blockers.
    projects: BTreeMap<String, (Rag, Vec<String>)>,
}

impl App {
    /// Sends the digest of a local date, once, however often housekeeping is repeated. Nothing is sent without an
    /// address, or where the user wants none.
    ///
    /// # Errors
    /// When the store fails; a mail server that refuses becomes an event.
    pub async fn send_digest(&self, date: &str) -> Result<bool, CaseError> {
        let config = self.config().await?;
        if config.settings.notice_address.is_empty() || !config.settings.notices.digest {
            return Ok(false);
        }
        let mark = Item::new(keys::system(&format!("DIGEST#{date}")), &self.now())?
            .expiring((self.now() + MARK_DAYS * DAY_MS) / 1000);
        match self.table.write(vec![Write::Put(mark, Condition::Absent)]).await {
            Err(StoreError::Lost { .. }) => return Ok(false),
            other => other?,
        }
        let calendar = self.calendar(&config)?;
        let key = keys::system("DIGEST-LAST");
        let found = self.load::<Last>(&key).await?;
        let (last, rev) = found.map_or((None, 0), |f| (Some(f.value), f.rev));
        let since_ms = last.as_ref().map_or(self.now() - DAY_MS, |l| l.at_ms);
        let (waiting, told) = self.what_waits(&calendar).await?;
        let (projects, next) = self.what_changed(last.as_ref()).await?;
        let (today, month) = budget::spent(self, &calendar).await?;
        let place = self.load::<Place>(&keys::system("PLACE")).await?;
        let content = Content {
            since: calendar.words(since_ms),
            waiting,
            projects,
            sent: self.what_was_sent(since_ms).await?,
            trouble: self.what_is_wrong(&calendar).await?,
            spent_today_microusd: today.spent_microusd,
            spent_month_microusd: month.spent_microusd,
            budget_month_microusd: config.settings.budget.month_microusd,
            link: place.map(|p| p.value.dashboard).unwrap_or_default(),
        };
        let accepted =
            self.hand_over(Urgency::Digest, &content.subject(), content.body(), "").await?;
        if accepted {
            // What it lists has been told: the hold notice of these drafts is delivered. Drafts come first in the list;
            // what is only counted behind its last line has not been told.
            for id in told.into_iter().take(text::LINES_MAX) {
                self.mark_delivered(&id).await?;
            }
        }
        match self.save(key, &next, rev).await {
            Err(error) if error.is_lost_race() => {}
            other => other?,
        }
        Ok(accepted)
    }

    async fn what_waits(
        &self,
        calendar: &Calendar,
    ) -> Result<(Vec<Waiting>, Vec<String>), CaseError> {
        let (mut waiting, mut told) = (Vec::new(), Vec::new());
        let held = Query::prefix(keys::ACTIONS_HELD, "").limit(READ_MAX);
        for entry in self.table.query_index(&held).await?.items {
            let Some(found) = self.load::<StoredAction>(&entry.key).await? else { continue };
            let action = found.value;
            let until = match action.state {
                ActionState::Held if !action.timer_off => {
                    action.held_until_ms.map(|ms| format!("hold ends {}", calendar.words(ms)))
                }
                ActionState::Snoozed => action
                    .snoozed_until_ms
                    .map(|ms| format!("snoozed until {}", calendar.words(ms))),
                ActionState::Unknown => Some("say whether it was sent".to_owned()),
                _ => None,
            };
            waiting.push(Waiting {
                line: action_line(&action),
                until: until.unwrap_or_else(|| "no deadline".to_owned()),
                question: false,
            });
            told.push(action.id);
        }
        let asked = Query::prefix(keys::ESCALATIONS_PENDING, "").limit(READ_MAX);
        for entry in self.table.query_index(&asked).await?.items {
            let Some(found) = self.load::<StoredEscalation>(&entry.key).await? else { continue };
            if found.value.state != DecisionState::Pending {
                continue;
            }
            let line = match &found.value.action {
                Some(id) => action_line(&self.action(id).await?.value),
                None => "A question".to_owned(),
            };
            let until = format!("expires {}", calendar.words(found.value.expires_ms));
            waiting.push(Waiting { line, until, question: true });
        }
        Ok((waiting, told))
    }

    async fn what_changed(
        &self,
        last: Option<&Last>,
    ) -> Result<(Vec<ProjectLine>, Last), CaseError> {
        let mut next = Last { at_ms: self.now(), projects: BTreeMap::new() };
        let mut lines = Vec::new();
        for project in self.projects(ProjectStatus::Active).await? {
            let Some((overall, blockers)) = self.standing(&project).await? else { continue };
            let before = last.and_then(|l| l.projects.get(&project.id));
            let known = before.map(|(_, b)| b.as_slice()).unwrap_or_default();
            let line = ProjectLine {
                name: project.name.clone(),
                overall,
                was: before.map(|(rag, _)| *rag),
                blocked: blockers.iter().filter(|b| !known.contains(b)).cloned().collect(),
                unblocked: known.iter().filter(|b| !blockers.contains(b)).cloned().collect(),
            };
            next.projects.insert(project.id, (overall, blockers));
            if line.says_something() {
                lines.push(line);
            }
        }
        Ok((lines, next))
    }

    async fn standing(&self, project: &Project) -> Result<Option<(Rag, Vec<String>)>, CaseError> {
        let key = keys::artefact(&project.id, scoring_core::ArtefactType::DeliveryState);
        let found = self.load::<StoredArtefact>(&key).await?;
        let Some(Versioned { value: StoredArtefact { content, .. }, .. }) = found else {
            return Ok(None);
        };
        let Artefact::DeliveryState(state) = content else { return Ok(None) };
        // The issue names a blocker; its words may be somebody else's and stay in the dashboard.
        let name = |b: &api_types::artefacts::Blocker| {
            if b.issue.is_empty() {
                "a blocker without an issue".to_owned()
            } else {
                b.issue.clone()
            }
        };
        Ok(Some((state.overall, state.blockers.iter().map(name).collect())))
    }

    async fn what_was_sent(&self, since_ms: i64) -> Result<Vec<String>, CaseError> {
        let mut query = Query::prefix(keys::ACTIONS_SETTLED, "").newest_first().limit(READ_MAX);
        query.from = keys::at(since_ms);
        let mut sent = Vec::new();
        for entry in self.table.query_index(&query).await?.items {
            let Some(found) = self.load::<StoredAction>(&entry.key).await? else { continue };
            let artefact = matches!(
                found.value.request.action.target,
                scoring_core::Target::Artefact { .. } | scoring_core::Target::Note {}
            );
            if found.value.state == ActionState::Confirmed && !artefact {
                sent.push(action_line(&found.value));
            }
        }
        Ok(sent)
    }

    async fn what_is_wrong(&self, calendar: &Calendar) -> Result<Vec<String>, CaseError> {
        let mut wrong = Vec::new();
        for (name, title) in [("jira", "Jira"), ("outlook", "Outlook")] {
            let health = self.load::<Health>(&keys::integration(name)).await?;
            if let Some(health) = health.filter(|h| !h.value.error.is_empty()) {
                let last = match health.value.ok_ms {
                    0 => "it has not answered yet".to_owned(),
                    ms => format!("it last answered {}", calendar.words(ms)),
                };
                wrong.push(format!("{title} cannot be read: {last}"));
            }
        }
        let lease = self.load::<Lease>(&keys::lease()).await?.map(|l| l.value).unwrap_or_default();
        if lease.failures > 0 {
            wrong.push(format!("the last {} checks failed", lease.failures));
        }
        if self.is_frozen().await? {
            wrong.push("nothing is sent until the import has been compared".to_owned());
        }
        Ok(wrong)
    }
}
