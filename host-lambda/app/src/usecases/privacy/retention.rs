//! What the daily housekeeping removes or erases. What has an expiry of its own (events 30 days, raw bodies 30, signal
//! ids 400, decided escalations 90 days after the decision) is hidden by the table from its last second on and swept by
//! the store; here is what has none, because it loses its texts only (DESIGN section 6).

use serde::{Deserialize, Serialize};

use super::erase::{erase, erased_item, is_erased};
use super::walk::Walk;
use crate::domain::action::StoredAction;
use crate::domain::calendar::DAY_MS;
use crate::domain::keys;
use crate::domain::project::ProjectStatus;
use crate::domain::work::Proposal;
use crate::ports::{Condition, Query, Write};
use crate::usecases::{App, CaseError};

/// Days that the texts of a settled action are kept.
pub(super) const ACTION_BODY_DAYS: i64 = 90;
/// Days after which judged work is removed.
pub(super) const WORK_DAYS: i64 = 30;

/// What retention did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionCounts {
    /// Judged proposals removed.
    pub work_removed: u64,
    /// Actions whose texts were erased.
    pub actions_erased: u64,
    /// Projects looked at.
    pub projects: u64,
}

impl App {
    /// Removes and erases what is over its time, under the lease. Repeating it is harmless.
    ///
    /// # Errors
    /// When the store fails or the lease is lost.
    pub async fn apply_retention(&self, token: &str) -> Result<RetentionCounts, CaseError> {
        let mut counts = RetentionCounts::default();
        let before = self.now() - WORK_DAYS * DAY_MS;
        for status in [ProjectStatus::Active, ProjectStatus::Paused, ProjectStatus::Archived] {
            for project in self.projects(status).await? {
                counts.projects += 1;
                counts.work_removed += self.remove_judged(token, &project.id, before).await?;
            }
        }
        counts.actions_erased = self.erase_old_actions(token).await?;
        Ok(counts)
    }

    async fn remove_judged(
        &self,
        token: &str,
        project: &str,
        before_ms: i64,
    ) -> Result<u64, CaseError> {
        let mut removed = 0;
        let mut walk = Walk::items(Query::prefix(keys::work_pk(project), "proposal#"));
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            for item in page {
                let proposal: Proposal = item.read()?;
                if proposal.judged && proposal.created_ms < before_ms {
                    let delete = Write::Delete(item.key, Condition::Rev(item.rev));
                    self.write_fenced(token, vec![delete]).await?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    async fn erase_old_actions(&self, token: &str) -> Result<u64, CaseError> {
        let upto = keys::at(self.now() - ACTION_BODY_DAYS * DAY_MS);
        let query = Query::prefix(keys::ACTIONS_SETTLED, "").up_to(upto);
        let mut erased = 0;
        let mut walk = Walk::entries(query);
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            for entry in page {
                let Some(found) = self.load::<StoredAction>(&entry.key).await? else { continue };
                if is_erased(&found.value) || !found.value.is_final() {
                    continue;
                }
                let mut action = found.value;
                erase(&mut action);
                let put = Write::Put(erased_item(&action)?, Condition::Rev(found.rev));
                match self.write_fenced(token, vec![put]).await {
                    Ok(()) => erased += 1,
                    // Somebody looked at it just now: tomorrow again.
                    Err(error) if error.is_lost_race() => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(erased)
    }
}
