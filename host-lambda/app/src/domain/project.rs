//! Projects.

use serde::{Deserialize, Serialize};

/// Whether a project is polled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectStatus {
    /// Polled.
    #[default]
    Active,
    /// Not polled until resumed.
    Paused,
    /// Not polled, listed apart.
    Archived,
}

impl ProjectStatus {
    /// The word in keys and on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Archived => "archived",
        }
    }
}

/// One project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Id, see [`super::ids::is_project_id`].
    pub id: String,
    /// Name.
    pub name: String,
    /// Jira project key.
    pub key: String,
    /// Jira board, for sprints.
    pub board_id: Option<u64>,
    /// Whether it is polled.
    pub status: ProjectStatus,
    /// Directory ids of the people who get stakeholder mail.
    pub stakeholders: Vec<String>,
    /// Directory ids whose mail belongs to this project when nothing better is known.
    pub mail_people: Vec<String>,
    /// Domains whose mail belongs to this project when nothing better is known, lower case; subdomains count.
    #[serde(default)]
    pub mail_domains: Vec<String>,
    /// Mail folders whose mail belongs to this project: ids or well-known names.
    #[serde(default)]
    pub mail_folders: Vec<String>,
    /// Whether no text of this project may go to a model.
    pub no_model: bool,
    /// Created, Unix milliseconds.
    pub created_ms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_first_version_wrote_is_read() {
        let project = Project { id: "pay".into(), name: "Payments".into(), ..Project::default() };
        let mut old = serde_json::to_value(&project).unwrap();
        for name in ["mail_domains", "mail_folders"] {
            assert!(old.as_object_mut().unwrap().remove(name).is_some(), "{name}");
        }
        assert_eq!(serde_json::from_value::<Project>(old).unwrap(), project);
    }
}
