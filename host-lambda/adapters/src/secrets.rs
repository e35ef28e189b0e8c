//! Secrets in one JSON file of mode 0600 below the data folder.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use holdfast_app::ports::{Secret, SecretError, Secrets};
use tokio::sync::Mutex;

use crate::Known;

/// Largest file that is read, bytes.
const FILE_BYTES_MAX: u64 = 1 << 20;
type Values = BTreeMap<String, String>;

/// Named secrets in one file: a JSON object of strings. A file that others can read is refused.
pub struct FileSecrets {
    path: PathBuf,
    known: Mutex<Known>,
}

impl std::fmt::Debug for FileSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileSecrets").field("path", &self.path).finish_non_exhaustive()
    }
}

impl FileSecrets {
    /// Opens the file, which may not exist yet.
    ///
    /// # Errors
    /// [`SecretError::Store`] when others can read the file, or when it is no JSON object of strings.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, SecretError> {
        let path = path.into();
        let values = read(&path)?;
        let mut known = Known::default();
        known.add(&values);
        Ok(Self { path, known: Mutex::new(known) })
    }

    async fn load(&self) -> Result<Values, SecretError> {
        let values = read(&self.path)?;
        self.known.lock().await.add(&values);
        Ok(values)
    }
}

#[async_trait]
impl Secrets for FileSecrets {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        let value = self.load().await?.remove(name);
        value.map(Secret::new).ok_or_else(|| SecretError::Missing(name.to_owned()))
    }

    async fn set(&self, name: &str, value: Secret) -> Result<(), SecretError> {
        // Held across read and rename, so that two writers in this process do not lose each other's value.
        let mut known = self.known.lock().await;
        let mut values = read(&self.path)?;
        values.insert(name.to_owned(), value.expose().to_owned());
        write(&self.path, &values)?;
        known.add(&values);
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), SecretError> {
        // The value stays known: it must not leave either before this process ends.
        let _known = self.known.lock().await;
        let mut values = read(&self.path)?;
        if values.remove(name).is_none() {
            return Ok(());
        }
        write(&self.path, &values)
    }

    async fn known_values(&self) -> Vec<Secret> {
        self.known.lock().await.values()
    }
}

fn failed(path: &Path, why: &str) -> SecretError {
    SecretError::Store(format!("`{}` {why}", path.display()))
}

#[cfg(unix)]
fn check_mode(path: &Path, file: &File) -> Result<(), SecretError> {
    use std::os::unix::fs::PermissionsExt as _;
    let meta = file.metadata().map_err(|e| failed(path, &format!("cannot be examined: {e}")))?;
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let why = format!("can be read by others (mode {mode:04o}): run `chmod 600` on it");
    Err(failed(path, &why))
}

#[cfg(not(unix))]
fn check_mode(_path: &Path, _file: &File) -> Result<(), SecretError> {
    Ok(())
}

fn read(path: &Path) -> Result<Values, SecretError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Values::new()),
        Err(e) => return Err(failed(path, &format!("cannot be opened: {e}"))),
    };
    check_mode(path, &file)?;
    let mut text = String::new();
    let read = file.take(FILE_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|e| failed(path, &format!("cannot be read: {e}")))?;
    // The parser's sentence is left out: it may quote the file.
    serde_json::from_str(&text)
        .map_err(|_| failed(path, "is not a JSON object of strings: restore it or move it away"))
}

fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Writes beside the file and renames over it: a reader sees the old or the new file, never half of one.
fn write(path: &Path, values: &Values) -> Result<(), SecretError> {
    let cannot = |e: std::io::Error| failed(path, &format!("cannot be written: {e}"));
    let text = serde_json::to_string_pretty(values)
        .map_err(|e| failed(path, &format!("cannot be written: {e}")))?;
    if text.len() as u64 >= FILE_BYTES_MAX {
        return Err(failed(path, "would grow beyond 1 MiB: store a smaller secret"));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(cannot)?;
    let temporary = path.with_extension(format!("{}.new", std::process::id()));
    let _ = fs::remove_file(&temporary);
    let written = (|| {
        let mut file = create(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        File::open(folder)?.sync_all()
    })();
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(cannot)
}

#[cfg(test)]
#[path = "secrets_tests.rs"]
mod tests;
