//! The document as the types of the crate `openapiv3` read it.

use openapi::{Located, Node, Object, ObjectKind, Pointer, SpecVersion};
use openapiv3::{
    Callback, Example, Header, Info, Link, MediaType, Operation, Parameter, PathItem, RequestBody, Response, Schema,
    SecurityScheme, Server, Tag,
};
use serde::Deserialize;

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&TYPED_READING];

static TYPED_READING: Rule = Rule {
    id: "typed-reading",
    section: None,
    summary: "The crate `openapiv3` reads a document of OpenAPI 3.0, and so do the tools that use it.",
    help: "the specification may allow it; write it in a form that the crate reads",
    severity: Severity::Warning,
    checks: &[Check::Document(typed_reading)],
};

/// A part of more values than this is not read: the types take a kilobyte for one of them.
const MAX_VALUES: usize = 50_000;

/// Where a rule of the specification is broken the types would report it again, less precisely; then they are not asked.
fn typed_reading(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    // The crate reads OpenAPI 3.0 alone.
    if context.contract.spec_version() != SpecVersion::V3_0 || reporter.is_broken(|rule| rule.section.is_some()) {
        return;
    }
    if let Some((message, pointer)) = unread(context) {
        reporter.report(&pointer, format!("the crate `openapiv3` cannot read this: {message}"));
    }
}

/// The smallest object that cannot be read, and why: the crate itself reports no place.
fn unread(context: &LintContext<'_>) -> Option<(String, Pointer)> {
    let objects = context.contract.objects();
    let error = |at: &Located<'_>| {
        let kind = objects.kind(&at.pointer)?;
        let (_, read) = READERS.iter().find(|(known, _)| *known == kind)?;
        has_at_most(at.node, &mut MAX_VALUES.clone()).then(|| read(at.node))?.err()
    };
    let part = parts(context.root()).into_iter().find(|part| error(part).is_some())?;
    let within = objects.iter().filter(|object| object.pointer.is_within(&part.pointer));
    // The inner objects are behind the outer ones.
    within.filter_map(|object| Some((error(&object.at)?, object.at.pointer))).last()
}

/// The parts of a document, which are read one after the other: together they would take too much memory.
fn parts(root: &Node) -> Vec<Located<'_>> {
    let root = Located::root(root);
    let mut parts: Vec<_> = root.get("info").into_iter().collect();
    parts.extend(["servers", "tags"].into_iter().flat_map(|key| root.elements(key)));
    parts.extend(root.members("paths").map(|(_, item)| item));
    if let Some(components) = root.get("components") {
        let sections = components.node.as_object().into_iter().flat_map(Object::keys);
        parts.extend(sections.flat_map(|section| components.members(section)).map(|(_, component)| component));
    }
    parts
}

/// Whether so many values, and no more, are left in a node; those that are there are taken away.
fn has_at_most(node: &Node, left: &mut usize) -> bool {
    let Some(rest) = left.checked_sub(1) else { return false };
    *left = rest;
    let mut elements = node.as_array().unwrap_or_default().iter();
    let mut members = node.as_object().into_iter().flat_map(Object::values);
    elements.all(|element| has_at_most(element, left)) && members.all(|member| has_at_most(member, left))
}

/// Reads one object; fails with the reason why it cannot.
type TypedReader = fn(&Node) -> Result<(), String>;

/// The types of objects.
const READERS: [(ObjectKind, TypedReader); 15] = [
    (ObjectKind::Info, read::<Info>),
    (ObjectKind::Server, read::<Server>),
    (ObjectKind::PathItem, read::<PathItem>),
    (ObjectKind::Operation, read::<Operation>),
    (ObjectKind::Parameter, read::<Parameter>),
    (ObjectKind::RequestBody, read::<RequestBody>),
    (ObjectKind::MediaType, read::<MediaType>),
    (ObjectKind::Response, read::<Response>),
    (ObjectKind::Example, read::<Example>),
    (ObjectKind::Link, read::<Link>),
    (ObjectKind::Callback, read::<Callback>),
    (ObjectKind::Header, read::<Header>),
    (ObjectKind::Tag, read::<Tag>),
    (ObjectKind::Schema, read::<Schema>),
    (ObjectKind::SecurityScheme, read::<SecurityScheme>),
];

fn read<T: for<'de> Deserialize<'de>>(node: &Node) -> Result<(), String> {
    T::deserialize(node.to_json()).map(drop).map_err(|error| error.to_string())
}
