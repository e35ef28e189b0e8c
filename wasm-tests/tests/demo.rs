//! The built package in a plain page: `demo.html`, served from the repository's root.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use holdfast_tests::process::root;
use holdfast_tests::wait_until;
use holdfast_tests::webdriver::{Browser, PATIENCE};
use holdfast_wasm_tests::known;
use serde_json::json;

const PACKAGE: &str = "target/holdfast/package";

/// Serves the page and the package, nothing else, until the test ends.
fn serve() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || answer(stream));
        }
    });
    format!("http://{address}")
}

fn answer(mut stream: TcpStream) {
    let mut line = String::new();
    let mut lines = BufReader::new(&stream);
    if lines.read_line(&mut line).is_err() {
        return;
    }
    // The rest of the head is read, or closing would reset the connection.
    let mut rest = String::new();
    while lines.read_line(&mut rest).is_ok_and(|n| n > 2) {
        rest.clear();
    }
    let path = line.split(' ').nth(1).unwrap_or_default().trim_start_matches('/');
    let known = path == "wasm-tests/demo.html" || path.starts_with(PACKAGE);
    let file = (known && !path.contains("..")).then(|| root().join(path));
    let (status, body) = match file.and_then(|file| std::fs::read(file).ok()) {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", Vec::new()),
    };
    let kind = match Path::new(path).extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        _ => "text/plain",
    };
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn package(file: &str) -> PathBuf {
    root().join(PACKAGE).join(file)
}

/// Writes a draft as a person would paste it.
fn paste(browser: &Browser, text: &str) {
    let script = "const draft = document.querySelector('#draft'); draft.value = arguments[0]; \
                  draft.dispatchEvent(new InputEvent('input')); return true;";
    assert_eq!(browser.execute(script, &json!([text])), Ok(json!(true)));
}

/// Waits until the status line has these words.
fn told(browser: &Browser, words: &str) {
    wait_until(&format!("`{words}`"), PATIENCE, || {
        let status = browser.css("#status")?.text()?;
        if status.contains(words) { Ok(()) } else { Err(status) }
    })
    .expect("the status");
}

#[test]
fn a_page_shows_findings_and_applies_a_fix_in_chromium() {
    shows_findings_and_applies_a_fix(&Browser::start().expect("Chromium"));
}

#[test]
fn a_page_shows_findings_and_applies_a_fix_in_firefox() {
    shows_findings_and_applies_a_fix(&Browser::start_firefox().expect("Firefox"));
}

fn shows_findings_and_applies_a_fix(browser: &Browser) {
    assert!(package("package.json").exists(), "build it with `cargo xtask package`");
    browser.goto(&format!("{}/wasm-tests/demo.html", serve())).expect("the page");
    told(browser, "finding");

    paste(browser, "𝄞 Grüße 👩‍👩‍👧‍👦, the colour of PAY-142 label is gray. Thank you.");
    let spelling =
        browser.wait_for("[data-rule='lint.british_spelling']", PATIENCE).expect("a finding");
    assert!(spelling.text().expect("a text").starts_with("gray "), "{:?}", spelling.text());
    browser.press_css("[data-rule='lint.british_spelling'] button").expect("a fix");
    let draft = browser.css("#draft").expect("the draft").value().expect("its text");
    assert_eq!(draft, "𝄞 Grüße 👩‍👩‍👧‍👦, the colour of PAY-142 label is grey. Thank you.");
    assert!(browser.all("[data-rule='lint.british_spelling']").expect("a list").is_empty());

    // What the core refuses is shown, not swallowed.
    paste(browser, &"x".repeat(1 << 20));
    told(browser, "at most 1048576 are read");
}

#[test]
fn the_package_says_what_it_is() {
    let read = |file| std::fs::read_to_string(package(file)).expect("build it first");
    let about: serde_json::Value = serde_json::from_str(&read("package.json")).expect("JSON");
    assert_eq!(about["name"], "@holdfast/policy");
    for file in about["files"].as_array().expect("a list") {
        let file = file.as_str().expect("a name");
        assert!(package(file).exists(), "`{file}` is listed and missing");
    }
    let types = read("holdfast_policy.d.ts");
    for line in [
        "export function verdict(request: Request): Verdict;",
        "export function sanitise(text: string, kind?: ContentType): Sanitised;",
        "export function lint(draft: Draft): Finding[];",
        "export interface Verdict {",
    ] {
        assert!(types.contains(line), "the types lack `{line}`");
    }
    let known = [known::REQUEST, known::DRAFT, known::PLAIN];
    let fields: BTreeSet<String> =
        known.iter().flat_map(|k| [k.answer, k.input]).flat_map(fields).collect();
    assert!(fields.len() > 60, "{fields:?}");
    // `content_type` is an argument in JavaScript.
    for field in fields.iter().filter(|field| *field != "content_type") {
        assert!(types.contains(&format!(" {field}: ")), "the types lack the field `{field}`");
    }
}

/// The names of all fields, at any depth.
fn fields(json: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut open: Vec<serde_json::Value> = vec![serde_json::from_str(json).expect("JSON")];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Object(fields) => {
                names.extend(fields.keys().cloned());
                open.extend(fields.into_iter().map(|(_, value)| value));
            }
            serde_json::Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    names
}
