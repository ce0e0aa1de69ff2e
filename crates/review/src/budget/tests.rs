use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::*;
use crate::differences::differences_within;
use crate::facts::facts_within;
use crate::policy::Treatments;
use crate::read::{read as read_graph, read_within};

/// A document whose operation answers with a schema.
fn document(schema: &Value) -> Document {
    let content = json!({"application/json": {"schema": schema}});
    let operation = json!({"operationId": "getA", "responses": {"200": {"description": "ok", "content": content}}});
    let root = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": operation}}});
    Document::from_node("long.json", Node::from(&root))
}

/// A property of a name, which has so many values.
fn enumeration(name: &str, values: usize) -> Value {
    let values: Vec<String> = (0..values).map(|index| format!("v{index}")).collect();
    json!({"type": "object", "properties": {name: {"type": "string", "enum": values}}})
}

/// Properties within each other.
fn nested(name: &str, depth: usize) -> Value {
    (0..depth).fold(json!({"type": "string"}), |schema, _| json!({"type": "object", "properties": {name: schema}}))
}

/// A text with so many values, and so many properties that are texts of this kind with a rule of their own.
fn composed(values: usize, properties: usize) -> Value {
    let values: Vec<String> = (0..values).map(|index| format!("v{index}")).collect();
    let text = json!({"$ref": "#/components/schemas/Text"});
    let property = |index: usize| (format!("p{index}"), json!({"allOf": [text, {"minLength": index}]}));
    let schema = json!({"type": "object", "properties": Value::Object((0..properties).map(property).collect())});
    let mut root = document(&schema).root().to_json();
    root["components"] = json!({"schemas": {"Text": {"type": "string", "enum": values}}});
    root
}

/// So many bytes for each byte of a document, and so many for any document.
#[derive(Clone, Copy)]
struct Bound(usize, usize);

/// What any document may take is small, so that small documents show what large ones do.
const BOUND: Bound = Bound(BYTES_PER_BYTE, 1 << 20);

impl Bound {
    fn budget(self, nodes: usize, bytes: usize) -> Budget {
        Budget { bytes: self.0 * bytes + self.1, ..Budget::new(nodes, bytes) }
    }
}

fn read(document: &Document, bound: Bound) -> Result<usize, Problems> {
    let bytes = bytes_of_document(document.root());
    read_within(document, &Treatments::default(), bytes, bound.budget(0, bytes)).map(|graph| graph.nodes().count())
}

fn facts(document: &Document, bound: Bound) -> Result<usize, BudgetExceeded> {
    let graph = read_graph(document, &Treatments::default()).unwrap();
    facts_within(&graph, bound.budget(graph.nodes().count(), graph.bytes())).map(|facts| facts.len())
}

fn differences(base: &Document, head: &Document, bound: Bound) -> Result<usize, BudgetExceeded> {
    let (base, head) =
        (read_graph(base, &Treatments::default()).unwrap(), read_graph(head, &Treatments::default()).unwrap());
    let budget = bound.budget(base.nodes().count() + head.nodes().count(), base.bytes() + head.bytes());
    differences_within(&base, &head, budget).map(|differences| differences.len())
}

#[test]
fn a_long_name_above_many_values_is_too_large() {
    let long = "n".repeat(4000);
    let documents = |name: &str| (document(&enumeration(name, 1)), document(&enumeration(name, 1000)));
    let ((few, many), (long_few, long_many)) = (documents("n"), documents(&long));
    assert!(read(&many, BOUND).is_ok());
    assert!(facts(&many, BOUND).unwrap() > 1000);
    assert_eq!(differences(&few, &many, BOUND), Ok(999));

    // Pointers share the name; the lines of the facts do not.
    assert!(read(&long_many, BOUND).is_ok());
    assert_eq!(facts(&long_many, BOUND), Err(BudgetExceeded::Bytes));
    let problems = BudgetExceeded::Bytes.problem(&long_many).to_string();
    assert!(problems.starts_with("long.json: /: its facts are too large to be reviewed"), "{problems}");
    assert_eq!(differences(&long_few, &long_many, BOUND), Err(BudgetExceeded::Bytes));
}

#[test]
fn long_names_within_each_other_count_each_time() {
    let (short, long) = (document(&nested("n", 90)), document(&nested(&"n".repeat(1000), 90)));
    assert!(facts(&short, BOUND).unwrap() > 90);
    assert_eq!(facts(&long, Bound(BYTES_PER_BYTE / 4, 0)), Err(BudgetExceeded::Bytes));
    // A document is not deep enough for them to be too large.
    assert!(facts(&long, BOUND).unwrap() > 90);
}

#[test]
fn a_large_schema_that_many_are_composed_of_is_too_large() {
    let documents = |properties| {
        let root = composed(500, properties);
        let mut other = root.clone();
        other["components"]["schemas"]["Text"]["enum"] = json!(["v0"]);
        [root, other].map(|root| Document::from_node("composed.json", Node::from(&root)))
    };
    let [few, few_changed] = documents(5);
    assert!(facts(&few, BOUND).is_ok() && differences(&few, &few_changed, BOUND).unwrap() > 499);
    let [many, many_changed] = documents(150);
    assert!(read(&many, BOUND).is_ok());
    assert_eq!(facts(&many, BOUND), Err(BudgetExceeded::Bytes));
    assert_eq!(differences(&many, &many_changed, BOUND), Err(BudgetExceeded::Bytes));
}

/// Operations that all reach the same schemas, which refer to each other.
#[test]
fn schemas_that_all_operations_share_are_small_enough() {
    for (operations, expected) in [(10, 10_000..20_000), (300, 5_000..10_000)] {
        let reference = |index: usize| json!({"$ref": format!("#/components/schemas/S{index}")});
        let schema = |index: usize| {
            let property = |property: usize| (format!("property{property}"), reference((index * 7 + property) % 100));
            let properties = Value::Object((0..8).map(property).collect());
            (format!("S{index}"), json!({"type": "object", "maxProperties": index, "properties": properties}))
        };
        let mut root = document(&json!({})).root().to_json();
        root["components"] = json!({"schemas": Value::Object((0..100).map(schema).collect())});
        for index in 0..operations {
            let content = json!({"application/json": {"schema": reference(index % 100)}});
            root["paths"][format!("/{index}")]["get"] = json!({"operationId": format!("get{index}"), "responses": {"200": {"description": "ok", "content": content}}});
        }
        let document = Document::from_node("shared.json", Node::from(&root));
        let facts = facts(&document, Bound(BYTES_PER_BYTE, BYTES)).unwrap();
        // Of few operations each has all its facts; of many, the first has those that they share.
        assert!(expected.contains(&facts), "{facts}");
    }
}

#[test]
fn documents_need_far_less_than_they_may_take() {
    let quarter = Bound(BYTES_PER_BYTE / 4, 0);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in [
        "tests/documents/wide.yaml",
        "tests/documents/odd.yaml",
        "tests/documents/wide_3_1.yaml",
        "../../spec/openapi.yaml",
    ] {
        let parsed = Document::parse(file, &fs::read_to_string(folder.join(file)).unwrap()).unwrap();
        assert!(read(&parsed, quarter).is_ok(), "{file}");
        assert!(facts(&parsed, quarter).is_ok(), "{file}");
        assert!(differences(&document(&json!({})), &parsed, quarter).is_ok(), "{file}");
    }
}
