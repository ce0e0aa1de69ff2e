//! Texts that have a form: URLs and e-mail addresses.

use jsonschema::Validator;
use openapi::{pointer, template};
use serde_json::{Value, json};

use crate::context::Context;
use crate::nodes::{Node, members, text};
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
const URLS: [(&str, &str); 11] = [
    ("Info", "termsOfService"),
    ("Contact", "url"),
    ("License", "url"),
    ("Server", "url"),
    ("External Documentation", "url"),
    ("Example", "externalValue"),
    ("Link", "operationRef"),
    ("Security Scheme", "openIdConnectUrl"),
    ("OAuth Flow", "authorizationUrl"),
    ("OAuth Flow", "tokenUrl"),
    ("OAuth Flow", "refreshUrl"),
];

fn url(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    check(context, &URLS, "uri-reference", "a URL", reporter);
}

static EMAIL: Rule = Rule {
    id: "email",
    section: Some(section::CONTACT),
    summary: "E-mail addresses have the form of one.",
    help: "write it as in `name@example.com`",
    checks: &[Check::Document(email)],
};

fn email(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    check(context, &[("Contact", "email")], "email", "an e-mail address", reporter);
}

static XML_NAMESPACE: Rule = Rule {
    id: "xml-namespace",
    section: Some(section::XML),
    summary: "The namespace of XML is an absolute URI.",
    help: "write it as in `https://example.com/schema`",
    checks: &[Check::Document(xml_namespace)],
};

fn xml_namespace(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    check(context, &[("XML", "namespace")], "uri", "an absolute URI", reporter);
}

/// Checks fields (object, field) for a format of JSON Schema; `form` is what a reader calls it.
fn check(context: &Context<'_>, fields: &[(&str, &str)], format: &str, form: &str, reporter: &mut Reporter<'_>) {
    let Some(validator) = validator(format) else { return };
    for (object, field) in fields {
        for node in context.nodes_of(object) {
            if let Some(value) = text(node.value, field)
                && !validator.is_valid(&Value::from(filled(node, value)))
            {
                reporter.report(&pointer::child(&node.pointer, field), format!("`{value}` is not {form}"));
            }
        }
    }
}

fn validator(format: &str) -> Option<Validator> {
    jsonschema::options().should_validate_formats(true).offline().build(&json!({ "format": format })).ok()
}

/// The text with names in braces filled in: a server's by their defaults, others, which are for readers, by a digit,
/// which may be anywhere in a URL.
fn filled(node: &Node<'_>, text: &str) -> String {
    // A reference to an operation may have the braces of its path.
    let text = if node.object == "Server" { template::fill(text, &defaults(node.value)) } else { text.to_owned() };
    let names = template::names(&text).unwrap_or_default();
    let values: Vec<_> = names.into_iter().map(|name| (name, "1")).collect();
    template::fill(&text, &values)
}

/// The members of `variables`, each with its default.
fn defaults(server: &Value) -> Vec<(&str, &str)> {
    members(server, "variables")
        .map(|(name, variable)| (name.as_str(), text(variable, "default").unwrap_or_default()))
        .collect()
}
