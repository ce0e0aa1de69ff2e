//! The operations of the contract: the type of the generated table.

use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::time::Duration;

use http::StatusCode;
use memchr::memmem;

use crate::access::Requirement;
use crate::generated_operations::OPERATIONS;

/// An operation of the contract.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// The name of its method of [`Client`](crate::Client).
    pub method_name: &'static str,
    /// Its path template below a server, with the names of parameters in braces.
    pub path: &'static str,
    /// What a token has to allow: alternatives, of which a caller meets one (`security` of the contract).
    pub requirements: &'static [Requirement],
    /// Whether a success may have no body.
    pub may_be_empty: bool,
    /// The documented limits of its calls, all of which hold; mostly none (`x-rate-limits` of the contract).
    pub rate_limits: &'static [RateLimit],
    /// The codes of the errors which say that an action of this kind is active already. After a call whose response was
    /// lost, they mean that this call took effect (`x-already-active` of the contract).
    pub already_active_codes: &'static [&'static str],
    /// The statuses of its successes.
    pub(crate) successes: &'static [RangeInclusive<u16>],
    /// Whether a success may have a body.
    pub(crate) has_action: bool,
    /// The properties that the contract names in the body of a success.
    pub(crate) properties: &'static [&'static str],
}

/// A limit of an operation: at most so many calls in any period of this length, for each application in each tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls, at least one.
    pub calls: NonZeroU32,
    /// In which time: whole seconds, at least one.
    pub period: Duration,
}

impl RateLimit {
    /// A limit of the contract, for which the build script has checked that no number is zero.
    pub(crate) const fn new(calls: u32, seconds: u64) -> Self {
        Self { calls: NonZeroU32::new(calls).unwrap(), period: Duration::from_secs(seconds) }
    }
}

/// The operations of the contract.
///
/// ```
/// for operation in defender_actions::operations() {
///     assert!(operation.path.starts_with('/'));
/// }
/// ```
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

impl Operation {
    /// Whether the contract has a success with this status.
    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        self.successes.iter().any(|statuses| statuses.contains(&status.as_u16()))
    }

    /// Whether a code says that an action of this kind is active already.
    pub(crate) fn is_already_active(&self, code: &str) -> bool {
        self.already_active_codes.contains(&code)
    }

    /// Whether JSON may have one of the properties of a success; true if the contract names none.
    pub(crate) fn names_a_property(&self, json: &[u8]) -> bool {
        self.properties.is_empty()
            || self.properties.iter().any(|name| memmem::find(json, format!("\"{name}\"").as_bytes()).is_some())
    }
}
