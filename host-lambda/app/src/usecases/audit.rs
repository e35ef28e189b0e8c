//! Writes with their rows of the audit chain: in one transaction, or not at all.

use std::collections::BTreeMap;

use super::App;
use crate::domain::action::StoredAction;
use crate::domain::audit::{Entry, Head, Row, entry};
use crate::domain::keys;
use crate::ports::{Condition, Item, StoreError, Write};

/// How often a chain that others lengthen at the same time is tried. Each failed try means that another one succeeded.
const TRIES: u32 = 16;

impl App {
    /// Writes a transaction; every action in it gets its row. Who only loses the end of a chain tries again; who loses a
    /// condition of its own is told so at once, with the index of that write.
    ///
    /// # Errors
    /// As `Table::write`.
    pub(crate) async fn write_audited(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let entries = entries_of(&writes)?;
        if entries.is_empty() {
            return self.table.write(writes).await;
        }
        let own = writes.len();
        for _ in 0..TRIES {
            let mut all = writes.clone();
            for (project, entries) in &entries {
                self.chain(project, entries, &mut all).await?;
            }
            match self.table.write(all).await {
                Err(StoreError::Lost { index }) if index >= own => {}
                other => return other,
            }
        }
        Err(StoreError::Throttled("the audit chain is being written by many at once".to_owned()))
    }

    async fn chain(
        &self,
        project: &str,
        entries: &[Entry],
        writes: &mut Vec<Write>,
    ) -> Result<(), StoreError> {
        let key = keys::audit_head(project);
        let found = self.table.get(&key).await?;
        let (mut head, condition) = match &found {
            Some(item) => (item.read::<Head>()?, Condition::Rev(item.rev)),
            None => (Head::default(), Condition::Absent),
        };
        for entry in entries {
            let row: Row = head.append(entry.clone());
            let item = Item::new(keys::audit_row(project, row.seq), &row)?;
            writes.push(Write::Put(item, Condition::Absent));
        }
        writes.push(Write::Put(Item::new(key, &head)?, condition));
        Ok(())
    }
}

/// The entries of the actions that a transaction stores, by project, in its order.
fn entries_of(writes: &[Write]) -> Result<BTreeMap<String, Vec<Entry>>, StoreError> {
    let mut all: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for write in writes {
        let Write::Put(item, _) = write else { continue };
        if item.key.pk.starts_with("PROJECT#") && item.key.sk.starts_with("ACTION#") {
            let action: StoredAction = item.read()?;
            all.entry(action.project().to_owned()).or_default().push(entry(&action));
        }
    }
    Ok(all)
}
