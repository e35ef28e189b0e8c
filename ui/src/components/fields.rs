//! Fields of forms: each with its label, its hint, and what is wrong with it tied to it.

use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::prelude::*;

use crate::components::Notice;
use crate::services::words::Tone;
use crate::state::Failure;

/// Properties of [`TextField`].
#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    /// Id of the element and hook for tests.
    pub id: AttrValue,
    /// Label.
    pub label: AttrValue,
    /// What to type, one sentence; empty for none.
    #[prop_or_default]
    pub hint: AttrValue,
    /// What is wrong with it, one sentence.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// `text`, `email`, `password`, `number`, `search`.
    #[prop_or("text")]
    pub kind: &'static str,
    /// What is in it.
    pub value: AttrValue,
    /// What the browser may fill in.
    #[prop_or("off")]
    pub autocomplete: &'static str,
    /// Id of a list of proposals.
    #[prop_or_default]
    pub list: Option<&'static str>,
    /// Whether it cannot be typed in.
    #[prop_or_default]
    pub disabled: bool,
    /// Whether the key `/` goes here.
    #[prop_or_default]
    pub filter: bool,
    /// Typing.
    pub typed: Callback<String>,
}

/// One line of text.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let oninput = props
        .typed
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let about = format!("{}-hint", props.id);
    let said = props.problem.is_some() || !props.hint.is_empty();
    html! {
        <div class="field">
            <label for={&props.id}>{ &props.label }</label>
            <input id={&props.id} data-testid={&props.id} type={props.kind} value={&props.value}
                list={props.list} autocomplete={props.autocomplete} disabled={props.disabled}
                data-filter={props.filter.then_some("true")}
                aria-describedby={said.then(|| about.clone())}
                aria-invalid={props.problem.is_some().to_string()} {oninput} />
            if said {
                <p id={about} class={if props.problem.is_some() { "problem" } else { "hint" }}>
                    { props.problem.as_ref().unwrap_or(&props.hint) }
                </p>
            }
        </div>
    }
}

/// Properties of [`SelectField`].
#[derive(Properties, PartialEq)]
pub struct SelectFieldProps {
    /// Id of the element and hook for tests.
    pub id: AttrValue,
    /// Label.
    pub label: AttrValue,
    /// Whether the label is for assistive technology only.
    #[prop_or_default]
    pub bare: bool,
    /// What the choice means, one sentence; empty for none.
    #[prop_or_default]
    pub hint: AttrValue,
    /// Choices: (value, word).
    pub options: Vec<(String, String)>,
    /// The chosen value.
    pub value: AttrValue,
    /// Whether it cannot be changed.
    #[prop_or_default]
    pub disabled: bool,
    /// Choosing.
    pub chosen: Callback<String>,
}

/// One of several.
#[component]
pub fn SelectField(props: &SelectFieldProps) -> Html {
    let onchange = props
        .chosen
        .reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let element = use_node_ref();
    {
        // Once the user chose, the attribute of an option no longer moves the choice.
        let element = element.clone();
        use_effect_with(props.value.clone(), move |value| {
            if let Some(select) = element.cast::<HtmlSelectElement>()
                && select.value() != value.as_str()
            {
                select.set_value(value);
            }
        });
    }
    let about = format!("{}-hint", props.id);
    let said = !props.hint.is_empty();
    html! {
        <div class={classes!("field", props.bare.then_some("bare"))}>
            <label for={&props.id} class={props.bare.then_some("sr")}>{ &props.label }</label>
            <select ref={element} id={&props.id} data-testid={&props.id}
                disabled={props.disabled} {onchange}
                aria-describedby={said.then(|| about.clone())}>
                { for props.options.iter().map(|(value, word)| html! {
                    <option key={value.clone()} value={value.clone()}
                        selected={*value == *props.value}>{ word }</option>
                }) }
            </select>
            if said { <p id={about} class="hint">{ &props.hint }</p> }
        </div>
    }
}

/// Choices of a [`SelectField`] from values and words.
pub fn choices<V: ToString, W: ToString>(
    list: impl IntoIterator<Item = (V, W)>,
) -> Vec<(String, String)> {
    list.into_iter().map(|(value, word)| (value.to_string(), word.to_string())).collect()
}

/// Properties of [`Check`].
#[derive(Properties, PartialEq)]
pub struct CheckProps {
    /// Hook for tests.
    pub testid: AttrValue,
    /// Whether it is ticked.
    pub on: bool,
    /// What ticking it means.
    pub label: AttrValue,
    /// More about it; empty for none.
    #[prop_or_default]
    pub hint: AttrValue,
    /// Whether it cannot be changed.
    #[prop_or_default]
    pub disabled: bool,
    /// Ticking.
    pub ticked: Callback<bool>,
}

/// A box to tick.
#[component]
pub fn Check(props: &CheckProps) -> Html {
    let onchange = props
        .ticked
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="check">
            <input type="checkbox" data-testid={&props.testid} checked={props.on}
                disabled={props.disabled} {onchange} />
            <span><b>{ &props.label }</b>
                if !props.hint.is_empty() { <span class="muted">{ &props.hint }</span> }
            </span>
        </label>
    }
}

/// Properties of [`Sure`].
#[derive(Properties, PartialEq)]
pub struct SureProps {
    /// Hook for tests; the button that does it is `<testid>-yes`, the way back `<testid>-no`.
    pub testid: AttrValue,
    /// The button that asks.
    pub label: AttrValue,
    /// What the asking button is about, for assistive technology where many look alike.
    #[prop_or_default]
    pub about: AttrValue,
    /// What doing it means, in sentences.
    pub question: AttrValue,
    /// The button that does it, naming its effect.
    pub yes: AttrValue,
    /// `danger`, `primary`, or empty.
    #[prop_or_default]
    pub kind: &'static str,
    /// Whether the asking button is a small one.
    #[prop_or_default]
    pub small: bool,
    /// Whether it cannot be pressed now.
    #[prop_or_default]
    pub disabled: bool,
    /// It is wanted.
    pub sure: Callback<()>,
}

/// A button whose effect is said before it happens. The focus goes to the way back, and from there
/// to the button.
#[component]
pub fn Sure(props: &SureProps) -> Html {
    let open = use_state(|| None::<bool>);
    let (ask, back) = (use_node_ref(), use_node_ref());
    {
        let (ask, back) = (ask.clone(), back.clone());
        use_effect_with(*open, move |open| {
            let target = match open {
                Some(true) => back.cast::<HtmlElement>(),
                Some(false) => ask.cast::<HtmlElement>(),
                None => None,
            };
            if let Some(element) = target {
                let _ = element.focus();
            }
        });
    }
    let set = |to: bool| {
        let open = open.setter();
        Callback::from(move |_: MouseEvent| open.set(Some(to)))
    };
    let yes = {
        let (open, sure) = (open.setter(), props.sure.clone());
        Callback::from(move |_: MouseEvent| {
            open.set(Some(false));
            sure.emit(());
        })
    };
    if *open != Some(true) {
        let size = props.small.then_some("small");
        let kind = (props.kind == "danger").then_some("danger");
        return html! {
            <button ref={ask} type="button" class={classes!("button", kind, size)}
                data-testid={&props.testid} disabled={props.disabled} onclick={set(true)}>
                { &props.label }
                if !props.about.is_empty() {
                    <span class="sr">{ format!(" {}", props.about) }</span>
                }
            </button>
        };
    }
    let about = format!("{}-about", props.testid);
    let leave = {
        let open = open.setter();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                open.set(Some(false));
            }
        })
    };
    html! {
        <div class="sure" role="group" aria-labelledby={about.clone()} onkeydown={leave}>
            <p id={about}>{ &props.question }</p>
            <div class="actions">
                <button type="button" class={classes!("button", props.kind)} onclick={yes}
                    data-testid={format!("{}-yes", props.testid)}>{ &props.yes }</button>
                <button ref={back} type="button" class="button" onclick={set(false)}
                    data-testid={format!("{}-no", props.testid)}>{ "Leave it as it is" }</button>
            </div>
        </div>
    }
}

/// What the server refused, in its words.
pub fn problem(failure: Option<&Failure>) -> Html {
    failure.map_or_else(Html::default, |failure| {
        html! {
            <Notice tone={Tone::Bad}>{ format!("{} {}", failure.text, failure.hint) }</Notice>
        }
    })
}
