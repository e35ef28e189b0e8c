//! What an integration author needs: a trait, a macro, a client.
//!
//! - [`Integration`]: what a guest implements; everything beyond reading has a default that refuses.
//! - [`register!`]: exports an [`Integration`] as the component's world.
//! - [`Upstream`], [`Request`], [`Response`]: the only way out, as a trait, so that the same logic
//!   runs natively over a real HTTP client in tests.
//! - [`serve`]: the exports of the world over bytes; both the component and native tests call it.
//! - [`time`], [`adf`], [`json`], [`link`]: integers-only time, rich text, lenient reading, paging.
//!
//! A guest has no clock, no randomness and no file: whatever it needs arrives as an argument.
#![no_std]

extern crate alloc;
// The generated bindings name the runtime by this crate's name.
#[cfg(target_arch = "wasm32")]
extern crate self as plugin_sdk;

pub mod adf;
mod decode;
mod failure;
mod integration;
pub mod json;
pub mod link;
pub mod serve;
pub mod text;
pub mod time;
mod upstream;
#[cfg(target_arch = "wasm32")]
#[allow(missing_docs, unsafe_code, reason = "generated bindings, allocator and panic handler")]
pub mod wasm;

pub use failure::Failure;
pub use integration::{Description, Integration, Outcome, Page, Raw};
pub use plugin_payload as payload;
pub use serde_json;
pub use upstream::{Level, Request, Response, Upstream, call, call_effect, fetch, fetch_effect};

/// Exports a type that implements [`Integration`] as the component's world.
///
/// The type must be in scope where the macro stands. Natively it expands to nothing, so that the guest's logic can be linked into tests.
#[macro_export]
macro_rules! register {
    ($integration:ident) => {
        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, reason = "the generated exports of the component")]
        mod component {
            type Component = $crate::wasm::Glue<super::$integration>;
            $crate::wasm::bindings::export!(Component with_types_in $crate::wasm::bindings);
        }
    };
}
