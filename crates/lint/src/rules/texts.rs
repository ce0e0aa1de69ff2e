//! Texts that have a form: URLs and e-mail addresses.

use jsonschema::Validator;
use openapi::{ObjectKind, ObjectNode, PathTemplate};
use serde_json::{Value, json};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[&URL, &EMAIL, &XML_NAMESPACE];

static URL: Rule = Rule {
    id: "url",
    section: Some(section::RELATIVE_REFERENCES),
    summary: "URLs have the form of RFC 3986, variables in braces aside; they may be relative.",
    help: "write a URL as in RFC 3986, with other characters percent-encoded",
    checks: &[Check::Document(url)],
};

/// The fields that hold a URL.
const URLS: [(ObjectKind, &str); 11] = [
    (ObjectKind::Info, "termsOfService"),
    (ObjectKind::Contact, "url"),
    (ObjectKind::License, "url"),
    (ObjectKind::Server, "url"),
    (ObjectKind::ExternalDocumentation, "url"),
    (ObjectKind::Example, "externalValue"),
    (ObjectKind::Link, "operationRef"),
    (ObjectKind::SecurityScheme, "openIdConnectUrl"),
    (ObjectKind::OAuthFlow, "authorizationUrl"),
    (ObjectKind::OAuthFlow, "tokenUrl"),
    (ObjectKind::OAuthFlow, "refreshUrl"),
];

fn url(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    check(context, &URLS, "uri-reference", "a URL", reporter);
}

static EMAIL: Rule = Rule {
    id: "email",
    section: Some(section::CONTACT),
    summary: "E-mail addresses have the form of one.",
    help: "write it as in `name@example.com`",
    checks: &[Check::Document(email)],
};

fn email(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    check(context, &[(ObjectKind::Contact, "email")], "email", "an e-mail address", reporter);
}

static XML_NAMESPACE: Rule = Rule {
    id: "xml-namespace",
    section: Some(section::XML),
    summary: "The namespace of XML is an absolute URI.",
    help: "write it as in `https://example.com/schema`",
    checks: &[Check::Document(xml_namespace)],
};

fn xml_namespace(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    check(context, &[(ObjectKind::Xml, "namespace")], "uri", "an absolute URI", reporter);
}

/// Checks fields (object, field) for a format of JSON Schema; `form` is what a reader calls it.
fn check(
    context: &LintContext<'_>,
    fields: &[(ObjectKind, &str)],
    format: &str,
    form: &str,
    reporter: &mut Reporter<'_>,
) {
    let Some(validator) = validator(format) else { return };
    for object in context.contract.objects().iter() {
        for (_, field) in fields.iter().filter(|(kind, _)| *kind == object.kind) {
            if let Some(value) = object.text(field)
                && !validator.is_valid(&Value::from(filled(&object, value)))
            {
                reporter.report(&object.pointer.child(field), format!("`{value}` is not {form}"));
            }
        }
    }
}

fn validator(format: &str) -> Option<Validator> {
    jsonschema::options().should_validate_formats(true).offline().build(&json!({ "format": format })).ok()
}

/// The text with names in braces filled in: a server's by their defaults, others, which are for readers, by a digit,
/// which may be anywhere in a URL.
fn filled(object: &ObjectNode<'_>, text: &str) -> String {
    let Ok(template) = text.parse::<PathTemplate>() else { return text.to_owned() };
    // A reference to an operation may have the braces of its path.
    let variables = object.node.get("variables").filter(|_| object.kind == ObjectKind::Server);
    let default = |name: &str| variables.and_then(|variables| variables.get(name)?.text("default"));
    let values: Vec<_> = template.names().map(|name| (name, default(name).unwrap_or("1"))).collect();
    template.fill(&values)
}
