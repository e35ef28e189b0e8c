//! The suite on the embedded table, and what only a file can show.

#![allow(clippy::unwrap_used, reason = "a failed step of a test is the failure")]

mod suite;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use holdfast_app::ports::{Condition, Item, Key, Query, Table, Write, query_all};
use holdfast_store::{Clock, EmbeddedStore, OpenError, TABLE, create_table};
use serde_json::json;

/// A folder that goes away with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("deep/holdfast.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn at(now_s: i64) -> Clock {
    Arc::new(move || now_s)
}

fn put(pk: &str, sk: &str, condition: Condition) -> Write {
    Write::Put(Item::new(Key::new(pk, sk), &json!({"sk": sk})).unwrap(), condition)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suite_in_memory() {
    let store = EmbeddedStore::memory().unwrap();
    suite::suite(&store.table(at(1_000)).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suite_on_a_file() {
    let folder = Folder::new("suite");
    let store = EmbeddedStore::open(&folder.file()).unwrap();
    let table = store.table(at(1_000)).await.unwrap();
    suite::suite(&table).await;
    // Creating again changes nothing.
    create_table(store.client(), TABLE).await.unwrap();
    suite::suite(&table).await;
}

#[tokio::test]
async fn expiry_follows_the_clock_that_is_given() {
    let now_s = Arc::new(AtomicI64::new(99));
    let clock = Arc::clone(&now_s);
    let store = EmbeddedStore::memory().unwrap();
    let table = store.table(Arc::new(move || clock.load(Ordering::Relaxed))).await.unwrap();
    let item = Item::new(Key::new("P", "1"), &json!(1)).unwrap().expiring(100);
    table.write(vec![Write::Put(item, Condition::Absent)]).await.unwrap();
    let key = Key::new("P", "1");
    assert!(table.get(&key).await.unwrap().is_some());
    table.write(vec![Write::Check(key.clone(), Condition::Rev(1))]).await.unwrap();
    now_s.store(100, Ordering::Relaxed);
    assert_eq!(table.get(&key).await.unwrap(), None);
    assert!(table.write(vec![Write::Check(key.clone(), Condition::Rev(1))]).await.is_err());
    // The sweep removes for good what is past by the system's clock, too.
    assert_eq!(store.sweep_ttl().await.unwrap(), 1);
    now_s.store(99, Ordering::Relaxed);
    assert_eq!(table.get(&key).await.unwrap(), None);
}

#[tokio::test]
async fn a_backup_is_a_whole_private_table() {
    let folder = Folder::new("backup");
    let store = EmbeddedStore::open(&folder.file()).unwrap();
    let table = store.table(at(0)).await.unwrap();
    table
        .write((0..50).map(|n| put("P", &format!("{n}"), Condition::Absent)).collect())
        .await
        .unwrap();
    let copy = folder.0.join("it's a backup.db");
    store.backup_to(&copy).await.unwrap();
    table.write(vec![put("P", "later", Condition::Absent)]).await.unwrap();
    assert!(store.backup_to(&copy).await.unwrap_err().to_string().contains("it's a backup.db"));
    let restored = EmbeddedStore::open(&copy).unwrap().table(at(0)).await.unwrap();
    assert_eq!(query_all(&restored, Query::prefix("P", ""), 60).await.unwrap().len(), 50);
    #[cfg(unix)]
    for file in [&copy, &folder.file()] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is open to others", file.display());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_openings_of_one_file_see_each_other() {
    let folder = Folder::new("two");
    let a = EmbeddedStore::open(&folder.file()).unwrap().table(at(0)).await.unwrap();
    let b = EmbeddedStore::open(&folder.file()).unwrap().table(at(0)).await.unwrap();
    for round in 0..20 {
        let sk = format!("{round}");
        let (x, y) = tokio::join!(
            a.write(vec![put("P", &sk, Condition::Absent), put("A", &sk, Condition::Absent)]),
            b.write(vec![put("P", &sk, Condition::Absent), put("B", &sk, Condition::Absent)]),
        );
        assert!(x.is_ok() != y.is_ok(), "round {round}: {x:?} {y:?}");
        let won_a = b.get(&Key::new("A", sk.as_str())).await.unwrap().is_some();
        assert_eq!(won_a, x.is_ok());
    }
}

#[track_caller]
fn refused(path: &Path, words: &[&str]) -> OpenError {
    let error = EmbeddedStore::open(path).unwrap_err();
    let sentence = error.to_string();
    for word in words.iter().chain([&path.to_str().unwrap()]) {
        assert!(sentence.contains(word), "`{word}` is missing: {sentence}");
    }
    assert!(!sentence.contains('\n'));
    error
}

#[test]
fn a_file_that_cannot_be_used_is_named_with_a_way_out() {
    let folder = Folder::new("refused");
    let error = refused(&folder.0, &["cannot be opened", "--data"]);
    assert!(matches!(error, OpenError::Unreadable { .. }));
    let junk = folder.0.join("junk.db");
    std::fs::write(&junk, "this is a letter, not a database; ".repeat(100)).unwrap();
    assert!(matches!(refused(&junk, &["restore a backup"]), OpenError::Damaged { .. }));
    let below = junk.join("holdfast.db");
    assert!(matches!(refused(&below, &["--data"]), OpenError::Unreadable { .. }));
    let held = folder.0.join("held.db");
    let holder = rusqlite::Connection::open(&held).unwrap();
    holder.execute_batch("CREATE TABLE t (v); BEGIN EXCLUSIVE").unwrap();
    assert!(matches!(refused(&held, &["stop that process"]), OpenError::Locked { .. }));
    drop(holder);
    EmbeddedStore::open(&held).unwrap();
}

/// The engine leaves this at its default: a commit reaches the disk before it is answered.
#[test]
fn the_bundled_engine_syncs_each_commit() {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let level: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();
    assert_eq!(level, 2);
}

const KILLED_FILE: &str = "HOLDFAST_STORE_TEST_KILLED_FILE";

/// Starts this test again as another process that writes and reports, and kills it midway.
#[test]
fn acknowledged_writes_survive_a_kill() {
    if let Some(path) = std::env::var_os(KILLED_FILE) {
        return write_until_killed(Path::new(&path));
    }
    let folder = Folder::new("killed");
    for life in 1..=3_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "acknowledged_writes_survive_a_kill", "--nocapture"])
            .env(KILLED_FILE, folder.file())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let number = |line: String| line.split("acknowledged:").nth(1).and_then(|n| n.parse().ok());
        let mut last = 0_u64;
        while last < life * 40 {
            last = lines.by_ref().find_map(number).expect("the child ended early");
        }
        child.kill().unwrap();
        last = lines.filter_map(number).last().unwrap_or(last);
        assert!(!child.wait().unwrap().success());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(verify(&folder.file(), last));
    }
}

fn write_until_killed(path: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let table = EmbeddedStore::open(path).unwrap().table(at(0)).await.unwrap();
        let done = query_all(&table, Query::prefix("SINGLE", ""), 1_000_000).await.unwrap().len();
        for n in done + 1..1_000_000 {
            let sk = format!("{n:06}");
            // A pair may be there already: the last life may have ended between the two writes.
            let pair = vec![put("LEFT", &sk, Condition::Any), put("RIGHT", &sk, Condition::Any)];
            table.write(pair).await.unwrap();
            table.write(vec![put("SINGLE", &sk, Condition::Absent)]).await.unwrap();
            println!("acknowledged:{n}");
        }
    });
}

async fn verify(path: &Path, last: u64) {
    let table = EmbeddedStore::open(path).unwrap().table(at(0)).await.unwrap();
    let mut found = Vec::new();
    for pk in ["LEFT", "RIGHT", "SINGLE"] {
        let items = query_all(&table, Query::prefix(pk, ""), 1_000_000).await.unwrap();
        found.push(items.into_iter().map(|i| i.key.sk).collect::<Vec<_>>());
    }
    assert!(found[2].len() as u64 >= last, "{last} acknowledged, {} found", found[2].len());
    assert_eq!(found[0], found[1], "half a transaction");
    assert!(found[0].len() >= found[2].len());
    for (n, sk) in found[2].iter().enumerate() {
        assert_eq!(*sk, format!("{:06}", n + 1));
    }
}
