//! housekeeping: once a local day, after 08:00: expiry of what is kept for a time, counters.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::DAY_MS;
use crate::domain::keys;
use crate::ports::{Condition, Query, Write, query_all};
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

/// Days after which judged work is removed.
const WORK_DAYS: i64 = 30;

/// What housekeeping did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HousekeepingCounts {
    /// Work items removed.
    pub work_removed: u64,
    /// Projects looked at.
    pub projects: u64,
}

impl App {
    /// Runs the daily housekeeping under the lease.
    ///
    /// # Errors
    /// When the store fails or the lease is lost.
    pub async fn housekeeping(
        &self,
        cycle_id: &str,
        token: &str,
    ) -> Result<HousekeepingCounts, CaseError> {
        use crate::domain::project::ProjectStatus;
        let mut counts = HousekeepingCounts::default();
        let before = self.now() - WORK_DAYS * DAY_MS;
        for project in self.projects(ProjectStatus::Active).await? {
            counts.projects += 1;
            let query = Query::prefix(keys::work_pk(&project.id), "proposal#");
            for item in query_all(self.table.as_ref(), query, 20_000).await? {
                let proposal: crate::domain::work::Proposal = item.read()?;
                if proposal.judged && proposal.created_ms < before {
                    self.write_fenced(
                        token,
                        vec![Write::Delete(item.key, Condition::Rev(item.rev))],
                    )
                    .await?;
                    counts.work_removed += 1;
                }
            }
        }
        let config = self.config().await?;
        let today = self.calendar(&config)?.date(self.now());
        self.note_lease(token, |lease| lease.housekeeping_on = today).await?;
        let text = format!("Daily housekeeping: {} old work items removed.", counts.work_removed);
        self.emit(NewEvent::account(api_types::EventKind::Cycle, text).in_cycle(cycle_id)).await?;
        Ok(counts)
    }
}
