//! The directory: filled and confirmed by the user only.

use scoring_core::{Person as CorePerson, Relation};
use serde::{Deserialize, Serialize};

/// A directory entry, with what only the host needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What the core sees.
    pub core: CorePerson,
    /// Name as the user wrote it.
    pub name: String,
    /// Confirmed Jira account id, or empty.
    pub jira_account_id: String,
}

/// All entries of an installation, with the look-ups that judgement needs.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    people: Vec<Person>,
}

impl Directory {
    /// Wraps the stored entries.
    #[must_use]
    pub fn new(people: Vec<Person>) -> Self {
        Self { people }
    }

    /// The entries.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// By directory id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|p| p.core.id == id)
    }

    /// By *confirmed* address; a display name never finds anybody.
    #[must_use]
    pub fn by_address(&self, address: &str) -> Option<&Person> {
        self.people
            .iter()
            .find(|p| p.core.addresses.iter().any(|a| a.confirmed && a.address == address))
    }

    /// By Jira account id.
    #[must_use]
    pub fn by_account(&self, account_id: &str) -> Option<&Person> {
        self.people.iter().find(|p| !account_id.is_empty() && p.jira_account_id == account_id)
    }

    /// First confirmed address of an entry.
    #[must_use]
    pub fn address_of(person: &Person) -> Option<&str> {
        person.core.addresses.iter().find(|a| a.confirmed).map(|a| a.address.as_str())
    }

    /// The relation in words, as the dashboard shows it.
    #[must_use]
    pub const fn relation_word(relation: Relation) -> &'static str {
        match relation {
            Relation::Internal => "colleague",
            Relation::Stakeholder => "stakeholder",
            Relation::External => "external",
            Relation::Unknown => "not confirmed",
        }
    }
}
