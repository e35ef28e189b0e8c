//! Wrong tries: five are free, then the wait doubles from half a minute to 15 minutes. Kept in the table, so that
//! a restart changes nothing.

use holdfast_app::domain::keys;
use holdfast_app::ports::{Condition, Item, StoreError, Write};
use holdfast_app::usecases::App;
use serde::{Deserialize, Serialize};

use crate::problem::Refusal;

/// Tries before the first wait.
const FREE: u32 = 5;
const WAIT_MIN_MS: i64 = 30_000;
const WAIT_MAX_MS: i64 = 15 * 60_000;
/// A day without a try forgets them all.
const FORGET_S: i64 = 86_400;
/// Tries to count one try while others count theirs.
const RACES_MAX: u32 = 8;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Tries {
    failures: u32,
    until_ms: i64,
}

impl Tries {
    const fn next(self, now_ms: i64) -> Self {
        let failures = self.failures.saturating_add(1);
        Self { failures, until_ms: now_ms + wait_ms(failures) }
    }
}

const fn wait_ms(failures: u32) -> i64 {
    if failures < FREE {
        return 0;
    }
    let doublings = failures - FREE;
    if doublings >= 5 { WAIT_MAX_MS } else { WAIT_MIN_MS << doublings }
}

/// Counts a try as wrong before it is looked at, so that many at once gain nothing; [`clear`] takes it back.
///
/// # Errors
/// 429 while the wait lasts.
pub(super) async fn count(app: &App) -> Result<(), Refusal> {
    let key = keys::system("LOGIN#throttle");
    for _ in 0..RACES_MAX {
        let now = app.now();
        let found = app.load::<Tries>(&key).await?;
        let (tries, rev) = found.map_or_else(Default::default, |f| (f.value, f.rev));
        if tries.until_ms > now {
            return Err(Refusal::throttled((tries.until_ms - now + 999) / 1000));
        }
        let item = Item::new(key.clone(), &tries.next(now))?.expiring(now / 1000 + FORGET_S);
        let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
        match app.table.write(vec![Write::Put(item, condition)]).await {
            Ok(()) => return Ok(()),
            Err(StoreError::Lost { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Refusal::throttled(1))
}

/// The try was right: start again from none.
pub(super) async fn clear(app: &App) -> Result<(), StoreError> {
    app.table.write(vec![Write::Delete(keys::system("LOGIN#throttle"), Condition::Any)]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_its_limit() {
        let waits: Vec<i64> = (1..=12).map(|n| wait_ms(n) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(wait_ms(u32::MAX), WAIT_MAX_MS);
    }
}
