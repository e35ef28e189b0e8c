//! Configuration of the policy, and what earlier decisions say about a class of actions.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use super::Kind;

/// The user's configuration of the policy; its digest is part of every verdict digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Full hold of a mail to stakeholders, in minutes (DESIGN 2.1: 30).
    pub hold_mail_min: u32,
    /// Full hold of a Jira status change, in minutes (DESIGN 2.1: 5).
    pub hold_status_min: u32,
    /// Shortest hold of a mail, in minutes (DESIGN 2.4: 5).
    pub hold_mail_floor_min: u32,
    /// Shortest hold of a status change, in minutes (DESIGN 2.4: 2).
    pub hold_status_floor_min: u32,
    /// Unchanged approvals in a row after which holds become shorter, first and second step (5, 10).
    pub graduation_steps: Vec<u32>,
    /// Precedent threshold, in basis points (DESIGN 2.2: 5000).
    pub precedent_threshold_bp: u32,
    /// Whether held mail may lapse into sending at all; off means that every hold ends in escalate.
    pub lapse_enabled: bool,
    /// Kinds that the user always wants to be asked about, whatever the dial says.
    #[serde(default)]
    pub always_ask: Vec<Kind>,
    /// Planted tokens that must never leave; their appearance in a draft rejects it.
    pub canaries: Vec<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            hold_mail_min: 30,
            hold_status_min: 5,
            hold_mail_floor_min: 5,
            hold_status_floor_min: 2,
            graduation_steps: vec![5, 10],
            precedent_threshold_bp: 5000,
            lapse_enabled: true,
            always_ask: Vec::new(),
            canaries: Vec::new(),
        }
    }
}

/// Counts of the user's earlier decisions about one class, recomputed from the log by the host; 30 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Precedent {
    /// Explicit approvals without a change that matters.
    pub approvals: u32,
    /// Cancels.
    pub cancels: u32,
    /// Sent items that the user marked "should not have gone", and undone artefact updates.
    pub regrets: u32,
    /// Unchanged approvals since the last cancel or regret.
    pub run: u32,
}
