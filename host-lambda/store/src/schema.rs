//! Creates the table where no template did.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, TableStatus, TimeToLiveSpecification, TimeToLiveStatus,
};
use holdfast_app::ports::StoreError;

use crate::INDEX;
use crate::fault;

/// What a list shows without opening the item.
const LISTED: [&str; 5] = ["rev", "sum", "v", "ttl", "guard"];
/// How long a new table may take, in polls.
const POLLS_MAX: u32 = 240;
/// Between two polls.
const POLL: Duration = Duration::from_millis(250);

/// Creates the table, its index and its expiry, as far as they are missing, and waits until it can
/// be used. Safe to call at every start.
///
/// # Errors
/// [`StoreError::Unavailable`] when the store refuses or the table is not active after a minute.
pub async fn create_table(client: &Client, table: &str) -> Result<(), StoreError> {
    if status(client, table).await?.is_none() {
        create(client, table).await?;
    }
    wait(client, table).await?;
    expire(client, table).await
}

async fn status(client: &Client, table: &str) -> Result<Option<TableStatus>, StoreError> {
    match client.describe_table().table_name(table).send().await {
        Ok(output) => Ok(output.table().and_then(|t| t.table_status()).cloned()),
        Err(e) if e.code() == Some("ResourceNotFoundException") => Ok(None),
        Err(e) => Err(fault::sort(&e).into_read_error()),
    }
}

async fn create(client: &Client, table: &str) -> Result<(), StoreError> {
    let built = |e: BuildError| StoreError::Invalid(e.to_string());
    let mut projection = Projection::builder().projection_type(ProjectionType::Include);
    for attribute in LISTED {
        projection = projection.non_key_attributes(attribute);
    }
    let index = GlobalSecondaryIndex::builder()
        .index_name(INDEX)
        .key_schema(part("gsi1pk", KeyType::Hash).map_err(built)?)
        .key_schema(part("gsi1sk", KeyType::Range).map_err(built)?)
        .projection(projection.build())
        .build()
        .map_err(built)?;
    let mut request = client
        .create_table()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(part("pk", KeyType::Hash).map_err(built)?)
        .key_schema(part("sk", KeyType::Range).map_err(built)?)
        .global_secondary_indexes(index);
    for name in ["pk", "sk", "gsi1pk", "gsi1sk"] {
        let attribute = AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::S)
            .build()
            .map_err(built)?;
        request = request.attribute_definitions(attribute);
    }
    match request.send().await {
        Ok(_) => Ok(()),
        // Another process was faster.
        Err(e) if e.code() == Some("ResourceInUseException") => Ok(()),
        Err(e) => Err(fault::sort(&e).into_read_error()),
    }
}

fn part(name: &str, kind: KeyType) -> Result<KeySchemaElement, BuildError> {
    KeySchemaElement::builder().attribute_name(name).key_type(kind).build()
}

async fn wait(client: &Client, table: &str) -> Result<(), StoreError> {
    for _ in 0..POLLS_MAX {
        if status(client, table).await? == Some(TableStatus::Active) {
            return Ok(());
        }
        tokio::time::sleep(POLL).await;
    }
    Err(StoreError::Unavailable(format!("the table `{table}` does not become active")))
}

/// Expired items are hidden on read, so a store without expiry only grows: no reason to stop.
async fn expire(client: &Client, table: &str) -> Result<(), StoreError> {
    let described = client.describe_time_to_live().table_name(table).send().await;
    let on = described.as_ref().is_ok_and(|output| {
        matches!(
            output.time_to_live_description().and_then(|d| d.time_to_live_status()),
            Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)
        )
    });
    if on {
        return Ok(());
    }
    let specification = TimeToLiveSpecification::builder()
        .enabled(true)
        .attribute_name("ttl")
        .build()
        .map_err(|e| StoreError::Invalid(e.to_string()))?;
    let sent = client
        .update_time_to_live()
        .table_name(table)
        .time_to_live_specification(specification)
        .send()
        .await;
    if let Err(error) = sent {
        tracing::warn!(code = error.code(), "the store does not remove expired items by itself");
    }
    Ok(())
}
