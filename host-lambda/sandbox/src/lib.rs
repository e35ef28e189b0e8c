//! Runs policy.wasm and the integration components, and guards their egress.
