//! The head of a request as received: where it ends, what is in it, and whether HTTP allows it.
//!
//! hyper has accepted a head before it is read here, so that nothing but its lines has to be found.

use http::Version;
use http::uri::Authority;

/// The number of bytes up to the first byte of the body; `None` if the blank line is missing.
///
/// Blank lines before the request line belong to the head, as in hyper (RFC 9112, 2.2).
pub(crate) fn length(bytes: &[u8]) -> Option<usize> {
    let mut start = bytes.iter().position(|byte| !is_line_break(byte))?;
    loop {
        start += bytes[start..].iter().position(|byte| *byte == b'\n')? + 1;
        match bytes[start..] {
            [b'\n', ..] => return Some(start + 1),
            [b'\r', b'\n', ..] => return Some(start + 2),
            _ => {}
        }
    }
}

/// Whether a byte before the request line has no meaning.
pub(crate) fn is_line_break(byte: &u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// The words of the request line: method, target and version.
pub(crate) fn request_line(head: &str) -> impl Iterator<Item = &str> {
    lines(head).next().unwrap_or_default().split(' ')
}

/// Names and values of the headers, in their order.
pub(crate) fn headers(head: &str) -> impl Iterator<Item = (&str, &str)> {
    lines(head).skip(1).filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name, value.trim_matches([' ', '\t'])))
    })
}

fn lines(head: &str) -> impl Iterator<Item = &str> {
    let head = head.trim_start_matches(['\r', '\n']);
    head.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).take_while(|line| !line.is_empty())
}

/// Whether the body is chunked; of the transfer codings hyper takes no other one as the last.
pub(crate) fn is_chunked(head: &str) -> bool {
    has(head, "transfer-encoding")
}

/// Refuses what HTTP/1.1 requires a server to refuse, and hyper does not: a `Host` that is missing, repeated or
/// malformed (RFC 9112, 3.2), and a body with two lengths (6.1). The error is a sentence for the client.
pub(crate) fn check(head: &str, version: Version) -> Result<(), &'static str> {
    let mut hosts = headers(head).filter(|(name, _)| name.eq_ignore_ascii_case("host")).map(|(_, value)| value);
    match (hosts.next(), hosts.next()) {
        (None, _) if version >= Version::HTTP_11 => return Err("An HTTP/1.1 request needs a Host header."),
        (_, Some(_)) => return Err("The request has more than one Host header."),
        (Some(host), None) if !is_host(host) => return Err("The Host header is not HOST or HOST:PORT."),
        _ => {}
    }
    if is_chunked(head) && has(head, "content-length") {
        return Err("The request has both Transfer-Encoding and Content-Length.");
    }
    Ok(())
}

fn has(head: &str, name: &str) -> bool {
    headers(head).any(|(it, _)| it.eq_ignore_ascii_case(name))
}

/// `uri-host [":" port]`, both of which may be empty (RFC 9110, 7.2).
fn is_host(value: &str) -> bool {
    if value.is_empty() {
        return true;
    }
    let Ok(authority) = value.parse::<Authority>() else {
        return false;
    };
    let port = value[authority.host().len()..].strip_prefix(':').unwrap_or_default();
    value.starts_with(authority.host()) && (port.is_empty() || port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_the_first_blank_line() {
        let head = "POST / HTTP/1.1\r\nHost: x\r\n\r\n";
        assert_eq!(length(format!("{head}\r\n\r\nbody").as_bytes()), Some(head.len()));
        assert_eq!(length(format!("\r\n\n{head}").as_bytes()), Some(head.len() + 3));
        assert_eq!(length(b"GET / HTTP/1.1\n\nGET"), Some(16));
        assert_eq!(length(b"GET / HTTP/1.1\nA: b\r\n\r\n"), Some(23));
        for partial in ["", "\r\n\r\n", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r"] {
            assert_eq!(length(partial.as_bytes()), None, "{partial:?}");
        }
    }

    #[test]
    fn a_head_is_its_lines() {
        let head = "\r\nGET /a?b HTTP/1.1\r\nhOST:x\nA: \tb c \r\n\r\n";
        assert_eq!(request_line(head).collect::<Vec<_>>(), ["GET", "/a?b", "HTTP/1.1"]);
        assert_eq!(headers(head).collect::<Vec<_>>(), [("hOST", "x"), ("A", "b c")]);
    }

    #[test]
    fn a_host_is_a_name_or_an_address_with_an_optional_port() {
        for host in ["", "localhost", "example.com:80", "127.0.0.1:65535", "[::1]", "[::1]:8080", "x:"] {
            assert!(is_host(host), "{host:?}");
        }
        for host in ["a b", "a/b", "a@b", "a, b", "x:65536", "x:y", "x:1:2", "[::1", "é", "http://x"] {
            assert!(!is_host(host), "{host:?}");
        }
    }
}
