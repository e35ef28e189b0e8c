//! Buttons that name their effect. A destructive one is never the default.

use api_types::ActionState;
use yew::prelude::*;

use crate::components::Button;
use crate::components::hold::{HoldCardViewProps, Live};
use crate::services::api::Verb;
use crate::services::time::Clock;
use crate::services::words;
use crate::state::CardMsg;

/// Minutes that one press of the extend button adds.
const EXTEND_MIN: u32 = 30;
const HOUR_MS: i64 = 3_600_000;
/// A window that starts within a minute is now.
const SOON_MS: i64 = 60_000;

/// The decision box of a card.
pub(super) fn buttons(props: &HoldCardViewProps, clock: &Clock) -> Html {
    let card = &props.card;
    let inner = match card.view.state {
        _ if card.open() && card.edited() => edited(props),
        _ if card.open() => open(props, clock),
        ActionState::Approved => approved(props),
        ActionState::Claimed | ActionState::Drafted => cancel(props, None),
        ActionState::Unknown => unknown(props),
        ActionState::Confirmed => confirmed(props),
        _ => return Html::default(),
    };
    html! {
        <div class="actions" role="group" aria-label="What to do">
            { inner }
            if let Some(busy) = card.busy {
                <span class="busy" role="status">{ busy }</span>
            }
        </div>
    }
}

fn verb(props: &HoldCardViewProps, verb: Verb) -> Callback<()> {
    props.act.reform(move |()| verb.clone())
}

fn edited(props: &HoldCardViewProps) -> Html {
    let busy = props.card.busy.is_some();
    let (subject, body) = (props.card.subject.clone(), props.card.body.clone());
    let label = if props.card.view.state == ActionState::Held {
        "Save changes, restart hold"
    } else {
        "Save changes"
    };
    html! {
        <>
            <Button testid="save-edit" {label} kind="primary" icon="check" disabled={busy}
                onclick={verb(props, Verb::Edit { subject, body })} />
            <Button testid="revert-edit" label="Discard changes" icon="undo" shortcut="z"
                disabled={busy} onclick={props.send.reform(|()| CardMsg::Revert)} />
            <span class="muted">{ "Until saved, the earlier text stays held. Approving comes after saving." }</span>
        </>
    }
}

fn open(props: &HoldCardViewProps, clock: &Clock) -> Html {
    let view = &props.card.view;
    let busy = props.card.busy.is_some() || props.card.clash.is_some();
    let later = props.verdict().earliest_ms;
    let outside = later > clock.now_ms + SOON_MS;
    let can = approve(props, true).is_some() && view.state != ActionState::Stale;
    html! {
        <>
            if let (true, Some(now)) = (can, approve(props, true)) {
                <Button testid="approve" label={words::send_label(view)} kind="primary" icon="check"
                    shortcut={if outside { None } else { Some("a") }} disabled={busy}
                    onclick={verb(props, now)} />
            }
            if let (true, true, Some(then)) = (can, outside, approve(props, false)) {
                <Button testid="approve-later" shortcut="a" disabled={busy} icon="clock"
                    label={format!("Approve for {}", clock.until_words(later))}
                    onclick={verb(props, then)} />
            }
            if !can {
                <p class="muted">{ cannot(props) }</p>
            }
            { timers(props, clock, busy) }
            { cancel(props, Some("c")) }
        </>
    }
}

/// The approval of what is on screen: only with a verdict that this tab computed.
fn approve(props: &HoldCardViewProps, send_now: bool) -> Option<Verb> {
    let verdict = props.live.verdict().filter(|v| words::approvable(v))?;
    let engine_digest = props.engine_digest.clone()?;
    let verdict_digest = verdict.verdict_digest.clone();
    Some(Verb::Approve { verdict_digest, engine_digest, send_now })
}

fn cannot(props: &HoldCardViewProps) -> &'static str {
    match &props.live {
        _ if props.card.view.state == ActionState::Stale => {
            "Approving comes back when it has been scored again."
        }
        Live::Waiting => "Approving needs the policy, which is loading.",
        Live::Broken(_) => "Approving needs the policy in this tab. Reload the page.",
        Live::Here(_) => "This cannot be approved as it is: change the text, or cancel.",
    }
}

fn timers(props: &HoldCardViewProps, clock: &Clock, busy: bool) -> Html {
    let view = &props.card.view;
    let held = view.state == ActionState::Held;
    let (hour, window) = (clock.now_ms + HOUR_MS, clock.next_window_ms);
    html! {
        <>
            if held && !view.timer_off {
                <Button testid="extend" label="Extend 30 min" icon="plus" disabled={busy}
                    onclick={verb(props, Verb::Extend(EXTEND_MIN))} />
            }
            if held {
                <Button testid="timer" icon="clock" disabled={busy}
                    label={if view.timer_off { "Switch timer on" } else { "Switch timer off" }}
                    onclick={verb(props, Verb::Timer(!view.timer_off))} />
            }
            if matches!(view.state, ActionState::Held | ActionState::Escalated) {
                <Button testid="snooze" label={format!("Snooze until {}", clock.short(hour))}
                    icon="snooze" shortcut="." disabled={busy}
                    onclick={verb(props, Verb::Snooze(hour))} />
                if window > hour {
                    <Button testid="snooze-window" icon="snooze" disabled={busy}
                        label={format!("Snooze until {}", clock.until_words(window))}
                        onclick={verb(props, Verb::Snooze(window))} />
                }
            }
        </>
    }
}

fn cancel(props: &HoldCardViewProps, shortcut: Option<&'static str>) -> Html {
    html! {
        <Button testid="cancel" kind="danger" icon="cross" {shortcut}
            label={words::cancel_label(&props.card.view.request.action.target)}
            disabled={props.card.busy.is_some()} onclick={verb(props, Verb::Cancel)} />
    }
}

fn approved(props: &HoldCardViewProps) -> Html {
    html! {
        <>
            <Button testid="undo" label="Undo approval" icon="undo" shortcut="z"
                disabled={props.card.busy.is_some()} onclick={verb(props, Verb::Undo)} />
            { cancel(props, Some("c")) }
        </>
    }
}

fn unknown(props: &HoldCardViewProps) -> Html {
    let busy = props.card.busy.is_some();
    html! {
        <>
            <Button testid="answer-sent" label="It was sent" icon="check" disabled={busy}
                onclick={verb(props, Verb::Answer(true))} />
            <Button testid="answer-again" label="It was not: send again" icon="refresh"
                disabled={busy} onclick={verb(props, Verb::Answer(false))} />
        </>
    }
}

fn confirmed(props: &HoldCardViewProps) -> Html {
    html! {
        <Button testid="regret" label="Mark: should not have gone" kind="quiet"
            disabled={props.card.busy.is_some()} onclick={verb(props, Verb::Regret)} />
    }
}
