//! The outlook integration.
