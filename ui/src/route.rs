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
    /// The first run, at the step that is open.
    #[at("/start")]
    Start,
    /// One step of the first run.
    #[at("/start/:step")]
    StartAt {
        /// Last part of its address.
        step: String,
    },
    /// The directory.
    #[at("/people")]
    People,
    /// All projects.
    #[at("/projects")]
    Projects,
    /// A project to be created.
    #[at("/new-project")]
    NewProject,
    /// The form of a project.
    #[at("/projects/:id/edit")]
    EditProject {
        /// Project id.
        id: String,
    },
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
    /// One section of settings.
    #[at("/settings/:section")]
    SettingsAt {
        /// Last part of its address.
        section: String,
    },
    /// What is stored, and how to have it forgotten.
    #[at("/privacy")]
    Privacy,
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
            Self::Start | Self::StartAt { .. } => "Getting started",
            Self::People => "People",
            Self::Projects | Self::Project { .. } | Self::NewProject | Self::EditProject { .. } => {
                "Projects"
            }
            Self::Activity => "Activity",
            Self::Settings | Self::SettingsAt { .. } => "Settings",
            Self::Privacy => "Privacy",
            Self::NotFound => "Not found",
        }
    }
}
