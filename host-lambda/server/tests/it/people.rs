//! The directory over HTTP: nothing is confirmed but by the user, one address at a time.

use api_types::{ActionState, ImportReport, Page, PersonView, ProjectForm, Suggestion};
use serde_json::{Value, json};

use crate::http::Got;
use crate::seed::{ELEANOR, eleanor, mail_to_eleanor};
use crate::support::{Tab, World};

async fn post(world: &World, tab: &Tab, path: &str, body: Value) -> Got {
    world.act_json(tab, path, &body.to_string()).await
}

/// A change that must go well.
#[track_caller]
fn good(got: &Got) -> PersonView {
    assert_eq!(got.status, 200, "{}", String::from_utf8_lossy(&got.body));
    got.read()
}

async fn add(world: &World, tab: &Tab, name: &str, addresses: &[&str]) -> PersonView {
    let body =
        json!({ "name": name, "relation": null, "addresses": addresses, "jira_account_id": "" });
    good(&post(world, tab, "/api/people", body).await)
}

async fn address(world: &World, tab: &Tab, person: &PersonView, verb: &str, address: &str) -> Got {
    let path = format!("/api/people/{}/address", person.id);
    let body = json!({ "revision": person.revision, "verb": verb, "address": address });
    post(world, tab, &path, body).await
}

#[tokio::test]
async fn somebody_new_is_external_and_not_confirmed() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let ann = add(&world, &tab, " Ann Bell ", &["Ann@Client.example", "ann@client.example"]).await;
    assert_eq!((ann.name.as_str(), ann.revision), ("Ann Bell", 1));
    assert_eq!(serde_json::to_value(ann.relation).unwrap(), "external");
    assert_eq!(ann.addresses.len(), 1, "the same address twice is one");
    assert!(!ann.addresses[0].confirmed && ann.addresses[0].address == "ann@client.example");
    assert!(ann.id.starts_with("p-") && !ann.id.contains("ann"), "an id says nothing: {}", ann.id);

    let again = json!({ "name": "Ann Bell", "relation": null, "addresses": ["ann@client.example"],
        "jira_account_id": "" });
    post(&world, &tab, "/api/people", again).await.refused(422, "invalid");
    for (name, addresses) in [("", json!([])), ("A\u{7}", json!([])), ("Ann", json!(["ann"]))] {
        let body = json!({ "name": name, "relation": null, "addresses": addresses, "jira_account_id": "" });
        post(&world, &tab, "/api/people", body).await.refused(422, "invalid");
    }
    // The same name at another address is another person, with a warning on both.
    let twin = add(&world, &tab, "Ann Bell", &["ann@elsewhere.example"]).await;
    assert!(twin.id != ann.id && twin.warning.contains("same name"), "{twin:?}");
}

#[tokio::test]
async fn an_address_is_confirmed_for_one_entry_at_a_time() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let ann = add(&world, &tab, "Ann Bell", &["ann@client.example"]).await;
    let eve = add(&world, &tab, "Eve Moor", &["ann@client.example"]).await;
    assert!(eve.addresses[0].warning.contains("another entry"));
    let confirmed = good(&address(&world, &tab, &ann, "confirm", "ann@client.example").await);
    assert!(confirmed.addresses[0].confirmed);
    let why = address(&world, &tab, &eve, "confirm", "ann@client.example").await;
    assert!(why.refused(422, "invalid").contains(&ann.id));
    // What was on screen before does not count any more.
    address(&world, &tab, &ann, "unconfirm", "ann@client.example").await.refused(409, "stale");
    let back = good(&address(&world, &tab, &confirmed, "unconfirm", "ann@client.example").await);
    assert!(!back.addresses[0].confirmed);
    good(&address(&world, &tab, &eve, "confirm", "ann@client.example").await);
    let added = good(&address(&world, &tab, &back, "add", "ann.bell@client.example").await);
    assert!(added.addresses.iter().all(|a| !a.confirmed));
    let gone = good(&address(&world, &tab, &added, "remove", "ann@client.example").await);
    assert_eq!(gone.addresses.len(), 1);
    address(&world, &tab, &gone, "remove", "no@client.example").await.refused(422, "invalid");
}

/// Two tabs confirm the same address for two people at the same moment: one of them wins.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_confirmations_of_one_address_do_not_both_happen() {
    let world = World::start().await;
    let tab = world.set_up().await;
    for round in 0..8 {
        let shared = format!("shared{round}@client.example");
        let ann = add(&world, &tab, &format!("Ann {round}"), &[&shared]).await;
        let eve = add(&world, &tab, &format!("Eve {round}"), &[&shared]).await;
        let (a, b) = tokio::join!(
            address(&world, &tab, &ann, "confirm", &shared),
            address(&world, &tab, &eve, "confirm", &shared)
        );
        let mut won = vec![a.status, b.status];
        won.sort_unstable();
        assert!(won == [200, 409] || won == [200, 422], "{won:?}");
    }
}

#[tokio::test]
async fn a_merge_moves_addresses_unconfirmed_and_projects_follow() {
    let world = World::start().await;
    let tab = world.set_up().await;
    eleanor(&world).await;
    let ann = add(&world, &tab, "Ann Bell", &["ann@client.example"]).await;
    let form: ProjectForm = world.look(&tab, "/api/projects/pay/form").await.read();
    let form = ProjectForm { stakeholders: vec!["eleanor".into()], ..form };
    let body = serde_json::to_string(&form).unwrap();
    assert_eq!(
        world.act(&tab, "PUT", "/api/projects").json(&body).send(world.port).await.status,
        200
    );
    let other: Page<PersonView> = world.look(&tab, "/api/people?find=Eleanor").await.read();
    let [other] = other.items.as_slice() else { panic!("{other:?}") };
    assert_eq!(other.projects, ["pay"]);

    let remove = json!({ "revision": other.revision });
    let why = post(&world, &tab, "/api/people/eleanor/remove", remove).await;
    assert!(why.refused(422, "invalid").contains("`pay`"));
    let path = format!("/api/people/{}/merge", ann.id);
    let ask = |revision| json!({ "revision": ann.revision, "other": "eleanor", "other_revision": revision });
    post(&world, &tab, &path, ask(other.revision + 1)).await.refused(409, "stale");
    let merged = good(&post(&world, &tab, &path, ask(other.revision)).await);
    assert!(merged.addresses.iter().any(|a| a.address == ELEANOR));
    assert!(merged.addresses.iter().all(|a| !a.confirmed), "a merge confirms nothing");
    assert_eq!(merged.projects, ["pay"]);
    let gone: Page<PersonView> = world.look(&tab, "/api/people?find=eleanor").await.read();
    assert_eq!(gone.items.len(), 1, "only the merged entry has the address now");
    assert_eq!(gone.items[0].id, ann.id);
    let form: ProjectForm = world.look(&tab, "/api/projects/pay/form").await.read();
    assert_eq!(form.stakeholders, [ann.id.as_str()]);
    post(&world, &tab, "/api/people/eleanor/remove", json!({ "revision": 1 }))
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn what_a_verdict_depends_on_judges_open_drafts_again() {
    let world = World::start().await;
    let tab = world.set_up().await;
    eleanor(&world).await;
    act(&world).await;
    let mail = mail_to_eleanor(&world, 1).await;
    assert_eq!(mail.state, ActionState::Held);
    let person: Page<PersonView> = world.look(&tab, "/api/people?find=eleanor").await.read();
    good(&address(&world, &tab, &person.items[0], "unconfirm", ELEANOR).await);
    let now = world.app.action(&mail.id).await.unwrap().value;
    assert_eq!(now.state, ActionState::Escalated, "{:?}", now.verdict.outcome);
}

/// The dial at level Act.
async fn act(world: &World) {
    let mut settings = world.app.config().await.unwrap().settings;
    settings.autonomy = scoring_core::Autonomy::Act;
    world.app.put_settings(&settings).await.unwrap();
}

#[tokio::test]
async fn lapse_and_relation_are_checked() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let ann = add(&world, &tab, "Ann Bell", &[]).await;
    let path = format!("/api/people/{}", ann.id);
    let put = |relation: &str, lapse: bool, account: &str| {
        let body = json!({ "revision": ann.revision, "name": "Ann Bell", "relation": relation,
            "lapse_allowed": lapse, "jira_account_id": account });
        world.act(&tab, "PUT", &path).json(&body.to_string()).send(world.port)
    };
    put("external", true, "").await.refused(422, "invalid");
    put("unknown", false, "").await.refused(422, "invalid");
    put("internal", true, "no spaces").await.refused(422, "invalid");
    let changed = good(&put("stakeholder", true, "712020:aa-1").await);
    assert!(changed.lapse_allowed);
    put("stakeholder", true, "").await.refused(409, "stale");
    let taken = json!({ "name": "Eve", "relation": "internal", "addresses": [],
        "jira_account_id": "712020:aa-1" });
    let why = post(&world, &tab, "/api/people", taken).await.refused(422, "invalid");
    assert!(why.contains(&ann.id), "{why}");
}

#[tokio::test]
async fn the_list_is_paged_by_name_and_found_by_name_or_address() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let rows: String = (0..120).map(|n| format!("Person {n:03},p{n}@client.example,\n")).collect();
    let body = json!({ "csv": format!("name,address,relation\n{rows}"),
        "confirm_addresses": false, "write": true });
    let report: ImportReport = post(&world, &tab, "/api/people/import", body).await.read();
    assert_eq!((report.added, report.refused), (120, 0));
    let mut names = Vec::new();
    let mut path = "/api/people?cursor=&find=".to_owned();
    loop {
        let page: Page<PersonView> = world.look(&tab, &path).await.read();
        names.extend(page.items.into_iter().map(|p| p.name));
        let Some(cursor) = page.cursor else { break };
        path = format!("/api/people?cursor={cursor}");
    }
    let expected: Vec<String> = (0..120).map(|n| format!("Person {n:03}")).collect();
    assert_eq!(names, expected);
    let found: Page<PersonView> = world.look(&tab, "/api/people?find=P77@").await.read();
    assert_eq!(found.items.len(), 1);
    world.look(&tab, "/api/people?cursor=gone").await.refused(422, "invalid");
    let long = "x".repeat(101);
    world.look(&tab, &format!("/api/people?find={long}")).await.refused(422, "invalid");
}

#[tokio::test]
async fn an_import_says_first_what_it_would_do() {
    let world = World::start().await;
    let tab = world.set_up().await;
    eleanor(&world).await;
    let csv = "\u{FEFF}Relation;Name;Address\r\n\
        internal;Ann Bell;ann@own.example\r\n\
        boss;Ben Cole;ben@own.example\r\n\
        ;\"Shaw; Eleanor\";ELEANOR.SHAW@harbourbank.example\r\n\
        external;Eve Moor;eve@harb0urbank.example\r\n\
        external;Ann Again;ann@own.example\r\n\
        external;No Address;\r\n";
    let body = |write| json!({ "csv": csv, "confirm_addresses": true, "write": write });
    let dry: ImportReport = post(&world, &tab, "/api/people/import", body(false)).await.read();
    assert_eq!((dry.added, dry.changed, dry.refused), (2, 1, 3), "{dry:?}");
    let lines: Vec<u64> = dry.notes.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 5, 6, 7], "{dry:?}");
    assert!(dry.notes[1].1.contains("written to look like"), "{dry:?}");
    let all: Page<PersonView> = world.look(&tab, "/api/people").await.read();
    assert_eq!(all.items.len(), 1, "a dry run writes nothing");

    let done: ImportReport = post(&world, &tab, "/api/people/import", body(true)).await.read();
    assert_eq!(done, dry);
    let all: Page<PersonView> = world.look(&tab, "/api/people").await.read();
    assert_eq!(all.items.len(), 3);
    assert!(all.items.iter().all(|p| p.addresses.iter().all(|a| a.confirmed)));
    let renamed = all.items.iter().find(|p| p.id == "eleanor").unwrap();
    assert_eq!(renamed.name, "Shaw; Eleanor");
    assert_eq!(serde_json::to_value(renamed.relation).unwrap(), "stakeholder", "empty: unchanged");
    let again: ImportReport = post(&world, &tab, "/api/people/import", body(true)).await.read();
    assert_eq!((again.added, again.changed, again.refused), (0, 0, 3));

    for (csv, part) in [
        ("", "empty"),
        ("name,address\nx,y@z.example", "columns"),
        ("name,address,relation\n\"x", "Line 2"),
    ] {
        let body = json!({ "csv": csv, "confirm_addresses": false, "write": true });
        let why = post(&world, &tab, "/api/people/import", body).await.refused(422, "invalid");
        assert!(why.contains(part), "{why}");
    }
}

#[tokio::test]
async fn services_that_do_not_answer_suggest_nobody_and_say_why() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let mut config = world.app.config().await.unwrap();
    config.mailbox = "me@own.example".into();
    let key = holdfast_app::domain::keys::config("settings");
    world.app.save(key, &config, config.settings.revision).await.unwrap();
    let all: Vec<Suggestion> = world.look(&tab, "/api/people/suggestions").await.read();
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].source.starts_with("no suggestions from Jira: "), "{all:?}");
    assert!(all[1].source.starts_with("no suggestions from Sent Items: "), "{all:?}");
    assert!(all.iter().all(|s| s.name.is_empty() && s.addresses.is_empty()));
}

#[tokio::test]
async fn the_largest_import_is_written_whole() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let rows = |count: u32| {
        let lines = (0..count).map(|n| format!("Name {n:04},n{n}@d{n}.example,internal\n"));
        format!("name,address,relation\n{}", lines.collect::<String>())
    };
    let body = |count| json!({ "csv": rows(count), "confirm_addresses": true, "write": true });
    let why = post(&world, &tab, "/api/people/import", body(2_001)).await.refused(422, "invalid");
    assert!(why.contains("2000 rows"), "{why}");
    let report: ImportReport = post(&world, &tab, "/api/people/import", body(2_000)).await.read();
    assert_eq!((report.added, report.refused), (2_000, 0));
    let directory = world.app.directory().await.unwrap();
    assert_eq!(directory.people().len(), 2_000);
    assert!(directory.by_address("n1999@d1999.example").is_some());
}
