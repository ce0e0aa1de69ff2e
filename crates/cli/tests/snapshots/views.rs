//! What the fixups of each view change in the contract.

use std::collections::{BTreeMap, BTreeSet};

use openapi::{Contract, Operation, Pointer};
use serde_json::{Map, Value};
use test_support::{assert_snapshots, contract};
use views::{Format, View};

#[test]
fn views_of_the_contract() {
    let contract = contract();
    let text = |view: &View| {
        let derived = view.derive(&contract).unwrap();
        let json = contract.root().to_json();
        let changes = Changes::new(&contract, &json).text(&derived);
        (format!("{}.changes", view.name), format!("{view}\n{changes}"))
    };
    // Every line differs in another format.
    let views = views::VIEWS.iter().filter(|view| view.format == Format::OpenApi);
    assert_snapshots("views", views.map(text));
}

/// The differences between the contract and a view.
struct Changes<'a> {
    contract: &'a Contract,
    json: &'a Value,
    /// Where each member of an object of the contract stands: the parents of what has this key and this value.
    parents: BTreeMap<(&'a str, String), Pointer>,
    /// Each line with the operations that it is of, or none.
    lines: Vec<(String, Vec<&'a str>)>,
}

impl<'a> Changes<'a> {
    fn new(contract: &'a Contract, json: &'a Value) -> Self {
        let mut parents = BTreeMap::new();
        add_parents(&Pointer::root(), json, &mut parents);
        Self { contract, json, parents, lines: Vec::new() }
    }

    /// A line for each smallest part that differs: `-` as it is in the contract, `+` as it is in the view. What is the
    /// same for every operation is one line.
    fn text(mut self, derived: &Value) -> String {
        self.compare(&Pointer::root(), Some(self.json), Some(derived));
        let all = self.contract.operations().len();
        let mut text = String::new();
        for (line, operations) in &self.lines {
            match operations.len() {
                0 => text += &format!("{line}\n"),
                shared if shared == all => text += &format!("{}\n", line.replacen("{operation}", "every operation", 1)),
                _ => text += &format!("{}\n", line.replacen("{operation}", &operations.join(", "), 1)),
            }
        }
        text
    }

    fn compare(&mut self, place: &Pointer, before: Option<&Value>, after: Option<&Value>) {
        let nothing = Map::new();
        let members = |value: Option<&'_ Value>| match value {
            Some(value) => value.as_object().cloned(),
            None => Some(nothing.clone()),
        };
        match (before, after, members(before), members(after)) {
            (Some(before), Some(after), ..) if before == after => {}
            (_, _, Some(before), Some(after)) if !before.is_empty() || !after.is_empty() => {
                let copied = self.copied(place, &before, &after);
                for key in
                    before.keys().chain(after.keys()).filter(|key| !copied.contains(*key)).collect::<BTreeSet<_>>()
                {
                    self.compare(&place.child(key), before.get(key), after.get(key));
                }
            }
            _ => {
                // A list that goes is in the contract to read.
                let shown = |value: &Value| if value.is_array() { String::new() } else { value.to_string() };
                if let Some(before) = before {
                    self.push('-', place, &shown(before));
                }
                if let Some(after) = after {
                    let mut after = after.clone();
                    after.sort_all_objects();
                    self.push('+', place, &after.to_string());
                }
            }
        }
    }

    /// The members of a new object that the contract has elsewhere, objects themselves; one line says so.
    fn copied(&mut self, place: &Pointer, before: &Map<String, Value>, after: &Map<String, Value>) -> BTreeSet<String> {
        let mut copied = BTreeMap::new();
        for (key, value) in after.iter().filter(|(_, value)| before.is_empty() && value.is_object()) {
            if let Some(parent) = self.parents.get(&(key.as_str(), value.to_string())) {
                copied.insert(key.clone(), parent.clone());
            }
        }
        if !copied.is_empty() {
            let parents: BTreeSet<_> = copied.values().map(Pointer::to_string).collect();
            let parents = parents.into_iter().collect::<Vec<_>>().join(", ");
            self.push('+', place, &format!("as in {parents}"));
        }
        copied.into_keys().collect()
    }

    fn push(&mut self, sign: char, place: &Pointer, value: &str) {
        let operation = self.contract.operations().iter().find(|operation| place.is_within(operation.pointer()));
        let place = match operation {
            Some(operation) => {
                let rest = &place.tokens()[operation.pointer().tokens().len()..];
                format!("{{operation}} {}", Pointer::of(rest))
            }
            None => place.to_string(),
        };
        let line = format!("{sign} {place} {value}").trim_end().to_owned();
        let operation = operation.map(Operation::name);
        match self.lines.iter_mut().find(|(known, operations)| *known == line && !operations.is_empty()) {
            Some((_, operations)) => operations.extend(operation),
            None => self.lines.push((line, operation.into_iter().collect())),
        }
    }
}

fn add_parents<'a>(place: &Pointer, value: &'a Value, parents: &mut BTreeMap<(&'a str, String), Pointer>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                parents.entry((key, member.to_string())).or_insert_with(|| place.clone());
                add_parents(&place.child(key), member, parents);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                add_parents(&place.index(index), element, parents);
            }
        }
        _ => {}
    }
}
