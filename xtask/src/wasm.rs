//! The step `wasm`: the JavaScript package in Chromium and Firefox.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::place::Place;
use crate::run::{cargo, say};
use crate::test::{Count, WASM_TESTS, counted, runner};
use crate::tools::{self, Tools};
use crate::{package, packages};

const TARGET: &str = "wasm32-unknown-unknown";
/// The variables by which the runner finds a driver; the first that is set decides the browser.
const DRIVERS: [&str; 4] = ["GECKODRIVER", "CHROMEDRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"];

/// Tests the skin inside both browsers, then the built package in a plain page of each.
///
/// # Errors
/// What is missing, or the first browser in which a test failed.
pub(crate) fn test(place: &Place, count: &mut Count) -> Result<(), String> {
    say(packages::install(place)?);
    say(tools::install(place)?);
    package::all(place)?;
    let tools = Tools::of(place)?;
    let drivers = [
        ("CHROMEDRIVER", PathBuf::from("/usr/bin/chromedriver")),
        ("GECKODRIVER", tools.geckodriver.clone()),
    ];
    let runner_key = format!("CARGO_TARGET_{}_RUNNER", TARGET.replace('-', "_").to_uppercase());
    for (key, driver) in drivers {
        let mut tests = cargo(place);
        tests.args(["test", "-p", WASM_TESTS, "--target", TARGET, "--test", "browser"]);
        for other in DRIVERS {
            tests.env_remove(other).env_remove(format!("{other}_REMOTE"));
        }
        tests.env(key, driver).env(&runner_key, OsString::from(&tools.test_runner));
        counted(&mut tests, count)?;
    }
    counted(runner(place).args(["-p", WASM_TESTS]).env("GECKODRIVER", tools.geckodriver), count)
}
