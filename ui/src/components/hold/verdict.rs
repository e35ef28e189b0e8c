//! The verdict in words: the outcome, four sentences, and what would change it.

use scoring_core::Verdict;
use yew::prelude::*;

use crate::components::{Badge, Icon};
use crate::services::words;

/// Where the verdict on screen comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Live {
    /// The policy is not loaded: the server's verdict is shown.
    Waiting,
    /// Computed in this tab.
    Here(Box<Verdict>),
    /// The policy of this tab could not judge: why, one sentence.
    Broken(String),
}

impl Live {
    /// The verdict that this tab computed.
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        match self {
            Self::Here(verdict) => Some(verdict),
            _ => None,
        }
    }
}

/// Properties of [`VerdictStrip`].
#[derive(Properties, PartialEq)]
pub struct VerdictStripProps {
    /// The verdict on screen.
    pub verdict: Verdict,
    /// Where it comes from.
    pub live: Live,
    /// Outcome of the stored text, when the typed text differs.
    #[prop_or_default]
    pub stored: Option<Verdict>,
    /// Whether the action was decided: the verdict is history.
    #[prop_or_default]
    pub past: bool,
}

/// The strip below the draft.
#[component]
pub fn VerdictStrip(props: &VerdictStripProps) -> Html {
    let verdict = &props.verdict;
    let (outcome, tone) = words::outcome(verdict.outcome);
    let before = props
        .stored
        .as_ref()
        .filter(|stored| stored.outcome != verdict.outcome)
        .map(|stored| words::outcome(stored.outcome).0);
    html! {
        <div role="group" class={classes!("verdict", tone.class())} aria-label="Verdict"
            data-testid="verdict-strip" data-outcome={words::outcome_slug(verdict.outcome.class)}
            data-verdict-digest={verdict.verdict_digest.clone()}>
            <p class="verdict-line" aria-live="polite">
                <Icon name="shield" />
                if props.past { <span class="muted">{ "The verdict was:" }</span> }
                <strong>{ outcome }</strong>
                if let Some(before) = before {
                    <span class="muted">{ format!("as edited; before: {before}") }</span>
                }
            </p>
            <ul class="dimensions">
                { for verdict.dimensions.iter().map(|d| {
                    let (icon, word, class) =
                        if d.pass { ("check", "Pass", "good") } else { ("cross", "Fail", "bad") };
                    html! {
                        <li class={class}>
                            <span class="pass"><Icon name={icon} />{ word }</span>
                            <span><b>{ words::dimension(d.name) }</b>{ ": " }{ &d.text }</span>
                        </li>
                    }
                }) }
            </ul>
            if !verdict.would_change.is_empty() && !props.past {
                <p class="would-change">
                    <b>{ "What would change it: " }</b>{ &verdict.would_change }
                </p>
            }
            { origin(&props.live) }
        </div>
    }
}

fn origin(live: &Live) -> Html {
    match live {
        Live::Here(_) => Html::default(),
        Live::Waiting => html! {
            <p class="muted">{ "The server's verdict; the policy of this tab is loading." }</p>
        },
        Live::Broken(why) => html! {
            <p class="problem" role="alert">
                <Badge tone={words::Tone::Bad} text="Not judged here" />{ " " }{ why }
            </p>
        },
    }
}
