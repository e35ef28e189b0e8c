//! An artefact as Markdown, ready for a status report.

use api_types::artefacts::{
    Artefact, BacklogSummary, DecisionLog, DeliveryState, Milestone, RaidItem, RaidKind, RaidLog,
};

use super::diff::{decision_status, highlight_kind};
use super::text::{british, british_at, level, milestone_state, rag, raid_status, tenths};

/// The artefact as Markdown, days in UTC; see [`markdown_at`].
#[must_use]
pub fn markdown(artefact: &Artefact, project_name: &str) -> String {
    markdown_at(artefact, project_name, 0)
}

/// The artefact as Markdown: British dates in the zone with that offset (minutes), issue keys, no
/// signal ids. Text of others cannot become markup, a link or an image.
#[must_use]
pub fn markdown_at(artefact: &Artefact, project_name: &str, utc_offset_min: i32) -> String {
    let mut page = Page { out: String::new(), offset: utc_offset_min };
    let project = plain(project_name);
    match artefact {
        Artefact::DeliveryState(state) => page.delivery(state, &project),
        Artefact::RaidLog(log) => page.raid(log, &project),
        Artefact::BacklogSummary(summary) => page.backlog(summary, &project),
        Artefact::DecisionLog(log) => page.decisions(log, &project),
    }
    page.out
}

struct Page {
    out: String,
    offset: i32,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn heading(&mut self, text: &str) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.line(text);
        self.out.push('\n');
    }

    /// A table; no rows, no table.
    fn table(&mut self, title: &str, head: &[&str], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        self.heading(&format!("## {title}"));
        self.line(&format!("| {} |", head.join(" | ")));
        self.line(&format!("|{}", "---|".repeat(head.len())));
        for row in rows {
            self.line(&format!("| {} |", row.join(" | ")));
        }
    }

    fn list(&mut self, title: &str, rows: &[String]) {
        if rows.is_empty() {
            return;
        }
        self.heading(&format!("## {title}"));
        for row in rows {
            self.line(&format!("- {row}"));
        }
    }

    fn delivery(&mut self, state: &DeliveryState, project: &str) {
        self.heading(&format!("# {project}: delivery state"));
        self.line(&format!("**{}** - {}", rag(state.overall), plain(&state.summary)));
        if let Some(sprint) = &state.sprint {
            self.heading(&format!("## {}", plain(&sprint.name)));
            if !sprint.starts.is_empty() && !sprint.ends.is_empty() {
                self.line(&format!("{} to {}\n", british(&sprint.starts), british(&sprint.ends)));
            }
            if !sprint.goal.is_empty() {
                self.line(&format!("Goal: {}\n", plain(&sprint.goal)));
            }
            self.line(&format!(
                "{} points: {} done, {} in progress, {} blocked",
                tenths(sprint.points_total_x10),
                tenths(sprint.points_done_x10),
                tenths(sprint.points_in_progress_x10),
                tenths(sprint.points_blocked_x10)
            ));
        }
        let milestone = |row: &Milestone| {
            let state = milestone_state(row.state).to_owned();
            vec![plain(&row.name), british(&row.due), state, plain(row.notes.trim())]
        };
        let rows: Vec<_> = state.milestones.iter().map(milestone).collect();
        self.table("Milestones", &["Milestone", "Due", "State", "Notes"], &rows);
        let rows: Vec<_> = state
            .blockers
            .iter()
            .map(|row| {
                let raised = british_at(row.raised_ms, self.offset);
                let severity = level(row.severity).to_owned();
                vec![plain(&row.issue), plain(&row.text), owner(&row.owner), raised, severity]
            })
            .collect();
        self.table("Blockers", &["Issue", "Blocker", "Owner", "Since", "Severity"], &rows);
        self.metrics(state);
        let rows: Vec<_> = state.next_actions.iter().map(|row| plain(&row.text)).collect();
        self.list("Next actions", &rows);
    }

    fn metrics(&mut self, state: &DeliveryState) {
        let metrics = &state.metrics;
        let mut rows = vec![
            format!("Open blockers: {}", metrics.open_blockers),
            format!("Active risks: {}", metrics.active_risks),
        ];
        if !metrics.velocity_x10.is_empty() {
            let trend: Vec<String> = metrics.velocity_x10.iter().map(|v| tenths(*v)).collect();
            rows.push(format!("Velocity, oldest sprint first: {} points", trend.join(", ")));
        }
        if let Some(days) = metrics.cycle_time_days_x10 {
            rows.push(format!("Cycle time, median: {} days", tenths(days)));
        }
        self.list("Metrics", &rows);
    }

    fn raid(&mut self, log: &RaidLog, project: &str) {
        self.heading(&format!("# {project}: RAID log"));
        if log.items.is_empty() {
            self.line("No risks, assumptions, issues or dependencies are open.");
        }
        for (kind, title) in [
            (RaidKind::Risk, "Risks"),
            (RaidKind::Assumption, "Assumptions"),
            (RaidKind::Issue, "Issues"),
            (RaidKind::Dependency, "Dependencies"),
        ] {
            let rows: Vec<_> = log
                .items
                .iter()
                .filter(|item| item.kind == kind)
                .map(|item| self.raid_row(item))
                .collect();
            let head = [
                "Title",
                "Description",
                "Severity",
                "Status",
                "Owner",
                "Raised",
                "Due",
                "Response",
            ];
            self.table(title, &head, &rows);
        }
    }

    fn raid_row(&self, item: &RaidItem) -> Vec<String> {
        let response = if item.resolution.is_empty() { &item.mitigation } else { &item.resolution };
        vec![
            plain(&item.title),
            plain(&item.description),
            level(item.severity).to_owned(),
            raid_status(item.status).to_owned(),
            owner(&item.owner),
            british_at(item.raised_ms, self.offset),
            british(&item.due),
            plain(response),
        ]
    }

    fn backlog(&mut self, summary: &BacklogSummary, project: &str) {
        self.heading(&format!("# {project}: backlog summary"));
        let tally = |counts: &[(String, u64)]| {
            let texts: Vec<String> =
                counts.iter().map(|(name, number)| format!("{} {number}", plain(name))).collect();
            texts.join(", ")
        };
        self.line(&format!("Issues: {}", summary.total));
        if summary.total > 0 {
            self.line(&format!("\nBy status: {}", tally(&summary.by_status)));
            self.line(&format!("\nBy priority: {}", tally(&summary.by_priority)));
        }
        let rows: Vec<_> = summary
            .highlights
            .iter()
            .map(|row| {
                let kind = highlight_kind(row.kind).to_owned();
                vec![plain(&row.issue), kind, plain(&row.detail), plain(&row.suggestion)]
            })
            .collect();
        self.table("Highlights", &["Issue", "Why", "Detail", "Suggestion"], &rows);
        let rows: Vec<_> = summary
            .refinement
            .iter()
            .map(|row| format!("{}: {}", plain(&row.issue), plain(&row.reason)))
            .collect();
        self.list("To refine next", &rows);
        let rows: Vec<_> = summary.scope_notes.iter().map(|row| plain(&row.text)).collect();
        self.list("Scope", &rows);
    }

    fn decisions(&mut self, log: &DecisionLog, project: &str) {
        self.heading(&format!("# {project}: decision log"));
        if log.items.is_empty() {
            self.line("No decisions are recorded.");
        }
        for row in &log.items {
            self.heading(&format!("## {}", plain(&row.title)));
            let by =
                if row.by.is_empty() { String::new() } else { format!(" by {}", plain(&row.by)) };
            self.line(&format!("**Decision:** {}\n", plain(&row.decision)));
            let decided = british_at(row.decided_ms, self.offset);
            self.line(&format!("Decided{by} on {decided}; {}.", decision_status(row.status)));
            for (name, text) in [
                ("Context", &row.context),
                ("Rationale", &row.rationale),
                ("Outcome", &row.outcome),
            ] {
                if !text.is_empty() {
                    self.line(&format!("\n{name}: {}", plain(text)));
                }
            }
            if !row.options.is_empty() {
                self.line("\nOptions:\n");
            }
            for option in &row.options {
                self.line(&format!("- {}", plain(&option.option)));
                for (sign, points) in [("For", &option.pros), ("Against", &option.cons)] {
                    if !points.is_empty() {
                        self.line(&format!("  - {sign}: {}", plain(&points.join("; "))));
                    }
                }
            }
            if !row.related.is_empty() {
                self.line(&format!("\nRelated: {}", plain(&row.related.join(", "))));
            }
        }
    }
}

fn owner(name: &str) -> String {
    if name.is_empty() { "-".to_owned() } else { plain(name) }
}

/// Text that stays text: nothing in it becomes a table cell, a link, an image, emphasis or HTML.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        for c in word.chars() {
            if matches!(c, '\\' | '|' | '[' | ']' | '<' | '>' | '`' | '*' | '~' | '!') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
