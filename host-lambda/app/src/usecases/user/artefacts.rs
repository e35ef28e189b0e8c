//! Undo of an artefact: the previous version comes back, byte for byte.

use api_types::EventKind;
use scoring_core::ArtefactType;

use super::UserError;
use crate::domain::artefacts::diff;
use crate::domain::keys;
use crate::domain::stored_artefact::StoredArtefact;
use crate::ports::{Condition, Item, StoreError, Write};
use crate::usecases::cycle::update::title_of;
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

impl App {
    /// Restores the version before `version`.
    ///
    /// # Errors
    /// [`StoreError::Lost`] when the version on screen is not the latest; [`CaseError::Invalid`] when there is
    /// nothing to restore.
    pub async fn undo_artefact(
        &self,
        project: &str,
        kind: ArtefactType,
        version: u64,
    ) -> Result<StoredArtefact, UserError> {
        let key = keys::artefact(project, kind);
        let found = self.load::<StoredArtefact>(&key).await?;
        let found =
            found.ok_or_else(|| CaseError::NotFound(format!("the artefact of `{project}`")))?;
        if found.value.version != version {
            return Err(StoreError::Lost { index: 0 }.into());
        }
        let Some(previous) = found.value.previous else {
            return Err(
                CaseError::Invalid("there is no earlier version to restore".to_owned()).into()
            );
        };
        let restored = StoredArtefact {
            version: version + 1,
            updated_ms: self.now(),
            changes: diff(Some(&found.value.content), &previous.content),
            content: previous.content,
            previous: None,
        };
        let text =
            format!("{}: version {} restored by the user.", title_of(kind), previous.version);
        let event = NewEvent::of(project, EventKind::Artefact, text, keys::artefact_word(kind));
        let writes = vec![
            Write::Put(Item::new(key, &restored)?, Condition::Rev(found.rev)),
            self.event(event)?,
        ];
        self.table.write(writes).await?;
        Ok(restored)
    }
}
