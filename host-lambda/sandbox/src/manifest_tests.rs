use super::*;

const HEAD: &str = "schema = 1\nname = \"jira\"\nversion = \"1.0.0\"\nwit = \"0.1.0\"\n";
const TARGET: &str = r#"
[[target]]
id = "jira"
description = "Jira Cloud"
calls_max = 7

[[target.allow]]
method = "GET"
path = "/rest/api/3/issue/{key}"
access = "read"

[[target.allow]]
method = "POST"
path = "/rest/api/3/issue/{key}/comment"
access = "write"
headers = ["x-atlassian-token"]
"#;

fn manifest() -> Manifest {
    Manifest::parse(&format!("{HEAD}{TARGET}")).unwrap()
}

fn refusal(text: &str) -> String {
    Manifest::parse(text).unwrap_err().to_string()
}

fn path(text: &str) -> Vec<String> {
    text.split('/').map(str::to_owned).collect()
}

#[test]
fn a_manifest_is_read_whole() {
    let manifest = manifest();
    assert_eq!(manifest.targets[0].calls_max, 7);
    assert_eq!(manifest.targets[0].request_bytes_max, 256 << 10);
    assert_eq!(manifest.targets[0].allow[1].access, Access::Write);
}

#[test]
fn what_is_wrong_is_named() {
    let table = [
        (format!("{HEAD}extra = 1"), "extra"),
        (format!("{HEAD}[[target]]\nid = \"a\"\nhost = \"x\""), "host"),
        (HEAD.replace("schema = 1", "schema = 2"), "schema is 2"),
        (HEAD.replace("0.1.0", "0.2.0"), "contract `0.2.0`"),
        (HEAD.replace("\"jira\"", "\"Ji ra\""), "`name`"),
        (format!("{HEAD}[[target]]\nid=\"a\"\n[[target]]\nid=\"a\""), "twice"),
        (format!("{HEAD}[[target]]\nid=\"a\"\ncalls_max=100000"), "at most 1000"),
        (format!("{HEAD}{TARGET}").replace("\"GET\"", "\"get\""), "none of"),
        (format!("{HEAD}{TARGET}").replace("\"GET\"", "\"DELETE\""), "access = \"write\""),
        (format!("{HEAD}{TARGET}").replace("x-atlassian-token", "cookie"), "cookie"),
        (format!("{HEAD}{TARGET}").replace("/rest/api/3/issue/{key}\"", "/a/../b\""), ".."),
    ];
    for (text, expected) in table {
        let found = refusal(&text);
        assert!(found.contains(expected), "{found} should name {expected}");
    }
}

#[test]
fn an_empty_list_denies() {
    let manifest = manifest();
    let none = Permissions::intersect(&manifest, &Grant::default());
    assert!(none.target("jira").unwrap_err().contains("`id = \"jira\"`"));
    let grant = Grant::parse("[[target]]\nid = \"jira\"").unwrap();
    let empty = Permissions::intersect(&manifest, &grant);
    let target = empty.target("jira").unwrap();
    let refusal = empty.rule(target, "GET", &path("rest/api/3/issue/PAY-1")).unwrap_err();
    let line = r#"{ method = "GET", path = "/rest/api/3/issue/{key}", access = "read" }"#;
    assert!(refusal.contains("in the grant") && refusal.contains(line), "{refusal}");
}

#[test]
fn the_lower_cap_and_the_common_headers_hold() {
    let mut grant = Grant::everything_asked(&manifest());
    grant.targets[0].calls_max = 3;
    grant.targets[0].allow[1].headers.clear();
    let both = Permissions::intersect(&manifest(), &grant);
    let target = both.target("jira").unwrap();
    assert_eq!(target.calls_max, 3);
    let rule = both.rule(target, "POST", &path("rest/api/3/issue/PAY-1/comment")).unwrap();
    assert!(rule.allow.headers.is_empty());
}

#[test]
fn a_grant_alone_gives_nothing() {
    let text = TARGET.replace("/rest/api/3/issue/{key}\"", "/rest/api/3/project/{key}\"");
    let both = Permissions::intersect(&manifest(), &Grant::parse(&text).unwrap());
    let target = both.target("jira").unwrap();
    assert!(both.rule(target, "GET", &path("rest/api/3/project/PAY")).is_err());
    assert!(both.rule(target, "GET", &path("rest/api/3/issue/PAY-1")).is_err());
}

#[test]
fn the_line_to_add_parses_and_hides_ids() {
    let all = Permissions::intersect(&manifest(), &Grant::everything_asked(&manifest()));
    let target = all.target("jira").unwrap();
    let refusal = all.rule(target, "DELETE", &path("rest/api/3/issue/PAY-1")).unwrap_err();
    let line = r#"{ method = "DELETE", path = "/rest/api/3/issue/{id}", access = "write" }"#;
    assert!(refusal.contains(line), "{refusal}");
    assert!(!refusal.contains("PAY-1"));
    let text = format!("{HEAD}[[target]]\nid = \"jira\"\nallow = [{line}]");
    assert_eq!(Manifest::parse(&text).unwrap().targets[0].allow[0].line(), line);
}

#[test]
fn the_most_specific_rule_wins() {
    let text = format!(
        "{HEAD}[[target]]\nid = \"t\"\nallow = [\
         {{ method = \"POST\", path = \"/a/{{x}}\", access = \"write\" }}, \
         {{ method = \"POST\", path = \"/a/search\", access = \"read\" }}]"
    );
    let manifest = Manifest::parse(&text).unwrap();
    let all = Permissions::intersect(&manifest, &Grant::everything_asked(&manifest));
    let target = all.target("t").unwrap();
    let access = |p: &str| all.rule(target, "POST", &path(p)).unwrap().allow.access;
    assert_eq!(access("a/search"), Access::Read);
    assert_eq!(access("a/other"), Access::Write);
}
