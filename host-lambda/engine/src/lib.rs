//! The one wasmtime configuration that build and host share, and the clock that stops guests.
//!
//! Code compiled ahead of time is only accepted by an engine with the same configuration, so both
//! sides call [`engine_config`]; nothing else in the workspace builds a `wasmtime::Config`.
#![forbid(unsafe_code)]

mod ticker;

pub use ticker::{TICK_MS, Ticker};
pub use wasmtime;

use wasmtime::{Config, Engine, Result};

/// Address space reserved for one linear memory, in bytes. Small on purpose: the default of 4 GiB
/// fails under an address space limit, and one set of compiled bytes has to run everywhere.
const MEMORY_RESERVATION_BYTES: u64 = 32 << 20;
/// Native stack that a guest may use, in bytes.
const STACK_BYTES_MAX: usize = 512 << 10;

/// The triple that guests are compiled for: the architecture of this build and nothing of its CPU.
///
/// # Errors
/// When the host is neither x86-64 nor AArch64 Linux or macOS.
pub fn target_triple() -> Result<&'static str> {
    if cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        Ok("x86_64-unknown-linux-gnu")
    } else if cfg!(all(target_arch = "aarch64", target_os = "linux")) {
        Ok("aarch64-unknown-linux-gnu")
    } else if cfg!(all(target_arch = "x86_64", target_os = "macos")) {
        Ok("x86_64-apple-darwin")
    } else if cfg!(all(target_arch = "aarch64", target_os = "macos")) {
        Ok("aarch64-apple-darwin")
    } else {
        Err(wasmtime::Error::msg(
            "guests run on x86-64 and AArch64 Linux or macOS only: build for one of those",
        ))
    }
}

/// The shared configuration: epochs on, fuel off, an explicit target, minimal wasm features.
///
/// NaN canonicalisation stays off: the core holds no float, and browsers do not do it either.
///
/// # Errors
/// When the host is not supported.
pub fn engine_config() -> Result<Config> {
    let mut config = Config::new();
    // Without an explicit target the features of the build machine's CPU would be compiled in.
    config.target(target_triple()?)?;
    config.epoch_interruption(true);
    config.consume_fuel(false);
    config.max_wasm_stack(STACK_BYTES_MAX);
    config.memory_reservation(MEMORY_RESERVATION_BYTES);
    config.memory_may_move(true);
    config.wasm_component_model(true);
    config.wasm_simd(false);
    config.wasm_relaxed_simd(false);
    config.wasm_multi_memory(false);
    config.wasm_memory64(false);
    config.wasm_tail_call(false);
    config.wasm_custom_page_sizes(false);
    config.wasm_wide_arithmetic(false);
    #[cfg(feature = "compiler")]
    config.cranelift_nan_canonicalization(false);
    Ok(config)
}

/// An engine with the shared configuration, registered with the process-wide [`Ticker`].
///
/// # Errors
/// When the host is not supported or the ticking thread cannot start.
pub fn engine() -> Result<Engine> {
    let engine = Engine::new(&engine_config()?)?;
    Ticker::global()?.register(&engine);
    Ok(engine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_engines_agree_on_compatibility() {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let hash = |engine: &Engine| {
            let mut hasher = DefaultHasher::new();
            engine.precompile_compatibility_hash().hash(&mut hasher);
            hasher.finish()
        };
        assert_eq!(hash(&engine().unwrap()), hash(&engine().unwrap()));
    }
}
