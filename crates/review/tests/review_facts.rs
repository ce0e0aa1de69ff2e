//! The facts leave nothing of a document out: whatever is written is reported, and whatever changes is a change.

use std::collections::{BTreeMap, BTreeSet};

use openapi::{Document, Node, Pointer};
use serde_json::{Value, json};

const DOCUMENTS: &[(&str, &str)] = &[
    ("spec", include_str!("../../../spec/openapi.yaml")),
    ("wide", include_str!("documents/wide.yaml")),
    ("odd", include_str!("documents/odd.yaml")),
    ("wide_3_1", include_str!("documents/wide_3_1.yaml")),
];

/// Leaves that may change without any word: pointers, and why.
const SILENT: &[(&str, &str, &str)] = &[
    ("wide", "/paths/~1things~1{id}~1{part}/get/responses/4XX/$ref", "the other component refers to the same response"),
    (
        "wide",
        "/paths/~1things~1{id}~1{part}/post/responses/200/$ref",
        "the other component is another name of the same",
    ),
    (
        "odd",
        "/paths/~1a/get/responses/202/content/application~1json/schema/allOf/1/maxLength",
        "a tighter one holds beside it",
    ),
    (
        "odd",
        "/paths/~1a/get/responses/202/content/application~1json/schema/allOf/2/minLength",
        "a tighter one holds beside it",
    ),
];

fn parse(name: &str, text: &str) -> Document {
    Document::parse(name, text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The leaves of a tree: scalars, empty lists and empty objects, by their pointers.
fn leaves(tree: &Value) -> BTreeMap<Pointer, Value> {
    let mut found = BTreeMap::new();
    let mut pending = vec![(Pointer::root(), tree)];
    while let Some((at, value)) = pending.pop() {
        match value {
            Value::Object(members) if !members.is_empty() => {
                pending.extend(members.iter().map(|(key, member)| (at.child(key), member)));
            }
            Value::Array(elements) if !elements.is_empty() => {
                pending.extend(elements.iter().enumerate().map(|(index, value)| (at.index(index), value)));
            }
            _ => {
                found.insert(at, value.clone());
            }
        }
    }
    found
}

/// Other values for a leaf, the first of which that makes a document is taken.
fn others(root: &Value, at: &Pointer, value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Number(number) => match number.as_i64() {
            Some(number) => vec![json!(number + 1)],
            None => vec![json!(0.75)],
        },
        Value::String(text) => {
            let mut others = Vec::new();
            if at.last() == "$ref" {
                // Another part of the same kind.
                let siblings = text
                    .trim_start_matches('#')
                    .rsplit_once('/')
                    .and_then(|(parent, _)| parent.parse::<Pointer>().ok());
                if let Some(parent) = siblings
                    && let Some(members) = root.pointer(&parent.to_string()).and_then(Value::as_object)
                {
                    others.extend(members.keys().map(|key| json!(format!("#{}", parent.child(key)))));
                }
                others.retain(|other| other.as_str() != Some(text));
            }
            for word in [
                "query",
                "header",
                "array",
                "object",
                "deepObject",
                "matrix",
                "spaceDelimited",
                "http",
                "apiKey",
                "3.0.2",
            ] {
                others.push(json!(word));
            }
            // Free texts come first, where they are allowed.
            others.insert(0, json!(format!("{text}-other")));
            others.retain(|other| other.as_str() != Some(text));
            others
        }
        Value::Null => vec![json!("something")],
        Value::Array(_) => vec![
            json!(["something"]),
            json!([{"url": "https://something"}]),
            json!([{"name": "something", "in": "query"}]),
            json!([{"name": "something"}]),
            json!([{}]),
            json!([1]),
        ],
        Value::Object(_) => vec![
            json!({"something": 1}),
            json!({"something": {}}),
            json!({"something": []}),
            json!({"something": "text"}),
            json!({"something": {"description": "text"}}),
            json!({"something": {"default": "text"}}),
            json!({"200": {"description": "text"}}),
        ],
    }
}

fn lines(document: &Document) -> Result<Vec<String>, String> {
    let facts = review::facts(document).map_err(|problems| problems.to_string())?;
    Ok(facts.iter().map(ToString::to_string).collect())
}

/// Fields that a fact of another pointer contains, and which; that each of them counts is shown by changing it.
const CONTAINED: &[(&str, &str)] = &[
    ("$ref", "what it refers to is reported"),
    ("in", "part of the key of the parameter"),
    ("name", "part of the key of the parameter"),
    ("required", "the part is a required one"),
    ("url", "the key of the server"),
    ("exclusiveMaximum", "part of the maximum"),
    ("exclusiveMinimum", "part of the minimum"),
];

/// Leaves that are contained in a fact where their field is not: pointers, and why.
const CONTAINED_HERE: &[(&str, &str)] = &[
    ("/components/schemas/Mixed/properties/d/enum/0/a", "the value of the list that it is part of"),
    ("/components/schemas/Mixed/properties/d/enum/1/0", "the value of the list that it is part of"),
    ("/components/schemas/Unused/additionalProperties", "an empty schema states nothing, and nothing uses it"),
    ("/paths/~1b/get/security/2/key", "the scheme is the key of the requirement"),
    ("/paths/~1b/put/responses", "there are none"),
    ("/components/schemas/Thing/properties/either/oneOf/2/type", "null is allowed"),
    ("/components/schemas/Thing/properties/owner/anyOf/1/type", "null is allowed"),
    ("/paths/~1lists/post/responses/200/content/application~1json/schema", "`true` states nothing"),
];

fn is_contained(leaf: &Pointer) -> bool {
    let is_of_list = leaf.parent().is_some_and(|list| list.last() == "required");
    let is_known = CONTAINED.iter().any(|(name, _)| leaf.last() == *name);
    is_of_list || is_known || CONTAINED_HERE.iter().any(|(pointer, _)| *pointer == leaf.to_string())
}

#[test]
fn every_leaf_is_part_of_a_fact() {
    let mut missing = Vec::new();
    for (name, text) in DOCUMENTS {
        let document = parse(name, text);
        let facts = review::facts(&document).unwrap_or_else(|problems| panic!("{problems}"));
        let own: BTreeSet<&Pointer> = facts.iter().flat_map(|fact| &fact.pointers).collect();
        // Facts whose value is more than a leaf: an example, a default, an extension.
        let values = facts.iter().filter(|fact| fact.value.as_ref().is_some_and(|v| v.is_object() || v.is_array()));
        let values: BTreeSet<&Pointer> = values.flat_map(|fact| &fact.pointers).collect();
        for leaf in leaves(&document.root().to_json()).keys() {
            let is_within = || leaf.ancestors().any(|at| values.contains(at));
            if !own.contains(leaf) && !is_within() && !is_contained(leaf) {
                missing.push(format!("{name}: {leaf}"));
            }
        }
    }
    assert!(missing.is_empty(), "{} leaves are in no fact:\n{}", missing.len(), missing.join("\n"));
}

/// Changes each leaf alone. A change shows in the facts, and is reported.
fn mutate(name: &str, text: &str, step: usize) {
    let base = parse(name, text);
    let root = base.root().to_json();
    let before = lines(&base).unwrap();
    let (mut quiet, mut run, mut skipped) = (Vec::new(), 0, Vec::new());
    for (leaf, value) in leaves(&root).into_iter().step_by(step) {
        let mut is_run = false;
        for other in others(&root, &leaf, &value) {
            let mut tree = root.clone();
            *tree.pointer_mut(&leaf.to_string()).unwrap() = other.clone();
            let head = Document::from_node("head", Node::from(&tree));
            let Ok(after) = lines(&head) else { continue };
            is_run = true;
            run += 1;
            let review = review::compare(&base, &head, &[]).unwrap_or_else(|problems| panic!("{problems}"));
            let mut missing = Vec::new();
            if before == after {
                missing.push("facts");
            }
            if review.changes.is_empty() {
                missing.push("changes");
            }
            if !missing.is_empty()
                && !SILENT.iter().any(|(document, at, _)| *document == name && *at == leaf.to_string())
            {
                quiet.push(format!("{leaf}: {value} to {other} shows in no {}", missing.join(" and no ")));
            }
            break;
        }
        // A reference may have nowhere else to lead, and a header has one style.
        let is_single = leaf.last() == "$ref" || leaf.tokens().contains(&"headers") && leaf.last() == "style";
        if !is_run && !is_single {
            skipped.push(leaf);
        }
    }
    assert!(run > 50 && skipped.is_empty(), "{name}: only {run} leaves were changed, not {skipped:#?}");
    assert!(quiet.is_empty(), "{name}: {} of {run} changes are quiet:\n{}", quiet.len(), quiet.join("\n"));
}

#[test]
fn every_change_of_a_leaf_of_the_wide_document_is_reported() {
    mutate(DOCUMENTS[1].0, DOCUMENTS[1].1, 1);
}

#[test]
fn every_change_of_a_leaf_of_the_odd_document_is_reported() {
    mutate(DOCUMENTS[2].0, DOCUMENTS[2].1, 1);
}

#[test]
fn every_change_of_a_leaf_of_the_wide_document_of_3_1_is_reported() {
    mutate(DOCUMENTS[3].0, DOCUMENTS[3].1, 1);
}

#[test]
fn every_change_of_a_leaf_of_the_project_s_contract_is_reported() {
    // One leaf of five, since there are many alike; all of them take a minute.
    mutate(DOCUMENTS[0].0, DOCUMENTS[0].1, 5);
}

/// The wide documents are as wide as they say: they have every field that the specification knows.
#[test]
fn the_wide_document_has_all_kinds_of_facts() {
    let wide = [DOCUMENTS[1], DOCUMENTS[3]].into_iter();
    let text: Vec<String> = wide.flat_map(|(name, text)| lines(&parse(name, text)).unwrap()).collect();
    let text = text.join("\n");
    let known: BTreeSet<String> =
        review::rules().filter_map(|rule| Some(rule.as_str().rsplit_once('-')?.0.to_owned())).collect();
    // What only a comparison reports, and what has another name in a fact.
    let reported_otherwise = [
        "alternative-order",
        "covered-status",
        "covered-security",
        "repeated-server",
        "closed-property",
        "closed-pattern-property",
        "fixed-media-type",
        "required-default",
        "required-read-only",
        "optional-nullable",
        "required",
        "parameter-order",
        "unused",
        "operation",
    ];
    let missing: Vec<String> = known
        .into_iter()
        .map(|kind| {
            let directions = ["request-", "response-"];
            let name = directions.iter().find_map(|direction| kind.strip_prefix(direction)).unwrap_or(&kind);
            name.to_owned()
        })
        .filter(|kind| !reported_otherwise.contains(&kind.as_str()))
        .filter(|kind| !text.contains(&format!(": {kind}")))
        .collect();
    assert!(missing.is_empty(), "no fact of {missing:?}");
}

/// An extension of the project's own has a row of the table, so that somebody has decided what its changes mean.
#[test]
fn every_extension_of_the_project_s_contract_has_a_row() {
    let lines = lines(&parse(DOCUMENTS[0].0, DOCUMENTS[0].1)).unwrap();
    let rules = [": extension", ": wire-extension", ": source-extension", ": compatible-extension"];
    let generic: Vec<_> = lines.iter().filter(|line| rules.iter().any(|rule| line.contains(rule))).collect();
    assert!(generic.is_empty(), "{generic:#?}");
}
