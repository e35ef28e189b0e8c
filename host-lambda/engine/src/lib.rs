//! The one wasmtime configuration that the build and the host share.
