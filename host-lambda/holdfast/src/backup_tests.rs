use std::path::PathBuf;

use holdfast_app::ports::{Item, Write};

use super::*;
use crate::compose::{self, Composed};
use holdfast_entrypoints::compose::configure_fresh;
use holdfast_entrypoints::connections::Connections;

/// A data folder that goes away with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("backup-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        create_private(&path).unwrap();
        Self(path)
    }

    async fn open(&self) -> (Composed, Backups) {
        let secrets = compose::secrets(&self.0).unwrap();
        let composed = compose::compose(&self.0, &Connections::default(), secrets).await.unwrap();
        let backups = Backups::new(&self.0, composed.store.clone(), String::new());
        (composed, backups)
    }

    fn backups(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.join("backups")).into_iter().flatten().flatten();
        entries.map(|e| e.file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn stored(app: &App) -> Option<u64> {
    app.load::<u64>(&keys::system("SCHEMA")).await.unwrap().map(|f| f.value)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_schema_is_backed_up_before_it_is_changed_and_only_once() {
    let folder = Folder::new("older");
    let (composed, backups) = folder.open().await;
    configure_fresh(&composed.app).await.unwrap();
    // Version 1 kept no number of its own.
    backups.before_migration(&composed.app).await.unwrap();
    let name = format!("holdfast-before-schema-{SCHEMA}.db.zst");
    assert_eq!(folder.backups(), std::slice::from_ref(&name));
    assert_eq!(stored(&composed.app).await, Some(SCHEMA));
    let packed = fs::read(folder.0.join("backups").join(&name)).unwrap();
    let plain = zstd::decode_all(packed.as_slice()).unwrap();
    assert!(plain.starts_with(b"SQLite format 3\0"));

    fs::remove_file(folder.0.join("backups").join(&name)).unwrap();
    backups.before_migration(&composed.app).await.unwrap();
    assert!(folder.backups().is_empty(), "nothing changes, nothing is backed up");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fresh_folder_has_nothing_to_back_up() {
    let folder = Folder::new("fresh");
    let (composed, backups) = folder.open().await;
    backups.before_migration(&composed.app).await.unwrap();
    assert!(folder.backups().is_empty());
    assert_eq!(stored(&composed.app).await, Some(SCHEMA));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_fails_is_an_event_and_leaves_nothing_behind() {
    let folder = Folder::new("fails");
    let (composed, backups) = folder.open().await;
    configure_fresh(&composed.app).await.unwrap();
    fs::write(folder.0.join("backups"), b"in the way").unwrap();
    backups.before_migration(&composed.app).await.unwrap();
    let events = composed.app.activity(None, None, None).await.unwrap().items;
    let told = events.first().map(|e| e.text.clone()).unwrap();
    assert!(told.starts_with("The backup before the upgrade could not be written."), "{told}");
    assert!(!told.contains("/"), "a path is in the activity: {told}");
    assert_eq!(fs::read(folder.0.join("backups")).unwrap(), b"in the way");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_travels_is_everything_but_this_process() {
    let folder = Folder::new("travels");
    let (composed, _) = folder.open().await;
    configure_fresh(&composed.app).await.unwrap();
    let put = |sk: &str| {
        let item = Item::new(keys::system(sk), &1).unwrap();
        Write::Put(item, holdfast_app::ports::Condition::Any)
    };
    let writes = ["SESSION#a", "LEASE#cycle", "setup", "PLACE", "EPOCH", "MOVED", "DIGEST-LAST"];
    composed.app.table.write(writes.map(put).to_vec()).await.unwrap();
    let packed = crate::transfer::export(&composed.store, &folder.0).await.unwrap();
    let items = holdfast_store::unpack(&packed.bytes).unwrap();
    let keys: Vec<&str> = items.iter().map(|i| i.key.sk.as_str()).collect();
    assert_eq!(keys, ["settings", "DIGEST-LAST", "FIRSTRUN"]);
}
