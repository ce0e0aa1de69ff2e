//! The frame of a line: its number, and a checksum that begins with that of the line before.
//!
//! So a line that is cut off, changed, missing, doubled or moved is recognised. It guards against accidents; it is no
//! signature: who wants to forge a journal can compute it too.

/// What every line begins with, up to its number.
const START: &str = "{\"seq\":";
/// What stands before the checksum, and behind it.
const CHECKSUM: &str = ",\"crc\":\"";
const END: &str = "\"}";
const DIGITS: usize = 8;

/// Where a journal ends: what the next line continues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// The number of the last line; 0 before the first.
    pub seq: u64,
    checksum: u32,
}

impl Chain {
    /// The line of an entry, a JSON object with properties, with its line break.
    pub fn append(&mut self, entry: &str) -> String {
        let seq = self.seq + 1;
        let properties = entry.strip_prefix('{').and_then(|entry| entry.strip_suffix('}')).unwrap_or(entry);
        let line = format!("{START}{seq},{properties}");
        let checksum = self.checksum_of(line.as_bytes());
        *self = Self { seq, checksum };
        format!("{line}{CHECKSUM}{checksum:0DIGITS$x}{END}\n")
    }

    /// Checks the next line, without its line break.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn check(&mut self, line: &[u8]) -> Result<(), String> {
        let seq = self.seq + 1;
        let Some((text, checksum)) = split(line) else {
            return Err("it does not end as a line of a journal does".to_owned());
        };
        let expected = self.checksum_of(text);
        if expected != checksum {
            return Err(match number(line) {
                Some(number) if number != seq => format!("it has the number {number} where {seq} belongs"),
                _ => format!("its checksum is {checksum:0DIGITS$x}, and should be {expected:0DIGITS$x}"),
            });
        }
        *self = Self { seq, checksum };
        Ok(())
    }

    fn checksum_of(self, text: &[u8]) -> u32 {
        let mut hasher = crc32fast::Hasher::new_with_initial(self.checksum);
        hasher.update(text);
        hasher.finalize()
    }
}

/// What the checksum is of, and the checksum.
fn split(line: &[u8]) -> Option<(&[u8], u32)> {
    let rest = line.strip_suffix(END.as_bytes())?;
    let (rest, digits) = rest.split_at_checked(rest.len().checked_sub(DIGITS)?)?;
    let text = rest.strip_suffix(CHECKSUM.as_bytes())?;
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.as_bytes().iter().all(is_digit))?;
    Some((text, u32::from_str_radix(digits, 16).ok()?))
}

/// The number that a line says it has.
fn number(line: &[u8]) -> Option<u64> {
    let rest = line.strip_prefix(START.as_bytes())?;
    let digits = rest.split(|byte| *byte == b',').next()?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_a_line_is_recognised() {
        let mut chain = Chain::default();
        let first = chain.append(r#"{"a":1}"#);
        let before = chain;
        let line = chain.append(r#"{"event":"started","text":"\u00e9 }"}"#);
        assert_eq!(first, "{\"seq\":1,\"a\":1,\"crc\":\"7d47a6fd\"}\n");
        let line = line.trim_end().as_bytes();
        assert_eq!(before.clone().check(line), Ok(()));
        for at in 0..line.len() {
            for bit in 0..8 {
                let mut changed = line.to_vec();
                changed[at] ^= 1 << bit;
                assert!(before.clone().check(&changed).is_err(), "byte {at}, bit {bit}");
            }
            assert!(before.clone().check(&line[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_line_that_is_missing_doubled_or_of_another_journal_is_recognised() {
        let mut chain = Chain::default();
        let lines: Vec<_> = (0..3).map(|_| chain.append(r#"{"a":1}"#)).collect();
        let mut other = Chain::default();
        let others: Vec<_> = (0..3).map(|_| other.append(r#"{"b":1}"#)).collect();
        let check = |lines: &[&String]| {
            let mut chain = Chain::default();
            lines.iter().try_for_each(|line| chain.check(line.trim_end().as_bytes()))
        };
        assert_eq!(check(&[&lines[0], &lines[1], &lines[2]]), Ok(()));
        assert_eq!(check(&[&lines[0], &lines[2]]), Err("it has the number 3 where 2 belongs".to_owned()));
        assert_eq!(check(&[&lines[0], &lines[0]]), Err("it has the number 1 where 2 belongs".to_owned()));
        assert!(check(&[&lines[0], &others[1]]).unwrap_err().starts_with("its checksum is"));
        assert!(check(&[&lines[1]]).unwrap_err().contains("number 2"));
    }
}
