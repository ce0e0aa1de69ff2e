//! Security schemes, and what is required of them.

use openapi::{Located, ObjectKind, ObjectNode, Security};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

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
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::SecurityScheme, security_scheme_fields)],
};

/// The fields of each type of security scheme that it needs.
const FIELDS: [(&str, &[&str]); 4] = [
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

fn security_scheme_fields(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let kind = object.text("type").unwrap_or_default();
    let name = format!("a security scheme of type `{kind}`");
    fields(&FIELDS, kind, &name, &object.at, reporter);
}

/// Compares an object of a kind with a table of what each kind needs; it may not have what others need.
fn fields(table: &[(&str, &[&str])], kind: &str, name: &str, object: &Located<'_>, reporter: &mut Reporter<'_>) {
    let own = table.iter().find(|(known, _)| *known == kind).map(|(_, fields)| *fields).unwrap_or_default();
    for field in own.iter().filter(|field| object.get(field).is_none()) {
        reporter.report(&object.pointer, format!("{name} needs the field `{field}`"));
    }
    let mut foreign: Vec<_> =
        table.iter().flat_map(|(_, fields)| *fields).filter(|field| !own.contains(field)).collect();
    foreign.dedup();
    for (field, at) in foreign.into_iter().filter_map(|field| Some((field, object.get(field)?))) {
        reporter.report(&at.pointer, format!("{name} has no field `{field}`"));
    }
}

static BEARER_FORMAT: Rule = Rule {
    id: "bearer-format",
    section: Some(section::SECURITY_SCHEME),
    summary: "`bearerFormat` is for the scheme `bearer`.",
    help: "delete it",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::SecurityScheme, bearer_format)],
};

fn bearer_format(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let is_bearer = object.text("type") == Some("http")
        && object.text("scheme").is_some_and(|name| name.eq_ignore_ascii_case("bearer"));
    if let Some(format) = object.get("bearerFormat").filter(|_| !is_bearer) {
        reporter.report(&format.pointer, "`bearerFormat` has no effect on a scheme other than `bearer`");
    }
}

static OAUTH_FLOW_URLS: Rule = Rule {
    id: "oauth-flow-urls",
    section: Some(section::OAUTH_FLOW),
    summary: "A flow has the URLs of its kind, and no other.",
    help: "`implicit` has an `authorizationUrl`, `password` and `clientCredentials` have a `tokenUrl`, \
           `authorizationCode` has both",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::OAuthFlows, oauth_flow_urls)],
};

/// The URLs of each kind of flow.
const FLOWS: [(&str, &[&str]); 4] = [
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
];

fn oauth_flow_urls(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for (kind, _) in FLOWS {
        if let Some(flow) = object.get(kind) {
            fields(&FLOWS, kind, &format!("the flow `{kind}`"), &flow, reporter);
        }
    }
}

static SECURITY_SCHEME_UNKNOWN: Rule = Rule {
    id: "security-scheme-unknown",
    section: Some(section::SECURITY_REQUIREMENT),
    summary: "A requirement names a security scheme of `components`.",
    help: "declare it under `components/securitySchemes`",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::SecuritySchemeUnknown)],
};

static SCOPE_UNKNOWN: Rule = Rule {
    id: "scope-unknown",
    section: Some(section::SECURITY_REQUIREMENT),
    summary: "The scopes of a requirement are scopes of its scheme's flows.",
    help: "add the scope to the flow",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ScopeUnknown)],
};

static SCOPES_UNEXPECTED: Rule = Rule {
    id: "scopes-unexpected",
    section: Some(section::SECURITY_REQUIREMENT),
    summary: "Only requirements of `oauth2` and `openIdConnect` have scopes.",
    help: "leave the list empty",
    severity: Severity::Error,
    checks: &[
        Check::Object(ObjectKind::OpenApi, scopes_unexpected),
        Check::Object(ObjectKind::Operation, scopes_unexpected),
    ],
};

fn scopes_unexpected(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for required in Security::of(&object.at).alternatives.into_iter().flat_map(|alternative| alternative.schemes) {
        if let Some(kind @ ("apiKey" | "http")) = required.kind().filter(|_| !required.scopes.is_empty()) {
            let message = format!("`{}` is of type `{kind}`, which has no scopes", required.name);
            reporter.report(&required.pointer, message);
        }
    }
}
