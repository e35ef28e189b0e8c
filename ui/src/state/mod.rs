//! Pure state: what a view shows and how it changes. No browser, no network.

pub mod app;
pub mod card;
pub mod choice;
pub mod fields;
pub mod remote;
pub mod settings;

pub use app::{App, AppMsg, Gate};
pub use card::{Card, CardMsg, Clash};
pub use choice::{Choice, ChoiceMsg};
pub use remote::{Failure, Remote};
