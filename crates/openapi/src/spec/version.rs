//! Versions of the specification.

use std::fmt;

use super::{ObjectKind, ObjectType, v3_0, v3_1};
use document::Node;

/// A version of the OpenAPI specification that has a table here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SpecVersion {
    /// OpenAPI 3.0.x.
    V3_0,
    /// OpenAPI 3.1.x, whose schemas are those of JSON Schema 2020-12.
    V3_1,
}

impl SpecVersion {
    /// Every version.
    pub const ALL: &'static [Self] = &[Self::V3_0, Self::V3_1];

    /// The version that the field `openapi` of a document names; none if it has no table here.
    pub fn of(root: &Node) -> Option<Self> {
        let version = root.text("openapi")?;
        let names = |known: &&Self| {
            let rest = version.strip_prefix(known.number());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        Self::ALL.iter().find(names).copied()
    }

    /// As [`of`](Self::of); OpenAPI 3.0 for a document, or a part of one, that names none.
    pub fn of_any(root: &Node) -> Self {
        Self::of(root).unwrap_or(Self::V3_0)
    }

    /// What an object consists of in this version.
    pub fn object(self, kind: ObjectKind) -> &'static ObjectType {
        match self {
            Self::V3_0 => v3_0::object(kind),
            Self::V3_1 => v3_1::object(kind),
        }
    }

    /// Its first two numbers: `3.0`.
    pub const fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
        }
    }
}

/// As messages name it: `OpenAPI 3.0`.
impl fmt::Display for SpecVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenAPI {}", self.number())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::spec::FieldType;

    #[test]
    fn a_document_names_its_version() {
        let of = |version: &str| SpecVersion::of(&Node::from(&json!({ "openapi": version })));
        assert_eq!(["3.0", "3.0.4"].map(of), [Some(SpecVersion::V3_0); 2]);
        assert_eq!(["3.1", "3.1.0", "3.1.2"].map(of), [Some(SpecVersion::V3_1); 3]);
        assert_eq!(["3", "3.00", "3.10.0", "3.2.0", "2.0", "4.0"].map(of), [None; 6]);
    }

    #[test]
    fn each_kind_of_object_that_may_be_referred_to_has_its_section_of_the_components() {
        let components = SpecVersion::V3_1.object(ObjectKind::Components);
        for field in components.fields() {
            let kind = match field.of {
                FieldType::Map(FieldType::ObjectOrReference(kind) | FieldType::Object(kind)) => *kind,
                FieldType::Map(FieldType::Schema) => ObjectKind::Schema,
                _ => panic!("{}", field.name),
            };
            assert_eq!(kind.section(), Some(field.name));
        }
        let with_section = ObjectKind::ALL.iter().filter(|kind| kind.section().is_some());
        assert_eq!(with_section.count(), components.fields().count());
    }

    #[test]
    fn a_field_is_there_once_and_found_by_its_name() {
        for version in SpecVersion::ALL {
            for kind in ObjectKind::ALL {
                let object = version.object(*kind);
                let names: BTreeSet<_> = object.fields().map(|field| field.name).collect();
                assert_eq!(names.len(), object.fields().count(), "{kind}");
                assert!(object.fields().all(|field| object.field(field.name).is_some()), "{kind}");
            }
        }
    }

    #[test]
    fn a_version_has_the_fields_of_the_one_before_but_for_those_that_differ() {
        let [old, new] = [SpecVersion::V3_0, SpecVersion::V3_1].map(|version| version.object(ObjectKind::Schema));
        assert!(old.field("nullable").is_some() && new.field("nullable").is_none());
        assert!(old.field("const").is_none() && new.field("const").is_some());
        assert_eq!(old.field("exclusiveMaximum").map(|field| field.of), Some(FieldType::Flag));
        assert_eq!(new.field("exclusiveMaximum").map(|field| field.of), Some(FieldType::Number));
        assert_eq!(new.field("maxLength").map(|field| field.of), Some(FieldType::Integer));
    }
}
