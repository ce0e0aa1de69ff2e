//! Whether a schema allows null: the one statement of what `nullable` means, and `null` among the types.

use std::collections::HashSet;

use crate::references::{resolve_schema, target_schema};
use crate::spec::SpecVersion;
use document::Node;

/// Whether null is a value of a schema.
///
/// In OpenAPI 3.0 `nullable: true` adds null to the `type` that stands beside it, and means nothing without one
/// (3.0.3, section 4.7.24.1, and the proposal "Clarify nullable" that it follows):
///
/// - A schema with a `type` allows null if it is nullable, one without a type if all that it says allows null.
/// - An `enum` lists every value: null is one of them, or is not allowed, however nullable the schema is.
/// - Beside `nullable` and a `type`, `allOf`, `oneOf` and `anyOf` describe the values that are not null. Read by the
///   letter, null would have to fit each of them, and no reference could be nullable; generators and validators do not
///   read it so.
///
/// In OpenAPI 3.1 null is a type as others are, and must fit all that a schema says.
///
/// A schema that is composed of itself allows null as far as the rest of it does.
pub fn allows_null(root: &Node, schema: &Node) -> bool {
    allows(SpecVersion::of_any(root), root, schema, &mut HashSet::new())
}

/// Whether a schema allows null and nothing else: its type is `null`, or its `const` is.
pub fn is_null(root: &Node, schema: &Node) -> bool {
    let schema = resolve_schema(root, schema);
    match schema.get("type") {
        Some(types) => types == "null" || types.as_array().is_some_and(|types| types.len() == 1 && types[0] == "null"),
        None => schema.get("const").is_some_and(Node::is_null),
    }
}

fn allows(version: SpecVersion, root: &Node, schema: &Node, seen: &mut HashSet<*const Node>) -> bool {
    let schema = resolve_schema(root, schema);
    let values = schema.get("enum").and_then(Node::as_array);
    if schema.as_bool() == Some(false)
        || values.is_some_and(|values| !values.iter().any(Node::is_null))
        || schema.get("const").is_some_and(|value| !value.is_null())
    {
        return false;
    }
    let is_of_type = match schema.get("type") {
        // OpenAPI 3.1 lists types.
        Some(types) if types.is_array() => types.as_array().unwrap_or_default().iter().any(|name| name == "null"),
        Some(name) if name == "null" => true,
        Some(_) => version == SpecVersion::V3_0 && schema.is_set("nullable"),
        None => return !seen.insert(schema) || composition_allows(version, root, schema, seen),
    };
    match version {
        SpecVersion::V3_0 => is_of_type,
        SpecVersion::V3_1 => is_of_type && (!seen.insert(schema) || composition_allows(version, root, schema, seen)),
    }
}

/// Whether null fits all that a schema is composed of.
fn composition_allows(version: SpecVersion, root: &Node, schema: &Node, seen: &mut HashSet<*const Node>) -> bool {
    let reference = schema.text("$ref").and_then(|reference| target_schema(root, reference).ok());
    let any = |list: &str, seen: &mut HashSet<_>| {
        schema.get(list).is_none() || schema.elements(list).any(|part| allows(version, root, part, seen))
    };
    reference.into_iter().chain(schema.elements("allOf")).all(|part| allows(version, root, part, seen))
        && any("oneOf", seen)
        && any("anyOf", seen)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nullable_means_the_same_everywhere() {
        let root = Node::from(&json!({"components": {"schemas": {
            "Text": {"type": "string"},
            "Maybe": {"type": "string", "nullable": true},
            "Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}]},
        }}}));
        let text = json!({"$ref": "#/components/schemas/Text"});
        let maybe = json!({"$ref": "#/components/schemas/Maybe"});
        for (schema, expected) in [
            (json!({}), true),
            (json!({"nullable": false}), true),
            (json!({"type": "string"}), false),
            (json!({"type": "string", "nullable": true}), true),
            (json!({"type": "string", "nullable": true, "enum": ["A"]}), false),
            (json!({"type": "string", "nullable": true, "enum": ["A", null]}), true),
            (json!({"enum": ["A"]}), false),
            (json!({"enum": [null], "type": "string"}), false),
            (json!({"type": "object", "nullable": true, "allOf": [text]}), true),
            (json!({"nullable": true, "allOf": [text]}), false),
            (json!({"allOf": [maybe]}), true),
            (json!({"allOf": [maybe, text]}), false),
            (json!({"oneOf": [maybe, text]}), true),
            (json!({"anyOf": [text]}), false),
            (json!({"$ref": "#/components/schemas/Loop"}), true),
            (json!({"type": ["string", "null"]}), true),
            (json!({"type": ["string"]}), false),
        ] {
            assert_eq!(allows_null(&root, &Node::from(&schema)), expected, "{schema}");
        }
    }

    #[test]
    fn null_is_a_type_as_others_are() {
        let root = Node::from(&json!({"openapi": "3.1.0", "components": {"schemas": {
            "Text": {"type": "string"}, "Maybe": {"type": ["string", "null"]}, "None": {"type": "null"},
        }}}));
        let text = json!({"$ref": "#/components/schemas/Text"});
        let maybe = json!({"$ref": "#/components/schemas/Maybe"});
        for (schema, expected) in [
            (json!(true), true),
            (json!(false), false),
            (json!({"type": "string", "nullable": true}), false),
            (json!({"type": ["object", "null"], "allOf": [text]}), false),
            (json!({"type": ["string", "null"], "allOf": [maybe]}), true),
            (json!({"anyOf": [text, {"type": "null"}]}), true),
            (json!({"anyOf": [text, {"$ref": "#/components/schemas/None"}]}), true),
            (json!({"$ref": "#/components/schemas/Maybe", "type": "string"}), false),
            (json!({"$ref": "#/components/schemas/Text", "description": "d"}), false),
            (json!({"$ref": "#/components/schemas/Maybe", "maxLength": 3}), true),
            (json!({"const": null}), true),
            (json!({"const": 1}), false),
            (json!({"type": ["string", "null"], "enum": ["a"]}), false),
        ] {
            assert_eq!(allows_null(&root, &Node::from(&schema)), expected, "{schema}");
        }
        for (schema, expected) in [
            (json!({"type": "null"}), true),
            (json!({"type": ["null"], "description": "d"}), true),
            (json!({"$ref": "#/components/schemas/None"}), true),
            (json!({"const": null}), true),
            (json!({"type": ["string", "null"]}), false),
            (json!({}), false),
        ] {
            assert_eq!(is_null(&root, &Node::from(&schema)), expected, "{schema}");
        }
    }
}
