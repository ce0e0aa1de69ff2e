//! Reads JSON (RFC 8259).

use std::borrow::Cow;

use super::builder::{CollectionKind, TreeBuilder};
use super::failure::ReadFailure;
use super::limits::ReadBudget;
use super::scalar;
use crate::position::Position;
use crate::tree::Node;

/// Reads a text that is one JSON value.
pub(super) fn read(text: &str, budget: &ReadBudget) -> Result<(Node, ReadBudget), ReadFailure> {
    let mut scanner = Scanner { text, offset: 0, line: 1, column: 1, builder: TreeBuilder::new(text.len(), budget) };
    scanner.document()?;
    Ok(scanner.builder.finish()?)
}

/// A place in a text, and what has been read up to it.
struct Scanner<'t> {
    text: &'t str,
    /// In bytes.
    offset: usize,
    line: usize,
    /// In characters.
    column: usize,
    builder: TreeBuilder,
}

impl<'t> Scanner<'t> {
    fn document(&mut self) -> Result<(), ReadFailure> {
        loop {
            let starts_collection = self.value()?;
            let has_ended = !starts_collection && self.after_value()?;
            if has_ended {
                return Ok(());
            }
        }
    }

    /// A value, or the start of one; then the next value follows.
    fn value(&mut self) -> Result<bool, ReadFailure> {
        self.skip_blanks();
        let at = self.position();
        let (kind, end) = match self.peek() {
            Some(b'[') => (CollectionKind::Array, b']'),
            Some(b'{') => (CollectionKind::Object, b'}'),
            _ => return self.scalar(at).map(|()| false),
        };
        self.builder.start(kind, 0, at)?;
        self.advance(1);
        self.skip_blanks();
        if self.peek() == Some(end) {
            self.advance(1);
            self.builder.end()?;
            return Ok(false);
        }
        if kind == CollectionKind::Object {
            self.key()?;
        }
        Ok(true)
    }

    /// What stands between a value and the next one. Whether the text ends instead.
    fn after_value(&mut self) -> Result<bool, ReadFailure> {
        loop {
            self.skip_blanks();
            let expected = match (self.builder.innermost(), self.peek()) {
                (None, None) => return Ok(true),
                (Some(kind), Some(b',')) => {
                    self.advance(1);
                    if kind == CollectionKind::Object {
                        self.skip_blanks();
                        self.key()?;
                    }
                    return Ok(false);
                }
                (Some(CollectionKind::Array), Some(b']')) | (Some(CollectionKind::Object), Some(b'}')) => {
                    self.advance(1);
                    self.builder.end()?;
                    continue;
                }
                (Some(CollectionKind::Array), _) => "`,` or `]`",
                (Some(CollectionKind::Object), _) => "`,` or `}`",
                (None, _) => "the end of the text",
            };
            return Err(self.expected(expected));
        }
    }

    fn key(&mut self) -> Result<(), ReadFailure> {
        let at = self.position();
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let key = self.string(at)?;
        self.builder.key(&key, at)?;
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.advance(1);
        Ok(())
    }

    fn scalar(&mut self, at: Position) -> Result<(), ReadFailure> {
        if self.peek() == Some(b'"') {
            let text = self.string(at)?;
            return Ok(self.builder.scalar(None, &text, 0, at)?);
        }
        let literals = [("null", Node::null()), ("true", true.into()), ("false", false.into())];
        let rest = &self.text[self.offset..];
        if let Some((text, value)) = literals.into_iter().find(|(text, _)| rest.starts_with(text)) {
            self.advance(text.len());
            return Ok(self.builder.scalar(Some(value), text, 0, at)?);
        }
        let Some(length) = number(rest.as_bytes()) else { return Err(self.expected("a value")) };
        let text = &rest[..length];
        let value = scalar::number(text).map_err(|message| self.builder.error(at, message))?;
        self.advance(length);
        Ok(self.builder.scalar(Some(value), text, 0, at)?)
    }

    /// The text of a string that starts here.
    fn string(&mut self, at: Position) -> Result<Cow<'t, str>, ReadFailure> {
        let start = self.offset;
        let mut has_escapes = false;
        self.advance(1);
        loop {
            let rest = &self.text[self.offset..];
            let length = rest.find(|letter| matches!(letter, '"' | '\\' | '\0'..'\x20')).unwrap_or(rest.len());
            self.advance(length);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(_) => return Err(self.expected("an escape (`\\n`, `\\t`, `\\u001F`) for a control character")),
                None => return Err(self.expected("the `\"` that ends a string")),
            }
            has_escapes = true;
        }
        self.advance(1);
        let quoted = &self.text[start..self.offset];
        if !has_escapes {
            return Ok(Cow::Borrowed(&quoted[1..quoted.len() - 1]));
        }
        // All escapes have the right form: what is wrong is a surrogate that has no other.
        let text = serde_json::from_str(quoted).map_err(|_| {
            self.builder.error(at, "a `\\u` escape in this string is one half of a pair, and the other half is missing")
        })?;
        Ok(Cow::Owned(text))
    }

    fn escape(&mut self) -> Result<(), ReadFailure> {
        let rest = &self.text.as_bytes()[self.offset + 1..];
        let length = match rest.first() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if rest.len() > 4 && rest[1..5].iter().all(u8::is_ascii_hexdigit) => 6,
            _ => return Err(self.expected("an escape that JSON has")),
        };
        self.advance(length);
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    fn position(&self) -> Position {
        Position::new(self.line, self.column)
    }

    /// Goes on by so many bytes, none of which breaks the line.
    fn advance(&mut self, bytes: usize) {
        let passed = &self.text.as_bytes()[self.offset..self.offset + bytes];
        // The first byte of each character.
        self.column += passed.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        self.offset += bytes;
    }

    fn skip_blanks(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\n' | b'\r')) = self.peek() {
            self.advance(1);
            let is_first_of_two = byte == b'\r' && self.peek() == Some(b'\n');
            if matches!(byte, b'\n' | b'\r') && !is_first_of_two {
                self.line += 1;
                self.column = 1;
            }
        }
    }

    fn expected(&self, what: &str) -> ReadFailure {
        ReadFailure::Syntax(self.builder.error(self.position(), format!("this is not JSON: expected {what}")))
    }
}

/// The length of the number that a text begins with.
fn number(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| text.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let start = usize::from(text.first() == Some(&b'-'));
    let mut end = start + digits(start);
    if end == start {
        return None;
    }
    if text[start] == b'0' {
        end = start + 1;
    }
    if text.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let length = digits(end + 1 + sign);
        end += if length > 0 { 1 + sign + length } else { 0 };
    }
    Some(end)
}
