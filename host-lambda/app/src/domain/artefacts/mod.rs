//! The four artefacts: what is known of each issue, deterministic upkeep from it, patches on top,
//! and how they read.
//!
//! [`facts`] folds signals into one fact per issue, [`upkeep()`] derives an artefact from the
//! facts, [`patch`] applies what a model or a heuristic proposed, [`diff()`] and [`markdown()`]
//! make it readable, [`check`] finds rows without sources. Everything here is pure: the same input
//! gives the same bytes.

pub mod check;
pub mod diff;
pub mod facts;
pub mod markdown;
pub mod patch;
mod text;
pub mod upkeep;

#[cfg(test)]
mod sample;

pub use diff::diff;
pub use facts::{IssueFact, absorb};
pub use markdown::{markdown, markdown_at};
pub use patch::{Patch, PatchError, apply};
pub use upkeep::{UpkeepContext, upkeep};

use api_types::artefacts::Sources;

/// Most signals that one row cites: enough to follow it up, bounded so that an artefact stays
/// small.
pub const CITED_MAX: usize = 24;
/// What the id of a row starts with when a patch wrote it.
pub const PATCHED: &str = "p-";
/// What the id of a row starts with when upkeep wrote it.
pub const DERIVED: &str = "j-";

/// Both sources together: all signals (the newest [`CITED_MAX`]), the least trust, the worst
/// finding.
#[must_use]
pub fn merge_sources(first: &Sources, second: &Sources) -> Sources {
    let mut signals = first.signals.clone();
    for signal in &second.signals {
        if !signals.contains(signal) {
            signals.push(signal.clone());
        }
    }
    let surplus = signals.len().saturating_sub(CITED_MAX);
    signals.drain(..surplus);
    Sources {
        signals,
        trust: first.trust.min(second.trust),
        severity: first.severity.max(second.severity),
    }
}
