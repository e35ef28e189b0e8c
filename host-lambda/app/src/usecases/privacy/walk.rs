//! A partition page by page, so that no partition has to fit into memory.

use crate::ports::{Item, Query, StoreError, Table};

/// Goes through a partition of the table, or of the index.
pub(crate) struct Walk {
    query: Query,
    index: bool,
    over: bool,
}

impl Walk {
    /// Through items of the table.
    pub(crate) const fn items(query: Query) -> Self {
        Self { query, index: false, over: false }
    }

    /// Through entries of the index: keys without documents.
    pub(crate) const fn entries(query: Query) -> Self {
        Self { query, index: true, over: false }
    }

    /// The next page, or null after the last. Items that are removed in between do not disturb it.
    pub(crate) async fn next(
        &mut self,
        table: &dyn Table,
    ) -> Result<Option<Vec<Item>>, StoreError> {
        if self.over {
            return Ok(None);
        }
        let page = if self.index {
            table.query_index(&self.query).await?
        } else {
            table.query(&self.query).await?
        };
        self.over = page.cursor.is_none();
        self.query.cursor = page.cursor;
        Ok(Some(page.items))
    }
}
