//! JSON values, held against a contract before they are sent.
//!
//! A property that the contract does not know is refused. The service compares keys with regard to case, and ignores what
//! it does not know: to send it would be to lose it, and to drop it would be to send less than its writer says.

use openapi::{Document, Node, Pointer, Problems, Schema};
use serde::de::IgnoredAny;

use super::text_rules::text_problem;

/// Reads JSON whose keys are there once.
///
/// # Errors
///
/// The first place where it is not, in one sentence, with line and column.
pub fn parse_json(text: &str) -> Result<Document, String> {
    // What reads documents takes YAML too.
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| format!("it is not JSON: {error}"))?;
    Document::parse("", text).map_err(|problems| first(&problems))
}

/// Holds a JSON value against a schema.
///
/// # Errors
///
/// The first problem, in one sentence, with line and column where there are any.
pub fn check_json(document: &Document, schema: &Schema<'_>) -> Result<(), String> {
    let problems = value_problems(document.root(), schema).into_iter();
    let problems = problems.map(|(pointer, message)| document.problem(&pointer, message));
    Problems::check(problems.collect()).map_err(|problems| first(&problems))
}

/// What the contract does not take of a value, and of what is in it; what a type of the contract alone can tell, as the
/// bounds of a number, is left to others.
pub fn value_problems(value: &Node, schema: &Schema<'_>) -> Vec<(Pointer, String)> {
    let mut problems = Vec::new();
    collect(value, &Pointer::root(), schema, &mut |pointer, message| problems.push((pointer.clone(), message)));
    problems
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
    if let Some(problem) = value.as_str().and_then(|text| text_problem(schema, text)) {
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
    use serde_json::Value;

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

    fn read(text: &str, schema: &str) -> Result<Value, String> {
        let schema = Document::parse("schema.yaml", schema).unwrap();
        let document = parse_json(text)?;
        check_json(&document, &Schema::of(schema.root(), schema.root()))?;
        Ok(document.root().to_json())
    }

    #[test]
    fn a_body_is_read_as_it_is() {
        let text = r#"{"Reason": "é", "Part": "123", "Labels": {"x": "y"}, "Steps": [{"Name": "n"}],
            "Open": {"b": 1}, "Any": {"c": [null, 1.50, 12345678901234567]}, "Either": {"b": 1}}"#;
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(read(text, SCHEMA), Ok(value));
    }

    #[test]
    fn a_body_that_is_no_object_is_read_where_the_contract_has_one() {
        let schema = "{type: array, items: {type: string, minLength: 1}}";
        for (text, is_read) in [("[\"a\"]", true), ("[\"\"]", false), ("[1]", false), ("{}", false)] {
            assert_eq!(read(text, schema).is_ok(), is_read, "{text}");
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
            let error = read(text, SCHEMA).unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
        }
    }
}
