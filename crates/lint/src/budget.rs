//! The budget of checking a value against a schema.
//!
//! A validator tries each schema that another is composed of, every time: a few schemas of two references each make
//! it try millions, and a schema that is composed of itself has no end. A document may hold such schemas, and is
//! still to be checked, so what a validator would do is counted first; each pair of schema and value only once.

use std::collections::{HashMap, HashSet};

use openapi::{Node, Object, references};
use serde_json::Value;

/// More steps than this are not worth an example.
const MAX_STEPS: u64 = 1_000_000;
/// More schemas than this, one composed of the other, have no end.
const MAX_DEPTH: usize = 500;

/// Repetitions of a pattern, one inside of the other, that an engine can count.
const MAX_REPETITIONS: u128 = 1_000_000_000_000;

/// Whether the repetitions of every pattern in a JSON Schema can be counted; engines multiply them unseen.
pub(crate) fn is_countable(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.iter().all(|(key, member)| match member {
            Value::String(text) => key != "pattern" || repetitions(text) <= MAX_REPETITIONS,
            Value::Object(patterns) if key == "patternProperties" => {
                patterns.iter().all(|(text, schema)| repetitions(text) <= MAX_REPETITIONS && is_countable(schema))
            }
            member => is_countable(member),
        }),
        Value::Array(elements) => elements.iter().all(is_countable),
        _ => true,
    }
}

/// The product of all counts in braces, as if each stood inside of the other.
fn repetitions(pattern: &str) -> u128 {
    let counts =
        pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inside, _)| {
            let numbers = inside.split(',').filter(|number| !number.is_empty());
            numbers
                .map(|number| {
                    if number.bytes().all(|byte| byte.is_ascii_digit()) {
                        number.parse().unwrap_or(u128::MAX)
                    } else {
                        1
                    }
                })
                .max()
                .unwrap_or(1)
                .max(1)
        });
    counts.fold(1, u128::saturating_mul)
}

/// The schemas that a value is checked against, references followed; none if that takes too long.
pub(crate) fn reach(root: &Node, schema: &Node, value: &Node) -> Option<HashSet<*const Node>> {
    let mut budget = ValidationBudget { root, steps: HashMap::new() };
    budget.steps(schema, value, 0)?;
    Some(budget.steps.into_keys().map(|(schema, _)| schema).collect())
}

struct ValidationBudget<'a> {
    root: &'a Node,
    /// What is known of a schema and a value; none while it is being counted.
    steps: HashMap<(*const Node, *const Node), Option<u64>>,
}

impl<'a> ValidationBudget<'a> {
    /// How many schemas are tried on a value; none if they are too many.
    fn steps(&mut self, schema: &'a Node, value: &'a Node, depth: usize) -> Option<u64> {
        let schema = references::resolve_schema(self.root, schema);
        let pair = (std::ptr::from_ref(schema), std::ptr::from_ref(value));
        if let Some(known) = self.steps.get(&pair) {
            return *known;
        }
        if depth > MAX_DEPTH || self.steps.len() as u64 > MAX_STEPS {
            return None;
        }
        self.steps.insert(pair, None);
        let mut pairs: Vec<(&Node, &Node)> = Vec::new();
        for key in ["allOf", "oneOf", "anyOf"] {
            pairs.extend(schema.elements(key).map(|part| (part, value)));
        }
        for key in ["not", "if", "then", "else", "propertyNames"] {
            pairs.extend(schema.get(key).map(|part| (part, value)));
        }
        pairs.extend(schema.members("dependentSchemas").map(|(_, part)| (part, value)));
        let reference = schema.text("$ref").and_then(|reference| references::target_schema(self.root, reference).ok());
        pairs.extend(reference.map(|part| (part, value)));
        let elements = value.as_array().unwrap_or_default();
        for key in ["items", "contains", "unevaluatedItems"] {
            pairs.extend(schema.get(key).into_iter().flat_map(|part| elements.iter().map(move |it| (part, it))));
        }
        pairs.extend(schema.elements("prefixItems").zip(elements));
        let others = ["additionalProperties", "unevaluatedProperties"].into_iter().filter_map(|key| schema.get(key));
        // Which names fit a pattern is not counted here.
        let others: Vec<&Node> = others.chain(schema.members("patternProperties").map(|(_, part)| part)).collect();
        for (name, member) in value.as_object().into_iter().flat_map(Object::iter) {
            match schema.get("properties").and_then(|properties| properties.get(name)) {
                Some(property) => pairs.push((property, member)),
                None => pairs.extend(others.iter().map(|part| (*part, member))),
            }
        }
        let mut steps = 1;
        for (part, value) in pairs {
            steps += self.steps(part, value, depth + 1)?;
        }
        let steps = (steps <= MAX_STEPS).then_some(steps);
        self.steps.insert(pair, steps);
        steps
    }
}
