//! Each documented payload, decoded, and what is different when it is written again.

use std::collections::{BTreeMap, BTreeSet};

use openapi::Pointer;
use serde_json::Value;
use test_support::{assert_snapshots, contract, decoded, examples, round_trip};

#[test]
fn documented_payloads_decoded_and_encoded_again() {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut errors = BTreeSet::new();
    for example in examples(&contract()) {
        // Errors are the same for every operation, so each is shown once.
        let is_error = example.part.starts_with(['4', '5']);
        if is_error && !errors.insert(example.name.clone()) {
            continue;
        }
        let (file, name) = match is_error {
            true => ("errors".to_owned(), example.name.clone()),
            false => (example.operation.clone(), format!("{}.{}", example.part, example.name)),
        };
        let shown = compact(&decoded(&example.type_name, &example.value).unwrap());
        let encoded = round_trip(&example.type_name, &example.value).unwrap();
        let differences = differences(&Pointer::root(), Some(&example.value), Some(&encoded));
        *texts.entry(file).or_default() += &format!("{name}: {shown}\n{differences}\n");
    }
    assert_snapshots("payloads", texts);
}

/// What `Debug` shows, without what is not there, and with a value in parentheses in one line where it fits.
fn compact(debug: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in debug.lines().filter(|line| !line.ends_with(": None,") && !line.ends_with(": {},")) {
        match lines.as_slice() {
            [.., some, value] if line.trim() == ")," && some.ends_with('(') => {
                let joined = format!("{some}{}),", value.trim().trim_end_matches(','));
                lines.truncate(lines.len() - 2);
                lines.push(joined);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// A line for each member that is written in another way than it was read, or not at all.
fn differences(place: &Pointer, read: Option<&Value>, written: Option<&Value>) -> String {
    match (read, written) {
        (read, written) if read == written => String::new(),
        (Some(Value::Object(read)), Some(Value::Object(written))) => {
            let keys: BTreeSet<_> = read.keys().chain(written.keys()).collect();
            let of_member = |key: &String| differences(&place.child(key), read.get(key), written.get(key));
            keys.into_iter().map(of_member).collect()
        }
        (read, written) => {
            let shown = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
            format!("{place}: {} is written as {}\n", shown(read), shown(written))
        }
    }
}
