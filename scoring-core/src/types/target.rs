//! What an action is aimed at.
//!
//! Reading is written by hand: what `serde` derives for a tagged enum first builds a tree of the input, which makes up a
//! tenth of `policy.wasm`. The rules are those of the derived reading: `op` anywhere in the object, every field
//! of that `op` and no other, each once; only `thread` may be left out.

use alloc::string::String;
use core::fmt;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::ArtefactType;

/// What would be done, and to what. The kind is derived from this, never claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Target {
    /// A patch to one artefact that a model or a heuristic wrote.
    Artefact {
        /// Which artefact.
        artefact: ArtefactType,
    },
    /// An in-app note to the user.
    Note {},
    /// A mail; `thread` is the conversation that it answers.
    Mail {
        /// Conversation id, or null for a new thread.
        thread: Option<String>,
    },
    /// A comment on an issue.
    JiraComment {
        /// Issue key.
        issue: String,
        /// Whether customers of a service desk could read it.
        customer_visible: bool,
    },
    /// A status change of an issue.
    JiraStatus {
        /// Issue key.
        issue: String,
        /// Name of the new status.
        to_status: String,
    },
    /// A new issue.
    JiraCreate {
        /// Jira project key.
        project_key: String,
        /// Issue type name.
        issue_type: String,
    },
    /// A change of what is in scope.
    ScopeChange {
        /// Issue key.
        issue: String,
    },
    /// A change of a due date or a milestone.
    MilestoneChange {
        /// Issue key or milestone name.
        issue: String,
    },
    /// Deleting anything. Never allowed.
    DeleteData {
        /// What would be deleted.
        what: String,
    },
    /// Passing on confidential material. Never allowed.
    ShareConfidential {
        /// What would be shared.
        what: String,
    },
    /// Changing an integration. Never allowed.
    ModifyIntegrationConfig {
        /// Which integration.
        integration: String,
    },
    /// Turning the dial. Never allowed.
    ChangeOwnAutonomy {},
}

#[derive(Clone, Copy, Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Field {
    Op,
    Artefact,
    Thread,
    Issue,
    CustomerVisible,
    ToStatus,
    ProjectKey,
    IssueType,
    What,
    Integration,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Op {
    Artefact,
    Note,
    Mail,
    JiraComment,
    JiraStatus,
    JiraCreate,
    ScopeChange,
    MilestoneChange,
    DeleteData,
    ShareConfidential,
    ModifyIntegrationConfig,
    ChangeOwnAutonomy,
}

impl Op {
    /// The fields that this operation takes, besides `op`.
    const fn fields(&self) -> &'static [Field] {
        match self {
            Self::Artefact => &[Field::Artefact],
            Self::Note | Self::ChangeOwnAutonomy => &[],
            Self::Mail => &[Field::Thread],
            Self::JiraComment => &[Field::Issue, Field::CustomerVisible],
            Self::JiraStatus => &[Field::Issue, Field::ToStatus],
            Self::JiraCreate => &[Field::ProjectKey, Field::IssueType],
            Self::ScopeChange | Self::MilestoneChange => &[Field::Issue],
            Self::DeleteData | Self::ShareConfidential => &[Field::What],
            Self::ModifyIntegrationConfig => &[Field::Integration],
        }
    }
}

/// What was read, and which fields were there.
#[derive(Default)]
struct Read {
    op: Option<Op>,
    artefact: Option<ArtefactType>,
    thread: Option<String>,
    customer_visible: bool,
    /// The texts, by field.
    texts: [String; 10],
    seen: u16,
}

impl Read {
    fn field<'de, A: MapAccess<'de>>(&mut self, field: Field, map: &mut A) -> Result<(), A::Error> {
        let bit = 1 << field as u16;
        if self.seen & bit != 0 {
            return Err(A::Error::custom("a field of the target stands there twice"));
        }
        self.seen |= bit;
        match field {
            Field::Op => self.op = Some(map.next_value()?),
            Field::Artefact => self.artefact = Some(map.next_value()?),
            Field::Thread => self.thread = map.next_value()?,
            Field::CustomerVisible => self.customer_visible = map.next_value()?,
            _ => {
                let text = map.next_value()?;
                if let Some(place) = self.texts.get_mut(field as usize) {
                    *place = text;
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, field: Field) -> String {
        self.texts.get_mut(field as usize).map(core::mem::take).unwrap_or_default()
    }

    fn target<E: Error>(mut self) -> Result<Target, E> {
        let op = self.op.take().ok_or_else(|| E::missing_field("op"))?;
        let allowed = op.fields().iter().fold(1 << Field::Op as u16, |all, f| all | 1 << *f as u16);
        if self.seen & !allowed != 0 {
            return Err(E::custom("the target has a field that its `op` does not take"));
        }
        let optional = 1 << Field::Thread as u16;
        if allowed & !optional & !self.seen != 0 {
            return Err(E::custom("the target lacks a field that its `op` takes"));
        }
        Ok(match op {
            Op::Artefact => Target::Artefact {
                artefact: self.artefact.ok_or_else(|| E::missing_field("artefact"))?,
            },
            Op::Note => Target::Note {},
            Op::Mail => Target::Mail { thread: self.thread },
            Op::JiraComment => Target::JiraComment {
                issue: self.text(Field::Issue),
                customer_visible: self.customer_visible,
            },
            Op::JiraStatus => Target::JiraStatus {
                issue: self.text(Field::Issue),
                to_status: self.text(Field::ToStatus),
            },
            Op::JiraCreate => Target::JiraCreate {
                project_key: self.text(Field::ProjectKey),
                issue_type: self.text(Field::IssueType),
            },
            Op::ScopeChange => Target::ScopeChange { issue: self.text(Field::Issue) },
            Op::MilestoneChange => Target::MilestoneChange { issue: self.text(Field::Issue) },
            Op::DeleteData => Target::DeleteData { what: self.text(Field::What) },
            Op::ShareConfidential => Target::ShareConfidential { what: self.text(Field::What) },
            Op::ModifyIntegrationConfig => {
                Target::ModifyIntegrationConfig { integration: self.text(Field::Integration) }
            }
            Op::ChangeOwnAutonomy => Target::ChangeOwnAutonomy {},
        })
    }
}

struct Targets;

impl<'de> Visitor<'de> for Targets {
    type Value = Target;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a target")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Target, A::Error> {
        let mut read = Read::default();
        while let Some(field) = map.next_key::<Field>()? {
            read.field(field, &mut map)?;
        }
        read.target()
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Targets)
    }
}
