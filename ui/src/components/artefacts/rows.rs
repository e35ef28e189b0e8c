//! What every row has: its mark and its sources.

use std::collections::BTreeMap;
use std::rc::Rc;

use api_types::artefacts::Sources;
use api_types::{Change, ChangeKind};
use scoring_core::{Severity, Trust};
use yew::prelude::*;

use crate::components::link;

/// Changes and sources, as rows look them up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    changes: Rc<Vec<Change>>,
    sources: Rc<BTreeMap<String, (String, String)>>,
}

impl Rows {
    /// From the changes of an artefact and the sources of its project.
    #[must_use]
    pub fn new(changes: &[Change], sources: &[(String, String, String)]) -> Self {
        let sources = sources
            .iter()
            .map(|(id, label, href)| (id.clone(), (label.clone(), href.clone())))
            .collect();
        Self { changes: Rc::new(changes.to_vec()), sources: Rc::new(sources) }
    }

    /// How a row changed since the previous version.
    #[must_use]
    pub fn change(&self, row: &str) -> Option<ChangeKind> {
        self.changes.iter().find(|change| change.row == row).map(|change| change.kind)
    }

    /// CSS class of a changed row.
    #[must_use]
    pub fn class(&self, row: &str) -> Option<&'static str> {
        self.change(row).map(|_| "changed")
    }

    /// The word that marks a changed row.
    pub fn mark(&self, row: &str) -> Html {
        match self.change(row) {
            None => Html::default(),
            Some(kind) => html! { <span class="mark">{ change_word(kind) }</span> },
        }
    }

    /// The sources that a row rests on.
    pub fn cites(&self, sources: &Sources) -> Html {
        html! {
            <div class="cites">
                <span>{ "Rests on" }</span>
                if sources.signals.is_empty() { <span>{ "no source" }</span> }
                { for sources.signals.iter().map(|id| match self.sources.get(id) {
                    Some((label, href)) => link(label, href),
                    None => html! { <span title={id.clone()}>{ id.chars().take(8).collect::<String>() }</span> },
                }) }
                if sources.trust == Trust::Unknown { <span>{ "(sender not confirmed)" }</span> }
                if sources.severity > Severity::Low { <span>{ "(text was flagged)" }</span> }
            </div>
        }
    }
}

/// How a row changed, in a word.
#[must_use]
pub(super) const fn change_word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "new",
        ChangeKind::Removed => "removed",
        ChangeKind::Changed => "changed",
    }
}
