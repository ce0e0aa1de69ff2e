//! The content codings of a body (RFC 9110, section 8.4.1): gzip, deflate and br, which gateways use unasked.

use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::header::{CONTENT_ENCODING, HeaderMap};

/// The most codings that are undone, one after the other.
const MOST: usize = 3;
const BUFFER: usize = 4096;

/// A body without its codings.
pub(crate) enum Decoded {
    Whole(Vec<u8>),
    /// The beginning of a body that has more than the limit.
    TooLong(Vec<u8>),
    /// What is before the place at which the coding breaks off or is wrong; still coded, if that is nothing.
    Broken(Vec<u8>, String),
    /// Still coded: the coding is not known.
    Unknown(Vec<u8>, String),
}

/// Undoes the codings that the headers name, up to a limit of bytes.
///
/// A body that is not what its coding says stays as it is: proxies undo a coding and leave the header. One that begins as
/// gzip does is gzip, whether a header says so or not; no text begins so.
pub(crate) fn decode(headers: &HeaderMap, body: Vec<u8>, limit: usize) -> Decoded {
    let codings = codings(headers);
    if codings.is_empty() && !is_gzip(&body) {
        return Decoded::Whole(body);
    }
    if codings.len() > MOST {
        return Decoded::Unknown(body, codings.join(", "));
    }
    let mut body = body;
    // The last coding was applied last.
    for coding in codings.iter().rev() {
        body = match undo(coding, body, limit) {
            Decoded::Whole(body) => body,
            other => return other,
        };
    }
    if codings.is_empty() { undo("gzip", body, limit) } else { Decoded::Whole(body) }
}

/// The codings in the order in which they were applied, in lower case.
fn codings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let names = values.flat_map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
        text.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>()
    });
    names.filter(|name| !name.is_empty() && name != "identity").collect()
}

fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b])
}

/// Whether a body begins as zlib does: the method deflate, and a checksum (RFC 1950, section 2.2).
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [method, flags, ..] if method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

/// Whether a body is JSON or HTML that is not coded.
fn is_text(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), None | Some(b'{' | b'[' | b'<' | b'"'))
        && std::str::from_utf8(body).is_ok()
}

fn undo(coding: &str, body: Vec<u8>, limit: usize) -> Decoded {
    if is_text(&body) {
        return Decoded::Whole(body);
    }
    let result = match coding {
        "gzip" | "x-gzip" => read(MultiGzDecoder::new(&*body), limit),
        // The standard means zlib by it; some send what zlib is made of.
        "deflate" if is_zlib(&body) => read(ZlibDecoder::new(&*body), limit),
        "deflate" => read(DeflateDecoder::new(&*body), limit),
        "br" => read(Decompressor::new(&*body, BUFFER), limit),
        unknown => return Decoded::Unknown(body, unknown.to_owned()),
    };
    match result {
        Ok(text) if text.len() > limit => Decoded::TooLong(text[..limit].to_vec()),
        Ok(text) => Decoded::Whole(text),
        Err((mut text, error)) => {
            text.truncate(limit);
            let received = if text.is_empty() { body } else { text };
            Decoded::Broken(received, format!("the coding `{coding}` of the body is broken: {error}"))
        }
    }
}

/// Reads at most one byte more than the limit.
fn read(decoder: impl Read, limit: usize) -> Result<Vec<u8>, (Vec<u8>, io::Error)> {
    let mut text = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match decoder.take(most).read_to_end(&mut text) {
        Ok(_) => Ok(text),
        Err(error) => Err((text, error)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use http::HeaderValue;

    use super::*;

    const TEXT: &[u8] = br#"{"id": "141408d1-384c-4c19-8b57-ba39e378011a", "status": "Pending"}"#;
    /// The text `{"id": "a"}`, by the program brotli.
    const BR: &[u8] = b"\x0b\x05\x80{\"id\": \"a\"}\x03";

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(text: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn raw_deflate(text: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn decoded(codings: &[&'static str], body: &[u8], limit: usize) -> Decoded {
        let headers = codings.iter().map(|coding| (CONTENT_ENCODING, HeaderValue::from_static(coding)));
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value);
        }
        decode(&map, body.to_vec(), limit)
    }

    fn whole(codings: &[&'static str], body: &[u8]) -> Vec<u8> {
        match decoded(codings, body, 10_000) {
            Decoded::Whole(text) => text,
            Decoded::TooLong(_) => panic!("{codings:?}: too long"),
            Decoded::Broken(_, problem) | Decoded::Unknown(_, problem) => panic!("{codings:?}: {problem}"),
        }
    }

    #[test]
    fn each_coding_is_undone() {
        for (coding, body) in [
            ("gzip", gzip(TEXT)),
            ("GZip", gzip(TEXT)),
            ("x-gzip", gzip(TEXT)),
            ("deflate", zlib(TEXT)),
            ("deflate", raw_deflate(TEXT)),
            ("identity", TEXT.to_vec()),
            ("", TEXT.to_vec()),
        ] {
            assert_eq!(whole(&[coding], &body), TEXT, "{coding}");
        }
        assert_eq!(whole(&["br"], BR), br#"{"id": "a"}"#);
        assert_eq!(whole(&["gzip"], &[gzip(&TEXT[..9]), gzip(&TEXT[9..])].concat()), TEXT, "two members");
    }

    #[test]
    fn several_codings_are_undone_from_the_last() {
        let body = gzip(&zlib(TEXT));
        assert_eq!(whole(&["deflate, gzip"], &body), TEXT);
        assert_eq!(whole(&["deflate", "identity, gzip"], &body), TEXT);
        assert!(matches!(decoded(&["gzip, gzip, gzip, gzip"], &gzip(TEXT), 10_000), Decoded::Unknown(..)));
    }

    #[test]
    fn what_was_undone_on_the_path_stays() {
        for coding in ["gzip", "deflate", "br", "zstd"] {
            for text in [TEXT, b"<html>", b"", b" \r\n"] {
                assert_eq!(whole(&[coding], text), text, "{coding}");
            }
        }
    }

    #[test]
    fn gzip_is_recognized_without_a_header() {
        assert_eq!(whole(&[], &gzip(TEXT)), TEXT);
    }

    #[test]
    fn a_coding_that_is_not_known_is_named() {
        let Decoded::Unknown(body, coding) = decoded(&["zstd"], b"\x28\xb5\x2f\xfd", 100) else { panic!() };
        assert_eq!((body.as_slice(), coding.as_str()), (&b"\x28\xb5\x2f\xfd"[..], "zstd"));
    }

    #[test]
    fn a_coding_that_breaks_off_gives_its_beginning() {
        for (coding, body) in [("gzip", gzip(TEXT)), ("deflate", zlib(TEXT)), ("deflate", raw_deflate(TEXT))] {
            let Decoded::Broken(text, problem) = decoded(&[coding], &body[..body.len() - 12], 10_000) else {
                panic!("{coding}")
            };
            assert!(TEXT.starts_with(&text) && problem.contains(coding), "{problem}");
        }
        assert!(matches!(decoded(&["br"], b"\xff\xff\xff", 100), Decoded::Broken(..)));
    }

    #[test]
    fn no_more_is_unpacked_than_the_limit() {
        let bomb = gzip(&vec![b' '; 3_000_000]);
        assert!(bomb.len() < 20_000);
        let Decoded::TooLong(text) = decoded(&["gzip"], &bomb, 1000) else { panic!() };
        assert_eq!((text.len(), text.capacity() < 10_000), (1000, true));
        // A bomb within a bomb is stopped at the first of them.
        assert!(matches!(decoded(&["gzip, gzip"], &gzip(&bomb), 1000), Decoded::TooLong(_)));
        assert_eq!(whole(&["gzip"], &gzip(&[b'x'; 10_000])).len(), 10_000);
    }
}
