//! Why a text cannot be read.

use crate::pointer::Pointer;
use crate::position::Position;

/// Where and why a text cannot be read.
#[derive(Debug)]
pub(crate) struct ReadError {
    pub position: Position,
    pub pointer: Pointer,
    pub message: String,
}

/// Why a text cannot be read in one of the syntaxes.
#[derive(Debug)]
pub(super) enum ReadFailure {
    /// The text does not have this syntax. It may have another.
    Syntax(ReadError),
    /// The text has this syntax as far as it was read, and says what no document may say.
    Content(ReadError),
}

impl From<ReadError> for ReadFailure {
    fn from(error: ReadError) -> Self {
        Self::Content(error)
    }
}
