//! The document as the types of the crate `openapiv3` read it.

use openapiv3::{
    Components, Example, Header, Info, Link, MediaType, OpenAPI, Operation, Parameter, PathItem, RequestBody, Response,
    Schema, SecurityScheme, Server, Tag,
};
use serde::Deserialize;
use serde_json::Value;

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
    if let Err(message) = read::<OpenAPI>(context.root) {
        let unread = context.nodes.iter().rev().find_map(|node| {
            let (_, reader) = READERS.iter().find(|(object, _)| *object == node.object)?;
            Some((node.pointer.as_str(), reader(node.value).err()?))
        });
        let (pointer, message) = unread.unwrap_or(("", message));
        reporter.report(pointer, format!("the crate `openapiv3` cannot read this: {message}"));
    }
}

/// Reads one object; fails with the reason why it cannot.
type Reader = fn(&Value) -> Result<(), String>;

/// The types, to find the smallest object that cannot be read: the crate itself reports no place.
const READERS: [(&str, Reader); 15] = [
    ("Info", read::<Info>),
    ("Server", read::<Server>),
    ("Components", read::<Components>),
    ("Path Item", read::<PathItem>),
    ("Operation", read::<Operation>),
    ("Parameter", read::<Parameter>),
    ("Request Body", read::<RequestBody>),
    ("Media Type", read::<MediaType>),
    ("Response", read::<Response>),
    ("Example", read::<Example>),
    ("Link", read::<Link>),
    ("Header", read::<Header>),
    ("Tag", read::<Tag>),
    ("Schema", read::<Schema>),
    ("Security Scheme", read::<SecurityScheme>),
];

fn read<T: for<'de> Deserialize<'de>>(value: &Value) -> Result<(), String> {
    T::deserialize(value).map(drop).map_err(|error| error.to_string())
}
