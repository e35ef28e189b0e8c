//! Focus that would be lost when what had it leaves the page.

use yew::prelude::*;

use crate::services::dom;

/// When `on` changes and the focus went with what disappeared, puts it on the element with this id.
#[hook]
pub fn use_rescue<T: PartialEq + 'static>(id: String, on: T) {
    let before = use_mut_ref(|| false);
    use_effect_with(on, move |_| {
        if before.replace(true) {
            dom::rescue(&id);
        }
    });
}
