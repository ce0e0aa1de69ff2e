//! Whether a schema allows null: the one statement of what `nullable` means.

use std::collections::HashSet;

use crate::references::resolve;
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
/// A schema that is composed of itself allows null as far as the rest of it does.
pub fn allows_null(root: &Node, schema: &Node) -> bool {
    allows(root, schema, &mut HashSet::new())
}

fn allows(root: &Node, schema: &Node, seen: &mut HashSet<*const Node>) -> bool {
    let schema = resolve(root, schema);
    if let Some(values) = schema.get("enum").and_then(Node::as_array)
        && !values.iter().any(Node::is_null)
    {
        return false;
    }
    match schema.get("type") {
        // OpenAPI 3.1 lists types.
        Some(types) if types.is_array() => types.as_array().unwrap_or_default().iter().any(|name| name == "null"),
        Some(name) if name == "null" => true,
        Some(_) => schema.is_set("nullable"),
        None if !seen.insert(schema) => true,
        None => {
            let any = |list: &str, seen: &mut HashSet<_>| {
                schema.get(list).is_none() || schema.elements(list).any(|part| allows(root, part, seen))
            };
            schema.elements("allOf").all(|part| allows(root, part, seen)) && any("oneOf", seen) && any("anyOf", seen)
        }
    }
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
}
