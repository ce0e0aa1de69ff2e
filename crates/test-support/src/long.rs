//! How large the tests are that can be of any size.

/// The variable that asks for the long versions.
const LONG: &str = "DEFENDER_ACTIONS_LONG";

/// The size of a test: `short`, or `long` where the variable `DEFENDER_ACTIONS_LONG` is `1`.
pub fn long<T>(short: T, long: T) -> T {
    if std::env::var_os(LONG).is_some_and(|value| value == "1") { long } else { short }
}
