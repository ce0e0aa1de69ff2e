//! The nodes of a body that its schema describes, and the values of those that the body lacks.

use openapi::{Extent, Pointer, Schema, sample};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};
use serde_json::Value;

/// Where in a body a node is.
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
    pub pointer: Pointer,
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

impl Node<'_> {
    /// The value of the node, if the body has it.
    pub fn value<'b>(&self, body: &'b Value) -> Option<&'b Value> {
        body.pointer(&self.pointer.to_string())
    }
}

impl Place {
    pub fn has(self, node: &Node) -> bool {
        match self {
            Self::Anywhere => true,
            Self::OptionalNotNullable => node.position == Position::Optional && !node.schema.allows_null(),
            Self::SilentAboutUnknown => node.schema.keyword("additionalProperties").is_none(),
        }
    }
}

/// Every node of a body that the schema describes, the body first.
pub fn nodes<'a>(schema: &Schema<'a>, body: &Value) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    let body_node = Node { pointer: Pointer::root(), position: Position::Body, schema: schema.clone() };
    add(body_node, body, &mut nodes);
    nodes
}

fn add<'a>(node: Node<'a>, value: &Value, nodes: &mut Vec<Node<'a>>) {
    nodes.push(node.clone());
    let Node { pointer, schema, .. } = node;
    for (name, property) in schema.properties() {
        let Some(value) = value.get(name) else { continue };
        let position = if schema.requires(name) { Position::Required } else { Position::Optional };
        add(Node { pointer: pointer.child(name), position, schema: property }, value, nodes);
    }
    let items = schema.items();
    for (index, value) in value.as_array().into_iter().flatten().enumerate() {
        let Some(schema) = items.clone() else { continue };
        add(Node { pointer: pointer.index(index), position: Position::Element, schema }, value, nodes);
    }
}

/// The value with every property that the schema knows; what is missing, null or an empty array gets a sample.
pub fn complete(schema: &Schema, value: Option<&Value>) -> Value {
    match (value, schema.text("type")) {
        (_, Some("object")) => {
            let mut object = value.and_then(Value::as_object).cloned().unwrap_or_default();
            for (name, property) in schema.properties() {
                let completed = complete(&property, object.get(name));
                object.insert(name.to_owned(), completed);
            }
            object.into()
        }
        (_, Some("array")) => {
            let elements = value.and_then(Value::as_array).filter(|elements| !elements.is_empty());
            let elements = elements.map_or(vec![None], |elements| elements.iter().map(Some).collect());
            let items = |element| schema.items().map_or(Value::Null, |items| complete(&items, element));
            elements.into_iter().map(items).collect()
        }
        (None | Some(Value::Null), _) => match (sample(schema, Extent::Everything), schema.text("pattern")) {
            (Ok(value), _) => value.to_json(),
            (Err(_), Some(pattern)) => shortest_match(pattern).into(),
            (Err(error), None) => panic!("{error}: {:?}", schema.parts()),
        },
        (Some(value), _) => value.clone(),
    }
}

/// The shortest text that a pattern matches: first characters, first alternatives, as few repetitions as it takes.
fn shortest_match(pattern: &str) -> String {
    let hir = regex_syntax::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    let mut text = String::new();
    add_shortest_match(&hir, &mut text);
    text
}

fn add_shortest_match(pattern: &Hir, text: &mut String) {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).unwrap()),
        HirKind::Class(Class::Unicode(class)) => text.extend(class.ranges().first().map(ClassUnicodeRange::start)),
        HirKind::Class(Class::Bytes(class)) => {
            text.extend(class.ranges().first().map(|range| char::from(range.start())))
        }
        HirKind::Repetition(repetition) => {
            (0..repetition.min).for_each(|_| add_shortest_match(&repetition.sub, text));
        }
        HirKind::Capture(capture) => add_shortest_match(&capture.sub, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| add_shortest_match(part, text)),
        HirKind::Alternation(alternatives) => add_shortest_match(&alternatives[0], text),
    }
}
