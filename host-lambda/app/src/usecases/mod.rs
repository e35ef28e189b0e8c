//! Use cases: what the functions of DESIGN section 3 do, each readable from top to bottom.

mod audit;
pub mod budget;
pub mod context;
pub mod cycle;
pub mod digest;
pub mod error;
pub mod events;
pub mod judge;
pub mod notices;
pub mod privacy;
pub mod read;
pub mod send;
pub mod user;

pub use context::App;
pub use error::CaseError;
