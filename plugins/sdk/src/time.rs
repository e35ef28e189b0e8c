//! Timestamps to Unix milliseconds and back, in integers only.

use alloc::format;
use alloc::string::String;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;
/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60_000;

/// Unix milliseconds of an RFC 3339 timestamp, or of Jira's variant with `+1100` as the offset.
///
/// Fractions of any length are read to the millisecond; a missing offset means UTC. `None` for
/// anything else, a date that does not exist included.
pub fn parse_ms(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, rest) = text.split_at_checked(10)?;
    let days = parse_date(date)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, rest) = rest.split_at_checked(8)?;
    let [hour, minute, second] = fields(clock, ':')?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (millis, rest) = fraction(rest)?;
    let offset_ms = offset(rest)?;
    let seconds = hour * 3600 + minute * 60 + second.min(59);
    Some(days * DAY_MS + seconds * 1000 + millis - offset_ms)
}

/// Unix milliseconds, or 0 where the text is no timestamp.
pub fn parse_ms_or_zero(text: &str) -> i64 {
    parse_ms(text).unwrap_or_default()
}

/// Days since 1970-01-01 of a `YYYY-MM-DD`.
pub fn parse_date(text: &str) -> Option<i64> {
    let [year, month, day] = fields(text, '-')?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    Some(days_from_civil(year, month, day))
}

/// RFC 3339 in UTC with seconds, such as `2026-02-04T23:30:00Z`.
pub fn format_utc(ms: i64) -> String {
    let (days, rest) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS) / 1000);
    let (year, month, day) = civil_from_days(days);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn fields(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let mut next = || number(parts.next()?);
    let found = [next()?, next()?, next()?];
    parts.next().is_none().then_some(found)
}

fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    if digits.is_empty() {
        return None;
    }
    let mut millis = 0;
    for place in 0..3 {
        let digit = digits.as_bytes().get(place).map_or(0, |b| i64::from(b - b'0'));
        millis = millis * 10 + digit;
    }
    Some((millis, rest))
}

fn offset(text: &str) -> Option<i64> {
    if text.is_empty() || text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(pair) => pair,
        None if rest.len() == 4 => rest.split_at_checked(2)?,
        None => (rest, "00"),
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes) * MINUTE_MS)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// Howard Hinnant's civil calendar: eras of 400 years that start in March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, doe) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, month, doy - (153 * mp + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_jira_and_rfc_3339() {
        let cases: &[(&str, Option<i64>)] = &[
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-02-05T10:30:00.000+1100", Some(1_770_247_800_000)),
            ("2026-02-04T23:30:00Z", Some(1_770_247_800_000)),
            ("2026-02-04T23:30:00.5+00:00", Some(1_770_247_800_500)),
            ("2026-02-04T18:00:00.1234567-05:30", Some(1_770_247_800_123)),
            ("2000-02-29T00:00:00Z", Some(951_782_400_000)),
            ("1969-12-31T23:59:59.999Z", Some(-1)),
            ("1900-02-29T00:00:00Z", None),
            ("2026-02-30T00:00:00Z", None),
            ("2026-13-01T00:00:00Z", None),
            ("2026-02-05T24:00:00Z", None),
            ("2026-02-05T10:30:00.Z", None),
            ("2026-02-05T10:30:00+99", None),
            ("2026-02-05", None),
            ("", None),
            ("äöüäöüäöüä", None),
        ];
        for (text, expect) in cases {
            assert_eq!(parse_ms(text), *expect, "{text}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        for days in (-200_000..200_000).step_by(37) {
            let ms = days * DAY_MS + 3_723_000;
            assert_eq!(parse_ms(&format_utc(ms)), Some(ms));
        }
        assert_eq!(format_utc(1_770_247_800_999), "2026-02-04T23:30:00Z");
    }
}
