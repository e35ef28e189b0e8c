//! What brings an outcome down to escalate, each with a stable rule id.

use super::hold::has_owner;
use crate::types::{Finding, Kind, Request, Severity, Trust};

/// A set of caps; empty means that the table stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps(u8);

impl Caps {
    /// A dimension fails.
    pub const DIMENSION_FAILED: Self = Self(1);
    /// An unknown author was read.
    pub const CONTEXT_UNKNOWN: Self = Self(1 << 1);
    /// A flagged text was read.
    pub const CONTEXT_FLAGGED: Self = Self(1 << 2);
    /// The action itself holds a finding of high severity.
    pub const FINDING_HIGH: Self = Self(1 << 3);
    /// A comment on an issue that no trusted source owns.
    pub const NO_OWNING_SOURCE: Self = Self(1 << 4);
    /// The user wants to be asked about every action of this kind.
    pub const ALWAYS_ASK: Self = Self(1 << 5);

    /// Every cap with its rule id, in the order in which a verdict lists them.
    const RULES: [(Self, &'static str); 6] = [
        (Self::DIMENSION_FAILED, "cap.dimension_failed"),
        (Self::CONTEXT_UNKNOWN, "cap.context_unknown"),
        (Self::CONTEXT_FLAGGED, "cap.context_flagged"),
        (Self::FINDING_HIGH, "cap.finding_high"),
        (Self::NO_OWNING_SOURCE, "cap.no_owning_source"),
        (Self::ALWAYS_ASK, "cap.always_ask"),
    ];

    /// Whether the table stands.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every cap of `other` applies.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The rule ids, in a fixed order.
    pub fn rules(self) -> impl Iterator<Item = &'static str> {
        Self::RULES.into_iter().filter(move |(cap, _)| self.has(*cap)).map(|(_, rule)| rule)
    }

    const fn when(applies: bool, cap: Self) -> u8 {
        if applies { cap.0 } else { 0 }
    }
}

/// Every cap that applies.
pub(super) fn all(request: &Request, kind: Kind, findings: &[Finding], passes: bool) -> Caps {
    let (trust, severity) = context(request);
    let high = findings.iter().any(|f| f.severity >= Severity::High);
    let unowned = kind == Kind::JiraComment && !has_owner(request);
    Caps(
        Caps::when(!passes, Caps::DIMENSION_FAILED)
            | Caps::when(trust == Trust::Unknown, Caps::CONTEXT_UNKNOWN)
            | Caps::when(severity >= Severity::High, Caps::CONTEXT_FLAGGED)
            | Caps::when(high, Caps::FINDING_HIGH)
            | Caps::when(unowned, Caps::NO_OWNING_SOURCE)
            | Caps::when(request.policy.always_ask.contains(&kind), Caps::ALWAYS_ASK),
    )
}

/// Least trust and worst finding of anything behind the action: what was in the prompt, and every piece of
/// evidence itself.
fn context(request: &Request) -> (Trust, Severity) {
    let start = (request.context_trust.trust, request.context_trust.severity);
    request
        .evidence
        .iter()
        .fold(start, |(trust, severity), e| (trust.min(e.trust), severity.max(e.severity)))
}
