//! JSONPath, in the forms that the machine uses.

use serde_json::{Map, Value};

use crate::error::{LoadFault, StateError};

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(usize),
    Every,
}

/// A path into the state: `$`, `$.name`, `$.name[0]`, `$[*].name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    text: String,
    steps: Vec<Step>,
}

impl Path {
    /// Parses `text`; `field` is only named in the error.
    pub(crate) fn parse(field: &str, text: &str) -> Result<Self, LoadFault> {
        let refuse = |reason| LoadFault::InvalidPath {
            field: field.to_owned(),
            path: text.to_owned(),
            reason,
        };
        let mut rest = text.strip_prefix('$').ok_or_else(|| refuse("it must start with `$`"))?;
        if rest.starts_with('$') {
            return Err(refuse("the context object is not allowed here"));
        }
        let mut steps = Vec::new();
        while !rest.is_empty() {
            if let Some(tail) = rest.strip_prefix("[*]") {
                steps.push(Step::Every);
                rest = tail;
            } else if let Some(tail) = rest.strip_prefix('[') {
                let (digits, tail) =
                    tail.split_once(']').ok_or_else(|| refuse("a bracket is not closed"))?;
                let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                let index = digits.parse().ok().filter(|_| plain);
                steps.push(Step::Index(index.ok_or_else(|| refuse("only [n] and [*]"))?));
                rest = tail;
            } else if let Some(tail) = rest.strip_prefix('.') {
                let named = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let end = tail.find(|c| !named(c)).unwrap_or(tail.len());
                let (name, tail) = tail.split_at(end);
                if name.is_empty() {
                    return Err(refuse("a name of letters, digits and `_` must follow `.`"));
                }
                steps.push(Step::Name(name.to_owned()));
                rest = tail;
            } else {
                return Err(refuse("only `.name`, `[n]` and `[*]` may follow"));
            }
        }
        Ok(Self { text: text.to_owned(), steps })
    }

    /// A path to exactly one place.
    pub(crate) fn parse_definite(field: &str, text: &str) -> Result<Self, LoadFault> {
        let path = Self::parse(field, text)?;
        if path.is_indefinite() {
            return Err(LoadFault::InvalidPath {
                field: field.to_owned(),
                path: text.to_owned(),
                reason: "`[*]` is not allowed here",
            });
        }
        Ok(path)
    }

    /// A path that a result can be written to: names only.
    pub(crate) fn parse_reference(field: &str, text: &str) -> Result<Self, LoadFault> {
        Self::parse(field, text)?.into_reference(field)
    }

    /// The same path, if a result can be written to it.
    pub(crate) fn into_reference(self, field: &str) -> Result<Self, LoadFault> {
        if self.steps.iter().all(|step| matches!(step, Step::Name(_))) {
            return Ok(self);
        }
        Err(LoadFault::InvalidPath {
            field: field.to_owned(),
            path: self.text,
            reason: "only `.name` is allowed here",
        })
    }

    fn is_indefinite(&self) -> bool {
        self.steps.contains(&Step::Every)
    }

    /// The value at a definite path, if it is there.
    pub(crate) fn find<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.matches(root).into_iter().next()
    }

    /// The value at the path; with `[*]` the list of all that is there, which may be empty.
    pub(crate) fn get(&self, root: &Value) -> Result<Value, StateError> {
        let mut found = self.matches(root).into_iter();
        if self.is_indefinite() {
            return Ok(Value::Array(found.cloned().collect()));
        }
        found.next().cloned().ok_or_else(|| {
            StateError::runtime(format!("the path `{}` was not found in the state", self.text))
        })
    }

    fn matches<'v>(&self, root: &'v Value) -> Vec<&'v Value> {
        let mut found = vec![root];
        for step in &self.steps {
            found = found
                .into_iter()
                .flat_map(|value| match step {
                    Step::Name(name) => value.get(name).into_iter().collect::<Vec<_>>(),
                    Step::Index(index) => value.get(*index).into_iter().collect(),
                    Step::Every => match value {
                        Value::Array(items) => items.iter().collect(),
                        Value::Object(map) => map.values().collect(),
                        _ => Vec::new(),
                    },
                })
                .collect();
        }
        found
    }

    /// `root` with `value` put at a reference path; objects on the way are created.
    pub(crate) fn put(&self, mut root: Value, value: Value) -> Result<Value, StateError> {
        let mut place = &mut root;
        for step in &self.steps {
            let Step::Name(name) = step else {
                return Err(StateError::runtime(format!("`{}` is not a reference", self.text)));
            };
            let Value::Object(map) = place else {
                return Err(StateError::new(
                    "States.ResultPathMatchFailure",
                    format!("`{}` cannot be applied: a parent is not an object", self.text),
                ));
            };
            place = map.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
        }
        *place = value;
        Ok(root)
    }
}

/// A path into the context object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContextPath {
    ExecutionId,
    ExecutionStartTime,
    MapItemIndex,
    /// `$$.Map.Item.Value`, with a path below it.
    MapItemValue,
}

/// Where a template takes a value from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    State(Path),
    Context(ContextPath, Path),
}

impl Source {
    /// Parses a path into the state or the context object.
    pub(crate) fn parse(field: &str, text: &str) -> Result<Self, LoadFault> {
        const KNOWN: [(&str, ContextPath); 4] = [
            ("$$.Execution.Id", ContextPath::ExecutionId),
            ("$$.Execution.StartTime", ContextPath::ExecutionStartTime),
            ("$$.Map.Item.Index", ContextPath::MapItemIndex),
            ("$$.Map.Item.Value", ContextPath::MapItemValue),
        ];
        if text.starts_with("States.") {
            return Err(LoadFault::UnsupportedIntrinsic {
                field: field.to_owned(),
                call: text.to_owned(),
            });
        }
        if !text.starts_with("$$") {
            return Ok(Self::State(Path::parse(field, text)?));
        }
        for (prefix, place) in KNOWN {
            let Some(rest) = text.strip_prefix(prefix) else { continue };
            let below = rest.is_empty()
                || (place == ContextPath::MapItemValue && rest.starts_with(['.', '[']));
            if below {
                let path =
                    Path { text: text.to_owned(), ..Path::parse(field, &format!("${rest}"))? };
                return Ok(Self::Context(place, path));
            }
        }
        Err(LoadFault::InvalidPath {
            field: field.to_owned(),
            path: text.to_owned(),
            reason: "the context object has no such entry",
        })
    }

    /// Whether the value exists only inside a Map.
    pub(crate) fn needs_map_item(&self) -> bool {
        matches!(self, Self::Context(ContextPath::MapItemIndex | ContextPath::MapItemValue, _))
    }
}
