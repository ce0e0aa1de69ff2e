//! Documents of several files that refer to each other at random.

use std::collections::BTreeMap;

use document::{Node, Pointer};

use super::{FilePath, bundle};
use crate::{Contract, Document};

/// A generator of numbers (Knuth's linear congruential one): the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

const FILES: [&str; 4] = ["openapi.yaml", "a.yaml", "x/b.yaml", "x/c.yaml"];

/// What stands where a reference does.
#[derive(Clone, Copy)]
enum Referenced {
    Schema,
    Properties,
    Response,
    PathItem,
}

impl Referenced {
    /// Where one is, in the first file and in the others.
    fn fragments(self) -> [&'static str; 2] {
        match self {
            Self::Schema => ["#/components/schemas/S", "#/S"],
            Self::Properties => ["#/x-M", "#/M"],
            Self::Response => ["#/paths/~1b/get/responses/200", "#/R"],
            Self::PathItem => ["#/paths/~1b", "#/P"],
        }
    }
}

fn reference(numbers: &mut Numbers, from: usize, referenced: Referenced) -> String {
    let to = numbers.below(FILES.len());
    let path = match (FILES[from].starts_with("x/"), FILES[to].strip_prefix("x/")) {
        (true, Some(name)) => name.to_owned(),
        (true, None) => format!("../{}", FILES[to]),
        (false, _) => FILES[to].to_owned(),
    };
    let path = if from == to && numbers.below(2) == 0 { String::new() } else { path };
    let fragment = match numbers.below(24) {
        0 => numbers.one_of(&[
            "",
            "#/S",
            "#/S/properties/a",
            "#/S/items",
            "#/R",
            "#/R/content/m~1t/schema",
            "#/P",
            "#/P/get",
            "#/M",
            "#/components/schemas/T/properties/a",
            "#/paths/~1a",
            "#/none",
        ]),
        _ => referenced.fragments()[usize::from(to > 0)],
    };
    format!("{{$ref: '{path}{fragment}'}}")
}

fn schema(numbers: &mut Numbers, from: usize, depth: usize) -> String {
    if depth > 3 || numbers.below(3) == 0 {
        return reference(numbers, from, Referenced::Schema);
    }
    match numbers.below(5) {
        0 => "{type: string}".to_owned(),
        1 => format!("{{items: {}}}", schema(numbers, from, depth + 1)),
        2 => format!("{{properties: {}}}", reference(numbers, from, Referenced::Properties)),
        3 => format!("{{allOf: [{}], description: d}}", schema(numbers, from, depth + 1)),
        _ => format!(
            "{{properties: {{a: {}, b: {}}}}}",
            schema(numbers, from, depth + 1),
            schema(numbers, from, depth + 1)
        ),
    }
}

fn response(numbers: &mut Numbers, from: usize) -> String {
    match numbers.below(3) {
        0 => reference(numbers, from, Referenced::Response),
        _ => format!("{{description: d, content: {{m/t: {{schema: {}}}}}}}", schema(numbers, from, 0)),
    }
}

fn item(numbers: &mut Numbers, from: usize) -> String {
    match numbers.below(3) {
        0 => reference(numbers, from, Referenced::PathItem),
        _ => format!(
            "{{get: {{responses: {{'200': {}}}, callbacks: {{c: {{e: {}}}}}}}}}",
            response(numbers, from),
            if numbers.below(2) == 0 { reference(numbers, from, Referenced::PathItem) } else { "{}".to_owned() }
        ),
    }
}

fn file(numbers: &mut Numbers, from: usize) -> String {
    let mut text = String::new();
    if from == 0 {
        text += "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";
    }
    if from == 0 || numbers.below(3) == 0 {
        text += &format!("paths: {{/a: {}, /b: {}}}\n", item(numbers, from), item(numbers, from));
        text += &format!(
            "components: {{schemas: {{S: {}, T: {}}}}}\n",
            schema(numbers, from, 0),
            reference(numbers, from, Referenced::Schema)
        );
    }
    text += &format!("S: {}\n", schema(numbers, from, 0));
    text += &format!("R: {}\n", response(numbers, from));
    text += &format!("P: {}\n", item(numbers, from));
    text += &format!("M: {{k: {}}}\n", schema(numbers, from, 0));
    if from == 0 {
        text.replace("\nS:", "\nx-S:").replace("\nR:", "\nx-R:").replace("\nP:", "\nx-P:").replace("\nM:", "\nx-M:")
    } else {
        text
    }
}

/// Each node of the document is, but for its references, the node of its file that it is said to be.
fn is_where_it_says(document: &Document, files: &BTreeMap<&str, Document>, node: &Node, pointer: &Pointer) {
    let origin = document.origin(pointer);
    let own = files[origin.file].node(&origin.pointer);
    let Some(object) = node.as_object() else {
        let is_reference = pointer.last() == "$ref";
        assert!(is_reference || own == Some(node) || node.is_array(), "{pointer}: {}", origin.pointer);
        return;
    };
    for (key, child) in object.iter() {
        let below = pointer.child(key);
        is_where_it_says(document, files, child, &below);
    }
}

#[test]
fn whatever_files_refer_to_they_are_put_together() {
    let (mut sound, mut with_files) = (0, 0);
    for seed in 0..1000 {
        let mut numbers = Numbers(seed);
        let texts: Vec<String> = (0..FILES.len()).map(|from| file(&mut numbers, from)).collect();
        let documents: BTreeMap<&str, Document> =
            FILES.into_iter().zip(&texts).map(|(name, text)| (name, Document::parse(name, text).unwrap())).collect();
        let mut source: BTreeMap<String, String> =
            FILES.into_iter().zip(&texts).skip(1).map(|(name, text)| (name.to_owned(), text.clone())).collect();
        let bundled = bundle(documents[FILES[0]].clone(), FilePath::new(FILES[0]).unwrap(), &mut source);
        let document = bundled.document;
        is_where_it_says(&document, &documents, document.root(), &Pointer::root());
        with_files += usize::from(!document.files().is_empty());
        let Ok(contract) = Contract::new(document) else { continue };
        sound += 1;
        // As one file, it is the same contract.
        let one = Contract::parse("one.json", &contract.canonical_json()).unwrap();
        assert_eq!(one.root(), contract.root(), "{seed}");
        // What an extension says is nobody's reference.
        let root = contract.root().as_object().unwrap().iter();
        let texts: String =
            root.filter(|(key, _)| !key.starts_with("x-")).map(|(_, node)| format!("{node:?}")).collect();
        assert!(!texts.contains(".yaml"), "{seed}: {texts}");
    }
    assert!(sound > 50 && with_files > 600, "{sound} {with_files}");
}
