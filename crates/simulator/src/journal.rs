//! What arrived.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;

use serde_json::Value;

/// How many bytes of requests are kept; the oldest are forgotten first.
const CAPACITY: usize = 64 << 20;

/// Headers whose values [`Request`]'s `Debug` does not show.
const SECRET_HEADERS: [&str; 3] = ["authorization", "proxy-authorization", "cookie"];

/// One request as it arrived, byte for byte.
///
/// `Debug` shows neither the body nor the values of `Authorization`, `Proxy-Authorization` and `Cookie`; the bytes
/// have them.
#[derive(Clone)]
pub struct Request {
    bytes: Vec<u8>,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// Reads the head of what arrived. It has been read as HTTP/1 before, so that nothing is left to refuse.
    pub(crate) fn new(bytes: Vec<u8>, body: Vec<u8>) -> Self {
        let mut lines = bytes
            .split(|byte| *byte == b'\n')
            .map(|line| String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)))
            .skip_while(|line| line.is_empty());
        let line = lines.next().unwrap_or_default();
        let mut words = line.split(' ').map(str::to_owned);
        let method = words.next().unwrap_or_default();
        let target = words.next().unwrap_or_default();
        let headers = lines.take_while(|line| !line.is_empty()).filter_map(header).collect();
        Self { method, target, headers, body, bytes }
    }

    /// Everything that arrived on the connection up to the moment of the answer: request line, headers and body,
    /// chunked if it came chunked.
    ///
    /// Of a body that is larger than the limit the part is here that had been read when the limit was passed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The method as it came, for example `POST`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The target of the request line as it came: percent-encoded, with the query.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The headers in their order, names as they came; bytes that are not UTF-8 are replaced.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of the first header of that name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The body, put together if it came chunked.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON; the error is that of the parser.
    pub fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

fn header(line: Cow<'_, str>) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()))
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = |name: &str| SECRET_HEADERS.iter().any(|it| it.eq_ignore_ascii_case(name));
        let headers: Vec<_> =
            self.headers().map(|(name, value)| (name, if secret(name) { "…" } else { value })).collect();
        formatter
            .debug_struct("Request")
            .field("method", &self.method)
            .field("target", &self.target)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// The latest requests, in the order of their arrival.
#[derive(Default)]
pub(crate) struct Journal {
    entries: VecDeque<Request>,
    size: usize,
}

impl Journal {
    pub(crate) fn push(&mut self, request: Request) {
        self.size += request.size();
        self.entries.push_back(request);
        while self.size > CAPACITY && self.entries.len() > 1 {
            self.size -= self.entries.pop_front().map_or(0, |oldest| oldest.size());
        }
    }

    pub(crate) fn entries(&self) -> Vec<Request> {
        self.entries.iter().cloned().collect()
    }
}

impl Request {
    /// About how much memory an entry takes; the head is kept twice.
    fn size(&self) -> usize {
        2 * self.bytes.len() + size_of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "POST /a%20b?c HTTP/1.1\r\nhOST: x\r\nAuthorization: Bearer s3cret\r\nX:  y \r\n\r\n{\"s3cret\":1}";

    #[test]
    fn the_head_is_read_as_it_came() {
        let request = Request::new(HEAD.into(), b"{\"s3cret\":1}".to_vec());
        assert_eq!((request.method(), request.target()), ("POST", "/a%20b?c"));
        let headers: Vec<_> = request.headers().collect();
        assert_eq!(headers, [("hOST", "x"), ("Authorization", "Bearer s3cret"), ("X", "y")]);
        assert_eq!(request.header("HOST"), Some("x"));
        assert_eq!(request.json().unwrap()["s3cret"], 1);
    }

    #[test]
    fn debug_keeps_the_secrets() {
        let shown = format!("{:?}", Request::new(HEAD.into(), b"s3cret".to_vec()));
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("/a%20b?c"), "{shown}");
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut journal = Journal::default();
        for target in ["/1", "/2", "/3"] {
            let mut bytes = format!("POST {target} HTTP/1.1\r\n\r\n").into_bytes();
            bytes.resize(CAPACITY / 4 - 1000, b'x');
            journal.push(Request::new(bytes, Vec::new()));
        }
        let targets: Vec<_> = journal.entries().iter().map(|it| it.target().to_owned()).collect();
        assert_eq!(targets, ["/2", "/3"]);
    }
}
