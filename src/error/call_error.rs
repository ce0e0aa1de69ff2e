//! The error of a call, and what it reports.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::header::InvalidHeaderValue;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::credential::CredentialError;
use super::failed_response::{FailedResponse, Reason};
use super::history::{History, UnknownAttempt};
use super::outcome::Outcome;
use super::repeated::{Repeated, StopReason};
use super::report::Report;
use super::transport::TransportError;
use crate::operation::Operation;
use crate::response::read::Received;
use crate::types::{ErrorCode, ErrorResponse};

/// Why a call failed, and what is known about the action.
///
/// `Display` says what happened, in a line; [`report`](Self::report) says all of it, and what to do next.
///
/// ```
/// use defender_actions::{Error, Outcome};
///
/// let error: Error = Error::InvalidRequest("`sha1` is missing".into());
/// assert_eq!(error.outcome(), Outcome::NotSent);
/// assert_eq!(error.code(), None);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = ErrorResponse> {
    /// The contract does not allow the request: why. Nothing was sent.
    InvalidRequest(String),
    /// A credential gave no token. Nothing was sent.
    Credential(CredentialError),
    /// There was no response.
    Transport(TransportError),
    /// The response is no success of the contract, or its body does not decode.
    Response(Box<FailedResponse<E>>),
    /// The call was made more than once: as the [policy](crate::ClientBuilder::retry) allows, or after a token that was refused
    /// and renewed. What is asked of this error is
    /// said of the last attempt, but for the outcome, which is that of all attempts together.
    Repeated(Box<Repeated<E>>),
}

impl Error {
    pub(crate) fn response(received: Received, operation: &Operation, is_success: bool, reason: Reason) -> Self {
        Self::Response(Box::new(FailedResponse::new(received, operation, is_success, reason)))
    }

    /// The error of the last attempt of a call, with the attempts before it.
    pub(crate) fn after(self, earlier: History, stopped: StopReason) -> Self {
        match earlier.attempts() {
            0 => self,
            _ => Self::Repeated(Box::new(Repeated::new(self, earlier, stopped))),
        }
    }
}

impl<E> Error<E> {
    /// What is known about the action.
    ///
    /// After several attempts, it is unknown if that of any is unknown: that the last one was refused says nothing of the
    /// others.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Repeated(repeated) => repeated.outcome(),
            Self::InvalidRequest(_) => Outcome::NotSent,
            Self::Credential(error) => error.outcome(),
            Self::Transport(error) => error.outcome(),
            Self::Response(response) => response.outcome,
        }
    }

    /// The status of the response; `None` if there was none.
    pub fn status(&self) -> Option<StatusCode> {
        self.failed_response().map(|response| response.status)
    }

    /// The headers of the response; `None` if there was none.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.failed_response().map(|response| &response.headers)
    }

    /// The body of the response as far as it was received, without content coding and byte order mark; `None` if there was
    /// no response.
    pub fn body(&self) -> Option<&[u8]> {
        self.failed_response().map(|response| response.body.as_slice())
    }

    /// The body as JSON: the whole of it, or what is complete of a body that breaks off, so that the id of an accepted
    /// action is not lost. `None` if there is none.
    pub fn json(&self) -> Option<Value> {
        self.failed_response()?.received()
    }

    /// The error object of the contract, if the body is one.
    pub fn error_response(&self) -> Option<&E> {
        self.failed_response()?.error.as_ref()
    }

    /// The code of the service, which is the stable part of an error, or that of a gateway or the identity platform; `None`
    /// if the response has none.
    pub fn code(&self) -> Option<&ErrorCode> {
        match self.last() {
            Self::Credential(error) => error.code(),
            _ => self.failed_response()?.code.as_ref(),
        }
    }

    /// The message of the service, a gateway or the identity platform, or the text that was received instead of an error
    /// object (such as HTML); `None` if the response has neither. Bytes that are no text are not among it.
    pub fn message(&self) -> Option<&str> {
        match self.last() {
            Self::Credential(error) => Some(error.message()),
            _ => self.failed_response()?.message.as_deref(),
        }
    }

    /// The id to quote when you ask Microsoft about the call: of the error object, else of a header of the response; `None`
    /// if the response has none.
    pub fn correlation_id(&self) -> Option<&str> {
        match self.last() {
            Self::Credential(error) => error.correlation_id(),
            _ => self.failed_response()?.correlation_id.as_deref(),
        }
    }

    /// How long to wait before the next call, in whole seconds, at most a day; `None` if the response does not say.
    pub fn retry_after(&self) -> Option<Duration> {
        self.failed_response()?.retry_after
    }

    /// How many attempts were made: more than 1 only where a [policy](crate::ClientBuilder::retry) allows it, or after a token
    /// that was refused and renewed.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Repeated(repeated) => repeated.attempts(),
            _ => 1,
        }
    }

    /// The attempts before the last one that may have taken the action; mostly none.
    pub fn unknown_attempts(&self) -> &[UnknownAttempt] {
        match self {
            Self::Repeated(repeated) => repeated.unknown_attempts(),
            _ => &[],
        }
    }

    /// Whether the call ended because its time was over.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Repeated(repeated) => repeated.last().is_timeout(),
            Self::InvalidRequest(_) | Self::Credential(_) => false,
            Self::Transport(error) => error.is_timeout(),
            Self::Response(response) => matches!(&response.reason, Reason::Lost(error) if error.is_timeout()),
        }
    }

    /// Whether the same call may succeed later: after no connection or a lost one, and after the statuses 408, 429, 502,
    /// 503 and 504. A call whose [outcome](Self::outcome) is unknown may have taken the action, so repeat it only if taking
    /// the action twice does no harm.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Repeated(repeated) => !repeated.took_effect() && repeated.last().is_retryable(),
            Self::InvalidRequest(_) => false,
            Self::Credential(error) => error.is_unreachable(),
            Self::Transport(error) => error.outcome() != Outcome::NotSent,
            Self::Response(response) if response.outcome == Outcome::Accepted => false,
            Self::Response(response) => {
                matches!(response.reason, Reason::Lost(_))
                    || matches!(response.status.as_u16(), 408 | 429 | 502 | 503 | 504)
            }
        }
    }

    /// The error as text for a person: what happened, the code, the correlation id, and what to do next.
    pub fn report(&self) -> Report<'_, E> {
        Report(self)
    }

    pub(super) fn failed_response(&self) -> Option<&FailedResponse<E>> {
        match self.last() {
            Self::Response(response) => Some(response),
            _ => None,
        }
    }

    /// The error of the last attempt.
    pub(super) fn last(&self) -> &Self {
        match self {
            Self::Repeated(repeated) => repeated.last(),
            _ => self,
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::report::what_happened(self))?;
        match self {
            Self::Repeated(repeated) => write!(f, ", attempt {}", repeated.attempts()),
            _ => Ok(()),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Repeated(repeated) => repeated.last().source(),
            Self::InvalidRequest(_) | Self::Credential(_) => None,
            Self::Transport(error) => error.source(),
            Self::Response(response) => match &response.reason {
                Reason::Lost(error) => Some(error),
                _ => None,
            },
        }
    }
}

/// The generated code builds a request.
impl<E> From<reqwest::Error> for Error<E> {
    fn from(error: reqwest::Error) -> Self {
        Self::Transport(TransportError::new(error, false))
    }
}

/// The generated code puts parameters into headers.
impl<E> From<InvalidHeaderValue> for Error<E> {
    fn from(error: InvalidHeaderValue) -> Self {
        Self::InvalidRequest(error.to_string())
    }
}
