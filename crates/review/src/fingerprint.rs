//! Fingerprints: what identifies a change, or a finding, whatever is edited around it.

use std::fmt;
use std::str::FromStr;

use crate::digest::Digest;
use crate::text::ParseError;

/// Identifies a change: 16 hexadecimal digits in lower case.
///
/// ```
/// use review::Fingerprint;
///
/// let fingerprint = Fingerprint::of(["operation-removed", "GET /a"]);
/// assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
/// assert!("0123456789ABCDEF".parse::<Fingerprint>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(Digest<8>);

impl Fingerprint {
    /// The fingerprint of these texts, in this order.
    pub fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut bytes = Vec::new();
        for text in texts {
            // With its length, so that no two lists of texts have the same bytes.
            bytes.extend((text.as_ref().len() as u64).to_be_bytes());
            bytes.extend(text.as_ref().as_bytes());
        }
        let Digest([a, b, c, d, e, f, g, h, ..]) = Digest::of(bytes);
        Self(Digest([a, b, c, d, e, f, g, h]))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Fingerprint {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let number = u64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16 && text.bytes().all(is_digit));
        number.map(|number| Self(Digest(number.to_be_bytes()))).ok_or_else(|| {
            ParseError(format!("`{text}` is no fingerprint; one is 16 hexadecimal digits in lower case"))
        })
    }
}
