//! The attempts of a call.

use std::time::Duration;

use http::StatusCode;
use http::header::HeaderValue;
use reqwest::Request;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout};

use super::decision::{Decision, Happened, decide};
use super::notice::{Retry, RetryReason};
use super::policy::random;
use crate::error::{Error, History, StopReason};
use crate::generated::Client;
use crate::operation::Operation;
use crate::response::ResponseValue;
use crate::trace;

impl Client {
    /// Makes attempts until one succeeds, or another might do harm or is not allowed.
    pub(crate) async fn repeat<T: DeserializeOwned>(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> Result<ResponseValue<T>, Error> {
        let (begin, mut history) = (Instant::now(), History::default());
        let (mut authorization, mut is_renewed) = (None, false);
        loop {
            // The generated code builds bodies that are in memory, so there is a copy.
            let copy = request.try_clone().ok_or_else(|| Error::InvalidRequest("the body is a stream".to_owned()))?;
            let result = self.attempt_in_time::<T>(copy, operation, &history, begin, &mut authorization).await;
            let error = match result {
                Ok(value) => return Ok(value.after(history)),
                Err(error) => error,
            };
            if !is_renewed && let Some(other) = self.renewed(&error, authorization.as_ref(), begin).await {
                (authorization, is_renewed) = (Some(other), true);
                trace::token_renewed();
                history.add(&error, false);
                continue;
            }
            authorization = None;
            let Some(policy) = &self.inner.retry else { return Err(error.after(history, StopReason::NotRepeatable)) };
            match decide(operation, &history, &Happened::of(&error), policy, begin.elapsed(), random()) {
                Decision::Stop(stopped) => return Err(error.after(history, stopped)),
                Decision::Repeat { wait, reason } => {
                    history.add(&error, reason == RetryReason::Unknown);
                    if let Some(on_retry) = &self.inner.on_retry {
                        let (attempt, max_attempts) = (history.attempts() + 1, policy.max_attempts);
                        on_retry.call(&Retry { operation, error: &error, reason, wait, attempt, max_attempts });
                    }
                    trace::waiting(wait, &error, operation);
                    drop(error);
                    sleep(wait).await;
                }
            }
        }
    }

    /// Makes an attempt with this authorization, or with that of now. What is left of the time of the call bounds it.
    async fn attempt_in_time<T: DeserializeOwned>(
        &self,
        request: Request,
        operation: &'static Operation,
        history: &History,
        begin: Instant,
        authorization: &mut Option<HeaderValue>,
    ) -> Result<ResponseValue<T>, Error> {
        let (timeout, start) = (self.time_left(begin), Instant::now());
        if authorization.is_none() {
            *authorization = self.inner.authorization.header(timeout).await.map_err(Error::Credential)?;
        }
        let timeout = timeout.saturating_sub(start.elapsed());
        self.attempt(request, operation, history.attempts(), authorization.as_ref(), timeout).await
    }

    /// Another token, if the service refused this one; it may have been withdrawn before it expired. The status 401 proves
    /// that nothing was done.
    async fn renewed(&self, error: &Error, refused: Option<&HeaderValue>, begin: Instant) -> Option<HeaderValue> {
        let refused = refused.filter(|_| error.status() == Some(StatusCode::UNAUTHORIZED))?;
        timeout(self.time_left(begin), self.inner.authorization.after_refusal(refused)).await.ok()?
    }

    /// The time of an attempt that begins now: less than that of an attempt, if that of the call, which began then, is over
    /// before.
    fn time_left(&self, begin: Instant) -> Duration {
        let of_call = self.inner.retry.as_ref().map(|policy| policy.overall_timeout.saturating_sub(begin.elapsed()));
        of_call.map_or(self.inner.timeout, |left| left.min(self.inner.timeout))
    }
}
