//! Names that no file gives: those of schemas and other components that are in files, and that a document refers to there.

use std::collections::HashSet;

use openapi::{Document, Node, Pointer};

use crate::differences::{Difference, Written};
use crate::policy::{Kind, Verb};

/// Leaves out that something has another name now, where it has one of the two only by the file that it is in: to move
/// it from file to file, or out of the components into a file, is no change.
pub(crate) fn without_unnamed(base: &Document, head: &Document, differences: Vec<Difference>) -> Vec<Difference> {
    if base.files().is_empty() && head.files().is_empty() {
        return differences;
    }
    // What one of the two names, and the other has in a file.
    let (mut old_names, mut new_names) = (HashSet::new(), HashSet::new());
    for difference in differences.iter().filter(|difference| difference.kind == Kind::TypeName) {
        let (old, new) = (name(&difference.base), name(&difference.head));
        if has_unnamed(head, new) {
            old_names.insert(old.to_owned());
        }
        if has_unnamed(base, old) {
            new_names.insert(new.to_owned());
        }
    }
    let is_left = |difference: &Difference| match (difference.kind, difference.verb) {
        (Kind::TypeName, _) => !has_unnamed(base, name(&difference.base)) && !has_unnamed(head, name(&difference.head)),
        (Kind::SchemaName, Verb::Removed) => {
            !is_unnamed(base, "schemas", &difference.key) && !old_names.contains(&difference.key)
        }
        (Kind::SchemaName, Verb::Added) => {
            !is_unnamed(head, "schemas", &difference.key) && !new_names.contains(&difference.key)
        }
        (Kind::ComponentName, Verb::Removed) => !has_counterpart(&difference.key, base, head),
        (Kind::ComponentName, Verb::Added) => !has_counterpart(&difference.key, head, base),
        _ => true,
    };
    differences.into_iter().filter(is_left).collect()
}

/// The name of a type, or several of them.
fn name(written: &Written) -> &str {
    written.value.as_ref().and_then(Node::as_str).unwrap_or_default()
}

fn has_unnamed(document: &Document, names: &str) -> bool {
    names.split(", ").any(|name| is_unnamed(document, "schemas", name))
}

fn is_unnamed(document: &Document, section: &str, name: &str) -> bool {
    document.is_unnamed(&Pointer::of(["components", section, name]))
}

/// Whether a component has its name by its file alone, or may be one of the other document that does: of components
/// that are no schemas it is not known which is which, so that names count as equal that differ in their spelling.
fn has_counterpart(key: &str, own: &Document, other: &Document) -> bool {
    let Some((section, name)) = key.split_once(' ') else { return false };
    let spelled = |name: &str| name.replace(['-', '_', '.'], "").to_lowercase();
    let others = other.root()["components"].members(section);
    is_unnamed(own, section, name)
        || others
            .into_iter()
            .any(|(other_name, _)| is_unnamed(other, section, other_name) && spelled(other_name) == spelled(name))
}
