//! Renders views natively and looks for what must be there.
#![allow(unreachable_pub, clippy::unwrap_used, reason = "shared by several test binaries")]

use holdfast_ui::services::policy::Judge;
use holdfast_ui::services::time::Clock;
use holdfast_ui::state::Failure;
use yew::prelude::*;

use super::common::clock;

#[derive(Properties)]
struct StageProps {
    make: fn() -> Html,
}

// Rendered once: there is nothing to compare with.
impl PartialEq for StageProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// What every page stands on: the clock, and a policy that is not loaded.
#[component]
fn Stage(props: &StageProps) -> Html {
    html! {
        <ContextProvider<Clock> context={clock()}>
            <ContextProvider<Judge> context={Judge::Loading}>{ (props.make)()
                }</ContextProvider<Judge>>
        </ContextProvider<Clock>>
    }
}

fn render(make: fn() -> Html) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(
        yew::ServerRenderer::<Stage>::with_props(move || StageProps { make })
            .hydratable(false)
            .render(),
    )
}

/// Renders and looks for what must be there and what must not.
pub fn check(make: fn() -> Html, wanted: &[&str], unwanted: &[&str]) {
    let html = render(make);
    for needle in wanted {
        assert!(html.contains(needle), "`{needle}` is missing in {html}");
    }
    for needle in unwanted {
        assert!(!html.contains(needle), "`{needle}` is in {html}");
    }
    assert!(!html.contains(" style="), "an inline style breaks the page's policy: {html}");
}

pub fn failure() -> Failure {
    Failure { text: "The data folder cannot be read.".into(), hint: "Run holdfast doctor.".into() }
}

pub const ERROR: [&str; 3] =
    ["data-view=\"error\"", "The data folder cannot be read.", "Try again"];
