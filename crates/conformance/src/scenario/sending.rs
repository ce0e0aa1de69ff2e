//! Unusual ways to send a body that is as it should be.

use std::io::Read;

use flate2::Compression;
use flate2::read::{GzEncoder, ZlibEncoder};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What is unusual about how a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sending {
    /// It begins with the byte order mark of UTF-8.
    ByteOrderMark,
    /// An object has its first text twice, the right one last.
    KeyTwice,
    /// It is compressed, though nobody asked for it.
    Gzip,
    /// It is compressed, in the format of zlib (RFC 9110, 8.4.1.2), though nobody asked for it.
    Deflate,
}

impl Sending {
    /// The value of the header `Content-Encoding`.
    pub(super) fn content_coding(self) -> Option<&'static str> {
        match self {
            Self::Gzip => Some("gzip"),
            Self::Deflate => Some("deflate"),
            Self::ByteOrderMark | Self::KeyTwice => None,
        }
    }

    /// The text that is sent for this body.
    pub(super) fn text(self, body: &str) -> String {
        match self {
            Self::ByteOrderMark => format!("\u{feff}{body}"),
            Self::KeyTwice => key_twice(body).unwrap_or_else(|| body.to_owned()),
            Self::Gzip | Self::Deflate => body.to_owned(),
        }
    }

    /// The bytes of a text.
    pub(super) fn bytes(self, text: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let read = match self {
            Self::Gzip => GzEncoder::new(text, Compression::default()).read_to_end(&mut bytes),
            Self::Deflate => ZlibEncoder::new(text, Compression::default()).read_to_end(&mut bytes),
            Self::ByteOrderMark | Self::KeyTwice => return text.to_vec(),
        };
        // Memory is compressed into memory.
        read.map_or_else(|_| Vec::new(), |_| bytes)
    }
}

/// Puts another value of its first text in front of an object.
fn key_twice(body: &str) -> Option<String> {
    let members: Map<String, Value> = serde_json::from_str(body).ok()?;
    let (name, _) = members.iter().find(|(_, value)| value.is_string())?;
    let rest = body.trim_start().strip_prefix('{')?;
    Some(format!("{{{}: {}, {rest}", json!(name), json!("of a gateway")))
}

#[cfg(test)]
mod tests {
    use flate2::read::{GzDecoder, ZlibDecoder};

    use super::*;

    #[test]
    fn the_last_of_two_keys_is_the_right_one() {
        let body = r#"{"a": 1, "b": "x", "c": "y"}"#;
        let sent = Sending::KeyTwice.text(body);
        assert_eq!(sent, r#"{"b": "of a gateway", "a": 1, "b": "x", "c": "y"}"#);
        assert_eq!(serde_json::from_str::<Value>(&sent).unwrap()["b"], "x");
        assert_eq!(Sending::KeyTwice.text("<html>"), "<html>");
    }

    #[test]
    fn what_is_compressed_is_what_was_to_be_sent() {
        let (mut gzip, mut deflate) = (String::new(), String::new());
        GzDecoder::new(&Sending::Gzip.bytes(b"text")[..]).read_to_string(&mut gzip).unwrap();
        ZlibDecoder::new(&Sending::Deflate.bytes(b"text")[..]).read_to_string(&mut deflate).unwrap();
        assert_eq!([gzip, deflate], ["text", "text"]);
        assert_eq!(Sending::ByteOrderMark.bytes(Sending::ByteOrderMark.text("{}").as_bytes()), b"\xef\xbb\xbf{}");
    }
}
