//! Bodies: media types, their encodings and examples; and the headers of responses.

use std::collections::HashSet;

use openapi::{Alternatives, Located, MediaType, Node, Object, ObjectKind, ObjectNode, Schema};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

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
    severity: Severity::Error,
    checks: &[
        Check::Object(ObjectKind::RequestBody, media_type),
        Check::Object(ObjectKind::Response, media_type),
        Check::Object(ObjectKind::Parameter, media_type),
        Check::Object(ObjectKind::Header, media_type),
    ],
};

fn media_type(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for (name, content) in object.members("content").filter(|(name, _)| name.parse::<MediaType>().is_err()) {
        reporter.report(&content.pointer, format!("`{name}` is not a media type"));
    }
}

static EXAMPLE_OR_EXAMPLES: Rule = Rule {
    id: "example-or-examples",
    section: Some(section::MEDIA_TYPE),
    summary: "Nothing has both `example` and `examples`.",
    help: "move the example into `examples`",
    severity: Severity::Error,
    checks: &[
        Check::Object(ObjectKind::MediaType, example_or_examples),
        Check::Object(ObjectKind::Parameter, example_or_examples),
        Check::Object(ObjectKind::Header, example_or_examples),
    ],
};

fn example_or_examples(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if let (Some(example), Some(_)) = (object.get("example"), object.get("examples")) {
        reporter.report(&example.pointer, "`example` and `examples` exclude each other");
    }
}

static EXAMPLE_VALUE: Rule = Rule {
    id: "example-value",
    section: Some(section::EXAMPLE),
    summary: "An example has one of `value` and `externalValue`, not both.",
    help: "delete one",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Example, example_value)],
};

fn example_value(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if let (Some(_), Some(external)) = (object.get("value"), object.get("externalValue")) {
        reporter.report(&external.pointer, "`value` and `externalValue` exclude each other");
    }
}

static ENCODING_PLACE: Rule = Rule {
    id: "encoding-place",
    section: Some(section::MEDIA_TYPE),
    summary: "Encodings are of request bodies that are multipart or URL-encoded forms.",
    help: "delete it, or use `multipart/form-data` or `application/x-www-form-urlencoded`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::MediaType, encoding_place)],
};

fn encoding_place(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if let Some(encoding) = object.get("encoding").filter(|_| form(context, object).is_none()) {
        let message = if is_of_request(context, object) {
            let media_type = object.pointer.last();
            format!("`{media_type}` is neither multipart nor a URL-encoded form, so the encodings have no effect")
        } else {
            "encodings apply to request bodies only, so these have no effect".to_owned()
        };
        reporter.report(&encoding.pointer, message);
    }
}

/// The media types of which encodings say something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyForm {
    Multipart,
    UrlEncoded,
}

/// The form that a request body is; none for other bodies.
fn form(context: &LintContext<'_>, content: &ObjectNode<'_>) -> Option<BodyForm> {
    let essence = content.pointer.last().parse::<MediaType>().ok()?.essence();
    let form = if essence.starts_with("multipart/") {
        Some(BodyForm::Multipart)
    } else {
        (essence == "application/x-www-form-urlencoded").then_some(BodyForm::UrlEncoded)
    };
    form.filter(|_| is_of_request(context, content))
}

fn is_of_request(context: &LintContext<'_>, content: &ObjectNode<'_>) -> bool {
    context.owner_of_content(&content.at) == Some(ObjectKind::RequestBody)
}

static ENCODING_PROPERTY: Rule = Rule {
    id: "encoding-property",
    section: Some(section::MEDIA_TYPE),
    summary: "An encoding is of a property of the schema.",
    help: "name a property of the schema",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::MediaType, encoding_property)],
};

fn encoding_property(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let schema = object.node.get("schema").filter(|_| object.node.members("encoding").next().is_some());
    let Some(schema) = schema.filter(|_| form(context, object).is_some()) else { return };
    let schema = Schema::with(object.root, schema, Alternatives::Each);
    let properties: HashSet<_> =
        schema.keywords("properties").filter_map(Node::as_object).flat_map(Object::keys).collect();
    for (name, encoding) in object.members("encoding").filter(|(name, _)| !properties.contains(name)) {
        reporter.report(&encoding.pointer, format!("the schema has no property `{name}`"));
    }
}

static ENCODING_IGNORED: Rule = Rule {
    id: "encoding-ignored",
    section: Some(section::ENCODING),
    summary: "An encoding has only what its media type uses: headers in multipart, the style in URL-encoded forms.",
    help: "delete it",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::MediaType, encoding_ignored)],
};

fn encoding_ignored(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let ignored: &[&str] = match form(context, object) {
        Some(BodyForm::Multipart) => &["style", "explode", "allowReserved"],
        Some(BodyForm::UrlEncoded) => &["headers"],
        None => return,
    };
    for (_, encoding) in object.members("encoding") {
        for (key, at) in ignored.iter().filter_map(|key| Some((key, encoding.get(key)?))) {
            reporter.report(&at.pointer, format!("`{key}` is ignored in `{}`", object.pointer.last()));
        }
        for (name, header) in content_types(&encoding) {
            reporter.report(&header.pointer, format!("`{name}` is ignored; use `contentType`"));
        }
    }
}

/// The headers with the name Content-Type.
fn content_types<'a>(owner: &Located<'a>) -> impl Iterator<Item = (&'a str, Located<'a>)> {
    owner.members("headers").filter(|(name, _)| name.eq_ignore_ascii_case("content-type"))
}

static RESPONSE_HEADER_IGNORED: Rule = Rule {
    id: "response-header-ignored",
    section: Some(section::RESPONSE),
    summary: "No header of a response has the name Content-Type; it is ignored.",
    help: "name the media type under `content`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Response, response_header_ignored)],
};

fn response_header_ignored(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for (name, header) in content_types(&object.at) {
        reporter.report(&header.pointer, format!("a header with the name `{name}` is ignored"));
    }
}

static HEADER_UNIQUE: Rule = Rule {
    id: "header-unique",
    section: Some(section::RESPONSE),
    summary: "The headers of a response have different names; letter case does not matter.",
    help: "delete one",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Response, header_unique)],
};

fn header_unique(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let mut seen = HashSet::new();
    for (name, header) in object.members("headers").filter(|(name, _)| !seen.insert(name.to_ascii_lowercase())) {
        let message = format!("the header `{name}` is defined twice, in another letter case");
        reporter.report(&header.pointer, message);
    }
}
