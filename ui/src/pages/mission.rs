//! Mission.
use yew::prelude::*;
/// M.
#[component]
pub fn Mission() -> Html { html! {} }
