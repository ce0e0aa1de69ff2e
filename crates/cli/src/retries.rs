//! `--retry`: repeating a call where that does no harm.

use std::time::Duration;

use clap::Args;
use defender_actions::{Retry, RetryPolicy};

/// Arguments about repeating a call.
#[derive(Args)]
#[command(next_help_heading = "Retries")]
pub struct Retries {
    /// Repeat the call where that does no harm: after 429, 503 with Retry-After, and no connection. At most so many attempts; 5
    /// if no number is given
    #[arg(long, value_name = "ATTEMPTS", num_args = 0..=1, require_equals = true, default_missing_value = "5")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    retry: Option<u32>,

    /// Also repeat, once, a call whose outcome is unknown. Only where taking the action twice does no harm
    #[arg(long, requires = "retry")]
    repeat_unknown: bool,

    /// Seconds that all attempts and the waits between them may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..))]
    #[arg(requires = "retry")]
    overall_timeout: u64,

    /// Seconds that the service may ask to wait; if it asks for more, the call ends
    #[arg(long, value_name = "SECONDS", default_value_t = 120, requires = "retry")]
    longest_wait: u64,
}

impl Retries {
    /// What is allowed; `None` if no call is to be repeated.
    pub fn policy(&self) -> Option<RetryPolicy> {
        let policy = RetryPolicy::new()
            .max_attempts(self.retry?)
            .overall_timeout(Duration::from_secs(self.overall_timeout))
            .longest_wait(Duration::from_secs(self.longest_wait))
            .repeat_unknown(self.repeat_unknown);
        Some(policy)
    }
}

/// What is said of a repetition that is to come.
pub fn message(retry: &Retry<'_>) -> String {
    let Retry { error, attempt, max_attempts, .. } = retry;
    let wait = (retry.wait.as_secs_f64() * 10.0).ceil() / 10.0;
    format!("{error}; waits {wait} s, then attempt {attempt} of {max_attempts}")
}
