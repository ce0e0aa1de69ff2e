//! Why a request is refused, and with which status and code.

use std::collections::BTreeMap;

use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;

/// Longest explanation that is sent; a hostile request must not make the response as long as itself.
const LONGEST_MESSAGE: usize = 600;

/// Every reason for which the simulator refuses a request by itself. In a contract they are written in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RefusalReason {
    UnknownRoute,
    MethodNotAllowed,
    MissingToken,
    MissingPermission,
    UnsupportedMediaType,
    BodyTooLarge,
    MalformedBody,
    MissingProperty,
    InvalidValue,
    UnlistedResource,
    UnknownPreference,
    PendingAction,
    ExpiredToken,
    RateLimited,
}

/// Status and code of a refusal: `{status: 404, code: NotFound}` in a contract.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefusalStatus {
    #[serde(deserialize_with = "error_status")]
    pub(crate) status: StatusCode,
    pub(crate) code: String,
}

fn error_status<'de, D: serde::Deserializer<'de>>(from: D) -> Result<StatusCode, D::Error> {
    let number = u16::deserialize(from)?;
    match StatusCode::from_u16(number) {
        Ok(status) if status.is_client_error() || status.is_server_error() => Ok(status),
        _ => Err(serde::de::Error::custom(format!("{number} is no status of an error"))),
    }
}

impl RefusalReason {
    /// The outcome that the contract gives, or the customary status and the reason's own name as code.
    pub(crate) fn outcome(self, given: &BTreeMap<Self, RefusalStatus>) -> RefusalStatus {
        given
            .get(&self)
            .cloned()
            .unwrap_or_else(|| RefusalStatus { status: self.customary_status(), code: format!("{self:?}") })
    }

    /// Its name in a contract and in the journal.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::UnknownRoute => "unknown-route",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::MissingToken => "missing-token",
            Self::MissingPermission => "missing-permission",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::BodyTooLarge => "body-too-large",
            Self::MalformedBody => "malformed-body",
            Self::MissingProperty => "missing-property",
            Self::InvalidValue => "invalid-value",
            Self::UnlistedResource => "unlisted-resource",
            Self::UnknownPreference => "unknown-preference",
            Self::PendingAction => "pending-action",
            Self::ExpiredToken => "expired-token",
            Self::RateLimited => "rate-limited",
        }
    }

    fn customary_status(self) -> StatusCode {
        match self {
            Self::UnknownRoute | Self::UnlistedResource => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::MissingToken | Self::ExpiredToken => StatusCode::UNAUTHORIZED,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::MissingPermission => StatusCode::FORBIDDEN,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MalformedBody
            | Self::MissingProperty
            | Self::InvalidValue
            | Self::UnknownPreference
            | Self::PendingAction => StatusCode::BAD_REQUEST,
        }
    }
}

/// The rule that a refused request broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BrokenRule {
    pub(crate) reason: RefusalReason,
    /// What exactly is wrong, for a person.
    pub(crate) message: String,
}

/// One refused request.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) reason: RefusalReason,
    /// What exactly is wrong, for a person.
    pub(crate) message: String,
    /// The code of the violated schema, which overrides that of the reason.
    pub(crate) code: Option<String>,
    /// What the response carries besides.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(crate) fn new(reason: RefusalReason, message: impl Into<String>) -> Self {
        let mut message = message.into();
        if let Some((end, _)) = message.char_indices().nth(LONGEST_MESSAGE) {
            message.truncate(end);
            message.push('…');
        }
        Self { reason, message, code: None, headers: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_the_name_by_which_a_contract_knows_it() {
        let names = [
            "unknown-route",
            "method-not-allowed",
            "missing-token",
            "missing-permission",
            "unsupported-media-type",
            "body-too-large",
            "malformed-body",
            "missing-property",
            "invalid-value",
            "unlisted-resource",
            "unknown-preference",
            "pending-action",
            "expired-token",
            "rate-limited",
        ];
        for name in names {
            let reason: RefusalReason = serde_json::from_value(name.into()).unwrap();
            assert_eq!(reason.name(), name);
        }
    }
}
