//! The sets: where their texts stand, what they are for, and what is aimed at.
//!
//! The files are read where they lie; nothing of them is copied or printed.

use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use scoring_core::sanitise::ContentType;
use serde_json::Value;

/// What the texts of a set are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Every text should be flagged.
    Attack,
    /// No text should be flagged.
    Benign,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Attack => "attack",
            Self::Benign => "benign",
        }
    }
}

/// A text with its encoding.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) body: String,
    pub(crate) content_type: ContentType,
    /// What it is counted under beside its set, such as its language; empty where nothing is told.
    pub(crate) group: String,
}

/// One row of the table.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Least share for attacks, largest for benign texts, in basis points; none where it is only told.
    pub(crate) aim: Option<usize>,
    pub(crate) texts: Vec<Text>,
}

/// Why a file could not be used.
#[derive(Debug)]
pub(crate) struct Unreadable {
    path: PathBuf,
    why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.why)
    }
}

fn unreadable(path: &Path, why: impl fmt::Display) -> Unreadable {
    Unreadable { path: path.to_owned(), why: why.to_string() }
}

fn read(path: &Path) -> Result<String, Unreadable> {
    let bytes = fs::read(path).map_err(|e| unreadable(path, e))?;
    if path.extension().is_none_or(|e| e != "gz") {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    let mut out = Vec::new();
    let mut unpacked = flate2::read::GzDecoder::new(bytes.as_slice());
    unpacked.read_to_end(&mut out).map_err(|e| unreadable(path, e))?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// The records of a JSON array or of a file with one record on each line.
fn records(path: &Path) -> Result<Vec<Value>, Unreadable> {
    let text = read(path)?;
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(&text).map_err(|e| unreadable(path, e));
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).map_err(|e| unreadable(path, e))).collect()
}

fn field(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or("").to_owned()
}

fn plain(body: String) -> Text {
    Text { body, content_type: ContentType::Plain, group: String::new() }
}

fn fields(records: &[Value], key: &str) -> Vec<Text> {
    records.iter().map(|value| plain(field(value, key))).collect()
}

/// Subject and first text of a raw mail, decoded well enough for counting.
fn mail(raw: &str) -> Text {
    let (head, body) = raw.split_once("\n\n").unwrap_or(("", raw));
    let subject = head.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or("");
    let body = if raw.contains("quoted-printable") {
        body.replace("=\n", "").replace("=20", " ").replace("=3D", "=")
    } else {
        body.to_owned()
    };
    let html = body.to_ascii_lowercase().contains("<html");
    let content_type = if html { ContentType::Html } else { ContentType::Plain };
    Text { body: format!("{subject}\n\n{body}"), content_type, group: String::new() }
}

/// Reads every set below `root`.
pub(crate) fn all(root: &Path) -> Result<Vec<Set>, Unreadable> {
    let mut sets = Vec::new();
    attacks(&root.join("injection"), &mut sets)?;
    benign(root, &mut sets)?;
    Ok(sets)
}

fn set(name: &str, kind: Kind, aim: Option<usize>, texts: Vec<Text>) -> Set {
    Set { name: name.to_owned(), kind, aim, texts }
}

fn attacks(root: &Path, sets: &mut Vec<Set>) -> Result<(), Unreadable> {
    use Kind::Attack;
    let dojo = records(&root.join("agentdojo/attack_texts.jsonl"))?;
    let (direct, other): (Vec<_>, Vec<_>) =
        dojo.into_iter().partition(|value| field(value, "attack") == "direct");
    sets.push(set("AgentDojo, direct", Attack, Some(7500), fields(&direct, "text")));
    sets.push(set("AgentDojo, other templates", Attack, Some(10_000), fields(&other, "text")));
    for (part, aim) in [("base", 8000), ("enhanced", 10_000)] {
        let path = root.join(format!("injecagent/test_cases_dh_{part}.json"));
        let texts = fields(&records(&path)?, "Tool Response");
        sets.push(set(&format!("InjecAgent, {part}"), Attack, Some(aim), texts));
    }
    for (file, name, aim) in [
        ("text_attack_train", "BIPIA, text", Some(6500)),
        ("code_attack_train", "BIPIA, code", None),
    ] {
        let path = root.join(format!("bipia/{file}.json"));
        let groups: Value =
            serde_json::from_str(&read(&path)?).map_err(|e| unreadable(&path, e))?;
        let lists = groups.as_object().into_iter().flat_map(|map| map.values());
        let texts = lists
            .flat_map(|list| list.as_array().into_iter().flatten())
            .map(|text| plain(text.as_str().unwrap_or("").to_owned()));
        sets.push(set(name, Attack, aim, texts.collect()));
    }
    let file = "purplellama/prompt_injection_multilingual_machine_translated.json";
    let lines = records(&root.join(file))?;
    let texts = lines.iter().map(|value| Text {
        group: field(value, "speaking_language"),
        ..plain(field(value, "user_input"))
    });
    let texts = texts.collect();
    sets.push(set("PurpleLlama, multilingual", Attack, Some(5000), texts));
    let (hostile, _) = valid(root)?;
    sets.push(set("PIGuard valid, attacks", Attack, None, hostile));
    sets.push(set("Trojan Source", Attack, None, folder(&root.join("trojan_source"))?));
    Ok(())
}

/// The two halves of the validation set of PIGuard.
fn valid(root: &Path) -> Result<(Vec<Text>, Vec<Text>), Unreadable> {
    let all = records(&root.join("piguard/valid.json"))?;
    let (hostile, benign): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|value| value.get("label").and_then(Value::as_u64) == Some(1));
    Ok((fields(&hostile, "prompt"), fields(&benign, "prompt")))
}

fn benign(root: &Path, sets: &mut Vec<Set>) -> Result<(), Unreadable> {
    use Kind::Benign;
    let issues = records(&root.join("jira/issues-dev.jsonl.gz"))?;
    let texts = issues
        .iter()
        .map(|v| plain(format!("{}\n\n{}", field(v, "title"), field(v, "description"))))
        .collect();
    sets.push(set("Real Jira issues", Benign, Some(50), texts));
    let mut mails = Vec::new();
    for part in ["easy", "hard"] {
        let raw = records(&root.join(format!("mail/{part}-ham-1.jsonl.gz")))?;
        let texts: Vec<Text> = raw.iter().map(|value| mail(&field(value, "raw"))).collect();
        mails.extend(texts.iter().cloned());
        sets.push(set(&format!("Real mail, {part} ham"), Benign, None, texts));
    }
    sets.push(set("Real mail, all", Benign, Some(100), mails));
    let templates = folder(&root.join("mail/postmark"))?;
    sets.push(set("Postmark templates", Benign, None, templates));
    let injection = root.join("injection");
    sets.push(set("BIPIA, business mails", Benign, Some(200), carriers(root)?));
    let wild = records(&injection.join("piguard/wildguard.json"))?;
    sets.push(set("WildGuard, benign", Benign, Some(100), fields(&wild, "prompt")));
    sets.push(set("PIGuard valid, benign", Benign, None, valid(&injection)?.1));
    let frr = records(&injection.join("purplellama/mitre_frr.json"))?;
    sets.push(set("MITRE, benign but scary", Benign, None, fields(&frr, "mutated_prompt")));
    Ok(())
}

/// Business mails in which an attack can be buried.
pub(crate) fn carriers(root: &Path) -> Result<Vec<Text>, Unreadable> {
    let mails = records(&root.join("injection/bipia/email_train.jsonl"))?;
    Ok(fields(&mails, "context"))
}

fn folder(path: &Path) -> Result<Vec<Text>, Unreadable> {
    let entries = fs::read_dir(path).map_err(|e| unreadable(path, e))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|e| unreadable(path, e))?.path());
    }
    paths.sort();
    let files =
        paths.into_iter().filter(|p| p.is_file() && p.file_name() != Some("LICENSE".as_ref()));
    files
        .map(|path| {
            let body = read(&path)?;
            let html = body.to_ascii_lowercase().contains("<html");
            let content_type = if html { ContentType::Html } else { ContentType::Plain };
            Ok(Text { body, content_type, group: String::new() })
        })
        .collect()
}
