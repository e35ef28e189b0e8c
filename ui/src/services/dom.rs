//! The few things that only a browser can do. Called from effects and handlers, never while
//! rendering.

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

/// Scrolls an element with this id into view and puts the focus on its first heading, or on itself.
pub fn show(id: &str) {
    let Some(element) = document().and_then(|d| d.get_element_by_id(id)) else { return };
    element.scroll_into_view();
    match element.query_selector("h2[tabindex]") {
        Ok(Some(heading)) => focus(&heading),
        _ => focus(&element),
    }
}

/// Puts the focus on the element with this id, if nothing on the page has it.
pub fn rescue(id: &str) {
    let Some(document) = document() else { return };
    let lost = document.active_element().is_none_or(|e| e.tag_name() == "BODY");
    if let Some(element) = document.get_element_by_id(id).filter(|_| lost) {
        focus(&element);
    }
}

/// Zone of this browser, such as `Europe/Lisbon`.
#[must_use]
pub fn browser_zone() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}

/// All zones that this browser knows; empty where it does not say.
#[must_use]
pub fn zones() -> Vec<String> {
    let known = || {
        let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let function = js_sys::Reflect::get(&intl, &"supportedValuesOf".into()).ok()?;
        let function = function.dyn_into::<js_sys::Function>().ok()?;
        function.call1(&intl, &"timeZone".into()).ok()?.dyn_into::<js_sys::Array>().ok()
    };
    known()
        .map(|list| list.iter().filter_map(|zone| zone.as_string()).collect())
        .unwrap_or_default()
}

/// Text of the file that was chosen in a file field.
pub async fn chosen_text(event: web_sys::Event) -> Option<String> {
    let files = js_sys::Reflect::get(&event.target()?.into(), &"files".into()).ok()?;
    let file = js_sys::Reflect::get(&files, &0_u32.into()).ok().filter(|file| file.is_object())?;
    let text = js_sys::Reflect::get(&file, &"text".into()).ok()?;
    let promise = text.dyn_into::<js_sys::Function>().ok()?.call0(&file).ok()?;
    let promise = promise.dyn_into::<js_sys::Promise>().ok()?;
    wasm_bindgen_futures::JsFuture::from(promise).await.ok()?.as_string()
}
