//! `checks::lint_verdict` on whatever libFuzzer thinks of.
#![no_main]

#[path = "../checks.rs"]
#[allow(dead_code, reason = "every target uses one check of them")]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::lint_verdict(data));
