//! Limits on everything that a guest can consume.

use wasmtime::{StoreLimits, StoreLimitsBuilder};

/// What one call of an integration may consume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Milliseconds of guest time, host calls excluded.
    pub cpu_ms: u64,
    /// Milliseconds that all requests of one call may take together.
    pub io_ms: u64,
    /// Milliseconds for one request.
    pub request_ms: u64,
    /// Linear memory in bytes.
    pub memory_bytes_max: usize,
    /// Bytes that cross from the guest to the host in one call or host call.
    pub output_bytes_max: usize,
    /// Host calls (requests and log lines).
    pub hostcalls_max: u32,
    /// Log lines that are kept; later ones are dropped.
    pub log_lines_max: u32,
    /// Bytes of one log line; the rest is cut.
    pub log_line_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cpu_ms: 5_000,
            io_ms: 120_000,
            request_ms: 30_000,
            memory_bytes_max: 16 << 20,
            output_bytes_max: 12 << 20,
            hostcalls_max: 2_000,
            log_lines_max: 100,
            log_line_bytes_max: 512,
        }
    }
}

impl Limits {
    /// Memory, tables and instances for a component made by wit-component: a main module, its
    /// shims, one memory.
    pub(crate) fn store(&self) -> StoreLimits {
        StoreLimitsBuilder::new()
            .memory_size(self.memory_bytes_max)
            .memories(1)
            .tables(4)
            .table_elements(10_000)
            .instances(8)
            .build()
    }
}
