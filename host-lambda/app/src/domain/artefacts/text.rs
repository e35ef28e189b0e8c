//! Words, dates and numbers as a person reads them.

use api_types::artefacts::{Level, MilestoneState, Rag, RaidKind, RaidStatus};
use jiff::civil::Date;
use jiff::tz::Offset;

/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// The day of `YYYY-MM-DD`, or none.
pub(crate) fn day(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// Days from `from` to `to`, both `YYYY-MM-DD`; negative when `to` lies before.
pub(crate) fn days_between(from: &str, to: &str) -> Option<i64> {
    let span = day(from)?.until(day(to)?).ok()?;
    Some(i64::from(span.get_days()))
}

/// `2026-11-09` as `9 Nov 2026`; anything else as it is.
pub(crate) fn british(text: &str) -> String {
    day(text).map_or_else(|| text.to_owned(), |date| date.strftime("%-d %b %Y").to_string())
}

/// The day of a point in time, `YYYY-MM-DD`; empty for 0 and for what no calendar holds.
pub(crate) fn day_at(ms: i64, utc_offset_min: i32) -> String {
    let offset = Offset::from_seconds(utc_offset_min.saturating_mul(60)).unwrap_or(Offset::UTC);
    match jiff::Timestamp::from_millisecond(ms) {
        Ok(stamp) if ms != 0 => offset.to_datetime(stamp).date().to_string(),
        _ => String::new(),
    }
}

/// The day of a point in time, `9 Nov 2026`.
pub(crate) fn british_at(ms: i64, utc_offset_min: i32) -> String {
    british(&day_at(ms, utc_offset_min))
}

/// `moved from 12 Dec to 19 Dec`, with years where they differ.
pub(crate) fn moved(from: &str, to: &str) -> String {
    let (Some(before), Some(after)) = (day(from), day(to)) else {
        return format!("moved from {} to {}", british(from), british(to));
    };
    let form = if before.year() == after.year() { "%-d %b" } else { "%-d %b %Y" };
    format!("moved from {} to {}", before.strftime(form), after.strftime(form))
}

/// Points times 10 as `12` or `12.5`.
pub(crate) fn tenths(value: i64) -> String {
    let (whole, rest) = (value / 10, (value % 10).abs());
    let sign = if value < 0 && whole == 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// `1 issue`, `2 issues`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// One line: white space collapsed, control characters dropped, at most `max` characters.
pub(crate) fn one_line(text: &str, max: usize) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let joined = words.join(" ");
    let cut: String = joined.chars().take(max).collect();
    cut.trim_end().to_owned()
}

/// A name that somebody else chose (a status, a person, a sprint), reduced to plain characters:
/// nothing invisible and no markup survives, because these never pass the sanitiser.
pub(crate) fn label(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() || " -_/.,:()&+'#%".contains(c) { c } else { ' ' })
        .collect();
    one_line(&plain, 60)
}

/// An issue or project key: capitals, digits, `_` and `-`.
pub(crate) fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(40)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The first letter as a capital, a full stop at the end.
pub(crate) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), chars.as_str().trim_end_matches('.')),
        None => String::new(),
    }
}

pub(crate) const fn rag(value: Rag) -> &'static str {
    match value {
        Rag::Green => "Green",
        Rag::Amber => "Amber",
        Rag::Red => "Red",
    }
}

pub(crate) const fn level(value: Level) -> &'static str {
    match value {
        Level::Low => "low",
        Level::Medium => "medium",
        Level::High => "high",
    }
}

pub(crate) const fn milestone_state(value: MilestoneState) -> &'static str {
    match value {
        MilestoneState::OnTrack => "on track",
        MilestoneState::AtRisk => "at risk",
        MilestoneState::Delayed => "delayed",
        MilestoneState::Completed => "completed",
    }
}

pub(crate) const fn raid_kind(value: RaidKind) -> &'static str {
    match value {
        RaidKind::Risk => "risk",
        RaidKind::Assumption => "assumption",
        RaidKind::Issue => "issue",
        RaidKind::Dependency => "dependency",
    }
}

pub(crate) const fn raid_status(value: RaidStatus) -> &'static str {
    match value {
        RaidStatus::Open => "open",
        RaidStatus::Mitigating => "mitigating",
        RaidStatus::Resolved => "resolved",
        RaidStatus::Accepted => "accepted",
        RaidStatus::Closed => "closed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_day_month_year() {
        for (input, expect) in [
            ("2026-11-09", "9 Nov 2026"),
            ("2024-02-29", "29 Feb 2024"),
            ("2026-02-30", "2026-02-30"),
            ("soon", "soon"),
            ("", ""),
        ] {
            assert_eq!(british(input), expect);
        }
        assert_eq!(day_at(1_796_169_600_000, 0), "2026-12-02");
        assert_eq!(day_at(1_796_169_600_000 - 1, 0), "2026-12-01");
        assert_eq!(day_at(1_796_169_600_000 - 1, 660), "2026-12-02");
        assert_eq!(day_at(i64::MAX, 0), "");
        assert_eq!(day_at(0, 0), "");
        assert_eq!(days_between("2026-12-30", "2027-01-02"), Some(3));
        assert_eq!(days_between("2027-01-02", "2026-01-02"), Some(-365));
        assert_eq!(moved("2026-12-12", "2026-12-19"), "moved from 12 Dec to 19 Dec");
        assert_eq!(moved("2026-12-30", "2027-01-02"), "moved from 30 Dec 2026 to 2 Jan 2027");
    }

    #[test]
    fn numbers_and_names_are_plain() {
        for (value, expect) in [(125, "12.5"), (120, "12"), (0, "0"), (-5, "-0.5"), (-15, "-1.5")] {
            assert_eq!(tenths(value), expect);
        }
        assert_eq!(label("In\u{200b}Progress <b>\n[x](y)"), "In Progress b x (y)");
        assert_eq!(key("pay-142 \u{202e}<x>"), "PAY-142X");
        assert_eq!(one_line(" a \n\t b\u{7} ", 10), "a b");
        assert_eq!(sentence("nothing is blocked."), "Nothing is blocked.");
    }
}
