//! The demo: the sample workspace behind stand-ins, a confirmed directory, hours all day every day.

use holdfast_app::domain::keys;
use holdfast_app::domain::person::Person;
use holdfast_app::domain::project::Project;
use holdfast_app::domain::settings::Config;
use holdfast_app::usecases::App;
use holdfast_sandbox::PluginHost;
use holdfast_upstream::{self as upstream, SamplePerson, SampleProject};
use scoring_core::{Address, Autonomy, Person as CorePerson, Relation};

use crate::err::EntryError;

/// Which workspace the stand-ins serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workspace {
    /// The sample.
    Sample,
    /// Real payloads.
    Payloads,
}

/// Configures a fresh table for the demo; an existing configuration is left alone.
///
/// # Errors
/// When the store fails.
pub async fn configure(
    app: &App,
    plugins: &PluginHost,
    workspace: Workspace,
) -> Result<(), EntryError> {
    if app.table.get(&keys::config("settings")).await?.is_some() {
        return Ok(());
    }
    let (people, projects) = match workspace {
        Workspace::Sample => (upstream::directory(), upstream::projects()),
        Workspace::Payloads => (upstream::payload_directory(), upstream::payload_projects()),
    };
    for person in &people {
        app.put_person(&confirmed(person)).await?;
    }
    for project in &projects {
        app.put_project(&project_of(project, &people, app.now())).await?;
    }
    let config = demo_config(app, own_account(plugins).await, workspace);
    app.save(keys::config("settings"), &config, 0).await?;
    Ok(())
}

fn demo_config(app: &App, own_account_id: String, workspace: Workspace) -> Config {
    let mut config = Config::initial("Europe/London");
    config.settings.autonomy = Autonomy::Act;
    config.settings.hours.start_min = 0;
    config.settings.hours.end_min = 1440;
    config.settings.hours.days = vec![1, 2, 3, 4, 5, 6, 7];
    config.settings.links_allowed =
        vec!["northwind.atlassian.net".to_owned(), "docs.northwind.example".to_owned()];
    config.settings.first_sync_days = if workspace == Workspace::Payloads { 0 } else { 14 };
    upstream::MAILBOX.clone_into(&mut config.mailbox);
    config.own_account_id = own_account_id;
    config.issue_link_base = "https://northwind.atlassian.net/browse/".to_owned();
    config.canaries = vec![app.clock.random_hex()];
    config
}

/// The account behind the Jira token, as Jira itself says; empty when it does not answer.
async fn own_account(plugins: &PluginHost) -> String {
    let details = plugins.health_details("jira").await.unwrap_or_default();
    serde_json::from_slice::<serde_json::Value>(&details)
        .ok()
        .and_then(|v| v.get("account_id").and_then(|a| a.as_str()).map(str::to_owned))
        .unwrap_or_default()
}

fn confirmed(person: &SamplePerson) -> Person {
    Person {
        core: CorePerson {
            id: person.id.clone(),
            relation: relation_of(person),
            addresses: person
                .addresses
                .iter()
                .map(|a| Address { address: a.clone(), confirmed: true })
                .collect(),
            lapse_allowed: false,
        },
        name: person.name.clone(),
        jira_account_id: person.jira_account_id.clone().unwrap_or_default(),
    }
}

const fn relation_of(person: &SamplePerson) -> Relation {
    match person.relation {
        upstream::Relation::Internal => Relation::Internal,
        upstream::Relation::Stakeholder => Relation::Stakeholder,
        upstream::Relation::External => Relation::External,
    }
}

fn project_of(project: &SampleProject, people: &[SamplePerson], created_ms: i64) -> Project {
    let writes = |person: &&SamplePerson| {
        person
            .addresses
            .iter()
            .any(|a| project.mail_domains.iter().any(|d| a.ends_with(&format!("@{d}"))))
    };
    Project {
        id: project.id.clone(),
        name: project.name.clone(),
        key: project.jira_key.clone(),
        board_id: Some(project.board_id),
        stakeholders: project.stakeholders.clone(),
        mail_people: people.iter().filter(writes).map(|p| p.id.clone()).collect(),
        created_ms,
        ..Project::default()
    }
}
