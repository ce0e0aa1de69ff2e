//! Tags, and the names of components.

use std::collections::HashSet;

use openapi::pointer;
use serde_json::Value;

use crate::context::Context;
use crate::nodes::{Node, elements, members, text};
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[&TAG_UNIQUE, &TAG_UNDECLARED, &COMPONENT_NAME];

static TAG_UNIQUE: Rule = Rule {
    id: "tag-unique",
    section: Some(section::OPENAPI),
    summary: "The tags that the document declares have different names.",
    help: "delete one, or rename it",
    checks: &[Check::Object("OpenAPI", tag_unique)],
};

fn tag_unique(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let mut seen = HashSet::new();
    for (index, tag) in elements(node.value, "tags").enumerate() {
        if let Some(name) = text(tag, "name").filter(|name| !seen.insert(*name)) {
            let place = pointer::child(&pointer::element("/tags", index), "name");
            reporter.report(&place, format!("the tag `{name}` is declared twice"));
        }
    }
}

static TAG_UNDECLARED: Rule = Rule {
    id: "tag-undeclared",
    section: None,
    summary: "The tags of operations are declared by the document, where they are described and ordered.",
    help: "add it to `tags` of the document",
    checks: &[Check::Document(tag_undeclared)],
};

fn tag_undeclared(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let declared: HashSet<&str> = elements(context.root, "tags").filter_map(|tag| text(tag, "name")).collect();
    for operation in &context.operations {
        let place = pointer::child(&operation.pointer, "tags");
        let tags = elements(operation.node(context.root), "tags").filter_map(Value::as_str).enumerate();
        for (index, tag) in tags.filter(|(_, tag)| !declared.contains(tag)) {
            let message = format!("the tag `{tag}` is not declared by the document");
            reporter.report(&pointer::element(&place, index), message);
        }
    }
}

static COMPONENT_NAME: Rule = Rule {
    id: "component-name",
    section: Some(section::COMPONENTS),
    summary: "The names of components consist of letters, digits, `.`, `-` and `_`.",
    help: "rename it, and the references to it",
    checks: &[Check::Object("Components", component_name)],
};

fn component_name(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let fits = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    };
    let sections = node.value.as_object().into_iter().flatten().map(|(section, _)| section);
    for section in sections.filter(|section| !section.starts_with("x-")) {
        for (name, _) in members(node.value, section).filter(|(name, _)| !fits(name)) {
            let place = pointer::child(&pointer::child(&node.pointer, section), name);
            let message = format!("the name `{name}` has characters other than letters, digits, `.`, `-` and `_`");
            reporter.report(&place, message);
        }
    }
}
