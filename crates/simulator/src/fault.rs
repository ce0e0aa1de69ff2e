//! Faults: how a test makes the server misbehave.

use crate::response;

/// What one request gets instead of the contract's response, before its connection is closed; see
/// [`Simulator::fault`](crate::Simulator::fault).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Any response, as a gateway or a broken service sends it.
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
    /// The request is read, and the connection is closed without a response.
    Disconnect,
    /// A response that announces `missing` bytes more than it sends.
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
    /// No response, ever. The connection stays open until the client closes it or the simulator is dropped; no timeout
    /// applies.
    Stall,
}

impl Fault {
    /// What is sent before the connection is closed; `None` if it stays open.
    pub(crate) fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Answer { status, headers, body } => Some(response::raw(status, &headers, &body, 0)),
            Self::Truncate { status, headers, body, missing } => Some(response::raw(status, &headers, &body, missing)),
            Self::Disconnect => Some(Vec::new()),
            Self::Stall => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_truncated_response_announces_more_than_it_has() {
        let fault =
            Fault::Truncate { status: 201, headers: vec![("A".into(), "b".into())], body: b"{".to_vec(), missing: 9 };
        let expected = "HTTP/1.1 201 Created\r\nA: b\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{";
        assert_eq!(String::from_utf8(fault.bytes().unwrap()).unwrap(), expected);
    }

    #[test]
    fn given_framing_is_not_doubled() {
        let headers = ["content-length", "connection"].map(|name| (name.to_owned(), "7".to_owned()));
        let fault = Fault::Answer { status: 799, headers: headers.to_vec(), body: Vec::new() };
        let expected = "HTTP/1.1 799 \r\ncontent-length: 7\r\nconnection: 7\r\n\r\n";
        assert_eq!(String::from_utf8(fault.bytes().unwrap()).unwrap(), expected);
    }
}
