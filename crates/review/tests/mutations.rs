//! Random mutations of wide documents: nothing panics, the table expects every change (which a debug assertion checks),
//! and no fact changes unnoticed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use openapi::{Document, Node, Pointer};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

/// The contract, and documents that use all that OpenAPI 3.0 and 3.1 have.
static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wide = fs::read_dir(folder.join("tests/documents")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = wide.collect();
    files.push(folder.join("../../spec/openapi.yaml"));
    files.sort();
    let read = |file: &PathBuf| {
        let name = file.display().to_string();
        Document::parse(&name, &fs::read_to_string(file).unwrap()).unwrap().root().to_json()
    };
    files.iter().map(read).collect()
});

/// What is done to a node of a document.
#[derive(Clone, Debug)]
enum Mutation {
    /// It is gone.
    Remove,
    /// Its value is another.
    Replace(Value),
    /// Its key is another.
    Rename(&'static str),
    /// It takes the value of another node.
    Copy(Index),
    /// A list has it twice, a map under another key too.
    Repeat,
    /// The elements of a list stand in reverse order.
    Reverse,
    /// It is wrapped in an `allOf` of one.
    Wrap,
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let keys = [
        "pattern",
        "nullable",
        "required",
        "additionalProperties",
        "get",
        "200",
        "default",
        "x-else",
        "else",
        "oneOf",
        "$ref",
        "const",
        "if",
        "anyOf",
        "contains",
    ];
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(7),
        json!(-1.5),
        json!("string"),
        json!("a{b}c"),
        json!([]),
        json!({}),
        json!(["a"]),
        json!({"$ref": "#/components/schemas/Comment"}),
        json!({"type": "object"}),
        json!({"type": "null"}),
        json!(["string", "null"]),
        json!([{"a": []}]),
    ];
    prop_oneof![
        3 => Just(Mutation::Remove),
        4 => proptest::sample::select(values.to_vec()).prop_map(Mutation::Replace),
        2 => proptest::sample::select(keys.to_vec()).prop_map(Mutation::Rename),
        3 => any::<Index>().prop_map(Mutation::Copy),
        1 => Just(Mutation::Repeat),
        1 => Just(Mutation::Reverse),
        1 => Just(Mutation::Wrap),
    ]
}

/// All places of a document but its root.
fn places(value: &Value, at: &Pointer, places: &mut Vec<Pointer>) {
    let children: Vec<(Pointer, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, member)| (at.child(key), member)).collect(),
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(index, element)| (at.index(index), element)).collect()
        }
        _ => Vec::new(),
    };
    for (place, child) in children {
        places.push(place.clone());
        self::places(child, &place, places);
    }
}

fn mutate(document: &mut Value, place: &Index, mutation: &Mutation) {
    let mut all = Vec::new();
    places(document, &Pointer::root(), &mut all);
    let Some(place) = all.get(place.index(all.len().max(1))) else { return };
    let (parent, key) = (place.parent().map(Pointer::to_string).unwrap_or_default(), place.last());
    let place = &place.to_string();
    let own = document.pointer(place).cloned().unwrap_or_default();
    match mutation {
        Mutation::Replace(value) => *document.pointer_mut(place).unwrap() = value.clone(),
        Mutation::Copy(other) => {
            let other = document.pointer(&all[other.index(all.len())].to_string()).cloned().unwrap_or_default();
            *document.pointer_mut(place).unwrap() = other;
        }
        Mutation::Wrap => *document.pointer_mut(place).unwrap() = json!({ "allOf": [own] }),
        Mutation::Reverse => {
            if let Some(Value::Array(elements)) = document.pointer_mut(place) {
                elements.reverse();
            }
        }
        _ => match (document.pointer_mut(&parent), mutation) {
            (Some(Value::Object(members)), Mutation::Remove) => drop(members.remove(key)),
            (Some(Value::Object(members)), Mutation::Rename(name)) => {
                members.remove(key);
                members.insert((*name).to_owned(), own);
            }
            (Some(Value::Object(members)), _) => drop(members.insert(format!("{key}Too"), own)),
            (Some(Value::Array(elements)), Mutation::Remove) => drop(elements.remove(key.parse::<usize>().unwrap())),
            (Some(Value::Array(elements)), _) => elements.push(own),
            _ => {}
        },
    }
}

/// The lines of the facts; none of a document that is not OpenAPI.
fn facts(document: &Document) -> Option<Vec<String>> {
    review::facts(document).ok().map(|facts| facts.iter().map(ToString::to_string).collect())
}

/// The lines without the places of texts, which move when a schema moves.
fn anywhere(lines: &[String]) -> Vec<&str> {
    let text = |line: &str| line.starts_with("docs ").then(|| line.find(": ")).flatten();
    let mut lines: Vec<_> = lines.iter().map(|line| &line[text(line).unwrap_or_default()..]).collect();
    lines.sort_unstable();
    // A repetition, as of a server that is listed twice, states nothing new.
    lines.dedup();
    lines
}

/// The same mutations in each run, unless another seed is asked for.
fn config() -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match default.rng_seed {
        RngSeed::Random => ProptestConfig { rng_seed: RngSeed::Fixed(2026), ..default },
        RngSeed::Fixed(_) => default,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_fact_changes_unnoticed(
        document in any::<Index>(),
        mutations in proptest::collection::vec((any::<Index>(), mutation()), 1..4),
    ) {
        let base = document.get(&DOCUMENTS);
        let mut head = base.clone();
        mutations.iter().for_each(|(place, mutation)| mutate(&mut head, place, mutation));
        let (base, head) = (Document::from_node("base", Node::from(base)), Document::from_node("head", Node::from(&head)));

        let Some(new) = facts(&head) else {
            prop_assert!(review::compare(&base, &head, &[]).is_err());
            return Ok(());
        };
        let old = facts(&base).unwrap();
        prop_assert!(new.is_sorted());
        let same = review::compare(&head, &head, &[]).unwrap().changes;
        prop_assert!(same.is_empty(), "{same:?}");
        for (base, head) in [(&base, &head), (&head, &base)] {
            let changes = review::compare(base, head, &[]).unwrap().changes;
            prop_assert!(old != new || changes.is_empty(), "{changes:?}");
            if changes.is_empty() {
                let (old, new) = (anywhere(&old), anywhere(&new));
                let gone: Vec<_> = old.iter().filter(|line| !new.contains(line)).collect();
                let new_lines: Vec<_> = new.iter().filter(|line| !old.contains(line)).collect();
                prop_assert!(old == new, "{gone:?} {new_lines:?}");
            }
        }
    }
}
