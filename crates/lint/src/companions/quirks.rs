//! The quirks: complete, with places and tests that are there.

use std::collections::HashSet;

use serde_json::Value;

use super::File;
use crate::context::{Context, Findings, elements, members, text};
use openapi::Document;
use openapi::pointer;

/// What a field of a quirk holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Texts,
    /// Who says what.
    TextByName,
}

/// The fields of a quirk, all of which it has.
const FIELDS: [(&str, Holds); 7] = [
    ("id", Holds::Text),
    ("title", Holds::Text),
    ("says", Holds::TextByName),
    ("contract", Holds::Text),
    ("because", Holds::Text),
    ("where", Holds::Texts),
    ("tests", Holds::Texts),
];

pub(super) fn check(context: &Context<'_>, file: &File, tests: Option<&[File]>, findings: &mut Findings<'_>) {
    let document = match Document::parse(&file.name, &file.text) {
        Ok(document) => document,
        Err(problems) => return problems.iter().for_each(|problem| findings.add("quirk-form", problem.clone())),
    };
    let Some(quirks) = document.root().get("quirks").and_then(Value::as_array) else {
        return findings.add("quirk-form", document.problem("", "there is no list of `quirks`"));
    };
    let mut ids = HashSet::new();
    for (index, quirk) in quirks.iter().enumerate() {
        let place = pointer::element("/quirks", index);
        form(&document, quirk, &place, findings);
        if let Some(id) = text(quirk, "id").filter(|id| !ids.insert(*id)) {
            let problem = document.problem(&pointer::child(&place, "id"), format!("two quirks are called `{id}`"));
            findings.add("quirk-form", problem);
        }
        let list = pointer::child(&place, "where");
        for (index, target) in elements(quirk, "where").enumerate() {
            if let Some(target) = target.as_str().filter(|target| context.root.pointer(target).is_none()) {
                let message = format!("`{target}` is not in the contract");
                findings.add("quirk-place", document.problem(&pointer::element(&list, index), message));
            }
        }
        let list = pointer::child(&place, "tests");
        for (index, test) in elements(quirk, "tests").enumerate() {
            if let (Some(test), Some(files)) = (test.as_str(), tests)
                && let Some(message) = missing(test, files)
            {
                findings.add("quirk-test", document.problem(&pointer::element(&list, index), message));
            }
        }
    }
}

fn form(document: &Document, quirk: &Value, place: &str, findings: &mut Findings<'_>) {
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
    for (field, holds) in FIELDS {
        let at = pointer::child(place, field);
        let (is, what) = match (quirk.get(field), holds) {
            (None, _) => {
                findings.add("quirk-form", document.problem(place, format!("the quirk has no `{field}`")));
                continue;
            }
            (Some(value), Holds::Text) => (is_text(value), "a text"),
            (Some(value), Holds::Texts) => {
                let list = value.as_array();
                (list.is_some_and(|list| !list.is_empty() && list.iter().all(is_text)), "a list of texts")
            }
            (Some(value), Holds::TextByName) => {
                let texts = value.as_object();
                (
                    texts.is_some_and(|texts| !texts.is_empty() && texts.values().all(is_text)),
                    "a text for each document",
                )
            }
        };
        if !is {
            findings.add("quirk-form", document.problem(&at, format!("`{field}` is not {what}, or is empty")));
        }
    }
    for (who, _) in members(quirk, "says").filter(|(who, _)| *who != "service" && !who.ends_with(".md")) {
        let message = format!("`{who}` is neither a document nor `service`");
        findings.add("quirk-form", document.problem(&pointer::child(&pointer::child(place, "says"), who), message));
    }
    for key in quirk.as_object().into_iter().flatten().map(|(key, _)| key) {
        if !FIELDS.iter().any(|(field, _)| field == key) {
            let problem = document.problem(&pointer::child(place, key), format!("a quirk has no field `{key}`"));
            findings.add("quirk-form", problem);
        }
    }
    if let Some(id) = text(quirk, "id").filter(|id| is_text(&Value::from(*id)) && !is_kebab_case(id)) {
        let problem = document.problem(&pointer::child(place, "id"), format!("`{id}` is not in kebab case"));
        findings.add("quirk-form", problem);
    }
}

fn is_kebab_case(id: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    id.split('-').all(is_word)
}

/// What is missing of a test, if it is not there.
fn missing(test: &str, files: &[File]) -> Option<String> {
    let Some((file, function)) = test.split_once("::") else {
        return Some(format!("`{test}` is not of the form `<file>::<function>`"));
    };
    let Some(source) = files.iter().find(|source| source.name.replace('\\', "/") == file) else {
        return Some(format!("there is no file `{file}`"));
    };
    // A test is a function with an attribute that says so.
    let lines = source.text.lines().map(str::trim);
    let mut is_test = false;
    let heads = [format!("fn {function}("), format!("async fn {function}(")];
    for line in lines {
        match line.strip_prefix("#[") {
            Some(attribute) => is_test |= attribute.starts_with("test") || attribute.contains("::test"),
            None if is_test && heads.iter().any(|head| line.starts_with(head)) => return None,
            None => is_test = false,
        }
    }
    Some(format!("`{file}` has no test `{function}`"))
}
