//! Small parts: badges, the states of a view, notices, chips.

use yew::prelude::*;

use crate::components::Icon;
use crate::services::words::Tone;
use crate::state::Failure;

/// Properties of [`Badge`].
#[derive(Properties, PartialEq)]
pub struct BadgeProps {
    /// Its meaning.
    pub tone: Tone,
    /// The word.
    pub text: AttrValue,
}

/// A word with an icon and a colour.
#[component]
pub fn Badge(props: &BadgeProps) -> Html {
    html! {
        <span class={classes!("badge", props.tone.class())}>
            <Icon name={props.tone.icon()} />{ &props.text }
        </span>
    }
}

/// Properties of [`Loading`].
#[derive(Properties, PartialEq)]
pub struct LoadingProps {
    /// What is being loaded, such as `the hold queue`.
    pub what: AttrValue,
}

/// A view whose data is not there yet.
#[component]
pub fn Loading(props: &LoadingProps) -> Html {
    html! {
        <div class="state loading" role="status" data-view="loading">
            <p>{ format!("Loading {}.", props.what) }</p>
            <div class="bones" aria-hidden="true"><i></i><i></i><i></i></div>
        </div>
    }
}

/// Properties of [`Empty`].
#[derive(Properties, PartialEq)]
pub struct EmptyProps {
    /// What is so, one sentence.
    pub title: AttrValue,
    /// What to expect or do, one sentence.
    pub text: AttrValue,
    /// Where to do it: (address, word).
    #[prop_or_default]
    pub link: Option<(&'static str, &'static str)>,
}

/// A view with nothing to show.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="state empty" data-view="empty">
            <p class="state-title">{ &props.title }</p>
            <p>{ &props.text }</p>
            if let Some((href, word)) = props.link { <a class="button" {href}>{ word }</a> }
        </div>
    }
}

/// Properties of [`Failed`].
#[derive(Properties, PartialEq)]
pub struct FailedProps {
    /// What went wrong.
    pub failure: Failure,
    /// Tries again.
    #[prop_or_default]
    pub retry: Option<Callback<()>>,
}

/// A view whose data could not be had.
#[component]
pub fn Failed(props: &FailedProps) -> Html {
    html! {
        <div class="state failed" role="alert" data-view="error">
            <p class="state-title"><Icon name="alert" />{ &props.failure.text }</p>
            if !props.failure.hint.is_empty() {
                <p>{ &props.failure.hint }</p>
            }
            if let Some(retry) = &props.retry {
                <button class="button" onclick={retry.reform(|_| ())}>{ "Try again" }</button>
            }
        </div>
    }
}

/// Properties of [`Notice`].
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// Its meaning.
    pub tone: Tone,
    /// What to say.
    pub children: Html,
}

/// A line that says something about what is below it.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let role = if props.tone == Tone::Bad { "alert" } else { "status" };
    html! {
        <div class={classes!("notice", props.tone.class())} {role}>
            <Icon name={if props.tone == Tone::Bad { "alert" } else { props.tone.icon() }} />
            <div class="notice-text">{ props.children.clone() }</div>
        </div>
    }
}

/// A refresh that failed, above data that is still shown.
pub fn stale_note(failure: Option<&Failure>) -> Html {
    failure.map_or_else(Html::default, |failure| {
        html! {
            <Notice tone={Tone::Waits}>
                { format!("What is shown may be out of date: {} {}", failure.text, failure.hint) }
            </Notice>
        }
    })
}

/// Properties of [`Button`].
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// Stable hook for tests.
    pub testid: AttrValue,
    /// What pressing it does.
    pub label: AttrValue,
    /// Icon before the label.
    #[prop_or_default]
    pub icon: Option<&'static str>,
    /// `primary`, `danger`, `quiet` or empty.
    #[prop_or_default]
    pub kind: &'static str,
    /// Single key that presses it.
    #[prop_or_default]
    pub shortcut: Option<&'static str>,
    /// Whether it cannot be pressed now.
    #[prop_or_default]
    pub disabled: bool,
    /// Pressing it.
    pub onclick: Callback<()>,
}

/// A button that names its effect.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    html! {
        <button type="button" class={classes!("button", props.kind)} disabled={props.disabled}
            data-testid={&props.testid} data-key={props.shortcut}
            aria-keyshortcuts={props.shortcut} onclick={props.onclick.reform(|_| ())}>
            if let Some(icon) = props.icon { <Icon name={icon} /> }
            <span>{ &props.label }</span>
            if let Some(key) = props.shortcut {
                <kbd aria-hidden="true">{ key }</kbd>
            }
        </button>
    }
}
