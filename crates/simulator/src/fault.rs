//! Misbehaviour on demand.

use axum::http::StatusCode;

/// What one request gets instead of the contract's answer; see [`Simulator::fault`](crate::Simulator::fault).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Any answer at all, as a gateway or a broken service gives it.
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
    /// The request is read, and the connection closed without an answer.
    Disconnect,
    /// An answer that announces `missing` bytes more than it sends, and then ends.
    Truncate {
        /// The status.
        status: u16,
        /// The headers, sent as they are.
        headers: Vec<(String, String)>,
        /// What is sent of the body.
        body: Vec<u8>,
        /// How many bytes are announced besides.
        missing: usize,
    },
    /// No answer, ever; the connection stays open until the client or the simulator goes.
    Stall,
}

impl Fault {
    /// What is sent before the connection is closed; `None` if it is not closed.
    pub(crate) fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Answer { status, headers, body } => Some(message(status, &headers, &body, 0)),
            Self::Truncate { status, headers, body, missing } => Some(message(status, &headers, &body, missing)),
            Self::Disconnect => Some(Vec::new()),
            Self::Stall => None,
        }
    }
}

/// Written by hand, because HTTP libraries refuse to send what clients have to survive.
fn message(status: u16, headers: &[(String, String)], body: &[u8], missing: usize) -> Vec<u8> {
    let known = StatusCode::from_u16(status).ok();
    let reason = known.and_then(|it| it.canonical_reason()).unwrap_or_default();
    let has = |name: &str| headers.iter().any(|(it, _)| it.eq_ignore_ascii_case(name));
    let mut head = format!("HTTP/1.1 {status} {reason}\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    if !has("content-length") && !has("transfer-encoding") {
        head += &format!("Content-Length: {}\r\n", body.len().saturating_add(missing));
    }
    if !has("connection") {
        head += "Connection: close\r\n";
    }
    head += "\r\n";
    [head.as_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_truncated_answer_announces_more_than_it_has() {
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
