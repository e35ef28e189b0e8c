//! The command line, and the only crate that names concrete adapters.
fn main() {}
