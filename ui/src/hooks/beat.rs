//! The pulse of the dashboard: status every 15 s, the clock every 5 s.

use gloo_timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::services::{api, dom};
use crate::state::{App, AppMsg, Gate};

/// How often the status is read, in milliseconds.
const STATUS_MS: u32 = 15_000;
/// How often the words about time are renewed, in milliseconds.
const TICK_MS: u32 = 5_000;

/// Counts the answers of the status; pages read their data again with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beat(pub u64);

/// Keeps status and clock going while the gate is open; returns what reads the status at once.
#[hook]
pub fn use_beat(app: &UseReducerHandle<App>) -> Callback<()> {
    let now = {
        let dispatcher = app.dispatcher();
        use_callback((), move |(), _| {
            let dispatcher = dispatcher.clone();
            spawn_local(async move {
                let answer = api::status().await;
                dispatcher.dispatch(AppMsg::Status(answer, dom::local_ms()));
            });
        })
    };
    {
        let (dispatcher, now) = (app.dispatcher(), now.clone());
        use_effect_with(app.gate == Gate::Open, move |open| {
            let timers = open.then(|| {
                now.emit(());
                let status = Interval::new(STATUS_MS, move || now.emit(()));
                let tick = Interval::new(TICK_MS, move || {
                    dispatcher.dispatch(AppMsg::Tick(dom::local_ms()));
                });
                (status, tick)
            });
            move || drop(timers)
        });
    }
    now
}
