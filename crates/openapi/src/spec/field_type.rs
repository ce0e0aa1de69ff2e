//! What the fields of an object may hold.

use super::ObjectKind;
use document::Node;

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number, 0 or more.
    Integer,
    /// Any JSON value: examples, defaults, extensions.
    Any,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A list, of elements of one type.
    List(&'static FieldType),
    /// A JSON object whose keys are free, of members of one type.
    Map(&'static FieldType),
    /// An object of the specification.
    Object(ObjectKind),
    /// The object, or a Reference Object to one.
    ObjectOrReference(ObjectKind),
    /// The text of a reference to an object: the `$ref` of a path item, or of a schema of OpenAPI 3.1.
    Reference(ObjectKind),
    /// A schema. In OpenAPI 3.0 it is an object, or a Reference Object to one. In OpenAPI 3.1 it is an object, `true` or
    /// `false`, and a reference if `$ref` stands alone in it; beside other keywords `$ref` is one of them.
    Schema,
    /// `true`, `false`, or the type.
    FlagOr(&'static FieldType),
    /// The type, or a list of it.
    ListOr(&'static FieldType),
}

impl FieldType {
    /// Whether a value is of this type, by itself: what it holds is not looked at.
    pub fn accepts(self, value: &Node) -> bool {
        match self {
            Self::Text | Self::Reference(_) => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Number => value.is_number(),
            Self::Integer => value.as_u64().is_some(),
            Self::Any => true,
            Self::OneOf(names) => value.as_str().is_some_and(|value| names.contains(&value)),
            Self::List(_) => value.is_array(),
            Self::Map(_) | Self::Object(_) | Self::ObjectOrReference(_) => value.is_object(),
            Self::Schema => value.is_boolean() || value.is_object(),
            Self::FlagOr(other) => value.is_boolean() || other.accepts(value),
            Self::ListOr(other) => value.is_array() || other.accepts(value),
        }
    }

    /// What a reference to an object of this kind leads to.
    pub const fn reference_to(kind: ObjectKind) -> Self {
        match kind {
            ObjectKind::Schema => Self::Schema,
            kind => Self::ObjectOrReference(kind),
        }
    }

    /// What messages call a value of the type: `a string`.
    pub fn description(self) -> String {
        match self {
            Self::Text | Self::Reference(_) => "a string".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Integer => "a whole number, 0 or more".to_owned(),
            Self::Any => "any value".to_owned(),
            Self::OneOf(names) => format!("one of {}", names.join(", ")),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "an object".to_owned(),
            Self::Object(kind) | Self::ObjectOrReference(kind) => format!("an object ({kind})"),
            Self::Schema => format!("an object ({})", ObjectKind::Schema),
            Self::FlagOr(other) => other.description(),
            Self::ListOr(other) => format!("{}, or a list of such", other.description()),
        }
    }
}

/// What an object of the specification consists of.
#[derive(Clone, Copy, Debug)]
pub struct ObjectType {
    /// Its fields, in the order of the specification; those of a version that differ from the one before.
    own: &'static [Field],
    /// What the version before says of it.
    before: Option<&'static ObjectType>,
    /// Fields that the version before has, and this one has not.
    dropped: &'static [&'static str],
    /// Keys that follow a pattern, besides the fields, and what they hold.
    pub patterned: Option<(Keys, FieldType)>,
    /// Whether keys that begin with `x-` are extensions, which hold anything.
    pub is_extensible: bool,
}

/// A pattern of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Any key.
    Any,
    /// Paths: they begin with `/`.
    Path,
    /// Status codes and ranges of them: `200`, `4XX`.
    Status,
}

impl Keys {
    /// Whether a key follows the pattern.
    pub fn accept(self, key: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Path => key.starts_with('/'),
            Self::Status => {
                let digits = key.as_bytes();
                digits.len() == 3
                    && (b'1'..=b'5').contains(&digits[0])
                    && (&digits[1..] == b"XX" || digits[1..].iter().all(u8::is_ascii_digit))
            }
        }
    }

    /// What messages say of the keys, after "keys": `begin with …`.
    pub fn description(self) -> &'static str {
        match self {
            Self::Any => "are free",
            Self::Path => "begin with `/`",
            Self::Status => "are status codes (`200`), ranges (`4XX`) or `default`",
        }
    }
}

impl ObjectType {
    /// An object of these fields, and extensions.
    pub(super) const fn new(fields: &'static [Field]) -> Self {
        Self { own: fields, before: None, dropped: &[], patterned: None, is_extensible: true }
    }

    /// An object as the version before has it, but for these fields.
    pub(super) const fn changed(before: &'static Self, fields: &'static [Field]) -> Self {
        let Self { patterned, is_extensible, .. } = *before;
        Self { own: fields, before: Some(before), dropped: &[], patterned, is_extensible }
    }

    /// The object without fields that the version before has.
    pub(super) const fn without(self, dropped: &'static [&'static str]) -> Self {
        Self { dropped, ..self }
    }

    /// The object with keys that follow a pattern.
    pub(super) const fn with_keys(self, keys: Keys, of: FieldType) -> Self {
        Self { patterned: Some((keys, of)), ..self }
    }

    /// The object without extensions.
    pub(super) const fn closed(self) -> Self {
        Self { is_extensible: false, ..self }
    }

    /// Its fields: those of the version before first, then those that are new or others.
    pub fn fields(&'static self) -> impl Iterator<Item = &'static Field> {
        let is_kept =
            |field: &&Field| !self.dropped.contains(&field.name) && self.own.iter().all(|own| own.name != field.name);
        self.before.iter().flat_map(|before| before.own).filter(is_kept).chain(self.own)
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        let of_version_before = || self.before?.field(name).filter(|_| !self.dropped.contains(&name));
        self.own.iter().find(|field| field.name == name).or_else(of_version_before)
    }
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub of: FieldType,
    /// Whether the object needs it.
    pub is_required: bool,
}

/// A field that an object may have.
pub(super) const fn may(name: &'static str, of: FieldType) -> Field {
    Field { name, of, is_required: false }
}

/// A field that an object needs.
pub(super) const fn must(name: &'static str, of: FieldType) -> Field {
    Field { name, of, is_required: true }
}
