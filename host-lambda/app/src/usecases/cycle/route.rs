//! Which project a mail belongs to: known thread, then issue key, then its folder, then the sender's single project.

use plugin_payload::Signal;
use scoring_core::digest::sha256_hex;

use crate::domain::keys;
use crate::domain::mail::{domain_of, is_within};
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

/// The one project that a mail folder belongs to; nothing when several name it.
#[must_use]
pub fn by_folder<'a>(folder: &str, projects: &'a [Project]) -> Option<&'a str> {
    single(projects.iter().filter(|p| p.mail_folders.iter().any(|f| f == folder)))
}

/// The one project of a sender: of the person where the address is confirmed, else of the domain. Nothing when there are
/// several.
#[must_use]
pub fn by_sender<'a>(
    address: &str,
    projects: &'a [Project],
    directory: &Directory,
) -> Option<&'a str> {
    if let Some(person) = directory.by_address(address) {
        let id = &person.core.id;
        let theirs = || {
            projects.iter().filter(|p| p.mail_people.contains(id) || p.stakeholders.contains(id))
        };
        if theirs().next().is_some() {
            return single(theirs());
        }
    }
    let domain = domain_of(address);
    single(projects.iter().filter(|p| p.mail_domains.iter().any(|d| is_within(domain, d))))
}

fn single<'a>(mut found: impl Iterator<Item = &'a Project>) -> Option<&'a str> {
    match (found.next(), found.next()) {
        (Some(one), None) => Some(&one.id),
        _ => None,
    }
}

impl App {
    /// The active project of a mail that was read in a folder, or [`keys::UNASSIGNED`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn route(
        &self,
        signal: &Signal,
        folder: &str,
        projects: &[Project],
        directory: &Directory,
    ) -> Result<String, CaseError> {
        let unassigned = || keys::UNASSIGNED.to_owned();
        let Some(mail) = &signal.mail else { return Ok(unassigned()) };
        if !mail.conversation_id.is_empty() {
            let key = keys::thread(&thread_hash(&mail.conversation_id));
            if let Some(found) = self.load::<String>(&key).await? {
                if projects.iter().any(|p| p.id == found.value) {
                    return Ok(found.value);
                }
                // The thread of a paused or archived project: weaker rules must not give it to another one.
                if self.table.get(&keys::project(&found.value)).await?.is_some() {
                    return Ok(unassigned());
                }
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
        let sender = mail.from.first().map_or("", |from| from.address.as_str());
        let found = by_folder(folder, projects).or_else(|| by_sender(sender, projects, directory));
        Ok(found.map_or_else(unassigned, str::to_owned))
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
        self.remember_hashed(&thread_hash(conversation_id), project)
    }

    /// Remembers the project of a thread whose hash is known.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn remember_hashed(&self, hash: &str, project: &str) -> Result<Write, CaseError> {
        Ok(Write::Put(Item::new(keys::thread(hash), &project)?, Condition::Any))
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
