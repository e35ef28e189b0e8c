//! Whole-system tests: what a person would do, with nothing mocked.
//!
//! Map: [`process`] starts and kills the built program, [`product`] is the demo as a user starts it, [`apart`] an agent
//! whose stand-ins outlive it, [`archive`] an export read and rewritten, [`session`] its API, [`stand_ins`] their control plane, [`webdriver`] a browser,
//! [`http`] the little HTTP that all need, [`folder`] a folder that goes away. The tests are in `tests/`.
//!
//! They run what `cargo xtask build` built and say so when it is absent. Errors are sentences, because
//! a test prints them and stops.
#![forbid(unsafe_code)]

pub mod apart;
pub mod archive;
pub mod card;
pub mod folder;
pub mod http;
pub mod process;
pub mod product;
pub mod session;
pub mod stand_ins;
pub mod webdriver;

/// A value, or the sentence that a test prints.
pub type Outcome<T> = Result<T, String>;

/// Asks `probe` until it has an answer.
///
/// # Errors
/// After `timeout`: `what`, and the last reason.
pub fn wait_until<T>(
    what: &str,
    timeout: std::time::Duration,
    mut probe: impl FnMut() -> Outcome<T>,
) -> Outcome<T> {
    let deadline = std::time::Instant::now() + timeout;
    loop {
        match probe() {
            Ok(found) => return Ok(found),
            Err(reason) if std::time::Instant::now() > deadline => {
                return Err(format!("{what} did not happen within {timeout:?}: {reason}"));
            }
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(100)),
        }
    }
}
