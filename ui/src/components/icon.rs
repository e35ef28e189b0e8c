//! One set of icons: 16 px, drawn with lines, always beside a word.

use yew::prelude::*;

/// Properties of [`Icon`].
#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// Name in the set; an unknown one draws a dot.
    pub name: &'static str,
    /// More CSS classes.
    #[prop_or_default]
    pub class: Classes,
}

/// An icon, hidden from assistive technology: the word beside it says the same.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class={classes!("icon", props.class.clone())} viewBox="0 0 16 16" width="16"
            height="16" fill="none" stroke="currentColor" stroke-width="1.5"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
            <path d={path(props.name)} />
        </svg>
    }
}

fn path(name: &str) -> &'static str {
    match name {
        "home" => "M2.5 7.5 8 3l5.5 4.5V13h-4V9.5h-3V13h-4z",
        "holds" => "M5.5 3.5v9M10.5 3.5v9",
        "branch" => "M8 13.5V9L4 5.5V2.5M8 9l4-3.5v-3M2.5 4 4 2.5 5.5 4M10.5 4 12 2.5 13.5 4",
        "folder" => "M2 4.5h4.2l1.3 1.5H14v6.5H2z",
        "activity" => "M2 8.5h3l2-5 2.5 9.5 2-4.5H14",
        "settings" => "M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M10.2 3.4v3.2M5.8 9.4v3.2",
        "mail" => "M2 4h12v8.5H2zM2 4.5 8 9l6-4.5",
        "comment" => "M2.5 3.5h11v7.5H8L5 13.5V11H2.5z",
        "move" => "M2.5 8h10.5M9.5 4.5 13 8l-3.5 3.5",
        "plus" => "M8 3v10M3 8h10",
        "file" => "M4 2.5h5l3 3v8H4zM9 2.5v3h3",
        "check" => "M3 8.5 6.5 12 13 4.5",
        "cross" => "M4 4l8 8M12 4l-8 8",
        "clock" => "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2 1.3",
        "alert" => "M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1",
        "refresh" => "M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3",
        "inbox" => "M2.5 9.5 4 3.5h8l1.5 6v3h-11zM2.5 9.5h3l1 1.5h3l1-1.5h3",
        "edit" => "M3 13l.6-2.6L11 3l2 2-7.4 7.4zM9.5 4.5l2 2",
        "bell" => "M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM7 14h2",
        "undo" => "M5.5 4 2.5 7l3 3M2.5 7H10a3 3 0 0 1 0 6H7",
        "snooze" => "M5 5h6l-6 6h6",
        "link" => {
            "M6.5 9.5 9.5 6.5M7 5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.8 2.8 0 0 1-4-4L5 7"
        }
        "copy" => "M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1",
        "chevron" => "M6 4l4 4-4 4",
        "back" => "M10 4 6 8l4 4",
        "keyboard" => "M1.5 4.5h13v7h-13zM4 7h.1M6.7 7h.1M9.3 7h.1M12 7h.1M5 9.5h6",
        "person" => "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M3 13.5a5 5 0 0 1 10 0",
        "out" => "M9.5 4V2.5h-7v11h7V12M6.5 8h7M11 5.5 13.5 8 11 10.5",
        "shield" => "M8 2.5 13 4v4c0 3-2.2 4.8-5 5.5C5.2 12.8 3 11 3 8V4z",
        _ => "M8 7.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6",
    }
}
