//! The pages. Each has a view that renders from its properties, and a container that brings the
//! data.

pub mod activity;
pub mod batch;
pub mod decisions;
pub mod holds;
pub mod mission;
pub mod people;
pub mod privacy;
pub mod project;
pub mod project_edit;
pub mod project_fields;
pub mod settings;
pub mod sign_in;
pub mod start;
pub mod start_steps;
pub mod unassigned;
