//! Sending once (DESIGN section 4): one place that moves an action from state to state.
//!
//! [`store`] writes transitions conditionally, [`effect`] freezes what will be done, [`drive`] claims and carries
//! out, [`due`] is the minute check, [`rescore`] asks the policy again.

pub mod drive;
pub mod due;
pub mod effect;
pub mod rescore;
pub mod store;
