//! What is known about an action whose call failed: a decision without input and output.

use http::StatusCode;

/// What is known about an action whose call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// Nothing was sent: the contract does not allow the request, or there is no token for it.
    NotSent,
    /// There was no connection: nothing was sent.
    Unreachable,
    /// The service, or a gateway in front of it, refused the request: nothing was changed.
    Refused,
    /// The action was accepted: the status says so, and the body does not decode. Do not repeat the call.
    Accepted,
    /// The request was sent, and no response reports its result. Look at the action before you repeat the call.
    Unknown,
}

/// What the body of a response says, as far as the outcome depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Nothing: it is empty, null or an empty object, or was lost before it said anything.
    Nothing,
    /// An error object of the service, with a code.
    ErrorObject,
    Other,
}

/// The outcome after a response that is no success that decodes.
///
/// "Refused" needs a proof: a status by which the request was not carried out, or an error object of the service. "Accepted"
/// needs one too: a status of the contract that says so, and a body that does not say otherwise.
pub(crate) fn of_response(status: StatusCode, is_success: bool, content: Content) -> Outcome {
    match status.as_u16() {
        // Not 200: any page has that status, a sign-in too.
        201..=299 if is_success && content == Content::Other => Outcome::Accepted,
        // The request has to be sent elsewhere, as it is.
        301 | 307 | 308 => Outcome::Refused,
        // Others may answer a request that was carried out; 303 does ordinarily. 408, 460 and 499 come from a gateway that
        // waited for too long, whatever the service did.
        300..=399 | 408 | 460 | 499 if content != Content::ErrorObject => Outcome::Unknown,
        300..=499 => Outcome::Refused,
        _ => Outcome::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::Content::{ErrorObject, Nothing, Other};
    use super::*;

    /// The outcomes for nothing, an error object, and another body.
    fn outcomes(status: u16, is_success: bool) -> [Outcome; 3] {
        let status = StatusCode::from_u16(status).unwrap();
        [Nothing, ErrorObject, Other].map(|content| of_response(status, is_success, content))
    }

    #[test]
    fn only_a_status_of_the_contract_accepts() {
        let [unknown, accepted] = [Outcome::Unknown, Outcome::Accepted];
        for status in [201, 202, 204, 206, 299] {
            assert_eq!(outcomes(status, true), [unknown, unknown, accepted], "{status}");
            assert_eq!(outcomes(status, false), [unknown; 3], "{status}");
        }
        for is_success in [true, false] {
            assert_eq!(outcomes(200, is_success), [unknown; 3]);
        }
    }

    #[test]
    fn only_a_proof_refuses() {
        let [unknown, refused] = [Outcome::Unknown, Outcome::Refused];
        for status in [301, 307, 308, 400, 401, 403, 404, 405, 407, 409, 411, 413, 418, 425, 429, 431, 451, 498] {
            assert_eq!(outcomes(status, false), [refused; 3], "{status}");
        }
        for status in [300, 302, 303, 304, 305, 399, 408, 460, 499] {
            assert_eq!(outcomes(status, false), [unknown, refused, unknown], "{status}");
        }
        for status in [100, 101, 103, 199, 500, 501, 502, 503, 504, 511, 520, 599, 600, 999] {
            assert_eq!(outcomes(status, false), [unknown; 3], "{status}");
        }
    }
}
