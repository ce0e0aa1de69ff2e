//! A call that ended without a response.

use std::error::Error;
use std::fmt;

use super::outcome::Outcome;

/// There was no connection, or it ended before a response.
#[derive(Debug)]
pub struct TransportError {
    source: reqwest::Error,
    /// Whether a part of the request may have left.
    may_be_sent: bool,
}

impl TransportError {
    pub(crate) fn new(source: reqwest::Error, may_be_sent: bool) -> Self {
        Self { source, may_be_sent }
    }

    pub(super) fn outcome(&self) -> Outcome {
        if self.source.is_builder() {
            Outcome::NotSent
        } else if self.source.is_connect() || !self.may_be_sent {
            Outcome::Unreachable
        } else {
            Outcome::Unknown
        }
    }

    pub(super) fn is_timeout(&self) -> bool {
        self.source.is_timeout()
    }

    /// Whether there will be no connection the next time either.
    pub(crate) fn is_lasting(&self) -> bool {
        let wants_credentials = || causes(&self.source).contains("proxy authorization required");
        self.is_about_certificates() || self.outcome() == Outcome::Unreachable && wants_credentials()
    }

    /// Whether the certificate of the server is the cause.
    pub(super) fn is_about_certificates(&self) -> bool {
        self.outcome() == Outcome::Unreachable && causes(&self.source).contains("certificate")
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.outcome() {
            Outcome::NotSent => "the request cannot be built",
            Outcome::Unreachable => "no connection",
            _ if self.is_timeout() => "no response in time",
            _ => "the connection was lost",
        };
        write!(f, "{what}: {}", causes(&self.source))
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}

/// An error with its causes, in one line.
pub(crate) fn causes(error: &reqwest::Error) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_built_was_not_sent() {
        let error = TransportError::new(reqwest::Proxy::all("http://[").unwrap_err(), false);
        assert_eq!((error.outcome(), error.is_timeout()), (Outcome::NotSent, false));
        assert!(error.to_string().starts_with("the request cannot be built: "), "{error}");
        assert!(error.source().is_some() && !error.is_about_certificates());
    }
}
