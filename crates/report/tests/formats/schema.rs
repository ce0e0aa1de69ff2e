//! The JSON is what its schema describes, and nothing else is.

use report::{Display, Format, Sources};
use serde_json::{Value, json};

use crate::sample::{findings_shown, no_change, shown};

fn outputs() -> [(Value, Value); 3] {
    let parse = |text: String| serde_json::from_str(&text).unwrap();
    let no_change = report::review(&no_change(), Format::Json, &Sources::default(), Display::default());
    [
        (parse(shown(Format::Json)), report::review_schema()),
        (parse(no_change), report::review_schema()),
        (parse(findings_shown(Format::Json)), report::findings_schema()),
    ]
}

#[test]
fn every_output_is_as_its_schema_says() {
    for (output, schema) in outputs() {
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        let errors: Vec<_> = schema.iter_errors(&output).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

/// Anything may be the value of these.
fn is_free(pointer: &str) -> bool {
    pointer.starts_with("/changes/") && pointer.split('/').nth(3).is_some_and(|name| ["old", "new"].contains(&name))
}

/// The pointers of all values.
fn pointers(value: &Value, pointer: &str, all: &mut Vec<String>) {
    all.push(pointer.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, member)| pointers(member, &format!("{pointer}/{key}"), all));
        }
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, element)| {
                pointers(element, &format!("{pointer}/{index}"), all);
            });
        }
        _ => {}
    }
}

#[test]
fn no_other_document_is() {
    for (output, schema) in outputs() {
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        let mut all = Vec::new();
        pointers(&output, "", &mut all);
        let change = |pointer: &str, change: &dyn Fn(&mut Value)| {
            let mut changed = output.clone();
            change(changed.pointer_mut(pointer).unwrap());
            changed
        };
        for pointer in all.iter().filter(|pointer| !is_free(pointer)) {
            let value = output.pointer(pointer).unwrap();
            let wrong = if value.is_object() || value.is_array() { json!("x") } else { json!({"x": 1}) };
            assert!(!schema.is_valid(&change(pointer, &|value| *value = wrong.clone())), "{pointer} as {wrong}");
            let wrong = if value.is_string() { json!(7) } else { json!(-7.5) };
            assert!(!schema.is_valid(&change(pointer, &|value| *value = wrong.clone())), "{pointer} as {wrong}");
            for key in value.as_object().into_iter().flatten().map(|(key, _)| key) {
                let without = change(pointer, &|value| drop(value.as_object_mut().unwrap().remove(key)));
                assert!(!schema.is_valid(&without), "{pointer} without {key}");
            }
            if value.is_object() {
                let with_more = change(pointer, &|value| value["more"] = json!(1));
                assert!(!schema.is_valid(&with_more), "{pointer} with more");
            }
        }
    }
    let [(output, schema), ..] = outputs();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    for (pointer, wrong) in [
        ("/changes/0/tier", json!("grave")),
        ("/changes/0/fingerprint", json!("0123")),
        ("/changes/0/group", json!("0123")),
        ("/changes/0/head/line", json!(0)),
        ("/unmatchedApprovals/0/reason", json!("why")),
    ] {
        let mut changed = output.clone();
        *changed.pointer_mut(pointer).unwrap() = wrong.clone();
        assert!(!schema.is_valid(&changed), "{pointer} as {wrong}");
    }
}

/// A schema that names a rule names one of the table.
#[test]
fn the_rules_of_the_schemas_exist() {
    let of_review: Vec<String> = review::rules().map(|rule| rule.to_string()).collect();
    let of_lint: Vec<String> = lint::rules().map(|rule| rule.id.to_owned()).collect();
    for (schema, name, ids) in
        [(report::review_schema(), "Change", of_review), (report::findings_schema(), "Finding", of_lint)]
    {
        let rule = &schema["$defs"][name]["properties"]["rule"];
        let examples = rule["examples"].as_array().unwrap();
        assert!(!examples.is_empty());
        assert!(examples.iter().all(|example| ids.iter().any(|id| example == id)), "{examples:?}");
        // Nothing else in a description is written like an id.
        let text = schema.to_string();
        let code = text.split('`').skip(1).step_by(2);
        let like_ids =
            code.filter(|code| code.contains('-') && code.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
        assert_eq!(like_ids.filter(|code| ids.iter().all(|id| id != code)).collect::<Vec<_>>(), [""; 0]);
    }
}
