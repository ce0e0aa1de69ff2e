//! The document as the types of the crate `openapiv3` read it.

use openapi::{Node, ObjectKind, Pointer};
use openapiv3::{
    Components, Example, Header, Info, Link, MediaType, OpenAPI, Operation, Parameter, PathItem, RequestBody, Response,
    Schema, SecurityScheme, Server, Tag,
};
use serde::Deserialize;

use crate::context::Context;
use crate::rule::{Check, Reporter, Rule};

pub(crate) static RULES: &[&Rule] = &[&TYPED_READING];

static TYPED_READING: Rule = Rule {
    id: "typed-reading",
    section: None,
    summary: "The crate `openapiv3` reads the document, and so do the tools that use it.",
    help: "the specification may allow it; write it in a form that the crate reads",
    checks: &[Check::Document(typed_reading)],
};

/// Where a rule of the specification is broken the types would report it again, less precisely; then they are not asked.
fn typed_reading(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if reporter.is_broken(|rule| rule.section.is_some()) {
        return;
    }
    if let Err(message) = read::<OpenAPI>(context.root()) {
        let unread = context.contract.objects().iter().filter_map(|object| {
            let (_, reader) = READERS.iter().find(|(kind, _)| *kind == object.kind)?;
            Some((reader(object.node).err()?, object.at.pointer))
        });
        // The inner objects are behind the outer ones.
        let (message, pointer) = unread.last().unwrap_or((message, Pointer::root()));
        reporter.report(&pointer, format!("the crate `openapiv3` cannot read this: {message}"));
    }
}

/// Reads one object; fails with the reason why it cannot.
type Reader = fn(&Node) -> Result<(), String>;

/// The types, to find the smallest object that cannot be read: the crate itself reports no place.
const READERS: [(ObjectKind, Reader); 15] = [
    (ObjectKind::Info, read::<Info>),
    (ObjectKind::Server, read::<Server>),
    (ObjectKind::Components, read::<Components>),
    (ObjectKind::PathItem, read::<PathItem>),
    (ObjectKind::Operation, read::<Operation>),
    (ObjectKind::Parameter, read::<Parameter>),
    (ObjectKind::RequestBody, read::<RequestBody>),
    (ObjectKind::MediaType, read::<MediaType>),
    (ObjectKind::Response, read::<Response>),
    (ObjectKind::Example, read::<Example>),
    (ObjectKind::Link, read::<Link>),
    (ObjectKind::Header, read::<Header>),
    (ObjectKind::Tag, read::<Tag>),
    (ObjectKind::Schema, read::<Schema>),
    (ObjectKind::SecurityScheme, read::<SecurityScheme>),
];

fn read<T: for<'de> Deserialize<'de>>(node: &Node) -> Result<(), String> {
    T::deserialize(node.to_json()).map(drop).map_err(|error| error.to_string())
}
