//! Addresses of pages, behind the `#`.

use yew_router::prelude::*;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Routable)]
pub enum Route {
    /// Mission Control.
    #[at("/")]
    Mission,
    /// First start, with the one-time token.
    #[at("/setup/:token")]
    Setup {
        /// The token.
        token: String,
    },
    /// The hold queue.
    #[at("/holds")]
    Holds,
    /// One card of the hold queue.
    #[at("/holds/:id")]
    Hold {
        /// Action id.
        id: String,
    },
    /// Decisions.
    #[at("/decisions")]
    Decisions,
    /// All projects.
    #[at("/projects")]
    Projects,
    /// One project.
    #[at("/projects/:id")]
    Project {
        /// Project id.
        id: String,
    },
    /// Activity; filters are in the query.
    #[at("/activity")]
    Activity,
    /// Settings.
    #[at("/settings")]
    Settings,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}

impl Route {
    /// Title of the tab.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Mission => "Mission Control",
            Self::Setup { .. } => "First start",
            Self::Holds | Self::Hold { .. } => "Hold queue",
            Self::Decisions => "Decisions",
            Self::Projects | Self::Project { .. } => "Projects",
            Self::Activity => "Activity",
            Self::Settings => "Settings",
            Self::NotFound => "Not found",
        }
    }
}
