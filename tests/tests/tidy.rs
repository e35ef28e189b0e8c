//! Rules are tests: who may know whom, how large a file may be, what may not be written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use holdfast_tests::process::root;
use serde_json::Value;

const SOURCE_LINES_MAX: usize = 600;
const ARCHITECTURE_LINES_MAX: usize = 300;

/// Workspace crates that each crate may depend on (DESIGN section 1). `holdfast` alone may name all.
const EDGES: [(&str, &[&str]); 26] = [
    ("scoring-core", &[]),
    ("holdfast-corpus", &["scoring-core"]),
    ("policy-wasm", &["scoring-core"]),
    ("holdfast-policy-js", &["scoring-core"]),
    ("api-types", &["scoring-core"]),
    ("plugin-payload", &[]),
    ("plugin-sdk", &["plugin-payload"]),
    ("plugin-jira", &["plugin-sdk", "plugin-payload"]),
    ("plugin-outlook", &["plugin-sdk", "plugin-payload"]),
    ("statemachine", &[]),
    ("holdfast-app", &["api-types", "plugin-payload", "scoring-core"]),
    ("holdfast-engine", &[]),
    ("holdfast-aot", &["holdfast-engine"]),
    ("holdfast-sandbox", &["holdfast-app", "holdfast-engine", "plugin-payload", "scoring-core"]),
    ("holdfast-store", &["holdfast-app"]),
    ("holdfast-adapters", &["holdfast-app"]),
    ("holdfast-server", &["api-types", "holdfast-app", "scoring-core"]),
    ("holdfast-upstream", &[]),
    (
        "holdfast-entrypoints",
        &[
            "api-types",
            "holdfast-adapters",
            "holdfast-app",
            "holdfast-sandbox",
            "holdfast-upstream",
            "plugin-payload",
            "scoring-core",
            "statemachine",
        ],
    ),
    ("holdfast-ui", &["api-types", "scoring-core"]),
    ("holdfast-aws", &["holdfast-adapters", "holdfast-app", "holdfast-store"]),
    ("holdfast-infra", &["statemachine"]),
    ("holdfast-deployed", &["holdfast-tests"]),
    ("holdfast-tests", &[]),
    ("holdfast-wasm-tests", &[]),
    ("xtask", &[]),
];
const ANY: [&str; 3] = ["holdfast", "holdfast-bootstrap", "xtask-bindgen"];

/// Everything that a crate may reach outside the workspace, directly: small and `no_std`.
const OUTSIDE: [(&str, &[&str]); 5] = [
    ("scoring-core", &["serde", "serde_json", "sha2"]),
    ("api-types", &["serde"]),
    ("plugin-payload", &["serde", "serde_json"]),
    ("plugin-jira", &[]),
    ("plugin-outlook", &[]),
];

/// What a crate must not reach by any way.
const UNREACHABLE: [(&str, &[&str]); 3] = [
    ("holdfast-app", &["wasmtime", "aws-", "axum", "reqwest", "hyper", "tokio", "rusqlite"]),
    ("holdfast-ui", &["wasmtime", "aws-", "axum", "reqwest", "holdfast-app"]),
    ("scoring-core", &["std", "rand", "getrandom", "libm", "tokio"]),
];

struct Graph {
    /// Normal dependencies by package name, direct.
    direct: BTreeMap<String, BTreeSet<String>>,
    members: BTreeSet<String>,
}

fn graph() -> Graph {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--filter-platform"])
        .arg("x86_64-unknown-linux-gnu")
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let list = |value: &Value| value.as_array().cloned().expect("a list");
    let text = |value: &Value| value.as_str().map(str::to_owned).expect("a text");
    let names: BTreeMap<String, String> =
        list(&metadata["packages"]).iter().map(|p| (text(&p["id"]), text(&p["name"]))).collect();
    let mut direct: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let from = direct.entry(names[&text(&node["id"])].clone()).or_default();
        for dep in list(&node["deps"]) {
            if list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                from.insert(names[&text(&dep["pkg"])].clone());
            }
        }
    }
    let members = list(&metadata["workspace_members"]);
    Graph { direct, members: members.iter().map(|id| names[&text(id)].clone()).collect() }
}

impl Graph {
    fn reach(&self, from: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![from.to_owned()];
        while let Some(name) = open.pop() {
            for next in self.direct.get(&name).into_iter().flatten() {
                if found.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        found
    }
}

/// Every broken edge rule, one sentence each.
fn broken_edges(graph: &Graph) -> Vec<String> {
    let mut broken = Vec::new();
    for member in graph.members.iter().filter(|m| !ANY.contains(&m.as_str())) {
        let Some((_, allowed)) = EDGES.iter().find(|(name, _)| name == member) else {
            broken.push(format!("`{member}` is new: say in tidy.rs whom it may know"));
            continue;
        };
        let direct = graph.direct.get(member).into_iter().flatten();
        for dep in direct.clone().filter(|d| graph.members.contains(*d)) {
            if !allowed.contains(&dep.as_str()) {
                broken.push(format!("`{member}` must not know `{dep}`"));
            }
        }
        if let Some((_, outside)) = OUTSIDE.iter().find(|(name, _)| name == member) {
            for dep in direct.filter(|d| !graph.members.contains(*d)) {
                if !outside.contains(&dep.as_str()) {
                    broken.push(format!("`{member}` must not depend on `{dep}`"));
                }
            }
        }
    }
    for (member, banned) in UNREACHABLE {
        for dep in graph.reach(member) {
            if banned.iter().any(|b| dep == *b || (b.ends_with('-') && dep.starts_with(b))) {
                broken.push(format!("`{member}` must not reach `{dep}`, not even indirectly"));
            }
        }
    }
    broken
}

#[test]
fn each_crate_knows_only_whom_it_may() {
    let graph = graph();
    assert!(graph.members.contains("scoring-core"), "the graph is empty");
    assert!(graph.reach("holdfast-sandbox").contains("wasmtime"), "the graph has no edges");
    let broken = broken_edges(&graph);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_broken_edge_is_seen() {
    let edge = |from: &str, to: &str| (from.to_owned(), BTreeSet::from([to.to_owned()]));
    let check = |direct: [(String, BTreeSet<String>); 2], expect: &str| {
        let members = ["holdfast-app", "holdfast-ui", "scoring-core", "newcomer"];
        let members = members.map(str::to_owned).into();
        let broken = broken_edges(&Graph { direct: direct.into(), members });
        assert!(broken.iter().any(|line| line == expect), "{broken:?}");
    };
    let nothing = || edge("newcomer", "serde");
    check(
        [edge("holdfast-ui", "holdfast-app"), nothing()],
        "`holdfast-ui` must not know `holdfast-app`",
    );
    check([edge("scoring-core", "rand"), nothing()], "`scoring-core` must not depend on `rand`");
    check(
        [edge("holdfast-app", "inner"), edge("inner", "aws-sdk-dynamodb")],
        "`holdfast-app` must not reach `aws-sdk-dynamodb`, not even indirectly",
    );
    check([nothing(), edge("x", "y")], "`newcomer` is new: say in tidy.rs whom it may know");
}

/// Files that git tracks or would track, relative to the root.
fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("paths are UTF-8");
    let mut files: Vec<String> =
        text.split('\0').filter(|p| root().join(p).is_file()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    files
}

/// What is wrong with one file, one sentence each.
fn faults(path: &str, text: &str) -> Vec<String> {
    // Written in two halves, so that this file does not find itself.
    const UNFINISHED: [&str; 4] = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("#[ig", "nore"),
        concat!("db", "g!("),
    ];
    const MACHINE: [&str; 8] = [
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("/ro", "ot/"),
        concat!("index.cra", "tes.io"),
        concat!("static.cra", "tes.io"),
        concat!("registry.np", "mjs.org"),
        concat!("pypi", ".org/simple"),
        concat!("files.python", "hosted.org"),
    ];
    let mut faults = Vec::new();
    let rust = Path::new(path).extension().is_some_and(|e| e == "rs");
    let mut look = |patterns: &[&str], why: &str| {
        for (number, line) in text.lines().enumerate() {
            if let Some(found) = patterns.iter().find(|p| line.contains(*p)) {
                faults.push(format!("{path}:{}: `{found}` {why}", number + 1));
            }
        }
    };
    if rust {
        look(&UNFINISHED, "is unfinished work");
    }
    look(&MACHINE, "belongs to one machine");
    let lines = text.lines().count();
    if rust && path.contains("src/") && lines > SOURCE_LINES_MAX {
        faults.push(format!("{path}: {lines} lines, at most {SOURCE_LINES_MAX}; split it"));
    }
    if path == "ARCHITECTURE.md" && lines > ARCHITECTURE_LINES_MAX {
        faults.push(format!("{path}: {lines} lines, at most {ARCHITECTURE_LINES_MAX}"));
    }
    faults
}

#[test]
fn files_are_small_finished_and_of_no_machine() {
    let files = files();
    assert!(files.iter().any(|f| f == "Cargo.toml"), "git lists no files");
    assert!(files.iter().any(|f| f == "ARCHITECTURE.md"), "ARCHITECTURE.md is missing");
    let mut all = Vec::new();
    for file in &files {
        // A picture has no lines.
        if let Ok(text) = std::fs::read_to_string(root().join(file)) {
            all.extend(faults(file, &text));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn a_fault_is_seen() {
    let check = |path: &str, text: &str, expect: usize| {
        let found = faults(path, text);
        assert_eq!(found.len(), expect, "{path}: {found:?}");
    };
    check("a/src/lib.rs", "fn main() {}\n", 0);
    check("a/src/lib.rs", concat!("to", "do!()\ndb", "g!(1)\n#[ig", "nore]\n"), 3);
    check("notes.md", concat!("to", "do!()"), 0);
    check("notes.md", concat!("see /ho", "me/someone\n"), 1);
    check("a/src/lib.rs", &"x\n".repeat(SOURCE_LINES_MAX), 0);
    check("a/src/lib.rs", &"x\n".repeat(SOURCE_LINES_MAX + 1), 1);
    check("a/tests/t.rs", &"x\n".repeat(SOURCE_LINES_MAX + 1), 0);
    check("ARCHITECTURE.md", &"x\n".repeat(ARCHITECTURE_LINES_MAX + 1), 1);
}
