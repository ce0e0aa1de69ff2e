//! Quirks: complete, with places and tests that exist.

use std::collections::HashSet;

use openapi::{Located, Node, Object, Pointer};

use crate::context::LintContext;
use crate::repository::File;
use crate::rule::{Check, Reporter, Rule};
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&QUIRK_FORM, &QUIRK_PLACE, &QUIRK_TEST];

static QUIRK_FORM: Rule = Rule {
    id: "quirk-form",
    section: None,
    summary: "Every quirk has the fields of a quirk, none of them empty, and an id of its own in kebab case.",
    help: "`spec/README.md` lists the fields",
    severity: Severity::Error,
    checks: &[Check::Document(quirk_form)],
};

fn quirk_form(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let document = match &context.files.quirks {
        Some(Ok(document)) => document,
        Some(Err(problems)) => return problems.iter().for_each(|problem| reporter.report_problem(problem.clone())),
        None => return,
    };
    let mut report = |pointer: &Pointer, message: String| reporter.report_problem(document.problem(pointer, message));
    let root = Located::root(document.root());
    if root.get("quirks").is_none_or(|quirks| !quirks.is_array()) {
        return report(&root.pointer, "there is no list of `quirks`".to_owned());
    }
    let mut ids = HashSet::new();
    for quirk in root.elements("quirks") {
        form(&quirk, &mut report);
        if let Some(id) = quirk.text("id").filter(|id| !ids.insert(*id)) {
            report(&quirk.pointer.child("id"), format!("two quirks have the id `{id}`"));
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
    fn accepts(self, value: &Node) -> bool {
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

fn is_text(value: &Node) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

fn form(quirk: &Located<'_>, report: &mut impl FnMut(&Pointer, String)) {
    for (field, holds) in FIELDS {
        match quirk.get(field) {
            None => report(&quirk.pointer, format!("the quirk has no `{field}`")),
            Some(value) if holds.accepts(&value) => {}
            Some(value) => {
                report(&value.pointer, format!("`{field}` must be {}, and must not be empty", holds.name()));
            }
        }
    }
    for (who, said) in quirk.members("says").filter(|(who, _)| *who != "service" && !who.ends_with(".md")) {
        report(&said.pointer, format!("`{who}` is neither a document nor `service`"));
    }
    let keys = quirk.node.as_object().into_iter().flat_map(Object::keys);
    for key in keys.filter(|key| FIELDS.iter().all(|(field, _)| field != key)) {
        report(&quirk.pointer.child(key), format!("a quirk has no field `{key}`"));
    }
    if let Some(id) = quirk.text("id").filter(|id| !id.trim().is_empty() && !is_kebab_case(id)) {
        report(&quirk.pointer.child("id"), format!("`{id}` is not in kebab case"));
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
    severity: Severity::Error,
    checks: &[Check::Document(quirk_place)],
};

fn quirk_place(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    each_text(context, "where", reporter, |target| {
        let node = target.parse().ok().and_then(|pointer| context.root().pointer(&pointer));
        node.is_none().then(|| format!("`{target}` is not in the contract"))
    });
}

static QUIRK_TEST: Rule = Rule {
    id: "quirk-test",
    section: None,
    summary: "The tests that a quirk names exist.",
    help: "write the test, or correct `<file>::<function>`",
    severity: Severity::Error,
    checks: &[Check::Document(quirk_test)],
};

fn quirk_test(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    if let Some(files) = context.files.tests {
        each_text(context, "tests", reporter, |test| missing(test, files));
    }
}

/// Reports what is wrong with the texts of a field of all quirks; of none if the file cannot be read.
fn each_text(
    context: &LintContext<'_>,
    field: &str,
    reporter: &mut Reporter<'_>,
    wrong: impl Fn(&str) -> Option<String>,
) {
    let Some(Ok(document)) = &context.files.quirks else { return };
    for text in Located::root(document.root()).elements("quirks").flat_map(|quirk| quirk.elements(field)) {
        if let Some(message) = text.as_str().and_then(&wrong) {
            reporter.report_problem(document.problem(&text.pointer, message));
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
