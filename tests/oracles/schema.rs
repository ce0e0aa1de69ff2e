//! A schema as the contract has it: references followed, the parts of an `allOf` read as one.

use openapi::{Contract, pointer};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};
use regress::Regex;
use serde_json::{Value, json};

#[derive(Clone, Copy)]
pub struct Schema<'a> {
    contract: &'a Contract,
    node: &'a Value,
}

/// Where in a body a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    Body,
    Required,
    Optional,
    Element,
}

/// A node of a body, with its schema.
#[derive(Clone)]
pub struct Node<'a> {
    pub pointer: String,
    pub position: Position,
    pub schema: Schema<'a>,
}

/// A kind of node, for the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Anywhere,
    /// A property that may be missing, and is not to be null.
    OptionalNotNullable,
    /// An object whose schema does not speak of unknown properties; those of answers all do.
    SilentAboutUnknown,
}

impl<'a> Schema<'a> {
    pub fn new(contract: &'a Contract, node: &'a Value) -> Self {
        Self { contract, node: contract.resolve(node) }
    }

    /// The schema itself, then what its `allOf` adds.
    fn parts(self) -> Vec<&'a Value> {
        let all_of = self.node.get("allOf").and_then(Value::as_array).into_iter().flatten();
        let added = all_of.flat_map(|part| Self::new(self.contract, part).parts());
        std::iter::once(self.node).chain(added).collect()
    }

    pub fn get(self, keyword: &str) -> Option<&'a Value> {
        self.parts().into_iter().find_map(|part| part.get(keyword))
    }

    pub fn text(self, keyword: &str) -> Option<&'a str> {
        self.get(keyword)?.as_str()
    }

    pub fn length(self, keyword: &str) -> Option<usize> {
        self.get(keyword)?.as_u64()?.try_into().ok()
    }

    pub fn pattern(self) -> Option<Regex> {
        self.text("pattern").map(|pattern| Regex::new(pattern).unwrap())
    }

    /// Whether a text is as long as it may be.
    pub fn bounds_length_of(self, text: &str) -> bool {
        let length = text.chars().count();
        self.length("minLength").is_none_or(|minimum| length >= minimum)
            && self.length("maxLength").is_none_or(|maximum| length <= maximum)
    }

    /// Whether a number is within the bounds.
    pub fn bounds(self, number: &Value) -> bool {
        let bound = |keyword: &str| self.get(keyword).and_then(Value::as_f64);
        let number = number.as_f64().unwrap();
        bound("minimum").is_none_or(|minimum| number >= minimum)
            && bound("maximum").is_none_or(|maximum| number <= maximum)
    }

    pub fn properties(self) -> Vec<(&'a String, Self)> {
        let properties = self.parts().into_iter().filter_map(|part| part.get("properties")?.as_object());
        properties.flatten().map(|(name, property)| (name, Self::new(self.contract, property))).collect()
    }

    pub fn property(self, name: &str) -> Option<Self> {
        let property = self.parts().into_iter().find_map(|part| part.get("properties")?.get(name));
        property.map(|property| Self::new(self.contract, property))
    }

    pub fn items(self) -> Option<Self> {
        self.get("items").map(|items| Self::new(self.contract, items))
    }

    fn requires(self, name: &str) -> bool {
        let lists = self.parts().into_iter().filter_map(|part| part.get("required")?.as_array());
        lists.flatten().any(|required| required == name)
    }

    /// Whether values of this type, as JSON Schema names it, are taken.
    pub fn takes(self, type_name: &str) -> bool {
        match (self.text("type"), type_name) {
            (None, _) => true,
            (_, "null") => self.node.get("nullable") == Some(&Value::Bool(true)),
            (Some(known), _) => known == type_name || known == "number" && type_name == "integer",
        }
    }

    /// Every node of a body that the schema describes, the body first.
    pub fn nodes(self, body: &Value) -> Vec<Node<'a>> {
        let mut nodes = vec![Node { pointer: String::new(), position: Position::Body, schema: self }];
        self.descend("", body, &mut nodes);
        nodes
    }

    fn descend(self, place: &str, value: &Value, nodes: &mut Vec<Node<'a>>) {
        for (name, schema) in self.properties() {
            let Some(value) = value.get(name) else { continue };
            let position = if self.requires(name) { Position::Required } else { Position::Optional };
            let pointer = pointer::child(place, name);
            nodes.push(Node { pointer: pointer.clone(), position, schema });
            schema.descend(&pointer, value, nodes);
        }
        let elements = value.as_array().into_iter().flatten().enumerate();
        for (index, element) in elements {
            let Some(schema) = self.items() else { continue };
            let pointer = pointer::element(place, index);
            nodes.push(Node { pointer: pointer.clone(), position: Position::Element, schema });
            schema.descend(&pointer, element, nodes);
        }
    }

    /// The value with every property that the schema knows; what is missing, null or an empty array gets a sample.
    pub fn complete(self, value: Option<&Value>) -> Value {
        match (value, self.text("type")) {
            (_, Some("object")) => {
                let mut object = value.and_then(Value::as_object).cloned().unwrap_or_default();
                for (name, schema) in self.properties() {
                    let completed = schema.complete(object.get(name));
                    object.insert(name.clone(), completed);
                }
                object.into()
            }
            (_, Some("array")) => {
                let elements = value.and_then(Value::as_array).filter(|elements| !elements.is_empty());
                let elements = elements.map_or(vec![None], |elements| elements.iter().map(Some).collect());
                let items = |element| self.items().map_or(Value::Null, |items| items.complete(element));
                elements.into_iter().map(items).collect()
            }
            (None | Some(Value::Null), _) => self.sample(),
            (Some(value), _) => value.clone(),
        }
    }

    fn sample(self) -> Value {
        let known = ["enum", "x-extensible-enum"].into_iter().find_map(|keyword| self.get(keyword)?.get(0));
        match (known.or(self.get("example")), self.text("type"), self.text("format"), self.text("pattern")) {
            (Some(value), ..) => value.clone(),
            (_, Some("integer"), ..) => self.get("minimum").or(self.get("maximum")).cloned().unwrap_or(json!(5)),
            (_, Some("number"), ..) => self.get("minimum").or(self.get("maximum")).cloned().unwrap_or(json!(2.5)),
            (_, Some("boolean"), ..) => json!(false),
            (_, Some("string"), _, Some(pattern)) => {
                let hir = regex_syntax::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
                let mut text = String::new();
                shortest_match(&hir, &mut text);
                text.into()
            }
            (_, Some("string"), Some("date-time"), _) => json!("2018-12-04T12:15:40.6052029Z"),
            (_, Some("string"), Some("date"), _) => json!("2018-12-04"),
            (_, Some("string"), Some("uuid"), _) => json!("44cffc15-0e3d-4cbf-96aa-bf76f9b27f5e"),
            (_, Some("string"), Some("uri"), _) => json!("https://example.com/"),
            (_, Some("string"), ..) => {
                let shortest = self.length("minLength").unwrap_or_default();
                let longest = self.length("maxLength").unwrap_or(usize::MAX);
                let text = "a sample".chars().cycle();
                text.take("a sample".len().max(shortest).min(longest)).collect::<String>().into()
            }
            _ => json!({ "any": [null, 1.5] }),
        }
    }
}

/// Adds the shortest text that a pattern matches: first characters, first alternatives, as few repetitions as it takes.
fn shortest_match(pattern: &Hir, text: &mut String) {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).unwrap()),
        HirKind::Class(Class::Unicode(class)) => text.extend(class.ranges().first().map(ClassUnicodeRange::start)),
        HirKind::Class(Class::Bytes(class)) => {
            text.extend(class.ranges().first().map(|range| char::from(range.start())))
        }
        HirKind::Repetition(repetition) => (0..repetition.min).for_each(|_| shortest_match(&repetition.sub, text)),
        HirKind::Capture(capture) => shortest_match(&capture.sub, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| shortest_match(part, text)),
        HirKind::Alternation(alternatives) => shortest_match(&alternatives[0], text),
    }
}

impl Place {
    pub fn has(self, node: &Node) -> bool {
        match self {
            Self::Anywhere => true,
            Self::OptionalNotNullable => node.position == Position::Optional && !node.schema.takes("null"),
            Self::SilentAboutUnknown => node.schema.get("additionalProperties").is_none(),
        }
    }
}
