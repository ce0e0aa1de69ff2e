//! Faults: how the server misbehaves.

use std::num::NonZeroU32;
use std::time::Duration;

use openapi::RateLimit;

/// What a request meets instead of the contract's response; [`FaultRule`](crate::FaultRule) says which request.
///
/// Where a fault alters the contract's response (`CutOff`, `WrongLength`, `ContentType`, `Delay`, and `Reset` after the
/// action) or sends another success in its place (`Large`, `Endless`, and a `Status` of 200 to 299), the request is checked
/// and carried out as any other. No other fault changes a state.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Any response, as a gateway or a broken service sends it; then the connection is closed.
    ///
    /// `Content-Length` and `Connection: close` are added where the headers do not have them; nothing is checked.
    Answer {
        /// The status, for example 502.
        status: u16,
        /// The headers, sent as they are.
        headers: Vec<(String, String)>,
        /// The body, any bytes.
        body: Vec<u8>,
    },
    /// A response that announces `missing` bytes more than it sends; then the connection is closed.
    Truncate {
        /// The status.
        status: u16,
        /// The headers, sent as they are.
        headers: Vec<(String, String)>,
        /// The part of the body that is sent.
        body: Vec<u8>,
        /// How many bytes are announced and not sent.
        missing: usize,
    },
    /// A status in place of the contract's.
    Status {
        /// The status, 200 to 599.
        status: u16,
        /// Its body.
        body: FaultBody,
        /// When to call again, as the response says.
        retry_after: Option<RetryAfter>,
    },
    /// The response of the contract, after the [latency](crate::FaultRule::latency) of the rule and unharmed.
    Delay,
    /// The request is read, and the connection is closed without a response.
    Disconnect,
    /// The connection is reset: what the client has sent may be lost, and it gets an error instead of a response.
    Reset(ResetPoint),
    /// No response, ever. The connection stays open until the client closes it or the simulator is dropped; no timeout
    /// applies.
    Stall,
    /// The head and the first half of the body of the contract's response; then the connection is closed.
    CutOff,
    /// The contract's response, with a `Content-Length` of so many bytes too few; then the connection is closed.
    WrongLength(usize),
    /// The contract's response under another content type.
    ContentType(String),
    /// The page of a proxy that asks for a sign-in, as HTML with the status 200.
    Html,
    /// A success with a body of so many bytes: JSON that is no action.
    Large(u64),
    /// A success whose body never ends: some bytes every few milliseconds, until the client closes the connection.
    Endless,
    /// The refusal of a token that has expired.
    ExpiredToken,
    /// The refusal of calls beyond a limit, for each operation and token; a call within it goes on as if there were no
    /// such fault.
    RateLimit(Limit),
}

/// The body of a fault with a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum FaultBody {
    /// The first example that the contract has for the status; none if it documents none.
    #[default]
    Documented,
    /// Nothing.
    Empty,
    /// A page of HTML, as gateways send it.
    Html,
}

/// When a connection is reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResetPoint {
    /// After the head of the request, before its body is read.
    BeforeBody,
    /// After the body was read; the request is not carried out.
    AfterBody,
    /// After the request was carried out, instead of its response.
    AfterAction,
}

/// The value of a header `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// Seconds.
    Seconds(u32),
    /// A date that is so many seconds after the header `Date`. Both are of a clock that is ahead of the simulator's by
    /// `skew` seconds, or behind it if that is negative.
    Date {
        /// Seconds from `Date`.
        after: u32,
        /// Seconds by which the clock is ahead.
        skew: i32,
    },
}

/// Which limits a [`Fault::RateLimit`] keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// Those that the contract has for the operation (`x-rate-limits`): of one without any, none.
    Documented,
    /// So many calls in any period of this length.
    Calls {
        /// How many.
        calls: NonZeroU32,
        /// In which time.
        period: Duration,
    },
}

impl Limit {
    /// The limits that are kept for an operation with these documented ones.
    pub(crate) fn limits(self, documented: &[RateLimit]) -> Vec<RateLimit> {
        match self {
            Self::Documented => documented.to_vec(),
            Self::Calls { calls, period } => vec![RateLimit::new(calls, period)],
        }
    }
}
