//! Security schemes, and what asks for them.

use openapi::{Located, Pointer};
use serde_json::{Map, Value, json};

use super::document::copy;
use super::unsupported::Unsupported;

/// The flows of both, and what they are called in Swagger 2.0.
const FLOWS: [(&str, &str); 4] = [
    ("implicit", "implicit"),
    ("password", "password"),
    ("clientCredentials", "application"),
    ("authorizationCode", "accessCode"),
];

/// A requirement of several schemes with several flows has as many alternatives at most.
const MAX_ALTERNATIVES: usize = 64;

/// The security definitions: one for each scheme, and for each flow of a scheme that has several.
pub(super) fn definitions(root: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> Map<String, Value> {
    let mut definitions = Map::new();
    for (name, scheme) in root.get("components").iter().flat_map(|components| components.members("securitySchemes")) {
        let scheme = scheme.resolve();
        let mut common = Map::new();
        copy(&scheme, &["description"], &mut common);
        let mut define = |name: String, members: Value| {
            let mut definition = members.as_object().cloned().unwrap_or_default();
            definition.extend(common.clone());
            definitions.insert(name, definition.into());
        };
        match (scheme.text("type"), scheme.text("scheme").map(str::to_ascii_lowercase).as_deref()) {
            (Some("http"), Some("basic")) => define(name.to_owned(), json!({ "type": "basic" })),
            (Some("apiKey"), _) if scheme.text("in") == Some("cookie") => {
                unsupported.push(Unsupported::at(&scheme, "key in a cookie"));
            }
            (Some("apiKey"), _) => {
                define(
                    name.to_owned(),
                    json!({ "type": "apiKey", "in": scheme.text("in"), "name": scheme.text("name") }),
                );
            }
            (Some("oauth2"), _) => {
                for (name, at, flow) in flows(name, &scheme) {
                    let mut members = json!({ "type": "oauth2", "flow": flow, "scopes": {} });
                    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
                        if let Some(value) = at.get(key) {
                            members[key] = value.to_json();
                        }
                    }
                    define(name, members);
                }
            }
            (_, kind) => {
                let prefix = if kind.is_none_or(|kind| kind == "bearer") { "Bearer" } else { kind.unwrap_or_default() };
                let hint = format!("The header is `{prefix}`, a space, and the token.");
                let text =
                    scheme.text("description").map_or(hint.clone(), |text| format!("{}\n\n{hint}", text.trim_end()));
                define(name.to_owned(), json!({ "type": "apiKey", "in": "header", "name": "Authorization" }));
                definitions[name]["description"] = text.into();
            }
        }
    }
    definitions
}

/// The security of the document or of an operation; each flow is an alternative.
pub(super) fn requirements(owner: &Located<'_>) -> Value {
    let scheme = |name: &str| {
        let root = Located::root(owner.root);
        let scheme = root.at(&Pointer::of(["components", "securitySchemes", name]))?.resolve();
        (scheme.text("type") == Some("oauth2")).then_some(scheme)
    };
    let mut alternatives: Vec<Value> = Vec::new();
    for requirement in owner.elements("security") {
        let mut combinations = vec![Map::new()];
        for (name, scopes) in requirement.as_object().into_iter().flat_map(|object| object.iter()) {
            let (names, scopes) = match scheme(name) {
                Some(scheme) => (flows(name, &scheme).map(|(name, ..)| name).collect(), scopes.to_json()),
                None => (vec![name.to_owned()], json!([])),
            };
            combinations = names
                .iter()
                .flat_map(|name| combinations.iter().map(move |known| (name, known.clone())))
                .map(|(name, mut known)| {
                    known.insert(name.clone(), scopes.clone());
                    known
                })
                .take(MAX_ALTERNATIVES)
                .collect();
        }
        alternatives.extend(combinations.into_iter().map(Value::Object));
    }
    alternatives.into()
}

/// The flows of a scheme, each with the name of its definition and what Swagger 2.0 calls it.
fn flows<'a>(name: &str, scheme: &Located<'a>) -> impl Iterator<Item = (String, Located<'a>, &'static str)> {
    let flows = scheme.get("flows");
    let found: Vec<_> = FLOWS.iter().filter_map(|(known, flow)| Some((flows.as_ref()?.get(known)?, *flow))).collect();
    let is_one = found.len() < 2;
    let name = name.to_owned();
    found.into_iter().map(move |(at, flow)| (if is_one { name.clone() } else { format!("{name}-{flow}") }, at, flow))
}
