//! Data of a page: read at once, and again with every beat.

use std::future::Future;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::hooks::Beat;
use crate::services::http::ApiError;
use crate::state::Remote;
use crate::state::remote::RemoteMsg;

/// Data with the ways to change it.
pub struct Source<T: 'static> {
    /// What is there.
    pub data: Remote<T>,
    /// Reads it again.
    pub reload: Callback<()>,
    /// Puts a changed piece in its place.
    pub put: Callback<Rc<T>>,
}

/// Reads data for `key`, again with every beat of the header, and at once when `key` changes.
#[hook]
pub fn use_remote<T, K, F, A>(key: K, load: F) -> Source<T>
where
    T: 'static,
    K: PartialEq + Clone + 'static,
    F: Fn(K) -> A + 'static,
    A: Future<Output = Result<T, ApiError>> + 'static,
{
    let beat = use_context::<Beat>().unwrap_or_default();
    use_read(key, beat, load)
}

/// As [`use_remote`], but read again only on demand: for what asks another service, or what only
/// the user changes.
#[hook]
pub fn use_once<T, K, F, A>(key: K, load: F) -> Source<T>
where
    T: 'static,
    K: PartialEq + Clone + 'static,
    F: Fn(K) -> A + 'static,
    A: Future<Output = Result<T, ApiError>> + 'static,
{
    use_read(key, Beat::default(), load)
}

#[hook]
fn use_read<T, K, F, A>(key: K, beat: Beat, load: F) -> Source<T>
where
    T: 'static,
    K: PartialEq + Clone + 'static,
    F: Fn(K) -> A + 'static,
    A: Future<Output = Result<T, ApiError>> + 'static,
{
    let state = use_reducer(Remote::<T>::default);
    let again = use_state(|| 0_u32);
    let last_key = use_mut_ref(|| None::<K>);
    // Answers may overtake each other: only the latest question counts.
    let asked = use_mut_ref(|| 0_u64);
    {
        let dispatcher = state.dispatcher();
        let asked = Rc::clone(&asked);
        use_effect_with((key, beat, *again), move |(key, _, _)| {
            if last_key.borrow().as_ref() != Some(key) {
                if last_key.borrow().is_some() {
                    dispatcher.dispatch(RemoteMsg::Reset);
                }
                *last_key.borrow_mut() = Some(key.clone());
            }
            *asked.borrow_mut() += 1;
            let mine = *asked.borrow();
            let call = load(key.clone());
            spawn_local(async move {
                let answer = call.await;
                if *asked.borrow() == mine {
                    dispatcher.dispatch(RemoteMsg::Answer(answer));
                }
            });
        });
    }
    let reload = Callback::from(move |()| again.set(again.wrapping_add(1)));
    let put = {
        let dispatcher = state.dispatcher();
        Callback::from(move |data| {
            // An answer that was asked for before this change must not undo it on screen.
            *asked.borrow_mut() += 1;
            dispatcher.dispatch(RemoteMsg::Put(data));
        })
    };
    Source { data: (*state).clone(), reload, put }
}
