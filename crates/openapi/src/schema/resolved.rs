//! A schema with its references followed and its `allOf` taken apart.

use std::collections::HashSet;

use super::null::{allows_null, is_null};
use crate::references::{resolve_schema, target_schema};
use document::Node;
use document::Pointer;

/// Which members of `oneOf` and `anyOf` count among the parts of a schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alternatives {
    /// None: what the schema says of every value.
    #[default]
    None,
    /// The first one of each list: what one value may be made by.
    First,
    /// Each one: what may be said of a value that is there.
    Each,
}

/// All that holds of one value: a schema, and what it is composed of, with references followed.
///
/// The parts come in the order of the document, the schema itself first. A keyword that several parts state holds in each
/// of them; the methods say which they answer with.
#[derive(Clone, Debug)]
pub struct Schema<'a> {
    root: &'a Node,
    alternatives: Alternatives,
    parts: Vec<&'a Node>,
    /// The schemas that it was made of, before they were taken apart.
    origins: Vec<&'a Node>,
}

impl<'a> Schema<'a> {
    /// What a schema of a document says of every value.
    pub fn of(root: &'a Node, schema: &'a Node) -> Self {
        Self::with(root, schema, Alternatives::None)
    }

    /// What a schema says, with the members of `oneOf` and `anyOf` that are asked for.
    pub fn with(root: &'a Node, schema: &'a Node, alternatives: Alternatives) -> Self {
        Self::gather(root, alternatives, vec![schema])
    }

    fn gather(root: &'a Node, alternatives: Alternatives, origins: Vec<&'a Node>) -> Self {
        let mut parts = Vec::new();
        // A schema may be composed of itself.
        let mut seen = HashSet::new();
        let mut pending: Vec<&Node> = origins.iter().rev().copied().collect();
        while let Some(part) = pending.pop().map(|part| resolve_schema(root, part)) {
            if !seen.insert(std::ptr::from_ref(part)) {
                continue;
            }
            parts.push(part);
            let taken = match alternatives {
                Alternatives::None => 0,
                Alternatives::First => 1,
                Alternatives::Each => usize::MAX,
            };
            let alternatives = ["oneOf", "anyOf"].into_iter().flat_map(|list| {
                let other_than_null: Vec<&Node> = alternatives_but_null(root, part, list);
                // What is not null is of the only other alternative.
                let is_nullable = part.elements(list).len() > other_than_null.len();
                let taken = if is_nullable && other_than_null.len() == 1 { 1 } else { taken };
                other_than_null.into_iter().take(taken)
            });
            let reference = part.text("$ref").and_then(|reference| target_schema(root, reference).ok());
            let members: Vec<&Node> = reference.into_iter().chain(part.elements("allOf")).chain(alternatives).collect();
            pending.extend(members.into_iter().rev());
        }
        Self { root, alternatives, parts, origins }
    }

    fn inner(&self, schemas: Vec<&'a Node>) -> Option<Self> {
        (!schemas.is_empty()).then(|| Self::gather(self.root, self.alternatives, schemas))
    }

    /// The schemas that hold together, the first one first.
    pub fn parts(&self) -> &[&'a Node] {
        &self.parts
    }

    /// The first statement of a keyword.
    pub fn keyword(&self, name: &str) -> Option<&'a Node> {
        self.keywords(name).next()
    }

    /// Every statement of a keyword.
    pub fn keywords(&self, name: &str) -> impl Iterator<Item = &'a Node> {
        self.parts.iter().filter_map(move |part| part.get(name))
    }

    /// The first text that a keyword states.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.keywords(name).find_map(Node::as_str)
    }

    /// The types that a value may have, as they are listed; none if nothing says so. Null is not among them: see
    /// [`allows_null`](Self::allows_null).
    pub fn types(&self) -> Option<Vec<&'a str>> {
        let mut common: Option<Vec<&str>> = None;
        for stated in self.keywords("type") {
            let own = stated.as_array().unwrap_or(std::slice::from_ref(stated));
            let own: Vec<&str> = own.iter().filter_map(Node::as_str).filter(|name| *name != "null").collect();
            common = Some(match common {
                // A whole number is a number.
                Some(known) => {
                    let allows = |list: &[&str], name: &&str| {
                        list.contains(name) || *name == "integer" && list.contains(&"number")
                    };
                    let mut both: Vec<&str> = known.iter().copied().filter(|name| allows(&own, name)).collect();
                    for name in own.iter().filter(|name| allows(&known, name)) {
                        if !both.contains(name) {
                            both.push(name);
                        }
                    }
                    both
                }
                None => own,
            });
        }
        common
    }

    /// Whether a value may be of this type of JSON Schema.
    pub fn allows_type(&self, name: &str) -> bool {
        if name == "null" {
            return self.allows_null();
        }
        let types = self.types();
        types.is_none_or(|types| types.contains(&name) || name == "integer" && types.contains(&"number"))
    }

    /// Whether null is a value of it.
    pub fn allows_null(&self) -> bool {
        self.origins.iter().all(|schema| allows_null(self.root, schema))
    }

    /// The properties that are named, in the order of the document, each with all that holds of it.
    pub fn properties(&self) -> Vec<(&'a str, Self)> {
        let mut seen = HashSet::new();
        let names = self.keywords("properties").filter_map(Node::as_object).flat_map(|properties| properties.keys());
        let names: Vec<&str> = names.filter(|name| seen.insert(*name)).collect();
        names.into_iter().filter_map(|name| Some((name, self.named_property(name)?))).collect()
    }

    /// What is said of a property by its name.
    pub fn named_property(&self, name: &str) -> Option<Self> {
        self.inner(self.keywords("properties").filter_map(|properties| properties.get(name)).collect())
    }

    /// What is said of a property: by its name, else by `additionalProperties`.
    pub fn property(&self, name: &str) -> Option<Self> {
        self.named_property(name)
            .or_else(|| self.inner(self.keywords("additionalProperties").filter(|schema| schema.is_object()).collect()))
    }

    /// The names of the properties that must be there, each once.
    pub fn required(&self) -> Vec<&'a str> {
        let mut seen = HashSet::new();
        let names = self.keywords("required").filter_map(Node::as_array).flatten().filter_map(Node::as_str);
        names.filter(|name| seen.insert(*name)).collect()
    }

    /// Whether a property must be there.
    pub fn requires(&self, name: &str) -> bool {
        self.keywords("required").filter_map(Node::as_array).flatten().any(|required| required == name)
    }

    /// Whether an object may have properties that are not named.
    pub fn allows_more_properties(&self) -> bool {
        let others = ["additionalProperties", "unevaluatedProperties"].into_iter().flat_map(|name| self.keywords(name));
        others.into_iter().all(|allowed| allowed.as_bool() != Some(false))
    }

    /// Whether no value is one of it: a part is `false`.
    pub fn is_impossible(&self) -> bool {
        self.parts.iter().any(|part| part.as_bool() == Some(false))
    }

    /// What is said of each element, or of each one behind those that have a schema of their own.
    pub fn items(&self) -> Option<Self> {
        self.inner(self.keywords("items").collect())
    }

    /// What is said of the element at an index.
    pub fn element(&self, index: usize) -> Option<Self> {
        let of_part = |part: &&'a Node| part.elements("prefixItems").nth(index).or_else(|| part.get("items"));
        self.inner(self.parts.iter().filter_map(of_part).collect())
    }

    /// What is said of an element of which some must be there (`contains`), and how many.
    pub fn contained(&self) -> Option<(Self, u64)> {
        let contained = self.inner(self.keywords("contains").collect())?;
        let count = self.keyword("minContains").map_or(1, |_| self.least("minContains"));
        Some((contained, count))
    }

    /// The schema together with another one, both of which hold.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let origins = self.origins.iter().chain(&other.origins).copied().collect();
        Self::gather(self.root, self.alternatives, origins)
    }

    /// The names of properties that must be there if the named one is (`dependentRequired`).
    pub fn required_with(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.keywords("dependentRequired").flat_map(move |names| names.elements(name)).filter_map(Node::as_str)
    }

    /// The values of a closed enumeration: those that every list has.
    pub fn enumeration(&self) -> Option<Vec<&'a Node>> {
        let lists = self.keywords("enum").filter_map(Node::as_array);
        let mut lists = lists.chain(self.keywords("const").map(std::slice::from_ref));
        let first = lists.next()?;
        let others: Vec<&[Node]> = lists.collect();
        Some(first.iter().filter(|value| others.iter().all(|list| list.contains(value))).collect())
    }

    /// The known values of an open enumeration (`x-extensible-enum`): those that any list has.
    pub fn open_enumeration(&self) -> Option<Vec<&'a Node>> {
        let lists: Vec<&[Node]> = self.keywords("x-extensible-enum").filter_map(Node::as_array).collect();
        (!lists.is_empty()).then(|| lists.into_iter().flatten().collect())
    }

    /// Whether it is bytes of any kind: in OpenAPI 3.0 a format, in 3.1 a media type.
    pub fn is_binary(&self) -> bool {
        let is_octets = self.text("contentMediaType") == Some("application/octet-stream");
        self.text("format") == Some("binary") || is_octets && self.keyword("contentEncoding").is_none()
    }

    /// Whether it is a string in which anything may stand.
    pub fn is_free_text(&self) -> bool {
        self.types().as_deref() == Some(&["string"])
            && ["enum", "const", "format", "pattern", "x-extensible-enum"]
                .iter()
                .all(|name| self.keyword(name).is_none())
    }

    /// What is said of the value at a pointer within a value.
    pub fn at(&self, pointer: &Pointer) -> Option<Self> {
        pointer.tokens().into_iter().try_fold(self.clone(), |schema, token| {
            let element = token.parse::<usize>().ok().and_then(|index| schema.element(index));
            element.or_else(|| schema.property(token))
        })
    }
}

/// The members of `oneOf` or `anyOf` that allow something else than null; all of them if none does.
fn alternatives_but_null<'a>(root: &'a Node, schema: &'a Node, list: &str) -> Vec<&'a Node> {
    let others: Vec<&Node> = schema.elements(list).filter(|part| !is_null(root, part)).collect();
    if others.is_empty() { schema.elements(list).collect() } else { others }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Node {
        Node::from(&json!({"components": {"schemas": {
            "Base": {"type": "object", "required": ["id", "name"], "properties": {
                "id": {"type": "string", "minLength": 1}, "name": {"type": "string"}, "next": {"$ref": "#/components/schemas/Thing"},
            }},
            "Thing": {"description": "A thing.", "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"type": "object", "required": ["id"], "additionalProperties": {"type": "integer"}, "properties": {
                    "id": {"maxLength": 9}, "tags": {"type": "array", "items": {"enum": ["a", "b"]}},
                }},
            ], "oneOf": [{"properties": {"x": {}}}, {"properties": {"y": {}}}]},
            "Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}, {"title": "end"}]},
        }}}))
    }

    fn schema<'a>(root: &'a Node, name: &str, alternatives: Alternatives) -> Schema<'a> {
        Schema::with(root, &root["components"]["schemas"][name], alternatives)
    }

    #[test]
    fn a_composition_is_read_as_one() {
        let root = document();
        let thing = schema(&root, "Thing", Alternatives::None);
        let names: Vec<&str> = thing.properties().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["id", "name", "next", "tags"]);
        assert_eq!(thing.required(), ["id", "name"]);
        let id = thing.property("id").unwrap();
        assert_eq!((id.least("minLength"), id.most("maxLength")), (1, Some(9)));
        assert_eq!(thing.property("other").unwrap().types(), Some(vec!["integer"]));
        assert_eq!(thing.text("description"), Some("A thing."));
        assert_eq!(thing.at(&Pointer::of(["next", "tags", "0"])).unwrap().enumeration().unwrap().len(), 2);
        assert!(thing.at(&Pointer::of(["name", "x"])).is_none());
    }

    #[test]
    fn alternatives_count_if_they_are_asked_for() {
        let root = document();
        for (alternatives, expected) in
            [(Alternatives::None, vec![]), (Alternatives::First, vec!["x"]), (Alternatives::Each, vec!["x", "y"])]
        {
            let thing = schema(&root, "Thing", alternatives);
            let found: Vec<&str> = ["x", "y"].into_iter().filter(|name| thing.named_property(name).is_some()).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_schema_that_is_composed_of_itself_ends() {
        let root = document();
        assert_eq!(schema(&root, "Loop", Alternatives::Each).text("title"), Some("end"));
    }

    #[test]
    fn types_and_values_are_those_that_all_parts_allow() {
        let root = Node::from(&json!({"allOf": [
            {"type": "number", "enum": [1, 2, 2.5]}, {"type": "integer", "enum": [2.0, 3]},
        ]}));
        let schema = Schema::of(&root, &root);
        assert_eq!(schema.types(), Some(vec!["integer"]));
        assert_eq!(schema.enumeration().unwrap(), [&Node::from(2)]);
        assert!(schema.allows_type("integer") && !schema.allows_type("number") && !schema.allows_null());
    }
}
