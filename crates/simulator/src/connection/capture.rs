//! The bytes that a connection has received, cut into requests.
//!
//! hyper reads ahead and does not say where a request ends. The cut follows from the bytes: the head ends at its blank
//! line, the body after its length or its last chunk.

use std::borrow::Cow;
use std::mem;

use crate::connection::chunks::Chunks;
use crate::connection::head;

/// The bytes of requests that have not been entered into the journal.
pub(crate) struct Capture {
    bytes: Vec<u8>,
    limit: usize,
    overflowed: bool,
}

impl Capture {
    /// Holds so many bytes at most.
    pub(crate) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, overflowed: false }
    }

    /// Adds bytes, up to the limit.
    pub(crate) fn push(&mut self, received: &[u8]) {
        let kept = received.len().min(self.limit - self.bytes.len());
        self.overflowed |= kept < received.len();
        if self.bytes.capacity() - self.bytes.len() < kept {
            // Grow by doubling, as a vector does, but not beyond the limit.
            let needed = self.bytes.len() + kept;
            let capacity = (2 * self.bytes.len()).clamp(needed, self.limit);
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
        self.bytes.extend_from_slice(&received[..kept]);
    }

    /// Whether the limit has cost bytes.
    pub(crate) fn overflowed(&self) -> bool {
        self.overflowed
    }

    /// Whether requests are still cut, so that the connection can have a next one.
    pub(crate) fn is_active(&self) -> bool {
        self.limit > 0
    }

    /// Whether a request has begun.
    pub(crate) fn is_in_request(&self) -> bool {
        !self.bytes.iter().all(head::is_line_break)
    }

    /// The head of the first request; bytes that are not UTF-8 are replaced.
    pub(crate) fn head(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[..self.head_length()])
    }

    fn head_length(&self) -> usize {
        head::length(&self.bytes).unwrap_or(self.bytes.len())
    }

    /// Takes the first request off, in which hyper has read a body of this length.
    ///
    /// `None` if the bytes do not agree with hyper.
    pub(crate) fn take_request(&mut self, body_length: usize) -> Option<Vec<u8>> {
        let head_length = head::length(&self.bytes)?;
        let rest = &self.bytes[head_length..];
        let length = if head::is_chunked(&String::from_utf8_lossy(&self.bytes[..head_length])) {
            let read: usize = Chunks::new(rest).map(<[u8]>::len).sum();
            Chunks::new(rest).end().filter(|_| read == body_length)?
        } else {
            Some(body_length).filter(|length| *length <= rest.len())?
        };
        let rest = self.bytes.split_off(head_length + length);
        Some(mem::replace(&mut self.bytes, rest))
    }

    /// Takes the beginning of the first request, its head and so many bytes more, and captures nothing from here on.
    pub(crate) fn take_beginning(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = mem::take(&mut self.bytes);
        let end = head::length(&bytes).unwrap_or(bytes.len()).saturating_add(length);
        bytes.truncate(end);
        self.limit = 0;
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: &str = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    const POST: &str = "\r\nPOST /b HTTP/1.1\r\nContent-Length: 4\r\n\r\n\r\n\r\n";
    const CHUNKED: &str = "PUT /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n";

    fn capture(text: &str) -> Capture {
        let mut capture = Capture::new(1000);
        capture.push(text.as_bytes());
        capture
    }

    #[test]
    fn requests_are_cut_where_they_end() {
        let mut capture = capture(&[GET, POST, CHUNKED, GET].concat());
        for (expected, body_length) in [(GET, 0), (POST, 4), (CHUNKED, 3), (GET, 0)] {
            assert!(capture.is_in_request());
            let request = capture.take_request(body_length).unwrap();
            assert_eq!(String::from_utf8(request).unwrap(), expected);
        }
        assert!(!capture.is_in_request());
    }

    #[test]
    fn a_doubtful_end_is_none() {
        assert_eq!(capture(POST).take_request(5), None);
        assert_eq!(capture(CHUNKED).take_request(2), None);
        assert_eq!(capture(&CHUNKED[..CHUNKED.len() - 2]).take_request(3), None);
        assert_eq!(capture("GET / HTTP/1.1\r\n").take_request(0), None);
    }

    #[test]
    fn no_more_is_held_than_the_limit() {
        let mut capture = Capture::new(10);
        capture.push(b"12345678");
        assert!(!capture.overflowed());
        capture.push(b"90");
        assert!(!capture.overflowed());
        capture.push(b"x");
        assert!(capture.overflowed());
        assert_eq!((capture.bytes.as_slice(), capture.bytes.capacity()), (&b"1234567890"[..], 10));
    }

    #[test]
    fn the_beginning_is_the_last_that_is_taken() {
        let mut capture = capture(POST);
        assert_eq!(capture.take_beginning(1), POST.as_bytes()[..POST.len() - 3]);
        assert!(!capture.is_active());
        capture.push(b"more");
        assert_eq!(capture.bytes, b"");
    }
}
