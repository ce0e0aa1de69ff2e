//! Examples of content, parameters and headers.

use crate::located::Located;
use document::Pointer;

/// An example of a value.
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// Its name in `examples`; `example` for one that has no name.
    pub name: &'a str,
    /// Where it is written.
    pub origin: ExampleOrigin,
    /// The address by which its owner has it; behind it may be a reference.
    pub declared: Pointer,
    /// The value.
    pub value: Located<'a>,
}

/// How an example belongs to its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleOrigin {
    /// It is the owner's `example`.
    Own,
    /// It is one of the owner's `examples`.
    Named,
    /// It is the example of the owner's schema, which applies to what has no other.
    Schema,
}

impl<'a> Example<'a> {
    /// The examples of a Media Type Object, a parameter or a header: its own, then those that have names, in the order
    /// of the contract; else that of its schema. One whose value is elsewhere (`externalValue`) is left out.
    pub fn all(owner: &Located<'a>) -> Vec<Self> {
        let unnamed =
            |at: Located<'a>, origin| Self { name: "example", origin, declared: at.pointer.clone(), value: at };
        let own = owner.get("example").map(|at| unnamed(at, ExampleOrigin::Own));
        let named = owner.members("examples").filter_map(|(name, at)| {
            let value = at.resolve().get("value")?;
            Some(Self { name, origin: ExampleOrigin::Named, declared: at.pointer, value })
        });
        let mut examples: Vec<_> = own.into_iter().chain(named).collect();
        if examples.is_empty() {
            let of_schema = owner.get("schema").and_then(|schema| example_of_schema(&schema));
            examples.extend(of_schema.map(|at| unnamed(at, ExampleOrigin::Schema)));
        }
        examples
    }
}

/// The example of a schema: OpenAPI 3.1 may list it among others.
fn example_of_schema<'a>(schema: &Located<'a>) -> Option<Located<'a>> {
    let schema = schema.resolve_schema();
    schema.get("example").or_else(|| schema.elements("examples").next())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use document::Node;

    #[test]
    fn an_example_is_its_own_or_has_a_name_or_is_that_of_the_schema() {
        let root = Node::from(&json!({
            "both": {"example": 1, "examples": {"b": {"value": 2}, "a": {"$ref": "#/examples/A"}, "far": {
                "externalValue": "https://example.com/a.json",
            }}, "schema": {"example": 5}},
            "schema": {"schema": {"$ref": "#/schemas/S"}},
            "none": {"schema": {}},
            "null": {"example": null, "schema": {"example": 5}},
            "examples": {"A": {"value": 3}},
            "schemas": {"S": {"example": 4}},
        }));
        let of = |name: &str| {
            let examples = Example::all(&Located::root(&root).get(name).unwrap());
            let line = |it: &Example<'_>| format!("{} {} {} {}", it.name, it.declared, it.value.pointer, it.value.node);
            examples.iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(
            of("both"),
            [
                "example /both/example /both/example 1",
                "b /both/examples/b /both/examples/b/value 2",
                "a /both/examples/a /examples/A/value 3",
            ]
        );
        assert_eq!(of("schema"), ["example /schemas/S/example /schemas/S/example 4"]);
        assert_eq!(of("none"), [""; 0]);
        assert_eq!(of("null"), ["example /null/example /null/example null"]);
    }
}
