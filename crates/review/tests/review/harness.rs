//! Documents from fragments, and tables of changes with what is expected of each.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use openapi::Document;
use review::{Review, RuleId};
use serde_json::{Map, Value};

/// A document from its text, which must be right.
pub fn document(text: &str) -> Document {
    Document::parse("openapi.yaml", text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// The value of a fragment of YAML. A reference may be written as the name of a schema alone.
pub fn value(text: &str) -> Value {
    let mut value = document(text).root().to_json();
    expand(&mut value);
    value
}

fn expand(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref")
                && !reference.contains(['#', '.'])
            {
                *reference = format!("#/components/schemas/{reference}");
            }
            members.values_mut().for_each(expand);
        }
        Value::Array(elements) => elements.iter_mut().for_each(expand),
        _ => {}
    }
}

/// A document of a tree, with lines and columns.
pub fn written(root: &Value) -> Document {
    document(&serde_json::to_string_pretty(root).unwrap())
}

/// The changes between two trees.
pub fn compare(base: &Value, head: &Value) -> Result<Review, String> {
    review::compare(&written(base), &written(head), &[]).map_err(|problems| problems.to_string())
}

/// Puts a value at a pointer, or takes away what is there; objects on the path are made.
pub fn put(root: &mut Value, pointer: &str, value: Option<Value>) {
    let keys: Vec<String> = pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect();
    let Some((last, path)) = keys.split_last() else {
        *root = value.unwrap_or_default();
        return;
    };
    let mut at = root;
    for key in path {
        at = match at {
            Value::Array(elements) => &mut elements[key.parse::<usize>().unwrap()],
            Value::Object(members) => members.entry(key.clone()).or_insert_with(|| Value::Object(Map::new())),
            other => panic!("{pointer}: {other} has no members"),
        };
    }
    match (at, value) {
        (Value::Object(members), Some(value)) => {
            members.insert(last.clone(), value);
        }
        (Value::Object(members), None) => {
            members.shift_remove(last);
        }
        (Value::Array(elements), Some(value)) => elements[last.parse::<usize>().unwrap()] = value,
        (other, _) => panic!("{pointer}: {other} has no members"),
    }
}

/// Puts members into an object, and takes away those that are null (RFC 7396).
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let members = target.as_object_mut().unwrap();
    for (key, value) in patch {
        if value.is_null() {
            members.shift_remove(key);
        } else {
            merge(members.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}

/// A row of a table: its cells, and its line.
pub struct Row {
    pub line: usize,
    pub cells: Vec<String>,
}

/// The rows of a table. `#` begins a comment, a line that begins with two spaces continues the line before.
pub fn rows(table: &str, columns: usize) -> Vec<Row> {
    let mut rows: Vec<(usize, String)> = Vec::new();
    for (index, line) in table.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            Some(rest) => {
                let last = &mut rows.last_mut().expect("a first line").1;
                last.push(' ');
                last.push_str(rest.trim_start());
            }
            None => rows.push((index + 1, line.to_owned())),
        }
    }
    let split = |(line, text): (usize, String)| {
        let cells: Vec<String> = text.split(" | ").map(|cell| cell.trim().to_owned()).collect();
        assert_eq!(cells.len(), columns, "line {line} has another number of cells: {text}");
        Row { line, cells }
    };
    rows.into_iter().map(split).collect()
}

/// What a cell expects: tiers and rules, sorted. `direction` stands before rules that have one.
pub fn expected(cell: &str, direction: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in cell.split(';').map(str::trim).filter(|part| *part != "=") {
        let (tier, rule) = part.split_once(' ').unwrap_or_else(|| panic!("no tier in `{part}`"));
        let tier = match tier {
            "W" => "wire",
            "S" => "source",
            "C" => "compatible",
            "D" => "docs",
            other => panic!("no tier `{other}`"),
        };
        let directed = format!("{direction}-{rule}").parse::<RuleId>();
        let rule = directed.or_else(|_| rule.parse()).unwrap_or_else(|error| panic!("{error}"));
        all.push(format!("{tier} {rule}"));
    }
    all.sort();
    all
}

/// The changes of a review: tiers and rules, sorted.
pub fn changes(review: &Review) -> Vec<String> {
    let mut all: Vec<String> = review.changes.iter().map(|change| format!("{} {}", change.tier, change.rule)).collect();
    all.sort();
    all
}

fn rules_of(review: &Review) -> BTreeSet<RuleId> {
    review.changes.iter().map(|change| change.rule).collect()
}

/// Compares the changes with the expected ones, and collects the rules that were expected and found.
#[derive(Default)]
pub struct Tally {
    pub hit: BTreeSet<RuleId>,
    /// The first headline of each rule, and where it is.
    pub headlines: BTreeMap<RuleId, String>,
    pub runs: usize,
    report: String,
    failed: BTreeSet<usize>,
}

impl Tally {
    pub fn check(&mut self, row: &Row, run: &str, base: &Value, head: &Value, expected: &[String]) {
        self.runs += 1;
        match compare(base, head) {
            Ok(review) if changes(&review) == expected => {
                self.hit.extend(rules_of(&review));
                for change in &review.changes {
                    let shown = || format!("{} ({})", change.headline, change.path);
                    self.headlines.entry(change.rule).or_insert_with(shown);
                }
            }
            Ok(review) => {
                self.failed.insert(row.line);
                let cells = row.cells.join(" | ");
                writeln!(
                    self.report,
                    "line {}, {run}: {cells}\n  expected {expected:?}\n  found    {:?}",
                    row.line,
                    changes(&review)
                )
                .unwrap();
                for change in &review.changes {
                    writeln!(self.report, "    {} {}: {}", change.tier, change.place, change.headline).unwrap();
                }
            }
            Err(problems) => {
                self.failed.insert(row.line);
                writeln!(self.report, "line {}, {run}: {}\n  {problems}", row.line, row.cells.join(" | ")).unwrap();
            }
        }
    }

    /// Fails if a row does not hold.
    pub fn finish(&self) {
        assert!(self.failed.is_empty(), "rows at lines {:?} do not hold:\n{}", self.failed, self.report);
    }
}
