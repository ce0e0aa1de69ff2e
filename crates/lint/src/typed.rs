//! The document as the types of the crate `openapiv3` read it.

use openapiv3::{
    Components, Example, Header, Info, Link, MediaType, OpenAPI, Operation, Parameter, PathItem, RequestBody, Response,
    Schema, SecurityScheme, Server, Tag,
};
use serde::Deserialize;
use serde_json::Value;

use super::context::{Context, Findings};

/// Reads one object, and tells why it cannot.
type Reader = fn(&Value) -> Result<(), String>;

/// The types, so that the smallest object that cannot be read is told: the crate itself tells no place.
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

/// Where a rule of the specification is broken the types say it again, with less to go by; then they are not asked.
pub(super) fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if findings.has_any(|_| true) {
        return;
    }
    if let Err(message) = read::<OpenAPI>(context.root) {
        let unread = context.nodes.iter().rev().find_map(|node| {
            let (_, reader) = READERS.iter().find(|(object, _)| *object == node.object)?;
            Some((node.pointer.as_str(), reader(node.value).err()?))
        });
        let (pointer, message) = unread.unwrap_or(("", message));
        findings.report("typed-reading", pointer, format!("the crate `openapiv3` cannot read this: {message}"));
    }
}

fn read<T: for<'de> Deserialize<'de>>(value: &Value) -> Result<(), String> {
    T::deserialize(value).map(drop).map_err(|error| error.to_string())
}
