//! Security schemes, and what is required of them.

use openapi::pointer;
use openapi::rules::Constraint;
use serde_json::Value;

use crate::context::Context;
use crate::nodes::{Node, elements, text};
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[
    &SECURITY_SCHEME_FIELDS,
    &BEARER_FORMAT,
    &OAUTH_FLOW_URLS,
    &SECURITY_SCHEME_UNKNOWN,
    &SCOPE_UNKNOWN,
    &SCOPES_UNEXPECTED,
];

static SECURITY_SCHEME_FIELDS: Rule = Rule {
    id: "security-scheme-fields",
    section: Some(section::SECURITY_SCHEME),
    summary: "A security scheme has the fields of its type, and no other.",
    help: "an `apiKey` has `name` and `in`, `http` has `scheme`, `oauth2` has `flows`, \
           `openIdConnect` has `openIdConnectUrl`",
    checks: &[Check::Object("Security Scheme", security_scheme_fields)],
};

/// The fields of each type of security scheme that it needs.
const FIELDS: [(&str, &[&str]); 4] = [
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

fn security_scheme_fields(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let kind = text(node.value, "type").unwrap_or_default();
    let name = format!("a security scheme of type `{kind}`");
    fields(&FIELDS, kind, &name, node.value, &node.pointer, reporter);
}

/// Compares an object of a kind with a table of what each kind needs; it may not have what others need.
fn fields(
    table: &[(&str, &[&str])],
    kind: &str,
    name: &str,
    object: &Value,
    pointer: &str,
    reporter: &mut Reporter<'_>,
) {
    let own = table.iter().find(|(known, _)| *known == kind).map(|(_, fields)| *fields).unwrap_or_default();
    for field in own.iter().filter(|field| object.get(field).is_none()) {
        reporter.report(pointer, format!("{name} needs the field `{field}`"));
    }
    let mut foreign: Vec<_> =
        table.iter().flat_map(|(_, fields)| *fields).filter(|field| !own.contains(field)).collect();
    foreign.dedup();
    for field in foreign.into_iter().filter(|field| object.get(field).is_some()) {
        reporter.report(&pointer::child(pointer, field), format!("{name} has no field `{field}`"));
    }
}

static BEARER_FORMAT: Rule = Rule {
    id: "bearer-format",
    section: Some(section::SECURITY_SCHEME),
    summary: "`bearerFormat` is for the scheme `bearer`.",
    help: "delete it",
    checks: &[Check::Object("Security Scheme", bearer_format)],
};

fn bearer_format(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let Node { pointer, value, .. } = node;
    let is_bearer = text(value, "type") == Some("http")
        && text(value, "scheme").is_some_and(|name| name.eq_ignore_ascii_case("bearer"));
    if value.get("bearerFormat").is_some() && !is_bearer {
        let message = "`bearerFormat` has no effect on a scheme other than `bearer`";
        reporter.report(&pointer::child(pointer, "bearerFormat"), message);
    }
}

static OAUTH_FLOW_URLS: Rule = Rule {
    id: "oauth-flow-urls",
    section: Some(section::OAUTH_FLOW),
    summary: "A flow has the URLs of its kind, and no other.",
    help: "`implicit` has an `authorizationUrl`, `password` and `clientCredentials` have a `tokenUrl`, \
           `authorizationCode` has both",
    checks: &[Check::Object("OAuth Flows", oauth_flow_urls)],
};

/// The URLs of each kind of flow.
const FLOWS: [(&str, &[&str]); 4] = [
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
];

fn oauth_flow_urls(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    for (kind, _) in FLOWS {
        if let Some(flow) = node.value.get(kind) {
            let place = pointer::child(&node.pointer, kind);
            fields(&FLOWS, kind, &format!("the flow `{kind}`"), flow, &place, reporter);
        }
    }
}

static SECURITY_SCHEME_UNKNOWN: Rule = Rule {
    id: "security-scheme-unknown",
    section: Some(section::SECURITY_REQUIREMENT),
    summary: "A requirement names a security scheme of `components`.",
    help: "declare it under `components/securitySchemes`",
    checks: &[Check::Constraint(Constraint::SecuritySchemeUnknown)],
};

static SCOPE_UNKNOWN: Rule = Rule {
    id: "scope-unknown",
    section: Some(section::SECURITY_REQUIREMENT),
    summary: "The scopes of a requirement are scopes of its scheme's flows.",
    help: "add the scope to the flow",
    checks: &[Check::Constraint(Constraint::ScopeUnknown)],
};

static SCOPES_UNEXPECTED: Rule = Rule {
    id: "scopes-unexpected",
    section: Some(section::SECURITY_REQUIREMENT),
    summary: "Only requirements of `oauth2` and `openIdConnect` have scopes.",
    help: "leave the list empty",
    checks: &[Check::Object("OpenAPI", scopes_unexpected), Check::Object("Operation", scopes_unexpected)],
};

fn scopes_unexpected(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let schemes = context.root.pointer("/components/securitySchemes");
    let list = pointer::child(&node.pointer, "security");
    for (index, requirement) in elements(node.value, "security").enumerate() {
        for (name, scopes) in requirement.as_object().into_iter().flatten() {
            let scheme = schemes.and_then(|schemes| schemes.get(name)).map(|scheme| context.resolve(scheme));
            let kind = scheme.and_then(|scheme| text(scheme, "type"));
            let has_scopes = scopes.as_array().is_some_and(|scopes: &Vec<Value>| !scopes.is_empty());
            if let Some(kind @ ("apiKey" | "http")) = kind.filter(|_| has_scopes) {
                let place = pointer::child(&pointer::element(&list, index), name);
                reporter.report(&place, format!("`{name}` is of type `{kind}`, which has no scopes"));
            }
        }
    }
}
