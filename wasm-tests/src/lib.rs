//! The JavaScript package `@holdfast/policy`, tested where it runs.
//!
//! `tests/browser.rs` runs inside headless Chromium and Firefox, driven by `wasm-bindgen-test`;
//! `tests/demo.rs` opens `demo.html`, a plain page that uses the built package, in both. Run both with
//! `cargo xtask test --only wasm`, the first also with `wasm-pack test --headless --chrome --firefox`.
#![no_std]

/// An input together with what the core answers natively.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// JSON, as a caller writes it.
    pub input: &'static str,
    /// JSON; spans count UTF-8 bytes.
    pub answer: &'static str,
    /// For each finding the text at its span and at the span of its fix.
    pub quotes: &'static [Option<&'static str>],
}

/// The inputs of `known/`, answered while this crate was built.
pub mod known {
    include!(concat!(env!("OUT_DIR"), "/known.rs"));
}
