//! Why a call failed, in the cases by which the host decides about retries.

use alloc::string::String;

/// The WIT's `failure`, usable natively.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The upstream asked to wait, in milliseconds.
    Throttled(u64),
    /// The upstream could not be reached or answered 5xx.
    Unavailable(String),
    /// The credential was refused.
    Unauthorised(String),
    /// The checkpoint is no longer accepted.
    Resync(String),
    /// The entity does not exist, or is not visible.
    NotFound(String),
    /// The upstream refused the request for good.
    Refused(String),
    /// The upstream answered something that could not be understood.
    Malformed(String),
    /// The host refused the request.
    Denied(String),
    /// The request left, and no answer came.
    UnknownEffect(String),
}

impl Failure {
    /// A [`Failure::Malformed`] from a static text.
    pub fn malformed(what: &str) -> Self {
        Self::Malformed(String::from(what))
    }

    /// A [`Failure::Refused`] from a static text.
    pub fn refused(what: &str) -> Self {
        Self::Refused(String::from(what))
    }
}
