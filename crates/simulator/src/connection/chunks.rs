//! The chunked transfer coding (RFC 9112, 7.1), read from bytes that hyper has accepted.

/// The data of each chunk, up to the last one or to the end of the bytes.
pub(crate) struct Chunks<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Chunks<'a> {
    /// Reads from the first byte after the head.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    /// How many bytes the body takes with its framing and trailers; `None` if it does not end. Consumes all chunks.
    pub(crate) fn end(mut self) -> Option<usize> {
        self.by_ref().for_each(drop);
        // After the data is the last chunk, which has no data, then trailers up to a blank line.
        if size(self.line()?)? != 0 {
            return None;
        }
        while !self.line()?.is_empty() {}
        Some(self.position)
    }

    /// The data of all chunks.
    pub(crate) fn join(self) -> Vec<u8> {
        self.fold(Vec::new(), |mut data, chunk| {
            data.extend_from_slice(chunk);
            data
        })
    }

    /// Moves over a line; its text without the line break.
    fn line(&mut self) -> Option<&'a [u8]> {
        let rest = self.bytes.get(self.position..)?;
        let length = rest.windows(2).position(|window| window == b"\r\n")?;
        self.position += length + 2;
        Some(&rest[..length])
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let start = self.position;
        let size = self.line().and_then(size).filter(|size| *size > 0);
        let Some(size) = size else {
            self.position = start;
            return None;
        };
        let rest = &self.bytes[self.position..];
        self.position = self.position.saturating_add(size).saturating_add(2);
        Some(&rest[..size.min(rest.len())])
    }
}

/// The number at the start of a chunk's first line; extensions follow it.
fn size(line: &[u8]) -> Option<usize> {
    let digits = line.iter().map_while(|byte| char::from(*byte).to_digit(16));
    let mut digits = digits.map(|digit| digit as usize).peekable();
    digits.peek()?;
    digits.try_fold(0_usize, |size, digit| size.checked_mul(16)?.checked_add(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Option<usize>) {
        let data = Chunks::new(text.as_bytes()).join();
        (String::from_utf8(data).unwrap(), Chunks::new(text.as_bytes()).end())
    }

    #[test]
    fn extensions_and_trailers_are_framing() {
        let text = "5;a=\"b\"\r\nab\r\nc\r\n00A \r\n0123456789\r\n0;last\r\nX: 1\r\nY: 2\r\n\r\n";
        assert_eq!(read(&format!("{text}GET")), ("ab\r\nc0123456789".to_owned(), Some(text.len())));
        assert_eq!(read("0\r\n\r\n"), (String::new(), Some(5)));
    }

    #[test]
    fn a_body_that_breaks_off_has_no_end() {
        let whole = "3\r\nabc\r\n2\r\nde\r\n0\r\nX: 1\r\n\r\n";
        for length in 0..whole.len() {
            let (data, end) = read(&whole[..length]);
            assert!("abcde".starts_with(&data), "{data}");
            assert_eq!(end, None, "{length}");
        }
        assert_eq!(read("ffffffffffffffffff\r\nab"), (String::new(), None));
        assert_eq!(read("fffffffffffffffe\r\nab"), ("ab".to_owned(), None));
        assert_eq!(read("g\r\nab\r\n"), (String::new(), None));
    }
}
