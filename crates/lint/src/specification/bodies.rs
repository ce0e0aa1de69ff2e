//! Bodies: media types, their encodings and examples; and the headers of responses.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::context::{Context, Findings, members};
use super::super::nodes::Node;
use super::links::is_token;
use openapi::pointer;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
/// More schemas than this are not looked through for a property.
const MAX_SCHEMAS: usize = 1000;

pub(super) fn content(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    if let Some(media_types) = node.value.get("content").and_then(Value::as_object) {
        self::media_types(media_types, &pointer::child(&node.pointer, "content"), findings);
    }
}

pub(super) fn media_types(media_types: &Map<String, Value>, pointer: &str, findings: &mut Findings<'_>) {
    let is_media_type = |name: &str| {
        let halves = name.split(';').next().unwrap_or_default().trim().split_once('/');
        halves.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
    };
    for name in media_types.keys().filter(|name| !is_media_type(name)) {
        findings.report("media-type", &pointer::child(pointer, name), format!("`{name}` is no media type"));
    }
}

pub(super) fn headers(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for (name, _) in members(node.value, "headers") {
        let place = pointer::child(&pointer::child(&node.pointer, "headers"), name);
        if name.eq_ignore_ascii_case("content-type") {
            findings.report("response-header-ignored", &place, format!("a header that is called `{name}` is ignored"));
        }
        if !seen.insert(name.to_ascii_lowercase()) {
            let message = format!("the header `{name}` stands here twice, in another letter case");
            findings.report("header-unique", &place, message);
        }
    }
}

pub(super) fn media_type(context: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    example_or_examples(node, findings);
    let Some(encodings) = node.value.get("encoding").and_then(Value::as_object) else { return };
    let place = pointer::child(&node.pointer, "encoding");
    let media_type = pointer::last(&node.pointer).to_ascii_lowercase();
    let is_form = media_type.starts_with(URL_ENCODED);
    let is_multipart = media_type.starts_with("multipart/");
    let owner = pointer::parent(&node.pointer).and_then(pointer::parent);
    let is_request = owner.and_then(|owner| context.objects.get(owner)) == Some(&"Request Body");
    if !is_request || !(is_form || is_multipart) {
        let message = if is_request {
            format!("`{media_type}` is neither multipart nor a URL-encoded form, so the encodings say nothing")
        } else {
            "encodings are of request bodies alone, so these say nothing".to_owned()
        };
        findings.report("encoding-place", &place, message);
        return;
    }
    let properties = node.value.get("schema").and_then(|schema| property_names(context, schema));
    for (name, encoding) in encodings {
        let place = pointer::child(&place, name);
        if properties.as_ref().is_some_and(|properties| !properties.contains(name.as_str())) {
            findings.report("encoding-property", &place, format!("the schema has no property `{name}`"));
        }
        let ignored: &[&str] = if is_multipart { &["style", "explode", "allowReserved"] } else { &["headers"] };
        for key in ignored.iter().filter(|key| encoding.get(key).is_some()) {
            let message = format!("`{key}` is ignored in `{media_type}`");
            findings.report("encoding-ignored", &pointer::child(&place, key), message);
        }
        for (header, _) in members(encoding, "headers").filter(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            let place = pointer::child(&pointer::child(&place, "headers"), header);
            findings.report("encoding-ignored", &place, format!("`{header}` is ignored; `contentType` says it"));
        }
    }
}

/// The properties of a schema and of all that it is composed of; none if there are too many to tell.
fn property_names<'a>(context: &Context<'a>, schema: &'a Value) -> Option<HashSet<&'a str>> {
    let mut names = HashSet::new();
    let mut seen = HashSet::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop() {
        let schema = context.resolve(schema);
        if seen.insert(std::ptr::from_ref(schema)) {
            names.extend(members(schema, "properties").map(|(name, _)| name.as_str()));
            let lists = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)?.as_array());
            pending.extend(lists.flatten());
        }
        if seen.len() > MAX_SCHEMAS {
            return None;
        }
    }
    Some(names)
}

pub(super) fn example_or_examples(node: &Node<'_>, findings: &mut Findings<'_>) {
    if node.value.get("example").is_some() && node.value.get("examples").is_some() {
        let place = pointer::child(&node.pointer, "example");
        findings.report("example-or-examples", &place, "`example` and `examples` exclude each other");
    }
}

pub(super) fn example(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    if node.value.get("value").is_some() && node.value.get("externalValue").is_some() {
        let place = pointer::child(&node.pointer, "externalValue");
        findings.report("example-value", &place, "`value` and `externalValue` exclude each other");
    }
}
