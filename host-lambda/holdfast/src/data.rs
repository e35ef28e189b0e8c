//! The data folder: created private, held by one process at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::err::CliError;

/// The data folder, locked while this lives.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Opens or creates the folder and takes its lock.
    pub(crate) fn open(path: Option<PathBuf>) -> Result<Self, CliError> {
        let path = resolve(path)?;
        let refuse = |why: &std::io::Error| {
            CliError::failed(format!("the data folder `{}` cannot be used: {why}", path.display()))
                .hint("Correct its permissions, or choose another folder with --data.")
        };
        create_private(&path).map_err(|e| refuse(&e))?;
        let mut lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("lock"))
            .map_err(|e| refuse(&e))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(CliError::failed(format!(
                    "the data folder `{}` is in use by another process",
                    path.display()
                ))
                .hint("Stop the other `holdfast`, or choose another folder with --data."));
            }
            Err(TryLockError::Error(error)) => return Err(refuse(&error)),
        }
        // For a person who looks who holds it; the lock itself is the kernel's.
        let _ = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
        Ok(Self { path, _lock: lock })
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// The folder that is meant.
pub(crate) fn resolve(path: Option<PathBuf>) -> Result<PathBuf, CliError> {
    path.map_or_else(default_path, Ok)
}

fn default_path() -> Result<PathBuf, CliError> {
    let base = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|p| p.is_absolute())
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share")));
    base.map(|b| b.join("holdfast")).ok_or_else(|| {
        CliError::failed("neither HOME nor XDG_DATA_HOME is set").hint("Name a folder with --data.")
    })
}

/// Creates a folder that only this user can read.
pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
