//! Parts of pages. None touches a browser API while it is constructed.

pub mod artefacts;
pub mod connect;
mod decision;
mod diff;
pub mod fields;
pub mod hold;
mod icon;
mod keymap;
mod parts;
pub mod people;
mod shell;
mod sources;
pub mod stream;

pub use decision::{DecisionCard, DecisionCardView};
pub use diff::WordDiff;
pub use icon::Icon;
pub use keymap::KeyMap;
pub use parts::{Badge, Button, Empty, Failed, Loading, Notice, stale_note};
pub use shell::Shell;
pub use sources::{SourceList, link};
pub use stream::{EventLine, cycles};
