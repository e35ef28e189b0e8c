//! Leaving and arriving: one file with everything but secrets and what belongs to this very process.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdfast_adapters::SystemClock;
use holdfast_app::domain::keys;
use holdfast_app::domain::schema::SCHEMA;
use holdfast_app::domain::system::{Epoch, Moved};
use holdfast_app::ports::{Clock as _, Condition, Item, Key, Table as _, Write};
use holdfast_aws::Sdk;
use holdfast_store::{DynamoTable, EmbeddedStore, Packed, pack, unpack};

use crate::backup::create;
use crate::data::create_private;
use crate::err::{CliError, USAGE};

/// Largest file that is read, bytes.
const FILE_BYTES_MAX: u64 = 1 << 30;
/// Largest database in a backup, bytes.
const DATABASE_BYTES_MAX: u64 = 8 << 30;
/// What belongs to one process or one machine: sessions and links, who holds the lease, where the data stands.
const STAYS: [&str; 9] = [
    "LEASE#cycle",
    "LOGIN#throttle",
    "setup",
    "PLACE",
    "EPOCH",
    "MOVED",
    "SCHEMA",
    "NOTICE#",
    "SESSION#",
];

/// Whether an item goes with an export.
fn travels(item: &Item, now_s: i64) -> bool {
    let own = item.key.pk == "SYSTEM" && STAYS.iter().any(|s| item.key.sk.starts_with(s));
    !own && item.expires_s.is_none_or(|at| at > now_s)
}

/// The table of an opened file.
pub(crate) async fn table_of(store: &EmbeddedStore) -> Result<DynamoTable, CliError> {
    Ok(store.table(Arc::new(|| SystemClock.now_ms() / 1000)).await?)
}

/// Packs everything that travels. Works on a copy, so that a running agent is seen at one moment.
pub(crate) async fn export(store: &EmbeddedStore, folder: &Path) -> Result<Packed, CliError> {
    let copy = folder.join(format!(".export-{}.db", SystemClock.random_hex()));
    store.backup_to(&copy).await?;
    let read = async { EmbeddedStore::open(&copy)?.every_item().await.map_err(CliError::from) };
    let items = read.await;
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(PathBuf::from(format!("{}{end}", copy.display())));
    }
    packed(items?)
}

/// What travels of these items, as one file.
fn packed(items: Vec<Item>) -> Result<Packed, CliError> {
    let now_s = SystemClock.now_ms() / 1000;
    let items: Vec<Item> = items.into_iter().filter(|i| travels(i, now_s)).collect();
    pack(&items).map_err(|e| CliError::failed(e.to_string()))
}

/// The table of an installation on AWS, reached with the credentials of the environment.
pub(crate) fn remote_table(name: &str) -> Result<DynamoTable, CliError> {
    let sdk = Sdk::from_environment(|variable| std::env::var(variable).ok()).map_err(|e| {
        CliError::failed(e.to_string())
            .hint("`aws configure export-credentials --format env` prints them for a profile.")
    })?;
    Ok(sdk.table(name, Arc::new(|| SystemClock.now_ms() / 1000)))
}

/// Packs everything that travels of a table on AWS. Move it (`--move`) to be sure that nothing changes meanwhile.
pub(crate) async fn export_remote(table: &DynamoTable) -> Result<Packed, CliError> {
    packed(table.every_item().await?)
}

/// Fills the empty table of a deployment from an export.
pub(crate) async fn import_remote(file: &Path, table: &DynamoTable) -> Result<usize, CliError> {
    if table.get(&keys::config("settings")).await?.is_some() {
        return Err(CliError::usage("the table holds an installation already")
            .hint("Deploy a stack of its own for the import: it never mixes with other data."));
    }
    let bytes = read(file)?;
    if is_backup(&bytes) {
        return Err(CliError::usage("a backup is for a data folder on one machine")
            .hint("Give a file that `holdfast export` wrote."));
    }
    let items = unpack(&bytes).map_err(|e| CliError::failed(e.to_string()).with_code(USAGE))?;
    // The epoch first: whatever arrives after it waits until it was compared with the accounts. The configuration last:
    // before it is there, no function does anything.
    table.write(vec![Write::Put(epoch()?, Condition::Any)]).await?;
    let (configuration, rest): (Vec<Item>, Vec<Item>) =
        items.into_iter().partition(|item| item.key == keys::config("settings"));
    table.put_exactly(&rest).await?;
    let schema = Item::new(keys::system("SCHEMA"), &SCHEMA)?;
    table.write(vec![Write::Put(schema, Condition::Any)]).await?;
    table.put_exactly(&configuration).await?;
    Ok(rest.len() + configuration.len())
}

/// Writes a file beside and renames it; an existing one is not replaced.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let cannot = |e: std::io::Error| {
        CliError::failed(format!("`{}` cannot be written: {e}", path.display()))
            .hint("Choose another place for the file.")
    };
    if path.exists() {
        return Err(CliError::usage(format!("`{}` exists already", path.display()))
            .hint("Give another name; nothing is overwritten."));
    }
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let written = (|| {
        let mut file = create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(cannot)
}

/// Refuses when the data was moved elsewhere.
pub(crate) async fn refuse_moved(table: &DynamoTable) -> Result<(), CliError> {
    let Some(item) = table.get(&keys::system("MOVED")).await? else { return Ok(()) };
    let moved: Moved = item.read()?;
    let day = jiff::Timestamp::from_millisecond(moved.at_ms).unwrap_or_default();
    Err(CliError::failed(format!(
        "this data was moved to another place on {}: two agents would send the same mails",
        day.strftime("%-d %B %Y")
    ))
    .hint("Work there. To come back here instead, stop the other one and run `holdfast export --take-back`."))
}

/// Marks this place as moved, or takes the mark back and begins a new epoch.
pub(crate) async fn mark(table: &DynamoTable, moved: Option<String>) -> Result<(), CliError> {
    let key = keys::system("MOVED");
    let writes = match moved {
        Some(sha256) => {
            let item = Item::new(key, &Moved { at_ms: SystemClock.now_ms(), sha256 })?;
            vec![Write::Put(item, Condition::Any)]
        }
        None => vec![Write::Delete(key, Condition::Any), Write::Put(epoch()?, Condition::Any)],
    };
    Ok(table.write(writes).await?)
}

fn epoch() -> Result<Item, CliError> {
    let epoch = Epoch {
        id: SystemClock.random_hex(),
        began_ms: SystemClock.now_ms(),
        settled_ms: None,
        told: false,
    };
    Ok(Item::new(keys::system("EPOCH"), &epoch)?)
}

/// What an import brought.
pub(crate) struct Imported {
    /// Items, or null for a backup, which is taken over as it is.
    pub(crate) items: Option<usize>,
}

/// Puts an export or a backup into a new data folder. Nothing is there until everything is.
pub(crate) async fn import(file: &Path, target: &Path) -> Result<Imported, CliError> {
    refuse_used(target)?;
    let bytes = read(file)?;
    let name = target.file_name().and_then(|n| n.to_str()).unwrap_or("holdfast");
    let temporary = target.with_file_name(format!(".{name}.importing-{}", std::process::id()));
    let cannot = |e: std::io::Error| {
        CliError::failed(format!("the data folder `{}` cannot be made: {e}", target.display()))
            .hint("Correct its permissions, or choose another folder with --data.")
    };
    create_private(&temporary).map_err(cannot)?;
    let filled = fill(&bytes, &temporary.join("holdfast.db")).await;
    let placed = filled.and_then(|imported| {
        place(&temporary, target).map_err(cannot)?;
        Ok(imported)
    });
    if placed.is_err() {
        let _ = fs::remove_dir_all(&temporary);
    }
    placed
}

fn refuse_used(target: &Path) -> Result<(), CliError> {
    let used = match fs::read_dir(target) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    };
    if used {
        return Err(CliError::usage(format!("`{}` is not an empty folder", target.display()))
            .hint("Move it away, or name a new folder with --data: an import never mixes with other data."));
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, CliError> {
    let named =
        |e: std::io::Error| CliError::usage(format!("`{}` cannot be read: {e}", file.display()));
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|f| f.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(named)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(CliError::usage(format!("`{}` is larger than 1 GB", file.display())));
    }
    Ok(bytes)
}

async fn fill(bytes: &[u8], database: &Path) -> Result<Imported, CliError> {
    let backup = is_backup(bytes);
    let items = if backup {
        unpack_database(bytes, database)?;
        None
    } else {
        Some(unpack(bytes).map_err(|e| CliError::failed(e.to_string()).with_code(USAGE))?)
    };
    let store = EmbeddedStore::open(database)?;
    let table = table_of(&store).await?;
    let mut count = None;
    if let Some(items) = items {
        table.put_exactly(&items).await?;
        let schema = Item::new(keys::system("SCHEMA"), &SCHEMA)?;
        table.write(vec![Write::Put(schema, Condition::Absent)]).await?;
        count = Some(items.len());
    } else {
        // Refuses a newer one before anything is in its place.
        let settings: Option<Item> = table.get(&keys::config("settings")).await?;
        if settings.is_none() {
            return Err(CliError::usage("the backup holds no configuration").hint(
                "Give a file from the folder `backups`, or one that `holdfast export` wrote.",
            ));
        }
        let gone = |name: &str| Write::Delete(Key::new("SYSTEM", name), Condition::Any);
        table.write(vec![gone("MOVED"), gone("PLACE"), gone("setup")]).await?;
    }
    table.write(vec![Write::Put(epoch()?, Condition::Any)]).await?;
    Ok(Imported { items: count })
}

/// Whether a packed file is a database: it starts with the mark of SQLite.
fn is_backup(bytes: &[u8]) -> bool {
    let mut start = [0; 16];
    zstd::stream::read::Decoder::new(bytes)
        .and_then(|mut d| d.read_exact(&mut start))
        .is_ok_and(|()| &start == b"SQLite format 3\0")
}

fn unpack_database(bytes: &[u8], database: &Path) -> Result<(), CliError> {
    let damaged = |e: std::io::Error| {
        CliError::failed(format!("the backup is damaged ({e})"))
            .hint("Take an earlier one.")
            .with_code(USAGE)
    };
    let mut decoder =
        zstd::stream::read::Decoder::new(bytes).map_err(damaged)?.take(DATABASE_BYTES_MAX);
    let mut file = create(database).map_err(damaged)?;
    std::io::copy(&mut decoder, &mut file).and_then(|_| file.sync_all()).map_err(damaged)
}

fn place(temporary: &Path, target: &Path) -> std::io::Result<()> {
    if let Some(parent) = target.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    match fs::remove_dir(target) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::rename(temporary, target)
}
