//! Times in words, from the zone that the server resolved: the browser's own zone is never used.

use api_types::Status;

/// The configured zone as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Zone {
    /// Offset of local time from UTC, minutes.
    pub offset_min: i32,
    /// Abbreviation, such as `AEDT`.
    pub abbreviation: String,
}

/// What components need to say when something is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Clock {
    /// Now on the server, Unix milliseconds.
    pub now_ms: i64,
    /// The configured zone.
    pub zone: Zone,
    /// Start of the next working window, Unix milliseconds.
    pub next_window_ms: i64,
}

impl Clock {
    /// The clock that a status describes, at a later `now_ms`.
    #[must_use]
    pub fn of(status: &Status, now_ms: i64) -> Self {
        let zone = Zone {
            offset_min: status.utc_offset_min,
            abbreviation: status.zone_abbreviation.clone(),
        };
        Self { now_ms, zone, next_window_ms: status.next_window_ms }
    }

    /// `Mon 9 Nov, 14:32 AEDT`; with the year when it is another one.
    #[must_use]
    pub fn stamp(&self, at_ms: i64) -> String {
        let time = self.time(at_ms);
        format!("{}, {time} {}", self.date(at_ms), self.zone.abbreviation).trim_end().to_owned()
    }

    /// `14:32` today, `Mon 9 Nov, 14:32` on another day.
    #[must_use]
    pub fn short(&self, at_ms: i64) -> String {
        if self.day_number(at_ms) == self.day_number(self.now_ms) {
            self.time(at_ms)
        } else {
            format!("{}, {}", self.date(at_ms), self.time(at_ms))
        }
    }

    /// `14:32`.
    #[must_use]
    pub fn time(&self, at_ms: i64) -> String {
        let minutes = self.local_min(at_ms).rem_euclid(1440);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// `Mon 9 Nov`; with the year when it is another one.
    #[must_use]
    pub fn date(&self, at_ms: i64) -> String {
        let day = self.day_number(at_ms);
        let (year, month, date) = civil(day);
        let (this_year, _, _) = civil(self.day_number(self.now_ms));
        let text = format!("{} {date} {}", weekday(day), month_name(month));
        if year == this_year { text } else { format!("{text} {year}") }
    }

    /// `Monday 08:00` within six days, else as [`Clock::short`].
    #[must_use]
    pub fn until_words(&self, at_ms: i64) -> String {
        let days = self.day_number(at_ms) - self.day_number(self.now_ms);
        match days {
            0 => self.time(at_ms),
            1 => format!("tomorrow {}", self.time(at_ms)),
            2..=6 => format!("{} {}", long_weekday(self.day_number(at_ms)), self.time(at_ms)),
            _ => self.short(at_ms),
        }
    }

    /// `in 26 min`, `now`, `4 min ago`.
    #[must_use]
    pub fn relative(&self, at_ms: i64) -> String {
        let delta = at_ms - self.now_ms;
        // What is to come rounds up: "in 26 min" must not read 25 a second later.
        let words = duration(if delta > 0 { delta + 59_999 } else { -delta });
        match () {
            () if delta > -60_000 && delta <= 0 => "now".to_owned(),
            () if delta > 0 => format!("in {words}"),
            () => format!("{words} ago"),
        }
    }

    /// Days from today to a `YYYY-MM-DD` date; `None` when it is not one.
    #[must_use]
    pub fn days_until(&self, date: &str) -> Option<i64> {
        Some(day_of(date)? - self.day_number(self.now_ms))
    }

    fn local_min(&self, at_ms: i64) -> i64 {
        at_ms.div_euclid(60_000) + i64::from(self.zone.offset_min)
    }

    fn day_number(&self, at_ms: i64) -> i64 {
        self.local_min(at_ms).div_euclid(1440)
    }
}

/// `26 min`, `3 h 5 min`, `2 days`; seconds are dropped.
#[must_use]
pub fn duration(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    let plural = |n: i64| if n == 1 { "" } else { "s" };
    match (minutes / 1440, minutes / 60, minutes % 60) {
        (0, 0, m) => format!("{m} min"),
        (0, h, 0) => format!("{h} h"),
        (0, h, m) => format!("{h} h {m} min"),
        (d, ..) => format!("{d} day{}", plural(d)),
    }
}

/// `9 Nov 2026` from `2026-11-09`; the text itself when it is not a date.
#[must_use]
pub fn plain_date(date: &str) -> String {
    match day_of(date) {
        Some(day) => {
            let (year, month, date) = civil(day);
            format!("{date} {} {year}", month_name(month))
        }
        None => date.to_owned(),
    }
}

/// Days since 1970-01-01 of a `YYYY-MM-DD` date.
#[must_use]
pub fn day_of(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: i64 = parts.next()?.parse().ok()?;
    let day: i64 = parts.next()?.parse().ok()?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    // Howard Hinnant's days_from_civil.
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let mp = (month + 9) % 12;
    let doy = (153 * mp + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    Some(era * 146_097 + doe - 719_468)
}

/// Year, month and day of a day number (Howard Hinnant's civil_from_days).
fn civil(day: i64) -> (i64, i64, i64) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, month, doy - (153 * mp + 2) / 5 + 1)
}

fn long_weekday(day: i64) -> &'static str {
    match day.rem_euclid(7) {
        0 => "Thursday",
        1 => "Friday",
        2 => "Saturday",
        3 => "Sunday",
        4 => "Monday",
        5 => "Tuesday",
        _ => "Wednesday",
    }
}

fn weekday(day: i64) -> &'static str {
    &long_weekday(day)[..3]
}

fn month_name(month: i64) -> &'static str {
    match month {
        1 => "Jan",
        2 => "Feb",
        3 => "Mar",
        4 => "Apr",
        5 => "May",
        6 => "Jun",
        7 => "Jul",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => "Dec",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-09 14:06 in Sydney (UTC+11).
    fn clock() -> Clock {
        let zone = Zone { offset_min: 660, abbreviation: "AEDT".to_owned() };
        let now_ms = day_of("2026-11-09").unwrap() * 86_400_000 + (14 * 60 + 6 - 660) * 60_000;
        Clock { now_ms, zone, next_window_ms: now_ms }
    }

    #[test]
    fn stamps_use_the_configured_zone() {
        let c = clock();
        assert_eq!(c.stamp(c.now_ms + 26 * 60_000), "Mon 9 Nov, 14:32 AEDT");
        assert_eq!(c.short(c.now_ms), "14:06");
        assert_eq!(c.short(c.now_ms + 86_400_000), "Tue 10 Nov, 14:06");
        assert_eq!(c.stamp(c.now_ms + 60 * 86_400_000), "Fri 8 Jan 2027, 14:06 AEDT");
    }

    #[test]
    fn relative_words() {
        let c = clock();
        for (delta_min, words) in [
            (26, "in 26 min"),
            (0, "now"),
            (-4, "4 min ago"),
            (125, "in 2 h 5 min"),
            (120, "in 2 h"),
            (3000, "in 2 days"),
            (1500, "in 1 day"),
        ] {
            assert_eq!(c.relative(c.now_ms + delta_min * 60_000), words);
        }
    }

    #[test]
    fn windows_in_words() {
        let c = clock();
        assert_eq!(c.until_words(c.now_ms + 86_400_000), "tomorrow 14:06");
        assert_eq!(c.until_words(c.now_ms + 3 * 86_400_000), "Thursday 14:06");
        assert_eq!(c.until_words(c.now_ms + 9 * 86_400_000), "Wed 18 Nov, 14:06");
    }

    #[test]
    fn dates_round_trip() {
        for day in (-800_000..800_000).step_by(997) {
            let (y, m, d) = civil(day);
            if (0..=9999).contains(&y) {
                assert_eq!(day_of(&format!("{y:04}-{m:02}-{d:02}")), Some(day));
            }
        }
        assert_eq!(day_of("soon"), None);
        assert_eq!(plain_date("2026-11-09"), "9 Nov 2026");
        assert_eq!(plain_date("next week"), "next week");
        assert_eq!(clock().days_until("2026-11-12"), Some(3));
    }
}
