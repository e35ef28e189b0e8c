//! Sending once (DESIGN section 4): one place that moves an action from state to state.
//!
//! [`store`] writes transitions conditionally, [`effect`] freezes what will be done, [`drive`] claims and carries
//! out, [`due`] is the minute check, [`rescore`] asks the policy again, [`epoch`] keeps everything back after an import.

pub mod drive;
pub mod due;
pub mod effect;
pub mod epoch;
pub mod rescore;
pub mod store;
