//! Optional lists and maps, which typify makes a plain `Vec` or map: null fails, and an empty one is left out when it is
//! written again.
//!
//! This is no fixup of the view, which would have to find something to change: a list that may be missing may also be
//! null in the contract of today, and the next one that is described need not.

use openapi::Objects;
use serde_json::Value;

use crate::fixup::Tree;
use crate::fixups::optional_collections_are_nullable;

/// Makes each optional list and map nullable, and so an `Option`.
pub fn make_optional_collections_nullable(view: Value, objects: &Objects) -> Value {
    let mut tree = Tree { json: view, objects };
    optional_collections_are_nullable(&mut tree);
    tree.json
}
