//! The operations of a document.

use crate::grammar::METHODS;
use crate::pointer::Pointer;
use crate::references;
use crate::tree::Node;

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
    pub pointer: Pointer,
}

impl Operation {
    pub fn node<'a>(&self, root: &'a Node) -> &'a Node {
        &root["paths"][&self.path][&self.method]
    }

    /// Parameters of the path item and of the operation with their pointers, resolved; both where one overrides.
    pub fn parameters<'a>(&self, root: &'a Node) -> Vec<(Pointer, &'a Node)> {
        let item = &root["paths"][&self.path];
        [(self.pointer.parent().cloned().unwrap_or_default(), item), (self.pointer.clone(), self.node(root))]
            .into_iter()
            .flat_map(|(pointer, owner)| {
                let list = pointer.child("parameters");
                owner
                    .elements("parameters")
                    .enumerate()
                    .map(move |(index, parameter)| (list.index(index), references::resolve(root, parameter)))
            })
            .collect()
    }
}

/// The operations of a document, in the order of paths and methods.
pub fn find(root: &Node) -> Vec<Operation> {
    root.members("paths")
        .flat_map(|(path, item)| {
            METHODS.iter().filter_map(move |method| {
                let operation = item.get(method)?;
                Some(Operation {
                    id: operation.text("operationId").unwrap_or_default().to_owned(),
                    method: (*method).to_owned(),
                    path: path.to_owned(),
                    pointer: Pointer::of(["paths", path, method]),
                })
            })
        })
        .collect()
}
