//! The lines of a text: `\n`, `\r\n` and a lone `\r` end one.

use std::fmt;
use std::io::{self, Read};

/// The longest line and the longest row, in bytes of UTF-8.
pub(crate) const LONGEST: usize = 1 << 20;

/// How much is read at a time, in bytes.
const BLOCK: usize = 1 << 16;

/// A line.
pub(crate) struct Line {
    /// Which it is; the first is 1.
    pub number: u64,
    /// Its text, without what ends it.
    pub text: String,
    /// What ends it: nothing, for the last.
    pub end: &'static str,
}

/// Why there is no next line.
#[derive(Debug)]
pub(crate) struct LineError {
    /// Which line.
    pub number: u64,
    pub cause: LineErrorCause,
}

#[derive(Debug)]
pub(crate) enum LineErrorCause {
    /// The line is not UTF-8 at this byte; the next line can be read.
    NotUtf8(usize),
    /// It is longer than [`LONGEST`].
    TooLong,
    /// It has a NUL character.
    Binary,
    /// Reading failed.
    Unreadable(io::Error),
}

/// Reads a text line by line, with as much memory as the longest line needs.
pub(crate) struct Lines<R> {
    source: R,
    buffer: Vec<u8>,
    /// Where the next line begins in the buffer.
    start: usize,
    is_at_end: bool,
    next: u64,
    returned: Option<Line>,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, buffer: Vec::new(), start: 0, is_at_end: false, next: 1, returned: None }
    }

    /// Gives a line back, to be the next one.
    pub(crate) fn put_back(&mut self, line: Line) {
        self.returned = Some(line);
    }

    /// The next line; `None` at the end.
    pub(crate) fn next_line(&mut self) -> Result<Option<Line>, LineError> {
        if let Some(line) = self.returned.take() {
            return Ok(Some(line));
        }
        let number = self.next;
        let (length, end) = self.find_end().map_err(|cause| LineError { number, cause })?;
        if length == 0 && end.is_empty() {
            return Ok(None);
        }
        let bytes = self.buffer[self.start..self.start + length].to_vec();
        self.start += length + end.len();
        self.next += 1;
        if memchr::memchr(0, &bytes).is_some() {
            return Err(LineError { number, cause: LineErrorCause::Binary });
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| LineError { number, cause: LineErrorCause::NotUtf8(error.utf8_error().valid_up_to()) })?;
        Ok(Some(Line { number, text, end }))
    }

    /// The length of the next line, and what ends it.
    fn find_end(&mut self) -> Result<(usize, &'static str), LineErrorCause> {
        let mut searched = 0;
        loop {
            let rest = &self.buffer[self.start..];
            match memchr::memchr2(b'\n', b'\r', &rest[searched..]).map(|at| at + searched) {
                Some(at) if at > LONGEST => return Err(LineErrorCause::TooLong),
                Some(at) if rest[at] == b'\n' => return Ok((at, "\n")),
                // Whether a line feed follows is not known yet.
                Some(at) if at + 1 == rest.len() && !self.is_at_end => searched = at,
                Some(at) => return Ok((at, if rest.get(at + 1) == Some(&b'\n') { "\r\n" } else { "\r" })),
                None if rest.len() > LONGEST => return Err(LineErrorCause::TooLong),
                None if self.is_at_end => return Ok((rest.len(), "")),
                None => searched = rest.len(),
            }
            self.fill().map_err(LineErrorCause::Unreadable)?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let length = self.buffer.len();
        self.buffer.resize(length + BLOCK, 0);
        let read = loop {
            match self.source.read(&mut self.buffer[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(length + read.as_ref().copied().unwrap_or(0));
        self.is_at_end = read? == 0;
        Ok(())
    }
}

impl LineErrorCause {
    /// Whether the lines behind can be read.
    pub(crate) fn is_of_one_line(&self) -> bool {
        matches!(self, Self::NotUtf8(_))
    }
}

impl fmt::Display for LineErrorCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8(at) => {
                write!(f, "byte {} of the line is not UTF-8: save the list as UTF-8 (Excel: CSV UTF-8)", at + 1)
            }
            Self::TooLong => write!(f, "the line is longer than {} KiB: is it the right file?", LONGEST >> 10),
            Self::Binary => f.write_str("the line has a NUL character: it is binary, not text"),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut buffer[..1])
        }
    }

    fn lines(text: &[u8]) -> Vec<(u64, String, &'static str)> {
        let all = |mut lines: Lines<&mut dyn Read>| {
            let next = || lines.next_line().unwrap();
            std::iter::from_fn(next).map(|line| (line.number, line.text, line.end)).collect::<Vec<_>>()
        };
        let fast = all(Lines::new(&mut &*text));
        assert_eq!(fast, all(Lines::new(&mut Slow(text))));
        fast
    }

    #[test]
    fn every_end_of_line_ends_one() {
        let found = lines(b"a\nb\r\nc\rd\r\re\n\nf");
        let texts: Vec<_> = found.iter().map(|(_, text, end)| (text.as_str(), *end)).collect();
        let expected =
            [("a", "\n"), ("b", "\r\n"), ("c", "\r"), ("d", "\r"), ("", "\r"), ("e", "\n"), ("", "\n"), ("f", "")];
        assert_eq!(texts, expected);
        assert!(found.iter().map(|(number, ..)| *number).eq(1..=8));
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"a\r").len(), 1);
        assert_eq!(lines(b"\r\n").len(), 1);
    }

    #[test]
    fn a_line_that_is_no_text_is_an_error() {
        let mut some = Lines::new(&b"a\n\xe9b\nc\nd\0\n"[..]);
        let mut next = || some.next_line().map(|line| line.map(|line| line.text));
        assert_eq!(next().unwrap().as_deref(), Some("a"));
        let error = next().unwrap_err();
        assert!(error.number == 2 && error.cause.is_of_one_line() && error.cause.to_string().contains("byte 1"));
        assert_eq!(next().unwrap().as_deref(), Some("c"));
        assert!(next().unwrap_err().cause.to_string().contains("NUL"));
    }

    #[test]
    fn a_line_without_an_end_is_given_up() {
        let mut endless = Lines::new(io::repeat(b'a'));
        assert!(matches!(endless.next_line(), Err(LineError { number: 1, cause: LineErrorCause::TooLong })));
        assert!(endless.buffer.len() <= LONGEST + 2 * BLOCK);
        for (length, is_read) in [(LONGEST, true), (LONGEST + 1, false)] {
            let text = format!("{}\nb", "a".repeat(length));
            assert_eq!(Lines::new(text.as_bytes()).next_line().is_ok(), is_read);
        }
    }
}
