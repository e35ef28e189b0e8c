//! Edited elsewhere, changed underneath: both versions side by side.

use yew::prelude::*;

use crate::components::hold::HoldCardViewProps;
use crate::components::{Button, Notice, WordDiff};
use crate::services::words::{self, Tone};
use crate::state::CardMsg;

/// The panel of a 409, or nothing.
pub(super) fn clash(props: &HoldCardViewProps) -> Html {
    let Some(clash) = &props.card.clash else { return Html::default() };
    let (card, theirs) = (&props.card, &clash.theirs);
    let action = &theirs.request.action;
    let (here, _) = words::outcome(props.verdict().outcome);
    let (there, _) = words::outcome(theirs.verdict.outcome);
    let (state, _) = words::state(theirs.state);
    let keep = card.edited() && theirs.state == card.view.state;
    html! {
        <section class="clash" data-testid="conflict" aria-label="Two versions">
            <Notice tone={Tone::Waits}>{ &clash.text }</Notice>
            <div class="versions">
                <div>
                    <h3>{ "On this screen" }</h3>
                    <p class="muted">{ here }</p>
                    if !card.subject.is_empty() { <p><b>{ &card.subject }</b></p> }
                    <pre>{ &card.body }</pre>
                </div>
                <div>
                    <h3>{ format!("Now: {}", state.to_lowercase()) }</h3>
                    <p class="muted">{ there }</p>
                    if !action.subject.is_empty() { <p><b>{ &action.subject }</b></p> }
                    <pre>{ &action.body }</pre>
                </div>
            </div>
            <WordDiff old={card.body.clone()} new={action.body.clone()}
                same="The text is the same in both; its state or its verdict changed." />
            <div class="actions">
                <Button testid="take-theirs" label="Continue with the version of now"
                    kind="primary" onclick={props.send.reform(|()| CardMsg::TakeTheirs)} />
                if keep {
                    <Button testid="keep-mine" label="Keep the text of this screen"
                        onclick={props.send.reform(|()| CardMsg::KeepMine)} />
                }
            </div>
        </section>
    }
}
