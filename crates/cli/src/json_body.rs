//! A whole body in a file: read, and held against the contract before it is sent.
//!
//! A property that the contract does not know is refused. The service compares keys with regard to case, and ignores what
//! it does not know: to send it would be to lose it, and to drop it would be to send less than the file says.

use std::path::Path;
use std::time::Duration;

use openapi::{Document, Node, Pointer, Problems, Schema};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::input_file::{self, Limits};
use crate::value_rules;

const LIMITS: Limits = Limits { size: 1 << 20, time: Duration::from_secs(10) };

/// The body in a file.
///
/// # Errors
///
/// What is wrong with it, in one sentence, with line and column where there are any.
pub fn read(file: &Path, schema: Option<&Schema<'_>>) -> Result<Value, String> {
    let text = input_file::read(file, LIMITS)?;
    let document = parse(&text)?;
    if let Some(schema) = schema {
        check(&document, schema)?;
    }
    Ok(document.root().to_json())
}

/// JSON whose keys are there once.
fn parse(text: &str) -> Result<Document, String> {
    // What reads documents takes YAML too.
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| format!("it is not JSON: {error}"))?;
    Document::parse("", text).map_err(|problems| first(&problems))
}

fn kind(value: &Node) -> &'static str {
    match value {
        _ if value.is_null() => "null",
        _ if value.is_boolean() => "true or false",
        _ if value.is_number() => "a number",
        _ if value.is_string() => "a string",
        _ if value.is_array() => "an array",
        _ => "an object",
    }
}

/// Whether a value that is not null is of a type of JSON Schema.
fn is_of(value: &Node, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        // Whether a number is whole is for its type to say.
        _ => value.is_number(),
    }
}

fn check(document: &Document, schema: &Schema<'_>) -> Result<(), String> {
    let mut problems = Vec::new();
    collect(document.root(), &Pointer::root(), schema, &mut |pointer, message| {
        problems.push(document.problem(pointer, message));
    });
    Problems::check(problems).map_err(|problems| first(&problems))
}

/// The first problem, without the name of the file.
fn first(problems: &Problems) -> String {
    let Some(problem) = problems.iter().next() else { return String::new() };
    let position = problem.position.map(|position| format!("{position}: ")).unwrap_or_default();
    let pointer = if problem.pointer.is_root() { String::new() } else { format!("{}: ", problem.pointer) };
    format!("{position}{pointer}{}", problem.message)
}

/// Reports what the contract does not take of a value, and of what is in it.
fn collect(value: &Node, pointer: &Pointer, schema: &Schema<'_>, report: &mut dyn FnMut(&Pointer, String)) {
    let known: Vec<&str> = schema.properties().into_iter().map(|(name, _)| name).collect();
    let implied = if known.is_empty() { Vec::new() } else { vec!["object"] };
    let types = schema.types().unwrap_or(implied);
    let is_allowed = if value.is_null() { schema.allows_null() } else { types.iter().any(|name| is_of(value, name)) };
    if !types.is_empty() && !is_allowed {
        return report(pointer, format!("this is {}; expected: {}", kind(value), types.join(" or ")));
    }
    if let Some(members) = value.as_object() {
        for name in schema.required().into_iter().filter(|name| !members.contains_key(name)) {
            report(pointer, format!("`{name}` is missing"));
        }
        // What an open object keeps is said by `additionalProperties`; without it, generated types drop it. Which of several
        // alternatives is meant is for its type to say.
        let has_alternatives = ["oneOf", "anyOf"].iter().any(|name| schema.keyword(name).is_some());
        let keeps_more = schema.keyword("additionalProperties").is_some_and(|more| more.as_bool() != Some(false));
        let is_open = known.is_empty() || has_alternatives || keeps_more;
        for (name, member) in members.iter() {
            let pointer = pointer.child(name);
            match schema.property(name) {
                Some(schema) => collect(member, &pointer, &schema, report),
                None if is_open => {}
                None => report(&pointer, unknown(name, &known)),
            }
        }
    }
    for (index, element) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(schema) = schema.items() {
            collect(element, &pointer.index(index), &schema, report);
        }
    }
    if let Some(problem) = value.as_str().and_then(|text| value_rules::problem(schema, text)) {
        report(pointer, problem);
    }
}

/// What is wrong with a property of this name.
fn unknown(name: &str, known: &[&str]) -> String {
    match known.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(known) => format!("there is no such property: write `{known}`, in this case"),
        None => format!("there is no such property: it takes {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const SCHEMA: &str = "
        type: object
        required: [Reason]
        properties:
          Reason: {type: string, minLength: 1}
          Part: {type: string, pattern: '^[0-9]{3}$', description: Three digits.}
          Labels: {type: object, additionalProperties: {type: string, minLength: 1}}
          Steps:
            type: array
            items: {type: object, properties: {Name: {type: string}}}
          Open: {type: object, properties: {a: {type: string}}, additionalProperties: {}}
          Any: {type: object}
          Either: {type: object, properties: {a: {}}, oneOf: [{properties: {b: {}}}]}";

    fn read(bytes: &[u8]) -> Result<Value, String> {
        let document = Document::parse("schema.yaml", SCHEMA).unwrap();
        let schema = Schema::of(document.root(), document.root());
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), bytes).unwrap();
        super::read(file.path(), Some(&schema))
    }

    #[test]
    fn a_body_is_read_as_it_is() {
        let text = r#"{"Reason": "é", "Part": "123", "Labels": {"x": "y"}, "Steps": [{"Name": "n"}],
            "Open": {"b": 1}, "Any": {"c": [null, 1.50, 12345678901234567]}, "Either": {"b": 1}}"#;
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(read(text.as_bytes()), Ok(value.clone()));
        assert_eq!(read(format!("\u{feff}{text}\r\n").as_bytes()), Ok(value.clone()));
        let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16), Ok(value));
    }

    #[test]
    fn a_body_that_is_no_object_is_read_where_the_contract_has_one() {
        let document = Document::parse("schema.yaml", "{type: array, items: {type: string, minLength: 1}}").unwrap();
        let schema = Schema::of(document.root(), document.root());
        let file = tempfile::NamedTempFile::new().unwrap();
        for (text, is_read) in [("[\"a\"]", true), ("[\"\"]", false), ("[1]", false), ("{}", false)] {
            fs::write(file.path(), text).unwrap();
            assert_eq!(super::read(file.path(), Some(&schema)).is_ok(), is_read, "{text}");
        }
    }

    #[test]
    fn what_would_be_lost_or_refused_is_an_error() {
        let table = [
            ("[\"a\"]", "this is an array; expected: object"),
            ("null", "this is null; expected: object"),
            ("\"a\"", "this is a string; expected: object"),
            ("1", "this is a number; expected: object"),
            ("true", "this is true or false; expected: object"),
            ("", "it is not JSON"),
            ("Reason: a", "it is not JSON"),
            ("{\"Reason\": \"a\",}", "it is not JSON"),
            ("{\"Reason\": \"a\"} {}", "it is not JSON"),
            ("{\"Reason\": \"a\", \"Reason\": \"b\"}", "Reason"),
            ("{}", "`Reason` is missing"),
            ("{\"reason\": \"a\", \"Reason\": \"b\"}", "1:2: /reason: there is no such property: write `Reason`"),
            ("{\"Reason\": \"a\", \"Why\": 1}", "/Why: there is no such property: it takes Reason, Part"),
            ("{\"Reason\": \"a\", \"Steps\": [{\"Nam\": 1}]}", "/Steps/0/Nam: there is no such property"),
            ("{\"Reason\": \" \"}", "/Reason: it is empty"),
            ("{\"Reason\": 5}", "/Reason: this is a number; expected: string"),
            ("{\"Reason\": null}", "/Reason: this is null; expected: string"),
            ("{\"Reason\": \"a\", \"Steps\": {}}", "/Steps: this is an object; expected: array"),
            ("{\"Reason\": \"a\", \"Labels\": {\"x\": \"\"}}", "/Labels/x: it is empty"),
            ("{\"Reason\": \"a\", \"Part\": \"12\"}", "/Part: expected: Three digits"),
        ];
        for (text, hint) in table {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
        }
    }
}
