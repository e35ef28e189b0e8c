//! Local backups: `<data>/backups/holdfast-YYYY-MM-DD.db.zst`, one a day, seven kept, and one before every change of the
//! schema. Each is written beside, synced and renamed; a backup that fails is an event, never the end of the agent.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use api_types::EventKind;
use holdfast_app::domain::keys;
use holdfast_app::domain::schema::SCHEMA;
use holdfast_app::domain::system::Place;
use holdfast_app::usecases::App;
use holdfast_app::usecases::events::NewEvent;
use holdfast_store::EmbeddedStore;

use crate::data::create_private;
use crate::err::CliError;

/// Daily backups that are kept.
const KEPT: usize = 7;
/// How long the one before an upgrade is kept: by then the upgrade has proved itself.
const UPGRADE_KEPT: Duration = Duration::from_secs(30 * 86_400);
/// How often it is looked whether today's is there.
const LOOK: Duration = Duration::from_secs(600);
const PREFIX: &str = "holdfast-";
const SUFFIX: &str = ".db.zst";
/// Compression level: the default of zstd.
const ZSTD_LEVEL: i32 = 3;

/// The backups of one data folder.
#[derive(Clone)]
pub(crate) struct Backups {
    folder: PathBuf,
    store: EmbeddedStore,
    place: Place,
}

impl Backups {
    /// Below `data`; `dashboard` is the address for links, or empty.
    pub(crate) fn new(data: &Path, store: EmbeddedStore, dashboard: String) -> Self {
        let words = format!("The folder `{}` on this machine", data.display());
        let place = Place { words, dashboard, backups: Vec::new() };
        Self { folder: data.join("backups"), store, place }
    }

    /// Keeps a backup for each local day until it is aborted.
    pub(crate) async fn run(self, app: App) {
        let mut failed_on = String::new();
        loop {
            if let Ok(today) = today(&app).await
                && !self.path(&today).exists()
                && failed_on != today
            {
                if let Err(error) = self.write(&today).await {
                    failed_on.clone_from(&today);
                    warn(&app, "The daily backup could not be written", &error).await;
                } else if let Err(error) = self.store.sweep_ttl().await {
                    tracing::warn!("expired items were not swept: {error}");
                }
            }
            self.tell(&app).await;
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Makes a backup if the stored schema is older than this version's, then notes the new number.
    pub(crate) async fn before_migration(&self, app: &App) -> Result<(), CliError> {
        let key = keys::system("SCHEMA");
        let found = app.load::<u64>(&key).await?;
        let fresh = app.table.get(&keys::config("settings")).await?.is_none();
        let (stored, rev) = found.map_or((if fresh { SCHEMA } else { 1 }, 0), |f| (f.value, f.rev));
        if stored < SCHEMA
            && let Err(error) = self.write(&format!("before-schema-{SCHEMA}")).await
        {
            warn(app, "The backup before the upgrade could not be written", &error).await;
        }
        if stored != SCHEMA || rev == 0 {
            app.save(key, &SCHEMA, rev).await?;
        }
        Ok(())
    }

    /// Writes one backup under a name, replacing an older one only when it is whole.
    pub(crate) async fn write(&self, name: &str) -> Result<PathBuf, CliError> {
        let cannot = |e: &dyn std::fmt::Display| {
            CliError::failed(format!(
                "a backup cannot be written to `{}`: {e}",
                self.folder.display()
            ))
        };
        create_private(&self.folder).map_err(|e| cannot(&e))?;
        let path = self.path(name);
        let plain = self.folder.join(format!(".{PREFIX}{name}.db"));
        remove(&plain).map_err(|e| cannot(&e))?;
        self.store.backup_to(&plain).await?;
        let (from, to, folder) = (plain.clone(), path.clone(), self.folder.clone());
        let packed = tokio::task::spawn_blocking(move || pack(&from, &to, &folder)).await;
        let _ = remove(&plain);
        packed.map_err(|e| cannot(&e))?.map_err(|e| cannot(&e))?;
        self.rotate();
        Ok(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{PREFIX}{name}{SUFFIX}"))
    }

    /// The daily ones, oldest first: their names sort by date.
    fn daily(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|e| e.file_name().into_string().ok())
            .filter(|name| {
                let date = name.strip_prefix(PREFIX).and_then(|n| n.strip_suffix(SUFFIX));
                date.is_some_and(|d| d.parse::<jiff::civil::Date>().is_ok())
            })
            .collect();
        names.sort();
        names
    }

    fn rotate(&self) {
        let names = self.daily();
        for name in names.iter().take(names.len().saturating_sub(KEPT)) {
            if let Err(error) = remove(&self.folder.join(name)) {
                tracing::warn!("an old backup was not removed: {error}");
            }
        }
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let upgrade =
                entry.file_name().to_string_lossy().starts_with("holdfast-before-schema-");
            let age =
                entry.metadata().and_then(|m| m.modified()).ok().and_then(|m| m.elapsed().ok());
            if upgrade && age.is_some_and(|age| age > UPGRADE_KEPT) {
                let _ = remove(&entry.path());
            }
        }
    }

    /// Tells the pages which backups there are.
    pub(crate) async fn tell(&self, app: &App) {
        let backups = self.daily().into_iter().rev().filter_map(|name| {
            let meta = fs::metadata(self.folder.join(&name)).ok()?;
            let at = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            Some((name, i64::try_from(at.as_millis()).ok()?, meta.len()))
        });
        let place = Place { backups: backups.collect(), ..self.place.clone() };
        if let Err(error) = app.note_place(&place).await {
            tracing::warn!(error_type = error.error_type(), "the place was not noted");
        }
    }
}

async fn today(app: &App) -> Result<String, CliError> {
    let config = app.config().await?;
    Ok(app.calendar(&config)?.date(app.now()))
}

async fn warn(app: &App, what: &str, error: &CliError) {
    tracing::warn!("{what}: {}", error.fact());
    // The path names the user's account: it stays in the log of this machine.
    let text = format!("{what}. The log names the cause; `holdfast doctor` looks at the disk.");
    if let Err(error) = app.emit(NewEvent::account(EventKind::Failure, text)).await {
        tracing::warn!(error_type = error.error_type(), "the event was not stored");
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn pack(from: &Path, to: &Path, folder: &Path) -> io::Result<()> {
    let beside = to.with_extension("new");
    remove(&beside)?;
    let mut source = File::open(from)?;
    let mut target = create(&beside)?;
    let written = zstd::stream::copy_encode(&mut source, &mut target, ZSTD_LEVEL)
        .and_then(|()| target.sync_all())
        .and_then(|()| fs::rename(&beside, to))
        .and_then(|()| File::open(folder)?.sync_all());
    if written.is_err() {
        let _ = remove(&beside);
    }
    written
}

/// A new file that only this user can read.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
