//! Patches: what a model or a heuristic may propose to an artefact, and how one is applied.
//!
//! A patch carries no sources and no ids: the host adds both, so that neither can be claimed.

use api_types::artefacts::{
    Artefact, BacklogSummary, DecisionLog, DecisionRow, DeliveryState, Level, NextAction, Rag,
    RaidItem, RaidKind, RaidLog, RaidStatus, ScopeNote, Sources, Weighed,
};
use scoring_core::ArtefactType;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{PATCHED, merge_sources, text};

/// Most characters of a title, a name or an option.
pub const TITLE_MAX: usize = 160;
/// Most characters of any longer text.
pub const TEXT_MAX: usize = 1_000;
/// Most options of a decision, and most pros or cons of one.
pub const OPTIONS_MAX: usize = 8;
/// Most rows of one kind in an artefact.
pub const ROWS_MAX: usize = 400;
/// Most notes on one milestone.
const NOTES_MAX: usize = 5;

/// One proposed change to an artefact. Texts are one line each; white space is collapsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum Patch {
    /// Adds a RAID item, or corroborates the open one of the same kind and title.
    AddRaid {
        /// Risk, assumption, issue or dependency.
        kind: RaidKind,
        /// Title.
        title: String,
        /// What it is about, or empty.
        #[serde(default)]
        description: String,
        /// How bad it is.
        #[serde(default)]
        severity: Level,
        /// Who looks after it, or empty.
        #[serde(default)]
        owner: String,
        /// `YYYY-MM-DD`, or empty.
        #[serde(default)]
        due: String,
        /// What is done about it, or empty.
        #[serde(default)]
        mitigation: String,
    },
    /// Changes a RAID item; what is null stays.
    UpdateRaid {
        /// Row id.
        id: String,
        /// New status.
        #[serde(default)]
        status: Option<RaidStatus>,
        /// New mitigation.
        #[serde(default)]
        mitigation: Option<String>,
        /// New resolution.
        #[serde(default)]
        resolution: Option<String>,
    },
    /// Adds a decision, or corroborates the one of the same title.
    AddDecision {
        /// Title.
        title: String,
        /// What led to it, or empty.
        #[serde(default)]
        context: String,
        /// What was weighed.
        #[serde(default)]
        options: Vec<Weighed>,
        /// What was decided.
        decision: String,
        /// Why, or empty.
        #[serde(default)]
        rationale: String,
        /// Who decided, or empty.
        #[serde(default)]
        by: String,
    },
    /// Replaces the reason of the overall state.
    SetSummary {
        /// One sentence.
        summary: String,
        /// Equal to or worse than what upkeep found.
        overall: Rag,
    },
    /// Adds a next action.
    AddNextAction {
        /// What to do.
        text: String,
    },
    /// Adds a note on scope.
    AddScopeNote {
        /// The note.
        text: String,
    },
    /// Adds a note to a milestone.
    MilestoneNote {
        /// Row id.
        id: String,
        /// The note.
        note: String,
    },
}

/// Why a patch was not applied; the artefact is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatchError {
    /// The patch belongs to another artefact.
    #[error("the patch is for `{expected:?}`, not for `{found:?}`")]
    WrongArtefact {
        /// What the patch is for.
        expected: ArtefactType,
        /// What it was applied to.
        found: ArtefactType,
    },
    /// No signal was named.
    #[error("a patch needs at least one signal as its source")]
    NoSources,
    /// The row does not exist.
    #[error("there is no row `{id}`")]
    UnknownRow {
        /// Row id.
        id: String,
    },
    /// A text that is needed is empty.
    #[error("`{field}` is empty")]
    Empty {
        /// Field.
        field: &'static str,
    },
    /// A text or a list is too long.
    #[error("`{field}` is longer than {max}")]
    TooLong {
        /// Field.
        field: &'static str,
        /// The limit, characters or entries.
        max: usize,
    },
    /// Not a day.
    #[error("`{field}` is not a day as `YYYY-MM-DD`")]
    BadDate {
        /// Field.
        field: &'static str,
    },
    /// The overall state would look better than the facts allow.
    #[error("`overall` may not be better than the facts say")]
    TooOptimistic,
    /// The artefact is full.
    #[error("the artefact already has {max} rows of this kind")]
    Full {
        /// The limit.
        max: usize,
    },
}

impl Patch {
    /// The artefact that the patch changes.
    #[must_use]
    pub const fn artefact(&self) -> ArtefactType {
        match self {
            Self::AddRaid { .. } | Self::UpdateRaid { .. } => ArtefactType::RaidLog,
            Self::AddDecision { .. } => ArtefactType::DecisionLog,
            Self::SetSummary { .. } | Self::AddNextAction { .. } | Self::MilestoneNote { .. } => {
                ArtefactType::DeliveryState
            }
            Self::AddScopeNote { .. } => ArtefactType::BacklogSummary,
        }
    }
}

/// Who proposes, and when.
struct Origin<'a> {
    sources: &'a Sources,
    id_seed: &'a str,
    now_ms: i64,
}

impl Origin<'_> {
    /// Same seed, kind of row and title: same id, so that applying twice adds once.
    fn id(&self, row: &str, title: &str) -> String {
        let mut hash = Sha256::new();
        for part in [self.id_seed, row, &same(title)] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        format!("{PATCHED}{}", hex::encode(digest.get(..8).unwrap_or_default()))
    }
}

/// Applies one patch and returns the changed artefact. `id_seed` (such as the action id) makes new
/// ids repeatable; a title that is there already merges sources instead of adding a row.
///
/// # Errors
/// [`PatchError`], and nothing is changed.
pub fn apply(
    artefact: &Artefact,
    patch: &Patch,
    sources: &Sources,
    id_seed: &str,
    now_ms: i64,
) -> Result<Artefact, PatchError> {
    if sources.signals.is_empty() || sources.signals.iter().any(String::is_empty) {
        return Err(PatchError::NoSources);
    }
    let origin = Origin { sources, id_seed, now_ms };
    let mut changed = artefact.clone();
    match (&mut changed, patch) {
        (Artefact::RaidLog(log), Patch::AddRaid { .. }) => add_raid(log, patch, &origin)?,
        (Artefact::RaidLog(log), Patch::UpdateRaid { id, status, mitigation, resolution }) => {
            let texts = (mitigation.as_deref(), resolution.as_deref());
            update_raid(log, id, *status, texts, &origin)?;
        }
        (Artefact::DecisionLog(log), Patch::AddDecision { .. }) => {
            add_decision(log, patch, &origin)?;
        }
        (Artefact::DeliveryState(state), Patch::SetSummary { summary, overall }) => {
            set_summary(state, summary, *overall, &origin)?;
        }
        (Artefact::DeliveryState(state), Patch::AddNextAction { text }) => {
            add_next_action(state, text, &origin)?;
        }
        (Artefact::DeliveryState(state), Patch::MilestoneNote { id, note }) => {
            note_milestone(state, id, note, &origin)?;
        }
        (Artefact::BacklogSummary(summary), Patch::AddScopeNote { text }) => {
            add_scope_note(summary, text, &origin)?;
        }
        _ => {
            let (expected, found) = (patch.artefact(), artefact.kind());
            return Err(PatchError::WrongArtefact { expected, found });
        }
    }
    Ok(changed)
}

fn add_raid(log: &mut RaidLog, patch: &Patch, origin: &Origin<'_>) -> Result<(), PatchError> {
    let Patch::AddRaid { kind, title, description, severity, owner, due, mitigation } = patch
    else {
        return Ok(());
    };
    let title = needed("title", title, TITLE_MAX)?;
    let item = RaidItem {
        id: origin.id(text::raid_kind(*kind), &title),
        kind: *kind,
        description: line("description", description, TEXT_MAX)?,
        severity: *severity,
        owner: line("owner", owner, TITLE_MAX)?,
        due: date("due", due)?,
        mitigation: line("mitigation", mitigation, TEXT_MAX)?,
        raised_ms: origin.now_ms,
        last_reviewed_ms: origin.now_ms,
        source: "mail".to_owned(),
        sources: origin.sources.clone(),
        title,
        ..RaidItem::default()
    };
    let open = |row: &RaidItem| !matches!(row.status, RaidStatus::Resolved | RaidStatus::Closed);
    let known = log.items.iter_mut().find(|row| {
        let twin = row.kind == item.kind && same(&row.title) == same(&item.title) && open(row);
        twin || row.id == item.id
    });
    let Some(known) = known else { return push(&mut log.items, item) };
    for (field, value) in [
        (&mut known.description, item.description),
        (&mut known.owner, item.owner),
        (&mut known.due, item.due),
        (&mut known.mitigation, item.mitigation),
    ] {
        if field.is_empty() {
            *field = value;
        }
    }
    known.severity = known.severity.max(item.severity);
    known.sources = merge_sources(&known.sources, origin.sources);
    Ok(())
}

fn update_raid(
    log: &mut RaidLog,
    id: &str,
    status: Option<RaidStatus>,
    (mitigation, resolution): (Option<&str>, Option<&str>),
    origin: &Origin<'_>,
) -> Result<(), PatchError> {
    if status.is_none() && mitigation.is_none() && resolution.is_none() {
        return Err(PatchError::Empty { field: "status" });
    }
    let row = log.items.iter_mut().find(|row| row.id == id);
    let row = row.ok_or_else(|| PatchError::UnknownRow { id: text::one_line(id, TITLE_MAX) })?;
    if let Some(status) = status {
        row.status = status;
    }
    if let Some(mitigation) = mitigation {
        row.mitigation = line("mitigation", mitigation, TEXT_MAX)?;
    }
    if let Some(resolution) = resolution {
        row.resolution = line("resolution", resolution, TEXT_MAX)?;
    }
    row.last_reviewed_ms = origin.now_ms;
    row.sources = merge_sources(&row.sources, origin.sources);
    Ok(())
}

fn add_decision(
    log: &mut DecisionLog,
    patch: &Patch,
    origin: &Origin<'_>,
) -> Result<(), PatchError> {
    let Patch::AddDecision { title, context, options, decision, rationale, by } = patch else {
        return Ok(());
    };
    let title = needed("title", title, TITLE_MAX)?;
    let row = DecisionRow {
        id: origin.id("decision", &title),
        context: line("context", context, TEXT_MAX)?,
        options: weighed(options)?,
        decision: needed("decision", decision, TEXT_MAX)?,
        rationale: line("rationale", rationale, TEXT_MAX)?,
        by: line("by", by, TITLE_MAX)?,
        decided_ms: origin.now_ms,
        sources: origin.sources.clone(),
        title,
        ..DecisionRow::default()
    };
    let twin = |known: &DecisionRow| {
        let decided = same(&known.decision) == same(&row.decision);
        known.id == row.id || (same(&known.title) == same(&row.title) && decided)
    };
    if let Some(known) = log.items.iter_mut().find(|known| twin(known)) {
        known.sources = merge_sources(&known.sources, origin.sources);
        return Ok(());
    }
    push(&mut log.items, row)
}

fn weighed(options: &[Weighed]) -> Result<Vec<Weighed>, PatchError> {
    let lines = |field, texts: &[String]| -> Result<Vec<String>, PatchError> {
        if texts.len() > OPTIONS_MAX {
            return Err(PatchError::TooLong { field, max: OPTIONS_MAX });
        }
        texts.iter().map(|text| needed(field, text, TEXT_MAX)).collect()
    };
    if options.len() > OPTIONS_MAX {
        return Err(PatchError::TooLong { field: "options", max: OPTIONS_MAX });
    }
    let check = |one: &Weighed| {
        Ok(Weighed {
            option: needed("option", &one.option, TITLE_MAX)?,
            pros: lines("pros", &one.pros)?,
            cons: lines("cons", &one.cons)?,
        })
    };
    options.iter().map(check).collect()
}

fn set_summary(
    state: &mut DeliveryState,
    summary: &str,
    overall: Rag,
    origin: &Origin<'_>,
) -> Result<(), PatchError> {
    if overall < state.overall {
        return Err(PatchError::TooOptimistic);
    }
    state.summary = needed("summary", summary, TEXT_MAX)?;
    state.overall = overall;
    state.sources = merge_sources(&state.sources, origin.sources);
    Ok(())
}

fn add_next_action(
    state: &mut DeliveryState,
    text: &str,
    origin: &Origin<'_>,
) -> Result<(), PatchError> {
    let text = needed("text", text, TEXT_MAX)?;
    let twin = state.next_actions.iter_mut().find(|row| same(&row.text) == same(&text));
    if let Some(known) = twin {
        known.sources = merge_sources(&known.sources, origin.sources);
        return Ok(());
    }
    let id = origin.id("next", &text);
    push(&mut state.next_actions, NextAction { id, text, sources: origin.sources.clone() })
}

fn add_scope_note(
    summary: &mut BacklogSummary,
    text: &str,
    origin: &Origin<'_>,
) -> Result<(), PatchError> {
    let text = needed("text", text, TEXT_MAX)?;
    let twin = summary.scope_notes.iter_mut().find(|row| same(&row.text) == same(&text));
    if let Some(known) = twin {
        known.sources = merge_sources(&known.sources, origin.sources);
        return Ok(());
    }
    let id = origin.id("scope", &text);
    push(&mut summary.scope_notes, ScopeNote { id, text, sources: origin.sources.clone() })
}

fn note_milestone(
    state: &mut DeliveryState,
    id: &str,
    note: &str,
    origin: &Origin<'_>,
) -> Result<(), PatchError> {
    let note = needed("note", note, TEXT_MAX)?;
    let row = state.milestones.iter_mut().find(|row| row.id == id);
    let row = row.ok_or_else(|| PatchError::UnknownRow { id: text::one_line(id, TITLE_MAX) })?;
    // The first line belongs to upkeep, the following ones to patches.
    let (derived, noted) = row.notes.split_once('\n').unwrap_or((&row.notes, ""));
    let mut lines: Vec<&str> = noted.lines().collect();
    if !lines.iter().any(|line| same(line) == same(&note)) {
        lines.push(&note);
    }
    let surplus = lines.len().saturating_sub(NOTES_MAX);
    row.notes = format!("{derived}\n{}", lines.get(surplus..).unwrap_or_default().join("\n"));
    row.sources = merge_sources(&row.sources, origin.sources);
    Ok(())
}

fn push<T>(rows: &mut Vec<T>, row: T) -> Result<(), PatchError> {
    if rows.len() >= ROWS_MAX {
        return Err(PatchError::Full { max: ROWS_MAX });
    }
    rows.push(row);
    Ok(())
}

/// One line of at most `max` characters. Never cut: what was judged is what is written.
fn line(field: &'static str, value: &str, max: usize) -> Result<String, PatchError> {
    let clean = text::one_line(value, max + 1);
    if clean.chars().count() > max {
        return Err(PatchError::TooLong { field, max });
    }
    Ok(clean)
}

fn needed(field: &'static str, value: &str, max: usize) -> Result<String, PatchError> {
    let clean = line(field, value, max)?;
    if clean.is_empty() { Err(PatchError::Empty { field }) } else { Ok(clean) }
}

fn date(field: &'static str, value: &str) -> Result<String, PatchError> {
    match value.trim() {
        "" => Ok(String::new()),
        day if text::day(day).is_some() => Ok(day.to_owned()),
        _ => Err(PatchError::BadDate { field }),
    }
}

/// Titles are the same when they read the same: case, white space and a final stop aside.
fn same(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_lowercase()
}

#[cfg(test)]
#[path = "patch_tests.rs"]
mod tests;
