//! Effects as hooks: data, time, keys, visibility.

mod beat;
mod call;
mod keys;
mod poll;
mod remote;
mod rescue;
mod seen;

pub use beat::{Beat, use_beat};
pub use call::{Call, use_call};
pub use keys::use_keys;
pub use poll::use_poll;
pub use remote::{Source, use_once, use_remote};
pub use rescue::use_rescue;
pub use seen::use_seen;
