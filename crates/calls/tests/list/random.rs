//! Lists made by chance: any calls are read back from any form in which a list can be written, and no bytes are a panic.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use calls::Call;
use calls::list::ListOptions;
use openapi::{Body, Contract, Operation, Schema};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use test_support::contract;

use crate::{common, read, rows};

static CONTRACT: LazyLock<Contract> = LazyLock::new(contract);

/// The values of an operation: names of parameters, then names of properties, and whether free text may stand there.
fn fields(operation: &Operation) -> [Vec<(String, bool)>; 2] {
    let is_free = |schema: Schema<'_>| schema.is_free_text();
    let parameters = operation.parameters();
    let parameters = parameters.iter().map(|parameter| {
        let schema = parameter.schema().unwrap();
        (parameter.name().to_owned(), is_free(Schema::of(schema.root, schema.node)))
    });
    let body = operation.request_body().and_then(|body| body.body());
    let schema = body.as_ref().and_then(Body::json).and_then(|content| content.schema());
    let properties = schema.into_iter().flat_map(|schema| Schema::of(schema.root, schema.node).properties());
    [parameters.collect(), properties.map(|(name, schema)| (name.to_owned(), is_free(schema))).collect()]
}

/// A call, made of an operation, digits and a text.
fn call(operation: &Operation, digits: &str, text: &str) -> Call {
    let [parameters, body] = fields(operation).map(|fields| {
        let value = |is_free| Value::from(if is_free { text } else { digits });
        fields.into_iter().map(|(name, is_free)| (name, value(is_free))).collect::<Map<_, _>>()
    });
    Call { operation: operation.name().into(), parameters, body }
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Csv { separator: char, quotes_all: bool, names_separator: bool },
    JsonLines,
    NestedJsonLines,
}

#[derive(Clone, Copy, Debug)]
enum Bytes {
    Utf8,
    Utf8WithMark,
    Utf16Le,
    Utf16Be,
}

fn form() -> impl Strategy<Value = Form> {
    let csv = (select(vec![',', ';', '\t']), any::<bool>(), any::<bool>())
        .prop_map(|(separator, quotes_all, names_separator)| Form::Csv { separator, quotes_all, names_separator });
    prop_oneof![3 => csv, 1 => Just(Form::JsonLines), 1 => Just(Form::NestedJsonLines)]
}

/// A text that may stand in a list: without spaces around it, not blank, without NUL.
fn text() -> impl Strategy<Value = String> {
    let hard =
        select(vec!["\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", " ", "#", "é", "🙂", "\u{feff}", "a", "="]);
    let texts = prop_oneof![any::<String>(), vec(hard, 1..12).prop_map(|parts| parts.concat())];
    texts.prop_map(|text| format!("x{}y", text.replace('\0', "")))
}

fn written(calls: &[Call], form: Form, end: &str) -> String {
    let json = |value: Value| format!("{value}{end}");
    match form {
        Form::JsonLines => calls
            .iter()
            .map(|call| {
                let mut members = call.parameters.clone();
                members.extend(call.body.clone());
                members.insert("operation".to_owned(), (*call.operation).into());
                json(members.into())
            })
            .collect(),
        Form::NestedJsonLines => calls.iter().map(|call| json(json!(call))).collect(),
        Form::Csv { separator, quotes_all, names_separator } => {
            // Names that differ in case only are one column.
            let mut columns = BTreeMap::from([("operation".to_owned(), "operation".to_owned())]);
            let values = |call: &Call| -> BTreeMap<String, String> {
                let values = call.parameters.iter().chain(&call.body);
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                let own = [("operation".to_owned(), call.operation.to_string())];
                values.map(|(name, value)| (name.to_lowercase(), text(value))).chain(own).collect()
            };
            for name in calls.iter().flat_map(|call| call.parameters.keys().chain(call.body.keys())) {
                columns.insert(name.to_lowercase(), name.clone());
            }
            let cell = |text: &str| match quotes_all || text.contains([separator, '"', '\n', '\r']) {
                true => format!("\"{}\"", text.replace('"', "\"\"")),
                false => text.to_owned(),
            };
            let row = |cells: Vec<String>| format!("{}{end}", cells.join(&separator.to_string()));
            let header = row(columns.values().map(|name| cell(name)).collect());
            let lines = calls.iter().map(|call| {
                let values = values(call);
                row(columns.keys().map(|name| cell(values.get(name).map_or("", String::as_str))).collect())
            });
            let named = if names_separator { format!("sep={separator}{end}") } else { String::new() };
            format!("{named}{header}{}", lines.collect::<String>())
        }
    }
}

fn encoded(text: &str, encoding: Bytes) -> Vec<u8> {
    let utf16 = |unit: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect();
    match encoding {
        Bytes::Utf8 => text.into(),
        Bytes::Utf8WithMark => format!("\u{feff}{text}").into(),
        Bytes::Utf16Le => utf16(u16::to_le_bytes),
        Bytes::Utf16Be => utf16(u16::to_be_bytes),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn calls_are_read_back_from_every_form(
        values in vec((any::<prop::sample::Index>(), "[0-9a-fA-F]{40}", text()), 1..6),
        form in form(),
        encoding in select(vec![Bytes::Utf8, Bytes::Utf8WithMark, Bytes::Utf16Le, Bytes::Utf16Be]),
        end in select(vec!["\n", "\r\n", "\r"]),
        has_last_end in any::<bool>(),
    ) {
        let operations = CONTRACT.operations();
        let calls = values.iter().map(|(index, digits, text)| call(&operations[index.index(operations.len())], digits, text));
        let calls: Vec<Call> = calls.collect();
        let mut text = written(&calls, form, end);
        if !has_last_end {
            text.truncate(text.len() - end.len());
        }
        let list = read("list", &encoded(&text, encoding), &ListOptions::default(), &CONTRACT);
        let list = list.map_err(|errors| TestCaseError::fail(format!("{errors}\n{text:?}")))?;
        prop_assert_eq!(rows(&list).into_iter().map(|row| row.call).collect::<Vec<_>>(), calls);
        prop_assert_eq!((list.len(), list.doubles()), (values.len() as u64, 0));
    }

    #[test]
    fn no_bytes_are_a_panic(
        parts in vec(prop_oneof![
            vec(any::<u8>(), 0..20),
            select(vec![
                "sha1", "comment", "operation", ",", ";", "\t", "\n", "\r", "\"", "\"\"", "#", "sep=", "{", "}", "[", ":",
                "\"sha1\"", "\"body\"", "\"parameters\"", "null", "blockFile", "'", " ",
                "7327b54fd718525cbca07dacde913b5ac3c85673", "1e5bc9d7e413ddd7902c2932e418702b84d0cc07", "\u{feff}",
            ]).prop_map(|text| text.as_bytes().to_vec()),
        ], 0..30),
        encoding in select(vec![None, Some(Bytes::Utf8WithMark), Some(Bytes::Utf16Le), Some(Bytes::Utf16Be)]),
        name in select(vec!["-", "a.csv", "a.txt", "a.jsonl"]),
        has_common in any::<bool>(),
    ) {
        let bytes = parts.concat();
        let bytes = encoding.map_or_else(|| bytes.clone(), |encoding| encoded(&String::from_utf8_lossy(&bytes), encoding));
        let options = if has_common { common("block-file", &[("comment", "a")]) } else { ListOptions::default() };
        match read(name, &bytes, &options, &CONTRACT) {
            Ok(list) => prop_assert_eq!(rows(&list).len() as u64, list.len()),
            Err(errors) => prop_assert!(!errors.to_string().is_empty() && errors.total > 0),
        }
    }
}
