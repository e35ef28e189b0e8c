//! Names and addresses that look like others: a warning in one sentence, never a decision.

use std::collections::BTreeMap;

use scoring_core::sanitise::look_alike;

use super::mail::{domain_of, is_public, is_within};
use super::person::Directory;

/// Shortest name or domain in which one other character is worth a warning: short ones differ by one all the time.
const EDIT_CHARS_MIN: usize = 6;
/// Shortest first label that counts as the name of an organisation.
const BRAND_CHARS_MIN: usize = 4;
/// Longest text that is compared, in characters.
const CHARS_MAX: usize = 300;

/// What is known well enough to be imitated: confirmed addresses, internal domains, and all names.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Domains, each once.
    domains: Vec<String>,
    /// (address, directory id, confirmed).
    addresses: Vec<(String, String, bool)>,
    /// Directory ids and names by skeleton.
    names: BTreeMap<String, Vec<(String, String)>>,
}

impl Known {
    /// Everything of a directory, and the own domains.
    #[must_use]
    pub fn new(directory: &Directory, internal_domains: &[String]) -> Self {
        let mut known = Self { domains: internal_domains.to_vec(), ..Self::default() };
        for person in directory.people() {
            let id = &person.core.id;
            let entry = known.names.entry(skeleton(&person.name)).or_default();
            entry.push((id.clone(), person.name.clone()));
            for address in &person.core.addresses {
                if address.confirmed && !is_public(domain_of(&address.address)) {
                    known.domains.push(domain_of(&address.address).to_owned());
                }
                known.addresses.push((address.address.clone(), id.clone(), address.confirmed));
            }
        }
        known.domains.sort_unstable();
        known.domains.dedup();
        known
    }

    /// What is odd about an address of the entry `own` (empty for somebody new): one sentence, or empty.
    #[must_use]
    pub fn address_warning(&self, address: &str, own: &str) -> String {
        if self.addresses.iter().any(|(a, id, _)| a == address && id != own) {
            return "The same address stands at another entry.".to_owned();
        }
        let domain = domain_of(address);
        if self.domains.iter().any(|known| is_within(domain, known)) {
            return self.mailbox_warning(address, own);
        }
        for known in &self.domains {
            if let Some(how) = imitates(domain, known) {
                return format!("The domain {how} `{known}`, which is another one.");
            }
        }
        self.mailbox_warning(address, own)
    }

    /// The same domain, and a mailbox that looks like a confirmed one of somebody else.
    fn mailbox_warning(&self, address: &str, own: &str) -> String {
        let domain = domain_of(address);
        let shape = skeleton(address);
        let twin = self.addresses.iter().any(|(known, id, confirmed)| {
            *confirmed
                && id != own
                && domain_of(known) == domain
                && known != address
                && skeleton(known) == shape
        });
        if twin {
            "The address looks like a confirmed one of somebody else.".to_owned()
        } else {
            String::new()
        }
    }

    /// What is odd about a name of the entry `own` (empty for somebody new): one sentence, or empty.
    #[must_use]
    pub fn name_warning(&self, name: &str, own: &str) -> String {
        let shape = skeleton(name);
        let other = |people: &Vec<(String, String)>| {
            people.iter().find(|(id, _)| id != own).map(|(_, name)| name.clone())
        };
        if let Some(twin) = self.names.get(&shape).and_then(other) {
            return if twin == name {
                "Another entry has the same name.".to_owned()
            } else {
                format!("The name looks like `{twin}`, which is another entry.")
            };
        }
        let close = |known: &String| {
            known.chars().count() >= EDIT_CHARS_MIN && one_edit_apart(&shape, known)
        };
        let near = self.names.iter().filter(|(known, _)| close(known));
        near.filter_map(|(_, people)| other(people)).next().map_or_else(String::new, |twin| {
            format!("The name is one character away from `{twin}`, which is another entry.")
        })
    }
}

/// How `domain` imitates `known`, as the verb of a sentence; nothing when it does not.
fn imitates(domain: &str, known: &str) -> Option<&'static str> {
    let shown = unicode(domain);
    let (shape, of_known) = (skeleton(&shown), skeleton(known));
    if shape == of_known {
        return Some("is written to look like");
    }
    if contains_labels(&shape, &of_known) {
        return Some("only begins like");
    }
    let brand = of_known.split('.').next().unwrap_or_default();
    if brand.chars().count() >= BRAND_CHARS_MIN {
        let mut labels = shape.split('.');
        if labels.clone().next() == Some(brand) {
            return Some("has another ending than");
        }
        if labels.any(|label| label.contains('-') && label.split('-').any(|part| part == brand)) {
            return Some("uses the name of");
        }
    }
    let long = of_known.chars().count() >= EDIT_CHARS_MIN;
    (long && one_edit_apart(&shape, &of_known)).then_some("is one character away from")
}

/// Whether all labels of `known` stand in a row inside `domain`, with something behind them.
fn contains_labels(domain: &str, known: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let wanted: Vec<&str> = known.split('.').collect();
    let windows: Vec<&[&str]> = labels.windows(wanted.len()).collect();
    windows.split_last().is_some_and(|(_, before)| before.contains(&wanted.as_slice()))
}

/// A domain with its `xn--` labels in the letters that a person would see.
fn unicode(domain: &str) -> String {
    let label = |label: &str| {
        let decoded = label.strip_prefix("xn--").and_then(idna::punycode::decode_to_string);
        decoded.unwrap_or_else(|| label.to_owned())
    };
    domain.split('.').map(label).collect::<Vec<_>>().join(".")
}

/// What a text looks like: case, accents, scripts and similar shapes folded; equal skeletons are hard to tell apart.
fn skeleton(text: &str) -> String {
    let mut out: Vec<char> = Vec::new();
    for c in text.trim().chars().take(CHARS_MAX) {
        // Letters that look like one when they stand together, then single ones.
        match (out.last(), look_alike(c)) {
            (Some('r'), 'n') => replace_last(&mut out, 'm'),
            (Some('v'), 'v') => replace_last(&mut out, 'w'),
            (Some('c'), 'l') => replace_last(&mut out, 'd'),
            (Some(' '), ' ') => {}
            (_, '0') => out.push('o'),
            (_, '1' | 'i' | '|') => out.push('l'),
            (_, '5') => out.push('s'),
            (_, c) => out.push(c),
        }
    }
    out.into_iter().collect()
}

fn replace_last(out: &mut [char], c: char) {
    if let Some(last) = out.last_mut() {
        *last = c;
    }
}

/// Whether one character was added, left out, replaced, or two neighbours were swapped; not for equal texts.
fn one_edit_apart(a: &str, b: &str) -> bool {
    // One edit leaves the first or the last character alone: most pairs are told apart by this.
    let ends = |text: &str| (text.chars().next(), text.chars().next_back());
    let ((a_first, a_last), (b_first, b_last)) = (ends(a), ends(b));
    if a.len().min(b.len()) > 2 && a_first != b_first && a_last != b_last {
        return false;
    }
    let a: Vec<char> = a.chars().take(CHARS_MAX).collect();
    let b: Vec<char> = b.chars().take(CHARS_MAX).collect();
    if a == b || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = |text: &[char], skip: usize| text.get(same + skip..).unwrap_or_default().to_vec();
    let swapped = || {
        rest(&a, 2) == rest(&b, 2)
            && a.get(same) == b.get(same + 1)
            && a.get(same + 1) == b.get(same)
            && a.len() == b.len()
    };
    rest(&a, 1) == rest(&b, 1)
        || rest(&a, 1) == rest(&b, 0)
        || rest(&a, 0) == rest(&b, 1)
        || swapped()
}

#[cfg(test)]
mod tests {
    use scoring_core::{Address, Person as CorePerson, Relation};

    use super::*;
    use crate::domain::person::Person;

    fn known() -> Known {
        let person = |id: &str, name: &str, address: &str, confirmed| Person {
            core: CorePerson {
                id: id.to_owned(),
                relation: Relation::Stakeholder,
                addresses: vec![Address { address: address.to_owned(), confirmed }],
                lapse_allowed: false,
            },
            name: name.to_owned(),
            jira_account_id: String::new(),
        };
        let directory = Directory::new(vec![
            person("p-e", "Eleanor Shaw", "eleanor.shaw@harbourbank.example", true),
            person("p-v", "Victor Lane", "v.lane@ledger-audit.example", false),
            person("p-g", "Gil Moss", "gil@gmail.com", true),
        ]);
        Known::new(&directory, &["northwind.example".to_owned()])
    }

    #[test]
    fn domains_that_imitate_a_known_one_are_named() {
        let table = [
            ("n0rthwind.example", "written to look like"),
            ("northw\u{456}nd.example", "written to look like"),
            ("n\u{3bf}rthwind.example", "written to look like"),
            ("xn--nrthwind-zdg.example", "written to look like"),
            ("harb0urbank.example", "written to look like"),
            ("northwind.example.evil.test", "only begins like"),
            ("mail.northwind.example.evil.test", "only begins like"),
            ("northwind.test", "another ending"),
            ("northwind-projects.example", "uses the name"),
            ("nortwind.example", "one character away"),
            ("northwlnd.exampel", "another ending"),
            ("northwind.exmaple", "another ending"),
            ("nrothwind.example", "one character away"),
            ("northwinds.example", "one character away"),
            // Below a known one, not known at all, or not confirmed.
            ("mail.northwind.example", ""),
            ("northwind.example", ""),
            ("brightwater.example", ""),
            ("ledger-audits.example", ""),
            ("gmail.co", ""),
        ];
        for (domain, part) in table {
            let said = known().address_warning(&format!("someone@{domain}"), "");
            assert!(said.contains(part) && said.is_empty() == part.is_empty(), "{domain}: {said}");
        }
    }

    #[test]
    fn mailboxes_and_names_that_look_like_others_are_named() {
        let known = known();
        let twin = known.address_warning("e1eanor.shaw@harbourbank.example", "");
        assert!(twin.contains("somebody else"), "{twin}");
        let same = known.address_warning("eleanor.shaw@harbourbank.example", "p-x");
        assert!(same.contains("another entry"), "{same}");
        assert_eq!(known.address_warning("eleanor.shaw@harbourbank.example", "p-e"), "");
        let table = [
            ("Eleanor Shaw", "same name"),
            ("El\u{435}anor  Shaw", "looks like"),
            ("ELEANOR SHAVV", "looks like"),
            ("Eleanor Shawe", "one character"),
            ("Elenor Shaw", "one character"),
            ("Helen Moss", ""),
        ];
        for (name, part) in table {
            let said = known.name_warning(name, "");
            assert!(said.contains(part) && said.is_empty() == part.is_empty(), "{name}: {said}");
        }
        assert_eq!(known.name_warning("Eleanor Shaw", "p-e"), "");
    }

    #[test]
    fn one_edit_is_one_edit() {
        for (a, b, expected) in [
            ("abc", "abc", false),
            ("abc", "abd", true),
            ("abc", "ab", true),
            ("abc", "xabc", true),
            ("abc", "acb", true),
            ("abc", "cba", false),
            ("abc", "abcde", false),
            ("", "a", true),
        ] {
            assert_eq!(one_edit_apart(a, b), expected, "{a} {b}");
            assert_eq!(one_edit_apart(b, a), expected, "{b} {a}");
        }
    }
}
