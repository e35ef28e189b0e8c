//! The keyboard map at work: keys press the controls that carry them.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::services::dom;
use crate::services::keys::{Command, Pressed, read};

/// How long `g` waits for its second key, in milliseconds.
const CHORD_MS: i64 = 1_500;

/// Listens to keys on the whole page. `map` opens the map of keys.
#[hook]
pub fn use_keys(single_keys: bool, map: Callback<()>) {
    use_effect_with((single_keys, map), move |(single_keys, map)| {
        let (single_keys, map) = (*single_keys, map.clone());
        let chord = Rc::new(Cell::new(0_i64));
        let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            let in_chord = dom::local_ms() - chord.get() < CHORD_MS;
            chord.set(0);
            let at = Pressed {
                modified: event.ctrl_key() || event.alt_key() || event.meta_key(),
                typing: typing(),
                dialog: find("dialog[open]").is_some(),
                single_keys,
                chord: in_chord,
            };
            let Some(command) = read(&event.key(), at) else { return };
            if command == Command::Chord {
                chord.set(dom::local_ms());
                return;
            }
            if run(command, &map) {
                event.prevent_default();
            }
        });
        let target = dom::document();
        if let Some(document) = &target {
            let function = listener.as_ref().unchecked_ref();
            let _ = document.add_event_listener_with_callback("keydown", function);
        }
        move || {
            if let Some(document) = target {
                let function = listener.as_ref().unchecked_ref();
                let _ = document.remove_event_listener_with_callback("keydown", function);
            }
            drop(listener);
        }
    });
}

fn run(command: Command, map: &Callback<()>) -> bool {
    match command {
        Command::Chord => {}
        Command::Go(path) => dom::go(path),
        Command::Map => map.emit(()),
        Command::Filter => return find("[data-filter]").map(|e| dom::focus(&e)).is_some(),
        Command::Move(by) => return step(by),
        Command::Press(key) => return press(key),
        Command::Back => return leave(),
    }
    true
}

fn find(selector: &str) -> Option<Element> {
    dom::document()?.query_selector(selector).ok()?
}

fn active() -> Option<Element> {
    dom::document()?.active_element()
}

fn typing() -> bool {
    let Some(element) = active() else { return false };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            element.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "range" | "button")
        ),
        _ => false,
    }
}

/// Moves the focus over the visible rows.
fn step(by: i32) -> bool {
    let Some(list) = dom::document().and_then(|d| d.query_selector_all("[data-row]").ok()) else {
        return false;
    };
    let rows: Vec<Element> = (0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into::<Element>().ok())
        .filter(dom::laid_out)
        .collect();
    let focus = active();
    let at = rows.iter().position(|row| focus.as_ref().is_some_and(|f| row.contains(Some(f))));
    let next = match (at, by) {
        (Some(at), 1) => (at + 1).min(rows.len().saturating_sub(1)),
        (Some(at), _) => at.saturating_sub(1),
        (None, _) => rows.iter().position(|r| r.has_attribute("aria-current")).unwrap_or(0),
    };
    rows.get(next).map(dom::focus).is_some()
}

/// Presses a control: in the row with the focus, else in its card, else in the first card.
fn press(key: &str) -> bool {
    let selector = format!("[data-key=\"{key}\"]");
    let inside = |scope: Option<Element>| scope?.query_selector(&selector).ok()?;
    let around = |what: &str| active()?.closest(what).ok()?;
    let row = || inside(around("[data-row]"));
    let Some(control) = (match key {
        "o" => around("[data-row]"),
        // The box stands beside its row, in the same item of the list.
        "x" => inside(around("li")),
        _ => {
            row().or_else(|| inside(around("[data-card]"))).or_else(|| inside(find("[data-card]")))
        }
    }) else {
        return false;
    };
    match control.dyn_ref::<HtmlElement>() {
        Some(field) if control.tag_name() == "TEXTAREA" => {
            let _ = field.focus();
        }
        Some(button) => button.click(),
        None => return false,
    }
    true
}

fn leave() -> bool {
    if typing() {
        // Out of the field, onto its card, so that single keys work again at once.
        let card = active().and_then(|e| e.closest("[data-card]").ok()?);
        let heading = card.and_then(|c| c.query_selector("h2").ok()?);
        match (heading, active()) {
            (Some(heading), _) => dom::focus(&heading),
            (None, Some(field)) => {
                if let Some(html) = field.dyn_ref::<HtmlElement>() {
                    let _ = html.blur();
                }
            }
            (None, None) => return false,
        }
        return true;
    }
    let Some(link) = find("[data-back]").filter(dom::laid_out) else { return false };
    if let Some(html) = link.dyn_ref::<HtmlElement>() {
        html.click();
    }
    true
}
