//! Tags, and the names of components.

use std::collections::HashSet;

use openapi::{Object, ObjectKind, ObjectNode};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&TAG_UNIQUE, &TAG_UNDECLARED, &COMPONENT_NAME];

static TAG_UNIQUE: Rule = Rule {
    id: "tag-unique",
    section: Some(section::OPENAPI),
    summary: "The tags that the document declares have different names.",
    help: "delete one, or rename it",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::OpenApi, tag_unique)],
};

fn tag_unique(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let mut seen = HashSet::new();
    for tag in object.elements("tags") {
        if let Some(name) = tag.text("name").filter(|name| !seen.insert(*name)) {
            reporter.report(&tag.pointer.child("name"), format!("the tag `{name}` is declared twice"));
        }
    }
}

static TAG_UNDECLARED: Rule = Rule {
    id: "tag-undeclared",
    section: None,
    summary: "The tags of operations are declared by the document, where they are described and ordered.",
    help: "add it to `tags` of the document",
    severity: Severity::Warning,
    checks: &[Check::Document(tag_undeclared)],
};

fn tag_undeclared(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let declared: HashSet<&str> = context.root().elements("tags").filter_map(|tag| tag.text("name")).collect();
    for operation in context.contract.operations() {
        for tag in operation.at().elements("tags") {
            if let Some(name) = tag.as_str().filter(|name| !declared.contains(name)) {
                reporter.report(&tag.pointer, format!("the tag `{name}` is not declared by the document"));
            }
        }
    }
}

static COMPONENT_NAME: Rule = Rule {
    id: "component-name",
    section: Some(section::COMPONENTS),
    summary: "The names of components consist of letters, digits, `.`, `-` and `_`.",
    help: "rename it, and the references to it",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Components, component_name)],
};

fn component_name(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let fits = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    };
    let sections = object.as_object().into_iter().flat_map(Object::keys);
    for section in sections.filter(|section| !section.starts_with("x-")) {
        for (name, component) in object.members(section).filter(|(name, _)| !fits(name)) {
            let message = format!("the name `{name}` has characters other than letters, digits, `.`, `-` and `_`");
            reporter.report(&component.pointer, message);
        }
    }
}
