//! Data that comes from the server: loading, failed, there.

use std::rc::Rc;

use yew::Reducible;

use crate::services::http::ApiError;

/// What went wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Failure {
    /// What happened, one sentence.
    pub text: String,
    /// What to do next, one sentence, or empty.
    pub hint: String,
}

impl From<&ApiError> for Failure {
    fn from(error: &ApiError) -> Self {
        Self { text: error.sentence(), hint: error.hint() }
    }
}

/// One piece of data.
#[derive(Debug, PartialEq, Default)]
pub enum Remote<T> {
    /// Not there yet.
    #[default]
    Loading,
    /// It could not be had.
    Failed(Failure),
    /// There. `Some` failure: the last attempt to refresh it failed.
    Ready(Rc<T>, Option<Failure>),
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::Failed(failure) => Self::Failed(failure.clone()),
            Self::Ready(data, failure) => Self::Ready(Rc::clone(data), failure.clone()),
        }
    }
}

impl<T> Remote<T> {
    /// Data that is there.
    #[must_use]
    pub fn ready(data: T) -> Self {
        Self::Ready(Rc::new(data), None)
    }

    /// The data, if it is there.
    #[must_use]
    pub fn data(&self) -> Option<&Rc<T>> {
        match self {
            Self::Ready(data, _) => Some(data),
            _ => None,
        }
    }
}

/// What happens to a piece of data.
#[derive(Debug)]
pub enum RemoteMsg<T> {
    /// Another piece is asked for.
    Reset,
    /// An answer came.
    Answer(Result<T, ApiError>),
    /// The page changed it itself.
    Put(Rc<T>),
}

impl<T: 'static> Reducible for Remote<T> {
    type Action = RemoteMsg<T>;

    fn reduce(self: Rc<Self>, msg: RemoteMsg<T>) -> Rc<Self> {
        Rc::new(match (msg, &*self) {
            (RemoteMsg::Reset, _) => Self::Loading,
            (RemoteMsg::Put(data), _) => Self::Ready(data, None),
            (RemoteMsg::Answer(Ok(data)), _) => Self::ready(data),
            // What is on screen stays: stale data with a note beats an empty page.
            (RemoteMsg::Answer(Err(error)), Self::Ready(data, _)) => {
                Self::Ready(Rc::clone(data), Some(Failure::from(&error)))
            }
            (RemoteMsg::Answer(Err(error)), _) => Self::Failed(Failure::from(&error)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: Remote<u8>, msgs: Vec<RemoteMsg<u8>>) -> Remote<u8> {
        let end = msgs.into_iter().fold(Rc::new(start), |state, msg| state.reduce(msg));
        (*end).clone()
    }

    #[test]
    fn a_failed_refresh_keeps_what_is_there() {
        let end = after(Remote::ready(7), vec![RemoteMsg::Answer(Err(ApiError::Offline))]);
        assert_eq!(end.data().map(|d| **d), Some(7));
        assert!(matches!(end, Remote::Ready(_, Some(_))));
        let healed = after(end, vec![RemoteMsg::Answer(Ok(8))]);
        assert_eq!(healed, Remote::ready(8));
    }

    #[test]
    fn a_first_failure_is_shown() {
        let end = after(Remote::Loading, vec![RemoteMsg::Answer(Err(ApiError::Offline))]);
        assert!(matches!(end, Remote::Failed(_)));
        assert_eq!(after(end, vec![RemoteMsg::Reset]), Remote::Loading);
    }
}
