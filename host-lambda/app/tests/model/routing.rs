//! Which project a mail belongs to, rule by rule, against the real table.

use holdfast_app::domain::keys;
use holdfast_app::domain::person::{Directory, Person};
use holdfast_app::domain::project::{Project, ProjectStatus};
use plugin_payload::{Actor, Mail, Signal, Text};
use scoring_core::{Address, Person as CorePerson, Relation};

use crate::world::World;

fn person(id: &str, address: &str, confirmed: bool) -> Person {
    let addresses = vec![Address { address: address.into(), confirmed }];
    let core =
        CorePerson { id: id.into(), relation: Relation::External, addresses, lapse_allowed: false };
    Person { core, name: id.into(), jira_account_id: String::new() }
}

fn project(id: &str, people: &[&str], domains: &[&str], folders: &[&str]) -> Project {
    let list = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    Project {
        id: id.into(),
        name: id.into(),
        key: id.to_uppercase(),
        mail_people: list(people),
        mail_domains: list(domains),
        mail_folders: list(folders),
        ..Project::default()
    }
}

fn mail(from: &str, thread: &str, subject: &str, body: &str) -> Signal {
    Signal {
        texts: vec![Text { text: body.into(), ..Text::default() }],
        mail: Some(Mail {
            conversation_id: thread.into(),
            from: vec![Actor { address: from.into(), ..Actor::default() }],
            subject: subject.into(),
            ..Mail::default()
        }),
        ..Signal::default()
    }
}

#[tokio::test]
async fn the_strongest_rule_that_knows_one_project_wins() {
    let world = World::without_key().await;
    let directory = Directory::new(vec![
        person("ann", "ann@one.example", true),
        person("both", "both@one.example", true),
        person("eve", "eve@one.example", false),
    ]);
    let projects = [
        project("pay", &["ann", "both"], &["two.example"], &["f-pay", "f-both"]),
        project("por", &["both"], &["one.example", "mail.two.example"], &["f-por", "f-both"]),
    ];
    let paused = Project { status: ProjectStatus::Paused, ..project("old", &["ann"], &[], &[]) };
    world.app.put_project(&paused).await.unwrap();
    for (thread, id) in [("t-por", "por"), ("t-old", "old"), ("t-gone", "gone")] {
        let write = world.app.remember_thread(thread, id).unwrap();
        world.app.table.write(vec![write]).await.unwrap();
    }
    let stranger = "x@else.example";
    // (folder, from, thread, subject, body, expected)
    let table = [
        ("f-pay", "ann@one.example", "t-por", "PAY-1", "", "por"),
        ("f-pay", "ann@one.example", "t-old", "PAY-1", "", keys::UNASSIGNED),
        ("inbox", "ann@one.example", "t-gone", "", "", "pay"),
        ("f-por", "ann@one.example", "", "", "see PAY-12", "pay"),
        ("f-por", "ann@one.example", "", "PAY-1 and POR-1", "", "por"),
        ("f-por", "ann@one.example", "t-new", "", "", "por"),
        ("f-both", "ann@one.example", "", "", "", "pay"),
        ("inbox", "both@one.example", "", "", "", keys::UNASSIGNED),
        ("inbox", "eve@one.example", "", "", "", "por"),
        ("inbox", "x@sub.one.example", "", "", "", "por"),
        ("inbox", "x@two.example", "", "", "", "pay"),
        ("inbox", "x@mail.two.example", "", "", "", keys::UNASSIGNED),
        ("inbox", stranger, "", "OLD-3", "UTF-8", keys::UNASSIGNED),
    ];
    for (folder, from, thread, subject, body, expected) in table {
        let signal = mail(from, thread, subject, body);
        let found = world.app.route(&signal, folder, &projects, &directory).await.unwrap();
        assert_eq!(found, expected, "{folder} {from} {thread} {subject} {body}");
    }
    let none = Signal::default();
    let found = world.app.route(&none, "inbox", &projects, &directory).await.unwrap();
    assert_eq!(found, keys::UNASSIGNED, "no mail at all");
}
