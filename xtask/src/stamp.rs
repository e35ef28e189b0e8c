//! Skips a step whose inputs did not change: one file per step holds the digest of its inputs.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::place::Place;

/// The inputs of one step, digested.
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// Digests `inputs` (files and the names in `words`) for the step `name`.
    ///
    /// # Errors
    /// When an input cannot be read.
    pub(crate) fn of(
        place: &Place,
        name: &str,
        inputs: &[PathBuf],
        words: &[String],
    ) -> Result<Self, String> {
        let mut hasher = Sha256::new();
        for input in inputs {
            let bytes = fs::read(input).map_err(|e| format!("`{}`: {e}", input.display()))?;
            hasher.update(input.as_os_str().as_encoded_bytes());
            // Lengths between the parts, so that moving bytes from one to the next is a change.
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(&bytes);
        }
        for word in words {
            hasher.update((word.len() as u64).to_le_bytes());
            hasher.update(word);
        }
        let digest = hasher.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Ok(Self { file: place.stamps().join(name), digest })
    }

    /// Whether the step ran with these inputs and all its `outputs` are still there.
    pub(crate) fn fresh(&self, outputs: &[PathBuf]) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|old| old == self.digest)
            && outputs.iter().all(|output| output.exists())
    }

    /// Records that the step ran.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub(crate) fn keep(&self) -> Result<(), String> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&self.file, &self.digest))
            .map_err(|e| format!("`{}`: {e}", self.file.display()))
    }
}

/// All files below `folder`, sorted, without hidden ones.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |e: std::io::Error| format!("`{}`: {e}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b".")) {
            continue;
        }
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
