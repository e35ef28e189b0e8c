//! Says once per action that its card was visible.

use gloo_timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::services::{api, dom};

/// How often visibility is looked at, in milliseconds.
const LOOK_MS: u32 = 1_000;

/// Posts `seen` once the element is laid out in a tab that is in front; tries again until the
/// server took it, because the receipt decides whether a hold may lapse.
#[hook]
pub fn use_seen(id: String, element: NodeRef) {
    use_effect_with(id, move |id| {
        let id = id.clone();
        let told = std::rc::Rc::new(std::cell::Cell::new(false));
        let timer = Interval::new(LOOK_MS, move || {
            let visible = dom::tab_visible()
                && element.cast::<web_sys::Element>().is_some_and(|e| dom::laid_out(&e));
            if told.get() || !visible {
                return;
            }
            told.set(true);
            let (id, told) = (id.clone(), told.clone());
            spawn_local(async move { told.set(api::seen(&id).await.is_ok()) });
        });
        move || drop(timer)
    });
}
