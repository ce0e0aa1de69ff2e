//! Values of a document in JSON.

use openapi::{Node, Object};
use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A value of a document, as JSON: in the order of the document, with the digits of its numbers.
pub(crate) struct NodeForm<'a>(pub &'a Node);

impl Serialize for NodeForm<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(node) = self;
        if let Some(elements) = node.as_array() {
            serializer.collect_seq(elements.iter().map(NodeForm))
        } else if let Some(object) = node.as_object() {
            serializer.collect_map(Object::iter(object).map(|(key, value)| (key, NodeForm(value))))
        } else if node.is_number() {
            // No type of Rust holds all numbers.
            RawValue::from_string(node.to_string()).map_err(S::Error::custom)?.serialize(serializer)
        } else if let Some(flag) = node.as_bool() {
            flag.serialize(serializer)
        } else {
            node.as_str().serialize(serializer)
        }
    }
}

#[cfg(test)]
mod tests {
    use openapi::Document;

    use super::*;

    #[test]
    fn a_value_is_json_with_all_its_digits() {
        let text = r#"{"b": [12345678901234567890123, 1e400, 1.50, -0, 18446744073709551615], "a": {"x": null, "y": "é\n"}, "c": true}"#;
        let document = Document::parse("a.json", text).unwrap();
        let shown = serde_json::to_string(&NodeForm(document.root())).unwrap();
        assert_eq!(shown, text.replace(": ", ":").replace(", ", ","));
    }
}
