//! One call that the user started: under way, refused, done.

use std::future::Future;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::services::http::ApiError;
use crate::state::Failure;

/// A call and where it stands.
#[derive(Clone, PartialEq)]
pub struct Call {
    /// Whether it is under way.
    pub busy: bool,
    /// Why it was refused.
    pub problem: Option<Failure>,
    state: UseStateSetter<(bool, Option<Failure>)>,
}

impl Call {
    /// Makes the call; `then` gets what it answered. One call at a time.
    pub fn run<T: 'static>(
        &self,
        call: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy {
            return;
        }
        let state = self.state.clone();
        state.set((true, None));
        spawn_local(async move {
            match call.await {
                Ok(answer) => {
                    state.set((false, None));
                    then(answer);
                }
                Err(error) => state.set((false, Some(Failure::from(&error)))),
            }
        });
    }

    /// Says what is wrong without asking the server.
    pub fn refuse(&self, text: &str, hint: &str) {
        let failure = Failure { text: text.to_owned(), hint: hint.to_owned() };
        self.state.set((false, Some(failure)));
    }
}

/// A call that is not made yet.
#[hook]
pub fn use_call() -> Call {
    let state = use_state(|| (false, None::<Failure>));
    Call { busy: state.0, problem: state.1.clone(), state: state.setter() }
}
