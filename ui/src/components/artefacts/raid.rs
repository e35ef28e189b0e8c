//! The RAID log: a table that sorts and filters.

use api_types::artefacts::{RaidItem, RaidKind, RaidLog, RaidStatus};
use web_sys::{HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::prelude::*;

use crate::components::artefacts::Rows;
use crate::components::artefacts::delivery::level;
use crate::services::time::plain_date;

/// A column that sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Kind,
    Title,
    Severity,
    Status,
    Owner,
    Due,
}

const COLUMNS: [(By, &str); 6] = [
    (By::Kind, "Kind"),
    (By::Title, "What"),
    (By::Severity, "Weight"),
    (By::Status, "Status"),
    (By::Owner, "Owner"),
    (By::Due, "Due"),
];

const fn kind(kind: RaidKind) -> &'static str {
    match kind {
        RaidKind::Risk => "Risk",
        RaidKind::Assumption => "Assumption",
        RaidKind::Issue => "Issue",
        RaidKind::Dependency => "Dependency",
    }
}

const fn status(status: RaidStatus) -> &'static str {
    match status {
        RaidStatus::Open => "Open",
        RaidStatus::Mitigating => "Mitigating",
        RaidStatus::Resolved => "Resolved",
        RaidStatus::Accepted => "Accepted",
        RaidStatus::Closed => "Closed",
    }
}

/// Items that match, in order. `only` is a kind in words, or empty.
pub(super) fn arrange(
    items: &[RaidItem],
    text: &str,
    only: &str,
    by: By,
    down: bool,
) -> Vec<RaidItem> {
    let needle = text.trim().to_lowercase();
    let matches = |item: &&RaidItem| {
        let hay = format!("{} {} {} {}", item.id, item.title, item.description, item.owner);
        (only.is_empty() || kind(item.kind) == only) && hay.to_lowercase().contains(&needle)
    };
    let mut found: Vec<RaidItem> = items.iter().filter(matches).cloned().collect();
    found.sort_by(|a, b| {
        // What has no date comes last, whichever way dates run.
        let order = match by {
            By::Kind => kind(a.kind).cmp(kind(b.kind)),
            By::Title => a.title.to_lowercase().cmp(&b.title.to_lowercase()),
            By::Severity => b.severity.cmp(&a.severity),
            By::Status => (a.status as u8).cmp(&(b.status as u8)),
            By::Owner => a.owner.to_lowercase().cmp(&b.owner.to_lowercase()),
            By::Due => match (a.due.is_empty(), b.due.is_empty()) {
                (false, false) => a.due.cmp(&b.due),
                (x, y) if down => y.cmp(&x),
                (x, y) => x.cmp(&y),
            },
        };
        if down { order.reverse() } else { order }
    });
    found
}

#[derive(Properties, PartialEq)]
pub(super) struct RaidProps {
    pub(super) log: RaidLog,
    pub(super) rows: Rows,
}

#[component]
pub(super) fn Raid(props: &RaidProps) -> Html {
    let text = use_state(String::new);
    let only = use_state(String::new);
    let order = use_state(|| (By::Severity, false));
    if props.log.items.is_empty() {
        return html! { <p class="muted">{ "No risk, assumption, issue or dependency is recorded." }</p> };
    }
    let (by, down) = *order;
    let items = arrange(&props.log.items, &text, &only, by, down);
    let on_text = {
        let text = text.setter();
        Callback::from(move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let on_kind = {
        let only = only.setter();
        Callback::from(move |event: Event| {
            only.set(event.target_unchecked_into::<HtmlSelectElement>().value());
        })
    };
    let head = |(column, label): &(By, &'static str)| {
        let column = *column;
        let onclick = {
            let order = order.clone();
            Callback::from(move |_: MouseEvent| order.set((column, column == by && !down)))
        };
        let sorted = match (column == by, down) {
            (false, _) => None,
            (true, false) => Some("ascending"),
            (true, true) => Some("descending"),
        };
        html! {
            <th scope="col" aria-sort={sorted}>
                <button type="button" {onclick}>{ *label }
                    <span aria-hidden="true">{ match sorted {
                        Some("ascending") => "↑", Some(_) => "↓", None => "",
                    } }</span>
                </button>
            </th>
        }
    };
    html! {
        <>
            <div class="filters">
                <label>{ "Filter" }
                    <input type="search" value={(*text).clone()} oninput={on_text} data-filter="true" />
                </label>
                <label>{ "Kind" }
                    <select onchange={on_kind}>
                        <option value="" selected={only.is_empty()}>{ "All" }</option>
                        { for ["Risk", "Assumption", "Issue", "Dependency"].iter().map(|name| html! {
                            <option value={*name} selected={*only == *name}>{ *name }</option>
                        }) }
                    </select>
                </label>
                <span class="muted" role="status">
                    { format!("{} of {}", items.len(), props.log.items.len()) }
                </span>
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label="RAID log">
                <table>
                    <thead><tr>{ for COLUMNS.iter().map(head) }</tr></thead>
                    <tbody>{ for items.iter().map(|item| row(item, &props.rows)) }</tbody>
                </table>
            </div>
        </>
    }
}

fn row(item: &RaidItem, rows: &Rows) -> Html {
    html! {
        <tr key={item.id.clone()}>
            <td class={classes!(rows.class(&item.id))}>{ kind(item.kind) }</td>
            <td>
                <b>{ &item.title }</b>{ rows.mark(&item.id) }
                if !item.description.is_empty() { <p>{ &item.description }</p> }
                if !item.mitigation.is_empty() {
                    <p class="muted">{ "Mitigation: " }{ &item.mitigation }</p>
                }
                if !item.resolution.is_empty() {
                    <p class="muted">{ "Resolution: " }{ &item.resolution }</p>
                }
                { rows.cites(&item.sources) }
            </td>
            <td>{ level(item.severity) }</td>
            <td>{ status(item.status) }</td>
            <td>{ if item.owner.is_empty() { "none" } else { &item.owner } }</td>
            <td>{ if item.due.is_empty() { "none".to_owned() } else { plain_date(&item.due) } }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_types::artefacts::Level;

    fn item(id: &str, severity: Level, due: &str) -> RaidItem {
        let title = format!("Title {id}");
        RaidItem { id: id.to_owned(), title, severity, due: due.to_owned(), ..RaidItem::default() }
    }

    fn ids(items: &[RaidItem]) -> Vec<&str> {
        items.iter().map(|item| item.id.as_str()).collect()
    }

    #[test]
    fn the_table_sorts_and_filters() {
        let items = [
            item("a", Level::Low, "2026-12-01"),
            item("b", Level::High, ""),
            item("c", Level::Medium, "2026-11-01"),
        ];
        assert_eq!(ids(&arrange(&items, "", "", By::Severity, false)), ["b", "c", "a"]);
        assert_eq!(ids(&arrange(&items, "", "", By::Due, false)), ["c", "a", "b"]);
        assert_eq!(ids(&arrange(&items, "", "", By::Due, true)), ["a", "c", "b"]);
        assert_eq!(ids(&arrange(&items, "TITLE C", "", By::Due, false)), ["c"]);
        assert!(arrange(&items, "", "Issue", By::Due, false).is_empty());
    }
}
