//! Values that are not what they should be: refused with the reason, and nothing is sent.

use std::fs;
use std::path::PathBuf;

use defender_actions_simulator::Simulator;
use heck::ToKebabCase;
use openapi::{Operation, Schema};
use serde_json::{Map, Value};
use tempfile::TempDir;

use crate::program::{Run, example_call, program, run};
use test_support::contract;

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";

/// The example call of an operation: its words up to the body, and the body.
fn parts(operation: &Operation) -> (Vec<String>, Map<String, Value>) {
    let mut call = example_call(operation);
    let body = call.pop().unwrap();
    assert_eq!(call.pop().unwrap(), "--json-body");
    (call, serde_json::from_str(&fs::read_to_string(body).unwrap()).unwrap())
}

fn file(folder: &TempDir, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join("body.json");
    fs::write(&path, bytes).unwrap();
    path
}

/// Fails unless the command refused its arguments for this reason.
#[track_caller]
fn assert_refused(run: &Run, reason: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains(reason), "{reason}: {}", run.stderr);
    assert!(run.stderr.ends_with("\n\nFor more information, try '--help'.\n"), "{}", run.stderr);
}

#[test]
fn a_body_and_one_of_its_properties_exclude_each_other() {
    let simulator = Simulator::start().unwrap();
    for operation in contract().operations() {
        let body = example_call(operation).pop().unwrap();
        let (call, properties) = parts(operation);
        assert!(!properties.is_empty());
        for (name, value) in &properties {
            let property = format!("--{}={}", name.to_kebab_case(), value.as_str().unwrap());
            let run = run(program()
                .args(&call)
                .args([&property, "--json-body", &body])
                .args(["--base-url", &simulator.url()]));
            assert_refused(&run, "cannot be used with");
        }
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn a_body_that_would_not_be_sent_as_it_is_is_refused() {
    let (simulator, folder) = (Simulator::start().unwrap(), tempfile::tempdir().unwrap());
    for operation in contract().operations() {
        let (call, body) = parts(operation);
        let first = body.keys().next().unwrap();
        let with =
            |name: &str| Value::from(Map::from_iter(body.clone().into_iter().chain([(name.to_owned(), "x".into())])));
        let replaced = |name: &str, value: Value| {
            let mut body = body.clone();
            body[name] = value;
            Value::from(body)
        };
        let values = Value::from_iter(body.values().cloned());
        let cases = [
            (values.to_string(), "expected: object"),
            ("null".to_owned(), "expected: object"),
            (body[first].to_string(), "expected: object"),
            (with("addedLater").to_string(), "/addedLater: there is no such property"),
            (with(&first.to_uppercase()).to_string(), &*format!("write `{first}`")),
            (format!("{{{0}: \"a\", {0}: \"b\"}}", Value::from(first.as_str())), first),
            (replaced(first, " ".into()).to_string(), "it is empty"),
            ("{}".to_owned(), "is missing"),
            (String::new(), "it is not JSON"),
        ];
        for (text, reason) in cases {
            let body = file(&folder, &text);
            let run = run(program().args(&call).arg("--json-body").arg(body).args(["--base-url", &simulator.url()]));
            assert_refused(&run, reason);
        }
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn a_body_may_be_in_the_encodings_of_editors_and_shells() {
    let (simulator, folder) = (Simulator::start().unwrap(), tempfile::tempdir().unwrap());
    let contract = contract();
    let (call, body) = parts(&contract.operations()[0]);
    let text = format!("\u{feff}{}\r\n", Value::from(body.clone()));
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [text.into_bytes(), utf16] {
        let body_file = file(&folder, bytes);
        let run = run(program().args(&call).arg("--json-body").arg(body_file).args(["--base-url", &simulator.url()]));
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(simulator.journal().pop().unwrap().json().unwrap(), Value::from(body.clone()));
    }
}

#[test]
fn a_value_of_another_kind_is_named() {
    let other = |digits: usize| "0f".repeat(digits / 2);
    let block = |sha1: &str| run(program().args(["block-file", "--comment", "c", "--sha1", sha1]));
    let expected = "expected: SHA-1 of a file, 40 hexadecimal digits in either case";
    for (value, reason) in [
        (other(64), "this is a SHA-256; "),
        (other(32), "this is an MD5; "),
        (other(96), "this is a SHA-384; "),
        (other(128), "this is a SHA-512; "),
        (format!("{SHA1}\r"), "\\r' for '--sha1 <SHA1>': it has `\\r` at its end: leave that out; "),
        (format!("{SHA1} "), "it has ` ` at its end: leave that out; "),
        (format!("\u{200b}{SHA1}"), "it has `\\u{200b}` at its start: leave that out; "),
        (other(38), ""),
    ] {
        assert_refused(&block(&value), &format!("{reason}{expected}"));
    }
    let unrestrict = |id: &str| run(program().args(["unrestrict-code-execution", "--comment", "c", "--id", id]));
    for (id, reason) in [
        ("desktop-39g9tgl", "this is a host name"),
        ("srv01.contoso.com", "this is a host name"),
        ("DC01", "this is a host name"),
        ("10.0.0.4", "this is an IP address"),
        ("fe80::1", "this is an IP address"),
        (&other(64), "this is a SHA-256"),
        (&other(38), "': expected: Id of a machine"),
        ("1e5bc9d7-e413-ddd7-c290-2c932e418702b", "': expected: Id of a machine"),
    ] {
        assert_refused(&unrestrict(id), reason);
    }
}

/// What is mistaken for an identifier must not be one.
#[test]
fn no_identifier_of_the_contract_is_mistaken() {
    let contract = contract();
    let mut patterns = 0;
    for (name, schema) in contract.root()["components"].members("schemas") {
        let schema = Schema::of(contract.root(), schema);
        let mistakes =
            schema.keyword("x-identifier").into_iter().flat_map(|identifier| identifier.elements("mistaken-for"));
        for mistake in mistakes {
            let pattern = regress::Regex::new(mistake.text("pattern").unwrap()).unwrap();
            let parameters = contract.operations().iter().flat_map(Operation::parameters);
            for parameter in parameters.filter(|it| it.schema().is_some_and(|it| it.resolve().pointer.last() == name)) {
                assert!(pattern.find(parameter.example().unwrap().as_str().unwrap()).is_none(), "{name}: {pattern:?}");
                patterns += 1;
            }
        }
    }
    assert!(patterns > 0);
}

#[test]
fn a_text_may_begin_with_a_dash_but_is_no_option() {
    let simulator = Simulator::start().unwrap();
    let url = simulator.url();
    let block =
        |comment: &[&str]| run(program().args(["block-file", "--sha1", SHA1, "--base-url", &url]).args(comment));
    for comment in ["- Alert 1", "-", "--", "-x", "--- a"] {
        let run = block(&["--comment", comment]);
        assert_eq!(run.code, 0, "{comment}: {}", run.stderr);
        assert_eq!(simulator.journal().pop().unwrap().json().unwrap()["Comment"], comment);
    }
    let sent = simulator.journal().len();
    for comment in ["--timeout", "--base-url=x", "-h"] {
        assert_refused(&block(&["--comment", comment]), "is an option of this command");
    }
    for comment in ["", " ", "\r\n", "\u{200b}"] {
        assert_refused(&block(&["--comment", comment]), "it is empty");
    }
    assert_eq!(simulator.journal().len(), sent);
}
