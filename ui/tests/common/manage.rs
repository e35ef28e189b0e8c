//! Getting started, connections, people, project forms, privacy.

use api_types::{
    AddressView, AlwaysAsk, Boost, ConnectionView, DeviceCode, DeviceProgress, FirstRun, Forgotten,
    HealthState, ImportReport, JiraProject, MailFolder, PersonView, Preview, PreviewChange,
    PrivacyView, ProjectForm, SessionView, Settings, SettingsView, Step, StepState, StoredKind,
    Suggestion, SyncProgress, UnassignedView,
};
use scoring_core::{Autonomy, Kind, Relation};

use super::{MIN, NOW_MS, projects};

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

pub fn first_run(states: [StepState; 5], sync: Option<SyncProgress>) -> FirstRun {
    let steps = [Step::Zone, Step::Jira, Step::Outlook, Step::People, Step::Project];
    FirstRun { finished: false, steps: steps.into_iter().zip(states).collect(), sync }
}

pub fn sync() -> SyncProgress {
    SyncProgress {
        running: true,
        phase: "reading PAY in Jira".to_owned(),
        read: 212,
        stored: 164,
        artefacts: 2,
        unassigned: 7,
        error: String::new(),
        next_check_ms: Some(NOW_MS + 9 * MIN),
    }
}

pub fn not_connected(name: &str) -> ConnectionView {
    let scopes = match name {
        "jira" => pairs(&[
            ("read:jira-work", "Reads issues, sprints and comments of the chosen projects."),
            ("write:jira-work", "Posts comments and moves issues, after the policy allowed it."),
        ]),
        _ => pairs(&[
            ("Mail.ReadWrite", "Reads mail, and writes drafts that answer it."),
            ("Mail.Send", "Sends a draft that was approved, or whose hold ended."),
            ("offline_access", "Stays signed in between checks."),
        ]),
    };
    ConnectionView { name: name.to_owned(), scopes, ..ConnectionView::default() }
}

pub fn connections() -> Vec<ConnectionView> {
    let jira = ConnectionView {
        connected: true,
        method: "api_token".to_owned(),
        place: "northwind.atlassian.net".to_owned(),
        account: "Dana Reyes".to_owned(),
        connected_ms: NOW_MS - 9 * 1440 * MIN,
        health: HealthState::Well,
        health_text: "Answers since Mon 2 Nov.".to_owned(),
        ok_ms: NOW_MS - 4 * MIN,
        grants: pairs(&[
            ("GET /rest/api/3/search/jql", "read"),
            ("GET /rest/agile/1.0/board/{id}/sprint", "read"),
            ("POST /rest/api/3/issue/{key}/comment", "write"),
        ]),
        ..not_connected("jira")
    };
    let outlook = ConnectionView {
        connected: true,
        method: "device_code".to_owned(),
        place: "dana.reyes@northwind.example".to_owned(),
        account: "Dana Reyes".to_owned(),
        connected_ms: NOW_MS - 9 * 1440 * MIN,
        health: HealthState::Failing,
        health_text: "Microsoft refused the credential: the sign-in has expired.".to_owned(),
        hint: "Connect again.".to_owned(),
        failures: 3,
        ok_ms: NOW_MS - 49 * MIN,
        grants: pairs(&[
            ("GET /v1.0/me/messages", "read"),
            ("POST /v1.0/me/messages/{id}/send", "write"),
        ]),
        ..not_connected("outlook")
    };
    vec![jira, outlook]
}

pub fn waiting() -> DeviceProgress {
    DeviceProgress::Waiting {
        code: DeviceCode {
            user_code: "HQ4K-7TZP".to_owned(),
            verification_url: "https://microsoft.com/devicelogin".to_owned(),
            expires_ms: NOW_MS + 14 * MIN,
            interval_s: 5,
        },
    }
}

fn address(address: &str, confirmed: bool, warning: &str) -> AddressView {
    AddressView {
        address: address.to_owned(),
        confirmed,
        internal_domain: address.ends_with("@northwind.example"),
        warning: warning.to_owned(),
    }
}

fn person(id: &str, name: &str, relation: Relation, addresses: Vec<AddressView>) -> PersonView {
    PersonView {
        id: id.to_owned(),
        revision: 2,
        name: name.to_owned(),
        relation,
        lapse_allowed: relation == Relation::Internal,
        jira_account_id: format!("5b10{id}"),
        addresses,
        projects: texts(&["payments"]),
        warning: String::new(),
    }
}

pub fn people() -> Vec<PersonView> {
    let mut twin = person(
        "p9",
        "Priya Nair (Northbank)",
        Relation::External,
        vec![address(
            "priya.nair@northbannk.example",
            false,
            "Looks like priya.nair@northbank.example of Priya Nair; one letter differs.",
        )],
    );
    twin.warning = "The name looks like Priya Nair's.".to_owned();
    twin.jira_account_id = String::new();
    twin.projects = Vec::new();
    vec![
        person(
            "mei",
            "Mei Lin",
            Relation::Internal,
            vec![address("mei.lin@northwind.example", true, "")],
        ),
        person(
            "priya",
            "Priya Nair",
            Relation::Stakeholder,
            vec![
                address("priya.nair@northbank.example", true, ""),
                address("p.nair@northbank.example", false, ""),
            ],
        ),
        twin,
        person(
            "tom",
            "Tom Okafor",
            Relation::Internal,
            vec![address("tom.okafor@northwind.example", false, "")],
        ),
    ]
}

pub fn suggestions() -> Vec<Suggestion> {
    let one = |name: &str, addresses: &[&str], source: &str, relation, warning: &str| Suggestion {
        name: name.to_owned(),
        addresses: texts(addresses),
        jira_account_id: if addresses.is_empty() { "5b10ac8d".to_owned() } else { String::new() },
        source: source.to_owned(),
        relation,
        warning: warning.to_owned(),
    };
    vec![
        one("Ana Sousa", &[], "a Jira user", Relation::Internal, ""),
        one(
            "Jonas Weber",
            &["jonas.weber@northbank.example"],
            "14 mails sent to this address",
            Relation::External,
            "",
        ),
        one(
            "Tom Okafor",
            &["tom.okafor@n0rthwind.example"],
            "1 mail sent to this address",
            Relation::External,
            "The domain looks like northwind.example; one letter differs.",
        ),
    ]
}

pub fn import_report() -> ImportReport {
    ImportReport {
        added: 12,
        changed: 1,
        refused: 1,
        notes: vec![(7, "`pria@` is not an address.".to_owned())],
    }
}

pub fn jira_projects() -> Vec<JiraProject> {
    let one = |key: &str, name: &str, boards: Vec<(u64, String)>| JiraProject {
        key: key.to_owned(),
        name: name.to_owned(),
        boards,
    };
    vec![
        one("ATL", "Atlas rollout", Vec::new()),
        one(
            "PAY",
            "Payments migration",
            vec![(31, "PAY board".to_owned()), (32, "PAY support".to_owned())],
        ),
    ]
}

pub fn folders() -> Vec<MailFolder> {
    [("f1", "Inbox"), ("f2", "Payments"), ("f3", "Atlas")]
        .map(|(id, name)| MailFolder { id: id.to_owned(), name: name.to_owned() })
        .to_vec()
}

pub fn form() -> ProjectForm {
    ProjectForm {
        id: "payments".to_owned(),
        revision: 3,
        name: "Payments migration".to_owned(),
        key: "PAY".to_owned(),
        board_id: Some(31),
        status: "active".to_owned(),
        stakeholders: texts(&["priya"]),
        mail_people: texts(&["priya", "tom"]),
        mail_domains: texts(&["northbank.example"]),
        mail_folders: texts(&["f2", "f9"]),
        no_model: true,
    }
}

pub fn unassigned() -> Vec<UnassignedView> {
    let one =
        |id: &str, ago: i64, from: &str, person: &str, subject: &str, to: &[&str]| UnassignedView {
            id: id.to_owned(),
            at_ms: NOW_MS - ago * MIN,
            from: from.to_owned(),
            person: person.to_owned(),
            subject: subject.to_owned(),
            candidates: texts(to),
        };
    vec![
        one(
            "u1",
            12,
            "priya.nair@northbank.example",
            "priya",
            "Rota for the weekend",
            &["payments"],
        ),
        one("u2", 75, "events@venue.example", "", "Your booking for 3 December", &[]),
    ]
}

pub fn sessions() -> Vec<SessionView> {
    let one = |id: &str, days: i64, ago: i64, current| SessionView {
        id: id.to_owned(),
        created_ms: NOW_MS - days * 1440 * MIN,
        seen_ms: NOW_MS - ago * MIN,
        current,
    };
    vec![one("s1", 0, 0, true), one("s2", 6, 2 * 1440, false)]
}

pub fn preview() -> Preview {
    let one = |id: &str, line: &str, before: &str, after: &str, laxer| PreviewChange {
        id: id.to_owned(),
        line: line.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        laxer,
    };
    Preview {
        judged: 143,
        changes: vec![
            one(
                "act-1",
                "Mail to Priya Nair and 2 others",
                "Held for 30 min",
                "Held for 60 min",
                false,
            ),
            one("act-8", "Comment on PAY-151", "Waits for a decision", "Done at once", true),
        ],
    }
}

pub fn privacy() -> PrivacyView {
    let one = |what: &str, kept: &str, count, to_model: &str| StoredKind {
        what: what.to_owned(),
        place: "In the data folder, encrypted".to_owned(),
        kept: kept.to_owned(),
        count,
        to_model: to_model.to_owned(),
    };
    PrivacyView {
        stored: vec![
            one(
                "Texts of mails and comments",
                "30 days, then a digest of each",
                Some(1_204),
                "The part that a draft rests on",
            ),
            one(
                "Artefacts and their versions",
                "As long as the project",
                Some(38),
                "Rows of clean sources",
            ),
            one("Audit", "As long as the installation", None, ""),
        ],
        to_model: texts(&[
            "The sanitised text of the signals that a draft rests on, without addresses.",
        ]),
        no_model_projects: texts(&["atlas"]),
        place: "Everything is in one folder on this machine.".to_owned(),
        backups: vec![("holdfast-2026-11-09.zst".to_owned(), NOW_MS - 600 * MIN, 3_450_000)],
    }
}

pub fn forgotten() -> Forgotten {
    Forgotten {
        counts: vec![("texts of signals".to_owned(), 41), ("drafts".to_owned(), 3)],
        stays: texts(&["The audit, with ids and digests, so that its chain stays valid."]),
    }
}

/// Settings with everything set that has a form of its own.
pub fn settings() -> SettingsView {
    let view = projects::settings();
    SettingsView {
        settings: Settings {
            boost: Some(Boost { autonomy: Autonomy::Act, until_ms: NOW_MS + 1440 * MIN }),
            always_ask: vec![
                AlwaysAsk { project: "payments".to_owned(), kind: Kind::EmailStakeholder },
                AlwaysAsk { project: String::new(), kind: Kind::JiraStatusChange },
            ],
            internal_domains: texts(&["northwind.example"]),
            ..view.settings.clone()
        },
        ..view
    }
}
