//! The hold card: the product in one picture.

mod buttons;
mod clash;
mod container;
mod editor;
mod verdict;
mod view;
mod why;

pub use container::HoldCard;
pub use editor::Editor;
pub use verdict::{Live, VerdictStrip};
pub use view::{HoldCardView, HoldCardViewProps};
pub use why::why;
