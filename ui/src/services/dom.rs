//! The few things that only a browser can do. Called from effects and handlers, never while rendering.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlTextAreaElement, VisibilityState};

/// Milliseconds since 1970 by the clock of this machine; used for differences only.
#[must_use]
pub fn local_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// The document, if there is one.
#[must_use]
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Whether the tab is in front.
#[must_use]
pub fn tab_visible() -> bool {
    document().is_some_and(|d| d.visibility_state() == VisibilityState::Visible)
}

/// Whether an element takes up room on the page, which a hidden one does not.
#[must_use]
pub fn laid_out(element: &Element) -> bool {
    let rect = element.get_bounding_client_rect();
    rect.width() > 0.0 && rect.height() > 0.0
}

/// Puts the focus on an element.
pub fn focus(element: &Element) {
    if let Some(html) = element.dyn_ref::<HtmlElement>() {
        let _ = html.focus();
    }
}

/// Selects a UTF-16 range of a text area and puts the focus there.
pub fn select(area: &HtmlTextAreaElement, start: u32, end: u32) {
    let _ = area.focus();
    let _ = area.set_selection_range(start, end);
}

/// Goes to a hash path.
pub fn go(path: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(path);
    }
}

/// One step back in the history of the tab.
pub fn back() {
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.back();
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Sets the title of the tab.
pub fn title(text: &str) {
    if let Some(document) = document() {
        document.set_title(text);
    }
}

/// Copies text.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

/// Reads a number that this browser remembers.
#[must_use]
pub fn remembered(name: &str) -> Option<i64> {
    let storage = web_sys::window()?.local_storage().ok()??;
    storage.get_item(name).ok()??.parse().ok()
}

/// Remembers a number in this browser.
pub fn remember(name: &str, value: i64) {
    if let Some(Ok(Some(storage))) = web_sys::window().map(|w| w.local_storage()) {
        let _ = storage.set_item(name, &value.to_string());
    }
}
