use super::*;

fn quiet() -> Content {
    Content {
        since: "Sun 22 Nov, 08:01 AEDT".to_owned(),
        waiting: Vec::new(),
        projects: Vec::new(),
        sent: Vec::new(),
        trouble: Vec::new(),
        spent_today_microusd: 0,
        spent_month_microusd: 1_234_567,
        budget_month_microusd: 7_000_000,
        link: "http://127.0.0.1:8787/".to_owned(),
    }
}

fn busy() -> Content {
    let waiting = |line: &str, until: &str, question| Waiting {
        line: line.to_owned(),
        until: until.to_owned(),
        question,
    };
    let texts = |all: &[&str]| all.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    Content {
        waiting: vec![
            waiting("Mail to 3 people about PAY-142", "hold ends Mon 23 Nov, 09:30 AEDT", false),
            waiting("Comment on POR-8", "no deadline", false),
            waiting("Milestone change of PAY-150", "expires Fri 27 Nov, 16:00 AEDT", true),
        ],
        projects: vec![
            ProjectLine {
                name: "Payments".to_owned(),
                overall: Rag::Red,
                was: Some(Rag::Amber),
                blocked: texts(&["PAY-142", "PAY-150", "PAY-151", "PAY-152", "PAY-160"]),
                unblocked: texts(&["PAY-99"]),
            },
            ProjectLine {
                name: "Portal".to_owned(),
                overall: Rag::Green,
                was: None,
                blocked: Vec::new(),
                unblocked: Vec::new(),
            },
        ],
        sent: (1..=10).map(|n| format!("Comment on PAY-{n}")).collect(),
        trouble: texts(&["Outlook cannot be read: it last answered Sun 22 Nov, 23:10 AEDT"]),
        spent_today_microusd: 41_200,
        ..quiet()
    }
}

#[test]
fn a_busy_day() {
    let content = busy();
    assert_eq!(
        content.subject(),
        "2 drafts and 1 question wait, Payments turned red, Outlook cannot be read"
    );
    let expected = "\
Since Sun 22 Nov, 08:01 AEDT

Waits for you
  - Mail to 3 people about PAY-142 (hold ends Mon 23 Nov, 09:30 AEDT)
  - Comment on POR-8 (no deadline)
  - Milestone change of PAY-150 (expires Fri 27 Nov, 16:00 AEDT)

Changed
  - Payments is red, was amber; newly blocked: PAY-142, PAY-150, PAY-151, PAY-152 and 1 more; no longer blocked: PAY-99
  - Portal is green

Sent
  - Comment on PAY-1
  - Comment on PAY-2
  - Comment on PAY-3
  - Comment on PAY-4
  - Comment on PAY-5
  - Comment on PAY-6
  - Comment on PAY-7
  - Comment on PAY-8
  - and 2 more

Health
  - Outlook cannot be read: it last answered Sun 22 Nov, 23:10 AEDT

Spent
  - Today USD 0.05, this month USD 1.24 of USD 7.00.

Dashboard: http://127.0.0.1:8787/
Nothing can be done from this mail.
";
    assert_eq!(content.body(), expected);
}

#[test]
fn nothing_to_say_is_one_line() {
    let content = quiet();
    assert_eq!(content.subject(), "nothing new");
    let expected = "\
Since Sun 22 Nov, 08:01 AEDT: nothing waits, nothing changed, nothing was sent, and all is well. Today USD 0.00, this month USD 1.24 of USD 7.00.

Dashboard: http://127.0.0.1:8787/
Nothing can be done from this mail.
";
    assert_eq!(content.body(), expected);
}

#[test]
fn the_subject_says_the_point_and_stays_one_short_line() {
    let mut content = Content { sent: vec!["Comment on PAY-1".to_owned()], ..quiet() };
    assert_eq!(content.subject(), "1 sent, nothing waits");
    content.waiting = busy().waiting.into_iter().take(1).collect();
    assert_eq!(content.subject(), "1 draft waits");
    content.projects = busy().projects;
    content.projects[0].name = format!("Payments\r\nBcc: x {}", "long ".repeat(40));
    let subject = content.subject();
    assert!(subject.chars().count() <= SUBJECT_CHARS_MAX && !subject.contains(['\r', '\n']));
}
