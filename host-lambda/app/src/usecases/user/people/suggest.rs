//! Who could be in the directory: Jira users, and people whom the user has written to. Senders are never suggested, and
//! nothing of it is stored.

use std::collections::BTreeMap;

use api_types::Suggestion;
use plugin_payload::{Actor, Scope, UserEntry};
use scoring_core::Relation;

use super::is_internal;
use crate::domain::calendar::DAY_MS;
use crate::domain::lookalike::Known;
use crate::domain::mail::parse_address;
use crate::domain::person::Directory;
use crate::domain::settings::Config;
use crate::usecases::{App, CaseError};

/// How far back Sent Items are read.
const SENT_DAYS: i64 = 90;
/// Mails of one call.
const PAGE_MAILS: u32 = 50;
/// Most calls.
const PAGES_MAX: u32 = 10;
/// Mails that are normalised in one call.
const CHUNK: usize = 20;
/// Most suggestions.
const SUGGESTIONS_MAX: usize = 500;
/// Longest name that is shown, in characters.
const NAME_CHARS_MAX: usize = 100;

/// Somebody whom the user wrote to.
#[derive(Default)]
struct Written {
    name: String,
    mails: u64,
}

impl App {
    /// Suggests people who are not in the directory yet, those written to most first. A service that does not answer gives
    /// no suggestions: an entry without name, address and account says so in its `source`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn people_suggestions(&self) -> Result<Vec<Suggestion>, CaseError> {
        let config = self.config().await?;
        let directory = self.directory().await?;
        let mut notes = Vec::new();
        let users = match self.jira_users().await {
            Ok(users) => users,
            Err(CaseError::Integration { failure, .. }) => {
                notes.push(format!("no suggestions from Jira: {failure}"));
                Vec::new()
            }
            Err(other) => return Err(other),
        };
        let written = match self.written_to(&config).await {
            Ok(written) => written,
            Err(CaseError::Integration { failure, .. }) => {
                notes.push(format!("no suggestions from Sent Items: {failure}"));
                BTreeMap::new()
            }
            Err(other) => return Err(other),
        };
        let known = Known::new(&directory, &config.settings.internal_domains);
        let mut found = suggestions(&config, &directory, &known, users, written);
        found.truncate(SUGGESTIONS_MAX);
        let said = notes.into_iter().map(|source| Suggestion { source, ..Suggestion::default() });
        found.extend(said);
        Ok(found)
    }

    /// Everybody to whom the user sent mail lately, by address, read afresh from Sent Items. Mail that this installation
    /// sent does not count.
    async fn written_to(&self, config: &Config) -> Result<BTreeMap<String, Written>, CaseError> {
        let mut written: BTreeMap<String, Written> = BTreeMap::new();
        if config.mailbox.is_empty() {
            return Ok(written);
        }
        let failed = |failure| CaseError::Integration { integration: "outlook".into(), failure };
        let now_ms = self.now();
        let scope = Scope::MailFolder {
            mailbox: config.mailbox.clone(),
            folder: "sentitems".to_owned(),
            since_ms: now_ms - SENT_DAYS * DAY_MS,
            now_ms,
        };
        let mut checkpoint = Vec::new();
        for _ in 0..PAGES_MAX {
            let page = self
                .integrations
                .poll("outlook", &scope, &checkpoint, PAGE_MAILS)
                .await
                .map_err(failed)?;
            for chunk in page.raws.chunks(CHUNK) {
                let signals =
                    self.integrations.normalise("outlook", chunk).await.map_err(failed)?;
                let mails = signals.iter().filter(|s| s.intent.is_none());
                for mail in mails.filter_map(|s| s.mail.as_ref()) {
                    for actor in mail.to.iter().chain(&mail.cc) {
                        count(&mut written, actor);
                    }
                }
            }
            if !page.more {
                break;
            }
            checkpoint = page.next;
        }
        Ok(written)
    }
}

fn count(written: &mut BTreeMap<String, Written>, actor: &Actor) {
    let Ok(address) = parse_address(&actor.address) else { return };
    let entry = written.entry(address).or_default();
    entry.mails += 1;
    if entry.name.is_empty() && !actor.name.contains('@') {
        entry.name = shown_name(&actor.name);
    }
}

/// A name as a service has it, without what cannot be seen.
fn shown_name(name: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    name.chars().filter(|c| !hidden(*c)).take(NAME_CHARS_MAX).collect::<String>().trim().to_owned()
}

fn suggestions(
    config: &Config,
    directory: &Directory,
    known: &Known,
    users: Vec<UserEntry>,
    mut written: BTreeMap<String, Written>,
) -> Vec<Suggestion> {
    written.remove(&config.mailbox.to_lowercase());
    let mut all: Vec<(u64, Suggestion)> = Vec::new();
    for user in users {
        let own = user.account_id == config.own_account_id;
        if own || user.account_type == "app" || directory.by_account(&user.account_id).is_some() {
            continue;
        }
        let address = parse_address(&user.address).unwrap_or_default();
        let mails = written.remove(&address).map_or(0, |w| w.mails);
        let mut source = "a Jira user".to_owned();
        if mails > 0 {
            source = format!("{source}; {}", sent(mails));
        }
        let mut one = Suggestion {
            name: shown_name(&user.name),
            jira_account_id: user.account_id,
            addresses: if address.is_empty() { vec![] } else { vec![address] },
            source,
            ..Suggestion::default()
        };
        complete(&mut one, config, known);
        all.push((mails, one));
    }
    for (address, Written { name, mails }) in written {
        if directory.people().iter().any(|p| p.core.addresses.iter().any(|a| a.address == address))
        {
            continue;
        }
        let name = if name.is_empty() { address.clone() } else { name };
        let source = sent(mails);
        let mut one =
            Suggestion { name, addresses: vec![address], source, ..Suggestion::default() };
        complete(&mut one, config, known);
        all.push((mails, one));
    }
    all.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.name.cmp(&y.name)));
    all.into_iter().map(|(_, one)| one).collect()
}

fn sent(mails: u64) -> String {
    let (count, noun) = (mails, if mails == 1 { "mail" } else { "mails" });
    format!("{count} {noun} sent to this address")
}

/// Relation and warning.
fn complete(one: &mut Suggestion, config: &Config, known: &Known) {
    let own = &config.settings.internal_domains;
    let internal = one.addresses.iter().any(|a| is_internal(a, own));
    one.relation = if internal { Relation::Internal } else { Relation::External };
    let of_address = one.addresses.iter().map(|a| known.address_warning(a, ""));
    let warnings = of_address.chain([known.name_warning(&one.name, "")]);
    one.warning = warnings.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
}

#[cfg(test)]
mod tests {
    use scoring_core::{Address, Person as CorePerson};

    use super::*;
    use crate::domain::person::Person;

    fn actor(name: &str, address: &str) -> Actor {
        Actor { name: name.into(), address: address.into(), ..Actor::default() }
    }

    fn user(id: &str, kind: &str, name: &str, address: &str) -> UserEntry {
        UserEntry {
            account_id: id.into(),
            account_type: kind.into(),
            name: name.into(),
            address: address.into(),
        }
    }

    #[test]
    fn who_is_known_is_left_out_and_the_rest_is_ranked() {
        let mut config = Config::initial("Etc/UTC");
        config.mailbox = "Me@own.example".into();
        config.own_account_id = "agent".into();
        config.settings.internal_domains = vec!["own.example".into()];
        let core = CorePerson {
            id: "p-1".into(),
            relation: Relation::Stakeholder,
            addresses: vec![Address { address: "ann@client.example".into(), confirmed: true }],
            lapse_allowed: false,
        };
        let ann = Person { core, name: "Ann Bell".into(), jira_account_id: "a-1".into() };
        let directory = Directory::new(vec![ann]);
        let known = Known::new(&directory, &config.settings.internal_domains);
        let mut written = BTreeMap::new();
        for (name, address) in [
            ("Ann", "ann@client.example"),
            ("Me", "me@own.example"),
            ("\u{202E}Tom", "TOM@own.example"),
            ("tom@own.example", "tom@own.example"),
            ("", "eve@cl1ent.example"),
            ("Nobody", "not an address"),
        ] {
            count(&mut written, &actor(name, address));
        }
        let users = vec![
            user("a-1", "atlassian", "Ann Bell", ""),
            user("agent", "atlassian", "Holdfast", ""),
            user("a-2", "app", "Automation", ""),
            user("a-3", "atlassian", "Ann Bell", ""),
            user("a-4", "atlassian", "Tom Reed", "tom@own.example"),
        ];
        let all = suggestions(&config, &directory, &known, users, written);
        let lines: Vec<(&str, &str, &str)> = all
            .iter()
            .map(|s| (s.name.as_str(), s.jira_account_id.as_str(), s.source.as_str()))
            .collect();
        let expected = [
            ("Tom Reed", "a-4", "a Jira user; 2 mails sent to this address"),
            ("eve@cl1ent.example", "", "1 mail sent to this address"),
            ("Ann Bell", "a-3", "a Jira user"),
        ];
        assert_eq!(lines, expected);
        assert_eq!(all[0].relation, Relation::Internal);
        assert_eq!(all[1].relation, Relation::External);
        assert!(all[1].warning.contains("client.example"), "{:?}", all[1]);
        assert!(all[2].warning.contains("same name"), "{:?}", all[2]);
    }
}
