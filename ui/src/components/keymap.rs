//! The map of keys, in a native dialog: it holds the focus and gives it back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::services::keys::MAP;

/// Properties of [`KeyMap`].
#[derive(Properties, PartialEq)]
pub struct KeyMapProps {
    /// Whether it is shown.
    pub open: bool,
    /// Whether single keys are switched on.
    pub single_keys: bool,
    /// It was closed.
    pub close: Callback<()>,
}

/// The map of keys.
#[component]
pub fn KeyMap(props: &KeyMapProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.open, move |open| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            if *open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !*open && dialog.open() {
                dialog.close();
            }
        });
    }
    let hide = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    html! {
        <dialog ref={dialog} class="keymap" aria-labelledby="keymap-title"
            onclose={props.close.reform(|_| ())}>
            <h2 id="keymap-title">{ "Keys" }</h2>
            if !props.single_keys {
                <p class="muted">{ "Single keys are switched off in Settings; Esc still works." }</p>
            }
            <dl>
                { for MAP.iter().map(|(key, what)| html! {
                    <div>
                        <dt>{ for key.split(' ').map(|k| html! { <kbd>{ k }</kbd> }) }</dt>
                        <dd>{ *what }</dd>
                    </div>
                }) }
            </dl>
            <button type="button" class="button" onclick={hide}>{ "Close" }</button>
        </dialog>
    }
}
