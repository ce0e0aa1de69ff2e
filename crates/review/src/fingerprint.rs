//! Fingerprints: what identifies a change, or a finding, whatever is edited around it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::digest::Digest;

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
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let number = u64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16 && text.bytes().all(is_digit));
        number.map(|number| Self(Digest(number.to_be_bytes()))).ok_or_else(|| NotAFingerprint(text.to_owned()))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Fingerprint {
    fn schema_name() -> Cow<'static, str> {
        "Fingerprint".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Identifies a change; edits elsewhere do not change it.",
            "type": "string",
            "pattern": "^[0-9a-f]{16}$",
        })
    }
}

/// A text is not a fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAFingerprint(String);

impl fmt::Display for NotAFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no fingerprint; one is 16 hexadecimal digits in lower case", self.0)
    }
}

impl std::error::Error for NotAFingerprint {}
