//! Projects and unassigned mail over HTTP.

use std::sync::atomic::Ordering;

use api_types::{Page, PersonView, ProjectForm, ProjectSummary, UnassignedView};
use holdfast_app::domain::keys;
use holdfast_app::domain::project::ProjectStatus;
use holdfast_app::domain::signal::{SignalState, StoredSignal};
use serde_json::json;

use crate::http::Got;
use crate::seed::{ELEANOR, eleanor, unassigned};
use crate::support::{Tab, World};

async fn put(world: &World, tab: &Tab, form: &ProjectForm) -> Got {
    let body = serde_json::to_string(form).unwrap();
    world.act(tab, "PUT", "/api/projects").json(&body).send(world.port).await
}

#[track_caller]
fn good(got: &Got) -> ProjectForm {
    assert_eq!(got.status, 200, "{}", String::from_utf8_lossy(&got.body));
    got.read()
}

fn new(name: &str, key: &str) -> ProjectForm {
    ProjectForm {
        name: name.into(),
        key: key.into(),
        status: "active".into(),
        ..ProjectForm::default()
    }
}

#[tokio::test]
async fn a_project_is_created_paused_archived_and_resumed() {
    let world = World::start().await;
    let tab = world.set_up().await;
    eleanor(&world).await;
    let mut form = new("Portal", "POR");
    form.mail_domains = vec!["HarbourBank.example".into(), "harbourbank.example".into()];
    form.mail_folders = vec!["Inbox".into(), "AAMkFolder1=".into()];
    form.stakeholders = vec!["eleanor".into(), "eleanor".into()];
    let created = good(&put(&world, &tab, &form).await);
    assert_eq!((created.id.as_str(), created.revision), ("por", 1));
    assert_eq!(created.mail_domains, ["harbourbank.example"]);
    assert_eq!(created.mail_folders, ["inbox", "AAMkFolder1="]);
    assert_eq!(created.stakeholders, ["eleanor"]);
    let read: ProjectForm = world.look(&tab, "/api/projects/por/form").await.read();
    assert_eq!(read, created);

    let mut form = created;
    for (status, listed) in [
        ("paused", ProjectStatus::Paused),
        ("archived", ProjectStatus::Archived),
        ("active", ProjectStatus::Active),
    ] {
        let old = form.clone();
        form.status = status.into();
        form = good(&put(&world, &tab, &form).await);
        let all = world.app.projects(listed).await.unwrap();
        assert!(all.iter().any(|p| p.id == "por"), "{status}");
        put(&world, &tab, &old).await.refused(409, "stale");
    }
    let all: Vec<ProjectSummary> = world.look(&tab, "/api/projects").await.read();
    assert_eq!(all.len(), 2);
    world.look(&tab, "/api/projects/none/form").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_form_that_does_not_fit_says_why() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let wrong = |change: &dyn Fn(&mut ProjectForm)| {
        let mut form = new("Portal", "POR");
        change(&mut form);
        form
    };
    let table: [(ProjectForm, &str); 10] = [
        (wrong(&|f| f.name = " ".into()), "name"),
        (wrong(&|f| f.key = "por".into()), "capitals"),
        (wrong(&|f| f.key = "PAY".into()), "`pay`"),
        (wrong(&|f| f.name = "payments".into()), "`pay`"),
        (wrong(&|f| f.status = "gone".into()), "status"),
        (wrong(&|f| (f.key, f.board_id) = (String::new(), Some(1))), "board"),
        (wrong(&|f| f.stakeholders = vec!["nobody".into()]), "directory"),
        (wrong(&|f| f.mail_domains = vec!["localhost".into()]), "domain"),
        (wrong(&|f| f.mail_folders = vec!["a/b".into()]), "folder"),
        (wrong(&|f| f.mail_domains = (0..101).map(|n| format!("d{n}.example")).collect()), "100"),
    ];
    for (form, part) in table {
        let why = put(&world, &tab, &form).await.refused(422, "invalid");
        assert!(why.contains(part), "{part}: {why}");
    }
    let unknown = ProjectForm { id: "nothing".into(), revision: 1, ..new("X", "XX") };
    put(&world, &tab, &unknown).await.refused(404, "not_found");
    let claimed = ProjectForm { revision: 3, ..new("X", "XX") };
    put(&world, &tab, &claimed).await.refused(409, "stale");
}

async fn signal(world: &World, id: &str) -> StoredSignal {
    world.app.load(&keys::signal("outlook", id)).await.unwrap().unwrap().value
}

async fn waiting(world: &World, tab: &Tab) -> Vec<UnassignedView> {
    world.look(tab, "/api/unassigned").await.read::<Page<UnassignedView>>().items
}

#[tokio::test]
async fn assigning_teaches_and_what_it_covers_follows() {
    let world = World::start().await;
    let tab = world.set_up().await;
    eleanor(&world).await;
    let first = unassigned(&world, 1, ELEANOR, "t1").await;
    let same_thread = unassigned(&world, 2, "someone@client.example", "t1").await;
    let same_sender = unassigned(&world, 3, ELEANOR, "t2").await;
    let same_domain = unassigned(&world, 4, "rajiv.menon@harbourbank.example", "t3").await;
    let other = unassigned(&world, 5, "ann@gmail.com", "t4").await;
    let list = waiting(&world, &tab).await;
    let ids: Vec<&str> = list.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids, [&other, &same_domain, &same_sender, &same_thread, &first], "newest first");
    assert_eq!((list[4].person.as_str(), list[4].subject.as_str()), ("eleanor", "Subject 1"));

    let assign = |id: String, teach: &'static str, project: &'static str| {
        let (world, tab) = (&world, &tab);
        async move {
            let body = json!({ "project": project, "teach": teach }).to_string();
            world.act_json(tab, &format!("/api/unassigned/{id}/assign"), &body).await
        }
    };
    let why = assign(same_domain.clone(), "sender", "pay").await.refused(422, "invalid");
    assert!(why.contains("not confirmed"), "{why}");
    let why = assign(other.clone(), "domain", "pay").await.refused(422, "invalid");
    assert!(why.contains("nybody"), "{why}");
    assign(first.clone(), "thread", "none").await.refused(404, "not_found");
    assert_eq!(waiting(&world, &tab).await.len(), 5, "a refusal assigns nothing");
    assert_eq!(world.pokes.load(Ordering::SeqCst), 0);

    assert_eq!(assign(first.clone(), "thread", "pay").await.status, 204);
    assert_eq!(waiting(&world, &tab).await.len(), 3, "the rest of the thread follows");
    for id in [&first, &same_thread] {
        let now = signal(&world, id).await;
        assert_eq!((now.project.as_str(), now.state), ("pay", SignalState::Pending));
    }
    assign(first.clone(), "thread", "pay").await.refused(422, "invalid");
    assert_eq!(assign(same_sender.clone(), "sender", "pay").await.status, 204);
    let form: ProjectForm = world.look(&tab, "/api/projects/pay/form").await.read();
    assert_eq!(form.mail_people, ["eleanor"]);
    assert_eq!(assign(same_domain.clone(), "domain", "pay").await.status, 204);
    let form: ProjectForm = world.look(&tab, "/api/projects/pay/form").await.read();
    assert_eq!(form.mail_domains, ["harbourbank.example"]);
    let left = waiting(&world, &tab).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].id, other);
    assert_eq!(world.pokes.load(Ordering::SeqCst), 3, "each assignment is worked on at once");
    let person: Page<PersonView> = world.look(&tab, "/api/people?find=eleanor").await.read();
    assert_eq!(person.items[0].projects, ["pay"]);

    let paused = ProjectForm { status: "paused".into(), ..form };
    good(&put(&world, &tab, &paused).await);
    let why = assign(other, "thread", "pay").await.refused(422, "invalid");
    assert!(why.contains("not active"), "{why}");
}
