//! The payloads that the host sends, read by hand: the derived readers of tagged enums would be
//! two thirds of a guest's size. A test compares each with what the derive reads.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_payload::{Draft, Effect, EffectKind, ProbeTarget, Receipt, Recipient, SCHEMA, Scope};
use serde_json::Value;

use crate::Failure;
use crate::json::{at, list_at, str_at, string_at};

type Read<T> = Result<T, Failure>;

fn odd(what: &str) -> Failure {
    Failure::Malformed(format!("`{what}` is missing or of the wrong type"))
}

fn object(bytes: &[u8], what: &str) -> Read<Value> {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) if value.is_object() => Ok(value),
        _ => Err(Failure::Malformed(format!("{what} is not a JSON object"))),
    }
}

fn text(value: &Value, name: &str) -> Read<String> {
    value.get(name).and_then(Value::as_str).map(ToString::to_string).ok_or_else(|| odd(name))
}

fn int(value: &Value, name: &str) -> Read<i64> {
    value.get(name).and_then(Value::as_i64).ok_or_else(|| odd(name))
}

fn schema(value: &Value) -> Read<u32> {
    match int(value, "schema")? {
        found if found == i64::from(SCHEMA) => Ok(SCHEMA),
        found => Err(Failure::Malformed(format!("schema {found} is not known"))),
    }
}

/// A scope.
pub(crate) fn scope(bytes: &[u8]) -> Read<Scope> {
    let value = object(bytes, "the scope")?;
    let time = |name: &str| int(&value, name);
    match str_at(&value, "/kind") {
        "jira_project" => Ok(Scope::JiraProject {
            project_key: text(&value, "project_key")?,
            since_ms: time("since_ms")?,
            board_id: at(&value, "/board_id").as_u64(),
            now_ms: time("now_ms")?,
        }),
        "mail_folder" => Ok(Scope::MailFolder {
            mailbox: text(&value, "mailbox")?,
            folder: text(&value, "folder")?,
            since_ms: time("since_ms")?,
            now_ms: time("now_ms")?,
        }),
        "jira_projects" => Ok(Scope::JiraProjects {}),
        "jira_users" => Ok(Scope::JiraUsers {}),
        "mail_folders" => Ok(Scope::MailFolders { mailbox: text(&value, "mailbox")? }),
        _ => Err(odd("kind")),
    }
}

/// A probe target.
pub(crate) fn probe_target(bytes: &[u8]) -> Read<ProbeTarget> {
    let value = object(bytes, "the probe target")?;
    match str_at(&value, "/kind") {
        "thread" => Ok(ProbeTarget::Thread {
            mailbox: text(&value, "mailbox")?,
            conversation_id: text(&value, "conversation_id")?,
        }),
        "issue" => Ok(ProbeTarget::Issue {
            issue: text(&value, "issue")?,
            own_account_id: text(&value, "own_account_id")?,
        }),
        _ => Err(odd("kind")),
    }
}

/// An effect.
pub(crate) fn effect(bytes: &[u8]) -> Read<Effect> {
    let value = object(bytes, "the effect")?;
    Ok(Effect {
        schema: schema(&value)?,
        intent: text(&value, "intent")?,
        claimed_at_ms: int(&value, "claimed_at_ms")?,
        kind: effect_kind(at(&value, "/kind"))?,
    })
}

fn effect_kind(value: &Value) -> Read<EffectKind> {
    match str_at(value, "/kind") {
        "mail" => {
            let reply_to = at(value, "/reply_to").as_str().map(ToString::to_string);
            let to: Read<Vec<Recipient>> = list_at(value, "/to").iter().map(recipient).collect();
            Ok(EffectKind::Mail {
                mailbox: text(value, "mailbox")?,
                reply_to,
                to: to?,
                subject: text(value, "subject")?,
                body: text(value, "body")?,
            })
        }
        "jira_comment" => {
            Ok(EffectKind::JiraComment { issue: text(value, "issue")?, body: text(value, "body")? })
        }
        "jira_status" => Ok(EffectKind::JiraStatus {
            issue: text(value, "issue")?,
            to_status: text(value, "to_status")?,
            own_account_id: text(value, "own_account_id")?,
        }),
        "jira_create" => Ok(EffectKind::JiraCreate {
            project_key: text(value, "project_key")?,
            issue_type: text(value, "issue_type")?,
            summary: text(value, "summary")?,
            description: text(value, "description")?,
        }),
        _ => Err(odd("kind")),
    }
}

fn recipient(value: &Value) -> Read<Recipient> {
    Ok(Recipient { address: text(value, "address")?, name: string_at(value, "/name") })
}

/// A receipt.
pub(crate) fn receipt(bytes: &[u8]) -> Read<Receipt> {
    let value = object(bytes, "the receipt")?;
    let draft = at(&value, "/draft");
    let strings = |name: &str| -> Vec<String> {
        list_at(draft, name).iter().filter_map(Value::as_str).map(ToString::to_string).collect()
    };
    Ok(Receipt {
        schema: schema(&value)?,
        id: text(&value, "id")?,
        also: text(&value, "also")?,
        link: text(&value, "link")?,
        draft: draft.is_object().then(|| Draft {
            to: strings("/to"),
            other: strings("/other"),
            subject: string_at(draft, "/subject"),
            body: string_at(draft, "/body"),
        }),
    })
}

#[cfg(test)]
mod tests {
    extern crate std;
    use core::fmt::Debug;
    use std::vec;

    use serde::{Serialize, de::DeserializeOwned};

    use super::*;

    fn check<T>(read: impl Fn(&[u8]) -> Read<T>, value: &T)
    where
        T: Serialize + DeserializeOwned + PartialEq + Debug,
    {
        let bytes = serde_json::to_vec(value).unwrap();
        assert_eq!(read(&bytes).as_ref(), Ok(value));
        let derived: T = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(&derived, value);
        // Each field that the type has is needed: an empty object is refused.
        assert!(matches!(read(b"{}"), Err(Failure::Malformed(_))));
        assert!(matches!(read(b"[1]"), Err(Failure::Malformed(_))));
        assert!(matches!(read(b"{"), Err(Failure::Malformed(_))));
    }

    #[test]
    fn reads_what_the_payload_crate_writes() {
        let s = String::from;
        let since = 1_770_247_800_000;
        for board_id in [None, Some(7)] {
            let project_key = s("PAY");
            let it = Scope::JiraProject { project_key, since_ms: -5, board_id, now_ms: since };
            check(scope, &it);
        }
        let (mailbox, folder) = (s("a@x.org"), s("inbox"));
        check(scope, &Scope::MailFolder { mailbox, folder, since_ms: since, now_ms: 0 });
        check(scope, &Scope::JiraProjects {});
        check(scope, &Scope::JiraUsers {});
        check(scope, &Scope::MailFolders { mailbox: s("m") });
        let thread = ProbeTarget::Thread { mailbox: s("a@x.org"), conversation_id: s("c") };
        check(probe_target, &thread);
        let issue = ProbeTarget::Issue { issue: s("PAY-1"), own_account_id: s("me") };
        check(probe_target, &issue);
        let kinds = vec![
            EffectKind::Mail {
                mailbox: s("a@x.org"),
                reply_to: Some(s("m1")),
                to: vec![Recipient { address: s("b@x.org"), name: s("Ben") }],
                subject: s("S"),
                body: s("B\n"),
            },
            EffectKind::JiraComment { issue: s("PAY-1"), body: s("B") },
            EffectKind::JiraStatus {
                issue: s("PAY-1"),
                to_status: s("Done"),
                own_account_id: s("me"),
            },
            EffectKind::JiraCreate {
                project_key: s("PAY"),
                issue_type: s("Task"),
                summary: s("S"),
                description: s("D"),
            },
        ];
        for kind in kinds {
            check(effect, &Effect { schema: SCHEMA, intent: s("i"), claimed_at_ms: 9, kind });
        }
        let draft = Draft { to: vec![s("b")], other: vec![s("c")], subject: s("S"), body: s("B") };
        for draft in [None, Some(draft)] {
            let (id, also, link) = (s("1"), s("2"), s("3"));
            check(receipt, &Receipt { schema: SCHEMA, id, also, link, draft });
        }
    }

    #[test]
    fn another_schema_is_refused() {
        let body = br#"{"schema":2,"id":"","also":"","link":""}"#;
        assert_eq!(receipt(body), Err(Failure::Malformed("schema 2 is not known".into())));
    }
}
