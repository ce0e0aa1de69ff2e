//! The class of an error: few values, so that errors can be counted by it.

use std::borrow::Cow;

use super::call_error::Error;
use super::failed_response::Reason;
use super::outcome::Outcome;
use crate::operation::Operation;

/// A credential gave no token.
pub(crate) const CREDENTIAL_FAILED: &str = "credential_failed";

/// The attribute `error.type` of OpenTelemetry: the status, if that says that the call failed, or a word for what happened.
pub(crate) fn error_type(error: &Error, operation: &Operation) -> Cow<'static, str> {
    let word = match error.last() {
        _ if error.is_timeout() => "timeout",
        Error::InvalidRequest(_) => "invalid_request",
        Error::Credential(_) => CREDENTIAL_FAILED,
        Error::Transport(error) => match error.outcome() {
            Outcome::NotSent => "invalid_request",
            Outcome::Unreachable => "connection_failed",
            _ => "connection_lost",
        },
        Error::Response(response) => match response.reason {
            Reason::Lost(_) => "connection_lost",
            _ if operation.is_success(response.status) => "invalid_response",
            _ => return response.status.as_str().to_owned().into(),
        },
        Error::Repeated(_) => "repeated",
    };
    word.into()
}
