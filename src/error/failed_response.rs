//! A response that is no success that decodes.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::correlation::correlation_id;
use super::explanation::{self, Explanation};
use super::outcome::{self, Content, Outcome};
use super::printable;
use super::retry_after::retry_after;
use crate::json;
use crate::operation::Operation;
use crate::response::decode::is_nothing;
use crate::response::read::{End, Received};
use crate::types::{ErrorCode, ErrorResponse};

/// A response that is no success of the contract, or whose body does not decode.
pub struct FailedResponse<E> {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) error: Option<E>,
    pub(super) code: Option<ErrorCode>,
    pub(super) message: Option<String>,
    pub(super) correlation_id: Option<String>,
    pub(super) retry_after: Option<Duration>,
    pub(super) outcome: Outcome,
    /// Whether the code says that an action of this kind is active already.
    pub(super) is_already_active: bool,
    pub(super) reason: Reason,
}

/// Why a response is no success that decodes.
#[derive(Debug)]
pub(crate) enum Reason {
    /// The contract has no success with this status.
    Status,
    /// The body does not decode: why.
    Body(String),
    /// The body is an error object.
    ErrorObject,
    /// The body names no action, where the contract has one.
    NoAction,
    /// The connection was lost within the body.
    Lost(reqwest::Error),
}

impl FailedResponse<ErrorResponse> {
    /// Reads what a response says of its failure.
    ///
    /// `reason` is why it is no success by its content; how reading it ended comes before that.
    pub(crate) fn new(received: Received, operation: &Operation, is_success: bool, reason: Reason) -> Self {
        let Received { status, headers, body, end } = received;
        let json = if matches!(end, End::Unreadable(_)) { Value::Null } else { json_of(&body) };
        let content = content(&body, &json, &end);
        let text = if matches!(end, End::Unreadable(_)) { &[] } else { body.as_slice() };
        let Explanation { code, message } = explain(&headers, text, &json, is_success, content);
        let reason = match (end, content) {
            (End::Lost(error), _) if is_success => Reason::Lost(error),
            (_, Content::ErrorObject) if is_success => Reason::ErrorObject,
            (End::TooLong(limit), _) => {
                Reason::Body(format!("it has more than {limit} bytes, the limit of a response"))
            }
            (End::Unreadable(problem), _) => Reason::Body(problem),
            _ => reason,
        };
        Self {
            outcome: outcome::of_response(status, is_success, content),
            is_already_active: code.as_deref().is_some_and(|code| operation.is_already_active(code)),
            error: serde_json::from_slice(&body).ok(),
            code: code.map(ErrorCode::from),
            message,
            correlation_id: correlation_id(&json, &headers),
            retry_after: retry_after(&headers, SystemTime::now()),
            status,
            headers,
            body,
            reason,
        }
    }
}

impl<E> FailedResponse<E> {
    /// Whether the body is a page for people: of a gateway, a proxy or a sign-in.
    pub(super) fn is_page(&self) -> bool {
        self.body.trim_ascii_start().starts_with(b"<")
    }

    /// Whether the body is an error object of the service.
    pub(super) fn is_of_service(&self) -> bool {
        explanation::is_error_object(&json_of(&self.body))
    }

    /// What of the body is JSON: all of it, or the complete parts if it broke off.
    pub(super) fn received(&self) -> Option<Value> {
        Some(json_of(&self.body)).filter(|json| !json.is_null())
    }
}

/// The complete parts of a body that is JSON. An error may have a message in another charset.
fn json_of(body: &[u8]) -> Value {
    json::complete_parts(String::from_utf8_lossy(body).as_bytes())
}

fn content(body: &[u8], json: &Value, end: &End) -> Content {
    let says_nothing = match end {
        End::Lost(_) => json.is_null() || json.as_object().is_some_and(Map::is_empty),
        _ => is_nothing(body),
    };
    match says_nothing {
        _ if explanation::is_error_object(json) => Content::ErrorObject,
        true => Content::Nothing,
        false => Content::Other,
    }
}

/// Code and message of an error. What has no message of a known form is its own message, as far as it is text; a success
/// that is none has no message but that of an error object.
fn explain(headers: &HeaderMap, body: &[u8], json: &Value, is_success: bool, content: Content) -> Explanation {
    if is_success && content != Content::ErrorObject {
        return Explanation::default();
    }
    let of_body = explanation::of_body(json);
    let of_challenge =
        if body.trim_ascii().is_empty() { explanation::of_challenge(headers) } else { Explanation::default() };
    Explanation {
        code: of_body.code.or(of_challenge.code),
        message: of_body.message.or(of_challenge.message).or_else(|| printable::text(body)),
    }
}

impl<E: fmt::Debug> fmt::Debug for FailedResponse<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedResponse")
            .field("status", &self.status)
            .field("outcome", &self.outcome)
            .field("reason", &self.reason)
            .field("headers", &self.headers)
            .field("body", &printable::text(&self.body))
            .finish_non_exhaustive()
    }
}
