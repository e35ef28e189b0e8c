//! The only wall clock, and the only source of randomness for tokens.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use holdfast_app::ports::Clock;

/// The system's clock and random generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn random_hex(&self) -> String {
        let mut bytes = [0_u8; 16];
        // Without entropy a token would be guessable: waiting is better than a weak one.
        while getrandom::fill(&mut bytes).is_err() {
            std::thread::sleep(Duration::from_millis(10));
        }
        hex::encode(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_plausible_and_tokens_differ() {
        let clock = SystemClock;
        assert!(clock.now_ms() > 1_700_000_000_000);
        let (first, second) = (clock.random_hex(), clock.random_hex());
        assert_eq!(first.len(), 32);
        assert_ne!(first, second);
    }
}
