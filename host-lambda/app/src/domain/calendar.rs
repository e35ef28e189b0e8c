//! Working time: resolves the configured zone, days and hours for the core and for hold clocks.

use api_types::Hours;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use scoring_core::Clock;

/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds of a day.
pub const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Working time in one zone.
#[derive(Clone, Debug)]
pub struct Calendar {
    hours: Hours,
    zone: TimeZone,
}

/// The zone is not known.
#[derive(Debug, thiserror::Error)]
#[error(
    "the time zone `{0}` is not known: choose an IANA name such as `Europe/London` in Settings"
)]
pub struct UnknownZone(pub String);

impl Calendar {
    /// Resolves the zone.
    ///
    /// # Errors
    /// When the name is not an IANA zone.
    pub fn new(hours: &Hours) -> Result<Self, UnknownZone> {
        let zone = TimeZone::get(&hours.zone).map_err(|_| UnknownZone(hours.zone.clone()))?;
        Ok(Self { hours: hours.clone(), zone })
    }

    fn local(&self, ms: i64) -> Zoned {
        Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.zone.clone())
    }

    /// Local date `YYYY-MM-DD`.
    #[must_use]
    pub fn date(&self, ms: i64) -> String {
        self.local(ms).date().to_string()
    }

    /// A local time as a person reads it, such as `Mon 23 Nov, 14:30 AEDT`.
    #[must_use]
    pub fn words(&self, ms: i64) -> String {
        self.local(ms).strftime("%a %-d %b, %H:%M %Z").to_string()
    }

    /// Minutes after local midnight.
    #[must_use]
    pub fn minute_of_day(&self, ms: i64) -> u32 {
        let local = self.local(ms);
        u32::from(local.hour().unsigned_abs()) * 60 + u32::from(local.minute().unsigned_abs())
    }

    /// Offset from UTC in minutes, and the abbreviation.
    #[must_use]
    pub fn offset(&self, ms: i64) -> (i32, String) {
        let local = self.local(ms);
        let abbreviation = local.strftime("%Z").to_string();
        (local.offset().seconds() / 60, abbreviation)
    }

    fn works_on(&self, date: Date) -> bool {
        let weekday = date.weekday().to_monday_one_offset().unsigned_abs();
        self.hours.days.contains(&weekday) && !self.hours.days_off.contains(&date.to_string())
    }

    /// The working window of a local date, Unix milliseconds, if there is one.
    fn window(&self, date: Date) -> Option<(i64, i64)> {
        if !self.works_on(date) || self.hours.start_min >= self.hours.end_min {
            return None;
        }
        let midnight = date.to_zoned(self.zone.clone()).ok()?;
        let at = |minutes: u32| {
            // Wall-clock time, so that a daylight-saving change does not move the window.
            let day = if minutes >= 1440 { date.checked_add(1.day()).ok()? } else { date };
            let minutes = minutes % 1440;
            let hour = i8::try_from(minutes / 60).ok()?;
            let minute = i8::try_from(minutes % 60).ok()?;
            let local = day.at(hour, minute, 0, 0).to_zoned(self.zone.clone()).ok()?;
            Some(local.timestamp().as_millisecond())
        };
        let start =
            at(self.hours.start_min).unwrap_or_else(|| midnight.timestamp().as_millisecond());
        Some((start, at(self.hours.end_min)?)).filter(|(a, b)| a < b)
    }

    /// The window that contains `ms`, or the next one within 400 days.
    fn next(&self, ms: i64) -> Option<(i64, i64)> {
        let mut date = self.local(ms).date();
        for _ in 0..400 {
            if let Some((start, end)) = self.window(date)
                && end > ms
            {
                return Some((start, end));
            }
            date = date.checked_add(1.day()).ok()?;
        }
        None
    }

    /// The time, as the core takes it. Without any working window the next one is 400 days away.
    #[must_use]
    pub fn clock(&self, now_ms: i64) -> Clock {
        let next = self.next(now_ms);
        let in_working_hours = next.is_some_and(|(start, _)| start <= now_ms);
        let next_window_ms = next.map_or(now_ms + 400 * DAY_MS, |(start, _)| start.max(now_ms));
        Clock { now_ms, utc_offset_min: self.offset(now_ms).0, in_working_hours, next_window_ms }
    }

    /// The moment at which `minutes` of working time have passed since `from_ms`: the clock pauses outside.
    #[must_use]
    pub fn after_working_minutes(&self, from_ms: i64, minutes: u32) -> i64 {
        let mut left = i64::from(minutes) * MINUTE_MS;
        let mut at = from_ms;
        for _ in 0..400 {
            let Some((start, end)) = self.next(at) else { break };
            let begin = start.max(at);
            if begin + left <= end {
                return begin + left;
            }
            left -= end - begin;
            at = end;
        }
        at + left
    }

    /// The end of today's window, or of the local day.
    #[must_use]
    pub fn end_of_day(&self, ms: i64) -> i64 {
        let local = self.local(ms);
        local
            .date()
            .checked_add(1.day())
            .ok()
            .and_then(|d| d.to_zoned(self.zone.clone()).ok())
            .map_or(ms, |z| (z.timestamp() - SignedDuration::from_millis(1)).as_millisecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(zone: &str, start: u32, end: u32, days: &[u8]) -> Calendar {
        let hours = Hours {
            zone: zone.to_owned(),
            start_min: start,
            end_min: end,
            days: days.to_vec(),
            days_off: vec!["2026-12-25".to_owned()],
        };
        Calendar::new(&hours).unwrap()
    }

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn a_hold_pauses_outside_working_hours() {
        let office = calendar("Europe/London", 8 * 60, 18 * 60, &[1, 2, 3, 4, 5]);
        // Friday 20 November 2026, 17:50: ten minutes are left, twenty go on Monday from 08:00.
        let due = office.after_working_minutes(ms("2026-11-20T17:50:00Z"), 30);
        assert_eq!(due, ms("2026-11-23T08:20:00Z"));
        // A day off is no working time.
        let due = office.after_working_minutes(ms("2026-12-24T17:50:00Z"), 30);
        assert_eq!(due, ms("2026-12-28T08:20:00Z"));
        assert!(!office.clock(ms("2026-11-21T12:00:00Z")).in_working_hours);
        assert_eq!(
            office.clock(ms("2026-11-21T12:00:00Z")).next_window_ms,
            ms("2026-11-23T08:00:00Z")
        );
    }

    #[test]
    fn all_day_every_day_never_pauses() {
        let always = calendar("Australia/Sydney", 0, 1440, &[1, 2, 3, 4, 5, 6, 7]);
        let from = ms("2026-10-03T15:50:00Z"); // ten minutes before daylight saving starts in Sydney
        assert_eq!(always.after_working_minutes(from, 30), from + 30 * MINUTE_MS);
        assert!(always.clock(from).in_working_hours);
    }

    #[test]
    fn an_unknown_zone_says_what_to_do() {
        let hours = Hours {
            zone: "Mars/Olympus".into(),
            start_min: 0,
            end_min: 1,
            days: vec![1],
            days_off: vec![],
        };
        assert!(Calendar::new(&hours).unwrap_err().to_string().contains("choose an IANA name"));
    }
}
