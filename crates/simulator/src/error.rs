//! Why a simulator does not start.

use std::io;
use std::net::SocketAddr;

use openapi::{Problem, Problems};

/// Why [`Builder::start`](crate::Builder::start) failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The contract is none, or cannot be served: an `x-simulator` that is malformed, a schema that does not compile, a
    /// success without an example for which no body can be made. Each problem has its place in the text, and its JSON
    /// pointer.
    #[error(transparent)]
    Contract(#[from] Problems),
    /// [`Builder::resource`](crate::Builder::resource) was given a name that no parameter of the contract has.
    #[error("no parameter of the contract names the resource `{name}`; known: {known:?}")]
    UnknownResource {
        /// The name that was given.
        name: String,
        /// The names that the contract has.
        known: Vec<String>,
    },
    /// [`Builder::fault`](crate::Builder::fault) was given an operation that the contract does not have.
    #[error("the contract has no operation `{name}`, which a fault is for; it has {}", known.join(", "))]
    UnknownOperation {
        /// The name that was given.
        name: String,
        /// The names that the contract has.
        known: Vec<String>,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system reported.
        source: io::Error,
    },
    /// The operating system gave no thread, or no event queue.
    #[error("cannot start the simulator's thread: {0}")]
    Thread(#[source] io::Error),
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Contract(problem.into())
    }
}
