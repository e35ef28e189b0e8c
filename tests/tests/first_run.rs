//! From nothing to the first approved mail through the pages: an empty folder, stand-ins for the services, a
//! browser; once with a mouse, once with the keyboard alone.

use std::time::Duration;

use holdfast_tests::apart::PASSPHRASE;
use holdfast_tests::folder::Folder;
use holdfast_tests::process::{Process, run};
use holdfast_tests::stand_ins::StandIns;
use holdfast_tests::webdriver::{Browser, PATIENCE, test_id};
use holdfast_tests::{Outcome, wait_until};
use serde_json::Value;

/// A first sync or a cycle, on two busy cores.
const CYCLE_MAX: Duration = Duration::from_secs(120);
const SEND_MAX: Duration = Duration::from_secs(60);
/// More presses of Tab than any page has stops.
const TABS_MAX: usize = 300;
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const SPACE: &str = " ";
const RIGHT: &str = "\u{E014}";
const PEOPLE: &str = "name,address,relation\n\
    Eleanor Shaw,eleanor.shaw@harbourbank.example,stakeholder\n\
    Rajiv Menon,rajiv.menon@harbourbank.example,stakeholder\n";

/// How the person works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    Mouse,
    Keyboard,
}

struct Person {
    // Dropped first: the browser, then the programs.
    browser: Browser,
    hand: Hand,
    stand_ins: StandIns,
    base: String,
    _agent: Process,
    _upstream: Process,
    _data: Folder,
}

impl Person {
    fn with_nothing(hand: Hand) -> Outcome<Self> {
        let mut upstream = Process::start(&["upstream", "--port", "0"])?;
        let url = upstream.line("Stand-ins listen on ")?;
        let data = Folder::new("first-run")?;
        let place = data.path().display().to_string();
        run(&["secrets", "set", "claude", "--data", &place], b"demo-claude-key\n")?;
        let args = ["run", "--port", "0", "--upstream", &url, "--data", &place];
        let mut agent = Process::start(&args)?;
        let base = agent.line("Holdfast listens on ")?;
        let link = agent.line("Open ")?;
        let browser = Browser::start()?;
        browser.goto(&link)?;
        let stand_ins = StandIns::at(&url);
        Ok(Self { browser, hand, stand_ins, base, _agent: agent, _upstream: upstream, _data: data })
    }

    /// Moves the focus to a control by Tab alone.
    fn reach(&self, id: &str) -> Outcome<()> {
        self.browser.test_id(id)?;
        for _ in 0..TABS_MAX {
            if self.browser.focused()? == id {
                return Ok(());
            }
            self.browser.keys(TAB)?;
        }
        Err(format!("`{id}` cannot be reached by Tab"))
    }

    fn press(&self, id: &str) -> Outcome<()> {
        if self.hand == Hand::Mouse {
            return self.browser.press(id);
        }
        wait_until(&format!("`{id}` to be enabled"), PATIENCE, || {
            let enabled = self.browser.test_id(id)?.enabled()?;
            if enabled { Ok(()) } else { Err("it is disabled".to_owned()) }
        })?;
        self.reach(id)?;
        self.browser.keys(ENTER)
    }

    fn tick(&self, id: &str) -> Outcome<()> {
        if self.hand == Hand::Mouse {
            return self.browser.press(id);
        }
        self.reach(id)?;
        self.browser.keys(SPACE)
    }

    /// Types into a field, over what is there.
    fn fill(&self, id: &str, text: &str) -> Outcome<()> {
        if self.hand == Hand::Keyboard {
            self.reach(id)?;
        }
        // A page that was just drawn may be drawn again.
        wait_until(&format!("`{id}` to hold what is typed"), PATIENCE, || {
            let field = self.browser.test_id(id)?;
            field.clear()?;
            field.type_text(text)?;
            let holds = field.value()?;
            if holds == text { Ok(()) } else { Err(holds) }
        })
    }

    /// Chooses an entry of a list by its first letters.
    fn choose(&self, id: &str, entry: &str) -> Outcome<()> {
        if self.hand == Hand::Keyboard {
            self.reach(id)?;
        }
        wait_until(&format!("`{id}` to take a choice"), PATIENCE, || {
            self.browser.test_id(id)?.type_text(entry)
        })
    }

    fn get(&self, path: &str) -> Outcome<Value> {
        match self.browser.fetch("GET", path, &Value::Null)? {
            (200, body) => Ok(body),
            (status, body) => Err(format!("{path}: {status} {body}")),
        }
    }

    fn zone(&self) -> Outcome<()> {
        self.fill("start-zone-start", "00:00")?;
        self.fill("start-zone-end", "24:00")?;
        for day in ["start-zone-day-6", "start-zone-day-7"] {
            self.tick(day)?;
        }
        self.press("start-zone-save")
    }

    /// A wrong token is told in words and stores nothing; the right one goes on to the next step.
    fn jira(&self) -> Outcome<()> {
        self.fill("start-jira-site", "https://northwind.atlassian.net/jira/your-work")?;
        self.fill("start-jira-mail", "agent@northwind.example")?;
        self.fill("start-jira-token", "not-the-token")?;
        self.press("start-jira-connect")?;
        let told = self.browser.wait_for("[role=alert]", PATIENCE)?.text()?;
        assert!(told.contains("Jira refuses"), "{told}");
        self.fill("start-jira-token", "demo-jira-token")?;
        self.press("start-jira-connect")
    }

    fn outlook(&self) -> Outcome<()> {
        self.fill("start-outlook-tenant", "northwind-tenant")?;
        self.fill("start-outlook-client", "demo-graph-client")?;
        self.press("start-outlook-connect")?;
        // The stand-in's user types the code; the page goes on by itself.
        self.browser.test_id("start-people-done").map(drop)
    }

    /// Colleagues from the suggestions, one by one; stakeholders from a file, with their addresses confirmed.
    fn people(&self) -> Outcome<()> {
        let add = "start-people-suggest-0-add";
        self.browser.test_id(add)?;
        while let Some(left) = Some(self.suggested()?).filter(|left| *left > 0) {
            self.choose("start-people-suggest-0-relation", "Colleague")?;
            self.press(add)?;
            wait_until("a suggestion less", PATIENCE, || match self.suggested()? {
                now if now < left => Ok(()),
                now => Err(format!("{now} are left")),
            })?;
        }
        self.press("start-people-done")?;
        self.browser.test_id("start-project-key")?;
        self.browser.goto(&format!("{}/#/people", self.base))?;
        self.browser.test_id("nav-people")?;
        self.fill("people-import-text", PEOPLE)?;
        self.tick("people-import-confirm")?;
        self.press("people-import-check")?;
        self.press("people-import-write")?;
        wait_until("the import", PATIENCE, || {
            let told = self.browser.test_id("people-import-report")?.text()?;
            if told.starts_with("Done") { Ok(()) } else { Err(told) }
        })
    }

    fn suggested(&self) -> Outcome<usize> {
        let buttons = "[data-testid^=start-people-suggest-][data-testid$=-add]";
        Ok(self.browser.all(buttons)?.len())
    }

    fn project(&self) -> Outcome<()> {
        self.browser.goto(&format!("{}/#/start", self.base))?;
        self.choose("start-project-key", "Payments")?;
        self.choose("start-project-board", "PAY")?;
        let people = self.get("/api/people")?;
        for name in ["Eleanor Shaw", "Rajiv Menon"] {
            let all = people["items"].as_array().into_iter().flatten();
            let person = all.clone().find(|p| p["name"] == name).ok_or("the import is lost")?;
            let id = person["id"].as_str().unwrap_or_default();
            self.tick(&format!("start-project-stakeholder-{id}"))?;
        }
        self.press("start-project-save")?;
        self.browser.test_id("start-sync")?;
        wait_until("the first sync", CYCLE_MAX, || {
            let sync = &self.get("/api/first-run")?["sync"];
            let done = sync["artefacts"] == 4 && sync["running"] == false;
            if done { Ok(()) } else { Err(sync.to_string()) }
        })?;
        let told = self.browser.test_id("start-sync")?.text()?;
        assert!(told.contains("Artefacts written"), "{told}");
        self.press("start-finish")?;
        wait_until("Mission Control", PATIENCE, || {
            let url = self.browser.url()?;
            if url.ends_with("#/") { Ok(()) } else { Err(url) }
        })?;
        let status = self.get("/api/status")?;
        assert_eq!(status["autonomy"], "observe", "{status}");
        Ok(())
    }

    /// What happens under Observe is only written down; under Act a mail is held.
    fn dial(&self) -> Outcome<()> {
        self.browser.goto(&format!("{}/#/settings", self.base))?;
        self.reach("dial")?;
        self.browser.keys(&RIGHT.repeat(2))?;
        self.press("save-settings")?;
        wait_until("the dial", PATIENCE, || {
            let status = self.get("/api/status")?;
            if status["autonomy"] == "act" { Ok(()) } else { Err(status.to_string()) }
        })
    }

    fn held(&self) -> Outcome<Value> {
        self.stand_ins.release()?;
        self.press("check-now")?;
        wait_until("a held mail", CYCLE_MAX, || {
            let page = self.get("/api/holds")?;
            let items = page["items"].as_array().cloned().unwrap_or_default();
            let mail = |a: &Value| {
                a["state"] == "held" && a["recipients"].as_array().is_some_and(|r| !r.is_empty())
            };
            items.into_iter().find(mail).ok_or_else(|| page.to_string())
        })
    }

    fn approve(&self, draft: &Value) -> Outcome<()> {
        let (id, subject) = (
            draft["id"].as_str().unwrap_or_default(),
            draft["request"]["action"]["subject"].as_str().unwrap_or_default(),
        );
        self.browser.goto(&format!("{}/#/holds/{id}", self.base))?;
        self.press("approve")?;
        let card = test_id(&format!("hold-card-{id}"));
        self.browser.wait_attribute(&card, "data-state", SEND_MAX, |s| s == "confirmed")?;
        let sent = self.stand_ins.sent(subject)?;
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(sent[0]["body"]["content"], draft["request"]["action"]["body"]);
        Ok(())
    }
}

fn whole(hand: Hand) -> Outcome<()> {
    let person = Person::with_nothing(hand)?;
    person.fill("setup-passphrase", PASSPHRASE)?;
    person.press("setup-submit")?;
    person.browser.test_id("start-zone-save")?;
    person.zone()?;
    person.jira()?;
    person.outlook()?;
    person.people()?;
    person.project()?;
    person.dial()?;
    let draft = person.held()?;
    person.approve(&draft)
}

#[test]
fn from_nothing_to_the_first_approved_mail() {
    whole(Hand::Mouse).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn from_nothing_to_the_first_approved_mail_without_a_mouse() {
    whole(Hand::Keyboard).unwrap_or_else(|e| panic!("{e}"));
}
