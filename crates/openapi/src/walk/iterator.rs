//! The walk.

use std::{iter, slice};

use super::entry::{Entry, Key, Owner};
use super::role::{Role, field};
use crate::spec::{FieldType, ObjectKind, SpecVersion};
use document::Pointer;
use document::{Member, Node, Object};

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
    /// The entry to start with, while the walk has not started.
    start: Option<Entry<'a>>,
    /// What the walk is in, the innermost last: it takes memory for the depth of the document, not for its width.
    open: Vec<Entered<'a>>,
}

/// Something that the walk is in.
#[derive(Debug)]
struct Entered<'a> {
    owner: Option<Owner<'a>>,
    pointer: Pointer,
    rest: Rest<'a>,
}

/// What the walk has not passed yet of something that it is in.
#[derive(Debug)]
enum Rest<'a> {
    /// Of an object of the specification, by its number.
    Object(usize, ObjectKind, slice::Iter<'a, Member>),
    /// Of a map of values of a type.
    Map(&'static FieldType, slice::Iter<'a, Member>),
    /// Of a list of values of a type.
    List(&'static FieldType, iter::Enumerate<slice::Iter<'a, Node>>),
}

impl<'a> Walk<'a> {
    /// A walk over a whole document. One whose version has no table is walked as OpenAPI 3.0.
    pub fn document(root: &'a Node) -> Self {
        let version = SpecVersion::of_any(root);
        Self::from(version, Pointer::root(), root, ObjectKind::OpenApi)
    }

    /// A walk over an object of this kind, which is at this address.
    pub fn from(version: SpecVersion, pointer: Pointer, node: &'a Node, kind: ObjectKind) -> Self {
        Self::of(version, pointer, node, FieldType::Object(kind))
    }

    /// A walk over a value of this type, which is at this address.
    pub(crate) fn of(version: SpecVersion, pointer: Pointer, node: &'a Node, of: FieldType) -> Self {
        let role = Role::of(version, of, node);
        Self { version, objects: 0, start: Some(Entry { owner: None, pointer, node, role }), open: Vec::new() }
    }

    /// Goes into what an entry holds.
    fn enter(&mut self, entry: &Entry<'a>) {
        let members = || entry.node.as_object().map(Object::as_slice).unwrap_or_default().iter();
        let rest = match entry.role {
            Role::Object(kind) => {
                self.objects += 1;
                Rest::Object(self.objects - 1, kind, members())
            }
            Role::Map(of) => Rest::Map(of, members()),
            Role::List(of) => Rest::List(of, entry.node.as_array().unwrap_or_default().iter().enumerate()),
            _ => return,
        };
        self.open.push(Entered { owner: entry.owner, pointer: entry.pointer.clone(), rest });
    }
}

impl<'a> Entered<'a> {
    /// The next entry in it.
    fn next(&mut self, version: SpecVersion) -> Option<Entry<'a>> {
        let within = |key| self.owner.map(|owner| Owner { key: Some(key), ..owner });
        Some(match &mut self.rest {
            Rest::Object(object, kind, members) => {
                let Member { key, value: node, .. } = members.next()?;
                let (field, role) = field(version, *kind, key, node);
                let owner = Some(Owner { object: *object, field, key: None });
                Entry { owner, pointer: self.pointer.member(key), node, role }
            }
            Rest::Map(of, members) => {
                let Member { key, value: node, .. } = members.next()?;
                let role = Role::of(version, **of, node);
                Entry { owner: within(Key::Name(key)), pointer: self.pointer.member(key), node, role }
            }
            Rest::List(of, elements) => {
                let (index, node) = elements.next()?;
                let role = Role::of(version, **of, node);
                Entry { owner: within(Key::Index(index)), pointer: self.pointer.index(index), node, role }
            }
        })
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let version = self.version;
        let entry = match self.start.take() {
            Some(start) => start,
            None => loop {
                match self.open.last_mut()?.next(version) {
                    Some(entry) => break entry,
                    None => drop(self.open.pop()),
                }
            },
        };
        self.enter(&entry);
        Some(entry)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Each entry as a line: the number of the object that it is in, field and key, pointer, role.
    fn walked(document: &Value) -> Vec<String> {
        let root = Node::from(document);
        let line = |entry: Entry<'_>| {
            let owner = entry.owner.map_or_else(String::new, |owner| {
                let key = owner.key.map_or_else(String::new, |key| format!("[{key}]"));
                format!("{} {}{key} ", owner.object, owner.field.name())
            });
            assert_eq!(root.pointer(&entry.pointer), Some(entry.node));
            format!("{owner}{} {}", entry.pointer, entry.role.name())
        };
        Walk::document(&root).map(line).collect()
    }

    #[test]
    fn everything_is_passed_in_order_with_what_it_is() {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": 7, "x-more": {"any": []}},
            "tags": [{"name": "a"}],
            "security": [{"x-key": ["s"]}],
            "paths": {"/a": {"get": {"responses": {"200": {"$ref": "#/r", "description": "ignored"}, "20": {}}}}},
            "components": {"schemas": {"A": {"enum": [1], "additionalProperties": false, "typo": {"type": "string"}}}},
        });
        assert_eq!(
            walked(&document),
            [
                " OpenAPI",
                "0 openapi /openapi a string",
                "0 info /info Info",
                "1 title /info/title a string",
                "1 x-more /info/x-more an extension",
                "0 tags /tags a list",
                "0 tags[0] /tags/0 Tag",
                "2 name /tags/0/name a string",
                "0 security /security a list",
                "0 security[0] /security/0 Security Requirement",
                "3 x-key /security/0/x-key a list",
                "3 x-key[0] /security/0/x-key/0 a string",
                "0 paths /paths Paths",
                "4 /a /paths/~1a Path Item",
                "5 get /paths/~1a/get Operation",
                "6 responses /paths/~1a/get/responses Responses",
                "7 200 /paths/~1a/get/responses/200 a reference to Response",
                "7 20 /paths/~1a/get/responses/20 an unknown field",
                "0 components /components Components",
                "8 schemas /components/schemas an object",
                "8 schemas[A] /components/schemas/A Schema",
                "9 enum /components/schemas/A/enum a list",
                "9 enum[0] /components/schemas/A/enum/0 any value",
                "9 additionalProperties /components/schemas/A/additionalProperties true or false",
                "9 typo /components/schemas/A/typo an unknown field",
            ]
        );
    }

    #[test]
    fn a_value_of_another_type_is_passed_as_such() {
        let root = Node::from(&json!({"info": [], "paths": {"/a": {"get": "no"}}, "servers": {}}));
        let mistyped: Vec<_> = Walk::document(&root)
            .filter(|entry| matches!(entry.role, Role::Mistyped(_)))
            .map(|entry| format!("{} {}", entry.pointer, entry.role.name()))
            .collect();
        assert_eq!(mistyped, ["/info an object (Info)", "/paths/~1a/get an object (Operation)", "/servers a list"]);
    }

    #[test]
    fn references_say_what_belongs_at_their_end_and_what_is_ignored() {
        let root = Node::from(&json!({"paths": {"/a": {"$ref": "#/paths/~1b"}}, "components": {"schemas": {
            "A": {"$ref": "#/x", "nullable": true}, "B": {"properties": {"$ref": {"type": "string"}}}, "C": {"$ref": 1},
        }}}));
        let references: Vec<_> =
            Walk::document(&root).filter(|entry| matches!(entry.role, Role::Reference(_))).collect();
        let texts: Vec<_> = references
            .iter()
            .map(|entry| entry.reference().map(|(kind, at, text)| format!("{kind} {at} {text}")))
            .collect();
        let expected = ["Path Item /paths/~1a/$ref #/paths/~1b", "Schema /components/schemas/A/$ref #/x"];
        assert_eq!(texts, [Some(expected[0].to_owned()), Some(expected[1].to_owned()), None]);
        assert!(references[1].ignored().map(|(key, _)| key).eq(["nullable"]));
    }

    #[test]
    fn a_part_is_walked_as_what_it_should_be() {
        let schema = Node::from(&json!({"items": {"type": "string"}}));
        let walk = Walk::from(SpecVersion::V3_0, Pointer::of(["x-a"]), &schema, ObjectKind::Schema);
        let objects: Vec<_> = walk.filter(|entry| entry.object().is_some()).map(|it| it.pointer.to_string()).collect();
        assert_eq!(objects, ["/x-a", "/x-a/items"]);
    }

    #[test]
    fn what_is_at_an_address_is_what_the_walk_says() {
        let document = json!({
            "openapi": "3.0.3",
            "x-free": {"a": {}},
            "paths": {"/a": {"get": {"responses": {"200": {"content": {"a/b": {
                "schema": {"items": {}, "example": {"a": {}}}, "examples": {"e": {"$ref": "#/x"}},
            }}}}}}},
            "tags": [{}],
        });
        let root = Node::from(&document);
        for entry in Walk::document(&root) {
            let is_free = matches!(entry.role, Role::Value(FieldType::Any) | Role::Extension);
            assert_eq!(Role::at(&root, &entry.pointer), (!is_free).then_some(entry.role), "{}", entry.pointer);
        }
        for free in ["/x-free/a", "/paths/~1a/get/responses/200/content/a~1b/schema/example/a", "/none", "/tags/7"] {
            assert_eq!(Role::at(&root, &free.parse().unwrap()), None, "{free}");
        }
    }
}
