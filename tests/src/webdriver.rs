//! A small WebDriver client for headless browsers: just what the tests do, in the words of a person.
//! Chromium it is, unless a test is about the other one too.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::folder::Folder;
use crate::http::Client;
use crate::process::Lines;
use crate::{Outcome, wait_until};

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";
const FIREFOX: &str = "/usr/bin/firefox-esr";
/// The variable that names geckodriver, which Debian does not have.
const GECKODRIVER: &str = "GECKODRIVER";
const CALL_MAX: Duration = Duration::from_secs(90);
const START_MAX: Duration = Duration::from_secs(30);
/// How long a page may take to show something.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// The key under which WebDriver returns an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const CONTROL: char = '\u{E009}';
const DELETE: char = '\u{E017}';
const RELEASE: char = '\u{E000}';

/// A browser window that closes on drop.
#[derive(Debug)]
pub struct Browser {
    // Dropped in this order: the session is deleted first (below), then the driver, then the profile.
    session: String,
    client: Client,
    driver: Driver,
    _profile: Folder,
}

#[derive(Debug)]
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // The whole group, which holds this driver and the browser that it started.
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.0.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver's end takes a browser along that does not close by itself.
        let _ = self.client.delete(&format!("/session/{}", self.session));
    }
}

/// One element of the page.
#[derive(Debug, Clone)]
pub struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

impl Browser {
    /// Starts a driver on a free port and a headless window of 1280 by 900 with a fresh profile.
    ///
    /// # Errors
    /// When chromium or chromedriver is missing or does not start.
    pub fn start() -> Outcome<Self> {
        installed(&[CHROMIUM, CHROMEDRIVER])?;
        let profile = Folder::new("profile")?;
        let mut args: Vec<String> = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
        ]
        .map(str::to_owned)
        .into();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": CHROMIUM, "args": args},
        }}});
        let mut driver = Command::new(CHROMEDRIVER);
        driver.args(["--port=0", "--log-level=WARNING"]);
        Self::open(&mut driver, "started successfully on port ", &wanted, profile)
    }

    /// The same in Firefox; the variable `GECKODRIVER` names the driver.
    ///
    /// # Errors
    /// When Firefox or its driver is missing or does not start.
    pub fn start_firefox() -> Outcome<Self> {
        installed(&[FIREFOX])?;
        let named = std::env::var_os(GECKODRIVER).map(PathBuf::from);
        let program = named.filter(|program| program.is_file()).ok_or_else(|| {
            format!("`{GECKODRIVER}` names no program; run `cargo xtask test --only wasm`")
        })?;
        let profile = Folder::new("profile")?;
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": FIREFOX,
                "args": ["-headless", "--width=1280", "--height=900"],
                "prefs": {
                    "app.normandy.enabled": false,
                    "app.update.enabled": false,
                    "datareporting.policy.dataSubmissionEnabled": false,
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                },
            },
        }}});
        let mut driver = Command::new(program);
        driver.arg("--port=0").arg("--profile-root").arg(profile.path());
        Self::open(&mut driver, "Listening on 127.0.0.1:", &wanted, profile)
    }

    fn open(driver: &mut Command, told: &str, wanted: &Value, profile: Folder) -> Outcome<Self> {
        let (driver, base) = start_driver(driver, told)?;
        let client = Client::new(&base, CALL_MAX);
        let made = value(client.post("/session", wanted)?)?;
        let session = string(&made["sessionId"], "a session id")?;
        Ok(Self { session, client, driver, _profile: profile })
    }

    fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        value(self.client.post(&format!("/session/{}{path}", self.session), body)?)
    }

    fn get(&self, path: &str) -> Outcome<Value> {
        value(self.client.get(&format!("/session/{}{path}", self.session))?)
    }

    /// The driver's process id, for a message.
    #[must_use]
    pub fn driver_id(&self) -> u32 {
        self.driver.0.id()
    }

    /// Opens an address and waits for its load event.
    ///
    /// # Errors
    /// When the page does not load.
    pub fn goto(&self, url: &str) -> Outcome<()> {
        self.post("/url", &json!({"url": url})).map(drop).map_err(|e| format!("`{url}`: {e}"))
    }

    /// The address of the page.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn url(&self) -> Outcome<String> {
        string(&self.get("/url")?, "an address")
    }

    /// The first element of a CSS selector, now.
    ///
    /// # Errors
    /// When there is none.
    pub fn css(&self, selector: &str) -> Outcome<Element<'_>> {
        let found = self
            .post("/element", &json!({"using": "css selector", "value": selector}))
            .map_err(|e| format!("`{selector}`: {e}"))?;
        Ok(Element { browser: self, id: string(&found[ELEMENT], "an element")? })
    }

    /// All elements of a CSS selector, now; perhaps none.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn all(&self, selector: &str) -> Outcome<Vec<Element<'_>>> {
        let found = self.post("/elements", &json!({"using": "css selector", "value": selector}))?;
        let list = found.as_array().ok_or("no list of elements")?;
        list.iter()
            .map(|e| Ok(Element { browser: self, id: string(&e[ELEMENT], "an element")? }))
            .collect()
    }

    /// The first element of a CSS selector, once there is one.
    ///
    /// # Errors
    /// When there is none within `timeout`.
    pub fn wait_for(&self, selector: &str, timeout: Duration) -> Outcome<Element<'_>> {
        wait_until(&format!("`{selector}`"), timeout, || self.css(selector))
            .map_err(|e| format!("{e}; the page is `{}`", self.url().unwrap_or_default()))
    }

    /// The element with this `data-testid`, once there is one.
    ///
    /// # Errors
    /// When there is none within [`PATIENCE`].
    pub fn test_id(&self, id: &str) -> Outcome<Element<'_>> {
        self.wait_for(&test_id(id), PATIENCE)
    }

    /// Presses what has this `data-testid`, once it is there and enabled.
    ///
    /// # Errors
    /// When it does not become pressable within [`PATIENCE`].
    pub fn press(&self, id: &str) -> Outcome<()> {
        self.press_css(&test_id(id))
    }

    /// Presses the first element of a CSS selector, once it is there and enabled.
    ///
    /// # Errors
    /// As [`Self::press`].
    pub fn press_css(&self, selector: &str) -> Outcome<()> {
        wait_until(&format!("pressing `{selector}`"), PATIENCE, || {
            let element = self.css(selector)?;
            if !element.enabled()? {
                return Err("it is disabled".to_owned());
            }
            // Away from what sticks to the edges of the window.
            element.centre()?;
            element.click()
        })
    }

    /// Waits until an attribute satisfies `good`, and returns it.
    ///
    /// # Errors
    /// When it does not within `timeout`: what it was last.
    pub fn wait_attribute(
        &self,
        selector: &str,
        name: &str,
        timeout: Duration,
        good: impl Fn(&str) -> bool,
    ) -> Outcome<String> {
        wait_until(&format!("`{name}` of `{selector}`"), timeout, || {
            let now = self.css(selector)?.attribute(name)?.unwrap_or_default();
            if good(&now) { Ok(now) } else { Err(format!("it is `{now}`")) }
        })
    }

    /// Runs a function body in the page and returns what it returns.
    ///
    /// # Errors
    /// When it throws.
    pub fn execute(&self, script: &str, args: &Value) -> Outcome<Value> {
        self.post("/execute/sync", &json!({"script": script, "args": args}))
    }

    /// Fetches JSON as the page itself would, with its cookie: `{status, body}`.
    /// `POST` and `PUT` carry the page's CSRF token under `csrf_header`.
    ///
    /// # Errors
    /// When the page cannot reach its server.
    pub fn fetch(&self, method: &str, path: &str, body: &Value) -> Outcome<(u16, Value)> {
        const SCRIPT: &str = "
            const [method, path, body, header, done] = arguments;
            (async () => {
                const ask = { method, headers: { 'content-type': 'application/json' } };
                if (method !== 'GET') {
                    ask.body = JSON.stringify(body);
                    const session = await (await fetch('/api/session')).json();
                    ask.headers[header] = session.csrf;
                }
                const answer = await fetch(path, ask);
                const text = await answer.text();
                return { status: answer.status, body: text ? JSON.parse(text) : null };
            })().then(done, (error) => done({ error: String(error) }));";
        let args = json!([method, path, body, CSRF_HEADER]);
        let got = self.post("/execute/async", &json!({"script": SCRIPT, "args": args}))?;
        let status = got["status"].as_u64().and_then(|s| u16::try_from(s).ok());
        let status = status.ok_or_else(|| format!("{method} {path}: {got}"))?;
        Ok((status, got["body"].clone()))
    }

    /// Writes a picture of the window.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub fn screenshot(&self, path: &Path) -> Outcome<()> {
        let text = string(&self.get("/screenshot")?, "a picture")?;
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(text)
            .map_err(|e| format!("the picture is not base64: {e}"))?;
        std::fs::write(path, bytes).map_err(|e| format!("`{}`: {e}", path.display()))
    }

    /// Sets the size of the window, in CSS pixels.
    ///
    /// # Errors
    /// When the driver refuses.
    pub fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        self.post("/window/rect", &json!({"width": width, "height": height})).map(drop)
    }

    /// Opens a tab and switches to it; returns its handle.
    ///
    /// # Errors
    /// When the driver refuses.
    pub fn new_tab(&self) -> Outcome<String> {
        let made = self.post("/window/new", &json!({"type": "tab"}))?;
        let handle = string(&made["handle"], "a tab")?;
        self.switch(&handle)?;
        Ok(handle)
    }

    /// Presses keys one after another, wherever the focus is.
    ///
    /// # Errors
    /// When the driver refuses.
    pub fn keys(&self, text: &str) -> Outcome<()> {
        let stroke = |c: char| {
            [json!({"type": "keyDown", "value": c}), json!({"type": "keyUp", "value": c})]
        };
        let strokes: Vec<Value> = text.chars().flat_map(stroke).collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": strokes});
        self.post("/actions", &json!({ "actions": [keyboard] })).map(drop)
    }

    /// The `data-testid` of what has the focus, or empty.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn focused(&self) -> Outcome<String> {
        let script = "return document.activeElement?.dataset?.testid ?? ''";
        string(&self.execute(script, &json!([]))?, "a test id")
    }

    /// The handle of the current tab.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn tab(&self) -> Outcome<String> {
        string(&self.get("/window")?, "a tab")
    }

    /// Switches to a tab.
    ///
    /// # Errors
    /// When it is gone.
    pub fn switch(&self, handle: &str) -> Outcome<()> {
        self.post("/window", &json!({"handle": handle})).map(drop)
    }
}

/// The name of the header that carries the CSRF token, as in `api_types::CSRF_HEADER`; the whole-system
/// tests know the product from outside only.
const CSRF_HEADER: &str = "x-holdfast-csrf";

impl Element<'_> {
    fn path(&self, tail: &str) -> String {
        format!("/element/{}{tail}", self.id)
    }

    /// Presses it with the mouse, scrolled into view.
    ///
    /// # Errors
    /// When something covers it.
    pub fn click(&self) -> Outcome<()> {
        self.browser.post(&self.path("/click"), &json!({})).map(drop)
    }

    /// Brings the element to the middle of the window.
    ///
    /// # Errors
    /// When it is gone.
    pub fn centre(&self) -> Outcome<()> {
        let script = "arguments[0].scrollIntoView({block: 'center'})";
        self.browser.execute(script, &json!([{ ELEMENT: self.id }])).map(drop)
    }

    /// Types into the element.
    ///
    /// # Errors
    /// When it cannot be typed into.
    pub fn type_text(&self, text: &str) -> Outcome<()> {
        self.browser.post(&self.path("/value"), &json!({"text": text})).map(drop)
    }

    /// Empties a field by keyboard, because only keys raise the events that a page listens to.
    ///
    /// # Errors
    /// When it takes no text.
    pub fn clear(&self) -> Outcome<()> {
        self.type_text(&[CONTROL, 'a', RELEASE, DELETE].iter().collect::<String>())
    }

    /// Its visible text.
    ///
    /// # Errors
    /// When it left the page.
    pub fn text(&self) -> Outcome<String> {
        string(&self.browser.get(&self.path("/text"))?, "a text")
    }

    /// An attribute, if it has it.
    ///
    /// # Errors
    /// When it left the page.
    pub fn attribute(&self, name: &str) -> Outcome<Option<String>> {
        let found = self.browser.get(&self.path(&format!("/attribute/{name}")))?;
        Ok(found.as_str().map(str::to_owned))
    }

    /// What a field holds now.
    ///
    /// # Errors
    /// When it is no field.
    pub fn value(&self) -> Outcome<String> {
        string(&self.browser.get(&self.path("/property/value"))?, "a value")
    }

    /// Whether it can be used.
    ///
    /// # Errors
    /// When it left the page.
    pub fn enabled(&self) -> Outcome<bool> {
        Ok(self.browser.get(&self.path("/enabled"))? == true)
    }
}

/// The selector of a `data-testid`.
#[must_use]
pub fn test_id(id: &str) -> String {
    format!("[data-testid={}]", Value::from(id))
}

fn installed(programs: &[&str]) -> Outcome<()> {
    match programs.iter().find(|program| !Path::new(program).exists()) {
        Some(missing) => {
            Err(format!("`{missing}` is missing; run `cargo xtask test --only packages`"))
        }
        None => Ok(()),
    }
}

/// Starts a driver, which says its port after the words `told`.
fn start_driver(command: &mut Command, told: &str) -> Outcome<(Driver, String)> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own, so that the browser can be ended with it and nothing else can.
        .process_group(0)
        .spawn()
        .map_err(|e| format!("`{name}` does not start: {e}"))?;
    let lines = Lines::default();
    if let Some(out) = child.stdout.take() {
        lines.follow(out);
    }
    if let Some(err) = child.stderr.take() {
        lines.follow(err);
    }
    let driver = Driver(child);
    let port = wait_until(&format!("`{name}`, which starts"), START_MAX, || {
        let all = lines.all();
        let port = all.iter().find_map(|line| line.split_once(told));
        let digits = port.map(|(_, t)| t.trim_end_matches(|c: char| !c.is_ascii_digit()));
        digits.and_then(|d| d.parse::<u16>().ok()).ok_or_else(|| all.join("\n"))
    })?;
    Ok((driver, format!("http://127.0.0.1:{port}")))
}

fn value((status, mut body): (u16, Value)) -> Outcome<Value> {
    let value = body["value"].take();
    if status == 200 {
        return Ok(value);
    }
    let (error, message) = (value["error"].as_str(), value["message"].as_str());
    let first = message.unwrap_or_default().lines().next().unwrap_or_default();
    Err(format!("{}: {first}", error.unwrap_or("the driver refused")))
}

fn string(value: &Value, what: &str) -> Outcome<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("`{value}` is not {what}"))
}
