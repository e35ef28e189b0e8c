//! Focus that would be lost when what had it leaves the page.

use yew::prelude::*;

use crate::services::dom;

/// When `on` changes from one known value to another and the focus went with what disappeared, puts it on the element
/// with this id. `None` is what is not loaded yet: data that arrives takes no focus.
#[hook]
pub fn use_rescue<T: PartialEq + Clone + 'static>(id: String, on: Option<T>) {
    let before = use_mut_ref(|| None::<T>);
    use_effect_with(on, move |on| {
        let known = before.borrow_mut().take().is_some();
        if known && on.is_some() {
            dom::rescue(&id);
        }
        before.borrow_mut().clone_from(on);
    });
}
