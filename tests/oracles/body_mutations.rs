//! Systematic mutations of a body: one change at one node each, and whether the contract means to accept it.

use std::collections::BTreeSet;

use openapi::pointer;
use serde_json::Value;

use crate::oracle::Verdict::{self, Accepts, Refuses};
use crate::schema::{Node, Place, Position, Schema};
use crate::values::{integers, samples, texts, unknown_properties};

/// What is done to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Dropped,
    Duplicated,
    /// The first letter of its name.
    OtherLetterCase,
    Null,
    OtherType,
    UnknownProperty,
    /// The values of its properties, without their names.
    ObjectAsArray,
    /// A value that an open enumeration does not know.
    EnumerationValue,
    /// A value that a closed enumeration does not have.
    ClosedEnumerationValue,
    /// A text at a limit of its length, or one beyond.
    Length,
    PatternViolated,
    FreeText,
    Guid,
    NoGuid,
    Date,
    NoDate,
    DateTime,
    NoDateTime,
    /// Not RFC 3339, but close.
    LooseDateTime,
    /// Digits beyond the nanoseconds.
    FinerDateTime,
    /// Valid with its offset, and of no year between 0 and 9999 in UTC.
    DateTimeBeyondYears,
    Integer,
    IntegerAsFloat,
    IntegerBeyond32Bits,
}

/// A value, and whether the contract means to accept it.
pub type Change = (Kind, Value, Verdict);

/// A body after one change.
pub struct Mutation<'a> {
    pub kind: Kind,
    /// The node that is changed.
    pub node: Node<'a>,
    pub body: Value,
    /// What the contract means, whatever the oracles answer.
    pub meant: Verdict,
}

impl Mutation<'_> {
    pub fn is(&self, kind: Kind, place: Place) -> bool {
        self.kind == kind && place.has(&self.node)
    }
}

/// Every mutation of an example as it is, and with every property that it lacks.
pub fn mutations<'a>(schema: Schema<'a>, example: &Value) -> Vec<Mutation<'a>> {
    let completed = schema.complete(Some(example));
    let mut bodies = vec![example, &completed];
    bodies.dedup(); // An example may lack nothing.
    let nodes = bodies.into_iter().flat_map(|body| schema.nodes(body).into_iter().map(move |node| (node, body)));
    nodes
        .flat_map(|(node, body)| {
            let changes = changes(&node, body).into_iter();
            changes.map(move |(kind, body, meant)| Mutation { kind, node: node.clone(), body, meant })
        })
        .collect()
}

/// Every change of one node.
fn changes(node: &Node, body: &Value) -> Vec<Change> {
    let value = body.pointer(&node.pointer).unwrap();
    let mut changes = in_its_parent(node, body);
    let mut replace = |kind, value, meant| changes.push((kind, replaced(body, &node.pointer, value), meant));
    let verdict = |is_accepted| if is_accepted { Accepts } else { Refuses };
    replace(Kind::Null, Value::Null, verdict(node.schema.takes("null")));
    for (type_name, sample) in samples() {
        if node.schema.text("type") != Some(type_name) {
            replace(Kind::OtherType, sample, verdict(node.schema.takes(type_name)));
        }
    }
    match node.schema.text("type") {
        Some("object") => {
            let is_closed = node.schema.get("additionalProperties") == Some(&Value::Bool(false));
            for (name, unknown) in unknown_properties() {
                let mut object = value.as_object().cloned().unwrap_or_default();
                object.insert(name.to_owned(), unknown);
                replace(Kind::UnknownProperty, object.into(), verdict(!is_closed));
            }
            // In the order of the generated struct, with null for what may be missing.
            let names: BTreeSet<_> = node.schema.properties().into_iter().map(|(name, _)| name).collect();
            let values = names.into_iter().map(|name| value.get(name).cloned().unwrap_or_default());
            replace(Kind::ObjectAsArray, values.collect(), Refuses);
        }
        Some("string") => {
            let texts = texts(node.schema, value.as_str().unwrap_or_default());
            texts.into_iter().for_each(|(kind, text, meant)| replace(kind, text.into(), meant));
        }
        Some("integer") => {
            let integers = integers(node.schema);
            integers.into_iter().for_each(|(kind, integer, meant)| replace(kind, integer, meant));
        }
        _ => {}
    }
    changes
}

/// Changes of the object or array that has the node.
fn in_its_parent(node: &Node, body: &Value) -> Vec<Change> {
    let Some(parent) = pointer::parent(&node.pointer) else { return Vec::new() };
    let name = pointer::last(&node.pointer);
    let change = |edit: &dyn Fn(&mut Value)| {
        let mut body = body.clone();
        edit(body.pointer_mut(parent).unwrap());
        body
    };
    if node.position == Position::Element {
        let index: usize = name.parse().unwrap();
        let element = body.pointer(&node.pointer).unwrap();
        let dropped = change(&|array| drop(array.as_array_mut().unwrap().remove(index)));
        let duplicated = change(&|array| array.as_array_mut().unwrap().push(element.clone()));
        return vec![(Kind::Dropped, dropped, Accepts), (Kind::Duplicated, duplicated, Accepts)];
    }
    let dropped = change(&|object| drop(object.as_object_mut().unwrap().remove(&name)));
    // An optional property of another name is one dropped and an unknown one added; both are tried elsewhere.
    if node.position == Position::Optional {
        return vec![(Kind::Dropped, dropped, Accepts)];
    }
    let renamed = change(&|object| {
        let object = object.as_object_mut().unwrap();
        let value = object.remove(&name).unwrap();
        object.insert(in_other_letter_case(&name), value);
    });
    vec![(Kind::Dropped, dropped, Refuses), (Kind::OtherLetterCase, renamed, Refuses)]
}

fn in_other_letter_case(name: &str) -> String {
    let Some(first) = name.find(|letter: char| letter.is_ascii_alphabetic()) else { return name.to_owned() };
    let letter = name.as_bytes()[first];
    let other = if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
    format!("{}{}{}", &name[..first], char::from(other), &name[first + 1..])
}

fn replaced(body: &Value, pointer: &str, value: Value) -> Value {
    let mut body = body.clone();
    *body.pointer_mut(pointer).unwrap() = value;
    body
}
