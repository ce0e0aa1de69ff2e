//! Components that nothing uses.

use std::collections::{HashMap, HashSet};

use openapi::pointer;
use serde_json::Value;

use crate::context::Context;
use crate::nodes::{members, text};
use crate::rule::{Check, Reporter, Rule};

pub(crate) static RULES: &[&Rule] = &[&UNUSED_COMPONENT];

static UNUSED_COMPONENT: Rule = Rule {
    id: "unused-component",
    section: None,
    summary: "Everything under `components` is used.",
    help: "refer to it, or delete it",
    checks: &[Check::Document(unused_component)],
};

fn unused_component(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let uses = uses(context);
    let mut used = HashSet::new();
    let mut pending: Vec<&str> = uses.get(&None).cloned().unwrap_or_default();
    let schemes: Vec<String> = required_schemes(context);
    pending.extend(schemes.iter().map(String::as_str));
    while let Some(component) = pending.pop() {
        if used.insert(component) {
            pending.extend(uses.get(&Some(component)).into_iter().flatten());
        }
    }
    for (section, components) in members(context.root, "components").filter(|(section, _)| !section.starts_with("x-")) {
        for name in components.as_object().into_iter().flatten().map(|(name, _)| name) {
            let place = pointer::child(&pointer::child("/components", section), name);
            if !used.contains(place.as_str()) {
                reporter.report(&place, format!("nothing uses `{name}` of the {section}"));
            }
        }
    }
}

/// What is used by whom: components by their pointers, everything outside of them by none.
type Uses<'a> = HashMap<Option<&'a str>, Vec<&'a str>>;

fn uses<'a>(context: &Context<'a>) -> Uses<'a> {
    let mut uses = Uses::new();
    for node in context.nodes {
        let user = component(&node.pointer);
        match node.object {
            "Reference" => {
                if let Some(used) = text(node.value, "$ref").and_then(|target| component(target.strip_prefix('#')?)) {
                    uses.entry(user).or_default().push(used);
                    // What extends a schema with a discriminator is an alternative of it.
                    if is_member_of_all_of(&node.pointer)
                        && context.root.pointer(used).is_some_and(|schema| schema.get("discriminator").is_some())
                    {
                        uses.entry(Some(used)).or_default().extend(user);
                    }
                }
            }
            "Discriminator" => {
                let targets = members(node.value, "mapping").filter_map(|(_, target)| target.as_str());
                uses.entry(user).or_default().extend(targets.filter_map(|target| match target.strip_prefix('#') {
                    Some(target) => component(target),
                    None => context.objects.get_key_value(schema(target).as_str()).map(|(pointer, _)| *pointer),
                }));
            }
            _ => {}
        }
    }
    uses
}

fn schema(name: &str) -> String {
    pointer::child("/components/schemas", name)
}

fn is_member_of_all_of(pointer: &str) -> bool {
    pointer::parent(pointer).is_some_and(|list| list.ends_with("/allOf"))
}

/// The component that a pointer leads to or into.
fn component(pointer: &str) -> Option<&str> {
    let inner = pointer.strip_prefix("/components/")?;
    let mut slashes = inner.match_indices('/').map(|(at, _)| at);
    slashes.next()?;
    let end = slashes.next().unwrap_or(inner.len());
    pointer.get(.."/components/".len() + end)
}

/// The security schemes that the document or an operation requires.
fn required_schemes(context: &Context<'_>) -> Vec<String> {
    let owners = context.nodes.iter().filter(|node| ["OpenAPI", "Operation"].contains(&node.object));
    owners
        .filter_map(|owner| owner.value.get("security").and_then(Value::as_array))
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|requirement| requirement.keys())
        .map(|name| pointer::child("/components/securitySchemes", name))
        .collect()
}
