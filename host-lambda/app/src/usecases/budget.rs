//! The model's budget: the worst case is reserved before each call, atomically, and settled after it.

pub mod ask;

use serde::{Deserialize, Serialize};

use super::{App, CaseError};
use crate::domain::calendar::{Calendar, DAY_MS};
use crate::domain::keys;
use crate::domain::settings::Config;
use crate::domain::system::Budget;
use crate::ports::{Condition, Item, LlmCall, StoreError, Write};

/// Attempts at a reservation: each lost one means that another call got its own.
const RESERVE_ATTEMPTS_MAX: u32 = 300;
/// Attempts at settling, which must not be lost.
const SETTLE_ATTEMPTS_MAX: u32 = 2_000;
/// Days that the sums of a day are kept.
const DAY_KEPT_DAYS: i64 = 62;
/// Tokens that the API adds for a forced tool (its own system prompt is about 350).
const TOOL_TOKENS: u64 = 500;

/// What a call is for; the ladder of DESIGN section 7 depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Classifying one message: allowed until the money is gone.
    Triage,
    /// Reasoning about something ordinary: below 85 %.
    Reasoning,
    /// Reasoning with much at stake: below 95 %.
    CriticalReasoning,
}

/// Money put aside for one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a reservation is settled or released"]
pub struct Reservation {
    /// Local day, `2026-11-09`.
    pub day: String,
    /// Local month, `2026-11`.
    pub month: String,
    /// Micro-dollars.
    pub microusd: u64,
}

/// What tokens cost, micro-dollars, rounded up. `price` is micro-dollars per million tokens (in, out), see
/// [`Config::price`].
#[must_use]
pub fn cost(price: (u64, u64), input_tokens: u64, output_tokens: u64) -> u64 {
    let (input, output) = price;
    let total = u128::from(input) * u128::from(input_tokens)
        + u128::from(output) * u128::from(output_tokens);
    u64::try_from(total.div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

/// The most that a call can cost, micro-dollars: no text has more than one token for every two bytes.
#[must_use]
pub fn worst_case(price: (u64, u64), call: &LlmCall) -> u64 {
    let texts = [&call.system, &call.user, &call.tool, &call.tool_description];
    let bytes: usize = texts.iter().map(|t| t.len()).sum::<usize>() + call.schema.to_string().len();
    let tokens = u64::try_from(bytes).unwrap_or(u64::MAX).div_ceil(2);
    cost(price, tokens.saturating_add(TOOL_TOKENS), u64::from(call.output_tokens_max))
}

/// Whether one period admits a call. `used` is reserved plus spent; all micro-dollars.
#[must_use]
pub fn admits(cap: u64, used: u64, worst_case: u64, urgency: Urgency) -> bool {
    let (cap, used, worst) = (u128::from(cap), u128::from(used), u128::from(worst_case));
    let below = |percent: u128| used * 100 < cap * percent;
    let rung = match urgency {
        Urgency::Triage => true,
        Urgency::CriticalReasoning => below(95),
        Urgency::Reasoning => below(85),
    };
    rung && used + worst <= cap
}

fn periods(calendar: &Calendar, now_ms: i64) -> (String, String) {
    let day = calendar.date(now_ms);
    let month = day.get(..7).unwrap_or(&day).to_owned();
    (day, month)
}

/// Both periods with their revisions.
struct Books {
    day: (Budget, u64),
    month: (Budget, u64),
}

async fn read(app: &App, day: &str, month: &str) -> Result<Books, CaseError> {
    let mut books = Books { day: (Budget::default(), 0), month: (Budget::default(), 0) };
    for (period, slot) in [(day, &mut books.day), (month, &mut books.month)] {
        if let Some(found) = app.load::<Budget>(&keys::budget(period)).await? {
            *slot = (found.value, found.rev);
        }
    }
    Ok(books)
}

/// Writes both periods together; false when somebody was faster.
async fn commit(app: &App, at: (&str, &str), books: &Books) -> Result<bool, CaseError> {
    let write = |period: &str, (budget, rev): &(Budget, u64)| {
        let condition = if *rev == 0 { Condition::Absent } else { Condition::Rev(*rev) };
        Ok::<_, StoreError>((Item::new(keys::budget(period), budget)?, condition))
    };
    let (day, day_condition) = write(at.0, &books.day)?;
    let (month, month_condition) = write(at.1, &books.month)?;
    let day = day.expiring((app.now() + DAY_KEPT_DAYS * DAY_MS) / 1000);
    let writes = vec![Write::Put(day, day_condition), Write::Put(month, month_condition)];
    match app.table.write(writes).await {
        Ok(()) => Ok(true),
        Err(StoreError::Lost { .. }) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

/// Puts the worst case aside in the local day and month, atomically; `None` when the ladder or a cap forbids it.
/// Under contention that does not end the answer is `None` too: rules cost nothing.
///
/// # Errors
/// When the store fails.
pub async fn reserve(
    app: &App,
    config: &Config,
    calendar: &Calendar,
    worst_case_microusd: u64,
    urgency: Urgency,
) -> Result<Option<Reservation>, CaseError> {
    let (day, month) = periods(calendar, app.now());
    let caps = config.settings.budget;
    for _ in 0..RESERVE_ATTEMPTS_MAX {
        let mut books = read(app, &day, &month).await?;
        for (budget, cap) in
            [(&mut books.day.0, caps.day_microusd), (&mut books.month.0, caps.month_microusd)]
        {
            let used = budget.reserved_microusd.saturating_add(budget.spent_microusd);
            if !admits(cap, used, worst_case_microusd, urgency) {
                return Ok(None);
            }
            budget.reserved_microusd = budget.reserved_microusd.saturating_add(worst_case_microusd);
        }
        if commit(app, (&day, &month), &books).await? {
            return Ok(Some(Reservation { day, month, microusd: worst_case_microusd }));
        }
    }
    tracing::warn!("no reservation after {RESERVE_ATTEMPTS_MAX} attempts: rules are used");
    Ok(None)
}

/// Replaces a reservation by what the call really cost, micro-dollars.
///
/// # Errors
/// When the store fails; the reservation then stays, so that the cap still holds.
pub async fn settle(app: &App, reservation: &Reservation, actual: u64) -> Result<(), CaseError> {
    close(app, reservation, Some(actual)).await
}

/// Gives a reservation back: nothing was spent.
///
/// # Errors
/// As [`settle`].
pub async fn release(app: &App, reservation: &Reservation) -> Result<(), CaseError> {
    close(app, reservation, None).await
}

async fn close(app: &App, held: &Reservation, actual: Option<u64>) -> Result<(), CaseError> {
    for _ in 0..SETTLE_ATTEMPTS_MAX {
        let mut books = read(app, &held.day, &held.month).await?;
        for budget in [&mut books.day.0, &mut books.month.0] {
            budget.reserved_microusd = budget.reserved_microusd.saturating_sub(held.microusd);
            if let Some(actual) = actual {
                budget.spent_microusd = budget.spent_microusd.saturating_add(actual);
                budget.calls += 1;
            }
        }
        if commit(app, (&held.day, &held.month), &books).await? {
            return Ok(());
        }
    }
    Err(StoreError::Throttled("the budget is written by too many at once".to_owned()).into())
}

/// What the current local day and month hold, in this order.
///
/// # Errors
/// When the store fails.
pub async fn spent(app: &App, calendar: &Calendar) -> Result<(Budget, Budget), CaseError> {
    let (day, month) = periods(calendar, app.now());
    let books = read(app, &day, &month).await?;
    Ok((books.day.0, books.month.0))
}

#[cfg(test)]
mod tests {
    use super::Urgency::{CriticalReasoning, Reasoning, Triage};
    use super::*;

    #[test]
    fn the_ladder_has_three_rungs() {
        // (used of 1000, worst case, triage, reasoning, critical reasoning)
        let table = [
            (0, 100, true, true, true),
            (849, 10, true, true, true),
            (850, 10, true, false, true),
            (949, 10, true, false, true),
            (950, 10, true, false, false),
            (990, 10, true, false, false),
            (991, 10, false, false, false),
            (1000, 0, true, false, false),
            (1000, 1, false, false, false),
            (u64::MAX, u64::MAX, false, false, false),
        ];
        for (used, worst, triage, reasoning, critical) in table {
            let found =
                [Triage, Reasoning, CriticalReasoning].map(|u| admits(1000, used, worst, u));
            assert_eq!(found, [triage, reasoning, critical], "used {used}, worst case {worst}");
        }
        assert!(!admits(0, 0, 1, Triage), "a budget of nothing admits nothing");
    }

    #[test]
    fn a_fraction_is_rounded_up_and_nothing_overflows() {
        assert_eq!(cost((1_000_000, 5_000_000), 1_000_000, 1_000_000), 6_000_000);
        assert_eq!(cost((1, 0), 1, 0), 1);
        assert_eq!(cost((1_000_000, 5_000_000), u64::MAX, u64::MAX), u64::MAX);
    }
}
