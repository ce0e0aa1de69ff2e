//! Schemas that are composed of themselves.

use std::collections::{HashMap, HashSet};

use super::reporter::Reporter;
use crate::located::Located;
use crate::pointer::Pointer;
use crate::spec::ObjectKind;
use crate::violation::Rule;

/// A schema that is composed of itself, with no property or item between, describes nothing, and has no end.
pub(super) fn check(reporter: &mut Reporter<'_>) {
    // Each schema is gone through once; those on the path down have a depth.
    let mut seen: HashMap<Pointer, Option<usize>> = HashMap::new();
    let mut reported = HashSet::new();
    for object in reporter.objects.of(ObjectKind::Schema) {
        let mut path: Vec<Pointer> = Vec::new();
        let mut pending = vec![(reporter.located(object), 0)];
        while let Some((schema, depth)) = pending.pop() {
            for done in path.drain(depth..) {
                seen.insert(done, None);
            }
            match seen.get(&schema.pointer) {
                Some(None) => {}
                Some(Some(start)) => {
                    for part in &path[*start..] {
                        if reported.insert(part.clone()) {
                            reporter.report(Rule::SchemaComposedOfItself, part, "the schema is composed of itself");
                        }
                    }
                }
                None => {
                    seen.insert(schema.pointer.clone(), Some(depth));
                    path.push(schema.pointer.clone());
                    pending.extend(parts(&schema).map(|part| (part.resolve(), depth + 1)));
                }
            }
        }
        for done in path {
            seen.insert(done, None);
        }
    }
}

/// The schemas that one is composed of.
fn parts<'a>(schema: &Located<'a>) -> impl Iterator<Item = Located<'a>> {
    let lists = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| schema.elements(key).collect::<Vec<_>>());
    lists.chain(schema.get("not"))
}
