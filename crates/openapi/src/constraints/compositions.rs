//! Schemas that are composed of themselves.

use std::collections::{HashMap, HashSet};

use super::reporter::ViolationReporter;
use crate::located::Located;
use crate::references;
use crate::spec::ObjectKind;
use crate::violation::Constraint;
use document::Pointer;

/// A schema that is composed of itself, with no property or item between, describes nothing, and has no end.
pub(super) fn check(reporter: &mut ViolationReporter<'_>) {
    // Each schema is gone through once; those on the path down have a depth.
    let mut seen: HashMap<Pointer, Option<usize>> = HashMap::new();
    let mut reported = HashSet::new();
    for object in reporter.objects.of(ObjectKind::Schema).filter(|object| is_composed(&object.at)) {
        let mut path: Vec<Pointer> = Vec::new();
        let mut pending = vec![(object.at, 0)];
        while let Some((schema, depth)) = pending.pop() {
            for done in path.drain(depth..) {
                seen.insert(done, None);
            }
            match seen.get(&schema.pointer) {
                Some(None) => {}
                Some(Some(start)) => {
                    for part in &path[*start..] {
                        if reported.insert(part.clone()) {
                            reporter.report(
                                Constraint::SchemaComposedOfItself,
                                part,
                                "the schema is composed of itself",
                            );
                        }
                    }
                }
                None => {
                    seen.insert(schema.pointer.clone(), Some(depth));
                    path.push(schema.pointer.clone());
                    let composed = parts(&schema).map(|part| part.resolve_schema()).filter(is_composed);
                    pending.extend(composed.map(|part| (part, depth + 1)));
                }
            }
        }
        for done in path {
            seen.insert(done, None);
        }
    }
}

/// Keywords whose values are lists of schemas that one is composed of.
const LISTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];
/// Keywords whose values are such schemas. Those that OpenAPI 3.0 does not have mean nothing there, and no document of it
/// that is read as a contract has them.
const SINGLE: [&str; 4] = ["not", "if", "then", "else"];

/// Whether a schema is composed of others.
fn is_composed(schema: &Located<'_>) -> bool {
    LISTS.iter().chain(&SINGLE).chain(&["dependentSchemas", "$ref"]).any(|key| schema.node.get(key).is_some())
}

/// The schemas that one is composed of.
fn parts<'a>(schema: &Located<'a>) -> impl Iterator<Item = Located<'a>> {
    let lists = LISTS.into_iter().flat_map(|key| schema.elements(key));
    let single = SINGLE.into_iter().filter_map(|key| schema.get(key));
    let dependent = schema.members("dependentSchemas").map(|(_, part)| part);
    // Beside other keywords, the schema that is referred to is a part.
    let reference = schema.text("$ref").and_then(|reference| references::follow_schema(schema, reference).ok());
    lists.chain(single).chain(dependent).chain(reference)
}
