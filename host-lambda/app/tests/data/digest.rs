use api_types::NoticeMode;
use holdfast_app::domain::keys;
use holdfast_app::domain::system::{Health, Lease};

use crate::world::{DAY_MS, HOUR_MS, World};

#[tokio::test]
async fn the_digest_says_what_waits_once_a_day() {
    let world = World::new().await;
    let held = world.mail("held", "held").await;
    world.mail("sent", "confirmed").await;
    let health = Health {
        ok_ms: world.app.now() - HOUR_MS,
        error: "down".into(),
        failures: 3,
        ..Health::default()
    };
    world.app.save(keys::integration("outlook"), &health, 0).await.unwrap();

    assert!(world.app.send_digest("2026-11-23").await.unwrap());
    let posted = world.posted();
    assert_eq!(posted.len(), 1);
    let mail = posted.first().unwrap();
    assert_eq!(mail.to, "morgan@northwind.example");
    assert_eq!(mail.subject, "Holdfast: 1 draft waits, Outlook cannot be read");
    let expected = "\
Since Sun 22 Nov, 08:30 GMT

Waits for you
  - Mail to 1 person about PAY-142 (hold ends Mon 23 Nov, 09:30 GMT)

Changed
  - nothing

Sent
  - Mail to 1 person about PAY-142

Health
  - Outlook cannot be read: it last answered Mon 23 Nov, 07:30 GMT

Spent
  - Today USD 0.00, this month USD 0.00 of USD 7.00.

Dashboard: http://127.0.0.1:8787/
Nothing can be done from this mail.
";
    assert_eq!(mail.body, expected);
    // What it listed has been told.
    let told = world.app.action(&held.id).await.unwrap().value;
    assert_eq!(told.notice_delivered_ms, Some(world.app.now()));

    // Housekeeping that is repeated sends nothing more that day; the next day it does.
    assert!(!world.app.send_digest("2026-11-23").await.unwrap());
    assert!(world.posted().is_empty());
    world.pass(DAY_MS);
    assert!(world.app.send_digest("2026-11-24").await.unwrap());
    assert!(world.posted().first().unwrap().body.starts_with("Since Mon 23 Nov, 08:30 GMT"));
}

#[tokio::test]
async fn nobody_gets_a_digest_that_was_not_wanted() {
    for (name, change) in [("no address", 0), ("no digest", 1), ("off", 2)] {
        let world = World::new().await;
        world
            .configure(|c| match change {
                0 => c.settings.notice_address.clear(),
                1 => c.settings.notices.digest = false,
                _ => c.settings.notices.mode = NoticeMode::Off,
            })
            .await;
        assert!(!world.app.send_digest("2026-11-23").await.unwrap(), "{name}");
        assert!(world.posted().is_empty(), "{name}");
    }
}

/// Night, digest mode and off, for what can wait and for what cannot.
#[tokio::test]
async fn what_presses_breaks_through_and_the_rest_waits_for_the_digest() {
    // (mode, hours after 08:30, hold notice, silence)
    for (mode, hours, plain, urgent) in [
        (NoticeMode::AtOnce, 1, true, true),
        (NoticeMode::AtOnce, 14, false, true),
        (NoticeMode::Digest, 1, false, true),
        (NoticeMode::Off, 1, false, false),
    ] {
        let world = World::new().await;
        world.configure(|c| c.settings.notices.mode = mode).await;
        world.pass(hours * HOUR_MS);
        let held = world.mail("held", "held").await;
        world.app.notify_waiting(&held).await.unwrap();
        assert_eq!(world.posted().len(), usize::from(plain), "{mode:?} {hours}");
        let delivered = world.app.action(&held.id).await.unwrap().value.notice_delivered_ms;
        assert_eq!(
            delivered.is_some(),
            plain,
            "{mode:?} {hours}: a receipt only for what went out"
        );

        let found = world.app.load::<Lease>(&keys::lease()).await.unwrap().unwrap();
        let silent = Lease { succeeded_ms: world.app.now() - DAY_MS, ..found.value };
        world.app.save(keys::lease(), &silent, found.rev).await.unwrap();
        let situation = world.app.situation().await.unwrap();
        world.app.check_silence(&situation).await.unwrap();
        assert_eq!(world.posted().len(), usize::from(urgent), "{mode:?} {hours}");
    }
}

/// A draft that the digest only counts was not told: it must not lapse on the strength of that mail.
#[tokio::test]
async fn only_what_the_digest_lists_is_told() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for n in 0..11 {
        ids.push(world.mail(&format!("held-{n:02}"), "held").await.id);
    }
    assert!(world.app.send_digest("2026-11-23").await.unwrap());
    let body = world.posted().first().unwrap().body.clone();
    let listed = body.lines().filter(|line| line.contains("(hold ends")).count();
    let mut told = 0;
    for id in &ids {
        let action = world.app.action(id).await.unwrap().value;
        told += usize::from(action.notice_delivered_ms.is_some());
    }
    assert!(listed < ids.len(), "{body}");
    assert_eq!(told, listed, "{body}");
}
