use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::known::KNOWN_MAX;

/// A folder below the target folder that goes away with its value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("holdfast-secrets-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("secrets.json")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn what_is_set_is_read_back_by_another_reader_and_known() {
    let folder = Folder::new("roundtrip");
    let secrets = FileSecrets::open(folder.file()).unwrap();
    secrets.set("claude", Secret::new("key-123456")).await.unwrap();
    secrets.set("jira", Secret::new(r#"{"mail":"a@b","token":"jira-token-1"}"#)).await.unwrap();
    let mode = fs::metadata(folder.file()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "no temporary file stays");

    let other = FileSecrets::open(folder.file()).unwrap();
    assert_eq!(other.get("claude").await.unwrap().expose(), "key-123456");
    let known: Vec<String> =
        other.known_values().await.iter().map(|s| s.expose().to_owned()).collect();
    assert_eq!(known, ["jira-token-1", "key-123456"]);
}

#[tokio::test]
async fn a_replaced_value_stays_known() {
    let folder = Folder::new("replaced");
    let secrets = FileSecrets::open(folder.file()).unwrap();
    secrets.set("claude", Secret::new("the-old-key")).await.unwrap();
    secrets.set("claude", Secret::new("the-new-key")).await.unwrap();
    assert_eq!(secrets.get("claude").await.unwrap().expose(), "the-new-key");
    assert_eq!(secrets.known_values().await.len(), 2);
}

#[tokio::test]
async fn a_missing_secret_says_how_to_set_it() {
    let folder = Folder::new("missing");
    let secrets = FileSecrets::open(folder.file()).unwrap();
    let error = secrets.get("smtp").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no secret named `smtp`: set it with `holdfast secrets set smtp`"
    );
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    let folder = Folder::new("mode");
    for (mode, refused) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true)] {
        let _ = fs::remove_file(folder.file());
        fs::write(folder.file(), "{}").unwrap();
        fs::set_permissions(folder.file(), fs::Permissions::from_mode(mode)).unwrap();
        let opened = FileSecrets::open(folder.file());
        assert_eq!(opened.is_err(), refused, "mode {mode:o}");
        if let Err(error) = opened {
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_damaged_file_is_named_without_its_content_and_not_overwritten() {
    let folder = Folder::new("damaged");
    let secrets = FileSecrets::open(folder.file()).unwrap();
    fs::write(folder.file(), "{\"claude\": \"half-a-sec").unwrap();
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o600)).unwrap();
    let error = secrets.set("claude", Secret::new("new")).await.unwrap_err().to_string();
    assert!(error.contains("is not a JSON object") && !error.contains("half"), "{error}");
    assert!(fs::read_to_string(folder.file()).unwrap().contains("half-a-sec"));
}

#[tokio::test]
async fn concurrent_writers_lose_nothing() {
    let folder = Folder::new("concurrent");
    let secrets = std::sync::Arc::new(FileSecrets::open(folder.file()).unwrap());
    let mut tasks = Vec::new();
    for n in 0..16 {
        let secrets = std::sync::Arc::clone(&secrets);
        tasks.push(tokio::spawn(async move {
            secrets.set(&format!("s{n}"), Secret::new(format!("value-{n}"))).await
        }));
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    for n in 0..16 {
        assert_eq!(secrets.get(&format!("s{n}")).await.unwrap().expose(), format!("value-{n}"));
    }
}

#[tokio::test]
async fn a_removed_secret_is_gone_and_stays_known() {
    let folder = Folder::new("removed");
    let secrets = FileSecrets::open(folder.file()).unwrap();
    secrets.set("jira", Secret::new("a-token-of-jira")).await.unwrap();
    secrets.set("claude", Secret::new("a-key-of-claude")).await.unwrap();
    secrets.remove("jira").await.unwrap();
    secrets.remove("jira").await.unwrap();
    assert!(secrets.get("jira").await.is_err());
    assert_eq!(secrets.get("claude").await.unwrap().expose(), "a-key-of-claude");
    assert_eq!(secrets.known_values().await.len(), 2);
    let text = fs::read_to_string(folder.file()).unwrap();
    assert!(!text.contains("a-token-of-jira"), "{text}");
}

#[tokio::test]
async fn a_secret_that_rotates_for_ever_does_not_fill_the_memory() {
    let folder = Folder::new("rotating");
    let secrets = FileSecrets::open(folder.file()).unwrap();
    secrets.set("claude", Secret::new("a-key-of-claude")).await.unwrap();
    for number in 0..KNOWN_MAX + 40 {
        secrets.set("graph", Secret::new(format!("refresh-token-{number:04}"))).await.unwrap();
    }
    let known = secrets.known_values().await;
    assert_eq!(known.len(), KNOWN_MAX);
    let last = format!("refresh-token-{:04}", KNOWN_MAX + 39);
    for value in ["a-key-of-claude", last.as_str()] {
        assert!(known.iter().any(|k| k.expose() == value), "{value} is not known any more");
    }
}
