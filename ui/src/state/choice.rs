//! A decision card: the option and note on screen, what the server said.

use std::rc::Rc;

use api_types::DecisionView;
use yew::Reducible;

use crate::services::http::ApiError;
use crate::state::Failure;

/// A decision card.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The escalation.
    pub view: Rc<DecisionView>,
    /// Id of the chosen option; nothing is chosen beforehand.
    pub option: Option<String>,
    /// The note.
    pub note: String,
    /// Whether a call is under way.
    pub busy: bool,
    /// What went wrong.
    pub problem: Option<Failure>,
}

/// What happens to a decision card.
#[derive(Debug)]
pub enum ChoiceMsg {
    /// The list was read again.
    Fresh(Rc<DecisionView>),
    /// An option was chosen.
    Pick(String),
    /// The note was typed.
    Note(String),
    /// The call is under way.
    Started,
    /// Its answer.
    Answer(Box<Result<DecisionView, ApiError>>),
    /// The policy of this tab could not be asked.
    Refused(Failure),
}

impl Choice {
    /// A card for an escalation.
    #[must_use]
    pub fn new(view: Rc<DecisionView>) -> Self {
        Self { view, option: None, note: String::new(), busy: false, problem: None }
    }
}

impl Reducible for Choice {
    type Action = ChoiceMsg;

    fn reduce(self: Rc<Self>, msg: ChoiceMsg) -> Rc<Self> {
        let mut next = (*self).clone();
        match msg {
            ChoiceMsg::Fresh(view) => {
                let gone = |id: &String| !view.options.iter().any(|o| o.id == *id);
                if next.option.as_ref().is_some_and(gone) {
                    next.option = None;
                }
                next.view = view;
            }
            ChoiceMsg::Pick(option) => next.option = Some(option),
            ChoiceMsg::Note(note) => next.note = note,
            ChoiceMsg::Started => {
                next.busy = true;
                next.problem = None;
            }
            ChoiceMsg::Answer(answer) => {
                next.busy = false;
                match *answer {
                    Ok(view) => next.view = Rc::new(view),
                    Err(error) => {
                        // The draft behind it moved: show it as it is now and ask again.
                        if let ApiError::Conflict(conflict) = &error {
                            let mut view = (*next.view).clone();
                            view.action = Some(conflict.action.clone());
                            next.view = Rc::new(view);
                        }
                        next.problem = Some(Failure::from(&error));
                    }
                }
            }
            ChoiceMsg::Refused(failure) => next.problem = Some(failure),
        }
        Rc::new(next)
    }
}
