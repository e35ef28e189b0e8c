//! The port `Table` over the AWS SDK.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use holdfast_app::ports::{Item, Items, Key, PAGE_ITEMS_MAX, Query, StoreError, Table, Write};

use crate::{INDEX, TABLE, cursor, fault, layout, writes};

/// Unix seconds, from whoever owns the time.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The table, wherever the client reaches it.
#[derive(Clone)]
pub struct DynamoTable {
    client: Client,
    table: String,
    now_s: Clock,
    turns: Arc<AtomicU64>,
}

impl fmt::Debug for DynamoTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamoTable").field("table", &self.table).finish_non_exhaustive()
    }
}

impl DynamoTable {
    /// The table [`TABLE`] behind `client`; `now_s` gives Unix seconds for expiry.
    #[must_use]
    pub fn new(client: Client, now_s: Clock) -> Self {
        Self { client, table: TABLE.to_owned(), now_s, turns: Arc::new(AtomicU64::new(0)) }
    }

    /// Another table name, for a deployment that chose one.
    #[must_use]
    pub fn named(mut self, table: impl Into<String>) -> Self {
        self.table = table.into();
        self
    }

    /// Every item, expired ones included, in the order of its keys: for an export, which is the one reader of whole
    /// tables. Work that goes on meanwhile may be seen in part.
    ///
    /// # Errors
    /// As `Table::get`.
    pub async fn every_item(&self) -> Result<Vec<Item>, StoreError> {
        let (mut items, mut start) = (Vec::new(), None);
        loop {
            let scan = self.client.scan().table_name(&self.table).consistent_read(true);
            let page = scan.set_exclusive_start_key(start).send().await;
            let page = page.map_err(|e| fault::sort(&e).into_read_error())?;
            for attributes in page.items() {
                items.push(layout::decode(attributes, false)?);
            }
            start = page.last_evaluated_key;
            if start.as_ref().is_none_or(HashMap::is_empty) {
                break;
            }
        }
        items.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(items)
    }

    /// Writes items exactly as they are, revisions included; for an import into a table of its own.
    ///
    /// # Errors
    /// As `Table::write`.
    pub async fn put_exactly(&self, items: &[Item]) -> Result<(), StoreError> {
        for item in items {
            let attributes = layout::encode(item, item.rev)?;
            let put = self.client.put_item().table_name(&self.table).set_item(Some(attributes));
            put.send().await.map_err(|e| fault::sort(&e).into_read_error())?;
        }
        Ok(())
    }

    /// Creates the table where it is missing, as [`crate::create_table`] does.
    ///
    /// # Errors
    /// As there.
    pub async fn create(&self) -> Result<(), StoreError> {
        crate::create_table(&self.client, &self.table).await
    }

    async fn page(&self, query: &Query, index: bool) -> Result<Items, StoreError> {
        let keys = if index { cursor::INDEX_KEYS } else { cursor::TABLE_KEYS };
        let start = match &query.cursor {
            Some(token) => Some(cursor::decode(token, keys, &query.pk)?),
            None => None,
        };
        if query.pk.is_empty() {
            return Err(StoreError::Invalid("an empty partition key".to_owned()));
        }
        // DynamoDB refuses both as malformed; for a reader they are ranges without items.
        if query.to.is_empty() || query.from > query.to {
            return Ok(Items { items: Vec::new(), cursor: None });
        }
        let (pk, sk) = if index { ("gsi1pk", "gsi1sk") } else { ("pk", "sk") };
        let limit = query.limit.clamp(1, PAGE_ITEMS_MAX);
        let mut request = self
            .client
            .query()
            .table_name(&self.table)
            .expression_attribute_names("#pk", pk)
            .expression_attribute_names("#sk", sk)
            .expression_attribute_values(":pk", layout::text(query.pk.as_str()))
            .expression_attribute_values(":to", layout::text(query.to.as_str()))
            .scan_index_forward(!query.newest_first)
            .limit(i32::try_from(limit).unwrap_or(1))
            .set_exclusive_start_key(start);
        // An empty sort key is no valid bound, and nothing sorts below it.
        request = if query.from.is_empty() {
            request.key_condition_expression("#pk = :pk AND #sk <= :to")
        } else {
            request
                .key_condition_expression("#pk = :pk AND #sk BETWEEN :from AND :to")
                .expression_attribute_values(":from", layout::text(query.from.as_str()))
        };
        request = if index { request.index_name(INDEX) } else { request.consistent_read(true) };
        let output = request.send().await.map_err(|e| fault::sort(&e).into_read_error())?;
        let now_s = (self.now_s)();
        let items = output
            .items()
            .iter()
            .filter(|attributes| !layout::expired(attributes, now_s))
            .map(|attributes| layout::decode(attributes, index))
            .collect::<Result<_, _>>()?;
        let cursor = match output.last_evaluated_key() {
            Some(last) if !last.is_empty() => Some(cursor::encode(last)?),
            _ => None,
        };
        Ok(Items { items, cursor })
    }
}

#[async_trait]
impl Table for DynamoTable {
    async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(layout::key_attributes(key)?))
            .consistent_read(true)
            .send()
            .await
            .map_err(|e| fault::sort(&e).into_read_error())?;
        match output.item() {
            Some(attributes) if !layout::expired(attributes, (self.now_s)()) => {
                layout::decode(attributes, false).map(Some)
            }
            _ => Ok(None),
        }
    }

    async fn query(&self, query: &Query) -> Result<Items, StoreError> {
        self.page(query, false).await
    }

    async fn query_index(&self, query: &Query) -> Result<Items, StoreError> {
        self.page(query, true).await
    }

    async fn write(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        writes::run(&self.client, &self.table, writes, (self.now_s)(), &self.turns).await
    }
}
