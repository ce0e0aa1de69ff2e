//! How large the tests are that can be of any size. Their names end with `long_run`; `.ci/long` runs them.

use std::env;

/// The variable that says how large they are, as a share of their full size.
const LONG: &str = "DEFENDER_ACTIONS_LONG";

/// The size of a test: `short`, or as much of `long` as the variable `DEFENDER_ACTIONS_LONG` says, if that is more: all of
/// it for `1`, a tenth for `0.1`.
///
/// # Panics
///
/// If the variable is no number from 0 to 1: a test of another size than was asked for proves nothing.
pub fn long(short: u64, long: u64) -> u64 {
    let Some(value) = env::var_os(LONG) else { return short };
    let share = value.to_str().and_then(|text| text.parse::<f64>().ok()).filter(|share| (0.0..=1.0).contains(share));
    let share = share.unwrap_or_else(|| panic!("{LONG} is {value:?}: expected a number from 0 to 1"));
    short.max((long as f64 * share) as u64)
}
