//! A token that is held, and how old it may get. No input or output.

use std::time::{Duration, SystemTime};

use azure_core::credentials::AccessToken;
use http::header::HeaderValue;

use super::clock::Moment;
use crate::token::{BearerToken, TokenError};

/// How long before its expiry a token is refreshed.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// The lifetime of a token that has expired when it is received: the clock of this machine is wrong then, since nobody
/// gives such a token.
const UNKNOWN_LIFETIME: Duration = Duration::from_secs(60);

/// The longest lifetime that is believed. Tokens live for an hour or, of a managed identity, for a day; a longer one is that
/// of a clock that is wrong.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// A token that is held.
#[derive(Debug)]
pub(super) struct HeldToken {
    /// `Bearer …`, marked as sensitive.
    pub(super) header: HeaderValue,
    received: Moment,
    pub(super) lifetime: Duration,
}

impl HeldToken {
    /// Takes a token that was received now.
    ///
    /// # Errors
    ///
    /// Its text is not allowed in the header.
    pub(super) fn new(token: &AccessToken, received: Moment) -> Result<Self, TokenError> {
        let left = SystemTime::from(token.expires_on).duration_since(received.wall).unwrap_or_default();
        let lifetime = if left.is_zero() { UNKNOWN_LIFETIME } else { left.min(LONGEST_LIFETIME) };
        Ok(Self { header: token.token.secret().parse::<BearerToken>()?.header()?, received, lifetime })
    }

    /// Whether it is to be refreshed: it expires soon, by either clock.
    pub(super) fn is_due(&self, now: Moment) -> bool {
        now.since(self.received) + MARGIN.min(self.lifetime / 2) >= self.lifetime
    }

    /// Whether it has expired. A clock that was set does not expire it; the service refuses it then, if it is wrong.
    pub(super) fn has_expired(&self, now: Moment) -> bool {
        now.steady_since(self.received) >= self.lifetime
    }
}
