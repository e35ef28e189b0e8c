//! What the use cases need from the world, one trait for each need.

mod integrations;
mod judgement;
mod secrets;

pub use integrations::{
    Call, EgressEvent, EgressLog, Failure, Found, Integrations, Page, Raw, WriteGate,
};
pub use judgement::{Judgement, JudgementError};
pub use secrets::{Secret, SecretError, Secrets};
