//! The built-in workspace: two projects over four weeks, written as tables relative to now.

mod mails_last;
mod mails_pay;
mod mails_por;
mod pay;
mod people;
mod por;
mod rows;

pub use people::{
    MAILBOX, Relation, SamplePerson, SampleProject, directory, payload_directory, payload_projects,
    projects,
};
pub(crate) use people::{account_of, users};
pub(crate) use rows::auth_headers;

use crate::clock::{DAY_MS, day_start};
use crate::jira::{JiraStore, Project, Sprint, Status};
use crate::world::Event;

/// The last moment that is not held back; with 0 days nothing is.
pub(crate) fn boundary(now_ms: i64, withhold_days: u32) -> i64 {
    if withhold_days == 0 {
        return i64::MAX;
    }
    day_start(now_ms) - i64::from(withhold_days) * DAY_MS - 1
}

const STATUSES: [(&str, &str, &str); 5] = [
    ("1", "To Do", "new"),
    ("2", "In Progress", "indeterminate"),
    ("3", "Blocked", "indeterminate"),
    ("4", "In Review", "indeterminate"),
    ("5", "Done", "done"),
];

/// The first day, last day and state of the three sprints, in days relative to today.
const SPRINTS: [(u64, i64, i64, &str); 3] =
    [(1, -24, -10, "closed"), (2, -10, 4, "active"), (3, 4, 18, "future")];

const GOALS: [[&str; 3]; 2] = [
    [
        "Card payments run end to end against the Meridian sandbox",
        "Rehearse the cutover and close the security findings",
        "Move the first ten merchants",
    ],
    [
        "Sign-in, bills and meter readings usable by the pilot group",
        "Pilot feedback worked in, accessibility findings closed",
        "Soft launch",
    ],
];

/// Jira with people, projects, boards and sprints, before anything happened.
pub(crate) fn jira(now_ms: i64) -> JiraStore {
    let start = day_start(now_ms);
    let status = |(id, name, category): &(&str, &str, &str)| Status {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        category: (*category).to_owned(),
    };
    let known = projects();
    let project = |(index, p): (usize, &SampleProject)| Project {
        id: (10_001 + index).to_string(),
        key: p.jira_key.clone(),
        name: p.name.clone(),
        lead: people::AGENT_ACCOUNT.to_owned(),
        board_id: p.board_id,
    };
    let mut sprints = Vec::new();
    for (index, p) in known.iter().enumerate() {
        for (number, from, to, state) in SPRINTS {
            sprints.push(Sprint {
                id: p.board_id * 10 + number,
                board_id: p.board_id,
                name: format!("{} Sprint {}", p.jira_key, number + 5),
                goal: GOALS[index.min(1)][number as usize - 1].to_owned(),
                state: state.to_owned(),
                start_ms: start + from * DAY_MS + 9 * 3_600_000,
                end_ms: start + to * DAY_MS + 17 * 3_600_000,
            });
        }
    }
    JiraStore {
        users: users(),
        statuses: STATUSES.iter().map(status).collect(),
        projects: known.iter().enumerate().map(project).collect(),
        sprints,
        issues: Vec::new(),
        me: people::AGENT_ACCOUNT.to_owned(),
        next_id: 0,
    }
}

/// Everything that happens in the sample, in no particular order.
pub(crate) fn events(now_ms: i64) -> Vec<Event> {
    let start = day_start(now_ms);
    let mut events = Vec::new();
    rows::issues(&mut events, start, "PAY", 11, pay::ISSUES);
    rows::changes(&mut events, start, "PAY", 11, pay::CHANGES);
    rows::issues(&mut events, start, "POR", 12, por::ISSUES);
    rows::changes(&mut events, start, "POR", 12, por::CHANGES);
    rows::mails(&mut events, start, mails_pay::MAILS);
    rows::mails(&mut events, start, mails_por::MAILS);
    rows::mails(&mut events, start, mails_last::MAILS);
    events
}
