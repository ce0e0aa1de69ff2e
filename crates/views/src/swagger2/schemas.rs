//! Schemas.

use openapi::Located;
use serde_json::{Map, Value, json};

use super::document::reference;
use super::unsupported::Unsupported;

/// What Swagger 2.0 knows no name for.
const EXTENSIONS: [&str; 6] = ["nullable", "oneOf", "anyOf", "not", "writeOnly", "deprecated"];

/// A schema, with all that it holds.
pub(super) fn convert(at: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> Value {
    if at.text("$ref").is_some() {
        return reference(at).unwrap_or_else(|| {
            unsupported.push(Unsupported::at(at, "reference to a schema without a name"));
            json!({})
        });
    }
    let mut converted = Map::new();
    for (key, _) in at.as_object().into_iter().flat_map(|object| object.iter()) {
        let Some(member) = at.get(key) else { continue };
        let value = match key {
            "items" | "not" => convert(&member, unsupported),
            "additionalProperties" if member.is_object() => convert(&member, unsupported),
            "allOf" | "oneOf" | "anyOf" => at.elements(key).map(|part| convert(&part, unsupported)).collect(),
            "properties" => {
                at.members(key).map(|(name, property)| (name.to_owned(), convert(&property, unsupported))).collect()
            }
            "discriminator" => {
                discriminator(at, &member, &mut converted);
                continue;
            }
            _ => member.to_json(),
        };
        let name = if EXTENSIONS.contains(&key) { format!("x-{key}") } else { key.to_owned() };
        converted.insert(name, value);
    }
    converted.into()
}

/// A discriminator is the name of a required property of the schema that is built upon.
fn discriminator(schema: &Located<'_>, at: &Located<'_>, converted: &mut Map<String, Value>) {
    let Some(name) = at.text("propertyName") else { return };
    let is_required = schema.elements("required").any(|required| required.as_str() == Some(name));
    let is_property = schema.members("properties").any(|(property, _)| property == name);
    if is_required && is_property {
        converted.insert("discriminator".into(), name.into());
    }
    if !(is_required && is_property) || at.get("mapping").is_some() {
        converted.insert("x-discriminator".into(), at.to_json());
    }
}
