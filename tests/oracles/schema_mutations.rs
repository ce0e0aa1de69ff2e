//! Mutations of a JSON Schema: each rule that it has removed, and rules that it does not have added.

use openapi::pointer;
use serde_json::{Value, json};

/// Every schema that differs from this one in one rule, with what was done.
pub fn schema_mutations(schema: &Value) -> Vec<(String, Value)> {
    let mut mutations = Vec::new();
    for place in places(schema, "") {
        for (what, part) in changed(schema.pointer(&place).unwrap()) {
            let mut whole = schema.clone();
            *whole.pointer_mut(&place).unwrap() = part;
            mutations.push((format!("{what} at `{place}`"), whole));
        }
    }
    mutations
}

/// Pointers of the schemas in a schema, itself the first.
fn places(schema: &Value, place: &str) -> Vec<String> {
    let mut found = vec![place.to_owned()];
    for keyword in ["properties", "$defs", "anyOf", "allOf", "items"] {
        let below = pointer::child(place, keyword);
        match (keyword, schema.get(keyword)) {
            ("items", Some(items)) => found.extend(places(items, &below)),
            (_, Some(Value::Object(members))) => {
                found.extend(members.iter().flat_map(|(name, part)| places(part, &pointer::child(&below, name))));
            }
            (_, Some(Value::Array(parts))) => {
                let parts = parts.iter().enumerate();
                found.extend(parts.flat_map(|(index, part)| places(part, &pointer::element(&below, index))));
            }
            _ => {}
        }
    }
    found
}

fn changed(schema: &Value) -> Vec<(String, Value)> {
    let mut changed = Vec::new();
    let mut change = |what: String, edit: &dyn Fn(&mut Value)| {
        let mut schema = schema.clone();
        edit(&mut schema);
        changed.push((what, schema));
    };
    let without = |keyword: &str, schema: &mut Value| drop(schema.as_object_mut().unwrap().remove(keyword));
    // Formats of numbers are not asserted, so it makes no difference to remove one; nor the type beside its values.
    let is_number = ["integer", "number"].iter().any(|number| takes(schema, number));
    let is_asserted = |keyword: &&str| match *keyword {
        "format" => !is_number,
        "type" => schema.get("enum").is_none(),
        _ => true,
    };
    let rules = ["type", "format", "enum", "pattern", "minLength", "maxLength", "anyOf", "$ref", "items"];
    for keyword in rules.into_iter().filter(|keyword| schema.get(*keyword).is_some()).filter(is_asserted) {
        change(format!("no {keyword}"), &|schema| without(keyword, schema));
    }
    if schema["type"].is_array() && takes(schema, "null") {
        change("no null".to_owned(), &|schema| schema["type"].as_array_mut().unwrap().retain(|name| name != "null"));
    }
    if let Some(values) = schema.get("x-extensible-enum") {
        change("a closed enumeration".to_owned(), &|schema| schema["enum"] = values.clone());
    }
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for name in &required {
        let others: Vec<_> = required.iter().filter(|other| *other != name).collect();
        change(format!("{name} optional"), &|schema| schema["required"] = json!(others));
    }
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    for (name, _) in properties.filter(|(name, _)| !required.iter().any(|known| known == *name)) {
        let more = [required.as_slice(), &[json!(name)]].concat();
        change(format!("`{name}` required"), &|schema| schema["required"] = json!(more));
    }
    if takes(schema, "object") {
        change("no unknown property".to_owned(), &|schema| schema["additionalProperties"] = json!(false));
    }
    changed
}

fn takes(schema: &Value, type_name: &str) -> bool {
    match schema.get("type") {
        Some(Value::Array(names)) => names.iter().any(|name| name == type_name),
        known => known.is_some_and(|known| known == type_name),
    }
}
