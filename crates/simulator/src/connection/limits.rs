//! What one client may use: bytes, connections and time.

use std::time::Duration;

/// The longest head of a request, request line and headers, in bytes. A longer one gets 431 from hyper.
pub(crate) const HEAD: usize = 64 << 10;

/// How much of an unread body is discarded before a connection is closed, so that the client reads its response.
pub(crate) const DISCARD: u64 = 64 << 20;

/// The limits that [`Builder`](crate::Builder) sets, and their defaults.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Bytes of a body, after chunks are put together.
    pub(crate) body: usize,
    /// Connections that are open at the same time.
    pub(crate) connections: usize,
    /// From the start of a connection, or the end of a response, to the first byte of a request.
    pub(crate) idle_time: Duration,
    /// From the first byte of a request to the end of its head.
    pub(crate) header_time: Duration,
    /// From the end of the head to the end of the body.
    pub(crate) body_time: Duration,
    /// From the decision to the end of the response.
    pub(crate) response_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1 << 20,
            connections: 256,
            // Longer than HTTP clients keep an idle connection (reqwest: 90 s), so that the client is the one to close.
            idle_time: Duration::from_secs(120),
            header_time: Duration::from_secs(30),
            body_time: Duration::from_secs(60),
            response_time: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// How many received bytes one connection holds at most.
    ///
    /// That is a head, a body whose chunk framing is as large as its content, and what hyper reads ahead.
    pub(crate) fn capture(&self) -> usize {
        self.body.saturating_mul(2).saturating_add(4 * HEAD)
    }
}
