//! The whole workspace behind one lock: what happened, what is held back, what was asked.

use std::collections::VecDeque;

use serde::Serialize;
use tokio::time::Instant;

use crate::claude::ClaudeState;
use crate::config::{Faults, Service, Source, UpstreamConfig};
use crate::graph::MailStore;
use crate::graph::NewMail;
use crate::graph::Tokens;
use crate::jira::{Issue, JiraStore, NewIssue};
use crate::{Error, payloads, sample};

/// Something that happens in the workspace.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) at_ms: i64,
    pub(crate) what: What,
}

/// What happens.
#[derive(Debug, Clone)]
pub(crate) enum What {
    Create(Box<NewIssue>),
    Set {
        key: String,
        who: String,
        field: String,
        to: Option<String>,
    },
    Comment {
        key: String,
        who: String,
        text: String,
        public: bool,
    },
    Worklog {
        key: String,
        who: String,
        minutes: u32,
        text: String,
    },
    Mail(Box<NewMail>),
    /// A whole issue from real payloads.
    Whole(Box<Issue>),
}

/// One received request.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LogEntry {
    pub(crate) seq: u64,
    pub(crate) service: Service,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) status: u16,
    /// The request asks for a change (whether or not it was granted).
    pub(crate) changes_state: bool,
    /// Which fault struck, if any.
    pub(crate) fault: Option<crate::config::FaultKind>,
    pub(crate) body_bytes: usize,
    pub(crate) body_sha256: String,
}

/// Everything that the stand-ins know.
pub(crate) struct World {
    now_ms: i64,
    ticking_since: Option<Instant>,
    pub(crate) jira: JiraStore,
    pub(crate) mail: MailStore,
    pub(crate) tokens: Tokens,
    pub(crate) claude: ClaudeState,
    pub(crate) faults: Faults,
    pub(crate) pending: VecDeque<Event>,
    pub(crate) log: Vec<LogEntry>,
}

impl World {
    /// Builds the workspace and plays everything that is not held back.
    pub(crate) fn new(config: &UpstreamConfig) -> Result<Self, Error> {
        let (jira, mut events, boundary_ms) = match &config.source {
            Source::Sample => {
                let boundary = sample::boundary(config.now_ms, config.withhold_days);
                (sample::jira(config.now_ms), sample::events(config.now_ms), boundary)
            }
            Source::Payloads(dir) => payloads::load(dir, config.now_ms, config.withhold_days > 0)?,
        };
        events.sort_by_key(|e| e.at_ms);
        let mut world = Self {
            now_ms: config.now_ms,
            ticking_since: None,
            jira,
            mail: MailStore::new(sample::MAILBOX),
            tokens: Tokens::default(),
            claude: ClaudeState::default(),
            faults: config.faults.clone(),
            pending: events.into(),
            log: Vec::new(),
        };
        world.play_until(boundary_ms);
        Ok(world)
    }

    /// The time in this world, in Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        let elapsed = self.ticking_since.map_or(0, |t| t.elapsed().as_millis());
        self.now_ms.saturating_add(i64::try_from(elapsed).unwrap_or(i64::MAX))
    }

    /// Sets the time, and whether it moves on by itself.
    pub(crate) fn set_clock(&mut self, now_ms: i64, ticking: bool) {
        self.now_ms = now_ms;
        self.ticking_since = ticking.then(Instant::now);
    }

    /// Whether time moves on by itself.
    pub(crate) fn ticking(&self) -> bool {
        self.ticking_since.is_some()
    }

    /// Plays what is held back up to and including `until_ms`; returns how many events.
    pub(crate) fn play_until(&mut self, until_ms: i64) -> usize {
        let mut played = 0;
        while self.pending.front().is_some_and(|e| e.at_ms <= until_ms) {
            if let Some(event) = self.pending.pop_front() {
                self.apply(event);
                played += 1;
            }
        }
        played
    }

    /// Moves what is held back so that it happens in the last minutes before now, in order.
    pub(crate) fn restamp_pending(&mut self) {
        let now = self.now_ms();
        let count = i64::try_from(self.pending.len()).unwrap_or(0);
        for (index, event) in (0i64..).zip(self.pending.iter_mut()) {
            event.at_ms = now - (count - index) * 10_000;
        }
    }

    /// Lets one thing happen now; false when it names something unknown.
    pub(crate) fn apply(&mut self, event: Event) -> bool {
        let at = event.at_ms;
        match event.what {
            What::Create(new) => {
                self.jira.create(*new, at);
                true
            }
            What::Set { key, who, field, to } => {
                self.jira.set(&key, &who, &field, to.as_deref(), at)
            }
            What::Comment { key, who, text, public } => {
                let body = crate::jira::adf(&text);
                self.jira.comment(&key, &who, body, public, Vec::new(), at).is_some()
            }
            What::Worklog { key, who, minutes, text } => {
                self.jira.worklog(&key, &who, minutes, &text, at)
            }
            What::Mail(mail) => {
                self.mail.deliver(*mail, at);
                true
            }
            What::Whole(issue) => {
                // It arrives now: a search by `updated` must find it, as Jira's own would.
                let mut issue = *issue;
                issue.updated_ms = issue.updated_ms.max(at);
                self.jira.issues.push(issue);
                true
            }
        }
    }
}
