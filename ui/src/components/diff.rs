//! A word difference, readable without colour.

use yew::prelude::*;

use crate::services::diff::{self, Kept};

/// Properties of [`WordDiff`].
#[derive(Properties, PartialEq)]
pub struct WordDiffProps {
    /// The text before.
    pub old: AttrValue,
    /// The text after.
    pub new: AttrValue,
    /// What to say when they are equal, one sentence.
    pub same: AttrValue,
}

/// What was added and removed between two texts.
#[component]
pub fn WordDiff(props: &WordDiffProps) -> Html {
    let runs = use_memo((props.old.clone(), props.new.clone()), |(a, b)| diff::words(a, b));
    let (added, removed) = diff::tally(&runs);
    if added == 0 && removed == 0 {
        return html! { <p class="muted">{ &props.same }</p> };
    }
    html! {
        <>
            <p class="muted">{ format!("{added} words added, {removed} removed.") }</p>
            <div class="diff">
                { for runs.iter().map(|run| match run.kept {
                    Kept::Same => html! { <span>{ &run.text }</span> },
                    Kept::Added => html! { <ins>{ &run.text }</ins> },
                    Kept::Removed => html! { <del>{ &run.text }</del> },
                }) }
            </div>
        </>
    }
}
