//! Recall and false positives on real texts, as counts; the texts themselves are never printed.
//!
//! The folder `../shared/data` is not part of a clone; without it each test says so and stops.

#![expect(clippy::unwrap_used, reason = "an unreadable data file should end the test")]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use scoring_core::sanitise::{ContentType, sanitise};
use serde_json::Value;

fn data(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(path);
    if !root.exists() {
        eprintln!("SKIPPED: ../shared/data/{path} is not there");
    }
    root.exists().then_some(root)
}

fn read(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|e| e == "gz") {
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut out).unwrap();
        return String::from_utf8_lossy(&out).into_owned();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn lines(path: &Path) -> Vec<Value> {
    read(path).lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn array(path: &Path) -> Vec<Value> {
    serde_json::from_str::<Vec<Value>>(&read(path)).unwrap()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or("").to_owned()
}

/// Share of flagged texts in basis points, printed with its name.
fn rate(name: &str, texts: &[String]) -> usize {
    let mut flagged = 0;
    let mut medium = 0;
    let mut rules = std::collections::BTreeMap::<String, usize>::new();
    for source in texts {
        let html = source.to_ascii_lowercase().contains("<html");
        let kind = if html { ContentType::Html } else { ContentType::Plain };
        let result = sanitise(source, kind);
        flagged += usize::from(result.flagged());
        medium += usize::from(result.severity() == scoring_core::Severity::Medium);
        let mut own: Vec<_> = result
            .findings
            .iter()
            .filter(|f| f.severity >= scoring_core::Severity::High)
            .map(|f| f.rule.trim_start_matches("sanitise.").to_owned())
            .collect();
        own.sort();
        own.dedup();
        for rule in own {
            *rules.entry(rule).or_default() += 1;
        }
    }
    let share = flagged * 10_000 / texts.len().max(1);
    println!(
        "{name:34} {flagged:5} of {:5} = {}.{:02} % (medium {medium}) {rules:?}",
        texts.len(),
        share / 100,
        share % 100
    );
    share
}

/// Body of a raw mail: the first text part, decoded well enough for counting.
fn mail_body(raw: &str) -> String {
    let (head, body) = raw.split_once("\n\n").unwrap_or(("", raw));
    let subject =
        head.lines().find_map(|l| l.strip_prefix("Subject: ")).unwrap_or_default().to_owned();
    let quoted = raw.contains("quoted-printable");
    let body = if quoted {
        body.replace("=\n", "").replace("=20", " ").replace("=3D", "=")
    } else {
        body.to_owned()
    };
    format!("{subject}\n\n{body}")
}

#[test]
fn ordinary_mail_is_not_flagged() {
    let Some(root) = data("mail") else { return };
    for (name, limit) in [("easy-ham-1", 40), ("hard-ham-1", 400)] {
        let mails: Vec<String> = lines(&root.join(format!("{name}.jsonl.gz")))
            .iter()
            .map(|v| mail_body(&text(v, "raw")))
            .collect();
        assert!(rate(name, &mails) <= limit, "{name}: too many false positives");
    }
    let mut templates = Vec::new();
    for entry in fs::read_dir(root.join("postmark")).unwrap() {
        templates.push(read(&entry.unwrap().path()));
    }
    assert!(rate("postmark", &templates) <= 100);
}

#[test]
fn ordinary_issues_are_not_flagged() {
    let Some(root) = data("jira") else { return };
    let issues: Vec<String> = lines(&root.join("issues-dev.jsonl.gz"))
        .iter()
        .map(|v| format!("{}\n\n{}", text(v, "title"), text(v, "description")))
        .collect();
    assert!(rate("jira issues", &issues) <= 30);
}

#[test]
fn business_mails_are_not_flagged() {
    let Some(root) = data("injection") else { return };
    let mails: Vec<String> =
        lines(&root.join("bipia/email_train.jsonl")).iter().map(|v| text(v, "context")).collect();
    assert!(rate("bipia mails", &mails) <= 100);
    let wild = array(&root.join("piguard/wildguard.json"));
    let wild: Vec<String> = wild.iter().map(|v| text(v, "prompt")).collect();
    assert!(rate("wildguard (benign)", &wild) <= 100, "wildguard: too many false positives");
    let valid = array(&root.join("piguard/valid.json"));
    for label in [0, 1] {
        let part: Vec<String> =
            valid.iter().filter(|v| v["label"] == label).map(|v| text(v, "prompt")).collect();
        rate(&format!("piguard valid, label {label}"), &part);
    }
    let frr = array(&root.join("purplellama/mitre_frr.json"));
    let frr: Vec<String> = frr.iter().map(|v| text(v, "mutated_prompt")).collect();
    rate("mitre frr (benign but scary)", &frr);
}

fn by(values: &[Value], group: &str, key: &str, name: &str) {
    let mut groups: Vec<String> = values.iter().map(|v| text(v, group)).collect();
    groups.sort();
    groups.dedup();
    for one in groups {
        let part: Vec<String> =
            values.iter().filter(|v| text(v, group) == one).map(|v| text(v, key)).collect();
        rate(&format!("{name} {one}"), &part);
    }
}

#[test]
fn attacks_are_flagged() {
    let Some(root) = data("injection") else { return };
    let dojo = lines(&root.join("agentdojo/attack_texts.jsonl"));
    by(&dojo, "attack", "text", "dojo");
    by(&dojo, "suite", "text", "dojo");
    let all: Vec<String> = dojo.iter().map(|v| text(v, "text")).collect();
    let dojo_rate = rate("agentdojo", &all);
    let direct: Vec<String> =
        dojo.iter().filter(|v| text(v, "attack") == "direct").map(|v| text(v, "text")).collect();
    assert!(rate("agentdojo direct", &direct) >= 7500, "agentdojo direct: recall fell");
    for part in ["base", "enhanced"] {
        let cases = array(&root.join(format!("injecagent/test_cases_dh_{part}.json")));
        let texts: Vec<String> = cases.iter().map(|v| text(v, "Tool Response")).collect();
        let least = if part == "base" { 8000 } else { 10_000 };
        assert!(rate(&format!("injecagent {part}"), &texts) >= least, "{part}: recall fell");
        if part == "base" {
            by(&cases, "Attack Type", "Tool Response", "injecagent");
        }
    }
    let goals = lines(&root.join("injecagent/attacker_cases_dh.jsonl"));
    let goals: Vec<String> = goals.iter().map(|v| text(v, "Attacker Instruction")).collect();
    rate("injecagent goals", &goals);
    let purple =
        array(&root.join("purplellama/prompt_injection_multilingual_machine_translated.json"));
    by(&purple, "speaking_language", "user_input", "purple");
    by(&purple, "injection_variant", "user_input", "purple");
    let texts: Vec<String> = purple.iter().map(|v| text(v, "user_input")).collect();
    assert!(rate("purplellama", &texts) >= 4000, "purplellama: recall fell");
    assert!(dojo_rate >= 9800, "agentdojo recall fell");
}

#[test]
fn soft_attacks_are_counted() {
    let Some(root) = data("injection") else { return };
    for file in ["text_attack_train", "code_attack_train"] {
        let groups: Value =
            serde_json::from_str(&read(&root.join(format!("bipia/{file}.json")))).unwrap();
        let mut all = Vec::new();
        for (name, list) in groups.as_object().unwrap() {
            let texts: Vec<String> =
                list.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect();
            rate(&format!("bipia {name}"), &texts);
            all.extend(texts);
        }
        let least = if file == "text_attack_train" { 6500 } else { 0 };
        assert!(rate(file, &all) >= least, "{file}: recall fell");
    }
    let mut trojans = Vec::new();
    for entry in fs::read_dir(root.join("trojan_source")).unwrap() {
        trojans.push(read(&entry.unwrap().path()));
    }
    rate("trojan source", &trojans);
}
