//! The line at which something would be in a document that does not have it: beside what is around it in the other one.

use openapi::{Document, Node, Pointer};

/// So many neighbours are looked for on each side.
const MANY: usize = 64;

/// Where in `document` that would be which only `other` has at `pointer`. The object `there` of `other` is the object `here`
/// of `document`.
///
/// What comes next in `other` is where it would be; behind the last one, it is what comes before. So a line that is
/// removed is reported on a line that a text difference shows.
pub(crate) fn neighbour(
    document: &Document,
    here: &Pointer,
    other: &Document,
    there: &Pointer,
    pointer: &Pointer,
) -> Pointer {
    let tokens = pointer.tokens();
    let (mut here, mut there) = (here.clone(), there.clone());
    for token in &tokens[there.tokens().len().min(tokens.len())..] {
        let (Some(own), Some(foreign)) = (document.node(&here), other.node(&there)) else { break };
        if own.child(token).is_none() || own.is_array() {
            return beside(document, &here, own, foreign, token).unwrap_or(here);
        }
        (here, there) = (here.child(token), there.child(token));
    }
    here
}

/// The neighbour of a member or element that `foreign` has, and `own` does not.
fn beside(document: &Document, here: &Pointer, own: &Node, foreign: &Node, token: &str) -> Option<Pointer> {
    if let (Some(own), Some(foreign)) = (own.as_object(), foreign.as_object()) {
        let keys: Vec<&str> = foreign.keys().collect();
        let index = keys.iter().position(|key| *key == token)?;
        let is_here = |key: &&&str| own.contains_key(key);
        let next = keys[index + 1..].iter().take(MANY).find(is_here).map(|key| here.child(key));
        let before = || keys[..index].iter().rev().take(MANY).find(is_here).map(|key| last(document, here.child(key)));
        return next.or_else(before);
    }
    let (own, foreign) = (own.as_array()?, foreign.as_array()?);
    let index: usize = token.parse().ok()?;
    let find = |value: &Node| own.iter().take(MANY * MANY).position(|element| element == value);
    let next = foreign.get(index + 1..)?.iter().take(MANY).find_map(find).map(|index| here.index(index));
    let before = || foreign[..index].iter().rev().take(MANY).find_map(find);
    next.or_else(|| before().map(|index| last(document, here.index(index))))
}

/// The last thing that is written within a node.
fn last(document: &Document, mut pointer: Pointer) -> Pointer {
    while let Some(node) = document.node(&pointer) {
        let key = node.as_object().and_then(|object| object.keys().next_back());
        let end = node.as_array().and_then(|elements| elements.len().checked_sub(1));
        let next = match (key, end) {
            (Some(key), _) => pointer.child(key),
            (None, Some(end)) => pointer.index(end),
            (None, None) => break,
        };
        // What an alias repeats, or a reference leads to, is written elsewhere.
        let (own, within) = (document.origin(&pointer), document.origin(&next));
        if own.file != within.file || within.position < own.position {
            break;
        }
        pointer = next;
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "a:\n  x: 1\n  gone:\n    deep: 1\n  z:\n    k: 1\n    l: [1,\n      2]\n  end: 1\n\
                        b: [one, gone, two]\nc:\n  - one\n  - gone\n";
    const HEAD: &str = "a:\n  x: 1\n  z:\n    k: 1\n    l: [1,\n      2]\nb: [one, two]\nc:\n  - one\n";

    #[test]
    fn what_is_gone_is_where_its_neighbour_is() {
        let (base, head) = (Document::parse("b", BASE).unwrap(), Document::parse("h", HEAD).unwrap());
        let line = |pointer: &[&str]| {
            let (root, pointer) = (Pointer::root(), Pointer::of(pointer));
            let position = head.position(&neighbour(&head, &root, &base, &root, &pointer)).unwrap();
            (position.line(), position.column())
        };
        for (pointer, expected) in [
            (&["a", "gone"][..], (3, 3)),
            (&["a", "gone", "deep"], (3, 3)),
            (&["a", "end"], (6, 7)),
            (&["b", "1"], (7, 10)),
            (&["c", "1"], (9, 5)),
            (&["nowhere"], (1, 1)),
            (&["a", "x"], (2, 3)),
        ] {
            assert_eq!(line(pointer), expected, "{pointer:?}");
        }
        // The object has another name, and another place.
        let (here, there) = (Pointer::of(["a", "z"]), Pointer::of(["a"]));
        let moved = neighbour(&head, &here, &base, &there, &Pointer::of(["a", "x"]));
        assert_eq!(moved, here);
    }
}
