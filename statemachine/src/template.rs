//! Payload templates: objects in which `"name.$": "$.path"` takes a value from the state.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::error::{LoadFault, StateError};
use crate::path::{ContextPath, Source};

/// The context object of an execution, as far as it is implemented.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    pub(crate) execution_id: Arc<str>,
    pub(crate) start_time: Arc<str>,
    /// Index and value of the current Map item.
    pub(crate) item: Option<(usize, Arc<Value>)>,
}

impl Context {
    fn get(&self, place: ContextPath) -> Result<Value, StateError> {
        match (place, &self.item) {
            (ContextPath::ExecutionId, _) => Ok(json!(*self.execution_id)),
            (ContextPath::ExecutionStartTime, _) => Ok(json!(*self.start_time)),
            (ContextPath::MapItemIndex, Some((index, _))) => Ok(json!(index)),
            (ContextPath::MapItemValue, Some((_, value))) => Ok(Value::clone(value)),
            (_, None) => Err(StateError::runtime("there is no Map item outside a Map")),
        }
    }
}

/// A parsed template.
#[derive(Debug, Clone)]
pub(crate) enum Template {
    Literal(Value),
    List(Vec<Template>),
    Object(Vec<(String, Template)>),
    Take(Source),
}

impl Template {
    /// Parses the value of `field`.
    pub(crate) fn parse(field: &str, value: &Value) -> Result<Self, LoadFault> {
        match value {
            Value::Object(map) => map
                .iter()
                .map(|(key, inner)| Self::parse_entry(&format!("{field}.{key}"), key, inner))
                .collect::<Result<_, _>>()
                .map(Self::Object),
            Value::Array(items) => items
                .iter()
                .map(|inner| Self::parse(field, inner))
                .collect::<Result<_, _>>()
                .map(Self::List),
            other => Ok(Self::Literal(other.clone())),
        }
    }

    fn parse_entry(field: &str, key: &str, value: &Value) -> Result<(String, Self), LoadFault> {
        let Some(name) = key.strip_suffix(".$") else {
            return Ok((key.to_owned(), Self::parse(field, value)?));
        };
        let path = value.as_str().ok_or_else(|| LoadFault::InvalidField {
            field: field.to_owned(),
            expected: "a path",
        })?;
        Ok((name.to_owned(), Self::Take(Source::parse(field, path)?)))
    }

    /// The value that the template makes of `input`.
    pub(crate) fn render(&self, input: &Value, context: &Context) -> Result<Value, StateError> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::List(items) => items.iter().map(|item| item.render(input, context)).collect(),
            Self::Object(entries) => {
                let mut object = Map::new();
                for (name, inner) in entries {
                    object.insert(name.clone(), inner.render(input, context)?);
                }
                Ok(Value::Object(object))
            }
            Self::Take(Source::State(path)) => path.get(input),
            Self::Take(Source::Context(place, path)) => path.get(&context.get(*place)?),
        }
    }

    /// Whether the template can be rendered only inside a Map.
    pub(crate) fn needs_map_item(&self) -> bool {
        match self {
            Self::Literal(_) => false,
            Self::List(items) => items.iter().any(Self::needs_map_item),
            Self::Object(entries) => entries.iter().any(|(_, inner)| inner.needs_map_item()),
            Self::Take(source) => source.needs_map_item(),
        }
    }
}
