//! Components that nothing uses.

use std::collections::{HashMap, HashSet};

use openapi::{Node, Object, ObjectKind, ObjectNode, Pointer, Security, references};

use crate::context::{LintContext, is_extension};
use crate::rule::{Check, Reporter, Rule};
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&UNUSED_COMPONENT];

static UNUSED_COMPONENT: Rule = Rule {
    id: "unused-component",
    section: None,
    summary: "Everything under `components` is used.",
    help: "refer to it, or delete it",
    severity: Severity::Warning,
    checks: &[Check::Document(unused_component)],
};

/// Where the form of the document is wrong, what is written there may be meant to use anything.
fn unused_component(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    if context.contract.violations().are_of_form() {
        return;
    }
    let uses = uses(context);
    let mut used = HashSet::new();
    let mut pending: Vec<Component<'_>> = uses.get(&None).cloned().unwrap_or_default();
    while let Some(component) = pending.pop() {
        if used.insert(component) {
            pending.extend(uses.get(&Some(component)).into_iter().flatten());
        }
    }
    for (section, components) in context.root().members("components").filter(|(section, _)| !section.starts_with("x-"))
    {
        for name in components.as_object().into_iter().flat_map(Object::keys) {
            if !used.contains(&(section, name)) {
                let pointer = Pointer::of(["components", section, name]);
                reporter.report(&pointer, format!("nothing uses `{name}` of the {section}"));
            }
        }
    }
}

/// A component: its section, and its name.
type Component<'a> = (&'a str, &'a str);

/// What is used by whom: everything outside of the components is none of them.
type Uses<'a> = HashMap<Option<Component<'a>>, Vec<Component<'a>>>;

fn uses<'a>(context: &LintContext<'a>) -> Uses<'a> {
    let mut uses = Uses::new();
    for object in context.contract.objects().iter() {
        let user = component(context.root(), &object.pointer);
        let used = used_by(&object);
        for used in used.iter().filter_map(|used| component(context.root(), used)) {
            uses.entry(user).or_default().push(used);
            // What extends a schema with a discriminator is an alternative of it.
            let is_extended = object.kind == ObjectKind::Reference && is_extension(&object.pointer);
            if is_extended && is_discriminated(context.root(), used) {
                uses.entry(Some(used)).or_default().extend(user);
            }
        }
    }
    uses
}

/// The addresses of what an object uses that is not in it.
fn used_by(object: &ObjectNode<'_>) -> Vec<Pointer> {
    match object.kind {
        // A schema of OpenAPI 3.1 may have a `$ref` among its keywords.
        ObjectKind::Reference | ObjectKind::Schema | ObjectKind::PathItem => {
            let target = object.text("$ref").and_then(|reference| references::step(&object.at, reference).ok());
            target.into_iter().map(|target| target.pointer).collect()
        }
        ObjectKind::Discriminator => {
            let targets = object.node.members("mapping").filter_map(|(_, target)| target.as_str());
            targets.filter_map(|target| Some(references::mapped(&object.at, target).ok()?.pointer)).collect()
        }
        ObjectKind::OpenApi | ObjectKind::Operation => {
            let alternatives = Security::of(&object.at).alternatives.into_iter();
            let schemes = alternatives.flat_map(|alternative| alternative.schemes);
            schemes.map(|scheme| Pointer::of(["components", "securitySchemes", scheme.name])).collect()
        }
        _ => Vec::new(),
    }
}

fn is_discriminated(root: &Node, (section, name): Component<'_>) -> bool {
    let component = root.pointer(&Pointer::of(["components", section, name]));
    component.is_some_and(|component| component.get("discriminator").is_some())
}

/// The component that a pointer leads to or into.
fn component<'a>(root: &'a Node, pointer: &Pointer) -> Option<Component<'a>> {
    let tokens = pointer.tokens();
    let ["components", section, name, ..] = tokens[..] else { return None };
    let section = root.get("components")?.as_object()?.member(section)?;
    let component = section.value.as_object()?.member(name)?;
    Some((&section.key, &component.key))
}
