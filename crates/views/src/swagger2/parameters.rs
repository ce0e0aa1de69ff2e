//! Parameters and headers: values that are written as text.

use openapi::Located;
use serde_json::{Map, Value, json};

use super::document::{copy, reference};
use super::unsupported::Unsupported;

/// What Swagger 2.0 says of a value that is written as text, as OpenAPI 3.0 does.
const CONSTRAINTS: [&str; 14] = [
    "format",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
];

/// A parameter, or a reference to one; none if Swagger 2.0 cannot say it.
pub(super) fn convert(at: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> Option<Value> {
    if let Some(reference) = reference(at) {
        return Some(reference);
    }
    let at = at.resolve();
    let place = at.text("in").unwrap_or_default();
    let mut refuse = |what: &str| {
        unsupported.push(Unsupported::at(&at, what));
        None
    };
    if place == "cookie" {
        return refuse("parameter in a cookie");
    }
    let Some(schema) = at.get("schema") else {
        return refuse("parameter that is written as a media type");
    };
    let Some(value) = text_value(&schema) else {
        return refuse("parameter that is an object or a choice of schemas");
    };
    let mut converted = Map::new();
    copy(&at, &["name", "in", "description", "required", "allowEmptyValue"], &mut converted);
    if value["type"] == "array" {
        let style = at.text("style").unwrap_or(if place == "query" { "form" } else { "simple" });
        let explode = at.get("explode").and_then(|it| it.as_bool()).unwrap_or(style == "form");
        let format = match (style, explode) {
            ("form", true) => "multi",
            ("form" | "simple", _) => "csv",
            ("spaceDelimited", _) => "ssv",
            ("pipeDelimited", _) => "pipes",
            _ => return refuse("parameter in the styles `label`, `matrix` and `deepObject`"),
        };
        converted.insert("collectionFormat".into(), format.into());
    } else if matches!(at.text("style"), Some("label" | "matrix" | "deepObject")) {
        return refuse("parameter in the styles `label`, `matrix` and `deepObject`");
    }
    for (key, member) in value.as_object().into_iter().flatten() {
        converted.entry(key).or_insert_with(|| member.clone());
    }
    if let Some(example) = at.get("example") {
        converted.insert("x-example".into(), example.to_json());
    }
    Some(converted.into())
}

/// The headers of a response. One that is not written as a text is described as one.
pub(super) fn headers(response: &Located<'_>) -> Map<String, Value> {
    let header = |(name, at): (&str, Located<'_>)| {
        let at = at.resolve();
        let value = at.get("schema").and_then(|schema| text_value(&schema));
        let mut header = value.unwrap_or_else(|| json!({ "type": "string" })).as_object().cloned().unwrap_or_default();
        copy(&at, &["description"], &mut header);
        (name.to_owned(), header.into())
    };
    response.members("headers").map(header).collect()
}

/// A part of a form.
pub(super) fn form_part(name: &str, at: &Located<'_>, required: bool) -> Option<Value> {
    let schema = at.resolve();
    let is_file = schema.text("type") == Some("string") && schema.text("format") == Some("binary");
    let mut value = if is_file { json!({ "type": "file" }) } else { text_value(at)? };
    value["name"] = name.into();
    value["in"] = "formData".into();
    value["required"] = required.into();
    if value["type"] == "array" {
        value["collectionFormat"] = "multi".into();
    }
    Some(value)
}

/// The schema of a value that is written as text: what Swagger 2.0 says beside the name. One without a type is a text;
/// none for an object and for a choice.
fn text_value(schema: &Located<'_>) -> Option<Value> {
    let mut parts = Vec::new();
    collect_parts(schema, &mut parts)?;
    let member = |key: &str| parts.iter().find_map(|part| part.get(key));
    if ["oneOf", "anyOf", "not", "properties"].iter().any(|key| member(key).is_some()) {
        return None;
    }
    let kind = member("type").and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_else(|| "string".to_owned());
    let mut value = json!({ "type": kind });
    match kind.as_str() {
        "object" => return None,
        "array" => value["items"] = text_value(&member("items")?)?,
        _ => {}
    }
    for key in CONSTRAINTS.into_iter().chain(["description"]) {
        if let Some(constraint) = member(key) {
            value[key] = constraint.to_json();
        }
    }
    if member("nullable").is_some_and(|it| it.as_bool() == Some(true)) {
        value["x-nullable"] = true.into();
    }
    let mut extensions = Map::new();
    parts.iter().for_each(|part| copy(part, &[], &mut extensions));
    for (key, extension) in extensions {
        value[key] = extension;
    }
    Some(value)
}

/// A schema, and what it is composed of, with the schema itself first; none if there are more than values that are
/// written as text ever have.
fn collect_parts<'a>(schema: &Located<'a>, parts: &mut Vec<Located<'a>>) -> Option<()> {
    const MAX_PARTS: usize = 100;
    let schema = schema.resolve();
    parts.push(schema.clone());
    schema.elements("allOf").try_for_each(
        |part| {
            if parts.len() < MAX_PARTS { collect_parts(&part, parts) } else { None }
        },
    )
}
