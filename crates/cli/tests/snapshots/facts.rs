//! The contract in normal form: what a reviewer reads beside the contract itself.

use std::collections::{BTreeMap, BTreeSet};

use openapi::{Contract, Pointer};
use review::{Fact, Surface};
use serde_json::{Value, json};
use test_support::{assert_snapshots, changed_contract, contract};

/// Stands for each operation, where all have a fact.
const EVERY_OPERATION: &str = "{operation}";

/// Whether a fact is of an operation's own messages, which are shown whole: its requests and its successes.
fn is_own(fact: &Fact) -> bool {
    fact.direction.is_some() && !fact.place.starts_with(['4', '5'])
}

fn facts_of(contract: &Contract) -> Vec<Fact> {
    review::facts(contract.document()).unwrap()
}

/// The facts of the wire and of generated code; words are in the contract to read.
#[test]
fn facts() {
    let contract = contract();
    let facts: Vec<_> = facts_of(&contract).into_iter().filter(|fact| fact.surface != Surface::Docs).collect();
    let shared = |fact: &Fact| {
        let mut fact = fact.clone();
        fact.operation = Some(EVERY_OPERATION.to_owned());
        fact.to_string()
    };
    let mut operations: BTreeMap<String, usize> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.operation.is_some() && !is_own(fact)) {
        *operations.entry(shared(fact)).or_default() += 1;
    }
    let mut texts: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for fact in &facts {
        let (file, line) = match &fact.operation {
            None => ("document", fact.to_string()),
            Some(_) if !is_own(fact) && operations[&shared(fact)] == contract.operations().len() => {
                ("every-operation", shared(fact))
            }
            Some(operation) => (operation.as_str(), fact.to_string()),
        };
        texts.entry(file).or_default().insert(line + "\n");
    }
    assert_snapshots("facts", texts.into_iter().map(|(file, lines)| (file, lines.into_iter().collect())));
}

#[test]
fn what_a_consumer_could_notice_is_a_fact() {
    let block = "/paths/~1files~1{sha1}~1block/post";
    let changes: [(&str, &str, Value); 12] = [
        (
            "a status",
            "/paths/~1files~1{sha1}~1block/post/responses/409",
            json!({"$ref": "#/components/responses/NotFound"}),
        ),
        ("a description of a status", "/components/responses/AcceptedWithoutAction/description", json!("Fine.")),
        ("a required property", "/components/schemas/BlockFileRequest/required", json!([])),
        ("a type", "/components/schemas/MachineAction/properties/errorHResult/type", json!("string")),
        ("a format", "/components/schemas/MachineAction/properties/id/format", json!("uri")),
        ("nullability", "/components/schemas/FileAction/properties/cancellationComment/nullable", json!(false)),
        ("an enumeration value", "/components/schemas/FileStatus/x-extensible-enum/0", json!("Stopped")),
        ("a server", "/servers/1/url", json!("https://example.com")),
        ("a scope", &format!("{block}/security/0/clientCredentials"), json!([])),
        ("a pattern", "/components/schemas/Sha1/pattern", json!("^[0-9a-f]{40}$")),
        ("an operationId", &format!("{block}/operationId"), json!("stopFile")),
        ("deprecation", &format!("{block}/deprecated"), json!(false)),
    ];
    // Words are in no snapshot, since the contract itself shows them; `contract diff` reports them.
    let shown = |contract: &Contract, with_words: bool| {
        let facts = facts_of(contract).into_iter().filter(|fact| with_words || fact.surface != Surface::Docs);
        facts.map(|fact| fact.to_string()).collect::<Vec<_>>()
    };
    for (what, pointer, value) in changes {
        let with_words = pointer.ends_with("/description");
        let changed = changed_contract(|tree| {
            let pointer: Pointer = pointer.parse().unwrap();
            let parent = tree.pointer_mut(&pointer.parent().unwrap().to_string()).unwrap();
            match parent {
                Value::Array(elements) => elements[0] = value,
                parent => parent[pointer.last()] = value,
            }
        });
        assert_ne!(shown(&changed, with_words), shown(&contract(), with_words), "{what} changes unseen");
    }
}
