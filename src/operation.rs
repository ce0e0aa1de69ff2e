//! The operations of the contract and the servers on which they live: what the generated tables hold.

use std::fmt;
use std::str::FromStr;

use crate::generated_operations::{Environment, OPERATIONS};

/// An operation of the contract.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// Name of the method of [`Client`](crate::Client).
    pub method_name: &'static str,
    /// Its path below a server, with parameters in braces.
    pub path: &'static str,
    /// Whether a success may come without a body.
    pub may_be_empty: bool,
    /// Its servers, in the order of the contract.
    pub servers: &'static [Server],
}

/// A server on which an operation lives.
#[derive(Debug)]
#[non_exhaustive]
pub struct Server {
    /// The environment that it belongs to.
    pub environment: Environment,
    /// Its base URL, with no slash at its end.
    pub url: &'static str,
    /// The scope to ask for when getting a token for it.
    pub token_scope: &'static str,
    /// Where to get a token for it; `{tenant}` stands for the id of the tenant.
    pub token_url: &'static str,
}

/// The operations of the contract.
///
/// ```
/// use defender_actions::{Environment, operations};
///
/// for operation in operations() {
///     let server = operation.server(Environment::Production).expect("every operation is in production");
///     assert!(server.url.starts_with("https://"));
///     assert!(server.token_scope.ends_with("/.default"));
/// }
/// ```
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

impl Operation {
    /// The server of this operation in an environment; `None` if it does not live there.
    pub fn server(&self, environment: Environment) -> Option<&'static Server> {
        self.servers.iter().find(|server| server.environment == environment)
    }

    /// Whether a path is this operation's: as many segments, and the same ones outside of parameters.
    pub(crate) fn has_path(&self, path: &str) -> bool {
        let (mut template, mut path) = (self.path.split('/'), path.split('/'));
        loop {
            match (template.next(), path.next()) {
                (None, None) => return true,
                (Some(expected), Some(segment)) if expected == segment => {}
                (Some(expected), Some(segment)) if expected.starts_with('{') && !segment.is_empty() => {}
                _ => return false,
            }
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no environment's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEnvironment(String);

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Environment::ALL.iter().map(|environment| environment.name()).collect();
        write!(f, "`{}` is no environment of the contract; there are {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownEnvironment {}

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter().copied();
        all.find(|environment| environment.name() == name).ok_or_else(|| UnknownEnvironment(name.to_owned()))
    }
}
