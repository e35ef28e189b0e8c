//! The judgement for JavaScript callers.
