//! Triage, reasoning and the budget against the real table and a scripted model.

mod budget;
mod reasoning;
mod triage;
mod world;
