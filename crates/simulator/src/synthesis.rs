//! A value for a schema that comes without an example.

use serde_json::{Map, Value, json};

use crate::schema::Schemas;

/// How deep a value is made; a schema may contain itself without end.
const DEEPEST: usize = 8;
/// How many elements an array is given at most, whatever its schema asks for.
const MOST_ELEMENTS: u64 = 16;
/// How long a text is made at most, whatever its schema asks for.
const LONGEST_TEXT: u64 = 1024;

/// The smallest value that the schema allows: required properties only.
///
/// Rules that an example has to satisfy rather than a program (`pattern`, `multipleOf`, `not`, …) are not
/// considered.
pub(crate) fn synthesize(schemas: &Schemas<'_>) -> Value {
    value(schemas, DEEPEST)
}

fn value(schemas: &Schemas<'_>, depth: usize) -> Value {
    if let Some(given) = ["example", "default"].iter().find_map(|it| schemas.keyword(it)) {
        return given.clone();
    }
    let mut lists = ["enum", "x-extensible-enum"].iter().filter_map(|it| schemas.keyword(it));
    if let Some(first) = lists.find_map(|list| list.get(0)) {
        return first.clone();
    }
    match schemas.keyword("type").and_then(Value::as_str) {
        Some("string") => Value::from(text(schemas)),
        Some("integer" | "number") => number(schemas),
        Some("boolean") => Value::from(true),
        Some("array") => array(schemas, depth),
        _ => object(schemas, depth),
    }
}

fn object(schemas: &Schemas<'_>, depth: usize) -> Value {
    let mut members = Map::new();
    if depth > 0 {
        let lists = schemas.nodes.iter().filter_map(|node| node.get("required")?.as_array());
        for name in lists.flatten().filter_map(Value::as_str) {
            members.insert(name.to_owned(), value(&schemas.property(name), depth - 1));
        }
    }
    Value::Object(members)
}

fn array(schemas: &Schemas<'_>, depth: usize) -> Value {
    let least = schemas.keyword("minItems").and_then(Value::as_u64).unwrap_or(0);
    if depth == 0 {
        return json!([]);
    }
    let items = schemas.items();
    (0..least.min(MOST_ELEMENTS)).map(|_| value(&items, depth - 1)).collect()
}

fn text(schemas: &Schemas<'_>) -> String {
    let known = match schemas.keyword("format").and_then(Value::as_str) {
        Some("date-time") => "2020-01-01T00:00:00Z",
        Some("date") => "2020-01-01",
        Some("time") => "00:00:00Z",
        Some("duration") => "PT0S",
        Some("uuid") => "00000000-0000-0000-0000-000000000000",
        Some("uri" | "url" | "iri") => "https://example.com/",
        Some("email") => "someone@example.com",
        Some("hostname") => "example.com",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte") => "",
        _ => return plain_text(schemas),
    };
    known.to_owned()
}

fn plain_text(schemas: &Schemas<'_>) -> String {
    let length = |keyword| schemas.keyword(keyword).and_then(Value::as_u64);
    let word = "string";
    let least = length("minLength").unwrap_or(0).min(LONGEST_TEXT);
    let most = length("maxLength").unwrap_or(LONGEST_TEXT);
    let wanted = (word.len() as u64).max(least).min(most) as usize;
    word.chars().cycle().take(wanted).collect()
}

fn number(schemas: &Schemas<'_>) -> Value {
    // OpenAPI 3.0 writes an exclusive bound as a flag beside the bound.
    let bound = |keyword, exclusive, step: f64| {
        let open = schemas.keyword(exclusive).and_then(Value::as_bool).unwrap_or(false);
        let bound = schemas.keyword(keyword)?.as_f64()?;
        Some(if open { bound + step } else { bound })
    };
    let least = bound("minimum", "exclusiveMinimum", 1.0).unwrap_or(f64::MIN);
    let most = bound("maximum", "exclusiveMaximum", -1.0).unwrap_or(f64::MAX);
    let number = 0.0_f64.max(least).min(most);
    if number.fract() == 0.0 && number.abs() < 1e15 { Value::from(number as i64) } else { Value::from(number) }
}
