//! An error as text for a person.

use std::fmt;

use http::StatusCode;
use http::header::LOCATION;

use super::advice::{advice, is_pending};
use super::call_error::Error;
use super::failed_response::{FailedResponse, Reason};
use super::outcome::Outcome;
use super::printable::{self, excerpt, printable};
use super::transport::causes;

/// An error as a few lines of text for a person; returned by [`Error::report`].
#[derive(Debug)]
pub struct Report<'a, E>(pub(super) &'a Error<E>);

impl<E> fmt::Display for Report<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.0;
        f.write_str(&what_happened(error))?;
        if let (Some(message), Error::Response(_)) = (error.message(), error.last()) {
            write!(f, "\n  message: {}", excerpt(message))?;
        }
        if let Some(body) = error.failed_response().and_then(body) {
            write!(f, "\n  body: {}", excerpt(&body))?;
        }
        if let Some(id) = error.correlation_id() {
            write!(f, "\n  correlation id: {}", excerpt(id))?;
        }
        if let Error::Credential(error) = error.last()
            && let Some(id) = error.trace_id()
        {
            write!(f, "\n  trace id: {}", excerpt(id))?;
        }
        if let Error::Repeated(repeated) = error {
            write!(f, "\n  attempts: {}{}", repeated.attempts(), repeated.why_stopped())?;
        }
        for attempt in error.unknown_attempts() {
            write!(f, "\n  attempt {}: outcome unknown: {}", attempt.number, attempt.what_happened)?;
            if let Some(id) = &attempt.correlation_id {
                write!(f, "; correlation id {}", excerpt(id))?;
            }
        }
        write!(f, "\n  action: {}", result(error))?;
        if let Some(advice) = advice(error) {
            write!(f, "\n  to do: {advice}")?;
        }
        Ok(())
    }
}

/// What happened, in a line.
pub(super) fn what_happened<E>(error: &Error<E>) -> String {
    match error {
        Error::Repeated(repeated) => what_happened(repeated.last()),
        Error::InvalidRequest(message) => printable(message),
        Error::Credential(error) => error.to_string(),
        Error::Transport(error) => printable(&error.to_string()),
        Error::Response(response) => {
            let code = error.code().map(|code| format!(", code {}", excerpt(code.as_str())));
            what_the_response_says(response) + &code.unwrap_or_default()
        }
    }
}

fn what_the_response_says<E>(response: &FailedResponse<E>) -> String {
    let status = status(response.status);
    match &response.reason {
        Reason::Lost(error) => {
            let what = if error.is_timeout() { "no whole response in time" } else { "the connection was lost" };
            format!("{what}: {}, after {status}", printable(&causes(error)))
        }
        Reason::ErrorObject => format!("the status says success, but the body is an error: {status}"),
        Reason::NoAction => format!("the status says success, but the body names no action: {status}"),
        Reason::Body(problem) if response.outcome == Outcome::Accepted => {
            format!("accepted: {status}, but the body does not match the contract: {}", excerpt(problem))
        }
        Reason::Body(problem) if response.status.is_success() => {
            format!("the status says success, but the body does not match the contract: {}: {status}", excerpt(problem))
        }
        Reason::Status | Reason::Body(_) => of_status(response, &status),
    }
}

fn of_status<E>(response: &FailedResponse<E>, status: &str) -> String {
    match response.status.as_u16() {
        300..=399 => match response.headers.get(LOCATION) {
            Some(location) => format!("a redirect to {location:?}, which is not followed: {status}"),
            None => format!("a redirect to nowhere: {status}"),
        },
        400..=499 if response.outcome == Outcome::Refused => format!("the service refused: {status}"),
        400..=499 => format!("the call was given up on its path: {status}"),
        500..=599 => format!("the service failed: {status}"),
        _ => format!("the contract has no response with this status: {status}"),
    }
}

/// A status with its phrase, if it has one.
fn status(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(phrase) => format!("{} {phrase}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// The body of a success that is none, or why that of an error has no message.
fn body<E>(response: &FailedResponse<E>) -> Option<String> {
    match &response.reason {
        _ if response.message.is_some() => None,
        Reason::Body(problem) if !response.status.is_success() => Some(problem.clone()),
        Reason::Body(_) | Reason::Lost(_) => printable::text(&response.body),
        _ => None,
    }
}

fn result<E>(error: &Error<E>) -> &'static str {
    match error.outcome() {
        _ if matches!(error, Error::Repeated(repeated) if repeated.took_effect()) => {
            "accepted, an earlier attempt took effect"
        }
        Outcome::NotSent | Outcome::Unreachable => "not taken, nothing was sent",
        Outcome::Refused if is_pending(error) => "not taken again",
        Outcome::Refused => "not taken",
        Outcome::Accepted => "accepted",
        Outcome::Unknown => "unknown, it may have been taken",
    }
}
