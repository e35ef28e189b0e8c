//! The calls of the contract that set an installation up and manage it: first run, connections,
//! people, projects,
//! privacy and sessions. Errors are [`ApiError`] throughout.

use api_types::{
    Assign, AtRevision, ConnectApplication, ConnectJira, ConnectOutlook, ConnectionView,
    DeviceProgress, EditAddress, EditPerson, FirstRun, FirstRunMove, Forget, Forgotten,
    ImportPeople, ImportReport, JiraProject, MailFolder, MergePerson, NewPerson, PersonView,
    Preview, PrivacyView, ProjectForm, SessionView, Suggestion, TrySettings, UnassignedView,
};

use crate::services::api::{all, escaped};
use crate::services::http::{ApiError, get, post, post_empty, put};

/// Where the export is; the browser saves it as a file.
pub const EXPORT: &str = "/api/export";

/// How far the first run is.
///
/// # Errors
/// As [`ApiError`].
pub async fn first_run() -> Result<FirstRun, ApiError> {
    get("/api/first-run").await
}

/// Moves the first run on.
///
/// # Errors
/// As [`ApiError`].
pub async fn move_first_run(to: FirstRunMove) -> Result<FirstRun, ApiError> {
    post("/api/first-run", &to).await
}

/// Both integrations.
///
/// # Errors
/// As [`ApiError`].
pub async fn connections() -> Result<Vec<ConnectionView>, ApiError> {
    get("/api/connections").await
}

/// Connects Jira.
///
/// # Errors
/// As [`ApiError`].
pub async fn connect_jira(form: ConnectJira) -> Result<ConnectionView, ApiError> {
    post("/api/connections/jira", &form).await
}

/// Jira projects that the account can see.
///
/// # Errors
/// As [`ApiError`].
pub async fn jira_projects() -> Result<Vec<JiraProject>, ApiError> {
    get("/api/connections/jira/projects").await
}

/// Starts the device code sign-in.
///
/// # Errors
/// As [`ApiError`].
pub async fn start_device(form: ConnectOutlook) -> Result<DeviceProgress, ApiError> {
    post("/api/connections/outlook/device", &form).await
}

/// Asks how far the device code sign-in is.
///
/// # Errors
/// As [`ApiError`].
pub async fn device() -> Result<DeviceProgress, ApiError> {
    get("/api/connections/outlook/device").await
}

/// Connects Outlook with application permissions.
///
/// # Errors
/// As [`ApiError`].
pub async fn connect_application(form: ConnectApplication) -> Result<ConnectionView, ApiError> {
    post("/api/connections/outlook/application", &form).await
}

/// Mail folders that the account can see.
///
/// # Errors
/// As [`ApiError`].
pub async fn mail_folders() -> Result<Vec<MailFolder>, ApiError> {
    get("/api/connections/outlook/folders").await
}

/// Disconnects `jira` or `outlook`.
///
/// # Errors
/// As [`ApiError`].
pub async fn disconnect(name: &str) -> Result<ConnectionView, ApiError> {
    post(&format!("/api/connections/{}/disconnect", escaped(name)), &serde_json::json!({})).await
}

/// The whole directory, by name.
///
/// # Errors
/// As [`ApiError`].
pub async fn people() -> Result<Vec<PersonView>, ApiError> {
    all("/api/people").await
}

/// Adds a person.
///
/// # Errors
/// As [`ApiError`].
pub async fn add_person(person: &NewPerson) -> Result<PersonView, ApiError> {
    post("/api/people", person).await
}

/// Changes a person.
///
/// # Errors
/// As [`ApiError`].
pub async fn edit_person(id: &str, edit: &EditPerson) -> Result<PersonView, ApiError> {
    put(&format!("/api/people/{}", escaped(id)), edit).await
}

/// Changes one address.
///
/// # Errors
/// As [`ApiError`].
pub async fn edit_address(id: &str, edit: &EditAddress) -> Result<PersonView, ApiError> {
    post(&format!("/api/people/{}/address", escaped(id)), edit).await
}

/// Merges another entry into this one.
///
/// # Errors
/// As [`ApiError`].
pub async fn merge_person(id: &str, merge: &MergePerson) -> Result<PersonView, ApiError> {
    post(&format!("/api/people/{}/merge", escaped(id)), merge).await
}

/// Removes a person.
///
/// # Errors
/// As [`ApiError`].
pub async fn remove_person(id: &str, revision: u64) -> Result<(), ApiError> {
    post_empty(&format!("/api/people/{}/remove", escaped(id)), &AtRevision { revision }).await
}

/// Who could be in the directory.
///
/// # Errors
/// As [`ApiError`].
pub async fn suggestions() -> Result<Vec<Suggestion>, ApiError> {
    get("/api/people/suggestions").await
}

/// Imports a CSV file, or says what that would do.
///
/// # Errors
/// As [`ApiError`].
pub async fn import_people(import: &ImportPeople) -> Result<ImportReport, ApiError> {
    post("/api/people/import", import).await
}

/// What the user set about a project.
///
/// # Errors
/// As [`ApiError`].
pub async fn project_form(id: &str) -> Result<ProjectForm, ApiError> {
    get(&format!("/api/projects/{}/form", escaped(id))).await
}

/// Creates or changes a project.
///
/// # Errors
/// As [`ApiError`].
pub async fn save_project(form: &ProjectForm) -> Result<ProjectForm, ApiError> {
    put("/api/projects", form).await
}

/// Mail that no project matches, newest first.
///
/// # Errors
/// As [`ApiError`].
pub async fn unassigned() -> Result<Vec<UnassignedView>, ApiError> {
    all("/api/unassigned").await
}

/// Assigns a mail to a project.
///
/// # Errors
/// As [`ApiError`].
pub async fn assign(id: &str, assign: &Assign) -> Result<(), ApiError> {
    post_empty(&format!("/api/unassigned/{}/assign", escaped(id)), assign).await
}

/// What other settings would have changed.
///
/// # Errors
/// As [`ApiError`].
pub async fn preview(what: &TrySettings) -> Result<Preview, ApiError> {
    post("/api/settings/preview", what).await
}

/// What is stored.
///
/// # Errors
/// As [`ApiError`].
pub async fn privacy() -> Result<PrivacyView, ApiError> {
    get("/api/privacy").await
}

/// Forgets a person or a project.
///
/// # Errors
/// As [`ApiError`].
pub async fn forget(what: &Forget) -> Result<Forgotten, ApiError> {
    post("/api/forget", what).await
}

/// All sessions.
///
/// # Errors
/// As [`ApiError`].
pub async fn sessions() -> Result<Vec<SessionView>, ApiError> {
    get("/api/sessions").await
}

/// Ends one session.
///
/// # Errors
/// As [`ApiError`].
pub async fn end_session(id: &str) -> Result<Vec<SessionView>, ApiError> {
    post(&format!("/api/sessions/{}/end", escaped(id)), &serde_json::json!({})).await
}

/// Ends every session, this one included.
///
/// # Errors
/// As [`ApiError`].
pub async fn end_all_sessions() -> Result<(), ApiError> {
    post_empty("/api/sessions/end-all", &serde_json::json!({})).await
}
