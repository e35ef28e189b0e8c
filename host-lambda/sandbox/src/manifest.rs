//! `plugin.toml`: what an integration asks, what the operator grants, and the intersection of both.
//!
//! Unknown keys are errors and an empty list denies. A refusal names the exact line to add.

use serde::{Deserialize, Serialize};

use crate::SandboxError;
use crate::egress::path::PathTemplate;

/// The contract that this host speaks.
pub const WIT: &str = "0.1.0";
/// Most bytes of a request body that a manifest may ask for.
pub const REQUEST_BYTES_MAX: u64 = 4 << 20;
/// Most bytes of a response body that a manifest may ask for; the guest's own memory is 16 MiB.
pub const RESPONSE_BYTES_MAX: u64 = 8 << 20;
/// Most requests in one call that a manifest may ask for.
pub const CALLS_MAX: u32 = 1_000;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// What a path template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Changes nothing upstream.
    Read,
    /// Changes something: admitted only inside `prepare`, `submit` and `withdraw` of a claimed
    /// intent.
    Write,
}

impl Access {
    /// As written in `plugin.toml`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// One permitted kind of request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: String,
    /// Template such as `/rest/api/3/issue/{key}/comment`; `{name}` stands for exactly one segment.
    pub path: String,
    /// Whether it changes anything.
    pub access: Access,
    /// Request headers besides `accept` and `content-type`, lower case.
    #[serde(default)]
    pub headers: Vec<String>,
}

impl Allow {
    /// The line as it would stand in the `allow` list of a target.
    #[must_use]
    pub fn line(&self) -> String {
        let (method, path, access) = (&self.method, &self.path, self.access.as_str());
        format!(r#"{{ method = "{method}", path = "{path}", access = "{access}" }}"#)
    }
}

/// What is asked of one target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetAsk {
    /// Target id; the operator's configuration says where it points.
    pub id: String,
    /// For the person who grants.
    #[serde(default)]
    pub description: String,
    /// Longest request body, in bytes.
    #[serde(default = "request_bytes_default")]
    pub request_bytes_max: u64,
    /// Longest response body, in bytes.
    #[serde(default = "response_bytes_default")]
    pub response_bytes_max: u64,
    /// Most requests in one call of an export.
    #[serde(default = "calls_default")]
    pub calls_max: u32,
    /// Permitted requests; empty denies all.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

const fn request_bytes_default() -> u64 {
    256 << 10
}

const fn response_bytes_default() -> u64 {
    4 << 20
}

const fn calls_default() -> u32 {
    200
}

/// `plugin.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// 1.
    pub schema: u32,
    /// Integration name, such as `jira`.
    pub name: String,
    /// Version of the integration.
    pub version: String,
    /// Version of the contract that it was built for.
    pub wit: String,
    /// One sentence for the user.
    #[serde(default)]
    pub description: String,
    /// Channels that it serves, such as `jira_comment`.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Targets; none means no egress.
    #[serde(default, rename = "target")]
    pub targets: Vec<TargetAsk>,
}

impl Manifest {
    /// Parses and checks `plugin.toml`.
    ///
    /// # Errors
    /// When a key is unknown, missing, or has a value outside its limits.
    pub fn parse(text: &str) -> Result<Self, SandboxError> {
        let wrong = |reason: String| SandboxError::Manifest { name: "plugin.toml".into(), reason };
        let manifest: Self = toml::from_str(text).map_err(|error| wrong(toml_sentence(&error)))?;
        if manifest.schema != 1 {
            return Err(wrong(format!("schema is {}, this host reads 1", manifest.schema)));
        }
        if manifest.wit != WIT {
            let wit = &manifest.wit;
            return Err(wrong(format!(
                "it is built for contract `{wit}`, this host speaks `{WIT}`"
            )));
        }
        if !is_name(&manifest.name) {
            return Err(wrong("`name` is 1 to 64 of a-z, 0-9, `-` and `_`".to_owned()));
        }
        check_targets(&manifest.targets).map_err(wrong)?;
        Ok(manifest)
    }
}

/// What the operator grants: the same shape as the asking part of a manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Granted targets; none grants nothing.
    #[serde(default, rename = "target")]
    pub targets: Vec<TargetAsk>,
}

impl Grant {
    /// Everything that the manifest asks for.
    #[must_use]
    pub fn everything_asked(manifest: &Manifest) -> Self {
        Self { targets: manifest.targets.clone() }
    }

    /// Parses and checks a grant file.
    ///
    /// # Errors
    /// When a key is unknown, missing, or has a value outside its limits.
    pub fn parse(text: &str) -> Result<Self, SandboxError> {
        let wrong = |reason: String| SandboxError::Manifest { name: "grant".into(), reason };
        let grant: Self = toml::from_str(text).map_err(|error| wrong(toml_sentence(&error)))?;
        check_targets(&grant.targets).map_err(wrong)?;
        Ok(grant)
    }
}

fn toml_sentence(error: &toml::de::Error) -> String {
    error.message().lines().collect::<Vec<_>>().join(" ")
}

fn is_name(name: &str) -> bool {
    let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    (1..=64).contains(&name.len()) && name.bytes().all(legal)
}

fn check_targets(targets: &[TargetAsk]) -> Result<(), String> {
    for (index, target) in targets.iter().enumerate() {
        let id = &target.id;
        if !is_name(id) {
            return Err(format!("target id `{id}` is not 1 to 64 of a-z, 0-9, `-` and `_`"));
        }
        if targets[..index].iter().any(|other| other.id == *id) {
            return Err(format!("target `{id}` appears twice"));
        }
        let caps = [
            ("request_bytes_max", target.request_bytes_max, REQUEST_BYTES_MAX),
            ("response_bytes_max", target.response_bytes_max, RESPONSE_BYTES_MAX),
            ("calls_max", u64::from(target.calls_max), u64::from(CALLS_MAX)),
        ];
        for (key, value, max) in caps {
            if value > max {
                return Err(format!(
                    "`{key}` of target `{id}` is {value}, at most {max} is possible"
                ));
            }
        }
        for allow in &target.allow {
            check_allow(allow).map_err(|reason| format!("target `{id}`: {reason}"))?;
        }
    }
    Ok(())
}

fn check_allow(allow: &Allow) -> Result<(), String> {
    let method = &allow.method;
    if !METHODS.contains(&method.as_str()) {
        return Err(format!("method `{method}` is none of {}", METHODS.join(", ")));
    }
    // POST is left to the author: some upstreams search by POST.
    if allow.access == Access::Read && ["PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
        return Err(format!(
            "`{method} {}` changes something: write access = \"write\"",
            allow.path
        ));
    }
    for header in &allow.headers {
        crate::egress::headers::check_asked(header)?;
    }
    PathTemplate::parse(&allow.path).map(|_| ())
}

/// The intersection of a manifest and a grant.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    targets: Vec<PermittedTarget>,
    asked: Vec<TargetAsk>,
}

/// One target of the intersection.
#[derive(Clone, Debug)]
pub struct PermittedTarget {
    /// Target id.
    pub id: String,
    /// Longest request body, in bytes.
    pub request_bytes_max: u64,
    /// Longest response body, in bytes.
    pub response_bytes_max: u64,
    /// Most requests in one call of an export.
    pub calls_max: u32,
    rules: Vec<Rule>,
}

/// One permitted kind of request.
#[derive(Clone, Debug)]
pub struct Rule {
    /// As asked and granted; headers are those in both.
    pub allow: Allow,
    template: PathTemplate,
}

impl Permissions {
    /// Keeps what both sides name; the lower cap holds.
    #[must_use]
    pub fn intersect(manifest: &Manifest, grant: &Grant) -> Self {
        let mut targets = Vec::new();
        for ask in &manifest.targets {
            let Some(granted) = grant.targets.iter().find(|g| g.id == ask.id) else { continue };
            let rules = ask.allow.iter().filter_map(|allow| Rule::shared(allow, &granted.allow));
            targets.push(PermittedTarget {
                id: ask.id.clone(),
                request_bytes_max: ask.request_bytes_max.min(granted.request_bytes_max),
                response_bytes_max: ask.response_bytes_max.min(granted.response_bytes_max),
                calls_max: ask.calls_max.min(granted.calls_max),
                rules: rules.collect(),
            });
        }
        Self { targets, asked: manifest.targets.clone() }
    }

    /// The target of that id.
    ///
    /// # Errors
    /// The sentence with the line to add.
    pub fn target(&self, id: &str) -> Result<&PermittedTarget, String> {
        if let Some(target) = self.targets.iter().find(|target| target.id == id) {
            return Ok(target);
        }
        let id: String = id.chars().filter(char::is_ascii_graphic).take(64).collect();
        let place = if self.asked.iter().any(|ask| ask.id == id) {
            "the grant does not name it: add there"
        } else {
            "plugin.toml does not ask for it: add there, and to the grant,"
        };
        Err(format!("target `{id}`: {place} `[[target]]` with the line `id = \"{id}\"`"))
    }

    /// The most specific rule of `target` for a request; of equal ones the stricter.
    ///
    /// # Errors
    /// The sentence with the line to add.
    pub fn rule<'a>(
        &self,
        target: &'a PermittedTarget,
        method: &str,
        path: &[String],
    ) -> Result<&'a Rule, String> {
        let fits = |rule: &&Rule| rule.allow.method == method && rule.template.matches(path);
        let key = |rule: &&Rule| (rule.template.literals(), rule.allow.access == Access::Write);
        if let Some(rule) = target.rules.iter().filter(fits).max_by_key(key) {
            return Ok(rule);
        }
        let asked = self.asked.iter().filter(|ask| ask.id == target.id).flat_map(|ask| &ask.allow);
        for allow in asked {
            let matches = PathTemplate::parse(&allow.path).is_ok_and(|t| t.matches(path));
            if allow.method == method && matches {
                let (id, line) = (&target.id, allow.line());
                return Err(format!(
                    "not granted: add to `allow` of target `{id}` in the grant `{line}`"
                ));
            }
        }
        let known = METHODS.contains(&method);
        let line = Allow {
            method: if known { method } else { "GET" }.to_owned(),
            path: PathTemplate::suggest(path),
            access: if method == "GET" { Access::Read } else { Access::Write },
            headers: Vec::new(),
        }
        .line();
        Err(format!(
            "not asked for: add to `allow` of target `{}` in plugin.toml and in the grant `{line}`",
            target.id
        ))
    }
}

impl Rule {
    fn shared(ask: &Allow, granted: &[Allow]) -> Option<Self> {
        let same =
            |g: &&Allow| g.method == ask.method && g.path == ask.path && g.access == ask.access;
        let grant = granted.iter().find(same)?;
        let template = PathTemplate::parse(&ask.path).ok()?;
        let mut allow = ask.clone();
        allow.headers.retain(|header| grant.headers.contains(header));
        Some(Self { allow, template })
    }
}

#[cfg(test)]
#[path = "manifest_tests.rs"]
mod tests;
