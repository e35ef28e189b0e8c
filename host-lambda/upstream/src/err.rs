//! What can go wrong before or while the stand-ins run. Protocol errors are answers, never this.

/// Why the stand-ins could not start or had to stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A payload file could not be read.
    #[error("cannot read payload file `{path}`: {source}")]
    Read {
        /// The file, as it was asked for.
        path: String,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// A payload file holds something else than expected.
    #[error("payload file `{path}`, line {line}: {reason}")]
    Payload {
        /// The file, as it was asked for.
        path: String,
        /// Line number, from 1.
        line: usize,
        /// What was wrong with it.
        reason: String,
    },
    /// The listening socket failed.
    #[error("cannot listen on port {port}: {source}")]
    Listen {
        /// The port that was asked for; 0 asks for a free one.
        port: u16,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// The server stopped with a transport error.
    #[error("stand-in server stopped: {0}")]
    Serve(std::io::Error),
}

impl Error {
    /// What to do next, in one sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Read { .. } => "point --payloads at the folder that holds `jira/` and `mail/`",
            Self::Payload { .. } => "fix or remove that line and start again",
            Self::Listen { .. } => "choose another port with --port, or stop what listens there",
            Self::Serve(_) => "start the stand-ins again",
        }
    }
}
