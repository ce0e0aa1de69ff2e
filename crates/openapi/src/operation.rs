//! The operations of a document.

use serde_json::Value;

use crate::grammar::METHODS;
use crate::{pointer, references};

/// An operation of a contract: one method of one path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// The HTTP method, in lower case.
    pub method: String,
    /// The path, with parameters in braces.
    pub path: String,
    /// JSON pointer of the operation.
    pub pointer: String,
}

impl Operation {
    pub fn node<'a>(&self, root: &'a Value) -> &'a Value {
        root.pointer(&self.pointer).unwrap_or(&Value::Null)
    }

    /// Parameters of the path item and of the operation with their pointers, resolved; both where one overrides.
    pub fn parameters<'a>(&self, root: &'a Value) -> Vec<(String, &'a Value)> {
        let item = pointer::parent(&self.pointer).unwrap_or_default();
        [item, &self.pointer]
            .into_iter()
            .flat_map(|owner| {
                let list = pointer::child(owner, "parameters");
                let parameters = root.pointer(&list).and_then(Value::as_array);
                parameters.into_iter().flatten().enumerate().map(move |(index, parameter)| {
                    (pointer::element(&list, index), references::resolve(root, parameter))
                })
            })
            .collect()
    }
}

/// The operations of a document, in the order of paths and methods.
pub fn find(root: &Value) -> Vec<Operation> {
    let paths = root.get("paths").and_then(Value::as_object);
    paths
        .into_iter()
        .flatten()
        .flat_map(|(path, item)| {
            METHODS.iter().filter_map(move |method| {
                let operation = item.get(method)?;
                Some(Operation {
                    id: operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned(),
                    method: (*method).to_owned(),
                    path: path.clone(),
                    pointer: pointer::child(&pointer::child("/paths", path), method),
                })
            })
        })
        .collect()
}
