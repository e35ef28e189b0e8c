//! Effects as hooks: data, time, keys, visibility.

mod beat;
mod keys;
mod remote;
mod seen;

pub use beat::{Beat, use_beat};
pub use keys::use_keys;
pub use remote::{Source, use_remote};
pub use seen::use_seen;
