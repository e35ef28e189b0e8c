//! What every use case works with: the ports, and the few reads that all of them share.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::CaseError;
use crate::domain::calendar::Calendar;
use crate::domain::keys;
use crate::domain::person::{Directory, Person};
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::settings::Config;
use crate::ports::{
    Clock, Condition, Connector, Integrations, Item, Judgement, Key, Llm, Notices, Query, Secrets,
    StoreError, Table, Write, query_all,
};

/// Most projects of an installation.
pub const PROJECTS_MAX: usize = 200;
/// Most directory entries of an installation.
pub const PEOPLE_MAX: usize = 10_000;

/// The ports, shared by everything that runs.
#[derive(Clone)]
pub struct App {
    /// The table.
    pub table: Arc<dyn Table>,
    /// policy.wasm.
    pub judgement: Arc<dyn Judgement>,
    /// The sandboxed integrations.
    pub integrations: Arc<dyn Integrations>,
    /// Accounts and sign-ins.
    pub connector: Arc<dyn Connector>,
    /// The model.
    pub llm: Arc<dyn Llm>,
    /// Notices to the user.
    pub notices: Arc<dyn Notices>,
    /// Secrets.
    pub secrets: Arc<dyn Secrets>,
    /// Time and randomness.
    pub clock: Arc<dyn Clock>,
}

/// A document with the revision under which it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The document.
    pub value: T,
    /// Its revision; 0 when it does not exist yet.
    pub rev: u64,
}

impl App {
    /// Now, Unix milliseconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Reads one document.
    ///
    /// # Errors
    /// When the store fails or the shape is another.
    pub async fn load<T: DeserializeOwned>(
        &self,
        key: &Key,
    ) -> Result<Option<Versioned<T>>, CaseError> {
        match self.table.get(key).await? {
            None => Ok(None),
            Some(item) => Ok(Some(Versioned { value: item.read()?, rev: item.rev })),
        }
    }

    /// Writes one document that nobody else may have changed since `rev` (0 = must not exist).
    ///
    /// # Errors
    /// [`StoreError::Lost`] when somebody was faster.
    pub async fn save<T: Serialize>(&self, key: Key, value: &T, rev: u64) -> Result<(), CaseError> {
        let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
        Ok(self.table.write(vec![Write::Put(Item::new(key, value)?, condition)]).await?)
    }

    /// The configuration with its revision as `settings.revision`.
    ///
    /// # Errors
    /// [`CaseError::NotFound`] before the first start finished.
    pub async fn config(&self) -> Result<Config, CaseError> {
        let found = self.load::<Config>(&keys::config("settings")).await?;
        let found = found.ok_or_else(|| CaseError::NotFound("the configuration".to_owned()))?;
        let mut config = found.value;
        config.settings.revision = found.rev;
        Ok(config)
    }

    /// The working calendar.
    ///
    /// # Errors
    /// When the zone is unknown.
    pub fn calendar(&self, config: &Config) -> Result<Calendar, CaseError> {
        Calendar::new(&config.settings.hours).map_err(|e| CaseError::Invalid(e.to_string()))
    }

    /// The whole directory.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn directory(&self) -> Result<Directory, CaseError> {
        let items =
            query_all(self.table.as_ref(), Query::prefix("CONFIG", "PERSON#"), PEOPLE_MAX).await?;
        let people = items.iter().map(Item::read).collect::<Result<Vec<Person>, StoreError>>()?;
        Ok(Directory::new(people))
    }

    /// One project.
    ///
    /// # Errors
    /// [`CaseError::NotFound`] when there is none of that id.
    pub async fn project(&self, id: &str) -> Result<Project, CaseError> {
        let found = self.load::<Project>(&keys::project(id)).await?;
        found.map(|p| p.value).ok_or_else(|| CaseError::NotFound(format!("the project `{id}`")))
    }

    /// All projects with a status, by id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn projects(&self, status: ProjectStatus) -> Result<Vec<Project>, CaseError> {
        let mut query = Query::prefix(keys::PROJECTS, &format!("{}#", status.word()));
        let mut projects = Vec::new();
        loop {
            let page = self.table.query_index(&query).await?;
            for item in &page.items {
                if let Some(found) = self.load::<Project>(&item.key).await? {
                    projects.push(found.value);
                }
            }
            match page.cursor {
                Some(cursor) if projects.len() < PROJECTS_MAX => query.cursor = Some(cursor),
                _ => return Ok(projects),
            }
        }
    }

    /// Stores a project.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_project(&self, project: &Project) -> Result<(), CaseError> {
        let rev = self.table.get(&keys::project(&project.id)).await?.map_or(0, |i| i.rev);
        let item = super::user::projects::project_item(project)?;
        let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
        Ok(self.table.write(vec![Write::Put(item, condition)]).await?)
    }

    /// Stores a directory entry, replacing an older one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_person(&self, person: &Person) -> Result<(), CaseError> {
        let key = keys::person(&person.core.id);
        let rev = self.table.get(&key).await?.map_or(0, |i| i.rev);
        self.save(key, person, rev).await
    }
}
