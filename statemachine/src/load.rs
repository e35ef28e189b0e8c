//! JSON -> model. Whatever is not implemented is refused here, with the state's name.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::check;
use crate::choice::Rule;
use crate::error::{LoadError, LoadFault};
use crate::fields::{Fields, invalid};
use crate::functions::Substitutions;
use crate::json::Strict;
use crate::model::{Kind, MapState, Scope, Slot, State, StateMachine, Task, Text, Then};
use crate::path::Path;
use crate::retry::{Catcher, Retrier};
use crate::template::Template;

/// The name under which the machine itself is blamed.
const MACHINE: &str = "(machine)";
const INVOKE: &str = "arn:aws:states:::lambda:invoke";

impl StateMachine {
    /// Loads a definition that invokes the functions of the agent cycle.
    ///
    /// # Errors
    /// The first thing that is not implemented or not consistent, with the state's name.
    pub fn parse(text: &str) -> Result<Self, LoadError> {
        Self::parse_with(text, &Substitutions::default())
    }

    /// Loads a definition with other substitutions.
    ///
    /// # Errors
    /// As [`StateMachine::parse`].
    pub fn parse_with(text: &str, substitutions: &Substitutions) -> Result<Self, LoadError> {
        let blame = |fault| LoadError::new(MACHINE, fault);
        let Strict(definition) = serde_json::from_str(text)
            .map_err(|error| blame(LoadFault::Json(error.to_string())))?;
        let mut fields = Fields::of("definition", definition).map_err(blame)?;
        let timeout = machine_fields(&mut fields).map_err(blame)?;
        let scope = parse_scope(MACHINE, &mut fields, substitutions)?;
        fields.finish().map_err(blame)?;
        check::machine(&scope)?;
        Ok(Self { scope, timeout })
    }
}

fn machine_fields(fields: &mut Fields) -> Result<Option<Duration>, LoadFault> {
    fields.take_string("Comment")?;
    fields.allow_only("QueryLanguage", &json!("JSONPath"))?;
    fields.allow_only("Version", &json!("1.0"))?;
    Ok(fields.take_count("TimeoutSeconds", 1)?.map(seconds))
}

fn parse_scope(
    owner: &str,
    fields: &mut Fields,
    substitutions: &Substitutions,
) -> Result<Scope, LoadError> {
    let blame = |fault| LoadError::new(owner, fault);
    let start_at = fields.need_string("StartAt").map_err(blame)?;
    let states = fields.need("States").and_then(|s| Fields::of("States", s)).map_err(blame)?;
    let states = states
        .entries()
        .map(|(name, value)| {
            let state = parse_state(&name, value, substitutions)?;
            Ok((name, state))
        })
        .collect::<Result<BTreeMap<_, _>, LoadError>>()?;
    Ok(Scope { start_at, states })
}

fn parse_state(
    name: &str,
    value: Value,
    substitutions: &Substitutions,
) -> Result<State, LoadError> {
    let blame = |fault| LoadError::new(name, fault);
    let mut fields = Fields::of("state", value).map_err(blame)?;
    let kind = fields.need_string("Type").map_err(blame)?;
    if kind == "Map" {
        // The inside of a Map blames its own states, so it is loaded apart from the other fields.
        let map = parse_map(name, &mut fields, substitutions)?;
        return finish_state(Kind::Map(Box::new(map)), fields).map_err(blame);
    }
    parse_simple(&kind, &mut fields, substitutions)
        .and_then(|kind| finish_state(kind, fields))
        .map_err(blame)
}

fn parse_simple(
    kind: &str,
    fields: &mut Fields,
    substitutions: &Substitutions,
) -> Result<Kind, LoadFault> {
    match kind {
        "Task" => parse_task(fields, substitutions).map(Kind::Task),
        "Pass" => Ok(Kind::Pass {
            result: fields.take("Result"),
            parameters: take_template(fields, "Parameters")?,
        }),
        "Choice" => parse_choice(fields),
        "Fail" => Ok(Kind::Fail {
            error: parse_text(fields, "Error", "ErrorPath")?,
            cause: parse_text(fields, "Cause", "CausePath")?,
        }),
        "Succeed" => Ok(Kind::Succeed),
        other => Err(LoadFault::UnsupportedType(other.to_owned())),
    }
}

/// The fields that several types share; each type admits only its own.
fn finish_state(kind: Kind, mut fields: Fields) -> Result<State, LoadFault> {
    let fields = &mut fields;
    fields.take_string("Comment")?;
    fields.allow_only("QueryLanguage", &json!("JSONPath"))?;
    let works = matches!(kind, Kind::Task(_) | Kind::Map(_));
    let leads_on = works || matches!(kind, Kind::Pass { .. });
    let fails = matches!(kind, Kind::Fail { .. });
    let whole = || Path::parse("$", "$").map(Slot::At);
    let state = State {
        input_path: if fails { whole()? } else { take_slot(fields, "InputPath")? },
        output_path: if fails { whole()? } else { take_slot(fields, "OutputPath")? },
        result_path: if leads_on { take_result_path(fields)? } else { whole()? },
        result_selector: if works { take_template(fields, "ResultSelector")? } else { None },
        catches: match works.then(|| fields.take_list("Catch")).transpose()?.flatten() {
            Some(entries) => Catcher::parse_all(entries)?,
            None => Vec::new(),
        },
        then: if leads_on { Some(take_then(fields)?) } else { None },
        kind,
    };
    fields.finish_ref()?;
    Ok(state)
}

fn parse_task(fields: &mut Fields, substitutions: &Substitutions) -> Result<Task, LoadFault> {
    fields.need("Resource").and_then(|resource| match resource {
        Value::String(text) if text == INVOKE => Ok(()),
        other => {
            Err(LoadFault::UnsupportedValue { field: "Resource".into(), value: other.to_string() })
        }
    })?;
    let mut parameters = Fields::of("Parameters", fields.need("Parameters")?)?;
    let function = parameters.need_string("FunctionName")?;
    let function = substitutions
        .resolve(&function)
        .map(str::to_owned)
        .ok_or_else(|| LoadFault::UnknownFunction(function.clone()))?;
    let payload = match (parameters.take("Payload"), parameters.take("Payload.$")) {
        (Some(_), Some(_)) => return Err(invalid("Payload", "given only once")),
        (None, None) => return Err(LoadFault::MissingField("Payload".into())),
        (Some(literal), None) => Template::parse("Payload", &literal)?,
        (None, Some(path)) => match Template::parse("Parameters", &json!({"Payload.$": path}))? {
            Template::Object(mut entries) => match entries.pop() {
                Some((_, taken)) => taken,
                None => return Err(LoadFault::MissingField("Payload".into())),
            },
            other => other,
        },
    };
    parameters.finish()?;
    let timeout = fields.take_count("TimeoutSeconds", 1)?.ok_or(LoadFault::MissingTimeout)?;
    let retries = Retrier::parse_all(fields.take_list("Retry")?.unwrap_or_default())?;
    Ok(Task { function, payload, timeout: seconds(timeout), retries })
}

fn parse_map(
    name: &str,
    fields: &mut Fields,
    substitutions: &Substitutions,
) -> Result<MapState, LoadError> {
    let blame = |fault| LoadError::new(name, fault);
    let mut processor = fields
        .need("ItemProcessor")
        .and_then(|inner| Fields::of("ItemProcessor", inner))
        .map_err(blame)?;
    processor.allow_only("ProcessorConfig", &json!({"Mode": "INLINE"})).map_err(blame)?;
    let scope = parse_scope(name, &mut processor, substitutions)?;
    processor.finish().map_err(blame)?;
    let parts = |fields: &mut Fields| {
        // Absent means "as many as possible" on AWS, which is not implemented.
        fields.need("MaxConcurrency").and_then(|count| match count.as_u64() {
            Some(1) => Ok(()),
            _ => Err(LoadFault::UnsupportedValue {
                field: "MaxConcurrency".into(),
                value: count.to_string(),
            }),
        })?;
        let items = fields.take_string("ItemsPath")?;
        let items_path = Path::parse_definite("ItemsPath", items.as_deref().unwrap_or("$"))?;
        Ok((items_path, take_template(fields, "ItemSelector")?))
    };
    let (items_path, selector) = parts(fields).map_err(blame)?;
    Ok(MapState { items_path, selector, scope })
}

fn parse_choice(fields: &mut Fields) -> Result<Kind, LoadFault> {
    let entries = fields.take_list("Choices")?.unwrap_or_default();
    if entries.is_empty() {
        return Err(invalid("Choices", "a list with at least one rule"));
    }
    let mut rules = Vec::new();
    for entry in entries {
        let mut rule = Fields::of("Choices", entry)?;
        rule.take_string("Comment")?;
        let next = rule.need_string("Next")?;
        rules.push((Rule::parse(rule)?, next));
    }
    Ok(Kind::Choice { rules, default: fields.take_string("Default")? })
}

fn parse_text(fields: &mut Fields, fixed: &str, path: &str) -> Result<Text, LoadFault> {
    match (fields.take_string(fixed)?, fields.take_string(path)?) {
        (Some(_), Some(_)) => Err(invalid(fixed, "given only once")),
        (_, Some(text)) => Path::parse_definite(path, &text).map(Text::Taken),
        (text, None) => Ok(Text::Fixed(text.unwrap_or_default())),
    }
}

fn take_template(fields: &mut Fields, field: &str) -> Result<Option<Template>, LoadFault> {
    match fields.take(field) {
        None => Ok(None),
        Some(value @ Value::Object(_)) => Template::parse(field, &value).map(Some),
        Some(_) => Err(invalid(field, "an object")),
    }
}

fn take_slot(fields: &mut Fields, field: &str) -> Result<Slot, LoadFault> {
    match fields.take(field) {
        None => Path::parse(field, "$").map(Slot::At),
        Some(Value::Null) => Ok(Slot::Discard),
        Some(Value::String(path)) => Path::parse(field, &path).map(Slot::At),
        Some(_) => Err(invalid(field, "a path or null")),
    }
}

fn take_result_path(fields: &mut Fields) -> Result<Slot, LoadFault> {
    match take_slot(fields, "ResultPath")? {
        Slot::At(path) => path.into_reference("ResultPath").map(Slot::At),
        Slot::Discard => Ok(Slot::Discard),
    }
}

fn take_then(fields: &mut Fields) -> Result<Then, LoadFault> {
    match (fields.take_string("Next")?, fields.take_bool("End")?) {
        (Some(next), None) => Ok(Then::Next(next)),
        (None, Some(true)) => Ok(Then::End),
        (None, None) => Err(LoadFault::MissingField("Next or End".into())),
        _ => Err(invalid("End", "true, and not beside Next")),
    }
}

fn seconds(count: u32) -> Duration {
    Duration::from_secs(count.into())
}
