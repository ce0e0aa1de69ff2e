//! Bodies: media types, their encodings and examples; and the headers of responses.

use std::collections::HashSet;

use openapi::pointer;
use serde_json::Value;

use super::links::is_token;
use crate::context::Context;
use crate::nodes::{Node, members};
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[
    &MEDIA_TYPE,
    &EXAMPLE_OR_EXAMPLES,
    &EXAMPLE_VALUE,
    &ENCODING_PLACE,
    &ENCODING_PROPERTY,
    &ENCODING_IGNORED,
    &RESPONSE_HEADER_IGNORED,
    &HEADER_UNIQUE,
];

static MEDIA_TYPE: Rule = Rule {
    id: "media-type",
    section: Some(section::MEDIA_TYPES),
    summary: "The keys of `content` are media types, or ranges of them.",
    help: "write a type and a subtype, as in `application/json`",
    checks: &[
        Check::Object("Request Body", media_type),
        Check::Object("Response", media_type),
        Check::Object("Parameter", media_type),
        Check::Object("Header", media_type),
    ],
};

fn media_type(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let is_media_type = |name: &str| {
        let halves = name.split(';').next().unwrap_or_default().trim().split_once('/');
        halves.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
    };
    let place = pointer::child(&node.pointer, "content");
    for (name, _) in members(node.value, "content").filter(|(name, _)| !is_media_type(name)) {
        reporter.report(&pointer::child(&place, name), format!("`{name}` is not a media type"));
    }
}

static EXAMPLE_OR_EXAMPLES: Rule = Rule {
    id: "example-or-examples",
    section: Some(section::MEDIA_TYPE),
    summary: "Nothing has both `example` and `examples`.",
    help: "move the example into `examples`",
    checks: &[
        Check::Object("Media Type", example_or_examples),
        Check::Object("Parameter", example_or_examples),
        Check::Object("Header", example_or_examples),
    ],
};

fn example_or_examples(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if node.value.get("example").is_some() && node.value.get("examples").is_some() {
        let place = pointer::child(&node.pointer, "example");
        reporter.report(&place, "`example` and `examples` exclude each other");
    }
}

static EXAMPLE_VALUE: Rule = Rule {
    id: "example-value",
    section: Some(section::EXAMPLE),
    summary: "An example has one of `value` and `externalValue`, not both.",
    help: "delete one",
    checks: &[Check::Object("Example", example_value)],
};

fn example_value(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if node.value.get("value").is_some() && node.value.get("externalValue").is_some() {
        let place = pointer::child(&node.pointer, "externalValue");
        reporter.report(&place, "`value` and `externalValue` exclude each other");
    }
}

static ENCODING_PLACE: Rule = Rule {
    id: "encoding-place",
    section: Some(section::MEDIA_TYPE),
    summary: "Encodings are of request bodies that are multipart or URL-encoded forms.",
    help: "delete it, or use `multipart/form-data` or `application/x-www-form-urlencoded`",
    checks: &[Check::Object("Media Type", encoding_place)],
};

fn encoding_place(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if node.value.get("encoding").and_then(Value::as_object).is_some() && form(context, node).is_none() {
        let message = if is_of_request(context, node) {
            let media_type = pointer::last(&node.pointer);
            format!("`{media_type}` is neither multipart nor a URL-encoded form, so the encodings have no effect")
        } else {
            "encodings apply to request bodies only, so these have no effect".to_owned()
        };
        reporter.report(&pointer::child(&node.pointer, "encoding"), message);
    }
}

/// The media types of which encodings say something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Multipart,
    UrlEncoded,
}

/// The form that a request body is; none for other bodies.
fn form(context: &Context<'_>, node: &Node<'_>) -> Option<Form> {
    let media_type = pointer::last(&node.pointer).to_ascii_lowercase();
    let form = if media_type.starts_with("multipart/") {
        Some(Form::Multipart)
    } else {
        media_type.starts_with("application/x-www-form-urlencoded").then_some(Form::UrlEncoded)
    };
    form.filter(|_| is_of_request(context, node))
}

fn is_of_request(context: &Context<'_>, media_type: &Node<'_>) -> bool {
    let owner = pointer::parent(&media_type.pointer).and_then(pointer::parent);
    owner.and_then(|owner| context.objects.get(owner)) == Some(&"Request Body")
}

static ENCODING_PROPERTY: Rule = Rule {
    id: "encoding-property",
    section: Some(section::MEDIA_TYPE),
    summary: "An encoding is of a property of the schema.",
    help: "name a property of the schema",
    checks: &[Check::Object("Media Type", encoding_property)],
};

fn encoding_property(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let properties = node.value.get("schema").and_then(|schema| property_names(context, schema));
    let Some(properties) = properties.filter(|_| form(context, node).is_some()) else { return };
    let place = pointer::child(&node.pointer, "encoding");
    for (name, _) in members(node.value, "encoding").filter(|(name, _)| !properties.contains(name.as_str())) {
        reporter.report(&pointer::child(&place, name), format!("the schema has no property `{name}`"));
    }
}

/// More schemas than this are not searched for a property.
const MAX_SCHEMAS: usize = 1000;

/// The properties of a schema and of all that it is composed of; none if there are too many to know.
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

static ENCODING_IGNORED: Rule = Rule {
    id: "encoding-ignored",
    section: Some(section::ENCODING),
    summary: "An encoding has only what its media type uses: headers in multipart, the style in URL-encoded forms.",
    help: "delete it",
    checks: &[Check::Object("Media Type", encoding_ignored)],
};

fn encoding_ignored(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let Some(form) = form(context, node) else { return };
    let media_type = pointer::last(&node.pointer);
    let ignored: &[&str] = match form {
        Form::Multipart => &["style", "explode", "allowReserved"],
        Form::UrlEncoded => &["headers"],
    };
    let place = pointer::child(&node.pointer, "encoding");
    for (name, encoding) in members(node.value, "encoding") {
        let place = pointer::child(&place, name);
        for key in ignored.iter().filter(|key| encoding.get(key).is_some()) {
            reporter.report(&pointer::child(&place, key), format!("`{key}` is ignored in `{media_type}`"));
        }
        for (header, _) in members(encoding, "headers").filter(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            let place = pointer::child(&pointer::child(&place, "headers"), header);
            reporter.report(&place, format!("`{header}` is ignored; use `contentType`"));
        }
    }
}

static RESPONSE_HEADER_IGNORED: Rule = Rule {
    id: "response-header-ignored",
    section: Some(section::RESPONSE),
    summary: "No header of a response has the name Content-Type; it is ignored.",
    help: "name the media type under `content`",
    checks: &[Check::Object("Response", response_header_ignored)],
};

fn response_header_ignored(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let place = pointer::child(&node.pointer, "headers");
    for (name, _) in members(node.value, "headers").filter(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        reporter.report(&pointer::child(&place, name), format!("a header with the name `{name}` is ignored"));
    }
}

static HEADER_UNIQUE: Rule = Rule {
    id: "header-unique",
    section: Some(section::RESPONSE),
    summary: "The headers of a response have different names; letter case does not matter.",
    help: "delete one",
    checks: &[Check::Object("Response", header_unique)],
};

fn header_unique(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let mut seen = HashSet::new();
    let place = pointer::child(&node.pointer, "headers");
    for (name, _) in members(node.value, "headers").filter(|(name, _)| !seen.insert(name.to_ascii_lowercase())) {
        let message = format!("the header `{name}` is defined twice, in another letter case");
        reporter.report(&pointer::child(&place, name), message);
    }
}
