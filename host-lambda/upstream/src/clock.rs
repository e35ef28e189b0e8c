//! Time as the protocols write it. Nothing here reads a clock but [`http_date`], which moves this machine's own.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The zone of the Jira token's owner. JQL times are read in it and answers are written in it.
pub const OWNER_ZONE: &str = "Australia/Sydney";
/// Milliseconds of one day.
pub(crate) const DAY_MS: i64 = 86_400_000;

fn zone() -> TimeZone {
    TimeZone::get(OWNER_ZONE).unwrap_or(TimeZone::UTC)
}

fn stamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `2026-02-05T10:30:00.000+1100`, as Jira writes times.
pub(crate) fn jira_time(ms: i64) -> String {
    stamp(ms).to_zoned(zone()).strftime("%Y-%m-%dT%H:%M:%S.%3f%z").to_string()
}

/// `2026-02-04T23:30:00.000Z`, as Jira Agile writes sprint times.
pub(crate) fn agile_time(ms: i64) -> String {
    stamp(ms).to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// `2026-02-04T23:30:00Z`, as Graph writes times.
pub(crate) fn graph_time(ms: i64) -> String {
    stamp(ms).to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `Wed, 04 Feb 2026 23:30:00 +0000`, as a mail header writes times.
pub(crate) fn mail_time(ms: i64) -> String {
    stamp(ms).to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// `Wed, 04 Feb 2026 23:30:00 GMT`: this machine's time, moved by some seconds, as the header `Date` writes it.
pub(crate) fn http_date(offset_s: i64) -> Option<String> {
    let moved = Timestamp::now().checked_add(jiff::SignedDuration::from_secs(offset_s)).ok()?;
    Some(moved.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

/// `2026-02-05`, as a due date is written (UTC day of `ms`).
pub(crate) fn iso_date(ms: i64) -> String {
    stamp(ms).to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string()
}

/// `5 February`, as people write days in mails (UTC day of `ms`).
pub(crate) fn spoken_date(ms: i64) -> String {
    stamp(ms).to_zoned(TimeZone::UTC).strftime("%-d %B").to_string()
}

/// Start of the UTC day that holds `ms`.
pub(crate) fn day_start(ms: i64) -> i64 {
    ms.div_euclid(DAY_MS) * DAY_MS
}

/// Reads a Jira or RFC 3339 time; none when it is neither.
pub(crate) fn parse_time(text: &str) -> Option<i64> {
    if let Ok(t) = text.parse::<Timestamp>() {
        return Some(t.as_millisecond());
    }
    jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%.f%z", text)
        .ok()?
        .to_timestamp()
        .ok()
        .map(|t| t.as_millisecond())
}

/// Reads a JQL time: `"YYYY-MM-DD[ HH:mm]"` (also with slashes) in the owner's zone, epoch
/// milliseconds, or relative (`-2d`, `-30m`, `-1w`); none when it is none of them.
pub(crate) fn parse_jql_time(text: &str, now_ms: i64) -> Option<i64> {
    if let Some(relative) = text.strip_prefix('-') {
        let unit = relative.chars().last()?;
        let count: i64 = relative.strip_suffix(unit)?.parse().ok()?;
        let unit_ms = match unit {
            'm' => 60_000,
            'h' => 3_600_000,
            'd' => DAY_MS,
            'w' => 7 * DAY_MS,
            _ => return None,
        };
        return Some(now_ms - count.checked_mul(unit_ms)?);
    }
    if text.len() >= 11 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let text = text.replace('/', "-");
    let civil = if text.len() > 10 {
        DateTime::strptime("%Y-%m-%d %H:%M", &text).ok()?
    } else {
        Date::strptime("%Y-%m-%d", &text).ok()?.to_datetime(jiff::civil::Time::midnight())
    };
    Some(civil.to_zoned(zone()).ok()?.timestamp().as_millisecond())
}

/// Moves `YYYY-MM-DD` by whole days; unchanged when it is not a date.
pub(crate) fn shift_date(text: &str, days: i64) -> String {
    match Date::strptime("%Y-%m-%d", text) {
        Ok(date) => date.checked_add(days.days()).unwrap_or(date).to_string(),
        Err(_) => text.to_owned(),
    }
}
