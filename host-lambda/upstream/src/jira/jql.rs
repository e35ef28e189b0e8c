//! The part of JQL that the stand-in understands. Everything else is refused, as Jira refuses
//! what it cannot parse: an agent must not mistake silence for an empty result.

use serde_json::Value;

use super::store::{Issue, JiraStore};
use crate::clock::parse_jql_time;

/// A parsed query.
#[derive(Debug)]
pub(crate) struct Query {
    condition: Option<Node>,
    order: Vec<(String, bool)>,
}

#[derive(Debug)]
enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Clause(Clause),
}

#[derive(Debug)]
struct Clause {
    field: String,
    op: Op,
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Eq,
    Ne,
    In,
    NotIn,
    Lt,
    Le,
    Gt,
    Ge,
    Empty,
    NotEmpty,
}

const FIELDS: [&str; 16] = [
    "project",
    "updated",
    "created",
    "key",
    "issuekey",
    "id",
    "labels",
    "status",
    "statuscategory",
    "assignee",
    "issuetype",
    "type",
    "priority",
    "resolution",
    "sprint",
    "due",
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Symbol(&'static str),
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    'next: while let Some(first) = rest.chars().next() {
        if first == '"' || first == '\'' {
            let inner = &rest[1..];
            let Some(end) = inner.find(first) else {
                return Err(
                    "Error in the JQL Query: a quoted string has not been completed.".into()
                );
            };
            out.push(Token::Quoted(inner[..end].to_owned()));
            rest = inner[end + 1..].trim_start();
            continue;
        }
        for symbol in ["!=", ">=", "<=", "=", ">", "<", "(", ")", ","] {
            if let Some(after) = rest.strip_prefix(symbol) {
                out.push(Token::Symbol(symbol));
                rest = after.trim_start();
                continue 'next;
            }
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || "=!<>(),\"'".contains(c))
            .unwrap_or(rest.len());
        if end == 0 {
            return Err(format!("Error in the JQL Query: the character '{first}' is reserved."));
        }
        out.push(Token::Word(rest[..end].to_owned()));
        rest = rest[end..].trim_start();
    }
    Ok(out)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
}

impl Parser {
    fn word(&self, offset: usize) -> Option<String> {
        match self.tokens.get(self.at + offset) {
            Some(Token::Word(w)) => Some(w.to_ascii_lowercase()),
            _ => None,
        }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.word(0).as_deref() == Some(word);
        self.at += usize::from(found);
        found
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.tokens.get(self.at) == Some(&Token::Symbol(leak(symbol)));
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self) -> String {
        match self.tokens.get(self.at) {
            Some(token) => format!("Error in the JQL Query: unexpected {token:?}."),
            None => "Error in the JQL Query: unexpected end of the query.".into(),
        }
    }

    fn or(&mut self) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > 20 {
            return Err("Error in the JQL Query: nested too deeply.".into());
        }
        let mut parts = vec![self.and()?];
        while self.take_word("or") {
            parts.push(self.and()?);
        }
        self.depth -= 1;
        Ok(Node::Or(parts))
    }

    fn and(&mut self) -> Result<Node, String> {
        let mut parts = vec![self.one()?];
        while self.take_word("and") {
            parts.push(self.one()?);
        }
        Ok(Node::And(parts))
    }

    fn one(&mut self) -> Result<Node, String> {
        if self.take_symbol("(") {
            let inner = self.or()?;
            return if self.take_symbol(")") { Ok(inner) } else { Err(self.unexpected()) };
        }
        if self.take_word("not") {
            return Ok(Node::Not(Box::new(self.one()?)));
        }
        self.clause().map(Node::Clause)
    }

    fn value(&mut self) -> Result<String, String> {
        let value = match self.tokens.get(self.at) {
            Some(Token::Word(w) | Token::Quoted(w)) => w.clone(),
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(value)
    }

    fn clause(&mut self) -> Result<Clause, String> {
        let name = self.value()?;
        let field = name.to_ascii_lowercase().replace("duedate", "due");
        if !FIELDS.contains(&field.as_str()) {
            return Err(format!(
                "Field '{name}' does not exist or you do not have permission to view it."
            ));
        }
        if self.take_word("is") {
            let not = self.take_word("not");
            if !self.take_word("empty") && !self.take_word("null") {
                return Err(self.unexpected());
            }
            let op = if not { Op::NotEmpty } else { Op::Empty };
            return Ok(Clause { field, op, values: Vec::new() });
        }
        let not = self.take_word("not");
        if self.take_word("in") {
            let op = if not { Op::NotIn } else { Op::In };
            return self.list().map(|values| Clause { field, op, values });
        }
        let op = match self.tokens.get(self.at) {
            Some(Token::Symbol("=")) => Op::Eq,
            Some(Token::Symbol("!=")) => Op::Ne,
            Some(Token::Symbol(">=")) => Op::Ge,
            Some(Token::Symbol("<=")) => Op::Le,
            Some(Token::Symbol(">")) => Op::Gt,
            Some(Token::Symbol("<")) => Op::Lt,
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        let value = self.value()?;
        Ok(Clause { field, op, values: vec![value] })
    }

    fn list(&mut self) -> Result<Vec<String>, String> {
        if !self.take_symbol("(") {
            return Err(self.unexpected());
        }
        let mut values = vec![self.value()?];
        while self.take_symbol(",") {
            values.push(self.value()?);
        }
        if self.take_symbol(")") { Ok(values) } else { Err(self.unexpected()) }
    }
}

/// The symbols are a closed set; anything else compares unequal.
fn leak(symbol: &str) -> &'static str {
    match symbol {
        "(" => "(",
        ")" => ")",
        "," => ",",
        _ => "",
    }
}

/// Parses `text`; the error is the sentence that Jira would answer with.
pub(crate) fn parse(text: &str, store: &JiraStore, now_ms: i64) -> Result<Query, String> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let ordered =
        |p: &Parser| p.word(0).as_deref() == Some("order") && p.word(1).as_deref() == Some("by");
    let condition =
        if parser.tokens.is_empty() || ordered(&parser) { None } else { Some(parser.or()?) };
    let mut order = Vec::new();
    if ordered(&parser) {
        parser.at += 2;
        loop {
            let field = parser.value()?.to_ascii_lowercase();
            if !["updated", "created", "key", "issuekey", "id"].contains(&field.as_str()) {
                return Err(format!("Not able to sort using field '{field}'."));
            }
            let descending = parser.take_word("desc");
            if !descending {
                parser.take_word("asc");
            }
            order.push((field, descending));
            if !parser.take_symbol(",") {
                break;
            }
        }
    }
    if parser.at < parser.tokens.len() {
        return Err(parser.unexpected());
    }
    if let Some(node) = &condition {
        check(node, store, now_ms)?;
    }
    Ok(Query { condition, order })
}

/// Values are checked when parsing, as Jira does: an unknown project is an error, not "no issue".
fn check(node: &Node, store: &JiraStore, now_ms: i64) -> Result<(), String> {
    match node {
        Node::And(parts) | Node::Or(parts) => {
            parts.iter().try_for_each(|p| check(p, store, now_ms))
        }
        Node::Not(inner) => check(inner, store, now_ms),
        Node::Clause(clause) => {
            let time = ["updated", "created"].contains(&clause.field.as_str());
            let ordered = matches!(clause.op, Op::Lt | Op::Le | Op::Gt | Op::Ge);
            if ordered && !time && clause.field != "due" {
                return Err(format!(
                    "The operator is not supported by the '{}' field.",
                    clause.field
                ));
            }
            for value in &clause.values {
                if time && parse_jql_time(value, now_ms).is_none() {
                    return Err(format!(
                        "Date value '{value}' for field '{}' is invalid. Valid formats include: \
                         'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a \
                         period format e.g. '-5d', '4w 2d'.",
                        clause.field
                    ));
                }
                if clause.field == "project" && store.project(value).is_none() {
                    return Err(format!(
                        "The value '{value}' does not exist for the field 'project'."
                    ));
                }
            }
            Ok(())
        }
    }
}

impl Query {
    /// Whether anything restricts the search; Jira refuses unbounded queries.
    pub(crate) fn bounded(&self) -> bool {
        self.condition.is_some()
    }

    /// The matching issues in order; without ORDER BY, newest created first.
    pub(crate) fn run<'a>(&self, store: &'a JiraStore, now_ms: i64) -> Vec<&'a Issue> {
        let wanted = |i: &&Issue| self.condition.as_ref().is_none_or(|n| eval(n, store, i, now_ms));
        let mut found: Vec<&Issue> = store.issues.iter().filter(wanted).collect();
        found.sort_by(|a, b| {
            for (field, descending) in &self.order {
                let order = match field.as_str() {
                    "updated" => a.updated_ms.cmp(&b.updated_ms),
                    "created" => a.created_ms.cmp(&b.created_ms),
                    _ => number(&a.id).cmp(&number(&b.id)),
                };
                let order = if *descending { order.reverse() } else { order };
                if order.is_ne() {
                    return order;
                }
            }
            number(&b.id).cmp(&number(&a.id))
        });
        found
    }
}

fn number(id: &str) -> u64 {
    id.parse().unwrap_or(0)
}

fn eval(node: &Node, store: &JiraStore, issue: &Issue, now_ms: i64) -> bool {
    match node {
        Node::And(parts) => parts.iter().all(|p| eval(p, store, issue, now_ms)),
        Node::Or(parts) => parts.iter().any(|p| eval(p, store, issue, now_ms)),
        Node::Not(inner) => !eval(inner, store, issue, now_ms),
        Node::Clause(clause) => holds(clause, store, issue, now_ms),
    }
}

/// The words by which a field of an issue may be named in a query.
fn words(field: &str, store: &JiraStore, issue: &Issue) -> Vec<String> {
    let of = |value: &Value, names: &[&str]| -> Vec<String> {
        names.iter().filter_map(|n| value[*n].as_str()).map(str::to_owned).collect()
    };
    let field_value = |name: &str| issue.fields.get(name).unwrap_or(&Value::Null);
    match field {
        "project" => {
            let id = store.project(&issue.project).map(|p| p.id.clone());
            [Some(issue.project.clone()), id].into_iter().flatten().collect()
        }
        "key" | "issuekey" | "id" => vec![issue.key.clone(), issue.id.clone()],
        "labels" => {
            let list = field_value("labels").as_array().cloned().unwrap_or_default();
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        "statuscategory" => of(&field_value("status")["statusCategory"], &["key", "name"]),
        "assignee" => of(field_value("assignee"), &["accountId", "displayName"]),
        "sprint" => issue.sprints.iter().map(u64::to_string).collect(),
        "due" => field_value("duedate").as_str().map(str::to_owned).into_iter().collect(),
        "type" => of(field_value("issuetype"), &["id", "name"]),
        other => of(field_value(other), &["id", "name"]),
    }
}

fn holds(clause: &Clause, store: &JiraStore, issue: &Issue, now_ms: i64) -> bool {
    let at = match clause.field.as_str() {
        "updated" => Some(issue.updated_ms),
        "created" => Some(issue.created_ms),
        _ => None,
    };
    if let Some(at) = at {
        let value = clause.values.first().and_then(|v| parse_jql_time(v, now_ms));
        return value.is_some_and(|v| compare(clause.op, &at, &v));
    }
    let words = words(&clause.field, store, issue);
    let is = |v: &String| words.iter().any(|w| w.eq_ignore_ascii_case(v));
    match clause.op {
        Op::Eq | Op::In => clause.values.iter().any(is),
        // As in Jira, `!=` and `not in` leave out issues where the field is empty.
        Op::Ne | Op::NotIn => !words.is_empty() && !clause.values.iter().any(is),
        Op::Empty => words.is_empty(),
        Op::NotEmpty => !words.is_empty(),
        op => match (words.first(), clause.values.first()) {
            (Some(have), Some(want)) => compare(op, have, want),
            _ => false,
        },
    }
}

fn compare<T: Ord + ?Sized>(op: Op, have: &T, want: &T) -> bool {
    match op {
        Op::Lt => have < want,
        Op::Le => have <= want,
        Op::Gt => have > want,
        Op::Ge => have >= want,
        Op::Ne => have != want,
        _ => have == want,
    }
}
