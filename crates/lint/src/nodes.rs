//! The objects of the specification that a document consists of.

use std::collections::HashMap;

use openapi::grammar::{self, Keys, Kind, Object};
use openapi::pointer;
use serde_json::{Map, Value};

/// An object of a document.
pub(crate) struct Node<'a> {
    /// Its name in the specification: `Schema`; `Reference` for what is a reference.
    pub object: &'static str,
    pub pointer: String,
    pub value: &'a Value,
}

/// The objects of a document, outer ones first; those that an example, default or extension holds are none.
pub(crate) fn find(root: &Value) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    of_object("", root, &grammar::OPENAPI, &mut nodes);
    nodes
}

/// The kind of the object at each pointer.
pub(crate) fn index<'n>(nodes: &'n [Node<'_>]) -> HashMap<&'n str, &'static str> {
    nodes.iter().map(|node| (node.pointer.as_str(), node.object)).collect()
}

fn of_kind<'a>(pointer: &str, value: &'a Value, kind: Kind, nodes: &mut Vec<Node<'a>>) {
    match kind {
        Kind::List(kind) => {
            for (index, element) in value.as_array().into_iter().flatten().enumerate() {
                of_kind(&pointer::element(pointer, index), element, *kind, nodes);
            }
        }
        Kind::Map(kind) => {
            for (key, member) in value.as_object().into_iter().flatten() {
                of_kind(&pointer::child(pointer, key), member, *kind, nodes);
            }
        }
        Kind::Object(object) => of_object(pointer, value, object(), nodes),
        Kind::ObjectOrReference(..) if value.get("$ref").is_some() => {
            nodes.push(Node { object: "Reference", pointer: pointer.to_owned(), value });
        }
        Kind::ObjectOrReference(object, _) => of_object(pointer, value, object(), nodes),
        Kind::FlagOr(kind) => of_kind(pointer, value, *kind, nodes),
        Kind::Text | Kind::Flag | Kind::Number | Kind::Integer | Kind::Any | Kind::OneOf(_) => {}
    }
}

fn of_object<'a>(pointer: &str, value: &'a Value, object: &Object, nodes: &mut Vec<Node<'a>>) {
    let Some(members) = value.as_object() else { return };
    nodes.push(Node { object: object.name, pointer: pointer.to_owned(), value });
    for (key, member) in members {
        let field = object.fields.iter().find(|field| field.name == key).map(|field| field.kind);
        let patterned = object.patterned.filter(|_| !key.starts_with("x-")).map(|(_, kind): (Keys, Kind)| kind);
        if let Some(kind) = field.or(patterned) {
            of_kind(&pointer::child(pointer, key), member, kind, nodes);
        }
    }
}

/// The text of a field.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

/// Whether a field is true.
pub(crate) fn flag(value: &Value, key: &str) -> bool {
    value.get(key) == Some(&Value::Bool(true))
}

/// The elements of a field that is a list.
pub(crate) fn elements<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The members of a field that is an object.
pub(crate) fn members<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> + use<'v> {
    value.get(key).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}
