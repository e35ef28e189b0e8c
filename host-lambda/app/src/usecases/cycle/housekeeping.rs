//! housekeeping: once a local day, after 08:00: what is kept for a time only.

use crate::usecases::events::NewEvent;
use crate::usecases::privacy::RetentionCounts;
use crate::usecases::{App, CaseError};

impl App {
    /// Runs the daily housekeeping under the lease.
    ///
    /// # Errors
    /// When the store fails or the lease is lost.
    pub async fn housekeeping(
        &self,
        cycle_id: &str,
        token: &str,
    ) -> Result<RetentionCounts, CaseError> {
        let counts = self.apply_retention(token).await?;
        let config = self.config().await?;
        let today = self.calendar(&config)?.date(self.now());
        self.send_digest(&today).await?;
        self.note_lease(token, |lease| lease.housekeeping_on = today).await?;
        let text = format!(
            "Daily housekeeping: {} old work items removed, {} old drafts reduced to ids and digests.",
            counts.work_removed, counts.actions_erased
        );
        self.emit(NewEvent::account(api_types::EventKind::Cycle, text).in_cycle(cycle_id)).await?;
        Ok(counts)
    }
}
