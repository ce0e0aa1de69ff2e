//! What a caller is shown before a call is repeated.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
use crate::operation::Operation;

/// A repetition that is to come; see [`ClientBuilder::on_retry`](crate::ClientBuilder::on_retry).
#[derive(Debug)]
#[non_exhaustive]
pub struct Retry<'a> {
    /// The operation that is called.
    pub operation: &'static Operation,
    /// Why the attempt before it failed.
    pub error: &'a Error,
    /// Why the call is repeated.
    pub reason: RetryReason,
    /// How long the call waits before the attempt.
    pub wait: Duration,
    /// The number of the attempt, at least 2.
    pub attempt: u32,
    /// The most attempts.
    pub max_attempts: u32,
}

/// Why a call is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// There was no connection, and nothing was sent.
    NoConnection,
    /// The service refused, because there are too many calls (429).
    TooManyCalls,
    /// The service is not available, and says when to come again (503 with `Retry-After`).
    Unavailable,
    /// The outcome is unknown, and the caller allows to repeat the call.
    Unknown,
}

/// A function of the caller that is shown each repetition.
#[derive(Clone)]
pub(crate) struct OnRetry(Arc<Function>);

type Function = dyn Fn(&Retry<'_>) + Send + Sync;

impl OnRetry {
    pub(crate) fn new(function: impl Fn(&Retry<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(function))
    }

    pub(crate) fn call(&self, retry: &Retry<'_>) {
        (self.0)(retry);
    }
}

impl fmt::Debug for OnRetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnRetry(…)")
    }
}
