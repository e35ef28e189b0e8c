//! Compiles guests ahead of time for the host.
fn main() {}
