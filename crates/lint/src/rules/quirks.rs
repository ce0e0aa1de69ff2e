//! Quirks: complete, with places and tests that exist.

use std::collections::HashSet;

use openapi::{Document, pointer};
use serde_json::Value;

use crate::context::Context;
use crate::nodes::{elements, members, text};
use crate::repository::File;
use crate::rule::{Check, Reporter, Rule};

pub(crate) static RULES: &[&Rule] = &[&QUIRK_FORM, &QUIRK_PLACE, &QUIRK_TEST];

static QUIRK_FORM: Rule = Rule {
    id: "quirk-form",
    section: None,
    summary: "Every quirk has the fields of a quirk, none of them empty, and an id of its own in kebab case.",
    help: "`spec/README.md` lists the fields",
    checks: &[Check::Document(quirk_form)],
};

fn quirk_form(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(file) = &context.files.quirks else { return };
    let document = match Document::parse(&file.name, &file.text) {
        Ok(document) => document,
        Err(problems) => return problems.iter().for_each(|problem| reporter.report_problem(problem.clone())),
    };
    let Some(quirks) = document.root().get("quirks").and_then(Value::as_array) else {
        return reporter.report_problem(document.problem("", "there is no list of `quirks`"));
    };
    let mut ids = HashSet::new();
    for (index, quirk) in quirks.iter().enumerate() {
        let place = pointer::element("/quirks", index);
        let mut report = |pointer: &str, message: String| reporter.report_problem(document.problem(pointer, message));
        form(quirk, &place, &mut report);
        if let Some(id) = text(quirk, "id").filter(|id| !ids.insert(*id)) {
            report(&pointer::child(&place, "id"), format!("two quirks have the id `{id}`"));
        }
    }
}

/// What a field of a quirk holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Texts,
    /// Who says what.
    TextByName,
}

impl Holds {
    /// What a field must be.
    fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Texts => "a list of strings",
            Self::TextByName => "an object with a string for each document",
        }
    }

    /// Whether a value is that, and not empty.
    fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Text => is_text(value),
            Self::Texts => value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(is_text)),
            Self::TextByName => value.as_object().is_some_and(|map| !map.is_empty() && map.values().all(is_text)),
        }
    }
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

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

fn form(quirk: &Value, place: &str, report: &mut impl FnMut(&str, String)) {
    for (field, holds) in FIELDS {
        match quirk.get(field) {
            None => report(place, format!("the quirk has no `{field}`")),
            Some(value) if holds.accepts(value) => {}
            Some(_) => report(
                &pointer::child(place, field),
                format!("`{field}` must be {}, and must not be empty", holds.name()),
            ),
        }
    }
    for (who, _) in members(quirk, "says").filter(|(who, _)| *who != "service" && !who.ends_with(".md")) {
        let message = format!("`{who}` is neither a document nor `service`");
        report(&pointer::child(&pointer::child(place, "says"), who), message);
    }
    for key in quirk.as_object().into_iter().flatten().map(|(key, _)| key) {
        if !FIELDS.iter().any(|(field, _)| field == key) {
            report(&pointer::child(place, key), format!("a quirk has no field `{key}`"));
        }
    }
    if let Some(id) = text(quirk, "id").filter(|id| !id.trim().is_empty() && !is_kebab_case(id)) {
        report(&pointer::child(place, "id"), format!("`{id}` is not in kebab case"));
    }
}

fn is_kebab_case(id: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    id.split('-').all(is_word)
}

static QUIRK_PLACE: Rule = Rule {
    id: "quirk-place",
    section: None,
    summary: "The places that a quirk names are in the contract as it is written, before references are followed.",
    help: "correct the JSON pointer",
    checks: &[Check::Document(quirk_place)],
};

fn quirk_place(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    each_text(context, "where", |document, place, target| {
        if context.root.pointer(target).is_none() {
            reporter.report_problem(document.problem(place, format!("`{target}` is not in the contract")));
        }
    });
}

static QUIRK_TEST: Rule = Rule {
    id: "quirk-test",
    section: None,
    summary: "The tests that a quirk names exist.",
    help: "write the test, or correct `<file>::<function>`",
    checks: &[Check::Document(quirk_test)],
};

fn quirk_test(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(files) = &context.files.tests else { return };
    each_text(context, "tests", |document, place, test| {
        if let Some(message) = missing(test, files) {
            reporter.report_problem(document.problem(place, message));
        }
    });
}

/// Visits the texts of a field of all quirks, with their pointers; none if the file cannot be read.
fn each_text(context: &Context<'_>, field: &str, mut visit: impl FnMut(&Document, &str, &str)) {
    let Some(file) = &context.files.quirks else { return };
    let Ok(document) = Document::parse(&file.name, &file.text) else { return };
    for (index, quirk) in elements(document.root(), "quirks").enumerate() {
        let list = pointer::child(&pointer::element("/quirks", index), field);
        for (index, element) in elements(quirk, field).enumerate() {
            if let Some(text) = element.as_str() {
                visit(&document, &pointer::element(&list, index), text);
            }
        }
    }
}

/// What is missing of a test, if it does not exist.
fn missing(test: &str, files: &[File]) -> Option<String> {
    let Some((file, function)) = test.split_once("::") else {
        return Some(format!("`{test}` is not of the form `<file>::<function>`"));
    };
    let Some(source) = files.iter().find(|source| source.name.replace('\\', "/") == file) else {
        return Some(format!("there is no file `{file}`"));
    };
    // A test is a function with an attribute that makes it one.
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
