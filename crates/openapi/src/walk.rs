//! The one walk over a document: everything in it, with what the [specification](crate::spec) says that it is.
//!
//! The walk is in the order of the document, outer things first. It follows no reference and no alias; what a reference
//! leads to and the walk does not pass can be walked from there, as what the reference expects.

use std::fmt;

use crate::pointer::Pointer;
use crate::spec::{FieldType, ObjectKind, SpecVersion};
use crate::tree::Node;

/// A walk over a document, or over a part of it: an iterator of [entries](Entry).
///
/// ```
/// use openapi::{Document, walk::Walk};
///
/// let text = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}"#;
/// let document = Document::parse("openapi.json", text)?;
/// let kinds: Vec<_> = Walk::document(document.root()).filter_map(|entry| entry.object()).collect();
/// assert_eq!(kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(), ["OpenAPI", "Info", "Paths"]);
/// # Ok::<_, openapi::Problems>(())
/// ```
#[derive(Debug)]
pub struct Walk<'a> {
    version: SpecVersion,
    /// How many objects have been passed.
    objects: usize,
    /// What is still to come, the next last.
    pending: Vec<Entry<'a>>,
}

/// One thing that the walk passes.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Where it is in an object; none for that from which the walk starts.
    pub owner: Option<Owner<'a>>,
    /// Its address.
    pub pointer: Pointer,
    /// What is written there.
    pub node: &'a Node,
    /// What it is.
    pub role: Role,
}

/// Where in an object something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner<'a> {
    /// Which object: the walk counts them from 0, in the order in which it passes them.
    pub object: usize,
    /// In which field of the object.
    pub field: FieldName<'a>,
    /// Where in the field, if the field holds a list or a map, and this is not the list or map itself.
    pub key: Option<Key<'a>>,
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

/// A member of a map, or an element of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// The key of a member.
    Name(&'a str),
    /// The index of an element.
    Index(usize),
}

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

impl<'a> Walk<'a> {
    /// A walk over a whole document. One whose version has no table is walked as OpenAPI 3.0.
    pub fn document(root: &'a Node) -> Self {
        let version = SpecVersion::of(root).unwrap_or(SpecVersion::V3_0);
        Self::from(version, Pointer::root(), root, ObjectKind::OpenApi)
    }

    /// A walk over an object of this kind, which is at this address.
    pub fn from(version: SpecVersion, pointer: Pointer, node: &'a Node, kind: ObjectKind) -> Self {
        let role = Role::of(FieldType::Object(kind), node);
        Self { version, objects: 0, pending: vec![Entry { owner: None, pointer, node, role }] }
    }

    /// Adds what an entry holds.
    fn expand(&mut self, entry: &Entry<'a>) {
        let first = self.pending.len();
        match entry.role {
            Role::Object(kind) => {
                let object = self.objects;
                self.objects += 1;
                for (key, node) in members(entry.node) {
                    let (field, role) = field(self.version, kind, key, node);
                    let owner = Some(Owner { object, field, key: None });
                    self.pending.push(Entry { owner, pointer: entry.pointer.child(key), node, role });
                }
            }
            Role::Map(of) => {
                for (key, node) in members(entry.node) {
                    let owner = entry.owner.map(|owner| Owner { key: Some(Key::Name(key)), ..owner });
                    let role = Role::of(*of, node);
                    self.pending.push(Entry { owner, pointer: entry.pointer.child(key), node, role });
                }
            }
            Role::List(of) => {
                for (index, node) in entry.node.as_array().unwrap_or_default().iter().enumerate() {
                    let owner = entry.owner.map(|owner| Owner { key: Some(Key::Index(index)), ..owner });
                    let role = Role::of(*of, node);
                    self.pending.push(Entry { owner, pointer: entry.pointer.index(index), node, role });
                }
            }
            _ => {}
        }
        self.pending[first..].reverse();
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let entry = self.pending.pop()?;
        self.expand(&entry);
        Some(entry)
    }
}

impl<'a> Entry<'a> {
    /// The kind of object that this is, [`ObjectKind::Reference`] for what is a reference instead of one; none for what
    /// is no object.
    pub fn object(&self) -> Option<ObjectKind> {
        match self.role {
            Role::Object(kind) => Some(kind),
            Role::Reference(_) if self.node.is_object() => Some(ObjectKind::Reference),
            _ => None,
        }
    }

    /// The text of a reference with its address, and the kind of object that belongs at its end; none for what is no
    /// reference, and for one that is no text.
    pub fn reference(&self) -> Option<(ObjectKind, Pointer, &'a str)> {
        let Role::Reference(kind) = self.role else { return None };
        match self.node.as_str() {
            Some(text) => Some((kind, self.pointer.clone(), text)),
            None => Some((kind, self.pointer.child("$ref"), self.node.text("$ref")?)),
        }
    }

    /// What stands beside the `$ref` of a reference: OpenAPI 3.0 ignores it.
    pub fn ignored(&self) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let node = matches!(self.role, Role::Reference(_)).then_some(self.node);
        node.into_iter().flat_map(members).filter(|(key, _)| *key != "$ref")
    }
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

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => write!(f, "{index}"),
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
    fn of(of: FieldType, node: &Node) -> Self {
        match of {
            FieldType::FlagOr(_) if node.is_boolean() => Self::Value(FieldType::Flag),
            FieldType::FlagOr(other) => Self::of(*other, node),
            FieldType::ObjectOrReference(kind) if node.get("$ref").is_some() => Self::Reference(kind),
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
        let version = SpecVersion::of(root).unwrap_or(SpecVersion::V3_0);
        let mut found = (root, Self::of(FieldType::Object(ObjectKind::OpenApi), root));
        for token in pointer.tokens() {
            let (node, role) = found;
            let member = node.child(token)?;
            let role = match role {
                Self::Object(kind) => field(version, kind, token, member).1,
                Self::List(of) | Self::Map(of) => Self::of(*of, member),
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
fn field<'a>(version: SpecVersion, kind: ObjectKind, key: &'a str, node: &Node) -> (FieldName<'a>, Role) {
    let object = version.object(kind);
    if let Some(field) = object.field(key) {
        return (FieldName::Fixed(field.name), Role::of(field.of, node));
    }
    match object.patterned {
        _ if object.is_extensible && key.starts_with("x-") => (FieldName::Other(key), Role::Extension),
        Some((keys, of)) if keys.accept(key) => (FieldName::Patterned(key), Role::of(of, node)),
        _ => (FieldName::Other(key), Role::Unknown),
    }
}

fn members(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    node.as_object().into_iter().flat_map(|object| object.iter())
}
