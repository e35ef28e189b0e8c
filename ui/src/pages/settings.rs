//! S.
use yew::prelude::*;
/// P.
#[derive(Properties, PartialEq)]
pub struct SettingsPageProps { /// i
 pub saved: Callback<()> }
/// M.
#[component]
pub fn SettingsPage(_props: &SettingsPageProps) -> Html { html! {} }
