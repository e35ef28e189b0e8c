//! DynamoDB on a file, inside this process.

use std::fmt;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use dynoxide::{Database, DynoxideError};
use holdfast_app::ports::{Item, StoreError};
use rusqlite::{Connection, ErrorCode};

use crate::connector::Door;
use crate::{Clock, DynamoTable, TABLE, create_table};

/// How long a start waits for another process that is just writing.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// Why the data file cannot be used. Each is one sentence: the path, the reason, what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The folder or the file cannot be created, read or written.
    #[error(
        "the data file `{}` cannot be opened ({why}): \
         correct its permissions or choose another folder with --data",
        path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        why: String,
    },
    /// Another process holds it.
    #[error(
        "the data file `{}` is locked by another process: stop that process, then start again",
        path.display()
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// Something else is in the file, or it is damaged.
    #[error(
        "the data file `{}` is damaged or something else ({why}): \
         move it away or restore a backup",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The engine's reason.
        why: String,
    },
}

/// The embedded table: a file (or memory) and a client that reaches nothing else.
#[derive(Clone)]
pub struct EmbeddedStore {
    database: Database,
    client: Client,
}

impl fmt::Debug for EmbeddedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmbeddedStore")
    }
}

impl EmbeddedStore {
    /// Opens or creates the file, and its folder, readable by this user only.
    ///
    /// # Errors
    /// [`OpenError`], each a sentence for the user.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let path = std::path::absolute(path).map_err(|e| unreadable(path, &e))?;
        let text = path
            .to_str()
            .ok_or_else(|| unreadable(&path, &io::Error::other("its name is not UTF-8")))?;
        prepare(&path).map_err(|e| unreadable(&path, &e))?;
        probe(&path)?;
        let database = Database::new(text).map_err(|e| engine(&path, &e))?;
        Ok(Self::over(database))
    }

    /// A table that ends with the process.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] when the engine does not start.
    pub fn memory() -> Result<Self, OpenError> {
        let database = Database::memory().map_err(|e| engine(Path::new(":memory:"), &e))?;
        Ok(Self::over(database))
    }

    fn over(database: Database) -> Self {
        // The SDK signs every request: nobody checks these words, the door leads nowhere else.
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new("local"))
            .endpoint_url("http://embedded.invalid")
            .credentials_provider(Credentials::new("embedded", "embedded", None, None, "embedded"))
            .retry_config(RetryConfig::disabled())
            .http_client(Door::new(database.clone()))
            .build();
        Self { database, client: Client::from_conf(config) }
    }

    /// The SDK client of this table only.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The table, created when missing; `now_s` gives Unix seconds.
    ///
    /// # Errors
    /// As [`create_table`].
    pub async fn table(&self, now_s: Clock) -> Result<DynamoTable, StoreError> {
        create_table(&self.client, TABLE).await?;
        Ok(DynamoTable::new(self.client.clone(), now_s))
    }

    /// Every item, expired ones included, in the order of its keys: for an export, which is the one reader of whole
    /// tables. Work that goes on meanwhile may be seen in part; a copy made by [`Self::backup_to`] holds still.
    ///
    /// # Errors
    /// As `Table::get`.
    pub async fn every_item(&self) -> Result<Vec<Item>, StoreError> {
        DynamoTable::new(self.client.clone(), Arc::new(|| 0)).every_item().await
    }

    /// Removes items whose expiry has passed (by the system's clock); gives their number.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the file cannot be written.
    pub async fn sweep_ttl(&self) -> Result<usize, StoreError> {
        let database = self.database.clone();
        blocking(move || database.sweep_ttl().map_err(|e| StoreError::Unavailable(e.to_string())))
            .await
    }

    /// Copies the whole table into a new file, readable by this user only, while work goes on.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when the file exists or cannot be created,
    /// [`StoreError::Unavailable`] when it cannot be written.
    pub async fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        let named = |e: &dyn fmt::Display, path: &Path| {
            format!("the backup `{}` cannot be written: {e}", path.display())
        };
        let path = std::path::absolute(path).map_err(|e| StoreError::Invalid(named(&e, path)))?;
        let Some(text) = path.to_str().map(str::to_owned) else {
            return Err(StoreError::Invalid(named(&"its name is not UTF-8", &path)));
        };
        let database = self.database.clone();
        blocking(move || {
            // An empty file is what the engine accepts, and its permissions stay.
            private(OpenOptions::new().write(true).create_new(true))
                .open(&path)
                .map_err(|e| StoreError::Invalid(named(&e, &path)))?;
            database.vacuum_into(&text).map_err(|e| {
                let _ = std::fs::remove_file(&path);
                StoreError::Unavailable(named(&e, &path))
            })
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|e| StoreError::Unavailable(e.to_string()))?
}

/// Creates what is missing, closed to other users: the table holds messages and sessions.
fn prepare(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    private(OpenOptions::new().read(true).write(true).create(true)).open(path).map(|_| ())
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Asks for the write lock once: the engine itself would wait half a minute before it tells why.
fn probe(path: &Path) -> Result<(), OpenError> {
    let ask = || -> rusqlite::Result<()> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(LOCK_PATIENCE)?;
        connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")
    };
    ask().map_err(|e| sqlite(path, &e))
}

fn sqlite(path: &Path, error: &rusqlite::Error) -> OpenError {
    let (path, why) = (path.to_owned(), error.to_string());
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Locked { path },
        Some(
            ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure,
        ) => OpenError::Unreadable { path, why },
        _ => OpenError::Damaged { path, why },
    }
}

fn engine(path: &Path, error: &DynoxideError) -> OpenError {
    match error {
        DynoxideError::SqliteError(error) => sqlite(path, error),
        other => OpenError::Damaged { path: path.to_owned(), why: other.to_string() },
    }
}

fn unreadable(path: &Path, error: &io::Error) -> OpenError {
    OpenError::Unreadable { path: path.to_owned(), why: error.to_string() }
}
