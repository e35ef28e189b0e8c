//! The browser client itself, against a page of its own.

use holdfast_tests::webdriver::{Browser, PATIENCE};
use serde_json::json;

const PAGE: &str = "data:text/html,<title>t</title>
<input data-testid=name oninput='out.textContent=value'><p id=out data-state=empty></p>
<button data-testid=go disabled onclick=\"out.dataset.state='gone'\">Go</button>
<script>setTimeout(()=>document.querySelector('button').disabled=false,300)</script>";

#[test]
fn a_browser_does_what_a_person_does() {
    let browser = Browser::start().expect("a browser");
    browser.goto(PAGE).expect("the page");
    let name = browser.test_id("name").expect("the field");
    name.type_text("Morgan Éllis").expect("typing");
    assert_eq!(browser.css("#out").and_then(|e| e.text()).as_deref(), Ok("Morgan Éllis"));
    assert_eq!(name.value().as_deref(), Ok("Morgan Éllis"));
    name.clear().expect("clearing");
    assert_eq!(name.value().as_deref(), Ok(""));
    assert_eq!(browser.css("#out").and_then(|e| e.text()).as_deref(), Ok(""), "the page heard it");

    browser.press("go").expect("it waits until the button is enabled");
    let state = browser.wait_attribute("#out", "data-state", PATIENCE, |s| s == "gone");
    assert_eq!(state.as_deref(), Ok("gone"));

    let sum = browser.execute("return arguments[0] + 1", &json!([41])).expect("a script");
    assert_eq!(sum, 42);
    let missing = browser.css("[data-testid=absent]").map(|_| ()).expect_err("there is none");
    assert!(missing.contains("no such element"), "{missing}");

    let first = browser.tab().expect("a handle");
    let second = browser.new_tab().expect("a tab");
    assert_ne!(first, second);
    assert_eq!(browser.all("button").map(|all| all.len()), Ok(0));
    browser.switch(&first).expect("back");
    assert_eq!(browser.all("button").map(|all| all.len()), Ok(1));

    let folder = holdfast_tests::folder::Folder::new("picture").expect("a folder");
    let picture = folder.path().join("page.png");
    browser.resize(800, 600).expect("a size");
    browser.screenshot(&picture).expect("a picture");
    let bytes = std::fs::read(&picture).expect("the file");
    assert_eq!(bytes.get(1..4), Some(b"PNG".as_slice()));
}
