//! What an error reports: the code of the service, the outcome of the action, and what to do next.

use std::error::Error as _;
use std::fmt;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use http::StatusCode;
use http::header::{HeaderMap, RETRY_AFTER};

use crate::generated::Error;
use crate::types::{ErrorCode, ErrorDetail, ErrorResponse};

/// What is known about an action whose call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// Nothing was sent: the contract does not allow the request.
    NotSent,
    /// There was no connection: nothing was sent.
    Unreachable,
    /// The service, or a gateway in front of it, refused the request: nothing was changed.
    Refused,
    /// The request was sent, and no response reports its result. Look at the action before you repeat the call.
    Unknown,
}

/// What an error of a call reports, besides its `status()` and `is_retryable()`.
///
/// `is_retryable()` is true if the same call may succeed later: after no connection or a lost one, and after the statuses
/// 408, 429, 502, 503 and 504. A call whose [outcome](Self::outcome) is unknown may have taken the action, so repeat it
/// only if taking the action twice does no harm.
///
/// ```
/// use defender_actions::{Error, ErrorExt, Outcome};
///
/// let error: Error<defender_actions::types::ErrorResponse> = Error::InvalidRequest("`sha1` is missing".into());
/// assert_eq!(error.outcome(), Outcome::NotSent);
/// assert_eq!(error.code(), None);
/// ```
pub trait ErrorExt {
    /// The code of the service, which is the stable part of an error; `None` if the response has none.
    fn code(&self) -> Option<&ErrorCode>;

    /// The message of the service, or the text that was received instead of an error object (such as HTML); `None` if the
    /// response has neither.
    fn message(&self) -> Option<&str>;

    /// The id to quote when you ask Microsoft about the call; `None` if the response has none.
    fn correlation_id(&self) -> Option<&str>;

    /// How long to wait before the next call; `None` if the response does not say.
    fn retry_after(&self) -> Option<Duration>;

    /// What is known about the action.
    fn outcome(&self) -> Outcome;

    /// The error as text for a person: what happened, the code, the correlation id, and what to do next.
    fn report(&self) -> Report<'_>;
}

impl ErrorExt for Error<ErrorResponse> {
    fn code(&self) -> Option<&ErrorCode> {
        detail(self).map(|detail| &detail.code).filter(|code| !code.as_str().is_empty())
    }

    fn message(&self) -> Option<&str> {
        detail(self).map(|detail| detail.message.as_str()).filter(|message| !message.is_empty())
    }

    fn correlation_id(&self) -> Option<&str> {
        detail(self)?.target.as_deref()
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Error::ErrorResponse(response) => retry_after(response.headers(), SystemTime::now()),
            Error::UnexpectedResponse(response) => retry_after(response.headers(), SystemTime::now()),
            _ => None,
        }
    }

    fn outcome(&self) -> Outcome {
        match self {
            Error::InvalidRequest(_) | Error::Custom(_) => Outcome::NotSent,
            Error::CommunicationError(error) if error.is_builder() => Outcome::NotSent,
            Error::CommunicationError(error) if error.is_connect() => Outcome::Unreachable,
            _ => match self.status() {
                Some(status) if status.is_redirection() || status.is_client_error() => Outcome::Refused,
                _ => Outcome::Unknown,
            },
        }
    }

    fn report(&self) -> Report<'_> {
        Report(self)
    }
}

fn detail(error: &Error<ErrorResponse>) -> Option<&ErrorDetail> {
    match error {
        Error::ErrorResponse(response) => Some(&response.error),
        _ => None,
    }
}

/// `Retry-After` in seconds, as the service sends it, or as a date, as gateways do.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::parse_from_rfc2822(value).ok()?;
    Some((date.to_utc() - DateTime::<Utc>::from(now)).to_std().unwrap_or_default())
}

/// An error as a few lines of text for a person; returned by [`ErrorExt::report`].
#[derive(Debug)]
pub struct Report<'a>(&'a Error<ErrorResponse>);

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.0;
        f.write_str(&what_happened(error))?;
        if let Some(message) = error.message() {
            write!(f, "\n  message: {}", excerpt(message))?;
        }
        if let Some(id) = error.correlation_id() {
            write!(f, "\n  correlation id: {}", excerpt(id))?;
        }
        write!(f, "\n  action: {}", result(error))?;
        if let Some(advice) = what_to_do(error) {
            write!(f, "\n  to do: {advice}")?;
        }
        Ok(())
    }
}

fn what_happened(error: &Error<ErrorResponse>) -> String {
    match error {
        Error::InvalidRequest(message) | Error::Custom(message) => printable(message),
        Error::CommunicationError(error) if error.is_connect() => format!("no connection: {}", causes(error)),
        Error::CommunicationError(error) if error.is_timeout() => format!("no response in time: {}", causes(error)),
        Error::CommunicationError(error) | Error::ResponseBodyError(error) | Error::InvalidUpgrade(error) => {
            format!("the connection was lost: {}", causes(error))
        }
        Error::ErrorResponse(response) => {
            let who = if response.status().is_server_error() { "the service failed" } else { "the service refused" };
            match error.code() {
                Some(code) => format!("{who}: {}, code {}", response.status(), excerpt(code.as_str())),
                None => format!("{who}: {}", response.status()),
            }
        }
        Error::InvalidResponsePayload(body, error) => {
            let body = String::from_utf8_lossy(body);
            let (error, body) = (printable(&error.to_string()), excerpt(&body));
            format!("the status says success, but the body does not match the contract: {error}\n  body: {body}")
        }
        Error::UnexpectedResponse(response) => match response.headers().get(http::header::LOCATION) {
            Some(location) if response.status().is_redirection() => {
                format!("a redirect to {location:?}, which is not followed: {}", response.status())
            }
            _ => format!("the contract has no response with this status: {}", response.status()),
        },
    }
}

fn result(error: &Error<ErrorResponse>) -> &'static str {
    match error.outcome() {
        Outcome::NotSent | Outcome::Unreachable => "not taken, nothing was sent",
        Outcome::Refused if is_pending(error) => "not taken again",
        Outcome::Refused => "not taken",
        Outcome::Unknown => "unknown, it may have been taken",
    }
}

/// The service refuses an action while one of its kind is pending on the machine.
fn is_pending(error: &Error<ErrorResponse>) -> bool {
    error.code().is_some_and(|code| code.as_str() == "ActiveRequestAlreadyExists")
}

fn what_to_do(error: &Error<ErrorResponse>) -> Option<String> {
    if is_pending(error) {
        let advice = "an action of this kind is already pending; after a lost connection, it is the one you asked for";
        return Some(advice.to_owned());
    }
    let advice = match (error.outcome(), error.status()) {
        (Outcome::Unreachable, _) => "check the environment or the base URL, the network, and the proxy",
        (Outcome::Unknown, _) => "look at the action in the portal before you repeat it",
        (_, Some(StatusCode::UNAUTHORIZED)) => "get a new token, for the token scope of the environment",
        (_, Some(StatusCode::FORBIDDEN)) => {
            "check that the token has the permission of the operation, and the token scope of the environment"
        }
        (_, Some(StatusCode::NOT_FOUND)) => "check the id, and that its organization is the one of the token",
        (_, Some(StatusCode::TOO_MANY_REQUESTS)) => match error.retry_after() {
            Some(wait) => return Some(format!("wait {} seconds, then repeat it", wait.as_secs())),
            None => "wait, then repeat it",
        },
        (_, Some(status)) if status.is_redirection() => "check the environment or the base URL",
        _ => return None,
    };
    Some(advice.to_owned())
}

/// An error with its causes, in one line.
fn causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

/// Text as one line that a terminal can show: without control characters, and without those that hide or reorder others.
fn printable(text: &str) -> String {
    let is_blank = |letter: char| letter.is_whitespace() || letter.is_control() || is_invisible(letter);
    text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Zero-width characters, and the controls of bidirectional text.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text that was received, as the beginning of its one line.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 300;
    let line = printable(text);
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let wait = |value| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]), now);
        assert_eq!(wait("30"), Some(Duration::from_secs(30)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:50:07 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("soon"), None);
    }

    #[test]
    fn an_excerpt_is_one_printable_line() {
        assert_eq!(excerpt("<html>\n\t<b>\u{1b}[31m"), "<html> <b> [31m");
        assert_eq!(
            excerpt("a\u{202e}cod.exe\u{2066}\u{200b}\u{feff} b\r\n::error::\u{2028}c\u{85}"),
            "a cod.exe b ::error:: c"
        );
        assert_eq!(excerpt(&"é".repeat(301)), format!("{}…", "é".repeat(300)));
    }
}
