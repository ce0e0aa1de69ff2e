//! Why a call failed, where the cause lies outside of it.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::result::CallOutcome;

/// A cause that lies outside of the call that failed: the next one may fail for it too, and the same call may succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Cause {
    /// The token is not accepted, or there is none.
    Token,
    /// The proxy asks for credentials.
    Proxy,
    /// The permission is missing.
    Permission,
    /// There are too many calls.
    Throttled,
    /// What answers is not the service: its refusals have a code.
    NotTheService,
    /// There is no connection.
    Unreachable,
    /// No response says whether the action was taken.
    Unknown,
}

impl Cause {
    /// The cause, from outcome, status and code; `None` if the call did not fail, or if it is the call that is refused.
    pub fn of(outcome: CallOutcome, status: Option<u16>, code: Option<&str>) -> Option<Self> {
        match outcome {
            // What the contract does not allow has no code; a credential that gives no token has one.
            CallOutcome::NotSent => code.map(|_| Self::Token),
            CallOutcome::Accepted => None,
            CallOutcome::Unreachable => Some(Self::Unreachable),
            CallOutcome::Unknown => Some(Self::Unknown),
            CallOutcome::Refused => match status {
                Some(401) => Some(Self::Token),
                Some(403) => Some(Self::Permission),
                Some(407) => Some(Self::Proxy),
                Some(429) => Some(Self::Throttled),
                _ if code.is_none() => Some(Self::NotTheService),
                _ => None,
            },
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "the token is not accepted",
            Self::Proxy => "the proxy asks for credentials",
            Self::Permission => "the permission is missing",
            Self::Throttled => "the service takes no more calls",
            Self::NotTheService => "what answers is not the service",
            Self::Unreachable => "the service cannot be reached",
            Self::Unknown => "no response says whether the actions were taken",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_with_a_code_is_of_the_call_unless_its_status_says_otherwise() {
        let of = |outcome, status, code| Cause::of(outcome, status, code);
        for status in [400, 404, 405, 409, 413] {
            assert_eq!(of(CallOutcome::Refused, Some(status), Some("Code")), None);
            assert_eq!(of(CallOutcome::Refused, Some(status), None), Some(Cause::NotTheService));
        }
        for (status, cause) in
            [(401, Cause::Token), (403, Cause::Permission), (407, Cause::Proxy), (429, Cause::Throttled)]
        {
            for code in [None, Some("Code")] {
                assert_eq!(of(CallOutcome::Refused, Some(status), code), Some(cause));
            }
        }
        assert_eq!(of(CallOutcome::Unknown, Some(401), None), Some(Cause::Unknown));
        assert_eq!(of(CallOutcome::Unreachable, None, None), Some(Cause::Unreachable));
        assert_eq!(of(CallOutcome::Accepted, Some(201), None), None);
        assert_eq!(of(CallOutcome::NotSent, None, None), None);
        assert_eq!(of(CallOutcome::NotSent, None, Some("AADSTS7000215")), Some(Cause::Token));
    }
}
