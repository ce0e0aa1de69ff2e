//! Responses written by hand: what is no response of the contract, and what hyper refuses to send.

use http::StatusCode;

/// A response that may announce `missing` bytes more than it has.
///
/// `Content-Length` and `Connection: close` are added where the headers do not have them; nothing is checked.
pub(crate) fn raw(status: u16, headers: &[(String, String)], body: &[u8], missing: usize) -> Vec<u8> {
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

/// The status of a response.
pub(crate) fn status(response: &[u8]) -> Option<u16> {
    let line = response.split(|byte| *byte == b'\r').next()?;
    str::from_utf8(line).ok()?.split(' ').nth(1)?.parse().ok()
}

/// The number of bytes up to the first byte of the body.
pub(crate) fn head_length(response: &[u8]) -> Option<usize> {
    response.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

/// The value of a header of this head.
pub(crate) fn header<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    let lines = str::from_utf8(head).ok()?.split("\r\n").filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// A response that says in one sentence what is wrong.
pub(crate) fn text(status: u16, sentence: &str) -> Vec<u8> {
    let content_type = ("Content-Type".to_owned(), "text/plain; charset=utf-8".to_owned());
    raw(status, &[content_type], format!("{sentence}\n").as_bytes(), 0)
}
