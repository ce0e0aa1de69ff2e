//! Texts that have a form: URLs and e-mail addresses; and what no text may hold.

use jsonschema::Validator;
use openapi::{ObjectKind, ObjectNode, PathTemplate};
use serde_json::{Value, json};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&URL, &EMAIL, &XML_NAMESPACE, &SCRIPT_IN_TEXT];

static URL: Rule = Rule {
    id: "url",
    section: Some(section::RELATIVE_REFERENCES),
    summary: "URLs have the form of RFC 3986, the variables of a server's aside; they may be relative.",
    help: "write a URL as in RFC 3986, with other characters percent-encoded; only the URL of a server has variables",
    severity: Severity::Error,
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
    severity: Severity::Warning,
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
    severity: Severity::Warning,
    checks: &[Check::Document(xml_namespace)],
};

fn xml_namespace(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    check(context, &[(ObjectKind::Xml, "namespace")], "uri", "an absolute URI", reporter);
}

static SCRIPT_IN_TEXT: Rule = Rule {
    id: "script-in-text",
    section: None,
    summary: "No title, summary or description has the tag of a script, which pages that show it would run.",
    help: "delete it",
    severity: Severity::Warning,
    checks: &[Check::Document(script_in_text)],
};

fn script_in_text(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    for object in context.contract.objects().iter() {
        for field in ["title", "summary", "description"] {
            if object.text(field).is_some_and(|text| text.to_ascii_lowercase().contains("<script")) {
                reporter.report(&object.pointer.child(field), "the text has the tag of a script");
            }
        }
    }
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

/// The text with names in braces filled in, where there may be some: a server's by their defaults, those of the path of
/// an operation by a digit, which may be anywhere in a URL.
fn filled(object: &ObjectNode<'_>, text: &str) -> String {
    if !matches!(object.kind, ObjectKind::Server | ObjectKind::Link) {
        return text.to_owned();
    }
    let Ok(template) = text.parse::<PathTemplate>() else { return text.to_owned() };
    let variables = object.node.get("variables").filter(|_| object.kind == ObjectKind::Server);
    let default = |name: &str| variables.and_then(|variables| variables.get(name)?.text("default"));
    let values: Vec<_> = template.names().map(|name| (name, default(name).unwrap_or("1"))).collect();
    template.fill(&values)
}
