//! What an error of a credential says.

use std::error::Error as StdError;
use std::time::Duration;

use azure_core::Error;
use azure_core::error::ErrorKind;
use http::HeaderMap;
use serde_json::Value;

use super::advice;
use crate::error::{CredentialError, CredentialFailure, Explanation, correlation_id, of_body};
use crate::json;
use crate::token::TokenError;
use crate::types::ErrorCode;

/// What `azure_identity` puts between the name of a credential and the reason.
pub(super) const FAILED: &str = " authentication failed.";
/// What it puts behind the reason.
const SEE: &str = "\nTo troubleshoot, visit ";
/// What the identity platform puts behind the reason, and in members of their own.
const IDS: &str = "Trace ID:";
/// The name of a credential that does not say it.
const NAMELESS: &str = "the credential";

/// The error of a credential that gave no token.
pub(super) fn of(error: &Error) -> CredentialError {
    let text = error.to_string();
    let (credential, reason) = match text.split_once(FAILED) {
        Some((name, reason)) if !name.contains(char::is_whitespace) => (name, reason),
        _ => (NAMELESS, text.as_str()),
    };
    let cause = cause(error);
    // What is between, retries and the like, says nothing.
    let reason = if std::ptr::eq(cause, error) { reason.to_owned() } else { cause.to_string() };
    let reason = reason.split(SEE).next().unwrap_or_default().trim();
    let body = match cause.kind() {
        ErrorKind::HttpResponse { raw_response: Some(response), .. } => {
            serde_json::from_slice(response.body().as_ref()).unwrap_or_default()
        }
        _ => Value::Null,
    };
    let Explanation { code, message } = of_body(&body);
    let message = message.map(|message| message.split(IDS).next().unwrap_or_default().trim().to_owned());
    let message = message.filter(|message| !message.is_empty()).unwrap_or_else(|| reason.to_owned());
    let code = aadsts(&body, &message).or(code);
    let is_unreachable = match cause.kind() {
        ErrorKind::Connection | ErrorKind::Io => true,
        ErrorKind::HttpResponse { status, .. } => {
            let status = u16::from(*status);
            matches!(status, 408 | 429 | 500..)
        }
        _ => false,
    };
    CredentialError::new(CredentialFailure {
        credential: credential.to_owned(),
        advice: match code.as_deref().and_then(advice::of_code) {
            None if is_unreachable => Some(advice::UNREACHABLE),
            advice => advice,
        },
        code: code.map(ErrorCode::from),
        message,
        correlation_id: correlation_id(&body, &HeaderMap::new()),
        trace_id: json::text(&body, "trace_id"),
        is_unreachable,
    })
}

/// The error of a credential that takes too long.
pub(super) fn timeout(limit: Duration) -> CredentialError {
    CredentialError::new(CredentialFailure {
        credential: NAMELESS.to_owned(),
        message: format!("no answer within {} seconds", limit.as_secs()),
        is_unreachable: true,
        advice: Some(advice::UNREACHABLE),
        ..CredentialFailure::default()
    })
}

/// The error of a credential whose token cannot be sent.
pub(super) fn unusable(error: &TokenError) -> CredentialError {
    CredentialError::new(CredentialFailure {
        credential: NAMELESS.to_owned(),
        message: error.to_string(),
        ..CredentialFailure::default()
    })
}

/// The innermost error of the SDK: the response, or why there is none.
fn cause(error: &Error) -> &Error {
    let mut found = error;
    let mut source = error.source();
    while let Some(next) = source {
        found = next.downcast_ref().unwrap_or(found);
        source = next.source();
    }
    found
}

/// The code of the identity platform: `AADSTS7000215`.
fn aadsts(body: &Value, message: &str) -> Option<String> {
    let of_list = || json::member(body, "error_codes")?.get(0)?.as_u64().map(|number| format!("AADSTS{number}"));
    let of_message = || {
        let code = message.split(':').next()?;
        let digits = code.strip_prefix("AADSTS")?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| code.to_owned())
    };
    of_message().or_else(of_list)
}
