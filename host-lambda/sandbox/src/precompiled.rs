//! The only place that turns bytes into machine code.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};
use wasmtime::component::Component;
use wasmtime::{Engine, Module};

use crate::SandboxError;

/// Largest artefact that is loaded, in bytes.
const BYTES_MAX: usize = 64 << 20;

/// Bytes that were compiled ahead of time, with the digest that the build recorded for them.
#[derive(Clone)]
pub struct Precompiled {
    bytes: Cow<'static, [u8]>,
    sha256: String,
}

impl std::fmt::Debug for Precompiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Precompiled({} bytes, {})", self.bytes.len(), self.sha256)
    }
}

/// Hex SHA-256.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl Precompiled {
    /// Pairs bytes with the digest that they must have; it is checked on load, each time.
    ///
    /// `sha256` must come from a place that whoever may change the file cannot change: compiled
    /// into the host, or recorded when the host compiled the bytes itself.
    #[must_use]
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>, sha256: impl Into<String>) -> Self {
        Self { bytes: bytes.into(), sha256: sha256.into() }
    }

    /// Loads a component.
    ///
    /// # Errors
    /// When the digest differs or the engine refuses the bytes.
    pub fn component(&self, engine: &Engine, name: &str) -> Result<Component, SandboxError> {
        let bytes = self.verified(name)?;
        #[expect(unsafe_code, reason = "loading code compiled ahead of time")]
        // SAFETY: the bytes are what holdfast-aot wrote: their SHA-256 was just compared with the
        // recorded one, and wasmtime itself refuses bytes of another version or configuration.
        let loaded = unsafe { Component::deserialize(engine, bytes) };
        loaded.map_err(|error| load_error(name, &error))
    }

    /// Loads a core module.
    ///
    /// # Errors
    /// When the digest differs or the engine refuses the bytes.
    pub fn module(&self, engine: &Engine, name: &str) -> Result<Module, SandboxError> {
        let bytes = self.verified(name)?;
        #[expect(unsafe_code, reason = "loading code compiled ahead of time")]
        // SAFETY: as in `component`.
        let loaded = unsafe { Module::deserialize(engine, bytes) };
        loaded.map_err(|error| load_error(name, &error))
    }

    fn verified(&self, name: &str) -> Result<&[u8], SandboxError> {
        if self.bytes.len() > BYTES_MAX {
            let reason =
                format!("it has {} bytes, at most {BYTES_MAX} are loaded", self.bytes.len());
            return Err(SandboxError::Load { name: name.to_owned(), reason });
        }
        check_digest(name, &self.bytes, &self.sha256)?;
        Ok(&self.bytes)
    }
}

/// Compares bytes with the recorded digest.
pub(crate) fn check_digest(name: &str, bytes: &[u8], expected: &str) -> Result<(), SandboxError> {
    let found = sha256_hex(bytes);
    if found == expected {
        return Ok(());
    }
    Err(SandboxError::Digest { name: name.to_owned(), expected: expected.to_owned(), found })
}

pub(crate) fn load_error(name: &str, error: &wasmtime::Error) -> SandboxError {
    SandboxError::Load { name: name.to_owned(), reason: format!("{error:#}") }
}
