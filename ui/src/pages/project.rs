//! Project.
use yew::prelude::*;
use crate::state::Remote;
/// P.
#[derive(Properties, PartialEq)]
pub struct ProjectsProps { /// d
 pub data: Remote<Vec<api_types::ProjectSummary>>, /// r
 pub reload: Callback<()> }
/// P.
#[component]
pub fn Projects(_props: &ProjectsProps) -> Html { html! {} }
/// P.
#[derive(Properties, PartialEq)]
pub struct ProjectPageProps { /// i
 pub id: String }
/// M.
#[component]
pub fn ProjectPage(_props: &ProjectPageProps) -> Html { html! {} }
