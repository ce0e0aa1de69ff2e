//! From differences to changes: the same difference is told once, judged by the policy, and given a fingerprint.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::change::{Change, Location};
use crate::diff::Difference;
use crate::normal::Source;
use crate::policy::Verb;
use crate::rules;
use crate::verdicts::UNDECIDED;
use openapi::Document;

/// The changes: the worst tier first, then in the order of the text.
pub(crate) fn changes(base: &Document, head: &Document, differences: Vec<Difference>) -> Vec<Change> {
    let differences = without_copies(base, head, renames(differences));
    let mut changes: Vec<Change> = Vec::new();
    let mut told: HashMap<Identity, usize> = HashMap::new();
    for difference in differences {
        let operations = difference.operations.clone();
        match told.get(&identity(base, head, &difference)) {
            Some(index) => {
                let all: BTreeSet<String> = changes[*index].operations.drain(..).chain(operations).collect();
                changes[*index].operations = all.into_iter().collect();
            }
            None => {
                told.insert(identity(base, head, &difference), changes.len());
                changes.push(judge(base, head, difference));
            }
        }
    }
    let line = |location: &Option<Location>| location.as_ref().map(|location| (location.line, location.column));
    changes.sort_by(|a, b| {
        let key = |change: &Change| (change.tier, line(&change.head), line(&change.base));
        key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule)).then_with(|| a.fingerprint.cmp(&b.fingerprint))
    });
    changes
}

/// What makes two differences the same: the same rule on the same text.
type Identity = (String, String, Option<String>, Option<String>, Option<String>, Option<String>);

fn identity(base: &Document, head: &Document, difference: &Difference) -> Identity {
    let place = |document: &Document, source: &Option<Source>| {
        source.as_ref().map(|source| match document.position(&source.pointer) {
            Some(position) => format!("{}:{}", position.line, position.column),
            None => source.pointer.clone(),
        })
    };
    (
        rules::id(difference.kind, difference.judged, difference.verb),
        difference.key.clone(),
        difference.old.as_ref().map(Value::to_string),
        difference.new.as_ref().map(Value::to_string),
        place(base, &difference.base),
        place(head, &difference.head),
    )
}

/// What an alias repeats where no operation uses it has been told where it is used.
fn without_copies(base: &Document, head: &Document, differences: Vec<Difference>) -> Vec<Difference> {
    let place = |difference: &Difference| {
        let (.., old, new) = identity(base, head, difference);
        (old, new)
    };
    let (unused, mut used): (Vec<_>, Vec<_>) =
        differences.into_iter().partition(|difference| difference.kind.name == "unused");
    let told: HashSet<_> = used.iter().map(place).collect();
    used.extend(unused.into_iter().filter(|difference| !told.contains(&place(difference))));
    used
}

fn judge(base: &Document, head: &Document, difference: Difference) -> Change {
    let Difference { kind, verb, .. } = difference;
    let verdict = kind.verdict(difference.judged, verb).unwrap_or(&UNDECIDED);
    let around = |document: &Document, source: &Option<Source>| {
        let pointer = source.as_ref().map(|source| &source.pointer).or(difference.surroundings.as_ref())?;
        // What is referred to stands where the reference does, under its own name.
        let is_name = kind.name == "type-name";
        let pointer = if is_name { pointer } else { pointer.strip_suffix("/$ref").unwrap_or(pointer) };
        Some(location(document, pointer))
    };
    let rule = rules::id(kind, difference.judged, verb);
    Change {
        headline: headline(&difference),
        fingerprint: fingerprint(&rule, &difference),
        rule,
        tier: verdict.tier,
        direction: difference.direction.filter(|_| kind.is_directed()),
        base: around(base, &difference.base),
        head: around(head, &difference.head),
        place: if difference.place.is_empty() { "document".to_owned() } else { difference.place },
        operations: difference.operations.into_iter().collect(),
        old: difference.old.or_else(|| (verb == Verb::Removed).then(|| Value::from(difference.key.clone()))),
        new: difference.new.or_else(|| (verb == Verb::Added).then(|| Value::from(difference.key.clone()))),
        consequence: verdict.consequence.to_owned(),
        remedy: Some(verdict.remedy).filter(|remedy| !remedy.is_empty()).map(str::to_owned),
        approval: None,
    }
}

fn location(document: &Document, pointer: &str) -> Location {
    let position = document.position(pointer);
    Location {
        file: document.name().to_owned(),
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
        pointer: pointer.to_owned(),
    }
}

fn headline(difference: &Difference) -> String {
    let Difference { kind, key, verb, .. } = difference;
    let is_plain = key.is_empty() || key == kind.name || key == kind.noun;
    let name = if is_plain { String::new() } else { format!(" `{key}`") };
    let text = |value: &Value| match value {
        Value::String(text) if text.chars().count() <= 60 => format!("`{text}`"),
        Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::Null => "null".to_owned(),
        _ => String::new(),
    };
    let (old, new) = (difference.old.as_ref().map(text), difference.new.as_ref().map(text));
    let values = match (verb, old.filter(|text| !text.is_empty()), new.filter(|text| !text.is_empty())) {
        (Verb::Added, _, Some(new)) if !is_flag(&difference.new) => format!(": {new}"),
        (Verb::Removed, Some(old), _) if !is_flag(&difference.old) => format!(": {old}"),
        (Verb::Added | Verb::Removed, ..) => String::new(),
        (_, Some(old), Some(new)) => format!(" from {old} to {new}"),
        _ => String::new(),
    };
    format!("{}{name} {}{values}", kind.noun, verb.name())
}

fn is_flag(value: &Option<Value>) -> bool {
    matches!(value, Some(Value::Bool(_)))
}

/// What a change is, whatever stands around it: the rule, the address in names, the values.
fn fingerprint(rule: &str, difference: &Difference) -> String {
    let mut hash = Sha256::new();
    let value = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
    for part in [rule, &difference.home, &difference.key, &value(&difference.old), &value(&difference.new)] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A schema that has another name now is told once, not at each place that refers to it.
fn renames(differences: Vec<Difference>) -> Vec<Difference> {
    let names = |verb: Verb| -> BTreeSet<String> {
        let of_schemas = differences.iter().filter(|difference| difference.kind.name == "schema-name");
        of_schemas.filter(|difference| difference.verb == verb).map(|difference| difference.key.clone()).collect()
    };
    let (gone, new) = (names(Verb::Removed), names(Verb::Added));
    let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut reached: HashMap<String, BTreeSet<String>> = HashMap::new();
    let mut renamed: HashMap<String, String> = HashMap::new();
    let mut left = Vec::new();
    for difference in differences {
        let (old_name, new_name) = (text(&difference.old), text(&difference.new));
        let is_of_type = difference.kind.name == "type-name" && !difference.key.starts_with("composed of ");
        if is_of_type && gone.contains(&old_name) && (new.contains(&new_name) || new_name.is_empty()) {
            reached.entry(old_name.clone()).or_default().extend(difference.operations);
            if !new_name.is_empty() {
                renamed.entry(old_name).or_insert(new_name);
            }
        } else {
            left.push(difference);
        }
    }
    let taken: BTreeSet<&String> = renamed.values().collect();
    left.retain(|difference| {
        !(difference.kind.name == "schema-name" && difference.verb == Verb::Added && taken.contains(&difference.key))
    });
    for difference in left.iter_mut().filter(|difference| difference.kind.name == "schema-name") {
        if let Some(operations) = reached.remove(&difference.key) {
            difference.operations = operations;
        }
        if let Some(name) = renamed.get(&difference.key).filter(|_| difference.verb == Verb::Removed) {
            difference.verb = Verb::Changed;
            difference.old = Some(Value::from(difference.key.clone()));
            difference.new = Some(Value::from(name.clone()));
            difference.head = difference.base.as_ref().map(|source| Source {
                node: source.node,
                pointer: openapi::pointer::child("/components/schemas", name),
            });
        }
    }
    left
}
