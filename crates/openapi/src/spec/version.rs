//! Versions of the specification.

use std::fmt;

use super::{ObjectKind, ObjectType, v3_0};
use document::Node;

/// A version of the OpenAPI specification that has a table here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SpecVersion {
    /// OpenAPI 3.0.x.
    V3_0,
}

impl SpecVersion {
    /// The version that the field `openapi` of a document names; none if it has no table here.
    pub fn of(root: &Node) -> Option<Self> {
        let version = root.text("openapi")?;
        (version == "3.0" || version.starts_with("3.0.")).then_some(Self::V3_0)
    }

    /// What an object consists of in this version.
    pub fn object(self, kind: ObjectKind) -> &'static ObjectType {
        match self {
            Self::V3_0 => v3_0::object(kind),
        }
    }
}

/// As messages name it: `OpenAPI 3.0`.
impl fmt::Display for SpecVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V3_0 => f.write_str("OpenAPI 3.0"),
        }
    }
}
