//! The first run: steps whose state follows from what is there, and from what the user put off.

use api_types::{FirstRun, FirstRunMove, Step, StepState, SyncProgress};
use scoring_core::ArtefactType;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::MINUTE_MS;
use crate::domain::keys;
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::signal::NO_PROJECT;
use crate::domain::system::Lease;
use crate::usecases::{App, CaseError};

/// The steps, in order.
const STEPS: [Step; 5] = [Step::Zone, Step::Jira, Step::Outlook, Step::People, Step::Project];
/// Projects whose artefacts are counted; a first run has one.
const COUNTED_MAX: usize = 20;

/// What the user said, under `SYSTEM / FIRSTRUN`. An installation without it was set up before there was a first run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FirstRunMarks {
    /// Put off.
    pub skipped: Vec<Step>,
    /// Zone and hours are right.
    pub zone_confirmed: bool,
    /// Enough people are in the directory.
    pub people_confirmed: bool,
    /// The first run is over.
    pub finished: bool,
}

impl App {
    /// Where the first run stands.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first_run(&self) -> Result<FirstRun, CaseError> {
        let projects = self.any_projects().await?;
        let (marks, _) = self.first_run_marks(&projects).await?;
        self.first_run_view(&marks, &projects).await
    }

    /// Marks a fresh installation: its first run has not begun.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin_first_run(&self) -> Result<(), CaseError> {
        match self.save(keys::first_run(), &FirstRunMarks::default(), 0).await {
            Err(error) if error.is_lost_race() => Ok(()),
            other => other,
        }
    }

    /// Moves the first run on.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] for an end while a step is open.
    pub async fn move_first_run(&self, step: FirstRunMove) -> Result<FirstRun, CaseError> {
        let projects = self.any_projects().await?;
        let (mut marks, rev) = self.first_run_marks(&projects).await?;
        match step {
            FirstRunMove::Skip { step } => {
                marks.skipped.retain(|s| *s != step);
                marks.skipped.push(step);
            }
            FirstRunMove::Resume { step } => marks.skipped.retain(|s| *s != step),
            FirstRunMove::ConfirmZone {} => marks.zone_confirmed = true,
            FirstRunMove::ConfirmPeople {} => marks.people_confirmed = true,
            FirstRunMove::Finish {} => {
                let view = self.first_run_view(&marks, &projects).await?;
                let open = view.steps.iter().any(|(_, state)| *state == StepState::Open);
                if open {
                    let why = "a step is still open: do it, or put it off";
                    return Err(CaseError::Invalid(why.to_owned()));
                }
                marks.finished = true;
            }
        }
        self.save(keys::first_run(), &marks, rev).await?;
        self.first_run_view(&marks, &projects).await
    }

    async fn first_run_marks(
        &self,
        projects: &[Project],
    ) -> Result<(FirstRunMarks, u64), CaseError> {
        let found = self.load::<FirstRunMarks>(&keys::first_run()).await?;
        Ok(found.map_or_else(
            || (FirstRunMarks { finished: !projects.is_empty(), ..FirstRunMarks::default() }, 0),
            |f| (f.value, f.rev),
        ))
    }

    async fn any_projects(&self) -> Result<Vec<Project>, CaseError> {
        let mut all = self.projects(ProjectStatus::Active).await?;
        all.extend(self.projects(ProjectStatus::Paused).await?);
        Ok(all)
    }

    async fn first_run_view(
        &self,
        marks: &FirstRunMarks,
        projects: &[Project],
    ) -> Result<FirstRun, CaseError> {
        let directory = self.directory().await?;
        let confirmed =
            |p: &crate::domain::person::Person| p.core.addresses.iter().any(|a| a.confirmed);
        let people = marks.people_confirmed || directory.people().iter().any(confirmed);
        let state = |step: Step| {
            let done = match step {
                Step::Zone => marks.zone_confirmed,
                Step::Jira => self.connector.attached("jira").is_some(),
                Step::Outlook => self.connector.attached("outlook").is_some(),
                Step::People => people,
                Step::Project => !projects.is_empty(),
            };
            match (done, marks.skipped.contains(&step)) {
                (true, _) => StepState::Done,
                (false, true) => StepState::Skipped,
                (false, false) => StepState::Open,
            }
        };
        let sync = if projects.is_empty() { None } else { Some(self.sync(projects).await?) };
        let steps = STEPS.into_iter().map(|step| (step, state(step))).collect();
        Ok(FirstRun { finished: marks.finished, steps, sync })
    }

    /// What the check under way, or the last one, has found.
    async fn sync(&self, projects: &[Project]) -> Result<SyncProgress, CaseError> {
        let lease = self.load::<Lease>(&keys::lease()).await?.map(|l| l.value).unwrap_or_default();
        let config = self.config().await?;
        let interval_ms = i64::from(config.settings.polling_interval_min) * MINUTE_MS;
        let running = lease.expires_ms > self.now();
        let mut artefacts = 0;
        for project in projects.iter().take(COUNTED_MAX) {
            for kind in [
                ArtefactType::DeliveryState,
                ArtefactType::RaidLog,
                ArtefactType::BacklogSummary,
                ArtefactType::DecisionLog,
            ] {
                artefacts +=
                    u64::from(self.table.get(&keys::artefact(&project.id, kind)).await?.is_some());
            }
        }
        // While it runs, the page asks often: what the heartbeat says is enough then.
        let unassigned = if running {
            lease.unassigned
        } else {
            let signals = self.signal_counts(&["outlook"]).await?;
            signals.parked.get(NO_PROJECT).copied().unwrap_or(0)
        };
        let phase = match (running, lease.phase.is_empty()) {
            (true, false) => lease.phase,
            (true, true) => "starting".to_owned(),
            (false, _) => String::new(),
        };
        Ok(SyncProgress {
            running,
            phase,
            read: lease.read,
            stored: lease.stored,
            artefacts,
            unassigned,
            error: if running { String::new() } else { self.sync_error(&lease.error).await? },
            next_check_ms: Some(lease.started_ms + interval_ms).filter(|_| lease.started_ms > 0),
        })
    }

    /// What failed, in words for a person: of an integration where one fails, else of the check itself.
    async fn sync_error(&self, of_check: &str) -> Result<String, CaseError> {
        for view in self.connection_views().await? {
            if view.connected && view.failures > 0 {
                return Ok(format!("{} {}", view.health_text, view.hint));
            }
        }
        Ok(if of_check.is_empty() { String::new() } else { "The last check failed.".to_owned() })
    }
}
