//! Security schemes, and what is required of them.

use serde_json::Value;

use super::super::context::{Context, Findings, text};
use super::super::nodes::Node;
use super::operations::requirements;
use openapi::pointer;

/// The fields of each type of security scheme that it needs.
const FIELDS: [(&str, &[&str]); 4] = [
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

/// The URLs of each kind of flow.
const FLOWS: [(&str, &[&str]); 4] = [
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
];

pub(super) fn scheme(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let Node { pointer, value, .. } = node;
    let kind = text(value, "type").unwrap_or_default();
    fields(&FIELDS, kind, &format!("a security scheme of type `{kind}`"), node, "security-scheme-fields", findings);
    let is_bearer = kind == "http" && text(value, "scheme").is_some_and(|name| name.eq_ignore_ascii_case("bearer"));
    if value.get("bearerFormat").is_some() && !is_bearer {
        let message = "`bearerFormat` says nothing of a scheme that is not `bearer`";
        findings.report("bearer-format", &pointer::child(pointer, "bearerFormat"), message);
    }
}

pub(super) fn flows(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    for (kind, _) in FLOWS {
        if let Some(value) = node.value.get(kind) {
            let flow = Node { object: "OAuth Flow", pointer: pointer::child(&node.pointer, kind), value };
            fields(&FLOWS, kind, &format!("the flow `{kind}`"), &flow, "oauth-flow-urls", findings);
        }
    }
}

/// Holds an object of a kind against a table of what each kind needs; what others need it may not have.
fn fields(table: &[(&str, &[&str])], kind: &str, name: &str, node: &Node<'_>, rule: &str, findings: &mut Findings<'_>) {
    let own = table.iter().find(|(known, _)| *known == kind).map(|(_, fields)| *fields).unwrap_or_default();
    for field in own.iter().filter(|field| node.value.get(field).is_none()) {
        findings.report(rule, &node.pointer, format!("{name} needs the field `{field}`"));
    }
    let mut foreign: Vec<_> =
        table.iter().flat_map(|(_, fields)| *fields).filter(|field| !own.contains(field)).collect();
    foreign.dedup();
    for field in foreign.into_iter().filter(|field| node.value.get(field).is_some()) {
        findings.report(rule, &pointer::child(&node.pointer, field), format!("{name} has no field `{field}`"));
    }
}

pub(super) fn scopes(context: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let schemes = context.root.pointer("/components/securitySchemes");
    for (place, name, scopes) in requirements(node.value, &node.pointer) {
        let scheme = schemes.and_then(|schemes| schemes.get(name)).map(|scheme| context.resolve(scheme));
        let kind = scheme.and_then(|scheme| text(scheme, "type"));
        let has_scopes = scopes.as_array().is_some_and(|scopes: &Vec<Value>| !scopes.is_empty());
        if let Some(kind @ ("apiKey" | "http")) = kind.filter(|_| has_scopes) {
            let message = format!("`{name}` is of type `{kind}`, which has no scopes");
            findings.report("scopes-unexpected", &place, message);
        }
    }
}
