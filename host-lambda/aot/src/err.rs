//! What can go wrong while compiling, in sentences.

use std::path::{Path, PathBuf};

/// Names the file and says what is wrong with it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AotError {
    #[error("`{0}` is not NAME=PATH: a name holds a-z, 0-9, `-` and `_`")]
    Argument(String),
    #[error("`{0}` appears twice")]
    Twice(String),
    #[error("`{path}` cannot be {verb}: {source}")]
    File { path: PathBuf, verb: &'static str, source: std::io::Error },
    #[error("`{name}` cannot be made a component: {reason}")]
    Component { name: String, reason: String },
    #[error("`{name}` imports `{import}`: {hint}")]
    Import { name: String, import: String, hint: &'static str },
    #[error("`{name}` does not compile: {reason}")]
    Compile { name: String, reason: String },
}

impl AotError {
    pub(crate) fn file(path: &Path, verb: &'static str, source: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), verb, source }
    }
}
