//! The text of a small file, in the encodings that editors and shells write: UTF-8, with or without a byte order mark, and
//! UTF-16 with one, which is what `Out-File` of Windows PowerShell writes.

/// Bytes as text, without the byte order mark.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Err("the text is UTF-32: save it as UTF-8".to_owned()),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, String> {
    // Text in UTF-16 is mostly zeros and ASCII.
    if let [0, _, ..] | [_, 0, ..] = bytes {
        return Err("the text looks like UTF-16 without a byte order mark: save it as UTF-8".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| format!("byte {} is not UTF-8", error.valid_up_to()))?;
    Ok(text.to_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err("the text is UTF-16 and ends within a character".to_owned());
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    let characters = char::decode_utf16(units).collect::<Result<String, _>>();
    characters.map_err(|_| "the text begins as UTF-16 and is not: save it as UTF-8".to_owned())
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
        let table: [(&[u8], &str); 6] = [
            (b"e\0y\0", "UTF-16 without a byte order mark"),
            (b"\0e\0y", "UTF-16 without a byte order mark"),
            (b"\xff\xfee", "within a character"),
            (b"\xff\xfe\x00\xd8a\0", "UTF-16 and is not"),
            (b"\xff\xfe\0\0e\0\0\0", "UTF-32"),
            (b"caf\xe9", "byte 3 is not UTF-8"),
        ];
        for (bytes, hint) in table {
            let error = decode(bytes).unwrap_err();
            assert!(error.contains(hint), "{bytes:?}: {error}");
        }
    }
}
