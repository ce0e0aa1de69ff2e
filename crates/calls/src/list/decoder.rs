//! A text in any of the encodings that are read, as UTF-8.

use std::io::{self, ErrorKind, Read};

use crate::check::encoding::{CUT_OFF, Encoding, NOT_UTF_16};

/// Reads bytes, and hands out UTF-8 without a byte order mark. Whether text that says it is UTF-8 is so is not checked.
pub(crate) struct Decoder<R> {
    source: R,
    /// None until the first bytes were read.
    encoding: Option<Encoding>,
    /// What is to be handed out, from `start` on.
    ready: Vec<u8>,
    start: usize,
    /// The first byte of a unit whose second one is not read yet.
    half_unit: Option<u8>,
    /// The first unit of a character whose second one is not read yet.
    half_character: Option<u16>,
}

impl<R: Read> Decoder<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, encoding: None, ready: Vec::new(), start: 0, half_unit: None, half_character: None }
    }

    /// Reads the first bytes.
    fn detect(&mut self) -> io::Result<Encoding> {
        let mut start = Vec::new();
        self.source.by_ref().take(4).read_to_end(&mut start)?;
        let (encoding, mark) = Encoding::detect(&start).map_err(invalid)?;
        match encoding {
            Encoding::Utf8 => self.ready.extend_from_slice(&start[mark..]),
            _ => self.decode(encoding, &start[mark..])?,
        }
        self.encoding = Some(encoding);
        Ok(encoding)
    }

    /// Decodes what is read of UTF-16.
    fn decode(&mut self, encoding: Encoding, bytes: &[u8]) -> io::Result<()> {
        let mut units = Vec::with_capacity(bytes.len() / 2 + 2);
        units.extend(self.half_character.take());
        let mut bytes = bytes;
        if let (Some(first), [second, rest @ ..]) = (self.half_unit, bytes) {
            units.push(encoding.unit([first, *second]));
            (self.half_unit, bytes) = (None, rest);
        }
        let (pairs, rest) = bytes.as_chunks::<2>();
        units.extend(pairs.iter().map(|pair| encoding.unit(*pair)));
        if let [first] = rest {
            self.half_unit = Some(*first);
        }
        if units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            self.half_character = units.pop();
        }
        for character in char::decode_utf16(units) {
            let character = character.map_err(|_| invalid(NOT_UTF_16))?;
            self.ready.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let encoding = self.encoding.map_or_else(|| self.detect(), Ok)?;
        if self.start == self.ready.len() && encoding == Encoding::Utf8 {
            return self.source.read(buffer);
        }
        while self.start == self.ready.len() {
            (self.start, self.ready) = (0, Vec::new());
            let mut block = [0; 1 << 13];
            let read = self.source.read(&mut block)?;
            if read == 0 {
                let is_whole = self.half_unit.is_none() && self.half_character.is_none();
                return if is_whole { Ok(0) } else { Err(invalid(CUT_OFF)) };
            }
            self.decode(encoding, &block[..read])?;
        }
        let read = (&self.ready[self.start..]).read(buffer)?;
        self.start += read;
        Ok(read)
    }
}

fn invalid(message: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out so many bytes at a time.
    struct Steps<'a>(&'a [u8], usize);

    impl Read for Steps<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(buffer.len());
            self.0.read(&mut buffer[..most])
        }
    }

    fn decoded(bytes: &[u8]) -> Result<String, String> {
        let all = |step| {
            let mut text = String::new();
            let read = Decoder::new(Steps(bytes, step)).read_to_string(&mut text);
            read.map(|_| text).map_err(|error| error.to_string())
        };
        let results = [1, 2, 3, 5, 1 << 20].map(all);
        assert!(results.iter().all(|result| *result == results[0]), "{results:?}");
        results[0].clone()
    }

    #[test]
    fn each_encoding_is_decoded_wherever_its_blocks_end() {
        let text = "sha1,é🙂\r\n".repeat(3_000);
        let utf16 =
            |unit: fn(u16) -> [u8; 2]| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect() };
        for bytes in [
            text.clone().into_bytes(),
            format!("\u{feff}{text}").into_bytes(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ] {
            assert!(decoded(&bytes).as_ref() == Ok(&text), "{:?}", &bytes[..8]);
        }
        for text in ["", "a", "ab", "\u{feff}"] {
            assert_eq!(decoded(text.as_bytes()).as_deref(), Ok(text.trim_start_matches('\u{feff}')));
        }
    }

    #[test]
    fn what_is_not_text_is_named() {
        let table: [(&[u8], &str); 5] = [
            (b"\xff\xfea\0b", "within a character"),
            (b"\xff\xfea\0\x3d\xd8", "within a character"),
            (b"\xff\xfe\x3d\xd8a\0", "is not"),
            (b"\0\0\0\0", "binary"),
            (b"PK\x03\x04", "Excel"),
        ];
        for (bytes, hint) in table {
            assert!(decoded(bytes).unwrap_err().contains(hint), "{bytes:?}");
        }
    }
}
