//! Why a sandboxed part could not be set up.

/// A sentence that says what is wrong, with what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SandboxError {
    /// A file does not have the digest that the build recorded.
    #[error(
        "`{name}` has the digest {found}, the build recorded {expected}: \
         rebuild it, or restore the file that belongs to this version"
    )]
    Digest {
        /// Which artefact.
        name: String,
        /// Recorded hex SHA-256.
        expected: String,
        /// Hex SHA-256 of the bytes at hand.
        found: String,
    },
    /// The bytes are not a usable guest.
    #[error("`{name}` cannot be loaded: {reason}; rebuild it with the version of this host")]
    Load {
        /// Which artefact.
        name: String,
        /// What the engine said.
        reason: String,
    },
    /// `plugin.toml` or a grant is wrong.
    #[error("`{name}` is not valid: {reason}")]
    Manifest {
        /// Which file.
        name: String,
        /// What is wrong and what is expected.
        reason: String,
    },
    /// A target's configuration is wrong.
    #[error("target `{target}` of `{name}` is not usable: {reason}")]
    Target {
        /// Which integration.
        name: String,
        /// Which target.
        target: String,
        /// What is wrong and what is expected.
        reason: String,
    },
    /// The engine itself could not start.
    #[error("the sandbox could not start: {0}")]
    Engine(String),
}
