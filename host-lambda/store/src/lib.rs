//! The DynamoDB adapter and its embedded table.
//!
//! | file | what it holds |
//! |---|---|
//! | `table.rs` | [`DynamoTable`]: the port `Table` over the AWS SDK |
//! | `writes.rs` | conditions, one write or a transaction, retries |
//! | `layout.rs` | an item as attributes and back |
//! | `cursor.rs` | the page token |
//! | `schema.rs` | [`create_table`] |
//! | `embedded.rs` | [`EmbeddedStore`]: DynamoDB on a file, inside this process |
//! | `connector.rs` | the door between the SDK and the embedded engine: no port is opened |
//! | `remote.rs` | [`dynamo`]: a client for a real endpoint |
//! | `transfer.rs` | [`pack`] and [`unpack`]: the whole table as one file, for an export and its import |
//! | `fault.rs` | what an SDK error means for the caller |
//!
//! One adapter serves both: what holds on the embedded table holds on DynamoDB.

#![forbid(unsafe_code)]

mod connector;
mod cursor;
mod embedded;
mod fault;
mod layout;
mod remote;
mod schema;
mod table;
mod transfer;
mod writes;

pub use embedded::{EmbeddedStore, OpenError};
pub use remote::{DynamoConfig, dynamo};
pub use schema::create_table;
pub use table::{Clock, DynamoTable};
pub use transfer::{Packed, TransferError, pack, unpack};

/// The name of the table, unless the deployment names another.
pub const TABLE: &str = "holdfast";
/// The index of lists.
pub const INDEX: &str = "GSI1";
