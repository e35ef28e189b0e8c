//! Which project a mail belongs to: known thread, then issue key, then the sender's single project.

use plugin_payload::Signal;
use scoring_core::digest::sha256_hex;

use crate::domain::keys;
use crate::domain::person::Directory;
use crate::domain::project::Project;
use crate::ports::{Condition, Item, Write};
use crate::usecases::{App, CaseError};

/// Issue keys (`ABC-123`) in a text, each once, in order, only of the given Jira projects.
#[must_use]
pub fn issue_keys(text: &str, project_keys: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
        if let Some((key, number)) = word.split_once('-')
            && project_keys.contains(&key)
            && (1..=7).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && !found.iter().any(|f| f == word)
        {
            found.push(word.to_owned());
        }
    }
    found
}

/// Hash of a conversation id, as used in keys.
#[must_use]
pub fn thread_hash(conversation_id: &str) -> String {
    sha256_hex(conversation_id.as_bytes())
}

impl App {
    /// The project of a mail, or [`keys::UNASSIGNED`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn route(
        &self,
        signal: &Signal,
        projects: &[Project],
        directory: &Directory,
    ) -> Result<String, CaseError> {
        let Some(mail) = &signal.mail else { return Ok(keys::UNASSIGNED.to_owned()) };
        if !mail.conversation_id.is_empty() {
            let key = keys::thread(&thread_hash(&mail.conversation_id));
            if let Some(found) = self.load::<String>(&key).await?
                && projects.iter().any(|p| p.id == found.value)
            {
                return Ok(found.value);
            }
        }
        let project_keys: Vec<&str> = projects.iter().map(|p| p.key.as_str()).collect();
        let texts = signal.texts.iter().map(|t| t.text.as_str()).chain([mail.subject.as_str()]);
        let mut named: Vec<&Project> = Vec::new();
        for text in texts {
            for key in issue_keys(text, &project_keys) {
                let project =
                    projects.iter().find(|p| key.split_once('-').is_some_and(|(k, _)| k == p.key));
                named.extend(project.filter(|p| !named.iter().any(|n| n.id == p.id)));
            }
        }
        if let [one] = named.as_slice() {
            return Ok(one.id.clone());
        }
        let sender = mail.from.first().and_then(|f| directory.by_address(&f.address));
        let mut theirs = projects.iter().filter(|p| {
            sender.is_some_and(|s| {
                p.mail_people.contains(&s.core.id) || p.stakeholders.contains(&s.core.id)
            })
        });
        match (theirs.next(), theirs.next()) {
            (Some(one), None) => Ok(one.id.clone()),
            _ => Ok(keys::UNASSIGNED.to_owned()),
        }
    }

    /// Remembers the project of a thread.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn remember_thread(
        &self,
        conversation_id: &str,
        project: &str,
    ) -> Result<Write, CaseError> {
        let key = keys::thread(&thread_hash(conversation_id));
        Ok(Write::Put(Item::new(key, &project)?, Condition::Any))
    }
}

#[cfg(test)]
mod tests {
    use super::issue_keys;

    #[test]
    fn only_keys_of_known_projects_count() {
        let text = "PAY-12, (PAY-12) and POR-7; UTF-8 and PAY-x are none, XPAY-3 neither";
        assert_eq!(issue_keys(text, &["PAY", "POR"]), ["PAY-12", "POR-7"]);
    }
}
