//! Issues, comments, histories: what Jira keeps, apart from how it is written on the wire.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::adf;

/// The site in `self` links. Nothing is served there; the client never follows them.
pub(crate) const SITE: &str = "https://northwind.atlassian.example";

/// A Jira account.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) account_id: String,
    pub(crate) name: String,
    pub(crate) account_type: String,
    pub(crate) email: Option<String>,
    pub(crate) zone: String,
}

/// A workflow status with its category key (`new`, `indeterminate`, `done`).
#[derive(Debug, Clone)]
pub(crate) struct Status {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) category: String,
}

/// A project with its board.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) lead: String,
    pub(crate) board_id: u64,
}

/// A sprint on a board.
#[derive(Debug, Clone)]
pub(crate) struct Sprint {
    pub(crate) id: u64,
    pub(crate) board_id: u64,
    pub(crate) name: String,
    pub(crate) goal: String,
    pub(crate) state: String,
    pub(crate) start_ms: i64,
    pub(crate) end_ms: i64,
}

/// One changelog entry.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) id: String,
    pub(crate) author: String,
    pub(crate) at_ms: i64,
    pub(crate) items: Vec<Value>,
}

/// One comment; the body is an ADF document.
#[derive(Debug, Clone)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) author: String,
    pub(crate) body: Value,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    pub(crate) public: bool,
    pub(crate) properties: Vec<(String, Value)>,
}

/// One worklog.
#[derive(Debug, Clone)]
pub(crate) struct Worklog {
    pub(crate) id: String,
    pub(crate) author: String,
    pub(crate) text: String,
    pub(crate) seconds: u64,
    pub(crate) at_ms: i64,
}

/// One issue. `fields` holds what is not derived from the other members.
#[derive(Debug, Clone)]
pub(crate) struct Issue {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) project: String,
    pub(crate) fields: Map<String, Value>,
    pub(crate) sprints: Vec<u64>,
    pub(crate) histories: Vec<History>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) worklogs: Vec<Worklog>,
    pub(crate) properties: BTreeMap<String, Value>,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
}

/// What a new issue starts with.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewIssue {
    /// None takes the project's next free number.
    pub(crate) key: Option<String>,
    pub(crate) project: String,
    pub(crate) kind: String,
    pub(crate) summary: String,
    /// ADF.
    pub(crate) description: Option<Value>,
    pub(crate) priority: String,
    pub(crate) labels: Vec<String>,
    pub(crate) points: Option<f64>,
    pub(crate) due: Option<String>,
    pub(crate) assignee: Option<String>,
    pub(crate) creator: String,
    pub(crate) sprint: Option<u64>,
    pub(crate) properties: BTreeMap<String, Value>,
}

/// All of Jira.
#[derive(Debug, Clone, Default)]
pub(crate) struct JiraStore {
    pub(crate) users: Vec<User>,
    pub(crate) statuses: Vec<Status>,
    pub(crate) projects: Vec<Project>,
    pub(crate) sprints: Vec<Sprint>,
    pub(crate) issues: Vec<Issue>,
    /// Account id of the token's owner.
    pub(crate) me: String,
    pub(crate) next_id: u64,
}

/// Field id of the story point estimate.
pub(crate) const POINTS: &str = "customfield_10016";
/// Field id of the sprint.
pub(crate) const SPRINT: &str = "customfield_10020";

impl JiraStore {
    pub(crate) fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    pub(crate) fn find(&self, key_or_id: &str) -> Option<&Issue> {
        self.issues.iter().find(|i| i.key.eq_ignore_ascii_case(key_or_id) || i.id == key_or_id)
    }

    pub(crate) fn find_mut(&mut self, key_or_id: &str) -> Option<&mut Issue> {
        self.issues.iter_mut().find(|i| i.key.eq_ignore_ascii_case(key_or_id) || i.id == key_or_id)
    }

    pub(crate) fn user(&self, account_id: &str) -> Option<&User> {
        self.users.iter().find(|u| u.account_id == account_id)
    }

    pub(crate) fn project(&self, key_or_id: &str) -> Option<&Project> {
        self.projects.iter().find(|p| p.key.eq_ignore_ascii_case(key_or_id) || p.id == key_or_id)
    }

    /// Adds an issue and returns its key.
    pub(crate) fn create(&mut self, new: NewIssue, at_ms: i64) -> String {
        let key = new.key.clone().unwrap_or_else(|| self.next_key(&new.project));
        let id = (10_000 + self.id()).to_string();
        let mut fields = Map::new();
        fields.insert("summary".into(), json!(new.summary));
        fields.insert("description".into(), new.description.unwrap_or(Value::Null));
        fields.insert("issuetype".into(), super::wire::issue_type(&new.kind));
        fields.insert("priority".into(), super::wire::priority(&new.priority));
        fields.insert("labels".into(), json!(new.labels));
        fields.insert("duedate".into(), json!(new.due));
        fields.insert(POINTS.into(), json!(new.points));
        fields.insert("resolution".into(), Value::Null);
        fields.insert("components".into(), json!([]));
        fields.insert("fixVersions".into(), json!([]));
        fields.insert("issuelinks".into(), json!([]));
        fields.insert("subtasks".into(), json!([]));
        for (name, account) in
            [("assignee", new.assignee.as_deref()), ("reporter", Some(&*new.creator))]
        {
            fields.insert(name.into(), self.user_value(account));
        }
        fields.insert("creator".into(), self.user_value(Some(&new.creator)));
        let first = self.statuses.first().map_or(Value::Null, super::wire::status);
        fields.insert("status".into(), first);
        let project = self.project(&new.project).map_or(Value::Null, super::wire::project_brief);
        fields.insert("project".into(), project);
        self.issues.push(Issue {
            id,
            key: key.clone(),
            project: new.project,
            fields,
            sprints: new.sprint.into_iter().collect(),
            histories: Vec::new(),
            comments: Vec::new(),
            worklogs: Vec::new(),
            properties: new.properties,
            created_ms: at_ms,
            updated_ms: at_ms,
        });
        key
    }

    fn next_key(&self, project: &str) -> String {
        let prefix = format!("{project}-");
        let numbers = self.issues.iter().filter_map(|i| i.key.strip_prefix(&prefix)?.parse().ok());
        format!("{prefix}{}", numbers.max().unwrap_or(0u64) + 1)
    }

    /// A user as it is embedded in fields; null when there is none.
    pub(crate) fn user_value(&self, account: Option<&str>) -> Value {
        account.and_then(|a| self.user(a)).map_or(Value::Null, super::wire::user)
    }

    /// Changes one field by name and records it; false when the issue is unknown.
    pub(crate) fn set(
        &mut self,
        key: &str,
        who: &str,
        field: &str,
        to: Option<&str>,
        at_ms: i64,
    ) -> bool {
        let Some(index) = self.issues.iter().position(|i| i.key == key) else { return false };
        let mut items = vec![self.change(index, field, to)];
        if field == "status" {
            items.extend(self.resolve(index));
        }
        let id = (20_000 + self.id()).to_string();
        let issue = &mut self.issues[index];
        issue.histories.push(History { id, author: who.to_owned(), at_ms, items });
        issue.updated_ms = issue.updated_ms.max(at_ms);
        true
    }

    fn change(&mut self, index: usize, field: &str, to: Option<&str>) -> Value {
        let (id, value, to_id, to_text) = self.target_value(field, to);
        if field == "sprint" {
            return self.change_sprint(index, to);
        }
        let issue = &mut self.issues[index];
        let old = issue.fields.insert(id.clone(), value).unwrap_or(Value::Null);
        let (from_id, from_text) = super::wire::change_ends(&old);
        let name = if id == POINTS { "Story point estimate" } else { field };
        let kind = if id.starts_with("customfield") { "custom" } else { "jira" };
        json!({"field": name, "fieldtype": kind, "fieldId": id, "from": from_id,
            "fromString": from_text, "to": to_id, "toString": to_text})
    }

    fn change_sprint(&mut self, index: usize, to: Option<&str>) -> Value {
        let name = |store: &Self, id: u64| {
            store.sprints.iter().find(|s| s.id == id).map_or(String::new(), |s| s.name.clone())
        };
        let old = self.issues[index].sprints.last().copied();
        let new = to.and_then(|t| t.parse::<u64>().ok());
        let (old_name, new_name) = (old.map(|o| name(self, o)), new.map(|n| name(self, n)));
        self.issues[index].sprints.extend(new);
        json!({"field": "Sprint", "fieldtype": "custom", "fieldId": SPRINT,
            "from": old.map_or(String::new(), |o| o.to_string()),
            "fromString": old_name.unwrap_or_default(),
            "to": new.map_or(String::new(), |n| n.to_string()),
            "toString": new_name.unwrap_or_default()})
    }

    /// (field id, stored value, changelog `to`, changelog `toString`)
    fn target_value(&self, field: &str, to: Option<&str>) -> (String, Value, Value, Value) {
        let text = json!(to);
        match (field, to) {
            ("status", Some(name)) => {
                let found = self.statuses.iter().find(|s| s.name == name || s.id == name);
                let id = found.map_or(Value::Null, |s| json!(s.id));
                let text = found.map_or(text, |s| json!(s.name));
                (field.into(), found.map_or(Value::Null, super::wire::status), id, text)
            }
            ("assignee" | "reporter", account) => {
                let name = account.and_then(|a| self.user(a)).map(|u| u.name.clone());
                (field.into(), self.user_value(account), text, json!(name))
            }
            ("priority", Some(name)) => {
                let value = super::wire::priority(name);
                let id = value["id"].clone();
                (field.into(), value, id, text)
            }
            ("points", points) => {
                let number = points.and_then(|p| p.parse::<f64>().ok());
                (POINTS.into(), json!(number), Value::Null, text)
            }
            ("labels", labels) => {
                let list: Vec<&str> = labels.unwrap_or_default().split_whitespace().collect();
                (field.into(), json!(list), Value::Null, json!(labels.unwrap_or_default()))
            }
            ("description", Some(new)) => (field.into(), adf(new), Value::Null, text),
            ("duedate", _) => (field.into(), text.clone(), text.clone(), text),
            _ => (field.into(), text.clone(), Value::Null, text),
        }
    }

    /// Keeps the resolution in step with the status, as the default workflow does.
    fn resolve(&mut self, index: usize) -> Option<Value> {
        let issue = &mut self.issues[index];
        let done = issue.fields["status"]["statusCategory"]["key"] == "done";
        let was = !issue.fields.get("resolution").unwrap_or(&Value::Null).is_null();
        if done == was {
            return None;
        }
        let value = if done { super::wire::resolution() } else { Value::Null };
        issue.fields.insert("resolution".into(), value);
        let (from, to) = if done { (None, Some("Done")) } else { (Some("Done"), None) };
        let id = |text: Option<&str>| text.map(|_| "10000");
        Some(json!({"field": "resolution", "fieldtype": "jira", "fieldId": "resolution",
            "from": id(from), "fromString": from, "to": id(to), "toString": to}))
    }

    /// Adds a comment and returns its id; none when the issue is unknown.
    pub(crate) fn comment(
        &mut self,
        key: &str,
        who: &str,
        body: Value,
        public: bool,
        properties: Vec<(String, Value)>,
        at_ms: i64,
    ) -> Option<String> {
        let id = (30_000 + self.id()).to_string();
        let issue = self.find_mut(key)?;
        issue.comments.push(Comment {
            id: id.clone(),
            author: who.to_owned(),
            body,
            created_ms: at_ms,
            updated_ms: at_ms,
            public,
            properties,
        });
        issue.updated_ms = issue.updated_ms.max(at_ms);
        Some(id)
    }

    /// Adds a worklog; false when the issue is unknown.
    pub(crate) fn worklog(
        &mut self,
        key: &str,
        who: &str,
        minutes: u32,
        text: &str,
        at_ms: i64,
    ) -> bool {
        let id = (40_000 + self.id()).to_string();
        let Some(issue) = self.find_mut(key) else { return false };
        let (author, text, seconds) = (who.to_owned(), text.to_owned(), u64::from(minutes) * 60);
        issue.worklogs.push(Worklog { id, author, text, seconds, at_ms });
        issue.updated_ms = issue.updated_ms.max(at_ms);
        true
    }
}
