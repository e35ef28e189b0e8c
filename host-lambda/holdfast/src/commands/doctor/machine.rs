//! Faults of this machine: disk, port, time zone, clock.

use std::fs::{self, File};
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;

use holdfast_adapters::{Pass, SystemClock, probe};
use holdfast_app::domain::settings::Config;
use holdfast_app::ports::Clock as _;
use holdfast_app::usecases::App;

use super::Check;
use holdfast_entrypoints::connections::Connections;

/// What the disk must still take: a day of an installation is far smaller.
const ROOM_BYTES: usize = 8 << 20;
/// How far this machine's clock may be off before tokens and windows go wrong.
const CLOCK_OFF_MAX_S: i64 = 120;

/// Whether the data folder takes what a day writes.
pub(super) fn disk(folder: &Path) -> Check {
    let path = folder.join(".doctor");
    let written = (|| {
        let mut file = File::create(&path)?;
        file.write_all(&vec![0_u8; ROOM_BYTES])?;
        file.sync_all()
    })();
    let _ = fs::remove_file(&path);
    match written {
        Ok(()) => Check::good("disk", "8 MB can be written"),
        Err(error) => Check::bad(
            "disk",
            format!("the data folder takes no more data: {error}"),
            "Free space on its disk, or correct the permissions of the folder, then start again.",
        ),
    }
}

/// Whether the dashboard can listen.
pub(super) fn port(port: u16) -> Check {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Check::good("port", format!("{port} is free")),
        Err(error) => Check::bad(
            "port",
            format!("{port} of 127.0.0.1 is taken: {error}"),
            "Stop the program that uses it, or choose another with `holdfast run --port N`.",
        ),
    }
}

/// Whether the working hours can be reckoned.
pub(super) fn zone(app: &App, config: &Config) -> Check {
    match app.calendar(config) {
        Ok(_) => Check::good("time zone", config.settings.hours.zone.clone()),
        Err(error) => Check::bad(
            "time zone",
            error.to_string(),
            "Choose the zone in Settings; until then nothing is checked and nothing is sent.",
        ),
    }
}

/// Whether this machine's clock agrees with that of a service.
pub(super) async fn clock(connections: &Connections) -> Check {
    let places = [connections.jira.as_ref(), connections.graph.as_ref()];
    let urls = places.into_iter().flatten().map(|t| t.base_url.as_str());
    for url in urls.chain([connections.claude_url.as_str()]) {
        let Ok(seen) = probe(url, Pass::None).await else { continue };
        let Some(there_s) = seconds(&seen.date) else { continue };
        let ahead = SystemClock.now_ms() / 1000 - there_s;
        if ahead.abs() <= CLOCK_OFF_MAX_S {
            return Check::good("clock", format!("within {CLOCK_OFF_MAX_S} s of a service"));
        }
        let way = if ahead > 0 { "ahead of" } else { "behind" };
        return Check::bad(
            "clock",
            format!("this machine is {} s {way} what a service says", ahead.abs()),
            "Switch on the automatic time of this machine: tokens and holds depend on it.",
        );
    }
    Check::good("clock", "no service could be asked")
}

fn seconds(date: &str) -> Option<i64> {
    jiff::fmt::rfc2822::parse(date).ok().map(|z| z.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_date_header_is_read() {
        assert_eq!(super::seconds("Mon, 23 Nov 2026 00:00:01 GMT"), Some(1_795_392_001));
        assert_eq!(super::seconds("soon"), None);
    }
}
