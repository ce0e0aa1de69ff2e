//! The text of a file, in the encodings that editors and shells write: UTF-8, with or without a byte order mark, and
//! UTF-16 with one, which is what `Out-File` of Windows PowerShell writes.

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16 whose units begin with their low byte.
    Utf16Le,
    /// UTF-16 whose units begin with their high byte.
    Utf16Be,
}

impl Encoding {
    /// The encoding of a text by its first four bytes, or all it has, and the length of its byte order mark.
    ///
    /// # Errors
    ///
    /// What it is instead of a text in one of these encodings.
    pub fn detect(start: &[u8]) -> Result<(Self, usize), &'static str> {
        match start {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Err("the text is UTF-32: save it as UTF-8"),
            [0xff, 0xfe, ..] => Ok((Self::Utf16Le, 2)),
            [0xfe, 0xff, ..] => Ok((Self::Utf16Be, 2)),
            [0xef, 0xbb, 0xbf, ..] => Ok((Self::Utf8, 3)),
            [0, 0, ..] => Err("it is binary, not text"),
            // Text in UTF-16 is mostly zeros and ASCII.
            [0, _, ..] | [_, 0, ..] => Err("the text looks like UTF-16 without a byte order mark: save it as UTF-8"),
            [b'P', b'K', 3, 4, ..] => {
                Err("it is a workbook of Excel, or another zip archive: save the sheet as CSV UTF-8")
            }
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Err("it is a workbook of an old Excel: save the sheet as CSV UTF-8"),
            [0x1f, 0x8b, ..] => Err("it is compressed with gzip: unpack it"),
            _ => Ok((Self::Utf8, 0)),
        }
    }

    /// The unit of UTF-16 in two bytes; those of UTF-8 are single bytes.
    pub(crate) fn unit(self, bytes: [u8; 2]) -> u16 {
        if self == Self::Utf16Be { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    }
}

/// What is wrong with UTF-16 that has a surrogate without its other half.
pub(crate) const NOT_UTF_16: &str = "the text begins as UTF-16 and is not: save it as UTF-8";

/// What is wrong with UTF-16 that has an odd number of bytes.
pub(crate) const CUT_OFF: &str = "the text is UTF-16 and ends within a character";

/// Bytes as text, without the byte order mark.
///
/// # Errors
///
/// Where they are not text, or what they are instead.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    let (encoding, mark) = Encoding::detect(bytes)?;
    let bytes = &bytes[mark..];
    if encoding == Encoding::Utf8 {
        let text = std::str::from_utf8(bytes).map_err(|error| format!("byte {} is not UTF-8", error.valid_up_to()))?;
        return Ok(text.to_owned());
    }
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(CUT_OFF.to_owned());
    }
    let units = pairs.iter().map(|pair| encoding.unit(*pair));
    let characters = char::decode_utf16(units).collect::<Result<String, _>>();
    characters.map_err(|_| NOT_UTF_16.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf_8_and_utf_16_are_read() {
        let text = "{\"a\": \"é🙂\"}\r\n";
        assert_eq!(decode(text.as_bytes()).as_deref(), Ok(text));
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()).as_deref(), Ok(text));
        assert_eq!(decode(&utf16(text, u16::to_le_bytes)).as_deref(), Ok(text));
        assert_eq!(decode(&utf16(text, u16::to_be_bytes)).as_deref(), Ok(text));
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }

    #[test]
    fn other_encodings_are_named() {
        let table: [(&[u8], &str); 10] = [
            (b"e\0y\0", "UTF-16 without a byte order mark"),
            (b"\0e\0y", "UTF-16 without a byte order mark"),
            (b"\xff\xfee", "within a character"),
            (b"\xff\xfe\x00\xd8a\0", "UTF-16 and is not"),
            (b"\xff\xfe\0\0e\0\0\0", "UTF-32"),
            (b"caf\xe9", "byte 3 is not UTF-8"),
            (b"\0\0\0\0", "binary"),
            (b"PK\x03\x04\x14\0", "Excel"),
            (b"\xd0\xcf\x11\xe0\xa1", "Excel"),
            (b"\x1f\x8b\x08", "gzip"),
        ];
        for (bytes, hint) in table {
            let error = decode(bytes).unwrap_err();
            assert!(error.contains(hint), "{bytes:?}: {error}");
        }
    }
}
