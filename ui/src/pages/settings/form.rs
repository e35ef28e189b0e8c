//! What the sections of settings share: a typed field, a box, the frame of a section.

use api_types::Settings;
use yew::prelude::*;

use crate::components::fields::{Check, TextField};
use crate::state::settings::{Draft, DraftMsg, Field};

/// The fields of settings as a section sees them.
#[derive(Clone, Copy)]
pub(crate) struct Form<'a> {
    /// Where hooks for tests start: `set` or `start-zone`.
    pub(crate) prefix: &'static str,
    /// What is in the fields.
    pub(crate) draft: &'a Draft,
    /// Typing and choosing.
    pub(crate) send: &'a Callback<DraftMsg>,
}

impl Form<'_> {
    /// A typed field.
    pub(crate) fn text(
        &self,
        field: Field,
        label: &'static str,
        hint: &'static str,
        kind: &'static str,
    ) -> Html {
        self.listed(field, label, hint, kind, None)
    }

    /// A typed field with a list of proposals.
    pub(crate) fn listed(
        &self,
        field: Field,
        label: &'static str,
        hint: &'static str,
        kind: &'static str,
        list: Option<&'static str>,
    ) -> Html {
        html! {
            <TextField id={format!("{}-{}", self.prefix, field.slug())} {label} {hint} {kind} {list}
                value={self.draft.text(field).to_owned()}
                problem={self.draft.problem(field).map(AttrValue::from)}
                typed={self.send.reform(move |text| DraftMsg::Text(field, text))} />
        }
    }

    /// A box to tick.
    pub(crate) fn check(
        &self,
        testid: &'static str,
        on: bool,
        label: &'static str,
        hint: &'static str,
        set: fn(&mut Settings, bool),
    ) -> Html {
        html! {
            <Check {testid} {on} {label} {hint}
                ticked={self.send.reform(move |on| DraftMsg::Set(set, on))} />
        }
    }
}

/// A section with a heading that can take the focus.
pub(crate) fn section(slug: &'static str, title: &'static str, body: Html) -> Html {
    html! {
        <section id={format!("settings-{slug}")}>
            <h2 tabindex="-1">{ title }</h2>
            { body }
        </section>
    }
}
