//! One table, conditional writes, paged reads (DESIGN section 6).
//!
//! Every item is a JSON document under two keys, with a revision that every write increments, an optional
//! guard word that other writes can check (the fencing token of a lease), an optional index entry with a small
//! summary, and an optional expiry. The adapter hides expired items on read.

use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Most writes in one transaction (DynamoDB allows 100; DESIGN keeps 90).
pub const TRANSACTION_ITEMS_MAX: usize = 90;
/// Most items that one page returns.
pub const PAGE_ITEMS_MAX: u32 = 200;

/// The two keys of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Partition key.
    pub pk: String,
    /// Sort key.
    pub sk: String,
}

impl Key {
    /// Builds a key.
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }
}

/// An entry in GSI1: where the item is listed, and the few fields that the list shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// GSI1 partition, such as `ACTIONS#held`.
    pub pk: String,
    /// GSI1 sort key.
    pub sk: String,
    /// Summary fields, at most 1 KB; null for none.
    pub summary: Value,
}

/// One stored item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its keys.
    pub key: Key,
    /// Revision: 1 when created, incremented by every write.
    pub rev: u64,
    /// Guard word for [`Condition::Guard`], such as a fencing token.
    pub guard: Option<String>,
    /// Index entry.
    pub index: Option<Index>,
    /// Expiry, Unix seconds.
    pub expires_s: Option<i64>,
    /// The document.
    pub body: Value,
}

impl Item {
    /// A new item (`rev` is set by the store).
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    pub fn new<T: Serialize>(key: Key, body: &T) -> Result<Self, StoreError> {
        let body = serde_json::to_value(body).map_err(|e| StoreError::Corrupt {
            what: format!("{}/{}", key.pk, key.sk),
            why: e.to_string(),
        })?;
        Ok(Self { key, rev: 0, guard: None, index: None, expires_s: None, body })
    }

    /// Reads the document.
    ///
    /// # Errors
    /// When the stored shape is not `T`.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        T::deserialize(&self.body).map_err(|e| StoreError::Corrupt {
            what: format!("{}/{}", self.key.pk, self.key.sk),
            why: e.to_string(),
        })
    }

    /// Lists it in GSI1.
    #[must_use]
    pub fn listed(mut self, pk: impl Into<String>, sk: impl Into<String>, summary: Value) -> Self {
        self.index = Some(Index { pk: pk.into(), sk: sk.into(), summary });
        self
    }

    /// Sets its guard word.
    #[must_use]
    pub fn guarded(mut self, guard: impl Into<String>) -> Self {
        self.guard = Some(guard.into());
        self
    }

    /// Sets its expiry.
    #[must_use]
    pub const fn expiring(mut self, expires_s: i64) -> Self {
        self.expires_s = Some(expires_s);
        self
    }
}

/// What must hold for a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Nothing: only for writes that cannot race.
    Any,
    /// No item under the key.
    Absent,
    /// The item exists with exactly this revision.
    Rev(u64),
    /// The item exists with exactly this guard word.
    Guard(String),
}

/// One write of a transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// Puts a whole item; its `rev` becomes the old one plus 1 (`Condition::Any` on a new key: 1).
    Put(Item, Condition),
    /// Removes an item; with [`Condition::Any`] it may be absent.
    Delete(Key, Condition),
    /// Only checks.
    Check(Key, Condition),
}

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A condition did not hold: somebody was faster. `index` is the write of the transaction.
    #[error("the item was changed by somebody else (write {index})")]
    Lost {
        /// Position in the transaction, 0 for a single write.
        index: usize,
    },
    /// Throttled or a conflicting transaction: a later attempt may succeed.
    #[error("the store asks to wait: {0}")]
    Throttled(String),
    /// The store cannot be reached, or failed.
    #[error("the store failed: {0}")]
    Unavailable(String),
    /// What is stored is not what was expected.
    #[error("the stored item `{what}` cannot be read: {why}")]
    Corrupt {
        /// The keys.
        what: String,
        /// The parser's sentence.
        why: String,
    },
    /// The item was written by a newer version of the product.
    #[error(
        "the stored item `{0}` was written by a newer version: install that version or restore a backup"
    )]
    Newer(String),
    /// Too large, too many: a mistake of the caller.
    #[error("the write is not possible: {0}")]
    Invalid(String),
}

/// One page of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Items {
    /// The items, in sort key order.
    pub items: Vec<Item>,
    /// Pass on for the next page; null on the last.
    pub cursor: Option<String>,
}

/// What to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Partition key (of the table, or of GSI1).
    pub pk: String,
    /// Lowest sort key, inclusive.
    pub from: String,
    /// Highest sort key, inclusive.
    pub to: String,
    /// Whether the highest comes first.
    pub newest_first: bool,
    /// Most items of the page, at most [`PAGE_ITEMS_MAX`].
    pub limit: u32,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

impl Query {
    /// Everything of a partition whose sort key starts with `prefix`.
    pub fn prefix(pk: impl Into<String>, prefix: &str) -> Self {
        Self {
            pk: pk.into(),
            from: prefix.to_owned(),
            to: format!("{prefix}\u{10FFFF}"),
            newest_first: false,
            limit: PAGE_ITEMS_MAX,
            cursor: None,
        }
    }

    /// Highest first.
    #[must_use]
    pub fn newest_first(mut self) -> Self {
        self.newest_first = true;
        self
    }

    /// Limits the page.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit.clamp(1, PAGE_ITEMS_MAX);
        self
    }

    /// Up to and including this sort key.
    #[must_use]
    pub fn up_to(mut self, to: impl Into<String>) -> Self {
        self.to = to.into();
        self
    }

    /// Continues a list.
    #[must_use]
    pub fn after(mut self, cursor: Option<String>) -> Self {
        self.cursor = cursor;
        self
    }
}

/// The table.
#[async_trait]
pub trait Table: Send + Sync {
    /// Reads one item, strongly consistent; null when absent or expired.
    async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError>;

    /// Reads one page of a partition, strongly consistent, without expired items.
    async fn query(&self, query: &Query) -> Result<Items, StoreError>;

    /// Reads one page of GSI1: items carry keys, `rev`, index and a body of null. Eventually consistent.
    async fn query_index(&self, query: &Query) -> Result<Items, StoreError>;

    /// Writes up to [`TRANSACTION_ITEMS_MAX`] items, all or none. Throttling and transaction conflicts are retried inside with jitter.
    async fn write(&self, writes: Vec<Write>) -> Result<(), StoreError>;
}

/// Reads every page of a query.
///
/// # Errors
/// As [`Table::query`]; [`StoreError::Invalid`] beyond `items_max`.
pub async fn query_all(
    table: &dyn Table,
    query: Query,
    items_max: usize,
) -> Result<Vec<Item>, StoreError> {
    let mut all = Vec::new();
    let mut query = query;
    loop {
        let page = table.query(&query).await?;
        all.extend(page.items);
        if all.len() > items_max {
            return Err(StoreError::Invalid(format!(
                "{} holds more than {items_max} items",
                query.pk
            )));
        }
        match page.cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return Ok(all),
        }
    }
}
