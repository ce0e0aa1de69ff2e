//! Texts that have a form: URLs and e-mail addresses.

use jsonschema::Validator;
use serde_json::{Value, json};

use super::super::context::{Context, Findings, text};
use super::super::nodes::Node;
use super::operations::defaults;
use openapi::{pointer, template};

/// The fields that have a form: object, field, format of JSON Schema, rule.
const FIELDS: [(&str, &str, &str, &str); 13] = [
    ("Info", "termsOfService", "uri-reference", "url"),
    ("Contact", "url", "uri-reference", "url"),
    ("Contact", "email", "email", "email"),
    ("License", "url", "uri-reference", "url"),
    ("Server", "url", "uri-reference", "url"),
    ("External Documentation", "url", "uri-reference", "url"),
    ("Example", "externalValue", "uri-reference", "url"),
    ("Link", "operationRef", "uri-reference", "url"),
    ("XML", "namespace", "uri", "xml-namespace"),
    ("Security Scheme", "openIdConnectUrl", "uri-reference", "url"),
    ("OAuth Flow", "authorizationUrl", "uri-reference", "url"),
    ("OAuth Flow", "tokenUrl", "uri-reference", "url"),
    ("OAuth Flow", "refreshUrl", "uri-reference", "url"),
];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let validators: Vec<(&str, Validator)> =
        ["uri-reference", "uri", "email"].into_iter().filter_map(|format| Some((format, validator(format)?))).collect();
    for node in context.nodes {
        for (_, field, format, rule) in FIELDS.iter().filter(|(object, ..)| *object == node.object) {
            let Some(value) = text(node.value, field) else { continue };
            let is_valid = |text: &str| {
                let validator = validators.iter().find(|(name, _)| name == format);
                validator.is_none_or(|(_, validator)| validator.is_valid(&Value::from(text)))
            };
            if !is_valid(&filled(node, value)) {
                let form = match *format {
                    "email" => "an e-mail address",
                    "uri" => "an absolute URI",
                    _ => "a URL",
                };
                let message = format!("`{value}` has not the form of {form}");
                findings.report(rule, &pointer::child(&node.pointer, field), message);
            }
        }
    }
}

fn validator(format: &str) -> Option<Validator> {
    jsonschema::options().should_validate_formats(true).offline().build(&json!({ "format": format })).ok()
}

/// The text with names in braces filled in: a server's by their defaults, others, which are for readers, by a digit,
/// which may stand anywhere in a URL.
fn filled(node: &Node<'_>, text: &str) -> String {
    // A reference to an operation may have the braces of its path.
    let text = if node.object == "Server" { template::fill(text, &defaults(node.value)) } else { text.to_owned() };
    let names = template::names(&text).unwrap_or_default();
    let values: Vec<_> = names.into_iter().map(|name| (name, "1")).collect();
    template::fill(&text, &values)
}
