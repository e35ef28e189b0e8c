//! Privacy: what is stored and for how long, what is erased after its time, what is forgotten on request.
//!
//! | file | what it holds |
//! |---|---|
//! | `view.rs` | the page: what is stored, where, how long, what goes to the model provider |
//! | `erase.rs` | an action without its texts: ids, states and digests stay |
//! | `retention.rs` | what the daily housekeeping removes or erases because its time is over |
//! | `forget.rs`, `project.rs` | a person or a project, on the user's request |
//! | `marks.rs`, `parts.rs` | how somebody is recognised in a text, and what both requests share |
//! | `walk.rs` | a partition page by page |

pub mod erase;
mod forget;
mod marks;
mod parts;
mod project;
mod retention;
mod view;
pub(crate) mod walk;

pub use retention::RetentionCounts;
