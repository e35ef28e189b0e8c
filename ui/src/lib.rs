//! The dashboard: what waits, why, and what an approval would do, judged in the browser by the
//! same `policy.wasm` that the server runs.
//!
//! Map:
//! - [`state`]: pure reducers; what a view shows and how it changes.
//! - [`pages`]: one module per page, a view and its container.
//! - [`components`]: the hold card and the smaller parts.
//! - [`hooks`]: effects: data, time, keys, visibility.
//! - [`services`]: the one HTTP door, the policy, words, times, differences.
//!
//! No component touches a browser API while it is constructed, so that views render natively too.
#![forbid(unsafe_code)]
#![recursion_limit = "256"]

pub mod app;
pub mod components;
pub mod hooks;
pub mod pages;
pub mod route;
pub mod services;
pub mod state;

/// Starts the dashboard in the element `app`.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    let element = services::dom::document().and_then(|d| d.get_element_by_id("app"));
    if let Some(element) = element {
        element.set_text_content(None);
        yew::Renderer::<app::Root>::with_root(element).render();
    }
}
