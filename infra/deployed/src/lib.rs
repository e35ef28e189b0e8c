//! A deployment on MiniStack: the emulator as a child process, the stack, and the few calls that a test makes.
//!
//! [`cloud`] is the emulator and its services, [`stack`] the deployed template.
#![forbid(unsafe_code)]

pub mod cloud;
pub mod stack;
