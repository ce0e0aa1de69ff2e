//! An operation that is new or gone.

use std::collections::BTreeSet;

use openapi::Node;

use super::difference::{Difference, Written};
use crate::normal::GraphOperation;
use crate::place::SourcePointer;
use crate::policy::{Kind, Verb};

/// An operation that only one of the contracts has.
pub(super) fn operation(old: Option<GraphOperation>, new: Option<GraphOperation>) -> Option<Difference> {
    let verb = Verb::of(old.is_some(), new.is_some())?;
    let operation = old.or(new)?;
    let insertion_point = Difference::paths(&operation);
    let source = SourcePointer { node: *operation.place.first()?, pointer: operation.pointer };
    let written = Written::new(Some(Node::from(operation.address.clone())), Some(&source));
    let (base, head) = match verb {
        Verb::Removed => (written, Written::default()),
        _ => (Written::default(), written),
    };
    Some(Difference {
        kind: Kind::Operation,
        key: operation.name.clone(),
        name: operation.name.clone(),
        insertion_point,
        verb,
        cause: None,
        path: String::new(),
        direction: None,
        rules: None,
        place: operation.name.clone(),
        operations: BTreeSet::from([operation.name]),
        base,
        head,
        stable_path: operation.address,
    })
}
