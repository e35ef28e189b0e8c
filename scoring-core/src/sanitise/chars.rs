//! Characters that remember where in the original they came from.

use crate::types::Span;

/// One character and the bytes of the original that it stands for (`start == end` if it was
/// inserted).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ch {
    pub(crate) c: char,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A byte offset as the contract wants it; inputs above 4 GiB do not reach the core.
pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// A span from two byte offsets, never inverted.
pub(crate) fn span(start: usize, end: usize) -> Span {
    Span { start: offset(start), end: offset(end.max(start)) }
}

/// The bytes of the original that a run of characters stands for.
pub(crate) fn cover(chars: &[Ch]) -> Span {
    let start = chars.iter().map(|ch| ch.start).min().unwrap_or(0);
    let end = chars.iter().map(|ch| ch.end).max().unwrap_or(start);
    Span { start, end: end.max(start) }
}
