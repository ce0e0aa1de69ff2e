//! What a schema says of a value, once references are followed and compositions taken apart.

use openapi::Contract;
use serde_json::{Map, Value, json};

/// Deeper than this, a value that is made holds no others: a schema may contain itself.
const DEEPEST: usize = 4;

/// A schema as the list of those that hold together: itself, and the members of its `allOf`.
pub(super) struct Shape<'a> {
    contract: &'a Contract,
    parts: Vec<&'a Value>,
}

impl<'a> Shape<'a> {
    pub(super) fn of(contract: &'a Contract, schema: &'a Value) -> Self {
        let mut parts = vec![contract.resolve(schema)];
        let mut next = 0;
        while let Some(part) = parts.get(next) {
            let members = part.get("allOf").and_then(Value::as_array).into_iter().flatten();
            let members: Vec<_> = members.map(|member| contract.resolve(member)).collect();
            parts.extend(members);
            next += 1;
        }
        Self { contract, parts }
    }

    pub(super) fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.parts.iter().find_map(|part| part.get(name))
    }

    pub(super) fn is_nullable(&self) -> bool {
        self.parts[0].get("nullable") == Some(&Value::Bool(true))
    }

    pub(super) fn is_open_enumeration(&self) -> bool {
        self.keyword("x-extensible-enum").is_some()
    }

    /// Whether it is a text in which anything may stand.
    pub(super) fn is_free_text(&self) -> bool {
        let is_text = self.keyword("type").and_then(Value::as_str) == Some("string");
        is_text && ["enum", "format", "pattern", "x-extensible-enum"].iter().all(|it| self.keyword(it).is_none())
    }

    /// Whether an object may have properties that are not named.
    pub(super) fn takes_more_properties(&self) -> bool {
        self.parts.iter().all(|part| part.get("additionalProperties") != Some(&Value::Bool(false)))
    }

    pub(super) fn requires(&self, property: &str) -> bool {
        let required = self.parts.iter().filter_map(|part| part.get("required")?.as_array()).flatten();
        required.into_iter().any(|name| name == property)
    }

    pub(super) fn properties(&self) -> Vec<(&'a str, Shape<'a>)> {
        let properties = self.parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten();
        properties.map(|(name, schema)| (name.as_str(), Shape::of(self.contract, schema))).collect()
    }

    pub(super) fn items(&self) -> Option<Shape<'a>> {
        self.keyword("items").map(|schema| Shape::of(self.contract, schema))
    }

    /// A value that has everything; none for a text with a pattern, unless the contract has an example.
    pub(super) fn value(&self) -> Option<Value> {
        self.value_at(0)
    }

    fn value_at(&self, depth: usize) -> Option<Value> {
        let listed = ["enum", "x-extensible-enum"].iter().find_map(|it| self.keyword(it)?.as_array()?.first());
        if let Some(value) = self.keyword("example").or(listed) {
            return Some(value.clone());
        }
        let inner = |shape: &Self| if depth < DEEPEST { shape.value_at(depth + 1) } else { None };
        let properties = self.properties();
        Some(match self.keyword("type").and_then(Value::as_str) {
            Some("string") if self.keyword("pattern").is_some() => return None,
            Some("string") => match self.keyword("format").and_then(Value::as_str) {
                Some("date-time") => json!("2022-12-04T12:15:40.6052029Z"),
                Some("date") => json!("2022-12-04"),
                Some("uuid") => json!("44cffc15-0e3d-4cbf-96aa-bf76f9b27f5e"),
                _ => json!("text"),
            },
            Some("integer" | "number") => self.keyword("minimum").cloned().unwrap_or(json!(1)),
            Some("boolean") => json!(true),
            Some("array") => self.items().as_ref().and_then(inner).into_iter().collect(),
            None if properties.is_empty() => json!({ "any": [1, "two", null] }),
            _ => {
                let members = properties.iter().filter_map(|(name, shape)| Some(((*name).to_owned(), inner(shape)?)));
                members.collect::<Map<_, _>>().into()
            }
        })
    }
}
