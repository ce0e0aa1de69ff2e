//! Reads a response: its body up to a limit, without content codings and byte order mark.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use reqwest::Response;

use super::coding::{self, Decoded};

/// A response as received.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) end: End,
}

/// How reading a body ended.
pub(crate) enum End {
    Whole,
    /// Behind the limit of bytes, there is more.
    TooLong(usize),
    /// The connection was lost, or the time was over.
    Lost(reqwest::Error),
    /// The body is not text that can be read: why.
    Unreadable(String),
}

const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a response, and at most `limit` bytes of its body, packed and unpacked.
pub(crate) async fn read(mut response: Response, limit: usize) -> Received {
    let (body, end) = body(&mut response, limit).await;
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let (body, end) = unpacked(&headers, body, end, limit);
    let (body, end) = text(&headers, body, end);
    Received { status, headers, body, end }
}

async fn body(response: &mut Response, limit: usize) -> (Vec<u8>, End) {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(None) => return (body, End::Whole),
            Ok(Some(chunk)) => {
                let room = limit - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return (body, End::TooLong(limit));
                }
            }
            Err(error) => return (body, End::Lost(error)),
        }
    }
}

fn unpacked(headers: &HeaderMap, body: Vec<u8>, end: End, limit: usize) -> (Vec<u8>, End) {
    match coding::decode(headers, body, limit) {
        Decoded::Whole(body) => (body, end),
        Decoded::TooLong(body) => (body, End::TooLong(limit)),
        // What was lost on the connection is the cause of what is broken.
        Decoded::Broken(body, problem) if matches!(end, End::Whole) => (body, End::Unreadable(problem)),
        Decoded::Broken(body, _) => (body, end),
        Decoded::Unknown(body, coding) => {
            (body, End::Unreadable(format!("the body has the coding `{coding}`, which is not read")))
        }
    }
}

/// Takes the byte order mark away, and refuses UTF-16 and its kind: JSON is UTF-8 (RFC 8259, section 8.1), and other
/// charsets share its ASCII.
fn text(headers: &HeaderMap, mut body: Vec<u8>, end: End) -> (Vec<u8>, End) {
    if body.starts_with(UTF_8_MARK) {
        body.drain(..UTF_8_MARK.len());
    }
    if !matches!(end, End::Whole) {
        return (body, end);
    }
    let charset = charset(headers);
    let is_wide =
        charset.as_deref().is_some_and(|name| ["utf-16", "utf-32", "ucs-"].iter().any(|it| name.starts_with(it)));
    let name = match charset {
        Some(name) if is_wide => name,
        _ if body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff") => "utf-16".to_owned(),
        _ => return (body, end),
    };
    (body, End::Unreadable(format!("the body has the charset `{name}`, which is not read")))
}

/// The charset that the content type names, in lower case.
fn charset(headers: &HeaderMap) -> Option<String> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
        name.trim().eq_ignore_ascii_case("charset").then_some(value).filter(|value| !value.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read_as(content_type: &'static str, body: &[u8]) -> Result<Vec<u8>, String> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        match text(&headers, body.to_vec(), End::Whole) {
            (body, End::Whole) => Ok(body),
            (_, End::Unreadable(problem)) => Err(problem),
            _ => panic!("{content_type}"),
        }
    }

    #[test]
    fn a_byte_order_mark_is_left_out() {
        assert_eq!(read_as("application/json", b"\xef\xbb\xbf{}"), Ok(b"{}".to_vec()));
        assert_eq!(read_as("application/json", b"\xef\xbb\xbf"), Ok(Vec::new()));
        assert_eq!(read_as("application/json", b"\xef\xbb{}"), Ok(b"\xef\xbb{}".to_vec()));
    }

    #[test]
    fn utf_16_is_refused_by_name() {
        for (content_type, body, name) in [
            ("application/json; charset=utf-16", &b"{\0}\0"[..], "`utf-16`"),
            ("application/json; charset=\"UTF-16LE\"", b"{\0}\0", "`utf-16le`"),
            ("application/json; a=b; Charset = utf-32", b"{\0\0\0", "`utf-32`"),
            ("application/json;charset=utf-16", b"{}", "`utf-16`"),
            ("application/json", b"\xff\xfe{\0}\0", "`utf-16`"),
            ("application/json; charset=utf-8", b"\xfe\xff\0{\0}", "`utf-16`"),
        ] {
            let problem = read_as(content_type, body).unwrap_err();
            assert!(problem.contains(name), "{content_type}: {problem}");
        }
    }

    #[test]
    fn what_is_utf_8_is_read_whatever_its_name() {
        for content_type in [
            "application/json",
            "text/html; charset=iso-8859-1",
            "a/b; charset=utf-1",
            "a/b; charset=utf8",
            "a/b; charset=",
            "a/b; charset",
        ] {
            assert_eq!(read_as(content_type, b"{}"), Ok(b"{}".to_vec()), "{content_type}");
        }
        assert_eq!(read_as("a/b; charset=windows-1252", b"caf\xe9"), Ok(b"caf\xe9".to_vec()));
    }
}
