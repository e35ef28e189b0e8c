//! What the connected accounts can see, for the user to choose from. Nothing of it is stored.

use plugin_payload::{FolderEntry, ProjectEntry, Scope, UserEntry};
use serde::de::DeserializeOwned;

use crate::domain::connection::product;
use crate::usecases::{App, CaseError};

/// Entries of one call.
const PAGE_ENTRIES: u32 = 50;
/// Most calls: an account that sees more than this is asked to type what it means.
const PAGES_MAX: u32 = 40;

impl App {
    /// The Jira projects that the account can see, with their boards.
    ///
    /// # Errors
    /// When Jira does not answer or refuses the credential.
    pub async fn jira_projects(&self) -> Result<Vec<ProjectEntry>, CaseError> {
        self.entries("jira", &Scope::JiraProjects {}).await
    }

    /// The people of the Jira site; most of them without an address, which Jira hides.
    ///
    /// # Errors
    /// When Jira does not answer or refuses the credential.
    pub async fn jira_users(&self) -> Result<Vec<UserEntry>, CaseError> {
        self.entries("jira", &Scope::JiraUsers {}).await
    }

    /// The folders of the mailbox.
    ///
    /// # Errors
    /// When Outlook does not answer or refuses the credential.
    pub async fn mail_folders(&self) -> Result<Vec<FolderEntry>, CaseError> {
        let mailbox = self.config().await?.mailbox;
        self.entries("outlook", &Scope::MailFolders { mailbox }).await
    }

    async fn entries<T: DeserializeOwned>(
        &self,
        integration: &str,
        scope: &Scope,
    ) -> Result<Vec<T>, CaseError> {
        if self.connector.attached(integration).is_none() {
            let it = product(integration);
            return Err(CaseError::Invalid(format!(
                "{it} is not connected: connect it in Settings"
            )));
        }
        let failed = |failure| CaseError::Integration { integration: integration.into(), failure };
        let mut out = Vec::new();
        let mut checkpoint = Vec::new();
        for _ in 0..PAGES_MAX {
            let page = self
                .integrations
                .poll(integration, scope, &checkpoint, PAGE_ENTRIES)
                .await
                .map_err(failed)?;
            // An entry that cannot be read is one that cannot be chosen.
            out.extend(page.raws.iter().filter_map(|raw| serde_json::from_slice(&raw.body).ok()));
            if !page.more {
                break;
            }
            checkpoint = page.next;
        }
        Ok(out)
    }
}
