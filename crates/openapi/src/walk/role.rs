//! What something in a document is, by the specification.

use crate::references::is_schema_reference;
use crate::spec::{FieldType, ObjectKind, SpecVersion};
use document::Node;
use document::Pointer;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An object of the specification; the walk goes on with its fields.
    Object(ObjectKind),
    /// A reference, where such an object belongs; the walk does not follow it.
    Reference(ObjectKind),
    /// A list; the walk goes on with its elements, which should be of this type.
    List(&'static FieldType),
    /// A map; the walk goes on with its members, which should be of this type.
    Map(&'static FieldType),
    /// A plain value of this type, or any value.
    Value(FieldType),
    /// A value that should be of this type, and is not; the walk does not go on.
    Mistyped(FieldType),
    /// An extension, which holds anything.
    Extension,
    /// A field that the object does not have in the specification; the walk does not go on.
    Unknown,
}

/// A field of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldName<'a> {
    /// A field that the specification names.
    Fixed(&'static str),
    /// A key that follows a pattern of the specification: a path, a status, an expression of a callback, the name of a
    /// security scheme.
    Patterned(&'a str),
    /// An extension, or a field that the specification does not have.
    Other(&'a str),
}

impl<'a> FieldName<'a> {
    /// The name as the document has it.
    pub fn name(self) -> &'a str {
        match self {
            Self::Fixed(name) => name,
            Self::Patterned(name) | Self::Other(name) => name,
        }
    }
}

impl Role {
    /// What messages call it.
    pub fn name(self) -> String {
        match self {
            Self::Object(kind) => kind.name().to_owned(),
            Self::Reference(kind) => format!("a reference to {kind}"),
            Self::List(of) => FieldType::List(of).description(),
            Self::Map(of) => FieldType::Map(of).description(),
            Self::Value(of) | Self::Mistyped(of) => of.description(),
            Self::Extension => "an extension".to_owned(),
            Self::Unknown => "an unknown field".to_owned(),
        }
    }

    /// What a value is where a type belongs.
    pub(super) fn of(version: SpecVersion, of: FieldType, node: &Node) -> Self {
        match of {
            FieldType::FlagOr(_) if node.is_boolean() => Self::Value(FieldType::Flag),
            FieldType::ListOr(other) if node.is_array() => Self::List(other),
            FieldType::FlagOr(other) | FieldType::ListOr(other) => Self::of(version, *other, node),
            FieldType::ObjectOrReference(kind) if node.get("$ref").is_some() => Self::Reference(kind),
            FieldType::Schema if is_schema_reference(version, node) => Self::Reference(ObjectKind::Schema),
            FieldType::Schema if node.is_object() || node.is_boolean() && version == SpecVersion::V3_1 => {
                Self::Object(ObjectKind::Schema)
            }
            FieldType::Schema => Self::Mistyped(of),
            FieldType::Object(ObjectKind::Schema) if node.is_boolean() => Self::of(version, FieldType::Schema, node),
            _ if !of.accepts(node) => Self::Mistyped(of),
            FieldType::Object(kind) | FieldType::ObjectOrReference(kind) => Self::Object(kind),
            FieldType::Reference(kind) => Self::Reference(kind),
            FieldType::List(of) => Self::List(of),
            FieldType::Map(of) => Self::Map(of),
            _ => Self::Value(of),
        }
    }

    /// What stands at an address of a document; none where the specification does not say it: outside of the document,
    /// and inside of extensions, examples, references and what is unknown.
    pub fn at(root: &Node, pointer: &Pointer) -> Option<Self> {
        let version = SpecVersion::of_any(root);
        Self::below(version, root, FieldType::Object(ObjectKind::OpenApi), &pointer.tokens())
    }

    /// The same, at an address below a value of this type, which has been divided into its keys and indexes.
    pub fn below(version: SpecVersion, value: &Node, of: FieldType, tokens: &[&str]) -> Option<Self> {
        let mut found = (value, Self::of(version, of, value));
        for token in tokens {
            let (node, role) = found;
            let member = node.child(token)?;
            let role = match role {
                Self::Object(kind) => field(version, kind, token, member).1,
                Self::List(of) | Self::Map(of) => Self::of(version, *of, member),
                _ => return None,
            };
            found = (member, role);
        }
        match found.1 {
            Self::Value(FieldType::Any) | Self::Mistyped(_) | Self::Extension | Self::Unknown => None,
            role => Some(role),
        }
    }
}

/// What stands in a field of an object.
pub(super) fn field<'a>(version: SpecVersion, kind: ObjectKind, key: &'a str, node: &Node) -> (FieldName<'a>, Role) {
    let object = version.object(kind);
    if let Some(field) = object.field(key) {
        return (FieldName::Fixed(field.name), Role::of(version, field.of, node));
    }
    match object.patterned {
        _ if object.is_extensible && key.starts_with("x-") => (FieldName::Other(key), Role::Extension),
        Some((keys, of)) if keys.accept(key) => (FieldName::Patterned(key), Role::of(version, of, node)),
        _ => (FieldName::Other(key), Role::Unknown),
    }
}
