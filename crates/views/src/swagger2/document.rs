//! The document, its paths and operations.

use openapi::{Located, Node};
use serde_json::{Map, Value, json};

use super::unsupported::Unsupported;
use super::{bodies, parameters, schemas, security, servers};

/// The methods that Swagger 2.0 has.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Writes an OpenAPI 3.0 document as Swagger 2.0.
///
/// # Errors
///
/// Everything that a caller needs to know and Swagger 2.0 cannot say, in the order in which it is found.
pub fn convert(openapi: &Node) -> Result<Value, Vec<Unsupported>> {
    let root = Located::root(openapi);
    let mut unsupported = Vec::new();
    let mut swagger = Map::new();
    swagger.insert("swagger".into(), "2.0".into());
    copy(&root, &["info"], &mut swagger);
    swagger.extend(servers::convert(&root, &mut unsupported));
    copy(&root, &["tags", "externalDocs"], &mut swagger);
    let paths = root.members("paths").map(|(path, item)| (path.to_owned(), path_item(&item, &mut unsupported)));
    swagger.insert("paths".into(), paths.collect());
    if root.get("security").is_some() {
        swagger.insert("security".into(), security::requirements(&root));
    }
    let sections = [
        ("parameters", section(&root, "parameters", |at| parameters::convert(at, &mut unsupported))),
        ("responses", section(&root, "responses", |at| Some(bodies::response(at, &mut unsupported)))),
        ("definitions", section(&root, "schemas", |at| Some(schemas::convert(at, &mut unsupported)))),
        ("securityDefinitions", security::definitions(&root, &mut unsupported)),
    ];
    for (name, parts) in sections.into_iter().filter(|(_, parts)| !parts.is_empty()) {
        swagger.insert(name.into(), parts.into());
    }
    if unsupported.is_empty() { Ok(swagger.into()) } else { Err(unsupported) }
}

/// The components of a kind, each as it is in Swagger 2.0.
fn section(root: &Located<'_>, kind: &str, mut part: impl FnMut(&Located<'_>) -> Option<Value>) -> Map<String, Value> {
    let components = root.get("components");
    let parts = components.iter().flat_map(|components| components.members(kind));
    parts.filter_map(|(name, at)| Some((name.to_owned(), part(&at)?))).collect()
}

/// Copies members that are the same in both, and extensions.
pub(super) fn copy(from: &Located<'_>, keys: &[&str], to: &mut Map<String, Value>) {
    for (key, node) in from.as_object().into_iter().flat_map(|object| object.iter()) {
        if keys.contains(&key) || key.starts_with("x-") {
            to.insert(key.to_owned(), node.to_json());
        }
    }
}

/// A reference to a component that Swagger 2.0 has too, as it is written there.
pub(super) fn reference(at: &Located<'_>) -> Option<Value> {
    const SECTIONS: [(&str, &str); 3] = [
        ("#/components/schemas/", "#/definitions/"),
        ("#/components/parameters/", "#/parameters/"),
        ("#/components/responses/", "#/responses/"),
    ];
    let reference = at.text("$ref")?;
    // What is below a component may have another place.
    let moved = |(from, to): (&str, &str)| {
        let name = reference.strip_prefix(from).filter(|name| !name.contains('/'))?;
        Some(format!("{to}{name}"))
    };
    SECTIONS.into_iter().find_map(moved).map(|moved| json!({ "$ref": moved }))
}

fn path_item(item: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> Value {
    let mut converted = Map::new();
    copy(item, &["$ref"], &mut converted);
    if item.get("parameters").is_some() {
        let parameters = item.elements("parameters").filter_map(|at| parameters::convert(&at, unsupported)).collect();
        converted.insert("parameters".into(), parameters);
    }
    servers::refuse_others(item, unsupported);
    for method in METHODS {
        if let Some(at) = item.get(method) {
            converted.insert(method.into(), operation(&at, unsupported));
        }
    }
    if let Some(trace) = item.get("trace") {
        unsupported.push(Unsupported::at(&trace, "method TRACE"));
    }
    converted.into()
}

fn operation(at: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> Value {
    let mut converted = Map::new();
    copy(at, &["tags", "summary", "description", "externalDocs", "operationId", "deprecated"], &mut converted);
    servers::refuse_others(at, unsupported);
    let mut parameters: Vec<Value> =
        at.elements("parameters").filter_map(|at| parameters::convert(&at, unsupported)).collect();
    if let Some(body) = at.get("requestBody") {
        let (of_body, consumes) = bodies::request(&body.resolve(), unsupported);
        parameters.extend(of_body);
        converted.insert("consumes".into(), consumes.into());
    }
    if !parameters.is_empty() {
        converted.insert("parameters".into(), parameters.into());
    }
    let mut produces: Vec<String> = Vec::new();
    let mut responses = Map::new();
    let declared = at.get("responses");
    if let Some(declared) = &declared {
        copy(declared, &[], &mut responses);
    }
    for (status, response) in at.members("responses").filter(|(status, _)| !status.starts_with("x-")) {
        if status.ends_with("XX") {
            unsupported.push(Unsupported::at(&response, "range of statuses"));
            continue;
        }
        for (media_type, _) in response.resolve().members("content") {
            if !produces.iter().any(|known| known == media_type) {
                produces.push(media_type.to_owned());
            }
        }
        responses.insert(status.to_owned(), bodies::response(&response, unsupported));
    }
    if !produces.is_empty() {
        converted.insert("produces".into(), produces.into());
    }
    converted.insert("responses".into(), responses.into());
    if at.get("security").is_some() {
        converted.insert("security".into(), security::requirements(at));
    }
    converted.into()
}
