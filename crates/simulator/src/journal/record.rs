//! The journal: the requests that were received, byte for byte.

use std::collections::VecDeque;
use std::fmt;
use std::str;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;

use crate::connection::chunks::Chunks;
use crate::connection::head;
use crate::faults::misbehavior::Decision;
use crate::response::refusal::BrokenRule;

/// How many bytes of memory the journal may take.
const CAPACITY: usize = 64 << 20;

/// About what the allocator adds to each allocation.
const ALLOCATION: usize = 2 * size_of::<usize>();

/// Headers whose values [`Request`]'s `Debug` does not show.
const SECRET_HEADERS: [&str; 7] =
    ["authorization", "proxy-authorization", "cookie", "api-key", "x-api-key", "x-auth-token", "x-identity-header"];

/// One request as received, byte for byte. A clone shares the bytes.
///
/// `Debug` shows neither the body nor the values of headers that hold secrets, such as `Authorization` and `Cookie`; the
/// bytes have them.
#[derive(Clone)]
pub struct Request(Arc<RequestBytes>);

/// The bytes once, and besides them only what cannot be read from them.
struct RequestBytes {
    bytes: Box<[u8]>,
    head_length: usize,
    /// The head with replacement characters, if it is not UTF-8.
    replaced_head: Option<Box<str>>,
    /// The body without its framing, if it is chunked.
    joined_body: Option<Box<[u8]>>,
    /// The operation that it is for. The contract owns the text.
    operation: Option<Arc<str>>,
    status: Option<u16>,
    fault: Option<Box<str>>,
    is_done: bool,
    refusal: Option<BrokenRule>,
    received_at: SystemTime,
    response: Option<SentResponse>,
}

/// What a page shows of a response.
pub(crate) struct SentResponse {
    pub(crate) media_type: Option<Box<str>>,
    /// The first bytes of its body.
    pub(crate) beginning: Box<[u8]>,
    /// Whether these are all.
    pub(crate) is_whole: bool,
}

impl Request {
    /// Takes a request that hyper has accepted, or the beginning of one.
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let head_length = head::length(&bytes).unwrap_or(bytes.len());
        let (head, body) = bytes.split_at(head_length);
        let text = String::from_utf8_lossy(head);
        let joined_body = head::is_chunked(&text).then(|| Chunks::new(body).join().into());
        let replaced_head = str::from_utf8(head).is_err().then(|| text.into());
        Self(Arc::new(RequestBytes {
            head_length,
            replaced_head,
            joined_body,
            bytes: bytes.into(),
            operation: None,
            status: None,
            fault: None,
            is_done: false,
            refusal: None,
            received_at: SystemTime::UNIX_EPOCH,
            response: None,
        }))
    }

    /// Notes what the request gets. There is no clone of it yet.
    pub(crate) fn decided(&mut self, operation: Option<Arc<str>>, now: SystemTime, decision: &Decision) {
        if let Some(request) = Arc::get_mut(&mut self.0) {
            request.operation = operation;
            request.status = decision.status();
            request.fault = decision.rule.as_ref().map(|rule| rule.to_string().into());
            request.is_done = decision.is_done;
            request.refusal = decision.refusal().cloned();
            request.received_at = now;
            request.response = decision.sent();
        }
    }

    /// The operationId of the operation that it is for; `None` if path or method are those of none.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The status of the response; `None` if it gets none.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The [fault](crate::FaultRule) that it met, as text.
    pub fn fault(&self) -> Option<&str> {
        self.0.fault.as_deref()
    }

    /// Whether it was carried out: it passed every check, and its response, if it arrives, is a success of the contract.
    pub fn is_carried_out(&self) -> bool {
        self.0.is_done
    }

    /// The rule that it broke, if it was refused.
    pub(crate) fn refusal(&self) -> Option<&BrokenRule> {
        self.0.refusal.as_ref()
    }

    pub(crate) fn received_at(&self) -> SystemTime {
        self.0.received_at
    }

    /// The response, if it gets one.
    pub(crate) fn response(&self) -> Option<&SentResponse> {
        self.0.response.as_ref()
    }

    /// The request line, the headers and the body, chunked if it was sent chunked.
    ///
    /// Of a body that is larger than the limit, as many bytes are here as the limit allows.
    pub fn bytes(&self) -> &[u8] {
        &self.0.bytes
    }

    /// The method, for example `POST`.
    pub fn method(&self) -> &str {
        head::request_line(self.head()).next().unwrap_or_default()
    }

    /// The target of the request line: percent-encoded, with the query.
    pub fn target(&self) -> &str {
        head::request_line(self.head()).nth(1).unwrap_or_default()
    }

    /// The headers in their order, in the case in which they were sent; bytes that are not UTF-8 are replaced.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        head::headers(self.head())
    }

    /// The value of the first header of that name, without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The headers, with `…` for the value of those that hold secrets.
    pub(crate) fn shown_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_secret = |name: &str| SECRET_HEADERS.iter().any(|it| it.eq_ignore_ascii_case(name));
        self.headers().map(move |(name, value)| (name, if is_secret(name) { "…" } else { value }))
    }

    /// The body, without the framing of chunks.
    pub fn body(&self) -> &[u8] {
        self.0.joined_body.as_deref().unwrap_or(&self.0.bytes[self.0.head_length..])
    }

    /// The body as JSON; the error is that of the parser.
    pub fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::from_slice(self.body())
    }

    fn head(&self) -> &str {
        let head = || str::from_utf8(&self.0.bytes[..self.0.head_length]).unwrap_or_default();
        self.0.replaced_head.as_deref().unwrap_or_else(head)
    }

    /// How much memory the request takes, without its place in the journal.
    fn size(&self) -> usize {
        let RequestBytes { bytes, replaced_head, joined_body, fault, refusal, response, .. } = &*self.0;
        let parts = [
            bytes.len(),
            replaced_head.as_ref().map_or(0, |it| it.len()),
            joined_body.as_ref().map_or(0, |it| it.len()),
            fault.as_ref().map_or(0, |it| it.len()),
            refusal.as_ref().map_or(0, |it| it.message.capacity()),
            response.as_ref().map_or(0, |it| it.beginning.len()),
            response.as_ref().and_then(|it| it.media_type.as_ref()).map_or(0, |it| it.len()),
        ];
        // An `Arc` has two counters; empty slices are not allocated.
        let counted = size_of::<RequestBytes>() + 2 * size_of::<usize>() + ALLOCATION;
        counted + parts.into_iter().filter(|part| *part > 0).map(|part| part + ALLOCATION).sum::<usize>()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.shown_headers().collect();
        formatter
            .debug_struct("Request")
            .field("method", &self.method())
            .field("target", &self.target())
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body().len()))
            .finish()
    }
}

/// The latest requests, in the order in which they were received.
pub(crate) struct Journal {
    entries: VecDeque<Request>,
    /// How much memory they may take together.
    capacity: usize,
    /// The sum of the sizes of the entries.
    size: usize,
    received: u64,
}

impl Default for Journal {
    fn default() -> Self {
        Self { entries: VecDeque::new(), capacity: CAPACITY, size: 0, received: 0 }
    }
}

impl Journal {
    pub(crate) fn push(&mut self, request: Request) {
        self.received += 1;
        self.size += request.size();
        self.entries.push_back(request);
        while self.held() > self.capacity && self.entries.len() > 1 {
            self.size -= self.entries.pop_front().map_or(0, |oldest| oldest.size());
            // Few large requests after many small ones leave the queue empty but large.
            if self.entries.capacity() > 4 * self.entries.len() {
                self.entries.shrink_to(2 * self.entries.len());
            }
        }
    }

    pub(crate) fn entries(&self) -> Vec<Request> {
        self.entries.iter().cloned().collect()
    }

    /// How many requests were pushed, and the latest of those that came after the first so many: this number at most, each
    /// with its own number.
    pub(crate) fn latest(&self, after: u64, most: usize) -> (u64, Vec<(u64, Request)>) {
        let first = self.received - self.entries.len() as u64 + 1;
        let known = after.saturating_sub(first - 1).min(self.entries.len() as u64) as usize;
        let skipped = known.max(self.entries.len().saturating_sub(most));
        let latest = (first..).zip(&self.entries).skip(skipped).map(|(number, it)| (number, it.clone())).collect();
        (self.received, latest)
    }

    /// How many requests were pushed.
    pub(crate) fn received(&self) -> u64 {
        self.received
    }

    /// How much memory the journal takes.
    fn held(&self) -> usize {
        self.size + self.entries.capacity() * size_of::<Request>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "POST /a%20b?c HTTP/1.1\r\nhOST: x\r\nAuthorization: Bearer s3cret\r\nX:  y \r\n\r\n";

    fn request(parts: &[&[u8]]) -> Request {
        Request::new(parts.concat())
    }

    #[test]
    fn a_request_is_read_from_its_bytes() {
        let request = request(&[HEAD.as_bytes(), b"{\"s3cret\":1}"]);
        assert_eq!((request.method(), request.target()), ("POST", "/a%20b?c"));
        let headers: Vec<_> = request.headers().collect();
        assert_eq!(headers, [("hOST", "x"), ("Authorization", "Bearer s3cret"), ("X", "y")]);
        assert_eq!(request.header("HOST"), Some("x"));
        assert_eq!(request.json().unwrap()["s3cret"], 1);
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_replaced_in_the_head_alone() {
        let bytes: &[u8] = b"GET / HTTP/1.1\r\nA: \xff\r\nB: c\r\n\r\n\xff";
        let request = request(&[bytes]);
        assert_eq!(request.headers().collect::<Vec<_>>(), [("A", "\u{fffd}"), ("B", "c")]);
        assert_eq!((request.bytes(), request.body()), (bytes, &b"\xff"[..]));
    }

    #[test]
    fn debug_keeps_the_secrets() {
        let shown = format!("{:?}", request(&[HEAD.as_bytes(), b"s3cret"]));
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("/a%20b?c"), "{shown}");
    }

    #[test]
    fn a_clone_shares_the_bytes() {
        let request = request(&[HEAD.as_bytes()]);
        assert!(std::ptr::eq(request.bytes(), request.clone().bytes()));
    }

    /// What the entries own, counted apart from [`Request::size`]: every part, and 16 bytes for each allocation.
    fn owned(journal: &Journal) -> usize {
        let of = |it: &Request| {
            let RequestBytes { bytes, replaced_head, joined_body, .. } = &*it.0;
            let joined = joined_body.as_ref().map_or(0, |it| size_of_val(&**it) + 16);
            let replaced = replaced_head.as_ref().map_or(0, |it| size_of_val(&**it) + 16);
            size_of_val(&*it.0) + 16 + 16 + size_of_val(&**bytes) + 16 + joined + replaced
        };
        let entries: usize = journal.entries.iter().map(of).sum();
        entries + journal.entries.capacity() * size_of::<Request>()
    }

    #[test]
    fn the_journal_takes_no_more_memory_than_its_limit() {
        const CAPACITY: usize = 4 << 20;
        let mut journal = Journal { capacity: CAPACITY, ..Journal::default() };
        let kinds: [(&[u8], usize, usize); 4] = [
            (b"GET / HTTP/1.1\r\nA: b\r\n\r\n", 0, 50_000),
            (b"POST / HTTP/1.1\r\nA: \xff\xff\xff\xff\r\n\r\n", 10, 30_000),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n8000\r\n", 0x8000, 200),
            (b"POST / HTTP/1.1\r\n\r\n", 1 << 16, 100),
        ];
        let mut pushed = 0;
        for (head, body_length, count) in kinds {
            for _ in 0..count {
                // A capacity that is larger than the length must not be kept.
                let mut bytes = Vec::with_capacity(2 * (head.len() + body_length));
                bytes.extend_from_slice(head);
                bytes.resize(head.len() + body_length, b'x');
                journal.push(Request::new(bytes));
            }
            pushed += count;
            let held = owned(&journal);
            assert!(held <= CAPACITY, "{held}");
            assert!(held > CAPACITY - (1 << 18), "{held}: it forgets too early");
            assert_eq!((journal.held(), journal.received()), (held, pushed as u64));
            assert!(journal.entries.len() < pushed);
        }
        // The queue of the many small ones is gone.
        assert!(journal.entries.capacity() < 1000);
    }

    #[test]
    fn the_oldest_are_dropped_and_the_latest_never() {
        let mut journal = Journal::default();
        for (target, size) in [("/1", CAPACITY / 2), ("/2", CAPACITY / 4), ("/3", CAPACITY / 2)] {
            let mut bytes = format!("POST {target} HTTP/1.1\r\n\r\n").into_bytes();
            bytes.resize(size, b'x');
            journal.push(Request::new(bytes));
        }
        let targets = |journal: &Journal| journal.entries().iter().map(|it| it.target().to_owned()).collect::<Vec<_>>();
        assert_eq!(targets(&journal), ["/2", "/3"]);
        journal.push(Request::new([b"GET /4 HTTP/1.1\r\n\r\n".as_slice(), &vec![b'x'; 2 * CAPACITY]].concat()));
        assert_eq!(targets(&journal), ["/4"]);
    }
}
