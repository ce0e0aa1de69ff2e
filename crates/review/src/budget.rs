//! How much work and memory documents may take.
//!
//! The facts of a document can be far larger than the document: schemas that are composed of each other make new ones at
//! each level, and a long name stands in the path of all that is below it. Both are bounded in proportion to the
//! document.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use openapi::{Document, Node, Object, Pointer, Problems};

use crate::hashing::NumberHashing;

/// Steps for each object of a document; a step looks at an object at a place.
const STEPS_PER_NODE: usize = 32;
/// Steps that any document may take.
const STEPS: usize = 100_000;

/// Bytes of facts, differences and their paths for each byte of a document.
const BYTES_PER_BYTE: usize = 256;
/// Bytes that any document may take: 64 MiB.
const BYTES: usize = 64 << 20;

/// What a document takes, or holds, beside its texts: so many bytes for each fact, difference or entry.
const OVERHEAD: usize = 64;

/// More than the [`Budget`] is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BudgetExceeded {
    /// The schemas of a document are combined with each other in too many ways.
    Steps,
    /// The facts are too large.
    Bytes,
}

/// The result of work within a budget.
pub(crate) type Bounded<T = ()> = Result<T, BudgetExceeded>;

/// What is left to take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    steps: usize,
    bytes: usize,
}

impl Budget {
    /// For documents of so many objects and bytes.
    pub fn new(nodes: usize, bytes: usize) -> Self {
        let steps = STEPS_PER_NODE.saturating_mul(nodes).saturating_add(STEPS);
        Self { steps, bytes: BYTES_PER_BYTE.saturating_mul(bytes).saturating_add(BYTES) }
    }

    /// Takes steps.
    pub fn step(&mut self, steps: usize) -> Bounded {
        self.steps = self.steps.checked_sub(steps).ok_or(BudgetExceeded::Steps)?;
        Ok(())
    }

    /// Takes the memory of something that holds so many bytes of text.
    pub fn hold(&mut self, bytes: usize) -> Bounded {
        self.bytes = self.bytes.checked_sub(bytes.saturating_add(OVERHEAD)).ok_or(BudgetExceeded::Bytes)?;
        Ok(())
    }
}

impl BudgetExceeded {
    /// The problem of a document that needs more.
    pub fn problem(self, document: &Document) -> Problems {
        let (message, help) = match self {
            Self::Steps => (
                "its schemas are combined in more ways than can be reviewed",
                "schemas that are composed (`allOf`) of each other make new ones at each level",
            ),
            Self::Bytes => (
                "its facts are too large to be reviewed: they have far more bytes than the document",
                "a name is part of the path of all that is below it, and what an alias repeats counts each time: shorten \
                 long names with much below them, and refer to schemas with `$ref`",
            ),
        };
        let mut problem = document.problem(&Pointer::root(), message);
        problem.help = Some(help.to_owned());
        problem.into()
    }
}

/// The bytes of a value as text: its keys, its texts, and a few for each node.
pub(crate) fn bytes(value: &Node) -> usize {
    bytes_but(value, &mut |_| false)
}

/// The bytes of a document: what aliases repeat counts once.
pub(crate) fn bytes_of_document(root: &Node) -> usize {
    let mut known: HashSet<*const u8, NumberHashing> = HashSet::default();
    bytes_but(root, &mut |address| !known.insert(address))
}

/// The bytes of a value without the contents that are excepted, by their addresses in memory.
fn bytes_but(value: &Node, is_excepted: &mut impl FnMut(*const u8) -> bool) -> usize {
    let members = value.as_object().map(Object::as_slice);
    let address = match (value.as_str(), value.as_array(), members) {
        (Some(text), ..) => text.as_ptr(),
        (_, Some(elements), _) => elements.as_ptr().cast(),
        (_, _, Some(members)) => members.as_ptr().cast(),
        _ => return 6,
    };
    if is_excepted(address) {
        return 2;
    }
    let text = value.as_str().map_or(0, str::len);
    let elements = value.as_array().unwrap_or_default().iter().map(|element| bytes_but(element, is_excepted));
    let elements: usize = elements.sum();
    let members = members.unwrap_or_default().iter();
    2 + text + elements + members.map(|member| member.key.len() + bytes_but(&member.value, is_excepted)).sum::<usize>()
}
