//! The byte door.
