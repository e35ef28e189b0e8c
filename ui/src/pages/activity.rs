//! Activity: one stream, grouped by cycle; the filters live in the address.

use std::rc::Rc;

use api_types::{EventView, ProjectSummary};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::stream::Group;
use crate::components::{Empty, EventLine, Failed, Icon, Loading, cycles, stale_note};
use crate::hooks::use_remote;
use crate::services::time::Clock;
use crate::services::words::{EVENT_KINDS, count};
use crate::services::{api, dom};
use crate::state::{Failure, Remote};

/// What is shown: both empty for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Project id.
    pub project: String,
    /// Kind of event, as on the wire.
    pub kind: String,
}

impl Filter {
    /// Reads `?project=..&kind=..`.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut filter = Self::default();
        for pair in query.trim_start_matches('?').split('&') {
            match pair.split_once('=') {
                Some(("project", value)) => filter.project = api::unescaped(value),
                Some(("kind", value)) => filter.kind = api::unescaped(value),
                _ => {}
            }
        }
        filter
    }

    /// The hash path with these filters.
    #[must_use]
    pub fn path(&self) -> String {
        let pairs: Vec<String> = [("project", &self.project), ("kind", &self.kind)]
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", api::escaped(value)))
            .collect();
        if pairs.is_empty() {
            "/activity".to_owned()
        } else {
            format!("/activity?{}", pairs.join("&"))
        }
    }
}

/// Properties of [`ActivityView`].
#[derive(Properties, PartialEq)]
pub struct ActivityViewProps {
    /// The events, newest first.
    pub data: Remote<Vec<EventView>>,
    /// The filters.
    #[prop_or_default]
    pub filter: Filter,
    /// All projects, for the filter.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
    /// Whether there is more.
    #[prop_or_default]
    pub more: bool,
    /// Why older events did not come.
    #[prop_or_default]
    pub problem: Option<Failure>,
    /// Reads older events.
    #[prop_or_default]
    pub older: Callback<()>,
    /// Reads again.
    #[prop_or_default]
    pub reload: Callback<()>,
    /// Another filter.
    #[prop_or_default]
    pub choose: Callback<Filter>,
}

/// The stream.
#[component]
pub fn ActivityView(props: &ActivityViewProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let body = match &props.data {
        Remote::Loading => html! { <Loading what="the activity" /> },
        Remote::Failed(failure) => {
            html! { <Failed failure={failure.clone()} retry={props.reload.clone()} /> }
        }
        Remote::Ready(events, _) if events.is_empty() => html! {
            <Empty title="Nothing to show." text={if props.filter == Filter::default() {
                "The first check writes the first line."
            } else {
                "No event matches these filters."
            }} />
        },
        Remote::Ready(events, failure) => html! {
            <>
                { stale_note(failure.as_ref()) }
                { for cycles(events).iter().map(|group| group_view(group, &clock)) }
                if let Some(problem) = &props.problem {
                    <Failed failure={problem.clone()} />
                }
                if props.more {
                    <button type="button" class="button" onclick={props.older.reform(|_| ())}>
                        { "Show older" }
                    </button>
                }
            </>
        },
    };
    html! {
        <div class="narrow">
            <h1>{ "Activity" }</h1>
            { filters(props) }
            { body }
        </div>
    }
}

fn group_view(group: &Group, clock: &Clock) -> Html {
    match group {
        Group::Idle { checks, from_ms, to_ms } => html! {
            <p class="idle" key={format!("idle-{to_ms}")}>
                <Icon name="refresh" />
                { format!("{}, nothing new", count(*checks, "check")) }
                <span class="muted">
                    { if checks > &1 {
                        format!("{} to {}", clock.short(*from_ms), clock.short(*to_ms))
                    } else {
                        clock.short(*to_ms)
                    } }
                </span>
            </p>
        },
        Group::Busy { cycle, events } => html! {
            <section class="cycle" key={events.first().map(|e| e.id.clone()).unwrap_or_default()}>
                <h2>
                    { if cycle.is_empty() { "Outside a check" } else { "Check" } }
                    <span class="muted">
                        { events.last().map(|e| clock.stamp(e.at_ms)).unwrap_or_default() }
                    </span>
                </h2>
                <ul class="events">
                    { for events.iter().map(|event| html! {
                        <EventLine key={event.id.clone()} event={event.clone()} />
                    }) }
                </ul>
            </section>
        },
    }
}

fn filters(props: &ActivityViewProps) -> Html {
    let on_project = {
        let (filter, choose) = (props.filter.clone(), props.choose.clone());
        Callback::from(move |event: Event| {
            let project = event.target_unchecked_into::<HtmlSelectElement>().value();
            choose.emit(Filter { project, ..filter.clone() });
        })
    };
    let on_kind = {
        let (filter, choose) = (props.filter.clone(), props.choose.clone());
        Callback::from(move |event: Event| {
            let kind = event.target_unchecked_into::<HtmlSelectElement>().value();
            choose.emit(Filter { kind, ..filter.clone() });
        })
    };
    html! {
        <div class="filters" role="search" aria-label="Filters">
            <label>{ "Project" }
                <select onchange={on_project} data-filter="true" data-testid="filter-project">
                    <option value="" selected={props.filter.project.is_empty()}>{ "All" }</option>
                    { for props.projects.iter().map(|p| html! {
                        <option value={p.id.clone()} selected={p.id == props.filter.project}>
                            { &p.name }
                        </option>
                    }) }
                </select>
            </label>
            <label>{ "What" }
                <select onchange={on_kind} data-testid="filter-kind">
                    <option value="" selected={props.filter.kind.is_empty()}>{ "Everything" }</option>
                    { for EVENT_KINDS.iter().map(|(_, slug, label, _)| html! {
                        <option value={*slug} selected={*slug == props.filter.kind}>{ *label }</option>
                    }) }
                </select>
            </label>
        </div>
    }
}

/// Properties of [`Activity`].
#[derive(Properties, PartialEq)]
pub struct ActivityProps {
    /// All projects, once they are there.
    pub projects: Option<Rc<Vec<ProjectSummary>>>,
}

/// The stream with its calls.
#[component]
pub fn Activity(props: &ActivityProps) -> Html {
    let query = use_location().map(|l| l.query_str().to_owned()).unwrap_or_default();
    let filter = Filter::parse(&query);
    let key = (filter.project.clone(), filter.kind.clone());
    let first = use_remote(key.clone(), |(project, kind)| async move {
        api::activity(&project, &kind, None).await
    });
    // Older pages belong to one filter; another filter starts afresh.
    let older = use_state(|| (key.clone(), Vec::<EventView>::new(), None::<Option<String>>));
    let problem = use_state(|| None::<Failure>);
    let (extra, cursor) = match &*older {
        (at, extra, cursor) if *at == key => (extra.clone(), cursor.clone()),
        _ => (Vec::new(), None),
    };
    let next = cursor.unwrap_or_else(|| first.data.data().and_then(|page| page.cursor.clone()));
    let data = match &first.data {
        Remote::Loading => Remote::Loading,
        Remote::Failed(failure) => Remote::Failed(failure.clone()),
        Remote::Ready(page, failure) => {
            let mut items = page.items.clone();
            // A refreshed first page may reach into the older ones.
            items
                .extend(extra.iter().filter(|e| !page.items.iter().any(|p| p.id == e.id)).cloned());
            Remote::Ready(Rc::new(items), failure.clone())
        }
    };
    let load_older = {
        let (older, problem, next) = (older.clone(), problem.clone(), next.clone());
        Callback::from(move |()| {
            let (older, problem, key) = (older.clone(), problem.clone(), key.clone());
            let (mut extra, next) = (extra.clone(), next.clone());
            spawn_local(async move {
                match api::activity(&key.0, &key.1, next.as_deref()).await {
                    Ok(page) => {
                        extra.extend(page.items);
                        older.set((key, extra, Some(page.cursor)));
                        problem.set(None);
                    }
                    Err(error) => problem.set(Some(Failure::from(&error))),
                }
            });
        })
    };
    let projects = props.projects.as_ref().map(|list| (**list).clone()).unwrap_or_default();
    html! {
        <ActivityView {data} {filter} {projects} more={next.is_some()} older={load_older}
            problem={(*problem).clone()} reload={first.reload}
            choose={Callback::from(|filter: Filter| dom::go(&filter.path()))} />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_survive_the_address() {
        for (project, kind) in [("", ""), ("payments", "sent"), ("a&b=c", ""), ("", "failure")] {
            let filter = Filter { project: project.to_owned(), kind: kind.to_owned() };
            let path = filter.path();
            let query = path.strip_prefix("/activity").unwrap();
            assert_eq!(Filter::parse(query), filter);
        }
    }
}
