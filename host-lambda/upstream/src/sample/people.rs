//! Who is who in the sample.

use serde::Serialize;

use crate::jira::User;

/// The mailbox of the user, Morgan Ellis.
pub const MAILBOX: &str = "morgan.ellis@northwind.example";
/// Account of the API token's owner.
pub(super) const AGENT_ACCOUNT: &str = "712020:00000000-0000-4000-8000-00000000a9e7";

/// How a person relates to the user's organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// A colleague.
    Internal,
    /// A person of the client with a part in a project.
    Stakeholder,
    /// Anybody else.
    External,
}

/// One person of the sample, as a user would confirm them in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SamplePerson {
    /// Short id, for instance `priya`.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Mail addresses, lower case.
    pub addresses: Vec<String>,
    /// Jira account id, where there is one.
    pub jira_account_id: Option<String>,
    /// Relation to the user's organisation.
    pub relation: Relation,
}

/// One project of the sample, as a user would set it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleProject {
    /// Short id, for instance `pay`.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Jira project key.
    pub jira_key: String,
    /// Agile board.
    pub board_id: u64,
    /// Ids of the persons who get stakeholder mail.
    pub stakeholders: Vec<String>,
    /// Mail domains that belong to this project alone.
    pub mail_domains: Vec<String>,
}

pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) address: &'static str,
    /// Last part of the account id; empty without an account.
    account: &'static str,
    kind: &'static str,
    relation: Relation,
    /// Known to the user: part of the directory.
    confirmed: bool,
    /// Shows the mail address in Jira; most people do not.
    shown: bool,
}

const fn row(
    id: &'static str,
    name: &'static str,
    address: &'static str,
    account: &'static str,
    relation: Relation,
) -> Row {
    let kind = "atlassian";
    Row { id, name, address, account, kind, relation, confirmed: true, shown: false }
}

const fn stranger(id: &'static str, name: &'static str, address: &'static str) -> Row {
    let (kind, relation) = ("", Relation::External);
    Row { id, name, address, account: "", kind, relation, confirmed: false, shown: false }
}

use Relation::{External, Internal, Stakeholder};

pub(super) const PEOPLE: [Row; 23] = [
    Row { shown: true, ..row("morgan", "Morgan Ellis", MAILBOX, "0001", Internal) },
    row("priya", "Priya Nair", "priya.nair@northwind.example", "0002", Internal),
    row("tom", "Tom Okafor", "tom.okafor@northwind.example", "0003", Internal),
    row("hannah", "Hannah Lindqvist", "hannah.lindqvist@northwind.example", "0004", Internal),
    row("callum", "Callum Reid", "callum.reid@northwind.example", "0005", Internal),
    row("aisha", "Aisha Rahman", "aisha.rahman@northwind.example", "0006", Internal),
    Row {
        shown: true,
        ..row("daniel", "Daniel Novak", "daniel.novak@northwind.example", "0007", Internal)
    },
    row("grace", "Grace Whitfield", "grace.whitfield@northwind.example", "0008", Internal),
    row("eleanor", "Eleanor Shaw", "eleanor.shaw@harbourbank.example", "", Stakeholder),
    row("rajiv", "Rajiv Menon", "rajiv.menon@harbourbank.example", "", Stakeholder),
    Row {
        kind: "customer",
        ..row("olivia", "Olivia Grant", "olivia.grant@brightwater.example", "0011", Stakeholder)
    },
    row("peter", "Peter Hask", "peter.hask@brightwater.example", "", Stakeholder),
    row("meridian", "Meridian Support", "support@meridian-pay.example", "", External),
    stranger("victor", "Victor Lane", "v.lane@ledger-audit.example"),
    stranger("namesake", "Priya Nair", "priya.nair@northwind-projects.example"),
    stranger("forger", "Eleanor Shaw", "eleanor.shaw@harbourbank.example"),
    stranger("weekly", "Delivery Weekly", "news@delivery-weekly.example"),
    stranger("cloud", "Cloudworks Events", "events@cloudworks.example"),
    stranger("recruit", "Sam Carver", "sam.carver@talentbridge.example"),
    stranger("travel", "Northline Travel", "noreply@northline-travel.example"),
    stranger("testlab", "Testlab Reports", "reports@testlab.example"),
    stranger("hr", "People Team", "people@northwind.example"),
    stranger("jira", "Jira", "jira@northwind.atlassian.example"),
];

fn account(last: &str) -> String {
    format!("712020:00000000-0000-4000-8000-00000000{last}")
}

pub(super) fn find(id: &str) -> Option<&'static Row> {
    PEOPLE.iter().find(|p| p.id == id)
}

/// The account id of a person of the sample, by short id.
pub(crate) fn account_of(id: &str) -> Option<String> {
    if id == "automation" {
        return Some(account("a001"));
    }
    find(id).filter(|p| !p.account.is_empty()).map(|p| account(p.account))
}

/// The Jira users of the sample.
pub(crate) fn users() -> Vec<User> {
    let user = |account_id: String, name: &str, kind: &str, email: Option<String>| User {
        account_id,
        name: name.to_owned(),
        account_type: kind.to_owned(),
        email,
        zone: crate::clock::OWNER_ZONE.to_owned(),
    };
    let mut users: Vec<User> = PEOPLE
        .iter()
        .filter(|p| !p.account.is_empty())
        .map(|p| user(account(p.account), p.name, p.kind, p.shown.then(|| p.address.to_owned())))
        .collect();
    users.push(user(
        AGENT_ACCOUNT.to_owned(),
        "Holdfast (Northwind)",
        "atlassian",
        Some(crate::JIRA_USER.to_owned()),
    ));
    users.push(user(account("a001"), "Automation for Jira", "app", None));
    users
}

/// The persons whom the demo confirms. Strangers of the sample are left out on purpose.
#[must_use]
pub fn directory() -> Vec<SamplePerson> {
    let confirmed = PEOPLE.iter().filter(|p| p.confirmed);
    let person = |p: &Row| SamplePerson {
        id: p.id.to_owned(),
        name: p.name.to_owned(),
        addresses: vec![p.address.to_owned()],
        jira_account_id: account_of(p.id),
        relation: p.relation,
    };
    confirmed.map(person).collect()
}

/// The projects of the sample.
#[must_use]
pub fn projects() -> Vec<SampleProject> {
    let project = |id: &str, name: &str, board_id, who: [&str; 2], domain: &str| SampleProject {
        id: id.to_owned(),
        name: name.to_owned(),
        jira_key: id.to_uppercase(),
        board_id,
        stakeholders: who.map(str::to_owned).to_vec(),
        mail_domains: vec![domain.to_owned()],
    };
    vec![
        project("pay", "Payments migration", 11, ["eleanor", "rajiv"], "harbourbank.example"),
        project("por", "Customer portal", 12, ["olivia", "peter"], "brightwater.example"),
    ]
}

/// The directory that goes with real payloads: the user alone, everybody else is unknown.
#[must_use]
pub fn payload_directory() -> Vec<SamplePerson> {
    directory().into_iter().filter(|p| p.id == "morgan").collect()
}

/// The projects in the real payloads.
#[must_use]
pub fn payload_projects() -> Vec<SampleProject> {
    let project = |id: &str, name: &str, board_id| SampleProject {
        id: id.to_owned(),
        name: name.to_owned(),
        jira_key: id.to_uppercase(),
        board_id,
        stakeholders: Vec::new(),
        mail_domains: Vec::new(),
    };
    vec![project("ee", "Enterprise Edition", 8), project("k5", "K5", 68)]
}
