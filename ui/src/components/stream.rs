//! Activity: lines that open their trace, grouped by cycle.

use api_types::{EventKind, EventView};
use yew::prelude::*;

use crate::components::Icon;
use crate::services::api::escaped;
use crate::services::time::Clock;
use crate::services::words::{self, Tone};

/// Events that belong together, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// Checks in a row that found nothing: how many, from when, to when.
    Idle {
        /// Number of checks.
        checks: u64,
        /// The first of them.
        from_ms: i64,
        /// The last of them.
        to_ms: i64,
    },
    /// One cycle with what it did, or what happened outside cycles in a row.
    Busy {
        /// Cycle id, or empty.
        cycle: String,
        /// The events.
        events: Vec<EventView>,
    },
}

/// Groups events by cycle; cycles that did nothing collapse.
#[must_use]
pub fn cycles(events: &[EventView]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for chunk in events.chunk_by(|a, b| a.cycle == b.cycle) {
        let (Some(first), Some(last)) = (chunk.first(), chunk.last()) else { continue };
        let idle = !first.cycle.is_empty() && chunk.iter().all(|e| e.kind == EventKind::Cycle);
        match groups.last_mut() {
            Some(Group::Idle { checks, from_ms, .. }) if idle => {
                *checks += 1;
                *from_ms = last.at_ms;
            }
            _ if idle => {
                groups.push(Group::Idle { checks: 1, from_ms: last.at_ms, to_ms: first.at_ms });
            }
            _ => groups.push(Group::Busy { cycle: first.cycle.clone(), events: chunk.to_vec() }),
        }
    }
    groups
}

/// Properties of [`EventLine`].
#[derive(Properties, PartialEq)]
pub struct EventLineProps {
    /// The event.
    pub event: EventView,
    /// Whether it happened since the last visit.
    #[prop_or_default]
    pub new: bool,
}

/// One line; opening it shows the trace from signal to receipt.
#[component]
pub fn EventLine(props: &EventLineProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let event = &props.event;
    let (label, icon) = words::event(event.kind);
    let tone = match event.kind {
        EventKind::Sent => Tone::Good,
        EventKind::Refused | EventKind::Failure => Tone::Bad,
        EventKind::Draft | EventKind::Decision => Tone::Waits,
        _ => Tone::Plain,
    };
    let line = html! {
        <>
            <time>{ clock.short(event.at_ms) }</time>
            <span class={classes!("kind", tone.class())}><Icon name={icon} />{ label }</span>
            <span class="event-text">
                { &event.text }
                if props.new { <span class="new">{ "new" }</span> }
            </span>
        </>
    };
    let about = about(event);
    if event.trace.is_empty() && about.is_none() {
        return html! { <li class="event" data-row="true" tabindex="0">
        <div class="event-line">{ line }</div></li> };
    }
    html! {
        <li class="event">
            <details>
                <summary class="event-line" data-row="true">{ line }</summary>
                <ol class="trace">
                    { for event.trace.iter().map(|(step, text)| html! {
                        <li><b>{ step }</b><span>{ text }</span></li>
                    }) }
                </ol>
                if let Some((href, label)) = about {
                    <p class="trace-link"><a {href}>{ label }</a></p>
                }
            </details>
        </li>
    }
}

fn about(event: &EventView) -> Option<(String, &'static str)> {
    if event.about.is_empty() {
        return None;
    }
    match event.kind {
        EventKind::Draft | EventKind::Sent | EventKind::Refused => {
            Some((format!("#/holds/{}", escaped(&event.about)), "Open the draft"))
        }
        EventKind::Decision => Some(("#/decisions".to_owned(), "Open Decisions")),
        EventKind::Artefact if !event.project.is_empty() => {
            Some((format!("#/projects/{}", escaped(&event.project)), "Open the project"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(at_ms: i64, cycle: &str, kind: EventKind) -> EventView {
        EventView {
            id: at_ms.to_string(),
            at_ms,
            project: String::new(),
            cycle: cycle.to_owned(),
            kind,
            text: "Text.".to_owned(),
            about: String::new(),
            trace: Vec::new(),
        }
    }

    #[test]
    fn idle_cycles_collapse() {
        let events = [
            event(90, "c5", EventKind::Cycle),
            event(80, "c4", EventKind::Cycle),
            event(71, "c3", EventKind::Draft),
            event(70, "c3", EventKind::Cycle),
            event(60, "", EventKind::Setting),
            event(50, "c2", EventKind::Cycle),
        ];
        let groups = cycles(&events);
        assert_eq!(groups.len(), 4);
        assert_eq!(groups[0], Group::Idle { checks: 2, from_ms: 80, to_ms: 90 });
        assert!(matches!(&groups[1], Group::Busy { events, .. } if events.len() == 2));
        assert!(matches!(&groups[2], Group::Busy { cycle, .. } if cycle.is_empty()));
        assert_eq!(groups[3], Group::Idle { checks: 1, from_ms: 50, to_ms: 50 });
        assert!(cycles(&[]).is_empty());
    }
}
