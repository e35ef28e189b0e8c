//! The authoritative skin: one byte buffer in, one out.
