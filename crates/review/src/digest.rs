//! SHA-256, in hexadecimal digits.

use std::fmt;

use sha2::Sha256;

/// The SHA-256 digest of something, or the start of one; displayed in hexadecimal digits of lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Digest<const BYTES: usize>(pub [u8; BYTES]);

impl Digest<32> {
    /// The digest of these bytes.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(<Sha256 as sha2::Digest>::digest(bytes).into())
    }
}

impl<const BYTES: usize> fmt::Display for Digest<BYTES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
