//! A credential that gave no token.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::outcome::Outcome;
use super::printable::excerpt;
use crate::types::ErrorCode;

/// A credential gave no token, so nothing was sent.
///
/// `Display` says which credential failed, and why. Calls that waited for the same token share one error; a clone is cheap.
/// It has no secret, as far as the credential and the identity platform quote none.
#[derive(Clone, Debug)]
pub struct CredentialError(Arc<Parts>);

/// What is known of the failure.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) credential: String,
    pub(crate) code: Option<ErrorCode>,
    pub(crate) message: String,
    pub(crate) correlation_id: Option<String>,
    pub(crate) trace_id: Option<String>,
    pub(crate) is_unreachable: bool,
    pub(crate) advice: Option<&'static str>,
}

impl CredentialError {
    #[cfg(feature = "identity")]
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The name of the credential, such as `ClientSecretCredential`.
    pub fn credential(&self) -> &str {
        &self.0.credential
    }

    /// The code of the identity platform, such as `AADSTS7000215`, or that of OAuth, such as `invalid_client`; `None` if it
    /// gave none.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.code.as_ref()
    }

    /// Why there is no token, as the identity platform or the credential says it.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The id to quote when you ask Microsoft about the sign-in; `None` if there was no answer.
    pub fn correlation_id(&self) -> Option<&str> {
        self.0.correlation_id.as_deref()
    }

    /// The id of the request for a token in the logs of the identity platform; `None` if there was no answer.
    pub fn trace_id(&self) -> Option<&str> {
        self.0.trace_id.as_deref()
    }

    /// What to check; `None` where the message says it best.
    pub fn advice(&self) -> Option<&'static str> {
        self.0.advice
    }

    /// Whether nobody answered, so that the same request for a token may succeed later.
    pub fn is_unreachable(&self) -> bool {
        self.0.is_unreachable
    }

    pub(super) fn outcome(&self) -> Outcome {
        if self.0.is_unreachable { Outcome::Unreachable } else { Outcome::NotSent }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { credential, message, .. } = &*self.0;
        write!(f, "no token: {}: {}", excerpt(credential), excerpt(message))
    }
}

impl Error for CredentialError {}
