//! Asking again while something is under way elsewhere.

use gloo_timers::callback::Interval;
use yew::prelude::*;

/// Emits the callback of the latest rendering every so many milliseconds; `None` stops.
#[hook]
pub fn use_poll(every_ms: Option<u32>, ask: Callback<()>) {
    let latest = use_mut_ref(Callback::<()>::noop);
    *latest.borrow_mut() = ask;
    use_effect_with(every_ms, move |every_ms| {
        let timer = every_ms.map(|ms| {
            Interval::new(ms, move || {
                let ask = latest.borrow().clone();
                ask.emit(());
            })
        });
        move || drop(timer)
    });
}
