//! The rules of a Choice state.

use serde_json::Value;

use crate::error::{LoadFault, StateError};
use crate::fields::Fields;
use crate::path::Path;

/// A condition on the state.
#[derive(Debug, Clone)]
pub(crate) enum Rule {
    And(Vec<Rule>),
    Or(Vec<Rule>),
    Not(Box<Rule>),
    Test(Path, Test),
}

/// A comparison of one variable.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    StringEquals(String),
    BooleanEquals(bool),
    NumericGreaterThan(f64),
    IsPresent(bool),
}

impl Rule {
    /// Parses the condition in `fields`; `Next` has been taken by the caller.
    pub(crate) fn parse(mut fields: Fields) -> Result<Self, LoadFault> {
        let rule = if let Some(rules) = fields.take_list("And")? {
            Self::And(Self::parse_all(rules, "And")?)
        } else if let Some(rules) = fields.take_list("Or")? {
            Self::Or(Self::parse_all(rules, "Or")?)
        } else if let Some(rule) = fields.take("Not") {
            Self::Not(Box::new(Self::parse(Fields::of("Not", rule)?)?))
        } else {
            let variable = fields.need_string("Variable")?;
            let path = Path::parse_definite("Variable", &variable)?;
            Self::Test(path, Self::parse_test(&mut fields)?)
        };
        fields.finish()?;
        Ok(rule)
    }

    fn parse_all(rules: Vec<Value>, field: &'static str) -> Result<Vec<Self>, LoadFault> {
        if rules.is_empty() {
            return Err(LoadFault::InvalidField {
                field: field.to_owned(),
                expected: "a list with at least one rule",
            });
        }
        rules.into_iter().map(|rule| Self::parse(Fields::of(field, rule)?)).collect()
    }

    fn parse_test(fields: &mut Fields) -> Result<Test, LoadFault> {
        if let Some(text) = fields.take_string("StringEquals")? {
            return Ok(Test::StringEquals(text));
        }
        if let Some(flag) = fields.take_bool("BooleanEquals")? {
            return Ok(Test::BooleanEquals(flag));
        }
        if let Some(flag) = fields.take_bool("IsPresent")? {
            return Ok(Test::IsPresent(flag));
        }
        match fields.take("NumericGreaterThan") {
            Some(value) => value.as_f64().map(Test::NumericGreaterThan).ok_or_else(|| {
                LoadFault::InvalidField { field: "NumericGreaterThan".into(), expected: "a number" }
            }),
            // Whatever operator is there instead is what the reader must be told about.
            None => Err(fields.finish_ref().err().unwrap_or_else(|| {
                LoadFault::MissingField("StringEquals or another comparison".into())
            })),
        }
    }

    /// Whether the condition holds for `input`.
    ///
    /// A value of another type does not match; a missing value is an error, as on AWS.
    pub(crate) fn holds(&self, input: &Value) -> Result<bool, StateError> {
        match self {
            Self::And(rules) => {
                for rule in rules {
                    if !rule.holds(input)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Or(rules) => {
                for rule in rules {
                    if rule.holds(input)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Not(rule) => rule.holds(input).map(|held| !held),
            Self::Test(path, Test::IsPresent(wanted)) => Ok(path.find(input).is_some() == *wanted),
            Self::Test(path, test) => {
                let value = path.get(input)?;
                Ok(match test {
                    Test::StringEquals(text) => value.as_str() == Some(text),
                    Test::BooleanEquals(flag) => value.as_bool() == Some(*flag),
                    Test::NumericGreaterThan(limit) => value.as_f64().is_some_and(|n| n > *limit),
                    Test::IsPresent(_) => false,
                })
            }
        }
    }
}
