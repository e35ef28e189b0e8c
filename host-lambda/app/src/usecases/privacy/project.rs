//! Forgets a project: everything of it but the reduced record of what was decided and sent.

use api_types::Forgotten;

use super::forget::INTEGRATIONS;
use super::parts::Tally;
use super::walk::Walk;
use crate::domain::keys;
use crate::domain::project::ProjectStatus;
use crate::ports::{Condition, Query, Write};
use crate::usecases::{App, CaseError};

impl App {
    pub(super) async fn forget_project(&self, id: &str) -> Result<Forgotten, CaseError> {
        let mut project = self.project(id).await?;
        let mut tally = Tally::default();
        let actions = self.actions_about(id, &|_| true).await?;
        // Archived first: whatever happens in between, no check reads it again.
        if project.status != ProjectStatus::Archived {
            project.status = ProjectStatus::Archived;
            self.put_project(&project).await?;
        }
        self.erase_actions(actions, &mut tally).await?;
        self.remove_work(id, &|_| true, &mut tally).await?;
        self.remove_questions(id, &|_| true, &mut tally).await?;
        for integration in INTEGRATIONS {
            self.forget_signals(integration, &|_| false, &|s| s.project == id, &mut tally).await?;
        }
        tally.work += self.remove_all(&keys::work_pk(id), "").await?;
        tally.documents += self.remove_all(&keys::project_pk(id), "ARTEFACT#").await?;
        tally.entries += self.remove_all(&keys::project_pk(id), "EVENT#").await?;
        tally.entries += self.remove_all(&keys::project_pk(id), "CHECKPOINT#").await?;
        tally.entries += self.remove_all(&keys::project_pk(id), "METADATA").await?;
        Ok(Forgotten { counts: tally.counts(), stays: stays() })
    }

    async fn remove_all(&self, pk: &str, prefix: &str) -> Result<u64, CaseError> {
        let mut removed = 0;
        let mut walk = Walk::items(Query::prefix(pk, prefix));
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            for item in page {
                self.table.write(vec![Write::Delete(item.key, Condition::Any)]).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

fn stays() -> Vec<String> {
    [
        "Ids and digests of what was read, decided and sent stay, so that the record stays provable.",
        "Jira and the mailbox are not changed, and people stay in the directory.",
        "Backups and exports made before still hold it; daily backups go after 7 days, one before an upgrade after 30.",
    ]
    .map(str::to_owned)
    .to_vec()
}
