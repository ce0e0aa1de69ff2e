//! The environments of the contract, by name.

use std::fmt;
use std::str::FromStr;

use crate::generated_operations::Environment;

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no environment has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEnvironment(String);

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Environment::ALL.iter().map(|environment| environment.name()).collect();
        write!(f, "the contract has no environment `{}`; it has {}", self.0, names.join(", "))
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
