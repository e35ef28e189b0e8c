//! What something rests on, with how far each source is believed.

use api_types::SourceView;
use scoring_core::Severity;
use yew::prelude::*;

use crate::components::{Badge, Icon};
use crate::services::time::Clock;
use crate::services::words;

/// Properties of [`SourceList`].
#[derive(Properties, PartialEq)]
pub struct SourceListProps {
    /// The sources.
    pub sources: Vec<SourceView>,
}

/// A list of sources with trust, time and excerpt.
#[component]
pub fn SourceList(props: &SourceListProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    if props.sources.is_empty() {
        return html! { <p class="muted">{ "No source is named." }</p> };
    }
    html! {
        <ul class="sources">
            { for props.sources.iter().map(|source| one(source, &clock)) }
        </ul>
    }
}

fn one(source: &SourceView, clock: &Clock) -> Html {
    let (trust, tone) = words::trust(source.trust);
    let (weight, weight_tone) = words::severity(source.severity);
    html! {
        <li key={source.id.clone()}>
            <div class="source-line">
                <Icon name="link" />
                { link(&source.label, &source.link) }
                <span class="muted">{ format!("{}, {}", source.who, clock.short(source.at_ms)) }</span>
                <Badge {tone} text={trust} />
                if source.severity > Severity::Low {
                    <Badge tone={weight_tone} text={format!("flagged: {weight}")} />
                }
            </div>
            if !source.excerpt.is_empty() {
                // Long ones scroll, which needs the focus.
                <blockquote tabindex="0">{ &source.excerpt }</blockquote>
            }
        </li>
    }
}

/// A link to the original, or its label where there is none. Only web addresses become links.
pub fn link(label: &str, href: &str) -> Html {
    if href.starts_with("https://") || href.starts_with("http://") {
        let href = href.to_owned();
        html! { <a {href} target="_blank" rel="noopener noreferrer">{ label }</a> }
    } else {
        html! { <span>{ label }</span> }
    }
}
