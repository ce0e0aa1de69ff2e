//! Bodies of requests, and responses.

use openapi::{Located, MediaType};
use serde_json::{Map, Value, json};

use super::document::{copy, reference};
use super::unsupported::Unsupported;
use super::{parameters, schemas};

/// The parameters that a request body is, and its media types.
pub(super) fn request(at: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> (Vec<Value>, Vec<String>) {
    let Some((media_type, content)) = chosen(at) else { return (Vec::new(), Vec::new()) };
    let same = at.members("content").filter(|(_, other)| other.node.get("schema") == content.node.get("schema"));
    let consumes: Vec<String> = same.map(|(media_type, _)| media_type.to_owned()).collect();
    let is_form = ["application/x-www-form-urlencoded", "multipart/form-data"].contains(&media_type);
    if let (Some(schema), true) = (content.get("schema"), is_form) {
        return (form(&schema.resolve(), unsupported), consumes);
    }
    let mut body = Map::new();
    body.insert("name".into(), "body".into());
    body.insert("in".into(), "body".into());
    copy(at, &["description", "required"], &mut body);
    let schema = content.get("schema").map_or_else(|| json!({}), |schema| schemas::convert(&schema, unsupported));
    body.insert("schema".into(), schema);
    (vec![body.into()], consumes)
}

fn form(schema: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> Vec<Value> {
    let is_required = |name: &str| schema.elements("required").any(|required| required.as_str() == Some(name));
    let mut parts = Vec::new();
    for (name, at) in schema.members("properties") {
        match parameters::form_part(name, &at, is_required(name)) {
            Some(part) => parts.push(part),
            None => unsupported.push(Unsupported::at(&at, "part of a form that is an object or a choice of schemas")),
        }
    }
    parts
}

/// A response, or a reference to one.
pub(super) fn response(at: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> Value {
    if let Some(reference) = reference(at) {
        return reference;
    }
    let at = at.resolve();
    let mut converted = Map::new();
    converted.insert("description".into(), "".into());
    copy(&at, &["description"], &mut converted);
    if let Some((media_type, content)) = chosen(&at) {
        let is_file = content.get("schema").is_some_and(|schema| {
            let schema = schema.resolve();
            schema.text("type") == Some("string") && schema.text("format") == Some("binary")
        });
        let schema = match content.get("schema") {
            Some(_) if is_file => json!({ "type": "file" }),
            Some(schema) => schemas::convert(&schema, unsupported),
            None => json!({}),
        };
        converted.insert("schema".into(), schema);
        let first = || content.members("examples").find_map(|(_, example)| example.resolve().get("value"));
        if let Some(example) = content.get("example").or_else(first) {
            converted.insert("examples".into(), json!({ media_type: example.to_json() }));
        }
    }
    let headers = parameters::headers(&at);
    if !headers.is_empty() {
        converted.insert("headers".into(), headers.into());
    }
    converted.into()
}

/// The content that stands for all: JSON, or else the first.
fn chosen<'a>(at: &Located<'a>) -> Option<(&'a str, Located<'a>)> {
    let is_json = |(media_type, _): &(&str, _)| media_type.parse::<MediaType>().is_ok_and(|it| it.is_json());
    at.members("content").find(is_json).or_else(|| at.members("content").next())
}
